"""The level line through the present point, and the right angle it makes with the gradient."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Dot, VGroup, VMobject

from gdmath import Window
from gdmath.checks import FloatArray
from gdmath.level_sets.contours import contours
from scenes.mobjects.contour_map import ContourMap
from scenes.mobjects.gradient_arrow import Floor
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import set_polylines
from scenes.theme import DARK, Theme

_CELLS = 64
_SIDE = 0.17  # of the square at a right angle, in scene units


class ContourHere(VGroup):
    """The line J = J(θ) through the tracker's θ, and a dot there, redrawn before every frame.

    Parameters
    ----------
    tracker
        Where θ comes from.
    place
        What they lie in: `CostAxes`, a `ContourMap`, or anything with ``on_floor(theta)``.
    window
        The ranges to draw it in.
    theme
        The look.

    Attributes
    ----------
    lines
        What was drawn: arrays (n, 2) in θ.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, descend
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    >>> path = descend(J, start=(3, 4), optimizer=GradientDescent(rate=0.5), steps=5)
    >>> flat = ContourMap(J, Window((-6, 6), (-6, 6), (0, 30)))
    >>> here = ContourHere(PathTracker(J, path), flat, flat.window)
    >>> bool(np.allclose(np.hypot(*here.lines[0].T), 5))
    True
    """

    def __init__(
        self,
        tracker: PathTracker,
        place: Floor,
        window: Window,
        *,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.tracker = tracker
        self.place = place
        self.window = window
        self.lines: tuple[FloatArray, ...] = ()
        self._drawn_at: FloatArray | None = None
        self.line = VMobject(stroke_color=theme.ink, stroke_width=3)
        self.dot = Dot(
            radius=0.075, color=theme.point, stroke_color=theme.point_rim, stroke_width=2
        )
        self.add(self.line, self.dot)
        self.add_updater(lambda here: here.refresh())
        self.refresh()

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
    """A small square between the gradient and the level line, in a map with equal scales.

    Parameters
    ----------
    tracker
        Where θ and ∇J come from.
    place
        The map; it must have equal scales, for only there is the angle right.
    theme
        The look.

    Raises
    ------
    ValueError
        If the map has not equal scales.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, descend
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    >>> path = descend(J, start=(3, 4), optimizer=GradientDescent(rate=0.5), steps=5)
    >>> flat = ContourMap(J, Window((-6, 6), (-6, 6), (0, 30)), equal_scales=True)
    >>> len(RightAngle(PathTracker(J, path), flat).points)
    8
    """

    def __init__(
        self, tracker: PathTracker, place: ContourMap, *, theme: Theme = DARK, **kwargs: Any
    ) -> None:
        if not place.equal_scales:
            raise ValueError("place is a map with unequal scales; they must be equal")
        super().__init__(stroke_color=theme.ink, stroke_width=2, **kwargs)
        self.tracker = tracker
        self.place = place
        self.add_updater(lambda angle: angle.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Stand at the present point."""
        theta, gradient = self.tracker.theta, self.tracker.gradient
        length = float(np.hypot(*gradient))
        if length == 0:
            self.clear_points()
            return
        along = gradient / length
        across = np.array([-along[1], along[0]])
        corner, unit = self.place.on_floor(np.array([theta, theta + along]))
        reach = _SIDE / float(np.linalg.norm(unit - corner))
        square = theta + reach * np.array([along, along + across, across])
        set_polylines(self, [self.place.on_floor(square)])
