"""A flat plotting area: a rectangle with ticks, numbers and the names of its axes."""

from __future__ import annotations

import itertools
import math
from typing import Any, Self

import numpy as np
from manim import DOWN, LEFT, PI, Rectangle, VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath.checks import FloatArray
from scenes.mobjects.numbers import tick_format, ticks_between
from scenes.mobjects.polylines import set_polylines
from scenes.mobjects.text import LINE_SPACING, SMALL, Formula, Words, em
from scenes.theme import DARK, Theme

_TICK = 0.07
_TICK_ROOM = (0.7, 0.45)  # that a tick's number needs along either axis
_NUMBER_GAP = 0.14
_UPRIGHT_GAP = 0.06
_NAME_GAP = 0.1
_LEAST = 1e-300  # what a logarithmic axis makes of 0 and less: far below it


class Panel(VGroup):
    """A plotting area for what lies flat in the frame.

    Parameters
    ----------
    low, high
        The ends (2,) of both axes.
    x_label, y_label
        What stands at the axes: text, or a mobject. Text too long for one line is set in two.
    width, height
        The size of the plotting area, in scene units.
    log
        Whether x and y are logarithmic.
    theme
        The look.
    numbers
        Whether the ticks have numbers; small panels that repeat another's axes need none.
    upright
        Whether the upright axis has its numbers and its name; of panels side by side with the same
        axis, the first alone needs them.

    Attributes
    ----------
    area
        The rectangle, by whose corners everything is placed, however the panel is moved.

    Examples
    --------
    >>> panel = Panel((0, 1), (10, 1000), x_label="step", y_label="J", log=(False, True))
    >>> panel.to_scene((5, 1000 ** 0.5)).round(9).tolist()
    [0.0, 0.0, 0.0]
    """

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
        self.area = Rectangle(
            width=width, height=height, stroke_color=theme.faint, stroke_width=1.5
        )
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

    def to_scene(self, coordinates: ArrayLike) -> FloatArray:
        """Return scene points (..., 3) for (x, y) of shape (..., 2)."""
        # A rectangle's pieces of four points begin at its upper right corner, anticlockwise.
        upper_left, corner, lower_right = self.area.points[[4, 8, 12]]
        low, high = self._scaled(self.low), self._scaled(self.high)
        shares = (self._scaled(np.asarray(coordinates, dtype=np.float64)) - low) / (high - low)
        scene: FloatArray = (
            corner
            + shares[..., :1] * (lower_right - corner)
            + shares[..., 1:] * (upper_left - corner)
        )
        return scene

    def _scaled(self, coordinates: FloatArray) -> FloatArray:
        if not any(self.log):
            return coordinates
        scaled = coordinates.copy()
        for axis in (0, 1):
            if self.log[axis]:
                scaled[..., axis] = np.log10(np.maximum(coordinates[..., axis], _LEAST))
        return scaled

    def _add_ticks(self) -> None:
        strokes = []
        for axis in (0, 1):
            out = -np.eye(3)[1 - axis]
            room = self.area.width if axis == 0 else self.area.height
            parts = int(min(max(room / _TICK_ROOM[axis], 2), 4))
            points, written = self._numbered(axis, parts)
            strokes += [[point, point + _TICK * out] for point in points]
            self.labels.add(*written)
        set_polylines(self.ticks, strokes)

    def _numbered(self, axis: int, parts: int) -> tuple[FloatArray, list[VMobject]]:
        """Return an axis's ticks (n, 3) and the numbers there, so few that they do not touch."""
        low, high = float(self.low[axis]), float(self.high[axis])
        log, out = self.log[axis], -np.eye(3)[1 - axis]
        fewest = 0 if log else 1
        while True:
            values = ticks_between(low, high, log=log, parts=parts)
            coordinates = np.tile(self.low, (len(values), 1))
            coordinates[:, axis] = values
            points = self.to_scene(coordinates)
            if not self.numbers[axis]:
                return points, []
            written = number_labels(values, log, self.theme)
            for point, label in zip(points, written, strict=True):
                label.next_to(point, out, buff=_NUMBER_GAP)
            if parts <= fewest or (self._have_room(written) if axis == 0 else _apart(written)):
                return points, written
            parts -= 1

    def _have_room(self, written: list[VMobject]) -> bool:
        """Return whether the numbers of the x axis stand apart, with gaps between."""
        needed = sum(float(label.width) + _NUMBER_GAP for label in written)
        return needed <= float(self.area.width)


def _apart(written: list[VMobject]) -> bool:
    """Return whether numbers above one another, from the lowest up, stand apart."""
    return all(
        upper.get_bottom()[1] - lower.get_top()[1] >= _UPRIGHT_GAP
        for lower, upper in itertools.pairwise(written)
    )


def number_labels(values: list[float], log: bool, theme: Theme) -> list[VMobject]:
    """Write the numbers at an axis's ticks; decades as powers where they are many."""
    if log and all(math.log10(value) % 1 in (0, 1) for value in values):
        powers = [round(math.log10(value)) for value in values]
        if min(powers) < -2 or max(powers) > 3:
            return [Formula(f"10^({power})", size=SMALL, color=theme.muted) for power in powers]
    if log and len(values) > 1:
        return [Words(f"{value:.6g}", size=SMALL, color=theme.muted) for value in values]
    written = tick_format(values)
    end = f"e{written.exponent}" if written.exponent else ""
    return [Words(written(value) + end, size=SMALL, color=theme.muted) for value in values]


def _axis_label(label: str | VMobject, room: float, theme: Theme) -> VMobject:
    """Return the label, no longer than `room`: in two lines, and last of all shrunk."""
    if not isinstance(label, str):
        return label
    words = label_lines(label, room, theme)
    if words.width > room:
        words.scale(room / words.width)
    return words


def label_lines(text: str, room: float, theme: Theme) -> VMobject:
    """Return small text in one line, or in two where it is longer than `room` and has a gap."""
    whole = Words(text, size=SMALL, color=theme.muted)
    gaps = [place for place, character in enumerate(text) if character == " "]
    if whole.width <= room or not gaps:
        return whole
    gap = min(gaps, key=lambda place: abs(place - len(text) / 2))
    lines = [Words(part, size=SMALL, color=theme.muted) for part in (text[:gap], text[gap + 1 :])]
    for index, line in enumerate(lines):
        drop = index * LINE_SPACING * 0.8 * em(SMALL)
        line.shift((-line.get_x(), -line.baseline - drop, 0.0))
    whole.points = np.concatenate([line.points for line in lines])
    return whole
