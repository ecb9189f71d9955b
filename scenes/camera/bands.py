"""Bands of rows, each with its own pool of fragments, drawn side by side.

A band's fragments stay in a core's cache, and nothing a band does depends on another one: the
picture is the same to the byte for any number of threads.
"""

# Kernels take their types from their arguments.
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from scenes.camera.collecting import ROWS, collect, mark_crossings
from scenes.camera.compilation import allocating
from scenes.camera.resolving import resolve_band


@allocating
def draw_bands(frame, triangle_bins, fill_bins, segment_bins, picture, first, last, step):
    """Draw over bands ``first``, ``first + step``, … before ``last`` of ``picture``.

    The picture is (height, width, 4), premultiplied RGBA.
    """
    height, width = frame.smooth.shape
    head = np.empty(ROWS * width, dtype=np.int32)
    counts = np.empty(ROWS * width, dtype=np.int32)
    size = 4 * ROWS * width
    prim = np.empty(size, dtype=np.int32)
    mask = np.empty(size, dtype=np.int32)
    cover = np.empty(size, dtype=np.float32)
    link = np.empty(size, dtype=np.int32)
    area = np.zeros((ROWS, width + 2))
    extent = np.empty((ROWS, 2), dtype=np.int64)
    room = 64
    numbers = np.empty((room, 9))
    integers = np.empty((room, 3), dtype=np.int64)
    rank = np.empty(room, dtype=np.int64)
    through = np.empty(16)
    color = np.empty(5)
    for band in range(first, last, step):
        rows = min(ROWS, height - band * ROWS)
        used = -1
        marked = False
        while used < 0:
            used, deepest = collect(
                frame, triangle_bins, fill_bins, segment_bins, band, rows,
                head, counts, prim, mask, cover, link, area, extent,
            )  # fmt: skip
            if used < 0:
                size *= 2
                prim = np.empty(size, dtype=np.int32)
                mask = np.empty(size, dtype=np.int32)
                cover = np.empty(size, dtype=np.float32)
                link = np.empty(size, dtype=np.int32)
                area[:] = 0.0
            elif deepest > 1 and not marked:
                marked = True
                if mark_crossings(frame, head, counts, prim, link, extent, band * ROWS, rows) > 0:
                    used = -1
        if deepest > room:
            room = 2 * deepest
            numbers = np.empty((room, 9))
            integers = np.empty((room, 3), dtype=np.int64)
            rank = np.empty(room, dtype=np.int64)
        if used > 0:
            resolve_band(
                frame, head, prim, mask, cover, link, extent, band * ROWS, rows,
                numbers, integers, rank, through, color, picture,
            )  # fmt: skip
