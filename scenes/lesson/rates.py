"""What a cost's curvature at its minimum says about the learning rate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from gdmath import Cost

Regime = Literal["creeps", "overshoots", "diverges"]


@dataclass(frozen=True, slots=True)
class CostRates:
    """The smallest and largest curvature λ of a cost at its minimum, both positive.

    Examples
    --------
    >>> rates = CostRates(1.0, 4.0)
    >>> rates.critical, rates.optimal, rates.condition
    (0.5, 0.4, 4.0)
    """

    smallest: float
    largest: float

    @classmethod
    def of(cls, cost: Cost) -> Self | None:
        """Return the rates of a cost, None where its minimum has a flat direction or none."""
        try:
            best = cost.minimizer()
        except ValueError:
            return None
        with np.errstate(all="ignore"):
            hessian = np.asarray(cost.hessian(best))
        if not np.isfinite(hessian).all():
            return None
        smallest, largest = (float(value) for value in np.linalg.eigvalsh(hessian))
        if not smallest > 1e-14 * largest or not math.isfinite(2 / smallest):
            return None
        return cls(smallest, largest)

    @property
    def critical(self) -> float:
        """2/λmax: from this rate on descent on a quadratic no longer converges."""
        return 2 / self.largest

    @property
    def optimal(self) -> float:
        """2/(λmin + λmax): the rate at which descent on a quadratic converges fastest."""
        return 2 / (self.smallest + self.largest)

    @property
    def condition(self) -> float:
        """κ = λmax/λmin: how long and narrow the valley is."""
        return self.largest / self.smallest

    def regime(self, rate: float) -> Regime:
        """Say how gradient descent with this rate goes on a quadratic.

        Below 1/λmax every part of the error shrinks without changing its sign, below 2/λmax the
        steepest part jumps across the valley, above it grows.

        Examples
        --------
        >>> [CostRates(1.0, 4.0).regime(rate) for rate in (0.2, 0.4, 0.6)]
        ['creeps', 'overshoots', 'diverges']
        """
        if rate * self.largest <= 1:
            return "creeps"
        return "overshoots" if rate < self.critical else "diverges"
