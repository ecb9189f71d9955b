"""Rules with a rate for each parameter, set by the gradients seen: AdaGrad and RMSProp.

Sums of squares are kept as their roots, which `hypot` adds without overflow or underflow.
"""

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from gdmath.checks import FloatArray, Positive, Share
from gdmath.cost import Cost
from gdmath.optimizers.protocol import Pair, Rule
from gdmath.schedules import Rate, rate_at


class AdaptiveState(NamedTuple):
    """The number of steps taken and, for each parameter, the size √s of its gradients."""

    steps: int = 0
    size: Pair = (0.0, 0.0)


class _ScaledRule(Rule[AdaptiveState]):
    """What both share: the step −α ∇J / (√s + ε) for each parameter by itself, from s = 0."""

    __slots__ = ()

    is_adaptive: ClassVar[bool] = True
    initial_state: ClassVar[AdaptiveState] = AdaptiveState()

    rate: Rate
    epsilon: Positive

    def update(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, state: AdaptiveState
    ) -> tuple[FloatArray, AdaptiveState]:
        """Return the step −α ∇J / (√s + ε), of shape (2,), and the state after it."""
        g0, g1 = gradient.tolist()
        size = self._grown(state.size, (g0, g1))
        rate, epsilon = rate_at(self.rate, state.steps), self.epsilon
        # Divided first: rate · gradient could overflow where the step does not.
        step = np.array([-rate * (g0 / (size[0] + epsilon)), -rate * (g1 / (size[1] + epsilon))])
        return step, AdaptiveState(state.steps + 1, size)

    @abstractmethod
    def _grown(self, size: Pair, gradient: Pair) -> Pair:
        """Return √s for each parameter, with one gradient more."""


@dataclass(frozen=True, slots=True)
class AdaGrad(_ScaledRule):
    """The adaptive gradient of Duchi, Hazan & Singer (2011), as PyTorch's Adagrad.

        s ← s + (∇J(θ))²
        θ ← θ − α ∇J(θ) / (√s + ε)

    for each parameter by itself, from s = 0, with ε > 0 (`epsilon`).

    Examples
    --------
    >>> rule = AdaGrad(rate=0.5)
    >>> rule.update(None, np.zeros(2), np.array([3.0, -40.0]), rule.init(np.zeros(2)))[0]
    array([-0.5,  0.5])
    """

    name: ClassVar[str] = "adagrad"
    title: ClassVar[str] = "AdaGrad"

    rate: Rate = 1e-2
    epsilon: Positive = 1e-10

    def _grown(self, size: Pair, gradient: Pair) -> Pair:
        return math.hypot(size[0], gradient[0]), math.hypot(size[1], gradient[1])


@dataclass(frozen=True, slots=True)
class RMSProp(_ScaledRule):
    """Root mean square propagation (Tieleman & Hinton, 2012, lecture 6.5), as PyTorch's RMSprop.

        s ← ρ s + (1 − ρ) (∇J(θ))²
        θ ← θ − α ∇J(θ) / (√s + ε)

    as `AdaGrad`, with the share ρ (`decay`) of the mean square that is kept, in [0, 1); PyTorch
    calls it alpha.

    Examples
    --------
    >>> rule = RMSProp(rate=0.5, decay=0.75)
    >>> rule.update(None, np.zeros(2), np.array([3.0, -4.0]), rule.init(np.zeros(2)))[0].round(6)
    array([-1.,  1.])
    """

    name: ClassVar[str] = "rmsprop"
    title: ClassVar[str] = "RMSProp"

    rate: Rate = 1e-2
    decay: Share = 0.99
    epsilon: Positive = 1e-8

    def _grown(self, size: Pair, gradient: Pair) -> Pair:
        return mean_size(size, gradient, self.decay)


def mean_size(size: Pair, gradient: Pair, kept: float) -> Pair:
    """Return √(ρ s + (1 − ρ) g²) for each parameter, where `size` is √s and `kept` is ρ."""
    old, new = math.sqrt(kept), math.sqrt(1 - kept)
    first = math.hypot(old * size[0], new * gradient[0])
    return first, math.hypot(old * size[1], new * gradient[1])
