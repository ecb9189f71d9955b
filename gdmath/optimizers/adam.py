"""Adaptive moments: Adam, and AdamW with decoupled weight decay."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.optimizers.adaptive import mean_size
from gdmath.optimizers.protocol import Pair, set_positive, set_share
from gdmath.schedules import Rate, checked_rate, rate_at


class AdamState(NamedTuple):
    """The number of steps taken, the mean gradient m and its size √v, for each parameter.

    Examples
    --------
    >>> AdamState(steps=0, mean=(0.0, 0.0), size=(0.0, 0.0)).steps
    0
    """

    steps: int
    mean: Pair
    size: Pair


_UNSEEN = AdamState(0, (0.0, 0.0), (0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Adam:
    """Adaptive moment estimation (Kingma & Ba, 2015, algorithm 1), as PyTorch's Adam.

        m ← β₁ m + (1 − β₁) ∇J(θ)
        v ← β₂ v + (1 − β₂) (∇J(θ))²
        θ ← θ − α m̂ / (√v̂ + ε),   m̂ = m / (1 − β₁ᵗ),   v̂ = v / (1 − β₂ᵗ)

    for each parameter by itself, from m = v = 0, where t counts the steps from 1.

    Parameters
    ----------
    rate
        The learning rate α, positive, or a schedule.
    beta1, beta2
        The shares β₁ and β₂ of the means that are kept, in [0, 1).
    epsilon
        ε, positive; outside the root.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> import numpy as np
    >>> rule = Adam(rate=0.5)
    >>> rule.update(None, np.zeros(2), np.array([3.0, -40.0]), rule.init(np.zeros(2)))[0].round(6)
    array([-0.5,  0.5])
    """

    rate: Rate = 1e-3
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        _check(self)

    def init(self, theta: FloatArray) -> AdamState:  # noqa: ARG002 (the protocol's signature)
        """Return the state before any gradient was seen.

        Examples
        --------
        >>> Adam(rate=0.5).init(np.zeros(2))
        AdamState(steps=0, mean=(0.0, 0.0), size=(0.0, 0.0))
        """
        return _UNSEEN

    def update(
        self,
        cost: Cost,  # noqa: ARG002
        theta: FloatArray,  # noqa: ARG002
        gradient: FloatArray,
        state: AdamState,
    ) -> tuple[FloatArray, AdamState]:
        """Return the step −α m̂ / (√v̂ + ε), of shape (2,), and the state after it.

        Examples
        --------
        >>> rule, theta = Adam(rate=0.5), np.zeros(2)
        >>> rule.update(None, theta, np.array([2.0, -4.0]), rule.init(theta))[0].round(6)
        array([-0.5,  0.5])
        """
        step, state = _moved(self, rate_at(self.rate, state.steps), gradient, state)
        return np.array(step), state


@dataclass(frozen=True, slots=True)
class AdamW:
    """Adam with decoupled weight decay (Loshchilov & Hutter, 2019, algorithm 2), as PyTorch's.

        θ ← θ − α λ θ − α m̂ / (√v̂ + ε)

    with m̂ and v̂ of `Adam`. The decay pulls θ to the origin, so where it ends is no minimiser of J.

    Parameters
    ----------
    rate
        The learning rate α, positive, or a schedule.
    beta1, beta2
        The shares β₁ and β₂ of the means that are kept, in [0, 1).
    epsilon
        ε, positive; outside the root.
    weight_decay
        λ, 0 or more.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> import numpy as np
    >>> rule, theta = AdamW(rate=0.5, weight_decay=0.1), np.array([10.0, 0.0])
    >>> rule.update(None, theta, np.array([3.0, -40.0]), rule.init(theta))[0].round(6)
    array([-1. ,  0.5])
    """

    rate: Rate = 1e-3
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float = 1e-2

    def __post_init__(self) -> None:
        _check(self)
        decay = checks.between(self.weight_decay, "weight_decay", 0, math.inf, ends="[)")
        object.__setattr__(self, "weight_decay", decay)

    def init(self, theta: FloatArray) -> AdamState:  # noqa: ARG002 (the protocol's signature)
        """Return the state before any gradient was seen.

        Examples
        --------
        >>> AdamW(rate=0.5).init(np.zeros(2))
        AdamState(steps=0, mean=(0.0, 0.0), size=(0.0, 0.0))
        """
        return _UNSEEN

    def update(
        self,
        cost: Cost,  # noqa: ARG002
        theta: FloatArray,
        gradient: FloatArray,
        state: AdamState,
    ) -> tuple[FloatArray, AdamState]:
        """Return the step −α λ θ − α m̂ / (√v̂ + ε), of shape (2,), and the state after it.

        Examples
        --------
        >>> rule, theta = AdamW(rate=0.5), np.zeros(2)
        >>> rule.update(None, theta, np.array([2.0, -4.0]), rule.init(theta))[0].round(6)
        array([-0.5,  0.5])
        """
        rate = rate_at(self.rate, state.steps)
        (step0, step1), state = _moved(self, rate, gradient, state)
        theta0, theta1 = theta.tolist()
        pull = rate * self.weight_decay
        return np.array([step0 - pull * theta0, step1 - pull * theta1]), state


def _check(rule: Adam | AdamW) -> None:
    object.__setattr__(rule, "rate", checked_rate(rule.rate))
    set_share(rule, "beta1")
    set_share(rule, "beta2")
    set_positive(rule, "epsilon")


def _moved(
    rule: Adam | AdamW, rate: float, gradient: FloatArray, state: AdamState
) -> tuple[Pair, AdamState]:
    """Return Adam's step and the state after it."""
    g0, g1 = gradient.tolist()
    beta1, beta2, epsilon = rule.beta1, rule.beta2, rule.epsilon
    steps = state.steps + 1
    m0 = beta1 * state.mean[0] + (1 - beta1) * g0
    m1 = beta1 * state.mean[1] + (1 - beta1) * g1
    size = mean_size(state.size, (g0, g1), beta2)
    root = math.sqrt(1 - beta2**steps)
    scale = -rate / (1 - beta1**steps)
    step = (
        scale * (m0 / (size[0] / root + epsilon)),
        scale * (m1 / (size[1] / root + epsilon)),
    )
    return step, AdamState(steps, (m0, m1), size)
