"""Rules with a velocity: the heavy ball and Nesterov's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.locked import fill
from gdmath.optimizers.protocol import Pair, Rule
from gdmath.schedules import Rate, checked_rate, rate_at


class MomentumState(NamedTuple):
    """The number of steps taken and the velocity v."""

    steps: int = 0
    velocity: Pair = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Momentum(Rule[MomentumState]):
    """The heavy ball (Polyak, 1964), in the form of PyTorch's SGD with momentum.

        v ← μ v + ∇J(θ)
        θ ← θ − α v

    from v = 0, with the learning rate α (`rate`), a positive number or a schedule, and the share
    μ (`momentum`) of the velocity that is kept, in [0, 1). Polyak's own form,
    θ ← θ − α ∇J + μ (θ − θ_before), is the same at a constant rate.

    Examples
    --------
    >>> rule, gradient = Momentum(rate=0.1, momentum=0.5), np.array([1.0, 2.0])
    >>> state = rule.init(np.zeros(2))
    >>> for _ in range(2):
    ...     step, state = rule.update(None, np.zeros(2), gradient, state)
    >>> state
    MomentumState(steps=2, velocity=(1.5, 3.0))
    """

    name: ClassVar[str] = "momentum"
    title: ClassVar[str] = "momentum"
    initial_state: ClassVar[MomentumState] = MomentumState()

    rate: Rate
    momentum: float = 0.9

    def __post_init__(self) -> None:
        _check(self)

    def update(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, state: MomentumState
    ) -> tuple[FloatArray, MomentumState]:
        """Return the step −α v, of shape (2,), and the state after it."""
        rate = rate_at(self.rate, state.steps)
        velocity = _velocity(state.velocity, self.momentum, gradient)
        step = np.array([-rate * velocity[0], -rate * velocity[1]])
        return step, MomentumState(state.steps + 1, velocity)


@dataclass(frozen=True, slots=True)
class Nesterov(Rule[MomentumState]):
    """Nesterov's accelerated gradient (1983), in the form of PyTorch's SGD with nesterov=True.

        v ← μ v + ∇J(θ)
        θ ← θ − α (∇J(θ) + μ v)

    from v = 0, with α and μ as in `Momentum`. Here θ is the point at which the gradient is taken,
    Nesterov's looked-ahead point (Sutskever, Martens, Dahl & Hinton, 2013).

    Examples
    --------
    >>> rule = Nesterov(rate=0.1, momentum=0.5)
    >>> rule.update(None, np.zeros(2), np.array([2.0, 4.0]), rule.init(np.zeros(2)))[0]
    array([-0.3, -0.6])
    """

    name: ClassVar[str] = "nesterov"
    title: ClassVar[str] = "Nesterov"
    initial_state: ClassVar[MomentumState] = MomentumState()

    rate: Rate
    momentum: float = 0.9

    def __post_init__(self) -> None:
        _check(self)

    def update(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, state: MomentumState
    ) -> tuple[FloatArray, MomentumState]:
        """Return the step −α (∇J + μ v), of shape (2,), and the state after it."""
        rate, kept = rate_at(self.rate, state.steps), self.momentum
        g0, g1 = gradient.tolist()
        velocity = _velocity(state.velocity, kept, gradient)
        step = np.array([-rate * (g0 + kept * velocity[0]), -rate * (g1 + kept * velocity[1])])
        return step, MomentumState(state.steps + 1, velocity)


def _check(rule: Momentum | Nesterov) -> None:
    momentum = checks.between(rule.momentum, "momentum", 0, 1, ends="[)")
    fill(rule, rate=checked_rate(rule.rate), momentum=momentum)


def _velocity(before: Pair, kept: float, gradient: FloatArray) -> Pair:
    g0, g1 = gradient.tolist()
    return kept * before[0] + g0, kept * before[1] + g1
