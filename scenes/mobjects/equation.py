"""A formula with the numbers of the moment in it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import VGroup, VMobject

from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.readout import LINE_HEIGHT, Readout
from scenes.mobjects.text import BODY, Formula, em, group
from scenes.theme import DARK, Theme

_PLACE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


@dataclass(frozen=True, slots=True)
class LiveNumber:
    """A number in an equation, in the equation's colour unless it has its own.

    `value` is called before each frame; `values` are what it will be, or the extremes of that. Its
    field's width follows from them, and its format, unless a `number_format` is given. If it is
    `signed`, it is written as it stands in a sum.
    """

    value: Callable[[], float]
    values: Iterable[float]
    color: str | None = None
    signed: bool = False
    number_format: NumberFormat | None = None


class Equation(VGroup):
    """Typst mathematics with live numbers, each at the right end of a field of fixed width.

    In the `expression`, ``{name}`` is where a number stands; if it is written with a power of ten,
    it brings that with it. The `readouts` have the names of the `numbers`; a `ValueError` is raised
    if the expression has others, or one twice. `size`, `color`, by default the theme's ink, and
    `roles` are as in `Formula`.

    Examples
    --------
    >>> from manim import Scene, ValueTracker
    >>> from scenes.mobjects import Equation, LiveNumber
    >>> class Squaring(Scene):
    ...     def construct(self):
    ...         x = ValueTracker(1.5)
    ...         square = LiveNumber(lambda: x.get_value() ** 2, values=[0, 9.99])
    ...         self.add(Equation("x^2 / 2 = {square} / 2", {"square": square}, size=0.15))
    ...         self.play(x.animate.set_value(3))
    """

    def __init__(
        self,
        expression: str,
        numbers: Mapping[str, LiveNumber],
        *,
        size: float = BODY,
        color: str | None = None,
        roles: Mapping[str, str] | None = None,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        color = color or theme.ink
        names = _PLACE.findall(expression)
        if sorted(names) != sorted(numbers):
            raise ValueError(
                f"numbers has {sorted(numbers)}; it must have the expression's {sorted(names)}"
            )
        self.readouts: dict[str, Readout] = {}
        places: dict[str, str] = {}
        for name, number in numbers.items():
            values = [float(value) for value in number.values]
            written = number.number_format or NumberFormat.for_values(values, signed=number.signed)
            readout = Readout(
                number.value, written, widest=values, size=size, color=number.color or color
            )
            self.readouts[name] = readout
            # A box holds the number's place; it then stands where Typst has put the box.
            box = f"width: {readout.width / em(size):.4f}em, height: {LINE_HEIGHT}em, fill: red"
            power = f" times {written.factor}" if written.factor else ""
            places[name] = group(f"#box({box})", _label(name)) + power
        markup = _PLACE.sub(lambda match: places[match[1]], expression)
        self.formula = Formula(markup, size=size, color=color, roles=roles)
        # The formula's own baseline is a share of its height, which the boxes are part of.
        left, baseline = self.formula.get_left()[0], self.formula.baseline
        self._foot = VMobject(stroke_opacity=0, fill_opacity=0)
        self._foot.points = np.tile([left, baseline, 0.0], (4, 1))
        for name, readout in self.readouts.items():
            mark = self.formula.select(_label(name))
            readout.scale(mark.height / (LINE_HEIGHT * em(size)))
            right = mark.get_right()[0] - readout.field.points[3, 0]
            readout.shift(np.array([right, mark.get_bottom()[1] - readout.baseline, 0.0]))
            self.formula.remove(*mark.submobjects)
        self.add(self._foot, self.formula, *self.readouts.values())

    @property
    def baseline(self) -> float:
        """The height, in scene units, of the line that the formula stands on."""
        return float(self._foot.points[0, 1])


def _label(name: str) -> str:
    return f"live-{name.replace('_', '-')}"
