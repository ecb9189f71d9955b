"""Adaptive moments: Adam, and AdamW with decoupled weight decay."""

import math
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from gdmath.checks import FloatArray, NotNegative, Positive, Share
from gdmath.cost import Cost
from gdmath.optimizers.adaptive import mean_size
from gdmath.optimizers.protocol import Pair, Rule
from gdmath.schedules import Rate, rate_at


class AdamState(NamedTuple):
    """The number of steps taken, the mean gradient m and its size √v, for each parameter."""

    steps: int = 0
    mean: Pair = (0.0, 0.0)
    size: Pair = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Adam(Rule[AdamState]):
    """Adaptive moment estimation (Kingma & Ba, 2015, algorithm 1), as PyTorch's Adam.

        m ← β₁ m + (1 − β₁) ∇J(θ)
        v ← β₂ v + (1 − β₂) (∇J(θ))²
        θ ← θ − α m̂ / (√v̂ + ε),   m̂ = m / (1 − β₁ᵗ),   v̂ = v / (1 − β₂ᵗ)

    for each parameter by itself, from m = v = 0, where t counts the steps from 1; β₁ and β₂ are in
    [0, 1), and ε is positive.

    Examples
    --------
    >>> rule = Adam(rate=0.5)
    >>> rule.update(None, np.zeros(2), np.array([3.0, -40.0]), rule.init(np.zeros(2)))[0].round(6)
    array([-0.5,  0.5])
    """

    name: ClassVar[str] = "adam"
    title: ClassVar[str] = "Adam"
    is_adaptive: ClassVar[bool] = True
    initial_state: ClassVar[AdamState] = AdamState()

    rate: Rate = 1e-3
    beta1: Share = 0.9
    beta2: Share = 0.999
    epsilon: Positive = 1e-8

    def update(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, state: AdamState
    ) -> tuple[FloatArray, AdamState]:
        """Return the step −α m̂ / (√v̂ + ε), of shape (2,), and the state after it."""
        return self._moved(rate_at(self.rate, state.steps), gradient, state)

    def _moved(
        self, rate: float, gradient: FloatArray, state: AdamState
    ) -> tuple[FloatArray, AdamState]:
        beta1, beta2 = self.beta1, self.beta2
        g0, g1 = gradient.tolist()
        steps = state.steps + 1
        m0 = beta1 * state.mean[0] + (1 - beta1) * g0
        m1 = beta1 * state.mean[1] + (1 - beta1) * g1
        size = mean_size(state.size, (g0, g1), beta2)
        root = math.sqrt(1 - beta2**steps)
        scale = -rate / (1 - beta1**steps)
        step0 = scale * (m0 / (size[0] / root + self.epsilon))
        step1 = scale * (m1 / (size[1] / root + self.epsilon))
        return np.array([step0, step1]), AdamState(steps, (m0, m1), size)


@dataclass(frozen=True, slots=True)
class AdamW(Adam):
    """Adam with decoupled weight decay (Loshchilov & Hutter, 2019, algorithm 2), as PyTorch's.

        θ ← θ − α λ θ − α m̂ / (√v̂ + ε)

    with λ ≥ 0 (`weight_decay`), and all else as in `Adam`. The decay pulls θ to the origin, so
    where it ends is no minimiser of J.

    Examples
    --------
    >>> rule, theta = AdamW(rate=0.5, weight_decay=0.1), np.array([10.0, 0.0])
    >>> rule.update(None, theta, np.array([3.0, -40.0]), rule.init(theta))[0].round(6)
    array([-1. ,  0.5])
    """

    name: ClassVar[str] = "adamw"
    title: ClassVar[str] = "AdamW"

    weight_decay: NotNegative = 1e-2

    def update(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, state: AdamState
    ) -> tuple[FloatArray, AdamState]:
        """Return the step −α λ θ − α m̂ / (√v̂ + ε), of shape (2,), and the state after it."""
        rate = rate_at(self.rate, state.steps)
        step, after = self._moved(rate, gradient, state)
        return step - rate * self.weight_decay * theta, after
