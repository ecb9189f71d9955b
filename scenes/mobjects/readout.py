"""Live numbers whose digits stand still."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from manim import VGroup, VMobject

from gdmath.checks import FloatArray
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.numbers import MINUS, NumberFormat
from scenes.mobjects.text import BODY, em, glyphs

_CHARACTERS = f"0123456789.{MINUS}+"
_ADVANCE = {".": 0.28, MINUS: 0.78, "+": 0.78, " ": 0.2}  # in em; digits are all 0.5
_DIGIT_ADVANCE = 0.5
LINE_HEIGHT = 0.68  # of a digit, in em


class Readout(VGroup):
    """The number that `value` returns, which is called before each frame.

    It stands at the right end of a field of fixed width, with room for the values `widest`, so its
    digits do not move as it changes. The field can be placed and scaled like any mobject. `size` is
    the em as a share of the frame's height.

    Examples
    --------
    >>> from manim import Scene, ValueTracker
    >>> from scenes.mobjects import NumberFormat, Readout
    >>> class Counting(Scene):
    ...     def construct(self):
    ...         x = ValueTracker(1.5)
    ...         number = Readout(x.get_value, NumberFormat(2), widest=[-10], color="#ffb000")
    ...         self.add(number.center().scale(4))
    ...         self.play(x.animate.set_value(-9.25))
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
        width = max(_width(number_format(item)) for item in [*widest, value()])
        # The field: an invisible angle whose corners say where the number stands, however moved.
        self.field = VMobject(stroke_opacity=0, fill_opacity=0).set_points_as_corners(
            em(size) * np.array([[-width, 0, 0], [0, 0, 0], [0, LINE_HEIGHT, 0]])
        )
        self.digits = VMobject(stroke_width=0, fill_opacity=1, fill_color=color)
        self._widths = (width, LINE_HEIGHT)
        self.add(self.field, self.digits)
        keep_fresh(self)

    @property
    def baseline(self) -> float:
        """The height, in scene units, on which the digits stand."""
        return float(self.field.points[3, 1])

    def refresh(self) -> None:
        """Write the present value into the field."""
        self.text = self.number_format(self.value())
        left, origin, top = self.field.points[[0, 3, -1]]
        right_per_em = (origin - left) / self._widths[0]
        up_per_em = (top - origin) / self._widths[1]
        outline = _written(self.text)
        self.digits.points = origin + outline[:, :1] * right_per_em + outline[:, 1:2] * up_per_em


def _advance(character: str) -> float:
    return _ADVANCE.get(character, _DIGIT_ADVANCE)


def _width(text: str) -> float:
    return sum(_advance(character) for character in text)


@lru_cache(maxsize=1)
def _glyphs() -> dict[str, FloatArray]:
    return glyphs(_CHARACTERS)


def _written(text: str) -> FloatArray:
    """Return the outline (n, 3) of a number in em, its last digit ending at the origin."""
    position = 0.0
    outlines = []
    for character in reversed(text):
        advance = _advance(character)
        if character != " ":
            outlines.append(_glyphs()[character] + [position - advance / 2, 0, 0])
        position -= advance
    return np.concatenate(outlines)
