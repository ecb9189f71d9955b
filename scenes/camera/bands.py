"""Bands of rows, each with its own pool of fragments, drawn side by side.

A band's fragments stay in a core's cache, and nothing a band does depends on another one: the
picture is the same to the byte for any number of threads.
"""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np

from scenes.camera.blend import blend
from scenes.camera.compilation import allocating, inlined, kernel
from scenes.camera.fills import fill_fragments, fill_layer
from scenes.camera.fragments import Band
from scenes.camera.projection import ROWS
from scenes.camera.strokes import segment_fragments, segment_layer
from scenes.camera.tables import ALPHA, FRAGMENT, LAYER, SHOWN
from scenes.camera.triangles import mark_crossings, triangle_fragments, triangle_layer


@inlined
def _primitives(bins, number):
    starts, items = bins
    return items[starts[number] : starts[number + 1]]


@kernel
def _collect(frame, bins, band):
    """List the fragments of a band; return how many there are, -1 if there is no room for them."""
    width = frame.smooth.shape[1]
    band.head[: band.rows * width] = -1
    band.first[:] = width
    band.last[:] = -1
    triangles, fills, segments = bins
    used = triangle_fragments(frame, _primitives(triangles, band.number), band, 0)
    if used >= 0:
        used = fill_fragments(frame, _primitives(fills, band.number), band, used)
    if used >= 0:
        used = segment_fragments(frame, _primitives(segments, band.number), band, used)
    return used


@kernel
def _resolve(frame, band, layers, rank, through, shown, picture):
    """Lay the band's fragments over its rows of ``picture``."""
    width = picture.shape[1]
    triangles = len(frame.triangles)
    fills = len(frame.fills)
    for row in range(band.rows):
        y = band.top + row
        for x in range(band.first[row], band.last[row] + 1):
            place = band.head[row * width + x]
            if place < 0:
                continue
            n = 0
            px, py = x + 0.5, y + 0.5
            while place >= 0:
                fragment, layer = band.fragments[place], layers[n]
                p = fragment.primitive
                layer.mask = fragment.mask
                if p < triangles:
                    triangle_layer(frame, p, fragment.mask, px, py, layer)
                elif p < triangles + fills:
                    fill_layer(frame, p - triangles, px, py, layer)
                else:
                    segment_layer(frame, p - triangles - fills, px, py, layer)
                layer.color[ALPHA] *= fragment.coverage
                n += 1
                place = fragment.link
            blend(layers, n, rank, through, shown)
            for c in range(4):
                value = 255.0 * shown.color[c] + shown.through * picture[y, x, c]
                picture[y, x, c] = np.uint8(min(255.0, value + 0.5))


@allocating
def draw_bands(frame, bins, most, picture, first, end, step):
    """Draw over bands ``first``, ``first + step``, … before ``end`` of ``picture``.

    ``bins`` are those of triangles, fills and segments, as :func:`bands_of` returns them, of which
    no band has more than ``most``. The picture is (height, width, 4), premultiplied RGBA.
    """
    height, width = frame.smooth.shape
    head = np.empty(ROWS * width, dtype=np.int32)
    left = np.empty(ROWS, dtype=np.int32)
    right = np.empty(ROWS, dtype=np.int32)
    fragments = np.empty(4 * ROWS * width, dtype=FRAGMENT)
    area = np.zeros((ROWS, width + 2))
    layers = np.empty(most, dtype=LAYER)
    rank = np.empty(most, dtype=np.int64)
    through = np.empty(16)
    shown = np.empty(1, dtype=SHOWN)[0]
    for number in range(first, end, step):
        top = number * ROWS
        rows = min(ROWS, height - top)
        used, marked = -1, False
        while used < 0:
            band = Band(number, top, rows, head, left, right, fragments, area)
            used = _collect(frame, bins, band)
            if used < 0:
                fragments = np.empty(2 * len(fragments), dtype=FRAGMENT)
                area[:] = 0.0
            elif not marked and mark_crossings(frame, band) > 0:
                used, marked = -1, True
        if used > 0:
            _resolve(frame, band, layers, rank, through, shown, picture)
