"""A flat plotting area: a rectangle with ticks, numbers and the names of its axes."""

import itertools
from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, ORIGIN, PI, Rectangle, VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath.checks import FloatArray
from scenes.mobjects.framed_axes import FramedAxes, Ranges, along, number_labels, steps_in
from scenes.mobjects.polylines import set_polylines
from scenes.mobjects.text import LINE_SPACING, SMALL, Words, below_one_another, shrunk_to
from scenes.theme import DARK, Theme

# Scene units: a tick's length; what its number needs along either axis; gaps.
_TICK, _TICK_ROOM = 0.07, (0.7, 0.45)
_NUMBER_GAP, _UPRIGHT_GAP, _NAME_GAP = 0.14, 0.06, 0.1


class Panel(FramedAxes):
    """A plotting area, the rectangle `area`, for what lies flat in the frame.

    Its axes, logarithmic where `log` says so, go from `low` to `high`, both (2,). Text at them that
    is too long for one line is set in two. Small panels that repeat another's axes need no
    `numbers`; of panels side by side with the same `upright` axis, the first alone needs its
    numbers and its name.

    Examples
    --------
    >>> panel = Panel((0, 1), (10, 1000), x_label="step", y_label="J", log=(False, True))
    >>> panel.to_scene((5, 1000 ** 0.5)).round(9).tolist()
    [0.0, 0.0, 0.0]
    """

    # A rectangle's pieces of four points begin at its upper right corner, anticlockwise.
    _corners = (8, 12, 4)

    def __init__(
        self,
        low: ArrayLike,
        high: ArrayLike,
        *,
        x_label: str | VMobject,
        y_label: str | VMobject,
        width: float = 4.0,
        height: float = 2.5,
        log: tuple[bool, bool] = (False, False),
        theme: Theme = DARK,
        numbers: bool = True,
        upright: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.theme = theme
        self.numbers = numbers, numbers and upright
        self.low = np.asarray(low, dtype=np.float64)
        self.high = np.asarray(high, dtype=np.float64)
        self.log = log
        self.ranges = Ranges(self.low, self.high, log)
        self.area = Rectangle(
            width=width, height=height, stroke_color=theme.faint, stroke_width=1.5
        )
        self._outline = self.area
        self.ticks = VMobject(stroke_color=theme.muted, stroke_width=1.5)
        self.labels = VGroup()
        self._add_ticks()
        self.x_label = _axis_label(x_label, width, theme)
        self.y_label = _axis_label(y_label, height, theme)
        if isinstance(y_label, str):
            self.y_label.rotate(PI / 2)
        beside = VGroup(self.area, self.ticks, self.labels)
        self.x_label.next_to(beside, DOWN, buff=_NAME_GAP).set_x(self.area.get_x())
        self.y_label.next_to(beside, LEFT, buff=_NAME_GAP).set_y(self.area.get_y())
        self.add(self.area, self.ticks, self.labels, self.x_label)
        if upright:
            self.add(self.y_label)

    def enlarge(self, factor: float) -> Self:
        """Scale the panel, but not what is written at it."""
        self.scale(factor)
        for label in (*self.labels, self.x_label, self.y_label):
            label.scale(1 / factor)
        return self

    def _add_ticks(self) -> None:
        strokes = []
        for axis, length in enumerate((self.area.width, self.area.height)):
            out = -np.eye(3)[1 - axis]
            points, written = self._numbered(axis, out, steps_in(length, _TICK_ROOM[axis]))
            strokes += [[point, point + _TICK * out] for point in points]
            self.labels.add(*written)
        set_polylines(self.ticks, strokes)

    def _numbered(
        self, axis: int, out: FloatArray, steps: int
    ) -> tuple[FloatArray, list[VMobject]]:
        """Return an axis's ticks (n, 3) and the numbers there, few enough to stand apart."""
        log = self.log[axis]
        while True:
            values = self.ranges.ticks(axis, steps)
            points = self.to_scene(along(axis, self.low, values))
            if not self.numbers[axis]:
                return points, []
            written = number_labels(values, log, self.theme)
            for point, label in zip(points, written, strict=True):
                label.next_to(point, out, buff=_NUMBER_GAP)
            if steps <= (0 if log else 1) or self._stand_apart(axis, written):
                return points, written
            steps -= 1

    def _stand_apart(self, axis: int, written: list[VMobject]) -> bool:
        """Return whether an axis's numbers, from the lowest on, have gaps between them."""
        if axis == 0:
            needed = sum(float(label.width) + _NUMBER_GAP for label in written)
            return needed <= float(self.area.width)
        return all(
            upper.get_bottom()[1] - lower.get_top()[1] >= _UPRIGHT_GAP
            for lower, upper in itertools.pairwise(written)
        )


def _axis_label(label: str | VMobject, room: float, theme: Theme) -> VMobject:
    """Return the label, no longer than `room`: in two lines, and last of all shrunk."""
    return shrunk_to(room, label_lines(label, room, theme)) if isinstance(label, str) else label


def label_lines(text: str, room: float, theme: Theme) -> VMobject:
    """Return small text in one line, or in two where it is longer than `room` and has a gap."""
    whole = Words(text, size=SMALL, color=theme.muted)
    gaps = [place for place, character in enumerate(text) if character == " "]
    if whole.width <= room or not gaps:
        return whole
    gap = min(gaps, key=lambda place: abs(place - len(text) / 2))
    parts = (text[:gap], text[gap + 1 :])
    lines = [Words(part, size=SMALL, color=theme.muted) for part in parts]
    below_one_another(*lines, spacing=0.8 * LINE_SPACING, size=SMALL, side=ORIGIN)
    whole.points = np.concatenate([line.points for line in lines])
    return whole
