"""The piece of the tangent plane round the point where it touches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Line, Polygon, VGroup

from gdmath import TangentPlane
from gdmath.checks import FloatArray
from scenes.mobjects.cost_axes import CostAxes
from scenes.theme import DARK, Theme

_CORNERS = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])


class TangentPlanePatch(VGroup):
    """A parallelogram of the plane, redrawn before every frame.

    Its sides lie along θ0 and θ1 and have the same length in the scene however steep the plane
    is. Two lines through the touching point show the two partial derivatives' slopes.

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
        self.face = Polygon(
            *np.eye(4, 3),
            fill_color=theme.plane,
            fill_opacity=theme.plane_opacity,
            stroke_color=theme.plane,
            stroke_width=3,
        )
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

    def refresh(self) -> None:
        """Move to the present plane."""
        plane = self.plane()
        half = self._half_extents(plane)
        corners = self.axes.to_scene(self._on_plane(plane, plane.point + _CORNERS * half))
        self.face.set_points_as_corners([*corners, corners[0]])
        for axis, line in enumerate(self.lines):
            reach = np.zeros((2, 2))
            reach[:, axis] = np.array([-1, 1]) * half[axis]
            line.set_points_as_corners(
                self.axes.to_scene(self._on_plane(plane, plane.point + reach))
            )

    def _half_extents(self, plane: TangentPlane) -> FloatArray:
        """Return the half extents (2,) in θ0 and θ1 that make the sides equally long on screen."""
        scale = self.axes.scale_per_unit
        steepness = plane.slopes * scale[2] / scale[:2]
        extents: FloatArray = self.half_side / np.sqrt(1 + steepness**2) / scale[:2]
        return extents

    @staticmethod
    def _on_plane(plane: TangentPlane, theta: FloatArray) -> FloatArray:
        return np.column_stack([theta, plane(theta)])
