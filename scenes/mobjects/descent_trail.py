"""Where descent is, and where it has been."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Dot, Line, VGroup, VMobject

from gdmath.checks import FloatArray
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.path_tracker import PathTracker
from scenes.theme import DARK, Theme

_SAMPLES = 9
"""Points of the surface along a piece of the trail, besides its iterates."""

_SINGLE_STEPS = 16
"""So many first steps have a piece and a mark of their own; the later, shorter ones share one."""


class IteratePoint(VGroup):
    """The present point: on the surface, its shadow on the floor, and the height between.

    Attributes
    ----------
    billboards
        What must face the viewer.
    """

    def __init__(
        self, tracker: PathTracker, axes: CostAxes, *, theme: Theme = DARK, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.tracker = tracker
        self.axes = axes
        self.stem = Line(color=theme.muted, stroke_width=1.5, stroke_opacity=0.8)
        self.shadow = Dot(radius=0.05, color=theme.muted)
        self.dot = Dot(
            radius=0.085, color=theme.point, stroke_color=theme.point_rim, stroke_width=2
        )
        self.billboards = VGroup(self.dot)
        self.add(self.stem, self.shadow, self.dot)
        self.add_updater(lambda point: point.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Move to the tracker's position."""
        theta = self.tracker.theta
        point = self.axes.to_scene([*theta, self.tracker.cost_value])
        foot = self.axes.on_floor(theta)
        self.dot.move_to(point)
        self.shadow.move_to(foot)
        self.stem.set_points_as_corners([foot, point])


class DescentTrail(VGroup):
    """The path over the surface up to the tracker's position; older steps are fainter.

    Attributes
    ----------
    billboards
        The marks of the iterates, which must face the viewer.
    """

    def __init__(
        self, tracker: PathTracker, axes: CostAxes, *, theme: Theme = DARK, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.tracker = tracker
        self.axes = axes
        steps = tracker.path.steps
        self._bounds = [*range(min(steps, _SINGLE_STEPS) + 1)]
        if steps > _SINGLE_STEPS:
            self._bounds.append(steps)
        pieces = len(self._bounds) - 1
        self.pieces = VGroup(*(VMobject(stroke_color=theme.path) for _ in range(pieces)))
        self.billboards = VGroup(*(Dot(radius=0.04, color=theme.path) for _ in range(pieces)))
        marked = self._surface_points(np.array(self._bounds[:-1]))
        for mark, point in zip(self.billboards, marked, strict=True):
            mark.move_to(point)
        self.add(self.pieces, self.billboards)
        self.add_updater(lambda trail: trail.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Reach up to the tracker's position."""
        position = self.tracker.get_value()
        for index, (piece, mark) in enumerate(zip(self.pieces, self.billboards, strict=True)):
            begin, end = self._bounds[index], min(self._bounds[index + 1], position)
            if end <= begin:
                piece.clear_points()
                mark.set_opacity(0)
                continue
            age = position - begin
            fade = 1.0 if age <= 1 else max(0.35, 1 - 0.08 * (age - 1))
            piece.set_points_as_corners(self._curve(begin, end))
            piece.set_stroke(width=3, opacity=fade)
            mark.set_opacity(fade)

    def _curve(self, begin: float, end: float) -> FloatArray:
        """Return scene points on the surface between two positions, through every iterate."""
        samples = np.linspace(begin, end, _SAMPLES)
        iterates = np.arange(np.floor(begin) + 1, np.ceil(end))
        return self._surface_points(np.union1d(samples, iterates))

    def _surface_points(self, positions: FloatArray) -> FloatArray:
        thetas = self.tracker.path.point_at(positions)
        return self.axes.to_scene(np.column_stack([thetas, self.tracker.cost(thetas)]))
