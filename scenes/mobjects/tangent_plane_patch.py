"""The square of the tangent plane round the point where it touches."""

from collections.abc import Callable
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import Group, Line, VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath import TangentPlane
from gdmath.checks import FloatArray
from gdmath.patch_frame import CORNERS, RIM, PatchFrame
from scenes.camera import SurfaceMesh
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.live import keep_fresh
from scenes.theme import DARK, Theme

_RINGS = 12  # of the curved patch's mesh


class TangentPlanePatch(Group):
    """A square of the plane round the point where it touches.

    It is a level square with its sides along θ0 and θ1, tilted into the plane by the least
    rotation: it has the same size in the scene however steep the plane is, and never spins. Two
    lines through the touching point run along θ0 and θ1, with the two partial derivatives' slopes.

    In axes with a logarithmic height the plane is drawn as it looks there, curved, and ends where
    it falls below the floor.

    The scene must be a `scenes.camera.DepthScene`: a stock ``ThreeDScene`` draws the patch over
    whatever hides it, and leaves the curved one out.

    `plane` is called before each frame; `half_side` is the distance from the touching point to the
    middle of a side, in scene units.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, Window, descend
    >>> from scenes.camera import DepthScene
    >>> from scenes.mobjects import CostAxes, CostSurface, PathTracker, TangentPlanePatch
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = descend(J, start=(-1, 3), optimizer=GradientDescent(rate=0.3), steps=9)
    >>> class Sliding(DepthScene):
    ...     def construct(self):
    ...         self.set_camera_orientation(phi=1.1, theta=2, zoom=1.5)
    ...         tracker = PathTracker(J, path)
    ...         axes = CostAxes(Window.around(J, path), facing=2)
    ...         self.add(CostSurface(J, axes), TangentPlanePatch(lambda: tracker.plane, axes))
    ...         self.play(tracker.animate.set_value(3))
    """

    def __init__(
        self,
        plane: Callable[[], TangentPlane],
        axes: CostAxes,
        *,
        half_side: float = 1.05,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.plane = plane
        self.axes = axes
        self.half_side = half_side
        self.opening = 1.0
        self.face: VMobject | SurfaceMesh = _mesh(theme) if axes.log else _polygon(theme)
        self.lines = VGroup(
            *(Line(color=theme.plane, stroke_width=1.5, stroke_opacity=0.8) for _ in range(2))
        )
        self.add(self.face, self.lines)
        keep_fresh(self)

    @property
    def corners(self) -> FloatArray:
        """The corners as coordinates (θ0, θ1, z), of shape (4, 3)."""
        plane = self.plane()
        return _on_plane(plane, self._offsets(self.frame(plane), CORNERS))

    def to_square(self, theta: ArrayLike) -> FloatArray:
        """Return the places (..., 2) of parameters in the square, whose corners are at ±1, ±1."""
        plane = self.plane()
        across = (np.asarray(theta) - plane.point) * self.axes.scale_per_unit[:2] / self.half_side
        return self.frame(plane).to_square(across)

    def set_opening(self, share: float) -> Self:
        """Open out between the two lines: 0 is the lines alone, 1 the whole square."""
        self.opening = share
        self.refresh()
        return self

    def refresh(self) -> None:
        """Move to the present plane."""
        plane = self.plane()
        frame = self.frame(plane)
        if isinstance(self.face, SurfaceMesh):
            self.face.points = self._mesh_points(plane, frame)
        else:
            outline = CORNERS if self.opening == 1 else frame.opened(self.opening)
            corners = self.axes.to_scene(_on_plane(plane, self._offsets(frame, outline)))
            self.face.set_points_as_corners([*corners, corners[0]])
        for end, line in zip(frame.line_ends(self.opening), self.lines, strict=True):
            reach = self._offsets(frame, np.array([-end, end]))
            if self.axes.log:
                back, forth = self._above_floor(plane, reach)
                reach = np.linspace(back, forth, 2 * _RINGS + 1)
            line.set_points_as_corners(self.axes.to_scene(_on_plane(plane, reach)))

    def frame(self, plane: TangentPlane) -> PatchFrame:
        """Return the frame of the patch, from the plane's slopes in the scene."""
        return PatchFrame.of(self.axes.steepness(plane.slopes, plane.value))

    def _offsets(self, frame: PatchFrame, square: npt.NDArray[Any]) -> FloatArray:
        """Return the offsets (n, 2) in θ0 and θ1 of places (n, 2) in the square."""
        return frame.across(square) * self.half_side / self.axes.scale_per_unit[:2]

    def _mesh_points(self, plane: TangentPlane, frame: PatchFrame) -> FloatArray:
        """Return the touching point and rings round it, up to the sides or to the floor."""
        spokes = self._above_floor(plane, self._offsets(frame, frame.opened(self.opening)))
        shares = np.arange(1, _RINGS + 1)[:, None, None] / _RINGS
        around = np.concatenate([np.zeros((1, 2)), (shares * spokes).reshape(-1, 2)])
        return self.axes.to_scene(_on_plane(plane, around))

    def _above_floor(self, plane: TangentPlane, offsets: FloatArray) -> FloatArray:
        """Shorten offsets (n, 2) from the touching point that would lead below the floor."""
        fall = -offsets @ plane.slopes
        room = max(plane.value - self.axes.window.height[0], 0.0)
        shares = np.where(fall > room, room / np.where(fall > room, fall, 1.0), 1.0)
        return offsets * shares[:, None]


def _on_plane(plane: TangentPlane, offsets: FloatArray) -> FloatArray:
    """Return the coordinates (n, 3) of the plane at offsets (n, 2) from where it touches."""
    theta = plane.point + offsets
    return np.column_stack([theta, plane(theta)])


def _polygon(theme: Theme) -> VMobject:
    color, opacity = theme.plane, theme.plane_opacity
    return VMobject(fill_color=color, fill_opacity=opacity, stroke_color=color, stroke_width=3)


def _mesh(theme: Theme) -> SurfaceMesh:
    return SurfaceMesh(
        np.zeros((1 + _RINGS * RIM, 3)),
        _fan(),
        colors=theme.plane,
        opacity=theme.plane_opacity,
        border=True,
        border_color=theme.plane,
        border_width=3,
        shading=False,
    )


def _fan() -> npt.NDArray[np.intp]:
    """Return the triangles between a middle, vertex 0, and the rings that follow it."""
    here = 1 + np.arange(_RINGS * RIM).reshape(_RINGS, RIM)
    onward = np.roll(here, -1, axis=1)
    middle = np.stack([np.zeros(RIM, dtype=np.intp), here[0], onward[0]], axis=-1)
    outer = np.stack([here[:-1], here[1:], onward[1:]], axis=-1)
    inner = np.stack([here[:-1], onward[1:], onward[:-1]], axis=-1)
    return np.concatenate([middle, np.stack([outer, inner], axis=1).reshape(-1, 3)])
