"""Where descent has been, seen from above: a path over a contour map or a floor."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Dot, VGroup, VMobject

from gdmath import Window
from gdmath.checks import FloatArray
from scenes.mobjects.gradient_arrow import Floor
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import Dash, clipped, dashed, set_polylines
from scenes.theme import DARK, Theme

_MARK = 0.03
_MOST_MARKS = 60


class FloorTrail(VGroup):
    """The path up to the tracker's position, a dot at its end, and a mark at every iterate.

    What lies outside the window is cut off.

    Parameters
    ----------
    tracker
        The position along the path.
    place
        What it lies in: `CostAxes`, a `ContourMap`, or anything with ``on_floor(theta)``.
    window
        The ranges of θ0 and θ1 to stay in.
    color, dash
        Of the path; by default the theme's path, whole.
    theme
        The look.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, descend
    >>> from scenes.mobjects.cost_axes import CostAxes
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = descend(J, start=(2, 2), optimizer=GradientDescent(rate=0.5), steps=5)
    >>> axes = CostAxes(Window.around(J, path), facing=-1.0)
    >>> trail = FloorTrail(PathTracker(J, path), axes, axes.window)
    >>> bool(np.allclose(trail.dot.get_center(), axes.on_floor((2, 2))))
    True
    """

    def __init__(
        self,
        tracker: PathTracker,
        place: Floor,
        window: Window,
        *,
        color: str | None = None,
        dash: Dash = (),
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.tracker = tracker
        self.place = place
        self.window = window
        self.dash = dash
        color = color or theme.path
        self.line = VMobject(stroke_color=color, stroke_width=2.5)
        self.marks = VMobject(fill_color=color, fill_opacity=0.9, stroke_width=0)
        self.dot = Dot(radius=0.075, color=color, stroke_color=theme.point_rim, stroke_width=2)
        self._dot = self.dot.points.copy()
        self._disc = Dot(radius=_MARK).points
        self.add(self.line, self.marks, self.dot)
        self.add_updater(lambda trail: trail.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Reach up to the tracker's position."""
        position, points = self.tracker.get_value(), self.tracker.path.points
        theta = self.tracker.theta
        reached = points[: min(int(position), len(points) - 1) + 1]
        low, high = self.window.low[:2], self.window.high[:2]
        pieces = clipped(np.vstack([reached, theta]), low, high)
        lines = [self.place.on_floor(piece) for piece in pieces]
        set_polylines(self.line, [part for line in lines for part in dashed(line, self.dash)])
        marked = reached[:: max(1, len(points) // _MOST_MARKS)]
        marked = marked[((marked >= low) & (marked <= high)).all(axis=1)]
        self.marks.points = self._discs(marked)
        inside = bool(((theta >= low) & (theta <= high)).all())
        if not inside:
            self.dot.clear_points()
        elif not self.dot.has_points():
            self.dot.points = self._dot.copy()
        self.dot.move_to(self.place.on_floor(theta))

    def _discs(self, theta: FloatArray) -> FloatArray:
        centers = self.place.on_floor(theta)
        return (centers[:, None, :] + self._disc[None]).reshape(-1, 3)
