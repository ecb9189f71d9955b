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
_HEAD = 0.2
_MOST_MARKS = 60


class FloorTrail(VGroup):
    """The path up to the tracker's position, a dot at its end, and a mark at every iterate.

    What lies outside the window is cut off. While the dot is outside, an arrowhead at the
    window's edge shows where the path has left it.

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

    Attributes
    ----------
    line, marks, dot
        The path, the iterates on it, and the present point.
    exit
        The arrowhead at the edge.

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
        self.exit = VMobject(fill_color=theme.step, fill_opacity=1, stroke_width=0)
        self.add(self.line, self.marks, self.dot, self.exit)
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
        self.exit.clear_points()
        if not inside and lines:
            self._point_out(lines[-1])

    def _point_out(self, line: FloatArray) -> None:
        """Draw the arrowhead at the end of a line that leaves the window, all of it inside."""
        ahead = line[-1] - line[-2]
        ahead = ahead / (np.linalg.norm(ahead) or 1.0)
        across = np.array([-ahead[1], ahead[0], 0.0])
        back = line[-1] - _HEAD * ahead
        corners = np.array([line[-1], back + 0.5 * _HEAD * across, back - 0.5 * _HEAD * across])
        ends = self.place.on_floor(np.array([self.window.low[:2], self.window.high[:2]]))
        low, high = ends.min(axis=0), ends.max(axis=0)
        corners += np.maximum(low - corners.min(axis=0), 0) * [1, 1, 0]
        corners += np.minimum(high - corners.max(axis=0), 0) * [1, 1, 0]
        self.exit.set_points_as_corners([*corners, corners[0]])

    def _discs(self, theta: FloatArray) -> FloatArray:
        centers = self.place.on_floor(theta)
        return (centers[:, None, :] + self._disc[None]).reshape(-1, 3)
