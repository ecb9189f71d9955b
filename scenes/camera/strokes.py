"""Strokes of constant pixel width: set up per frame, then covered by distance to the segment."""

# Kernels take their types from their arguments.
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from scenes.camera.compilation import inlined, kernel
from scenes.camera.projecting import NEAR, _pixel_range

ROUND, BUTT, SQUARE, MITER = 0, 1, 2, 3


@kernel
def _end_of_stroke(screen, at, beyond, tx, ty, cap, join):
    """Return how the segment ends: its kind, the outward direction of the cut, the miter's reach.

    ``tx, ty`` points out of the segment. At a joint the two segments are cut by the bisecting line,
    which is exactly the outline of a mitered corner.
    """
    if beyond < 0:
        return cap, tx, ty, 1.0
    if join != MITER or screen[beyond, 2] <= 0.0:
        return ROUND, tx, ty, 1.0
    ux = screen[beyond, 0] - screen[at, 0]
    uy = screen[beyond, 1] - screen[at, 1]
    length = np.sqrt(ux * ux + uy * uy)
    if length < 1e-9:
        return ROUND, tx, ty, 1.0
    mx = tx + ux / length
    my = ty + uy / length
    norm = np.sqrt(mx * mx + my * my)
    if norm < 0.2:
        # Sharper than Cairo's miter limit of ten: it cuts the corner off.
        return BUTT, tx, ty, 1.0
    return MITER, mx / norm, my / norm, 2.0 / norm


@kernel
def set_up_segments(
    screen,
    seen,
    segments,
    widths,
    bias,
    focal,
    zoom,
    unit,
    origin_x,
    origin_y,
    stroke_unit,
    width,
    height,
    table,
    box,
):
    """Fill the tables of all segments, cutting those that pass the eye.

    A row holds both ends (x, y, depth), half the width in pixels, kind and direction of either end,
    and the depth's bias.
    """
    limit = focal * (1.0 - NEAR)
    for s in range(len(segments)):
        box[s, 0] = 1
        box[s, 1] = 0
        box[s, 2] = 1
        box[s, 3] = 0
        i, j = segments[s, 0], segments[s, 1]
        before, after = segments[s, 2], segments[s, 3]
        cap0, cap1 = segments[s, 4], segments[s, 4]
        x0, y0, d0 = screen[i, 0], screen[i, 1], screen[i, 2]
        x1, y1, d1 = screen[j, 0], screen[j, 1], screen[j, 2]
        if d0 <= 0.0 and d1 <= 0.0:
            continue
        if d0 <= 0.0 or d1 <= 0.0:
            share = (limit - seen[i, 2]) / (seen[j, 2] - seen[i, 2])
            depth = focal / (focal - limit)
            u = seen[i, 0] + share * (seen[j, 0] - seen[i, 0])
            v = seen[i, 1] + share * (seen[j, 1] - seen[i, 1])
            x = origin_x + u * depth * zoom * unit
            y = origin_y - v * depth * zoom * unit
            if d0 <= 0.0:
                x0, y0, d0, before, cap0 = x, y, depth, -1, BUTT
            else:
                x1, y1, d1, after, cap1 = x, y, depth, -1, BUTT
        half = 0.5 * widths[s] * stroke_unit
        tx, ty = x1 - x0, y1 - y0
        length = np.sqrt(tx * tx + ty * ty)
        if length > 1e-9:
            tx /= length
            ty /= length
            kind0, mx0, my0, reach0 = _end_of_stroke(
                screen, i, before, -tx, -ty, cap0, segments[s, 5]
            )
            kind1, mx1, my1, reach1 = _end_of_stroke(screen, j, after, tx, ty, cap1, segments[s, 5])
        elif segments[s, 4] == ROUND or (before >= 0 and after >= 0):
            kind0, mx0, my0, reach0 = ROUND, 1.0, 0.0, 1.0
            kind1, mx1, my1, reach1 = ROUND, 1.0, 0.0, 1.0
        else:
            continue
        if kind0 == SQUARE or kind1 == SQUARE:
            reach0 = max(reach0, 1.5)
        reach = half * max(reach0, reach1) + 1.0
        c0, c1 = _pixel_range(min(x0, x1) - reach, max(x0, x1) + reach, width)
        r0, r1 = _pixel_range(min(y0, y1) - reach, max(y0, y1) + reach, height)
        if c0 > c1 or r0 > r1:
            continue
        box[s, 0] = c0
        box[s, 1] = c1
        box[s, 2] = r0
        box[s, 3] = r1
        table[s, 0] = x0
        table[s, 1] = y0
        table[s, 2] = d0
        table[s, 3] = x1
        table[s, 4] = y1
        table[s, 5] = d1
        table[s, 6] = half
        table[s, 7] = kind0
        table[s, 8] = mx0
        table[s, 9] = my0
        table[s, 10] = kind1
        table[s, 11] = mx1
        table[s, 12] = my1
        table[s, 13] = bias[s]
        table[s, 14] = reach


@kernel
def _end_share(kind, along, outward, half):
    """Return how much of a pixel lies before the end of a stroke.

    ``along`` is the distance still to go along the segment, ``outward`` the one past the cut.
    """
    if kind == MITER:
        share = 1.0 - outward
    elif kind == SQUARE:
        share = 0.5 + along + half
    else:
        share = 0.5 + along
    return min(1.0, max(0.0, share))


@inlined
def stroke_coverage(table, s, px, py):
    """Return the share of the pixel around (px, py) that segment ``s`` covers."""
    x0, y0 = table[s, 0], table[s, 1]
    tx, ty = table[s, 3] - x0, table[s, 4] - y0
    length = np.sqrt(tx * tx + ty * ty)
    if length > 1e-9:
        tx /= length
        ty /= length
    half = table[s, 6]
    qx, qy = px - x0, py - y0
    rx, ry = px - table[s, 3], py - table[s, 4]
    along = qx * tx + qy * ty
    distance = abs(qx * ty - qy * tx)
    kind0, kind1 = int(table[s, 7]), int(table[s, 10])
    share = 1.0
    if kind0 == ROUND:
        if along <= 0.0:
            distance = np.sqrt(qx * qx + qy * qy)
    else:
        share *= _end_share(kind0, along, qx * table[s, 8] + qy * table[s, 9], half)
    if kind1 == ROUND:
        if along >= length:
            distance = np.sqrt(rx * rx + ry * ry)
    else:
        share *= _end_share(kind1, length - along, rx * table[s, 11] + ry * table[s, 12], half)
    if share <= 0.0:
        return 0.0
    across = min(distance + 0.5, half) - max(distance - 0.5, -half)
    if across <= 0.0:
        return 0.0
    return share * across


@inlined
def nearest_on_segment(table, s, px, py):
    """Return x, y and biased depth of the point of segment ``s`` that is nearest to (px, py)."""
    x0, y0 = table[s, 0], table[s, 1]
    tx, ty = table[s, 3] - x0, table[s, 4] - y0
    square = tx * tx + ty * ty
    share = 0.0
    if square > 1e-18:
        share = min(1.0, max(0.0, ((px - x0) * tx + (py - y0) * ty) / square))
    depth = table[s, 2] + share * (table[s, 5] - table[s, 2])
    return x0 + share * tx, y0 + share * ty, depth * (1.0 + table[s, 13])
