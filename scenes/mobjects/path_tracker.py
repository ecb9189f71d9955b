"""The one thing that moves: the position along a path."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from manim import ValueTracker

from gdmath import Cost, TangentPlane
from gdmath.checks import FloatArray
from gdmath.path import Path


@dataclass(frozen=True, eq=False)
class Moment:
    """What holds at one position along a path: θ (2,), J(θ), ∇J(θ) (2,) and the tangent plane."""

    position: float
    theta: FloatArray
    value: float
    gradient: FloatArray

    @cached_property
    def plane(self) -> TangentPlane:
        """The plane that touches J at θ."""
        return TangentPlane(self.theta, self.value, self.gradient)


class PathTracker(ValueTracker):
    """A position along a path: point k at k, the straight step between k and k + 1.

    Everything on screen asks it for the present θ, J(θ), ∇J(θ) and tangent plane.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, descend
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = descend(J, start=(2, 2), optimizer=GradientDescent(rate=0.5), steps=5)
    >>> tracker = PathTracker(J, path)
    >>> tracker.set_value(0.5).theta.round(3)
    array([1.75 , 1.833])
    """

    def __init__(self, cost: Cost, path: Path, **kwargs: Any) -> None:
        super().__init__(0, **kwargs)
        self.cost = cost
        self.path = path
        self._latest: Moment | None = None

    @property
    def moment(self) -> Moment:
        """What holds at the present position; computed once a frame, however many ask."""
        position = self.get_value()
        if self._latest is None or self._latest.position != position:
            theta, cost = self.path.point_at(position), self.cost
            self._latest = Moment(position, theta, float(cost(theta)), cost.gradient(theta))
        return self._latest

    @property
    def theta(self) -> FloatArray:
        """The present parameters, of shape (2,)."""
        return self.moment.theta

    @property
    def cost_value(self) -> float:
        """J at the present parameters."""
        return self.moment.value

    @property
    def gradient(self) -> FloatArray:
        """∇J at the present parameters, of shape (2,)."""
        return self.moment.gradient

    @property
    def steepness(self) -> float:
        """|∇J| at the present parameters."""
        return float(np.hypot(*self.gradient))

    @property
    def plane(self) -> TangentPlane:
        """The tangent plane at the present parameters."""
        return self.moment.plane

    @property
    def step(self) -> int:
        """The number of steps completed."""
        return math.floor(self.get_value() + 1e-9)


class Follower(PathTracker):
    """A position along another path that is always where its leader is: they step in time.

    A path with fewer steps than the leader's ends earlier and stays at its end.
    """

    def __init__(self, cost: Cost, path: Path, leader: PathTracker) -> None:
        self.leader = leader
        super().__init__(cost, path)

    def get_value(self) -> float:
        """Return the leader's position."""
        return float(self.leader.get_value())
