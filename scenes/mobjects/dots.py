"""Dots: one with a rim, which stands out from what lies behind it, and many as one mobject."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from manim import ORIGIN, Dot, VMobject

from gdmath.checks import FloatArray
from scenes.theme import Theme


def rimmed_dot(
    color: str, theme: Theme, *, radius: float = 0.075, place: FloatArray = ORIGIN
) -> Dot:
    """Return a dot with a rim in the background's colour; its radius is in scene units."""
    return Dot(place, radius=radius, color=color, stroke_color=theme.point_rim, stroke_width=2)


def set_discs(mobject: VMobject, centers: FloatArray, radius: float) -> VMobject:
    """Draw discs round centers (n, 3), in scene units, as one mobject, which Manim draws faster.

    Examples
    --------
    >>> len(set_discs(VMobject(), np.eye(3), 0.1).get_subpaths())
    3
    """
    mobject.points = (np.reshape(centers, (-1, 1, 3)) + _disc(radius)).reshape(-1, 3)
    return mobject


@lru_cache
def _disc(radius: float) -> FloatArray:
    disc: FloatArray = Dot(radius=radius).points
    return disc
