"""Where a tangent plane crosses the surface that it touches."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from gdmath import Window
from gdmath.checks import FloatArray
from gdmath.level_sets.contours import contours
from gdmath.level_sets.plane_gap import PlaneGap
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import clipped, set_polylines
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch
from scenes.theme import DARK, Theme

RESOLUTION = 49
"""Cells along each side of the rectangle round the patch; odd, so no node is the touching point."""


class CrossingCurve(VMobject):
    """The points of the tracker's tangent plane, within its patch, where the surface crosses it.

    A plane that touches a convex surface has none but the touching point. Parts beyond the window,
    its floor and its top are left out. `lines` are the coordinates (θ0, θ1, J) drawn, each (n, 3).

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, Window, descend
    >>> from scenes.mobjects.cost_axes import CostAxes
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = descend(J, start=(2, 2), optimizer=GradientDescent(rate=0.5), steps=5)
    >>> tracker, axes = PathTracker(J, path), CostAxes(Window.around(J, path), facing=-1.0)
    >>> CrossingCurve(tracker, TangentPlanePatch(lambda: tracker.plane, axes)).lines
    []
    """

    def __init__(
        self, tracker: PathTracker, patch: TangentPlanePatch, *, theme: Theme = DARK
    ) -> None:
        super().__init__(stroke_color=theme.plane, stroke_width=5)
        self.tracker = tracker
        self.patch = patch
        self.lines: list[FloatArray] = []
        self._drawn = -1.0
        keep_fresh(self)

    def refresh(self) -> None:
        """Follow the present plane."""
        position = self.tracker.get_value()
        if position != self._drawn:
            self._drawn = position
            self.lines = self._crossings()
        set_polylines(self, [self.patch.axes.to_scene(line) for line in self.lines])

    def _crossings(self) -> list[FloatArray]:
        window, plane, cost = self.patch.axes.window, self.tracker.plane, self.tracker.cost
        corners = self.patch.corners[:, :2]
        low = np.maximum(corners.min(axis=0), window.low[:2])
        high = np.minimum(corners.max(axis=0), window.high[:2])
        if not (low < high).all():
            return []
        shown = Window((low[0], high[0]), (low[1], high[1]), window.height, window.scale)
        (level,) = contours(PlaneGap(cost, plane), shown, [0.0], RESOLUTION)
        lifted = [
            np.column_stack([self.patch.to_square(line), line, plane(line)]) for line in level.lines
        ]
        floor = [-1, -1, -np.inf, -np.inf, window.low[2]]
        top = [1, 1, np.inf, np.inf, window.high[2]]
        return [part[:, 2:] for line in lifted for part in clipped(line, floor, top)]
