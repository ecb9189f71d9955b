"""Rules with a velocity: the heavy ball and Nesterov's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.optimizers.protocol import Pair, set_share
from gdmath.schedules import Rate, checked_rate, rate_at


class MomentumState(NamedTuple):
    """The number of steps taken and the velocity v.

    Examples
    --------
    >>> MomentumState(steps=0, velocity=(0.0, 0.0)).velocity
    (0.0, 0.0)
    """

    steps: int
    velocity: Pair


_AT_REST = MomentumState(0, (0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Momentum:
    """The heavy ball (Polyak, 1964), in the form of PyTorch's SGD with momentum.

        v ← μ v + ∇J(θ)
        θ ← θ − α v

    from v = 0. Polyak's own form, θ ← θ − α ∇J + μ (θ − θ_before), is the same at a constant rate.

    Parameters
    ----------
    rate
        The learning rate α, positive, or a schedule.
    momentum
        The share μ of the velocity that is kept, in [0, 1).

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> import numpy as np
    >>> rule, gradient = Momentum(rate=0.1, momentum=0.5), np.array([1.0, 2.0])
    >>> state = rule.init(np.zeros(2))
    >>> for _ in range(2):
    ...     step, state = rule.update(None, np.zeros(2), gradient, state)
    >>> state
    MomentumState(steps=2, velocity=(1.5, 3.0))
    """

    rate: Rate
    momentum: float = 0.9

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", checked_rate(self.rate))
        set_share(self, "momentum")

    def init(self, theta: FloatArray) -> MomentumState:  # noqa: ARG002 (the protocol's signature)
        """Return the state at rest.

        Examples
        --------
        >>> Momentum(rate=0.5).init(np.zeros(2))
        MomentumState(steps=0, velocity=(0.0, 0.0))
        """
        return _AT_REST

    def update(
        self,
        cost: Cost,  # noqa: ARG002
        theta: FloatArray,  # noqa: ARG002
        gradient: FloatArray,
        state: MomentumState,
    ) -> tuple[FloatArray, MomentumState]:
        """Return the step −α v, of shape (2,), and the state after it.

        Examples
        --------
        >>> rule, theta = Momentum(rate=0.5), np.zeros(2)
        >>> rule.update(None, theta, np.array([2.0, -4.0]), rule.init(theta))[0].round(6)
        array([-1.,  2.])
        """
        rate = rate_at(self.rate, state.steps)
        velocity = _faster(state.velocity, self.momentum, gradient)
        step = np.array([-rate * velocity[0], -rate * velocity[1]])
        return step, MomentumState(state.steps + 1, velocity)


@dataclass(frozen=True, slots=True)
class Nesterov:
    """Nesterov's accelerated gradient (1983), in the form of PyTorch's SGD with nesterov=True.

        v ← μ v + ∇J(θ)
        θ ← θ − α (∇J(θ) + μ v)

    from v = 0. Here θ is the point at which the gradient is taken, Nesterov's looked-ahead point
    (Sutskever, Martens, Dahl & Hinton, 2013).

    Parameters
    ----------
    rate
        The learning rate α, positive, or a schedule.
    momentum
        The share μ of the velocity that is kept, in [0, 1).

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> import numpy as np
    >>> rule = Nesterov(rate=0.1, momentum=0.5)
    >>> rule.update(None, np.zeros(2), np.array([2.0, 4.0]), rule.init(np.zeros(2)))[0]
    array([-0.3, -0.6])
    """

    rate: Rate
    momentum: float = 0.9

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", checked_rate(self.rate))
        set_share(self, "momentum")

    def init(self, theta: FloatArray) -> MomentumState:  # noqa: ARG002 (the protocol's signature)
        """Return the state at rest.

        Examples
        --------
        >>> Nesterov(rate=0.5).init(np.zeros(2))
        MomentumState(steps=0, velocity=(0.0, 0.0))
        """
        return _AT_REST

    def update(
        self,
        cost: Cost,  # noqa: ARG002
        theta: FloatArray,  # noqa: ARG002
        gradient: FloatArray,
        state: MomentumState,
    ) -> tuple[FloatArray, MomentumState]:
        """Return the step −α (∇J + μ v), of shape (2,), and the state after it.

        Examples
        --------
        >>> rule, theta = Nesterov(rate=0.5), np.zeros(2)
        >>> rule.update(None, theta, np.array([2.0, -4.0]), rule.init(theta))[0].round(6)
        array([-1.9,  3.8])
        """
        rate, kept = rate_at(self.rate, state.steps), self.momentum
        g0, g1 = gradient.tolist()
        velocity = _faster(state.velocity, kept, gradient)
        step = np.array([-rate * (g0 + kept * velocity[0]), -rate * (g1 + kept * velocity[1])])
        return step, MomentumState(state.steps + 1, velocity)


def _faster(velocity: Pair, kept: float, gradient: FloatArray) -> Pair:
    g0, g1 = gradient.tolist()
    return kept * velocity[0] + g0, kept * velocity[1] + g1
