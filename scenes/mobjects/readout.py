"""Live numbers whose digits stand still."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import VGroup, VMobject

from scenes.mobjects.numbers import MINUS, NumberFormat
from scenes.mobjects.text import BODY, Words, em

_CHARACTERS = f"0123456789.{MINUS}+"
_ADVANCE = {".": 0.28, MINUS: 0.78, "+": 0.78, " ": 0.2}  # in em; digits are all 0.5
_DIGIT_ADVANCE = 0.5
_LINE_HEIGHT = 0.68  # of a digit, in em


_SPARE = 4
"""Cells for a number that turns out longer than foreseen; it then grows out of its field."""


class Readout(VGroup):
    """The value of a function of time, written anew before every frame.

    The number stands at the right end of a field of fixed width, so its digits do not move as
    the value changes. The field can be placed and scaled like any mobject.

    Parameters
    ----------
    value
        Called without arguments before each frame.
    number_format
        How the value is written.
    widest
        The values that the field must have room for.
    size
        The em as a share of the frame's height.
    color
        The colour of the digits.

    Examples
    --------
    >>> from manim import ValueTracker
    >>> tracker = ValueTracker(1.5)
    >>> Readout(tracker.get_value, NumberFormat(2), widest=[-10], color="#ffffff").text
    '1.50'
    """

    def __init__(
        self,
        value: Callable[[], float],
        number_format: NumberFormat,
        *,
        widest: list[float],
        size: float = BODY,
        color: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.value = value
        self.number_format = number_format
        self.text = ""
        unit = em(size)
        longest = max((number_format(item) for item in [*widest, value()]), key=_width)
        width = _width(longest) * unit
        # The field: an invisible angle whose corners say where the number stands, however moved.
        self.field = VMobject(stroke_opacity=0, fill_opacity=0).set_points_as_corners(
            np.array([[-width, 0, 0], [0, 0, 0], [0, _LINE_HEIGHT * unit, 0]])
        )
        self.cells = [
            VMobject(stroke_width=0, fill_opacity=1, fill_color=color)
            for _ in range(len(longest) + _SPARE)
        ]
        self._widths = (_width(longest), _LINE_HEIGHT)
        self.add(self.field, *self.cells)
        self.add_updater(lambda readout: readout.refresh())
        self.refresh()

    @property
    def baseline(self) -> float:
        """The height, in scene units, on which the digits stand."""
        return float(self.field.points[3, 1])

    def refresh(self) -> None:
        """Write the present value into the field."""
        self.text = self.number_format(self.value())
        left, origin, top = (self.field.points[index] for index in (0, 3, -1))
        right_per_em = (origin - left) / self._widths[0]
        up_per_em = (top - origin) / self._widths[1]
        position = 0.0
        for cell, character in zip(
            self.cells, reversed(self.text.rjust(len(self.cells))), strict=True
        ):
            position -= _advance(character)
            if character == " ":
                cell.points = np.tile(origin, (4, 1))  # blank, and still fit for animations
                continue
            outline = _glyph(character)
            cell.points = (
                origin + (outline[:, :1] + position) * right_per_em + outline[:, 1:2] * up_per_em
            )


def _advance(character: str) -> float:
    return _ADVANCE.get(character, _DIGIT_ADVANCE)


def _width(text: str) -> float:
    return sum(_advance(character) for character in text)


@lru_cache(maxsize=1)
def _glyphs() -> dict[str, npt.NDArray[np.float64]]:
    """Return the outlines (n, 3) of the characters in em, baseline at y = 0, centred in x."""
    line = Words(_CHARACTERS, size=1.0, color="#ffffff")
    baseline = line.submobjects[1].get_bottom()[1]  # the digit 1 stands flat on it
    outlines = {}
    for character, glyph in zip(_CHARACTERS, line.submobjects, strict=True):
        center = np.array([glyph.get_center()[0], baseline, 0.0])
        outlines[character] = (glyph.points - center) / em(1.0)
    return outlines


@lru_cache
def _glyph(character: str) -> npt.NDArray[np.float64]:
    """Return the outline of a character that stands in the middle of its advance."""
    outline = _glyphs()[character].copy()
    outline[:, 0] += _advance(character) / 2
    return outline
