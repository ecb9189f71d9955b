"""Rules with a velocity: the heavy ball and Nesterov's."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from gdmath.checks import FloatArray, Share
from gdmath.cost import Cost
from gdmath.optimizers.protocol import Pair, Rule
from gdmath.schedules import Rate, rate_at


class MomentumState(NamedTuple):
    """The number of steps taken and the velocity v."""

    steps: int = 0
    velocity: Pair = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Momentum(Rule[MomentumState]):
    """The heavy ball (Polyak, 1964), in the form of PyTorch's SGD with momentum.

        v ← μ v + ∇J(θ)
        θ ← θ − α v

    from v = 0, with the share μ (`momentum`) of the velocity that is kept, in [0, 1). Polyak's own
    form, θ ← θ − α ∇J + μ (θ − θ_before), is the same at a constant rate.

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
    momentum: Share = 0.9

    def update(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, state: MomentumState
    ) -> tuple[FloatArray, MomentumState]:
        """Return the step, of shape (2,), and the state after it."""
        rate, kept = rate_at(self.rate, state.steps), self.momentum
        g0, g1 = gradient.tolist()
        velocity = kept * state.velocity[0] + g0, kept * state.velocity[1] + g1
        along = self._along((g0, g1), velocity)
        step = np.array([-rate * along[0], -rate * along[1]])
        return step, MomentumState(state.steps + 1, velocity)

    def _along(self, gradient: Pair, velocity: Pair) -> Pair:
        """Return what a step is −α times."""
        return velocity


@dataclass(frozen=True, slots=True)
class Nesterov(Momentum):
    """Nesterov's accelerated gradient (1983), in the form of PyTorch's SGD with nesterov=True.

        v ← μ v + ∇J(θ)
        θ ← θ − α (∇J(θ) + μ v)

    with all else as in `Momentum`. Here θ is the point at which the gradient is taken, Nesterov's
    looked-ahead point (Sutskever, Martens, Dahl & Hinton, 2013).

    Examples
    --------
    >>> rule = Nesterov(rate=0.1, momentum=0.5)
    >>> rule.update(None, np.zeros(2), np.array([2.0, 4.0]), rule.init(np.zeros(2)))[0]
    array([-0.3, -0.6])
    """

    name: ClassVar[str] = "nesterov"
    title: ClassVar[str] = "Nesterov"

    def _along(self, gradient: Pair, velocity: Pair) -> Pair:
        kept = self.momentum
        return gradient[0] + kept * velocity[0], gradient[1] + kept * velocity[1]
