"""What is fixed to the frame is drawn by Cairo, once, and laid over the picture while it stays."""

# mypy: allow-untyped-defs, allow-untyped-calls

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from manim import Mobject, VMobject

from scenes.camera.compilation import kernel
from scenes.camera.outlines import Outlines, read_outlines, same_arrays
from scenes.camera.tables import BACKGROUND_WIDTH, F64, MITER_LIMIT, U8, WIDTH


@kernel
def lay_over(cel, top, left, picture):
    """Put a cel (h, w, 4) over ``picture`` at (top, left); both are premultiplied 8-bit RGBA."""
    for y in range(cel.shape[0]):
        for x in range(cel.shape[1]):
            alpha = int(cel[y, x, 3])
            if alpha == 0:
                continue
            for c in range(4):
                under = int(picture[top + y, left + x, c]) * (255 - alpha) + 127
                picture[top + y, left + x, c] = min(255, int(cel[y, x, c]) + under // 255)


@kernel
def to_straight(picture):
    """Divide premultiplied 8-bit RGBA (h, w, 4) by its alpha, in place."""
    for y in range(picture.shape[0]):
        for x in range(picture.shape[1]):
            alpha = int(picture[y, x, 3])
            if 0 < alpha < 255:
                for c in range(3):
                    picture[y, x, c] = min(255, (int(picture[y, x, c]) * 255 + alpha // 2) // alpha)


class Group(NamedTuple):
    """Mobjects of one top-level mobject, in drawing order, and how far each is shifted (m, 3)."""

    key: Any
    mobjects: list[Mobject]
    shifts: F64


CairoDraw: TypeAlias = Callable[[list[Mobject], U8], None]
"""Draws mobjects with Cairo on a picture."""

_AT_REST = 3  # frames without a change, after which neighbours share a cel
_RESTLESS = 120  # frames more that it takes where one has changed


class _Cel(NamedTuple):
    """What a group looked like when it was drawn last; its picture, once it has rested."""

    outlines: Outlines
    shifts: F64
    picture: U8 | None = None
    top: int = 0
    left: int = 0

    @property
    def arrays(self) -> list[Any]:
        """All that is compared."""
        return [self.shifts, *self.outlines.arrays]


@dataclass(slots=True)
class _Unrest:
    """How often a group has changed in a row, and how many frames each member has rested."""

    changes: int = 0
    rested: list[int] = field(default_factory=list)

    def parts(self) -> list[slice]:
        """Return the parts to draw: members that rest together, every other one alone."""
        parts: list[slice] = []
        for n, frames in enumerate(self.rested):
            joins = n > 0 and min(frames, self.rested[n - 1]) >= _AT_REST
            start = parts.pop().start if joins else n
            parts.append(slice(start, n + 1))
        return parts


class Overlay:
    """Draws groups over a picture, keeping a cel of each that has not changed since last time.

    A group that changes twice in a row is taken apart, so that the letters of a readout that stay
    are not drawn again with the digits that change. Neighbours that then stay share a cel.
    """

    __slots__ = ("_cels", "_scratch", "_unrest")

    def __init__(self) -> None:
        self._cels: dict[Any, _Cel] = {}
        self._unrest: dict[Any, _Unrest] = {}
        self._scratch: U8 = np.zeros((0, 0, 4), dtype=np.uint8)

    def draw(
        self, groups: Sequence[Group], picture: U8, unit: float, cairo_draw: CairoDraw
    ) -> None:
        """Draw every group onto ``picture``, which has ``unit`` pixels per scene unit."""
        if self._scratch.shape != picture.shape:
            self._scratch = np.zeros(picture.shape, dtype=np.uint8)
            self._cels = {}
        cels: dict[Any, _Cel] = {}
        self._unrest = {group.key: self._unrest.get(group.key, _Unrest()) for group in groups}
        for group in groups:
            unrest, size = self._unrest[group.key], len(group.mobjects)
            if unrest.changes < 2 or size == 1:
                changed = self._draw(group, picture, unit, cairo_draw, cels)
                unrest.changes = unrest.changes + 1 if changed else 0
                continue
            if len(unrest.rested) != size:
                unrest.rested = [0] * size
            for part in unrest.parts():
                key = (group.key, part.start, part.stop)
                piece = Group(key, group.mobjects[part], group.shifts[part])
                moved = np.zeros(len(piece.mobjects), dtype=bool)
                if self._draw(piece, picture, unit, cairo_draw, cels):
                    moved = cels[key].outlines.differing(self._cels[key].outlines)
                for n, moves in enumerate(moved, part.start):
                    unrest.rested[n] = -_RESTLESS if moves else unrest.rested[n] + 1
        self._cels = cels

    def _draw(
        self, group: Group, picture: U8, unit: float, cairo_draw: CairoDraw, cels: dict[Any, _Cel]
    ) -> bool:
        """Draw one group, put what can be kept into ``cels``, and return whether it changed."""
        mobjects = group.mobjects
        plain = all(isinstance(m, VMobject) and len(m.points) >= 4 for m in mobjects)
        if not plain or any(m.get_background_image() for m in mobjects):
            cairo_draw(mobjects, picture)
            return False
        outlines = read_outlines(mobjects)  # type: ignore[arg-type]
        cel, last = _Cel(outlines, group.shifts), self._cels.get(group.key)
        if last is None or not same_arrays(cel.arrays, last.arrays):
            cairo_draw(mobjects, picture)
            cels[group.key] = cel
            return last is not None
        if last.picture is None:
            last = self._pictured(cel, mobjects, unit, cairo_draw)
        if last.picture is not None:
            lay_over(last.picture, last.top, last.left, picture)
        cels[group.key] = last
        return False

    def _pictured(
        self, cel: _Cel, mobjects: list[Mobject], unit: float, cairo_draw: CairoDraw
    ) -> _Cel:
        """Return the cel with its picture, or without one if a point is no number."""
        height, width = self._scratch.shape[:2]
        points, counts = cel.outlines.points
        places = (points + np.repeat(cel.shifts, counts, axis=0))[:, :2]
        places = places * (unit, -unit) + (width / 2, height / 2)
        if not np.isfinite(places).all():
            return cel
        widest = cel.outlines.numbers[[WIDTH, BACKGROUND_WIDTH]].max()
        margin = 2 + 0.5 * MITER_LIMIT * 0.01 * unit * float(widest)
        low = np.clip(places.min(axis=0) - margin, 0, (width, height)).astype(int)
        high = np.clip(places.max(axis=0) + margin + 1, 0, (width, height)).astype(int)
        window = self._scratch[low[1] : high[1], low[0] : high[0]]
        window[...] = 0
        cairo_draw(mobjects, self._scratch)
        return cel._replace(picture=window.copy(), top=int(low[1]), left=int(low[0]))
