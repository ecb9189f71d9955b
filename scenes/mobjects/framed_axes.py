"""Axes, linear or logarithmic, that fill a frame on the stage; their ticks and numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath.checks import FloatArray
from gdmath.round_numbers import ticks_between
from scenes.mobjects.numbers import power_of_ten, tick_format
from scenes.mobjects.text import SMALL, Formula, Words
from scenes.theme import Theme

_LEAST = 1e-300  # what a logarithmic axis makes of 0 and less: far below it
_FEWEST, _MOST = 2, 4  # steps between the ticks of an axis, about


@dataclass(frozen=True, slots=True, eq=False)
class Ranges:
    """The ranges of n quantities, from `low` to `high`, both (n,), some on a logarithmic scale."""

    low: FloatArray
    high: FloatArray
    log: tuple[bool, ...]

    @property
    def lengths(self) -> FloatArray:
        """The lengths (n,); those of logarithmic ranges are in decades."""
        return self._even(self.high) - self._even(self.low)

    def shares(self, coordinates: ArrayLike) -> FloatArray:
        """Return how far along the ranges coordinates (..., n) are: from 0 to 1 within them."""
        even = self._even(np.asarray(coordinates, dtype=np.float64))
        return (even - self._even(self.low)) / self.lengths

    def coordinates(self, shares: FloatArray) -> FloatArray:
        """Return the coordinates at shares (..., n) of the ranges: `shares` undone."""
        found: FloatArray = self._even(self.low) + shares * self.lengths
        log = np.array(self.log)
        found[..., log] = 10.0 ** found[..., log]
        return found

    def ticks(self, axis: int, steps: int) -> list[float]:
        """Return the round values of an axis, with about this number of steps between them."""
        low, high = float(self.low[axis]), float(self.high[axis])
        return ticks_between(low, high, log=self.log[axis], parts=steps)

    def _even(self, coordinates: FloatArray) -> FloatArray:
        """Return coordinates (..., n) in which the axes are even."""
        if not any(self.log):
            return coordinates
        even, log = np.array(coordinates, dtype=np.float64), np.array(self.log)
        even[..., log] = np.log10(np.maximum(even[..., log], _LEAST))
        return even


class FramedAxes(VGroup):
    """Axes whose `ranges` fill a frame, by which all is placed however it has been moved."""

    ranges: Ranges
    _outline: VMobject
    _corners: tuple[int, ...]  # among its points: the origin, then the ends of the sides from there

    def frame(self) -> tuple[FloatArray, FloatArray]:
        """Return the origin (3,), where all coordinates are lowest, and the sides (n, 3) there."""
        origin, *ends = self._outline.points[[*self._corners]]
        return origin, np.array(ends) - origin

    @property
    def side_lengths(self) -> FloatArray:
        """The lengths (n,) of the sides, in scene units."""
        lengths: FloatArray = np.linalg.norm(self.frame()[1], axis=1)
        return lengths

    @property
    def scale_per_unit(self) -> FloatArray:
        """The scene length (n,) of one unit, or one decade, along each axis."""
        return self.side_lengths / self.ranges.lengths

    def to_scene(self, coordinates: ArrayLike) -> FloatArray:
        """Return the scene points (..., 3) of coordinates (..., n)."""
        origin, sides = self.frame()
        return origin + self.ranges.shares(coordinates) @ sides


def along(axis: int, place: FloatArray, values: Sequence[float]) -> FloatArray:
    """Return the places (k, n) that differ from one (n,) by their values (k,) along an axis."""
    places = np.tile(place, (len(values), 1))
    places[:, axis] = values
    return places


def steps_in(length: float, needed: float) -> int:
    """Return about how many steps an axis so long has, where a number needs so much of it."""
    return int(min(max(length / needed, _FEWEST), _MOST))


def number_labels(
    values: list[float], log: bool, theme: Theme, *, power: bool = True
) -> list[VMobject]:
    """Write the numbers at an axis's ticks; decades as powers where they are many.

    A power of ten that all have in common stands behind each, unless the axis's name has it.
    """
    if log and all(math.log10(value) % 1 in (0, 1) for value in values):
        powers = [round(math.log10(value)) for value in values]
        if min(powers) < -2 or max(powers) > 3:
            texts = [power_of_ten(power) for power in powers]
            return [Formula(text, size=SMALL, color=theme.muted) for text in texts]
    if log and len(values) > 1:
        texts = [f"{value:.6g}" for value in values]
    else:
        written = tick_format(values)
        end = f"e{written.exponent}" if power and written.exponent else ""
        texts = [written(value) + end for value in values]
    return [Words(text, size=SMALL, color=theme.muted) for text in texts]
