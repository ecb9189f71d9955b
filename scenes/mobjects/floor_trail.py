"""Where descent has been, seen from above: a path over a contour map or a floor."""

import numpy as np
from manim import VGroup, VMobject

from gdmath import Window
from gdmath.checks import FloatArray
from gdmath.polyline import clipped
from scenes.mobjects.gradient_arrow import Floor
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import Dash, dashed, rimmed_dot, set_discs, set_polylines
from scenes.theme import DARK, Theme

_MARK, _HEAD = 0.03, 0.2  # scene units: the radius of an iterate's mark, the arrowhead's length
_MOST_MARKS = 60


class FloorTrail(VGroup):
    """The path up to the tracker's position, a dot at its end, and a mark at every iterate.

    What lies outside the window is cut off. While the dot is outside, an arrowhead at the
    window's edge, `exit`, shows where the path has left it.
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
    ) -> None:
        super().__init__()
        self.tracker = tracker
        self.place = place
        self.window = window
        self.dash = dash
        color = color or theme.path
        self.line = VMobject(stroke_color=color, stroke_width=2.5)
        self.marks = VMobject(fill_color=color, fill_opacity=0.9, stroke_width=0)
        self.dot = rimmed_dot(color, theme)
        self._dot = self.dot.points.copy()
        self.exit = VMobject(fill_color=theme.step, fill_opacity=1, stroke_width=0)
        self.add(self.line, self.marks, self.dot, self.exit)
        keep_fresh(self)

    def refresh(self) -> None:
        """Reach up to the tracker's position."""
        position, points = self.tracker.get_value(), self.tracker.path.points
        theta, window = self.tracker.theta, self.window
        reached = points[: min(int(position), len(points) - 1) + 1]
        pieces = clipped(np.vstack([reached, theta]), window.low[:2], window.high[:2])
        lines = [self.place.on_floor(piece) for piece in pieces]
        set_polylines(self.line, [part for line in lines for part in dashed(line, self.dash)])
        marked = reached[:: max(1, len(points) // _MOST_MARKS)]
        set_discs(self.marks, self.place.on_floor(marked[window.contains(marked)]), _MARK)
        inside = bool(window.contains(theta))
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
