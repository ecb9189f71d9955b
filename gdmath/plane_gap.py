"""How far a cost stands above one of its tangent planes, as a function to draw level lines of."""

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
    """The function J − plane. Where it is 0 the plane touches the surface, or crosses it.

    It is 0 or more everywhere exactly where J lies above the plane, as every convex J does.

    Parameters
    ----------
    cost
        The cost J.
    plane
        The plane.

    Raises
    ------
    ValueError
        If one of them is none.

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
        """Return J − plane, of shape (...).

        Examples
        --------
        >>> from gdmath import Dataset, MeanSquaredError
        >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
        >>> gap = PlaneGap(J, TangentPlane.at(J, (1, 0)))
        >>> float(gap((3, 0)))
        2.0
        """
        return self.plane.gap(self.cost, theta)

    def gradient(self, theta: ArrayLike) -> FloatArray:
        """Return ∇J minus the plane's slopes, of shape (..., 2).

        Examples
        --------
        >>> from gdmath import Dataset, MeanSquaredError
        >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
        >>> gap = PlaneGap(J, TangentPlane.at(J, (1, 0)))
        >>> gap.gradient((3, 0)).tolist()
        [2.0, 0.0]
        """
        slopes: FloatArray = self.cost.gradient(theta) - self.plane.slopes
        return slopes

    def hessian(self, theta: ArrayLike) -> FloatArray:
        """Return the Hessian of J, of shape (..., 2, 2): a plane has none.

        Examples
        --------
        >>> from gdmath import Dataset, MeanSquaredError
        >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
        >>> gap = PlaneGap(J, TangentPlane.at(J, (1, 0)))
        >>> gap.hessian((3, 0)).tolist()
        [[1.0, 0.0], [0.0, 1.0]]
        """
        return self.cost.hessian(theta)

    def minimizer(self) -> FloatArray:
        """Raise: where J lies lowest over the plane is not known.

        Raises
        ------
        NoMinimumError
            Always.

        Examples
        --------
        >>> from gdmath import Dataset, MeanSquaredError
        >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
        >>> gap = PlaneGap(J, TangentPlane.at(J, (1, 0)))
        >>> try:
        ...     gap.minimizer()
        ... except NoMinimumError:
        ...     print("not known")
        not known
        """
        raise NoMinimumError("the least gap between a cost and a plane is not known")

    @property
    def formula(self) -> Formula:
        """The gap as a formula.

        Examples
        --------
        >>> from gdmath import Dataset, MeanSquaredError
        >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
        >>> gap = PlaneGap(J, TangentPlane.at(J, (1, 0)))
        >>> gap.formula.typst[-3:]
        '- z'
        """
        return Formula("J - z", "J - z")
