"""The level line through the present point, and the right angle it makes with the gradient."""

import numpy as np
from manim import VGroup, VMobject

from gdmath import Window
from gdmath.checks import FloatArray
from gdmath.level_sets.contours import contours
from scenes.mobjects.contour_map import ContourMap
from scenes.mobjects.gradient_arrow import Floor, strides
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import rimmed_dot, set_polylines
from scenes.theme import DARK, Theme

_CELLS = 64  # of the contour's grid, a side: coarser than a map's, for it is drawn every frame
_SIDE = 0.17  # scene units, of the square at a right angle


class ContourHere(VGroup):
    """The level line of J through the tracker's θ, and a dot there.

    Both lie on the floor of `place`; `window` has the ranges of θ that the line is drawn in.
    `lines` are the polylines drawn, each of shape (n, 2), in θ.
    """

    def __init__(
        self, tracker: PathTracker, place: Floor, window: Window, *, theme: Theme = DARK
    ) -> None:
        super().__init__()
        self.tracker = tracker
        self.place = place
        self.window = window
        self.lines: tuple[FloatArray, ...] = ()
        self._drawn_at: FloatArray | None = None
        self.line = VMobject(stroke_color=theme.ink, stroke_width=3)
        self.dot = rimmed_dot(theme.point, theme)
        self.add(self.line, self.dot)
        keep_fresh(self)

    def refresh(self) -> None:
        """Go through the present point."""
        theta = self.tracker.theta
        if self._drawn_at is None or not np.array_equal(theta, self._drawn_at):
            level = self.tracker.cost_value
            (found,) = contours(self.tracker.cost, self.window, [level], _CELLS)
            self.lines, self._drawn_at = found.lines, theta
        set_polylines(self.line, [self.place.on_floor(line) for line in self.lines])
        self.dot.move_to(self.place.on_floor(theta))


class RightAngle(VMobject):
    """A small square between the gradient and the level line.

    Only in a map with equal scales is the angle right; another is refused with a `ValueError`.
    """

    def __init__(self, tracker: PathTracker, place: ContourMap, *, theme: Theme = DARK) -> None:
        if not place.equal_scales:
            raise ValueError("place is a map with unequal scales; they must be equal")
        super().__init__(stroke_color=theme.ink, stroke_width=2)
        self.tracker = tracker
        self.place = place
        keep_fresh(self)

    def refresh(self) -> None:
        """Stand at the present point."""
        theta, gradient = self.tracker.theta, self.tracker.gradient
        length = float(np.hypot(*gradient))
        if length == 0:
            self.clear_points()
            return
        along = gradient / length
        across = np.array([-along[1], along[0]])
        stride = float(strides(self.place.window).max())
        corner, unit = self.place.on_floor(np.array([theta, theta + stride * along]))
        reach = _SIDE * stride / float(np.linalg.norm(unit - corner))
        square = theta + reach * np.array([along, along + across, across])
        set_polylines(self, [self.place.on_floor(square)])
