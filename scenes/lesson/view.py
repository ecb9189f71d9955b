"""Where the viewer stands: beside the tangent plane's tilt, with room to walk round."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

QUARTER = math.pi / 2

EDGE = math.radians(8)
"""The viewer keeps so far from the ends of a quadrant, where an axis would be seen end on."""

ASIDE = math.radians(18)
"""So far from an axis the viewer stands who looks along it, so that depth is still seen."""

BESIDE = math.radians(45)
"""The angle from the viewer round to where the first plane rises."""

SPEED = math.radians(4.2)
"""Radians a second of the orbit, at most."""


@dataclass(frozen=True, slots=True)
class View:
    """The orbit's azimuths, in radians as Manim's camera angle theta, within one quadrant."""

    first: float
    last: float

    @classmethod
    def beside(cls, uphill: tuple[float, float], seconds: float) -> Self:
        """Choose the view that sees the first plane open, from the side and in front.

        Parameters
        ----------
        uphill
            The direction on the floor, in scene units, in which the first plane rises.
        seconds
            How long the orbit takes.
        """
        toward = math.atan2(uphill[1], uphill[0]) if uphill != (0, 0) else 0.0
        return max((cls._from(toward + side * BESIDE, seconds) for side in (-1, 1)), key=cls._merit)

    @classmethod
    def toward(cls, direction: tuple[float, float], seconds: float) -> Self:
        """Choose the view that ends where a direction on the floor points to the viewer.

        It may as well point away; of the two, the one with the longer orbit is chosen.
        """
        azimuth = math.atan2(direction[1], direction[0])
        ends = [cls._from(azimuth + turn, seconds) for turn in (0, math.pi)]
        end = max(ends, key=cls._merit)
        return cls(end.last, end.first)

    @classmethod
    def _from(cls, azimuth: float, seconds: float) -> Self:
        quadrant = math.floor(azimuth / QUARTER) * QUARTER
        low, high = quadrant + EDGE, quadrant + QUARTER - EDGE
        first = min(max(azimuth, low), high)
        turn = SPEED * seconds
        last = min(first + turn, high) if high - first > first - low else max(first - turn, low)
        return cls(first, last)

    def _merit(self) -> float:
        """Return how good the view is: the longer the orbit, the better."""
        return abs(self.last - self.first)


def aside(azimuth: float) -> float:
    """Return the azimuth nearest to this one from where neither axis is seen end on.

    Examples
    --------
    >>> [round(math.degrees(aside(math.radians(angle)))) for angle in (2, 40, 89)]
    [18, 40, 72]
    """
    low = math.floor(azimuth / QUARTER) * QUARTER
    return min(max(azimuth, low + ASIDE), low + QUARTER - ASIDE)


def across(facing: float, along: int) -> float:
    """Return the azimuth in the quadrant of `facing` from where θ0 (0) or θ1 (1) runs across.

    Examples
    --------
    >>> round(math.degrees(across(math.radians(30), along=0)))
    72
    """
    quadrant = math.floor(facing / QUARTER)
    # Whoever stands at an end of the θ1 axis sees θ0 run across.
    late = (quadrant + along) % 2 == 0
    return quadrant * QUARTER + (QUARTER - ASIDE if late else ASIDE)
