"""The plane that touches a cost at one point."""

from dataclasses import dataclass
from typing import Annotated, Self

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import BregmanCost, Cost
from gdmath.locked import Locked, fill
from gdmath.taylor_remainder import taylor_remainder

quiet = np.errstate(all="ignore")
"""Silences overflow: far away a cost and its planes are infinite."""


@dataclass(frozen=True, slots=True, eq=False)
class TangentPlane(Locked):
    """The plane z(θ) = value + slopes·(θ − point), the first-order Taylor expansion of J.

    It touches at `point` (2,), where J is `value` and ∇J is `slopes` (2,); all finite.

    Examples
    --------
    >>> plane = TangentPlane(point=(1, 2), value=3, slopes=(4, 5))
    >>> float(plane((2, 2)))
    7.0
    """

    point: Annotated[FloatArray, checks.single_parameters]
    value: Annotated[float, checks.real]
    slopes: Annotated[FloatArray, checks.single_parameters]

    def __init__(self, point: ArrayLike, value: float, slopes: ArrayLike) -> None:
        fill(self, point=point, value=value, slopes=slopes)
        Locked.__post_init__(self)

    @classmethod
    def at(cls, cost: Cost, theta: ArrayLike) -> Self:
        """Return the plane that touches `cost` at `theta`, of shape (2,), where J is finite."""
        checks.cost(cost)
        point = checks.single_parameters(theta)
        with np.errstate(all="ignore"):  # refused below, by value
            return cls(point, float(cost(point)), cost.gradient(point))

    @quiet
    def __call__(self, theta: ArrayLike) -> FloatArray:
        """Return the plane's height at θ (..., 2), of shape (...)."""
        rise = _rise(self.slopes, checks.parameters(theta) - self.point)
        return np.asarray(self.value + rise)[()]

    @property
    def normal(self) -> FloatArray:
        """The unit normal (3,), pointing up: (−∂J/∂θ0, −∂J/∂θ1, 1) scaled to length 1."""
        upward = np.array([-self.slopes[0], -self.slopes[1], 1.0])
        scaled = upward / np.abs(upward).max()  # the steepest planes' squares would overflow
        return np.asarray(scaled / np.sqrt(scaled @ scaled))

    @quiet
    def gap(self, cost: Cost, theta: ArrayLike) -> FloatArray:
        """Return J(θ) − plane(θ) at θ (..., 2), of shape (...).

        Where the plane touches `cost` this does not cancel: it is what the cost says (`bregman`,
        which for a quadratic is ½ δᵀHδ), or near the point an integral of its Hessian.
        """
        checks.cost(cost)
        theta = checks.parameters(theta)
        offset = cost(self.point) - self.value
        tilt = cost.gradient(self.point) - self.slopes
        if isinstance(cost, BregmanCost):
            rise = _rise(tilt, theta - self.point)
            return np.asarray(cost.bregman(theta, self.point) + offset + rise)[()]
        difference = cost(theta) - self(theta)
        touches = not offset and not tilt.any()
        if touches and hasattr(cost, "hessian"):
            return taylor_remainder(cost, theta, self.point, difference)
        return difference


def _rise(slopes: FloatArray, delta: FloatArray) -> FloatArray:
    """Return slopes·δ, of shape (...); nothing rises along a slope of 0, not even endlessly far."""
    return np.asarray(np.where(slopes == 0, 0.0, delta * slopes).sum(axis=-1))
