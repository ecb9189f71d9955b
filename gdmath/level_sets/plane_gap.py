"""The gap between a cost and one of its tangent planes, as a cost whose level lines are drawn."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost, NoMinimumError
from gdmath.formula import Formula
from gdmath.locked import Locked
from gdmath.tangent_plane import TangentPlane


@dataclass(frozen=True, slots=True, eq=False)
class PlaneGap(Locked):
    """The function J − plane: 0 where the plane touches the surface or crosses it.

    It is nowhere negative where J lies above the plane, as every convex J does.
    """

    formula: ClassVar[Formula] = Formula("J - z", "J - z")

    cost: Annotated[Cost, checks.cost]
    plane: Annotated[TangentPlane, partial(checks.instance, kind=TangentPlane)]

    def __call__(self, theta: ArrayLike) -> FloatArray:
        """Return J − plane, of shape (...)."""
        return self.plane.gap(self.cost, theta)

    def gradient(self, theta: ArrayLike) -> FloatArray:
        """Return ∇J minus the plane's slopes, of shape (..., 2)."""
        slopes: FloatArray = self.cost.gradient(theta) - self.plane.slopes
        return slopes

    def hessian(self, theta: ArrayLike) -> FloatArray:
        """Return the Hessian of J, of shape (..., 2, 2): a plane has none."""
        return self.cost.hessian(theta)

    def minimizer(self) -> FloatArray:
        """Raise `NoMinimumError`: where J lies lowest over the plane is not known."""
        raise NoMinimumError("the least gap between a cost and a plane is not known")
