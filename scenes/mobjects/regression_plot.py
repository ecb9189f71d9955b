"""The data and the line of the present parameters."""

from typing import Any

import numpy as np
import numpy.typing as npt
from manim import RIGHT, UP, Line, VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath import Dataset
from gdmath.checks import FloatArray
from gdmath.polyline import clipped
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.numbers import grouped
from scenes.mobjects.panel import Panel, label_lines
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import set_discs
from scenes.mobjects.text import PARAMETERS, Formula, group
from scenes.theme import DARK, Theme

MOST_POINTS = 400
"""More observations than this are thinned to a random sample, and the plot says so."""

SAMPLE = "{shown} of {all} points"
"""What the plot says of a sample."""

_SEED = 0
_PADDING = 0.08  # of the data's ranges, on each side
_STRETCH = 1.2  # how far past the data, in heights of the data, the range may go to show a line


class RegressionPlot(Panel):
    """A scatter plot with the line y = θ0 + θ1 x of the tracker's θ.

    `shown` are the observations drawn, (k, 2), and `shown_share` is their share of all: more than
    `MOST_POINTS` are thinned, and the note `sample`, with places for ``{shown}`` and ``{all}``,
    says so. There is room for `lines` of parameters (n, 2), by default the path's first, as far as
    they stay near the data; `sideways` is the share of the data's width left free on each side.

    Examples
    --------
    >>> from manim import Scene
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, descend
    >>> from scenes.mobjects import PathTracker, RegressionPlot
    >>> data = Dataset.synthetic()
    >>> J = MeanSquaredError(data)
    >>> path = descend(J, start=(9, -2), optimizer=GradientDescent(rate=0.5), steps=40)
    >>> class Fit(Scene):
    ...     def construct(self):
    ...         tracker = PathTracker(J, path)
    ...         self.add(RegressionPlot(data, tracker, x_label="x", y_label="y", width=8, height=5))
    ...         self.play(tracker.animate.set_value(40))
    """

    def __init__(
        self,
        data: Dataset,
        tracker: PathTracker,
        *,
        x_label: str,
        y_label: str,
        symbols: tuple[str, str] = PARAMETERS,
        theme: Theme = DARK,
        sample: str = SAMPLE,
        lines: ArrayLike | None = None,
        sideways: float = _PADDING,
        **kwargs: Any,
    ) -> None:
        held = tracker.path.points[:1] if lines is None else np.asarray(lines, dtype=np.float64)
        low, high = _ranges(data, held, sideways)
        super().__init__(low, high, x_label=x_label, y_label=y_label, theme=theme, **kwargs)
        self.tracker = tracker
        self.symbols = symbols
        chosen = _thinned(data.m)
        self.shown = np.column_stack([data.x[chosen], data.y[chosen]])
        self.shown_share = len(chosen) / data.m
        radius = 0.045 if len(chosen) <= 120 else 0.032
        self.points_drawn = VMobject(fill_color=theme.data, fill_opacity=0.9, stroke_width=0)
        set_discs(self.points_drawn, self.to_scene(self.shown), radius)
        self.line = Line(color=theme.model, stroke_width=4)
        self.note = VGroup()
        if len(chosen) < data.m:
            text = sample.format(shown=len(chosen), all=grouped(data.m))
            words = label_lines(text, 0.95 * float(self.area.width), theme)
            # Over the upper right corner, where it hides no point.
            self.note.add(words.next_to(self.area, UP, buff=0.1, aligned_edge=RIGHT))
        self.add(self.points_drawn, self.note, self.line)
        keep_fresh(self)

    def refresh(self) -> None:
        """Draw the line of the tracker's θ, as far as it lies in the plotting area."""
        ends = self.visible_line()
        if ends is None:
            self.line.clear_points()
        else:
            self.line.set_points_as_corners(self.to_scene(ends))

    def model_formula(self) -> Formula:
        """Return the line's equation, y = θ0 + θ1 x, in the colours of its roles."""
        intercept, slope = self.symbols
        return Formula(
            f"y = {group(intercept, 'a')} + {group(slope, 'b')} x",
            color=self.theme.model,
            roles={"a": self.theme.point, "b": self.theme.point},
        )

    def visible_line(self) -> FloatArray | None:
        """Return the ends (2, 2) of the part of the line inside the area, None without one."""
        intercept, slope = self.tracker.theta
        x = np.array([self.low[0], self.high[0]])
        pieces = clipped(np.column_stack([x, intercept + slope * x]), self.low, self.high)
        return pieces[0] if pieces else None


def _thinned(m: int) -> npt.NDArray[np.intp]:
    """Return which of m observations to draw: all, or a sample that does not favour any."""
    if m <= MOST_POINTS:
        return np.arange(m)
    return np.sort(np.random.default_rng(_SEED).choice(m, MOST_POINTS, replace=False))


def _ranges(data: Dataset, lines: FloatArray, sideways: float) -> tuple[FloatArray, FloatArray]:
    """Return the low and high ends (2,) of x and y: the data, and room for lines (n, 2)."""
    low = np.array([data.x.min(), data.y.min()])
    high = np.array([data.x.max(), data.y.max()])
    tall = (high[1] - low[1]) or abs(high[1]) or 1.0
    bottom, top = low[1] - _STRETCH * tall, high[1] + _STRETCH * tall
    for intercept, slope in lines:
        ends = intercept + slope * np.array([low[0], high[0]])
        shown = np.clip(ends, bottom, top)
        nearest = ends[np.argmin(np.abs(ends - shown))]  # shown even where it is far away
        low[1] = min(low[1], nearest, *shown)
        high[1] = max(high[1], nearest, *shown)
    pad = np.array([sideways, _PADDING]) * [high[0] - low[0], max(high[1] - low[1], tall)]
    return low - pad, high + pad
