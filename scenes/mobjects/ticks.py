"""The numbers at an axis: round values, as many as have room, and how they are written."""

from __future__ import annotations

import math

from manim import VMobject

from scenes.mobjects.numbers import tick_format
from scenes.mobjects.text import SMALL, Formula, Words
from scenes.theme import Theme

FEWEST, MOST = 2, 4  # steps between the ticks of an axis, about


def steps_in(room: float, needed: float) -> int:
    """Return about how many steps an axis so long has, where a number needs so much of it."""
    return int(min(max(room / needed, FEWEST), MOST))


def number_labels(
    values: list[float], log: bool, theme: Theme, *, power: bool = True
) -> list[VMobject]:
    """Write the numbers at an axis's ticks; decades as powers where they are many.

    A power of ten that all have in common stands behind each, unless the axis's name has it.
    """
    if log and all(math.log10(value) % 1 in (0, 1) for value in values):
        powers = [round(math.log10(value)) for value in values]
        if min(powers) < -2 or max(powers) > 3:
            return [Formula(f"10^({power})", size=SMALL, color=theme.muted) for power in powers]
    if log and len(values) > 1:
        texts = [f"{value:.6g}" for value in values]
    else:
        written = tick_format(values)
        end = f"e{written.exponent}" if power and written.exponent else ""
        texts = [written(value) + end for value in values]
    return [Words(text, size=SMALL, color=theme.muted) for text in texts]
