"""Optimisers: small immutable rules that say which step to take next.

A rule has two pure functions. `init` gives the state before the first step, `update` gives
the step to take from θ and the state after it. The state of plain gradient descent is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost

State = TypeVar("State")


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


@dataclass(frozen=True, slots=True)
class GradientDescent:
    """The rule θ ← θ − α ∇J(θ) (Cauchy, 1847).

    Parameters
    ----------
    rate
        The learning rate α, positive.

    Raises
    ------
    ValueError
        If `rate` is not a positive finite number.

    Examples
    --------
    >>> GradientDescent(rate=0.1)
    GradientDescent(rate=0.1)
    """

    rate: float

    def __post_init__(self) -> None:
        rate = checks.real(self.rate, "rate", "a positive finite number", above=0)
        object.__setattr__(self, "rate", rate)

    def init(self, theta: FloatArray) -> None:  # noqa: ARG002 (the protocol's signature)
        """Return None: the rule remembers nothing."""
        return

    def update(
        self,
        cost: Cost,  # noqa: ARG002
        theta: FloatArray,  # noqa: ARG002
        gradient: FloatArray,
        state: None,
    ) -> tuple[FloatArray, None]:
        """Return the step −α ∇J, of shape (2,)."""
        return -self.rate * gradient, state
