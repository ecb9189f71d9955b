"""The cost against the step: how fast descent gets down."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import VGroup, VMobject

from gdmath.checks import FloatArray
from gdmath.polyline import clipped
from scenes.mobjects.legend import race_styles
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.panel import Panel
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import dashed, rimmed_dot, set_discs, set_polylines
from scenes.mobjects.text import SMALL, Formula
from scenes.theme import DARK, Theme

_SAMPLES = 1200  # of a curve, about, however many steps it has
_PADDING = 0.06  # of the height's range, above and below
_MARK, _MARK_ROOM = 0.032, 0.1  # the radius of an iterate's mark, and the step that it needs
_DEEPEST = 1e-12  # of the highest cost: a logarithmic axis goes no deeper


class CostCurve(Panel):
    """J against the step, drawn up to each tracker's position, with a dot at its end.

    Between two iterates the curve is J along the straight step, so the dot is always as high as
    the point on the surface. Small marks stand at the iterates, where there is room for them. The
    curves of a race have the optimisers' colours and dashes.

    With `log` the height is logarithmic. What is drawn is J − `above`, such as the excess over the
    least cost. The axes end at `steps`, by default the longest path's, and at `bottom`, positive on
    a logarithmic one, and `top`, by default the lowest and the highest cost of the paths.

    Examples
    --------
    >>> from manim import Scene
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, descend
    >>> from scenes.mobjects import CostCurve, PathTracker
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = descend(J, start=(-1, 3), optimizer=GradientDescent(rate=0.3), steps=9)
    >>> class Falling(Scene):
    ...     def construct(self):
    ...         tracker = PathTracker(J, path)
    ...         self.add(CostCurve(tracker, width=8, height=5))
    ...         self.play(tracker.animate.set_value(9))
    """

    def __init__(
        self,
        trackers: PathTracker | Sequence[PathTracker],
        *,
        log: bool = False,
        above: float = 0.0,
        steps: int | None = None,
        top: float | None = None,
        bottom: float | None = None,
        x_label: str = "step",
        y_label: str | VMobject | None = None,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        self.trackers = [trackers] if isinstance(trackers, PathTracker) else list(trackers)
        self.above = above
        self._samples = [_sampled(tracker, above) for tracker in self.trackers]
        last = steps or max(tracker.path.steps for tracker in self.trackers) or 1
        low, high = _ends([samples[:, 1] for samples in self._samples], log, top, bottom)
        if y_label is None:
            y_label = Formula("J", size=SMALL, color=theme.cost)
        super().__init__(
            (0, low),
            (last, high),
            x_label=x_label,
            y_label=y_label,
            log=(False, log),
            theme=theme,
            **kwargs,
        )
        race = len(self.trackers) > 1
        styles = race_styles(len(self.trackers), theme) if race else [(theme.cost, ())]
        self._dashes = [dash for _, dash in styles]
        self.curves = VGroup(*(VMobject(stroke_color=color, stroke_width=3) for color, _ in styles))
        self.dots = VGroup(
            *(rimmed_dot(color if race else theme.point, theme) for color, _ in styles)
        )
        room = not race and _MARK_ROOM * last <= self.area.width
        self.marks = VMobject(
            fill_color=theme.point, fill_opacity=1.0 if room else 0.0, stroke_width=0
        )
        self.add(self.curves, self.marks, self.dots)
        keep_fresh(self)

    def refresh(self) -> None:
        """Draw each curve up to its tracker's position."""
        corners = self.area.points[[8, 0]]
        low, high = corners.min(axis=0) - 1e-9, corners.max(axis=0) + 1e-9
        for tracker, samples, dash, curve, dot in zip(
            self.trackers, self._samples, self._dashes, self.curves, self.dots, strict=True
        ):
            position = min(max(tracker.get_value(), 0.0), tracker.path.steps)
            end = np.array([position, tracker.cost_value - self.above])
            passed = samples[samples[:, 0] < position]
            line = np.vstack([passed, end])
            line = self.to_scene(line[np.isfinite(line[:, 1])])  # J may end between two iterates
            pieces = clipped(line, low, high)
            set_polylines(curve, [part for piece in pieces for part in dashed(piece, dash)])
            dot.move_to(np.clip(line[-1], low, high))
            if len(self.trackers) == 1:
                iterates = self.to_scene(passed[passed[:, 0] % 1 == 0])
                inside = ((iterates >= low) & (iterates <= high)).all(axis=1)
                set_discs(self.marks, iterates[inside], _MARK)


def _sampled(tracker: PathTracker, above: float) -> FloatArray:
    """Return (position, J − above) along the path, (n, 2), all iterates among them."""
    path = tracker.path
    between = max(1, min(12, _SAMPLES // max(path.steps, 1)))
    positions = np.arange(path.steps * between + 1) / between
    return np.column_stack([positions, tracker.cost(path.point_at(positions)) - above])


def _ends(
    heights: list[FloatArray], log: bool, top: float | None, bottom: float | None
) -> tuple[float, float]:
    """Return the ends of the axis of heights, with some room."""
    values = np.concatenate(heights)
    highest = top if top is not None else float(values.max())
    if not log:
        lowest = min(float(values.min()) if bottom is None else bottom, highest)
        lowest = 0.0 if 0 <= lowest <= 0.4 * highest else lowest
        room = _PADDING * ((highest - lowest) or abs(highest) or 1.0)
        return (lowest if lowest == 0 else lowest - room), highest + room
    positive = values[values > max(_DEEPEST * highest, 0.0)]
    lowest = bottom or (float(positive.min()) if len(positive) else 1.0)
    highest = max(highest, lowest)
    room = (highest / lowest) ** _PADDING if highest > lowest else 10.0**0.5
    return lowest / room, highest * room
