"""What standardising the predictor does to the learning rate."""

import math
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Self

from gdmath import checks
from gdmath.cost import MeanSquaredError
from gdmath.dataset import Dataset
from gdmath.locked import Locked
from gdmath.rates import Rates


@dataclass(frozen=True, slots=True, eq=False)
class Standardizing(Locked):
    """The rates of the mean squared error before and after standardising the predictor.

    Examples
    --------
    >>> change = Standardizing.of(Dataset([0, 2, 4], [1, 2, 4]))
    >>> round(change.before.condition, 3), round(change.after.condition, 3)
    (19.992, 1.0)
    >>> change.steps(shrink=0.001), change.speed_up(shrink=0.001)
    ((69, 1), 69.0)
    """

    before: Annotated[Rates, partial(checks.instance, kind=Rates)]
    after: Annotated[Rates, partial(checks.instance, kind=Rates)]

    @classmethod
    def of(cls, data: Dataset, half: bool = True) -> Self:
        """Return the rates of `data` before and after `Dataset.standardized`."""
        checks.able(data, "data", "a Dataset", ["standardized"])
        before, after = (MeanSquaredError(d, half=half) for d in (data, data.standardized()))
        return cls(Rates.of(before), Rates.of(after))

    def steps(self, shrink: float = 1e-3) -> tuple[int | None, int | None]:
        """Return `Rates.steps_to` before and after, each at its optimal rate."""
        before, after = (r.steps_to(shrink, r.optimal) for r in (self.before, self.after))
        return before, after

    def speed_up(self, shrink: float = 1e-3) -> float:
        """Return how many times as many steps the raw data need, each at its optimal rate."""
        before, after = self.steps(shrink)
        return math.inf if before is None else before / (after or math.inf)
