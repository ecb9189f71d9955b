"""What is fixed to the frame is drawn by Cairo, once, and laid over the picture while it stays."""

# Kernels take their types from their arguments.
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import cairo
import numpy as np
from manim import Mobject, VMobject

from scenes.camera.compilation import kernel
from scenes.camera.outlines import Outlines, read_outlines
from scenes.camera.tables import F64, U8


@kernel
def lay_over(layer, top, left, picture):
    """Put a layer (h, w, 4) over ``picture`` at (top, left); both are premultiplied 8-bit RGBA."""
    for y in range(layer.shape[0]):
        for x in range(layer.shape[1]):
            alpha = int(layer[y, x, 3])
            if alpha == 0:
                continue
            for c in range(4):
                under = int(picture[top + y, left + x, c]) * (255 - alpha) + 127
                picture[top + y, left + x, c] = min(255, int(layer[y, x, c]) + under // 255)


@kernel
def to_premultiplied(picture):
    """Multiply straight 8-bit RGBA (h, w, 4) by its alpha, in place."""
    for y in range(picture.shape[0]):
        for x in range(picture.shape[1]):
            alpha = int(picture[y, x, 3])
            if alpha < 255:
                for c in range(3):
                    picture[y, x, c] = (int(picture[y, x, c]) * alpha + 127) // 255


@kernel
def to_straight(picture):
    """Divide premultiplied 8-bit RGBA (h, w, 4) by its alpha, in place."""
    for y in range(picture.shape[0]):
        for x in range(picture.shape[1]):
            alpha = int(picture[y, x, 3])
            if 0 < alpha < 255:
                for c in range(3):
                    picture[y, x, c] = min(255, (int(picture[y, x, c]) * 255 + alpha // 2) // alpha)


class Canvas:
    """A Cairo context on a picture (height, width, 4); scene units, y up, origin in the middle."""

    __slots__ = ("context", "picture")

    def __init__(self, picture: U8, frame_width: float, frame_height: float) -> None:
        height, width = picture.shape[:2]
        surface = cairo.ImageSurface.create_for_data(
            picture.data,
            cairo.FORMAT_ARGB32,
            width,
            height,
        )
        self.picture = picture
        self.context = cairo.Context(surface)
        self.context.set_matrix(
            cairo.Matrix(width / frame_width, 0, 0, -height / frame_height, width / 2, height / 2)
        )


class Group(NamedTuple):
    """Mobjects of one top-level mobject, in drawing order, and how far each is shifted (m, 3)."""

    key: Any
    mobjects: list[Mobject]
    shifts: F64


_AT_REST = 3  # frames without a change, after which neighbours share a layer
_RESTLESS = 120  # frames more that it takes where one has changed


class _Layer(NamedTuple):
    outlines: Outlines
    shifts: F64
    picture: U8 | None
    top: int
    left: int


def _parts(rested: list[int]) -> list[slice]:
    """Return the parts of a group to draw: those that rest together, every other one alone."""
    parts: list[slice] = []
    for n, frames in enumerate(rested):
        joins = n > 0 and min(frames, rested[n - 1]) >= _AT_REST
        start = parts.pop().start if joins else n
        parts.append(slice(start, n + 1))
    return parts


class Overlay:
    """Draws groups over a picture, keeping a layer of each that has not changed since last time.

    A group that changes twice in a row is taken apart, so that the letters of a readout that stay
    are not drawn again with the digits that change. Neighbours that then stay share a layer.
    """

    __slots__ = ("_layers", "_resting", "_restless", "_scratch")

    def __init__(self) -> None:
        self._layers: dict[Any, _Layer] = {}
        self._restless: dict[Any, int] = {}
        self._resting: dict[Any, list[int]] = {}
        self._scratch: U8 = np.zeros((0, 0, 4), dtype=np.uint8)

    def draw(
        self,
        groups: Sequence[Group],
        picture: U8,
        unit: float,
        paint: Callable[[list[Mobject], U8], None],
    ) -> None:
        """Draw every group onto ``picture``, which has ``unit`` pixels per scene unit.

        ``paint`` draws mobjects with Cairo.
        """
        if self._scratch.shape != picture.shape:
            self._scratch = np.zeros(picture.shape, dtype=np.uint8)
            self._layers = {}
        layers: dict[Any, _Layer] = {}
        restless: dict[Any, int] = {}
        resting: dict[Any, list[int]] = {}
        for group in groups:
            changes = self._restless.get(group.key, 0)
            if changes < 2 or len(group.mobjects) == 1:
                changed = self._draw_group(group, picture, unit, paint, layers)
                restless[group.key] = changes + 1 if changed else 0
                continue
            restless[group.key] = changes
            rested = self._resting.get(group.key, [])
            if len(rested) != len(group.mobjects):
                rested = [0] * len(group.mobjects)
            resting[group.key] = rested
            for part in _parts(rested):
                piece = Group(
                    (group.key, part.start, part.stop), group.mobjects[part], group.shifts[part]
                )
                changed = self._draw_group(piece, picture, unit, paint, layers)
                moved = np.zeros(len(piece.mobjects), dtype=bool)
                if changed:
                    last, now = self._layers[piece.key], layers[piece.key]
                    moved = now.outlines.differing(last.outlines)
                for n, moves in zip(range(part.start, part.stop), moved, strict=True):
                    rested[n] = -_RESTLESS if moves else rested[n] + 1
        self._layers = layers
        self._restless = restless
        self._resting = resting

    def _draw_group(
        self,
        group: Group,
        picture: U8,
        unit: float,
        paint: Callable[[list[Mobject], U8], None],
        layers: dict[Any, _Layer],
    ) -> bool:
        """Draw one group, keep what can be kept, and return whether it has changed."""
        mobjects = group.mobjects
        plain = all(isinstance(m, VMobject) and len(m.points) >= 4 for m in mobjects)
        if not plain or any(m.get_background_image() for m in mobjects):
            paint(mobjects, picture)
            return False
        outlines = read_outlines(mobjects)  # type: ignore[arg-type]
        last = self._layers.get(group.key)
        if (
            last is None
            or not np.array_equal(last.shifts, group.shifts)
            or not outlines.same_as(last.outlines)
        ):
            paint(mobjects, picture)
            layers[group.key] = _Layer(outlines, group.shifts, None, 0, 0)
            return last is not None
        if last.picture is None:
            last = self._rendered(group, outlines, unit, paint)
        if last.picture is not None:
            lay_over(last.picture, last.top, last.left, picture)
        layers[group.key] = last
        return False

    def _rendered(
        self,
        group: Group,
        outlines: Outlines,
        unit: float,
        paint: Callable[[list[Mobject], U8], None],
    ) -> _Layer:
        height, width = self._scratch.shape[:2]
        shifts = np.repeat(group.shifts, outlines.point_counts, axis=0)
        places = (outlines.points + shifts)[:, :2] * (unit, -unit) + (width / 2, height / 2)
        if not np.isfinite(places).all():
            return _Layer(outlines, group.shifts, None, 0, 0)
        # A mitered corner reaches at most ten times half the stroke's width.
        margin = 2 + 5 * 0.01 * unit * float(outlines.numbers[:, :2].max())
        low = np.clip(places.min(axis=0) - margin, 0, (width, height)).astype(int)
        high = np.clip(places.max(axis=0) + margin + 1, 0, (width, height)).astype(int)
        window = self._scratch[low[1] : high[1], low[0] : high[0]]
        window[...] = 0
        paint(group.mobjects, self._scratch)
        return _Layer(outlines, group.shifts, window.copy(), int(low[1]), int(low[0]))
