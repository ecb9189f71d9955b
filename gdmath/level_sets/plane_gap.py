"""The gap between a cost and one of its tangent planes, as a cost whose level lines are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost, NoMinimumError
from gdmath.formula import Formula
from gdmath.tangent_plane import TangentPlane


@dataclass(frozen=True, slots=True, eq=False)
class PlaneGap:
    """The function J − plane: 0 where the plane touches the surface or crosses it.

    It is nowhere negative where J lies above the plane, as every convex J does.

    Raises
    ------
    ValueError
        If `cost` is no cost or `plane` no `TangentPlane`.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    >>> gap = PlaneGap(J, TangentPlane.at(J, (1, 0)))
    >>> float(gap((1, 0))), float(gap((3, 0)))
    (0.0, 2.0)
    """

    cost: Cost
    plane: TangentPlane

    def __post_init__(self) -> None:
        checks.able(self.cost, "cost", "a cost", "__call__", "gradient")
        checks.instance(self.plane, "plane", TangentPlane)

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

    @property
    def formula(self) -> Formula:
        """The gap as a formula."""
        return Formula("J - z", "J - z")
