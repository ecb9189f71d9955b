"""What every optimiser is: two pure functions, and a state handed from step to step.

`init` gives the state before the first step; `update` gives the step to take from θ and the
state after it. A rule is a frozen dataclass of its hyper-parameters; a state is a whole number,
a named tuple of numbers, or None.
"""

from __future__ import annotations

from typing import Protocol, TypeAlias, TypeVar

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost

State = TypeVar("State")

Pair: TypeAlias = tuple[float, float]
"""One number for θ0 and one for θ1. Python's floats, as they are ten times as fast as arrays."""


class Optimizer(Protocol[State]):
    """The protocol of every optimiser; theta, gradient and step are (2,)."""

    def init(self, theta: FloatArray) -> State:
        """Return the state before the first step."""
        ...

    def update(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, state: State
    ) -> tuple[FloatArray, State]:
        """Return the step (2,) to add to `theta`, and the state after it."""
        ...


def set_share(rule: object, name: str) -> None:
    """Replace the field `name` of a frozen rule by its float, in [0, 1).

    Raises
    ------
    ValueError
        If it is anything else.

    Examples
    --------
    >>> from gdmath.optimizers import Momentum
    >>> Momentum(0.1, momentum=0).momentum
    0.0
    """
    value = checks.between(getattr(rule, name), name, 0, 1, ends="[)")
    object.__setattr__(rule, name, value)


def set_positive(rule: object, name: str) -> None:
    """Replace the field `name` of a frozen rule by its positive float.

    Raises
    ------
    ValueError
        If it is anything else.

    Examples
    --------
    >>> from gdmath.optimizers import AdaGrad
    >>> AdaGrad(0.1, epsilon=1).epsilon
    1.0
    """
    value = checks.real(getattr(rule, name), name, "a positive finite number", above=0)
    object.__setattr__(rule, name, value)
