"""Where coordinates stand along axes, which may be logarithmic, and in a frame on the stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath.checks import FloatArray

_LEAST = 1e-300  # what a logarithmic axis makes of 0 and less: far below it


@dataclass(frozen=True, slots=True, eq=False)
class Ranges:
    """The ranges of n quantities, each on a linear or a logarithmic scale.

    `low` and `high` are the ends, of shape (n,); `log` says which are logarithmic.

    Examples
    --------
    >>> Ranges(np.array([0, 1]), np.array([4, 100]), (False, True)).shares([1, 10]).tolist()
    [0.25, 0.5]
    """

    low: FloatArray
    high: FloatArray
    log: tuple[bool, ...]

    @property
    def lengths(self) -> FloatArray:
        """The lengths (n,); those of logarithmic ranges are in decades."""
        lengths: FloatArray = self._even(self.high) - self._even(self.low)
        return lengths

    def shares(self, coordinates: ArrayLike) -> FloatArray:
        """Return how far along the ranges coordinates (..., n) are: 0 at the low ends, 1 at high.

        Beyond the ends they are below 0 or above 1.
        """
        even = self._even(np.asarray(coordinates, dtype=np.float64))
        shares: FloatArray = (even - self._even(self.low)) / self.lengths
        return shares

    def coordinates(self, shares: FloatArray) -> FloatArray:
        """Return the coordinates at shares (..., n) of the ranges: `shares` undone."""
        found: FloatArray = self._even(self.low) + shares * self.lengths
        log = np.array(self.log)
        found[..., log] = 10.0 ** found[..., log]
        return found

    def _even(self, coordinates: FloatArray) -> FloatArray:
        """Return coordinates (..., n) in which the axes are even."""
        if not any(self.log):
            return coordinates
        even, log = np.array(coordinates, dtype=np.float64), np.array(self.log)
        even[..., log] = np.log10(np.maximum(even[..., log], _LEAST))
        return even


class FramedAxes(VGroup):
    """Axes whose ranges fill a frame, by which everything is placed however it has been moved.

    Attributes
    ----------
    ranges
        What they show.
    """

    ranges: Ranges
    _outline: VMobject
    _corners: tuple[int, ...]  # among its points: the origin, then the ends of the sides from there

    def frame(self) -> tuple[FloatArray, FloatArray]:
        """Return the origin (3,), where all coordinates are lowest, and the sides (n, 3) there."""
        origin, *ends = self._outline.points[[*self._corners]]
        return origin, np.array(ends) - origin

    def to_scene(self, coordinates: ArrayLike) -> FloatArray:
        """Return the scene points (..., 3) of coordinates (..., n)."""
        origin, sides = self.frame()
        points: FloatArray = origin + self.ranges.shares(coordinates) @ sides
        return points

    @property
    def scale_per_unit(self) -> FloatArray:
        """The scene length (n,) of one unit, or one decade, along each axis."""
        lengths: FloatArray = np.linalg.norm(self.frame()[1], axis=1)
        return lengths / self.ranges.lengths


def along(axis: int, place: FloatArray, values: Sequence[float]) -> FloatArray:
    """Return the places (k, n) that differ from one (n,) by their values (k,) along an axis."""
    places = np.tile(place, (len(values), 1))
    places[:, axis] = values
    return places
