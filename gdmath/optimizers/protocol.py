"""What every optimiser is: two pure functions, and a state handed from step to step."""

import dataclasses
import math
from typing import Any, ClassVar, Generic, Protocol, TypeAlias, TypeVar, cast

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.locked import Locked
from gdmath.schedules import rate_at

State = TypeVar("State")

Pair: TypeAlias = tuple[float, float]
"""One number for θ0 and one for θ1. Python's floats, as they are ten times as fast as arrays."""


class Optimizer(Protocol[State]):
    """The protocol of every optimiser; theta, gradient and step are (2,)."""

    def init(self, theta: FloatArray) -> State:
        """Return the state before the first step."""

    def update(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, state: State
    ) -> tuple[FloatArray, State]:
        """Return the step (2,) to add to `theta`, and the state after it."""


class Rule(Locked, Generic[State]):
    """What the rules of `OPTIMIZERS` share: the facts of a rule, and the state it begins with.

    A rule is a frozen dataclass of its hyper-parameters with an `update`; its state is a whole
    number, a named tuple of numbers, or None. Lessons know it by its `name`. Its learning rate α,
    `rate`, is a positive number or a schedule; one with a line search needs none. The steps of an
    adaptive rule are about as long as its rate, however steep the cost is.

    Examples
    --------
    >>> from gdmath.optimizers import OPTIMIZERS
    >>> [rule.title for rule in OPTIMIZERS.values() if "momentum" in rule.hyperparameters()]
    ['momentum', 'Nesterov']
    """

    __slots__ = ()

    name: ClassVar[str]
    title: ClassVar[str]
    needs_rate: ClassVar[bool] = True
    is_adaptive: ClassVar[bool] = False
    initial_state: ClassVar[Any] = None

    @classmethod
    def hyperparameters(cls) -> frozenset[str]:
        """Return the names of what the rule may be made with, as "rate" and "momentum"."""
        return frozenset(field.name for field in dataclasses.fields(cls))  # type: ignore[arg-type]

    def rate_used(self, step: int, state: State) -> float:
        """Return α of the step number `step`, from 0, after which the state is `state`.

        It is the rate, or what the schedule says; nan where the rule has none.
        """
        return rate_at(getattr(self, "rate", math.nan), step)

    def init(self, theta: FloatArray) -> State:
        """Return the state before the first step."""
        return cast(State, self.initial_state)


class SearchingRule(Rule[float]):
    """A rule whose line search chooses α, of which the last one is its state; 0 at first."""

    __slots__ = ()

    needs_rate: ClassVar[bool] = False
    initial_state: ClassVar[float] = 0.0

    def rate_used(self, step: int, state: float) -> float:
        """Return α of the step after which the state is `state`."""
        return state
