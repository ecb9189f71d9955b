"""Rules with a rate for each parameter, set by the gradients seen: AdaGrad and RMSProp.

Sums of squares are kept as their roots, which `hypot` adds without overflow or underflow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.optimizers.protocol import Pair, set_positive, set_share
from gdmath.schedules import Rate, checked_rate, rate_at


class AdaptiveState(NamedTuple):
    """The number of steps taken and, for each parameter, the size √s of its gradients.

    Examples
    --------
    >>> AdaptiveState(steps=0, size=(0.0, 0.0)).size
    (0.0, 0.0)
    """

    steps: int
    size: Pair


_UNSEEN = AdaptiveState(0, (0.0, 0.0))


@dataclass(frozen=True, slots=True)
class AdaGrad:
    """The adaptive gradient of Duchi, Hazan & Singer (2011), as PyTorch's Adagrad.

        s ← s + (∇J(θ))²
        θ ← θ − α ∇J(θ) / (√s + ε)

    for each parameter by itself, from s = 0.

    Parameters
    ----------
    rate
        The learning rate α, positive, or a schedule.
    epsilon
        ε, positive; outside the root.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> import numpy as np
    >>> rule = AdaGrad(rate=0.5)
    >>> rule.update(None, np.zeros(2), np.array([3.0, -40.0]), rule.init(np.zeros(2)))[0]
    array([-0.5,  0.5])
    """

    rate: Rate = 1e-2
    epsilon: float = 1e-10

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", checked_rate(self.rate))
        set_positive(self, "epsilon")

    def init(self, theta: FloatArray) -> AdaptiveState:  # noqa: ARG002 (the protocol's signature)
        """Return the state before any gradient was seen.

        Examples
        --------
        >>> AdaGrad(rate=0.5).init(np.zeros(2))
        AdaptiveState(steps=0, size=(0.0, 0.0))
        """
        return _UNSEEN

    def update(
        self,
        cost: Cost,  # noqa: ARG002
        theta: FloatArray,  # noqa: ARG002
        gradient: FloatArray,
        state: AdaptiveState,
    ) -> tuple[FloatArray, AdaptiveState]:
        """Return the step −α ∇J / (√s + ε), of shape (2,), and the state after it.

        Examples
        --------
        >>> rule, theta = AdaGrad(rate=0.5), np.zeros(2)
        >>> rule.update(None, theta, np.array([2.0, -4.0]), rule.init(theta))[0].round(6)
        array([-0.5,  0.5])
        """
        g0, g1 = gradient.tolist()
        size = math.hypot(state.size[0], g0), math.hypot(state.size[1], g1)
        step = _scaled(rate_at(self.rate, state.steps), (g0, g1), size, self.epsilon)
        return step, AdaptiveState(state.steps + 1, size)


@dataclass(frozen=True, slots=True)
class RMSProp:
    """Root mean square propagation (Tieleman & Hinton, 2012, lecture 6.5), as PyTorch's RMSprop.

        s ← ρ s + (1 − ρ) (∇J(θ))²
        θ ← θ − α ∇J(θ) / (√s + ε)

    for each parameter by itself, from s = 0.

    Parameters
    ----------
    rate
        The learning rate α, positive, or a schedule.
    decay
        The share ρ of the mean square that is kept, in [0, 1); PyTorch calls it alpha.
    epsilon
        ε, positive; outside the root.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> import numpy as np
    >>> rule = RMSProp(rate=0.5, decay=0.75)
    >>> rule.update(None, np.zeros(2), np.array([3.0, -4.0]), rule.init(np.zeros(2)))[0].round(6)
    array([-1.,  1.])
    """

    rate: Rate = 1e-2
    decay: float = 0.99
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", checked_rate(self.rate))
        set_share(self, "decay")
        set_positive(self, "epsilon")

    def init(self, theta: FloatArray) -> AdaptiveState:  # noqa: ARG002 (the protocol's signature)
        """Return the state before any gradient was seen.

        Examples
        --------
        >>> RMSProp(rate=0.5).init(np.zeros(2))
        AdaptiveState(steps=0, size=(0.0, 0.0))
        """
        return _UNSEEN

    def update(
        self,
        cost: Cost,  # noqa: ARG002
        theta: FloatArray,  # noqa: ARG002
        gradient: FloatArray,
        state: AdaptiveState,
    ) -> tuple[FloatArray, AdaptiveState]:
        """Return the step −α ∇J / (√s + ε), of shape (2,), and the state after it.

        Examples
        --------
        >>> rule, theta = RMSProp(rate=0.5), np.zeros(2)
        >>> rule.update(None, theta, np.array([2.0, -4.0]), rule.init(theta))[0].round(6)
        array([-5.,  5.])
        """
        g0, g1 = gradient.tolist()
        size = mean_size(state.size, (g0, g1), self.decay)
        step = _scaled(rate_at(self.rate, state.steps), (g0, g1), size, self.epsilon)
        return step, AdaptiveState(state.steps + 1, size)


def mean_size(size: Pair, gradient: Pair, kept: float) -> Pair:
    """Return √(ρ s + (1 − ρ) g²) for each parameter, where `size` is √s and `kept` is ρ.

    Examples
    --------
    >>> mean_size((0.0, 1.0), (2.0, 1.0), kept=0.75)
    (1.0, 1.0)
    """
    old, new = math.sqrt(kept), math.sqrt(1 - kept)
    return (
        math.hypot(old * size[0], new * gradient[0]),
        math.hypot(old * size[1], new * gradient[1]),
    )


def _scaled(rate: float, gradient: Pair, size: Pair, epsilon: float) -> FloatArray:
    # Divided first: rate · gradient could overflow where the step does not.
    return np.array(
        [
            -rate * (gradient[0] / (size[0] + epsilon)),
            -rate * (gradient[1] / (size[1] + epsilon)),
        ]
    )
