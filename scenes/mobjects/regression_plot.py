"""The data and the line of the present parameters."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import DL, DOWN, DR, LEFT, PI, UL, UR, Dot, Line, Rectangle, VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath import Dataset
from gdmath.checks import FloatArray
from scenes.mobjects.numbers import round_values, tick_format
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.text import SMALL, Words
from scenes.theme import DARK, Theme

MOST_POINTS = 400
"""More observations than this are thinned to a random sample, and the plot says so."""

SAMPLE = "{shown} of {all} points"
"""What the plot says of a sample."""

_PADDING = 0.08
_STRETCH = 1.2  # how far past the data, in heights of the data, the range may go to show a line


class RegressionPlot(VGroup):
    """A scatter plot with the line y = θ0 + θ1 x, redrawn before every frame.

    Parameters
    ----------
    data
        The observations; more than `MOST_POINTS` are thinned, and a note says so.
    tracker
        Where θ comes from.
    x_label, y_label
        What stands at the axes.
    width, height
        The size of the plotting area, in scene units.
    theme
        The look.
    sample
        The note on thinned data; ``{shown}`` and ``{all}`` stand for the numbers of points.

    Examples
    --------
    >>> from gdmath import GradientDescent, MeanSquaredError, descend
    >>> data = Dataset([-1, 0, 1], [0, 1, 2])
    >>> J = MeanSquaredError(data)
    >>> path = descend(J, start=(2, 2), optimizer=GradientDescent(rate=0.5), steps=5)
    >>> plot = RegressionPlot(data, PathTracker(J, path), x_label="x", y_label="y")
    >>> plot.to_scene(plot.low).round(9).tolist()
    [-2.0, -1.25, 0.0]
    """

    def __init__(
        self,
        data: Dataset,
        tracker: PathTracker,
        *,
        x_label: str,
        y_label: str,
        width: float = 4.0,
        height: float = 2.5,
        theme: Theme = DARK,
        sample: str = SAMPLE,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.tracker = tracker
        self.theme = theme
        x, y, note = _thinned(data, sample)
        self.low, self.high = _ranges(data, tracker)
        self.area = Rectangle(
            width=width, height=height, stroke_color=theme.faint, stroke_width=1.5
        )
        self.ticks = VGroup()
        self.labels = VGroup()
        self._add_ticks()
        radius = 0.045 if len(x) <= 120 else 0.032
        self.points_drawn = _discs(self.to_scene(np.column_stack([x, y])), radius, theme.data)
        self.line = Line(color=theme.model, stroke_width=4)
        self.x_label = Words(x_label, size=SMALL, color=theme.muted)
        self.y_label = Words(y_label, size=SMALL, color=theme.muted).rotate(PI / 2)
        self._place_labels(width, height)
        self.note = VGroup()
        if note:
            text = Words(note, size=SMALL, color=theme.muted)
            text.next_to(self.area.get_corner(UR), DL, buff=0.1)
            self.note.add(text)
        self.add(
            self.area,
            self.ticks,
            self.labels,
            self.x_label,
            self.y_label,
            self.points_drawn,
            self.note,
            self.line,
        )
        self.add_updater(lambda plot: plot.refresh())
        self.refresh()

    def to_scene(self, coordinates: ArrayLike) -> FloatArray:
        """Return scene points (..., 3) for (x, y) of shape (..., 2)."""
        corner = self.area.get_corner(DL)
        right = self.area.get_corner(DR) - corner
        up = self.area.get_corner(UL) - corner
        shares = (np.asarray(coordinates, dtype=np.float64) - self.low) / (self.high - self.low)
        scene: FloatArray = corner + shares[..., :1] * right + shares[..., 1:] * up
        return scene

    def refresh(self) -> None:
        """Draw the line of the tracker's θ, as far as it lies in the plotting area."""
        ends = self.visible_line()
        if ends is None:
            self.line.clear_points()
        else:
            self.line.set_points_as_corners(self.to_scene(ends))

    def visible_line(self) -> FloatArray | None:
        """Return the ends (2, 2) of the part of the line inside the area, None without one."""
        intercept, slope = self.tracker.theta
        left, right = self.low[0], self.high[0]
        if slope != 0:
            crossings = sorted((self.low[1] - intercept, self.high[1] - intercept), key=abs)
            at = sorted(crossing / slope for crossing in crossings)
            left, right = max(left, at[0]), min(right, at[1])
        elif not self.low[1] <= intercept <= self.high[1]:
            return None
        if left >= right:
            return None
        x = np.array([left, right])
        return np.column_stack([x, intercept + slope * x])

    def _add_ticks(self) -> None:
        for axis in (0, 1):
            out = -np.eye(3)[1 - axis]
            values = round_values(self.low[axis], self.high[axis], parts=4)
            written = tick_format(values)
            for value in values:
                coordinates = self.low.copy()
                coordinates[axis] = value
                point = self.to_scene(coordinates)
                self.ticks.add(
                    Line(point, point + 0.07 * out, color=self.theme.muted, stroke_width=1.5)
                )
                text = written(value) + (f"e{written.exponent}" if written.exponent else "")
                label = Words(text, size=SMALL, color=self.theme.muted)
                self.labels.add(label.next_to(point, out, buff=0.14))

    def _place_labels(self, width: float, height: float) -> None:
        for label, room in ((self.x_label, width), (self.y_label, height)):
            longest = max(label.width, label.height)
            if longest > room:
                label.scale(room / longest)
        self.x_label.next_to(self.labels, DOWN, buff=0.1)
        self.x_label.set_x(self.area.get_x())
        self.y_label.next_to(self.labels, LEFT, buff=0.1)
        self.y_label.set_y(self.area.get_y())


def _thinned(data: Dataset, sample: str) -> tuple[FloatArray, FloatArray, str]:
    """Return the points to draw, and what to say when they are not all."""
    if data.m <= MOST_POINTS:
        return data.x, data.y, ""
    chosen = np.random.default_rng(0).choice(data.m, MOST_POINTS, replace=False)
    return data.x[chosen], data.y[chosen], sample.format(shown=MOST_POINTS, all=data.m)


def _ranges(data: Dataset, tracker: PathTracker) -> tuple[FloatArray, FloatArray]:
    """Return the low and high ends (2,) of x and y: the data, and room for the first line."""
    low = np.array([data.x.min(), data.y.min()])
    high = np.array([data.x.max(), data.y.max()])
    tall = (high[1] - low[1]) or abs(high[1]) or 1.0
    intercept, slope = tracker.path.points[0]
    first = intercept + slope * np.array([low[0], high[0]])
    shown = np.clip(first, low[1] - _STRETCH * tall, high[1] + _STRETCH * tall)
    nearest = first[np.argmin(np.abs(first - shown))]  # shown even where it is far away
    low[1] = min(low[1], nearest, *shown)
    high[1] = max(high[1], nearest, *shown)
    pad = _PADDING * np.array([high[0] - low[0], max(high[1] - low[1], tall)])
    return low - pad, high + pad


def _discs(centers: FloatArray, radius: float, color: str) -> VMobject:
    """Return one mobject of many discs: Manim pays by the mobject."""
    disc = Dot(radius=radius).points
    discs = VMobject(fill_color=color, fill_opacity=0.9, stroke_width=0)
    discs.points = (centers[:, None, :] + disc[None]).reshape(-1, 3)
    return discs
