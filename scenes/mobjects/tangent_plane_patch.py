"""The piece of the tangent plane round the point where it touches."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import Group, Line, Polygon, VGroup

from gdmath import TangentPlane
from gdmath.checks import FloatArray
from scenes.camera import SurfaceMesh
from scenes.mobjects.cost_axes import CostAxes
from scenes.theme import DARK, Theme

_CORNERS = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
_OCTAGON = np.array([[-1, -1], [0, -1], [1, -1], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0]])
_RINGS, _PER_SIDE = 12, 12  # of the curved patch's mesh


class TangentPlanePatch(Group):
    """A parallelogram of the plane, redrawn before every frame.

    Its sides lie along θ0 and θ1 and have the same length in the scene however steep the plane
    is. Two lines through the touching point show the two partial derivatives' slopes.

    In axes with a logarithmic height the plane is drawn as it looks there, curved, and ends where
    it falls below the floor.

    Parameters
    ----------
    plane
        Called before each frame; the plane to show.
    axes
        The axes it stands in.
    half_side
        The distance from the touching point to the middle of a side, in scene units.
    theme
        The look.

    Attributes
    ----------
    opening
        How far it has opened out between its two lines, from 0 to 1.

    Examples
    --------
    >>> from gdmath import Window
    >>> axes = CostAxes(Window((-2, 2), (-2, 2), (0, 3)), facing=-1.0)
    >>> patch = TangentPlanePatch(lambda: TangentPlane((0, 0), 1, (1, 0)), axes)
    >>> patch.corners.shape
    (4, 3)
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
        self.face: Polygon | SurfaceMesh = self._mesh(theme) if axes.log else _polygon(theme)
        self.lines = VGroup(
            *(Line(color=theme.plane, stroke_width=1.5, stroke_opacity=0.8) for _ in range(2))
        )
        self.add(self.face, self.lines)
        self.add_updater(lambda patch: patch.refresh())
        self.refresh()

    @property
    def corners(self) -> FloatArray:
        """The corners as coordinates (θ0, θ1, z), of shape (4, 3)."""
        plane = self.plane()
        return self._on_plane(plane, plane.point + _CORNERS * self._half_extents(plane))

    def set_opening(self, share: float) -> Self:
        """Open out between the two lines: 0 is the lines alone, 1 the whole parallelogram."""
        self.opening = share
        self.refresh()
        return self

    def refresh(self) -> None:
        """Move to the present plane."""
        plane = self.plane()
        half = self._half_extents(plane)
        if isinstance(self.face, SurfaceMesh):
            self.face.points = self._mesh_points(plane)
        else:
            outline = _CORNERS if self.opening == 1 else _opened(_OCTAGON, self.opening)
            corners = self.axes.to_scene(self._on_plane(plane, plane.point + outline * half))
            self.face.set_points_as_corners([*corners, corners[0]])
        for axis, line in enumerate(self.lines):
            reach = np.zeros((2, 2))
            reach[:, axis] = np.array([-1, 1]) * half[axis]
            if self.axes.log:
                back, forth = self._above_floor(plane, reach)
                reach = np.linspace(back, forth, 2 * _RINGS + 1)
            line.set_points_as_corners(
                self.axes.to_scene(self._on_plane(plane, plane.point + reach))
            )

    def _mesh(self, theme: Theme) -> SurfaceMesh:
        return SurfaceMesh(
            self._mesh_points(self.plane()),
            _fan(),
            colors=theme.plane,
            opacity=theme.plane_opacity,
            border=True,
            border_color=theme.plane,
            border_width=3,
            shading=False,
        )

    def _mesh_points(self, plane: TangentPlane) -> FloatArray:
        """Return the touching point and rings round it, up to the sides or to the floor."""
        spokes = self._above_floor(plane, _opened(_rim(), self.opening) * self._half_extents(plane))
        shares = np.arange(1, _RINGS + 1)[:, None, None] / _RINGS
        around = np.concatenate([np.zeros((1, 2)), (shares * spokes).reshape(-1, 2)])
        return self.axes.to_scene(self._on_plane(plane, plane.point + around))

    def _above_floor(self, plane: TangentPlane, offsets: FloatArray) -> FloatArray:
        """Shorten offsets (n, 2) from the touching point that would lead below the floor."""
        fall = -offsets @ plane.slopes
        room = max(plane.value - self.axes.window.height[0], 0.0)
        shares = np.where(fall > room, room / np.where(fall > room, fall, 1.0), 1.0)
        return offsets * shares[:, None]

    def _half_extents(self, plane: TangentPlane) -> FloatArray:
        """Return the half extents (2,) in θ0 and θ1 that make the sides equally long on screen."""
        scale = self.axes.scale_per_unit
        slopes = plane.slopes
        if self.axes.log:  # of log10 J at the touching point
            slopes = slopes / (math.log(10) * max(plane.value, self.axes.window.height[0]))
        steepness = slopes * scale[2] / scale[:2]
        extents: FloatArray = self.half_side / np.sqrt(1 + steepness**2) / scale[:2]
        return extents

    @staticmethod
    def _on_plane(plane: TangentPlane, theta: FloatArray) -> FloatArray:
        return np.column_stack([theta, plane(theta)])


def _polygon(theme: Theme) -> Polygon:
    return Polygon(
        *np.eye(4, 3),
        fill_color=theme.plane,
        fill_opacity=theme.plane_opacity,
        stroke_color=theme.plane,
        stroke_width=3,
    )


def _rim() -> FloatArray:
    """Return points (n, 2) round the square of half side 1, anticlockwise."""
    shares = np.arange(_PER_SIDE)[:, None] / _PER_SIDE
    ends = np.roll(_CORNERS, -1, axis=0)
    sides = [start + shares * (end - start) for start, end in zip(_CORNERS, ends, strict=True)]
    return np.concatenate(sides)


def _opened(rim: npt.NDArray[Any], share: float) -> FloatArray:
    """Move points (n, 2) of the square's rim in: its corners to `share`, its middles stay."""
    corners = np.sign(rim)
    minor = np.abs(rim).min(axis=1, keepdims=True)
    middles = np.where(np.abs(rim) == 1, corners, 0) * (minor < 1)
    opened: FloatArray = (1 - minor) * middles + minor * share * corners
    return opened


def _fan() -> npt.NDArray[np.intp]:
    """Return the triangles between a middle, vertex 0, and the rings that follow it."""
    count = 4 * _PER_SIDE
    here = np.arange(count)
    onward = (here + 1) % count
    triangles = [np.stack([np.zeros(count, dtype=np.intp), 1 + here, 1 + onward], axis=-1)]
    for ring in range(_RINGS - 1):
        inner, outer = 1 + ring * count, 1 + (ring + 1) * count
        triangles.append(np.stack([inner + here, outer + here, outer + onward], axis=-1))
        triangles.append(np.stack([inner + here, outer + onward, inner + onward], axis=-1))
    return np.concatenate(triangles)
