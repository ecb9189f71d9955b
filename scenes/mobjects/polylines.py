"""Broken lines, cut to a window or into dashes, and dots; many of them drawn as one mobject."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from manim import ORIGIN, Dot, VMobject
from numpy.typing import ArrayLike

from gdmath.checks import FloatArray
from scenes.theme import Theme

Dash = tuple[float, ...]

DASHES: tuple[Dash, ...] = (
    (),
    (0.16, 0.08),
    (0.04, 0.07),
    (0.26, 0.07, 0.04, 0.07),
    (0.09, 0.05),
    (0.3, 0.12),
)
"""What tells up to six lines apart without colour: scene units drawn and left out, in turn."""


def set_polylines(
    mobject: VMobject, lines: Iterable[Sequence[FloatArray] | FloatArray]
) -> VMobject:
    """Draw the lines (n, 3), in scene units, as subpaths of one mobject."""
    pieces = [_beziers(np.asarray(line, dtype=np.float64)) for line in lines if len(line) > 1]
    mobject.points = np.concatenate(pieces) if pieces else np.zeros((0, 3))
    return mobject


def rimmed_dot(
    color: str, theme: Theme, *, radius: float = 0.075, place: FloatArray = ORIGIN
) -> Dot:
    """Return a dot with a rim in the background's colour; its radius is in scene units."""
    return Dot(place, radius=radius, color=color, stroke_color=theme.point_rim, stroke_width=2)


def set_discs(mobject: VMobject, centers: FloatArray, radius: float) -> VMobject:
    """Draw discs round centers (n, 3), in scene units, as one mobject, which Manim draws faster."""
    mobject.points = (np.reshape(centers, (-1, 1, 3)) + _disc(radius)).reshape(-1, 3)
    return mobject


@lru_cache
def _disc(radius: float) -> FloatArray:
    return Dot(radius=radius).points


def dashed(line: ArrayLike, dash: Dash) -> list[FloatArray]:
    """Cut a line (n, d) into dashes, by its length from the start; no dash leaves it whole."""
    line = np.asarray(line, dtype=np.float64)
    if not dash or len(line) < 2:
        return [line]
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    ends = np.cumsum(np.tile(dash, int(along[-1] / sum(dash)) + 1))
    begins = np.concatenate([[0], ends[1:-1:2]])
    pieces = []
    for begin, end in zip(begins, np.minimum(ends[::2], along[-1]), strict=True):
        if begin < end:
            inner = along[(along > begin) & (along < end)]
            places = np.concatenate([[begin], inner, [end]])
            pieces.append(np.column_stack([np.interp(places, along, column) for column in line.T]))
    return pieces


def _beziers(line: FloatArray) -> FloatArray:
    """Return the cubic pieces (4 (n − 1), 3) of a broken line (n, 3)."""
    start, end = line[:-1], line[1:]
    third = (end - start) / 3
    return np.stack([start, start + third, end - third, end], axis=1).reshape(-1, 3)
