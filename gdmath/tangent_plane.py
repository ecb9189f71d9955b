"""The plane that touches a cost at one point."""

from dataclasses import dataclass
from typing import Annotated, Self

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import BregmanCost, Cost
from gdmath.locked import Locked, fill


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
        with np.errstate(over="ignore", invalid="ignore"):  # refused below, by value
            return cls(point, float(cost(point)), cost.gradient(point))

    def __call__(self, theta: ArrayLike) -> FloatArray:
        """Return the plane's height at θ (..., 2), of shape (...)."""
        delta = checks.parameters(theta) - self.point
        rise = delta[..., 0] * self.slopes[0] + delta[..., 1] * self.slopes[1]
        return np.asarray(self.value + rise)[()]

    @property
    def normal(self) -> FloatArray:
        """The unit normal (3,), pointing up: (−∂J/∂θ0, −∂J/∂θ1, 1) scaled to length 1."""
        upward = np.array([-self.slopes[0], -self.slopes[1], 1.0])
        scaled = upward / np.abs(upward).max()  # the steepest planes' squares would overflow
        return np.asarray(scaled / np.sqrt(scaled @ scaled))

    def gap(self, cost: Cost, theta: ArrayLike) -> FloatArray:
        """Return J(θ) − plane(θ) at θ (..., 2), of shape (...).

        Where the plane touches `cost` and the cost is quadratic, this is exactly ½ δᵀHδ.
        """
        checks.cost(cost)
        if not isinstance(cost, BregmanCost):
            return cost(theta) - self(theta)
        delta = checks.parameters(theta) - self.point
        tilt = cost.gradient(self.point) - self.slopes
        offset = cost(self.point) - self.value
        return cost.bregman(theta, self.point) + offset + delta @ tilt
