"""Where a tangent plane crosses the surface that it touches."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import BregmanCost, Cost, NoMinimumError
from gdmath.formula import Formula
from gdmath.level_sets.contours import contours
from gdmath.locked import Locked
from gdmath.patch_frame import CORNERS, PatchFrame
from gdmath.polyline import clipped
from gdmath.tangent_plane import TangentPlane
from gdmath.windows import Window

RESOLUTION = 49  # cells a side of the box round the patch; odd: no node is the touching point


@dataclass(frozen=True, slots=True, eq=False)
class PlaneGap(Locked):
    """The cost J − plane: 0 where the plane touches the surface or crosses it."""

    formula: ClassVar[Formula] = Formula("J - z", "J - z")

    cost: Annotated[Cost, checks.cost]
    plane: Annotated[TangentPlane, partial(checks.instance, kind=TangentPlane)]

    def __call__(self, theta: ArrayLike) -> FloatArray:
        """Return J − plane, of shape (...)."""
        if isinstance(self.cost, BregmanCost):
            return self.plane.gap(self.cost, theta)
        # Contours ask for the sign, very often: a difference costs a third of `gap`'s integral.
        with np.errstate(all="ignore"):  # far away both are infinite
            return np.asarray(self.cost(theta) - self.plane(theta))[()]

    def gradient(self, theta: ArrayLike) -> FloatArray:
        """Return ∇J minus the plane's slopes, of shape (..., 2)."""
        with np.errstate(all="ignore"):  # far away both are infinite
            return np.asarray(self.cost.gradient(theta) - self.plane.slopes)

    def hessian(self, theta: ArrayLike) -> FloatArray:
        """Return the Hessian of J, of shape (..., 2, 2): a plane has none."""
        return self.cost.hessian(theta)

    def minimizer(self) -> FloatArray:
        """Raise `NoMinimumError`: where J lies lowest over the plane is not known."""
        raise NoMinimumError("the least gap between a cost and a plane is not known")


def plane_crossing(
    cost: Cost, plane: TangentPlane, window: Window, frame: PatchFrame, half: FloatArray
) -> list[FloatArray]:
    """Return the lines (n, 3) of (θ0, θ1, J), within a patch of the plane, where J is the plane.

    A plane that touches a convex surface has none but the touching point. Parts beyond the window,
    its floor and its top are left out. The patch, a square, lies in the plane as `frame` says;
    `half` (2,) is half the side of a level one, in θ0 and in θ1.

    Examples
    --------
    >>> from gdmath.landscape import FormulaCost
    >>> J, window = FormulaCost("a**2 - b**2"), Window((-2, 2), (-2, 2), (-3, 3))
    >>> lines = plane_crossing(
    ...     J, TangentPlane.at(J, (0, 0)), window, PatchFrame.of(np.zeros(2)), np.ones(2)
    ... )
    >>> len(lines), bool(np.allclose(lines[0][:, 2], 0))
    (2, True)
    """
    corners = plane.point + frame.across(CORNERS) * half
    low = np.maximum(corners.min(axis=0), window.low[:2])
    high = np.minimum(corners.max(axis=0), window.high[:2])
    if not (low < high).all():
        return []
    shown = Window.of_box([*low, window.low[2]], [*high, window.high[2]], window.scale)
    (level,) = contours(PlaneGap(cost, plane), shown, [0.0], RESOLUTION)
    lifted = [
        np.column_stack([frame.to_square((line - plane.point) / half), line, plane(line)])
        for line in level.lines
    ]
    floor = [-1, -1, -np.inf, -np.inf, window.low[2]]
    top = [1, 1, np.inf, np.inf, window.high[2]]
    return [part[:, 2:] for line in lifted for part in clipped(line, floor, top)]
