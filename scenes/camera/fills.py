"""Flat fills of any outline: exact area of every pixel, by the winding of the outline."""

# Kernels take their types from their arguments.
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from scenes.camera.compilation import kernel
from scenes.camera.projecting import NEAR, _pixel_range


@kernel
def set_up_fills(
    screen,
    seen,
    outline,
    ranges,
    centers,
    normals,
    rotation,
    focal,
    zoom,
    unit,
    origin_x,
    origin_y,
    width,
    height,
    edges,
    new_ranges,
    planes,
    box,
):
    """Fill the tables of all flat fills; ``edges`` has room for twice the outline's edges.

    Where an outline passes the eye it is cut; the cut ends lie on one line in the picture, so they
    may be joined in any order.
    """
    limit = focal * (1.0 - NEAR)
    near_depth = focal / (focal - limit)
    used = 0
    for k in range(len(ranges)):
        start = used
        entry_x, entry_y, entry = 0.0, 0.0, False
        exit_x, exit_y, out = 0.0, 0.0, False
        for e in range(ranges[k, 0], ranges[k, 1]):
            i, j = outline[e, 0], outline[e, 1]
            x0, y0, d0 = screen[i, 0], screen[i, 1], screen[i, 2]
            x1, y1, d1 = screen[j, 0], screen[j, 1], screen[j, 2]
            if d0 <= 0.0 and d1 <= 0.0:
                continue
            if d0 <= 0.0 or d1 <= 0.0:
                share = (limit - seen[i, 2]) / (seen[j, 2] - seen[i, 2])
                u = seen[i, 0] + share * (seen[j, 0] - seen[i, 0])
                v = seen[i, 1] + share * (seen[j, 1] - seen[i, 1])
                x = origin_x + u * near_depth * zoom * unit
                y = origin_y - v * near_depth * zoom * unit
                if d0 <= 0.0:
                    if out:
                        edges[used, 0], edges[used, 1] = exit_x, exit_y
                        edges[used, 2], edges[used, 3] = x, y
                        used += 1
                        out = False
                    else:
                        entry_x, entry_y, entry = x, y, True
                    x0, y0 = x, y
                else:
                    exit_x, exit_y, out = x, y, True
                    x1, y1 = x, y
            edges[used, 0], edges[used, 1] = x0, y0
            edges[used, 2], edges[used, 3] = x1, y1
            used += 1
        if out and entry:
            edges[used, 0], edges[used, 1] = exit_x, exit_y
            edges[used, 2], edges[used, 3] = entry_x, entry_y
            used += 1
        new_ranges[k, 0] = start
        new_ranges[k, 1] = used
        box[k, 0] = 1
        box[k, 1] = 0
        box[k, 2] = 1
        box[k, 3] = 0
        if used - start < 2:
            continue
        low_x, high_x = np.inf, -np.inf
        low_y, high_y = np.inf, -np.inf
        for e in range(start, used):
            low_x = min(low_x, edges[e, 0], edges[e, 2])
            high_x = max(high_x, edges[e, 0], edges[e, 2])
            low_y = min(low_y, edges[e, 1], edges[e, 3])
            high_y = max(high_y, edges[e, 1], edges[e, 3])
        c0, c1 = _pixel_range(low_x, high_x, width)
        r0, r1 = _pixel_range(low_y, high_y, height)
        if c0 > c1 or r0 > r1:
            continue
        box[k, 0] = c0
        box[k, 1] = c1
        box[k, 2] = r0
        box[k, 3] = r1
        nx, ny, nz = normals[k, 0], normals[k, 1], normals[k, 2]
        a = rotation[0, 0] * nx + rotation[0, 1] * ny + rotation[0, 2] * nz
        b = rotation[1, 0] * nx + rotation[1, 1] * ny + rotation[1, 2] * nz
        c = rotation[2, 0] * nx + rotation[2, 1] * ny + rotation[2, 2] * nz
        m = centers[k]
        offset = a * seen[m, 0] + b * seen[m, 1] + c * seen[m, 2]
        eye = c * focal - offset
        if abs(eye) > 1e-6 * focal:
            dx = -a / (zoom * unit) / eye
            dy = b / (zoom * unit) / eye
            planes[k, 0] = c * focal / eye - dx * origin_x - dy * origin_y
            planes[k, 1] = dx
            planes[k, 2] = dy
        else:
            planes[k, 0] = max(screen[m, 2], 1e-9)
            planes[k, 1] = 0.0
            planes[k, 2] = 0.0


@kernel
def _right_of(x, low, high):
    """Return the mean of max(0, x - s) for s between ``low`` and ``high``."""
    if x <= low:
        return 0.0
    if x >= high:
        return x - 0.5 * (low + high)
    return 0.5 * (x - low) * (x - low) / (high - low)


@kernel
def accumulate_outline(edges, first, last, top, rows, width, area):
    """Add the outline's area to ``area`` (rows, width + 2), as differences along each row.

    The sum along a row is the winding-weighted area of each pixel: an edge covers, of a column,
    what lies to its right, and that is a difference of :func:`_right_of`.
    """
    for e in range(first, last):
        x0, y0, x1, y1 = edges[e, 0], edges[e, 1], edges[e, 2], edges[e, 3]
        if y0 == y1:
            continue
        turn = 1.0
        if y0 > y1:
            x0, y0, x1, y1 = x1, y1, x0, y0
            turn = -1.0
        if y1 <= top or y0 >= top + rows:
            continue
        slope = (x1 - x0) / (y1 - y0)
        begin = max(y0, float(top))
        end = min(y1, float(top + rows))
        row = int(np.floor(begin))
        while row < end:
            ya = max(begin, float(row))
            yb = min(end, row + 1.0)
            share = (yb - ya) * turn
            xa = x0 + (ya - y0) * slope
            xb = x0 + (yb - y0) * slope
            line = row - top
            row += 1
            if xa > xb:
                xa, xb = xb, xa
            if xa >= width or share == 0.0:
                continue
            if xb <= 0.0:
                area[line, 0] += share
                continue
            if xb > width:
                share *= (width - xa) / (xb - xa)
                xb = float(width)
            if xa < 0.0:
                area[line, 0] += share * (0.0 - xa) / (xb - xa)
                share *= xb / (xb - xa)
                xa = 0.0
            before = 0.0
            here = 0.0
            for column in range(int(xa), int(xb) + 2):
                after = _right_of(column + 1.0, xa, xb)
                area[line, column] += share * (after - 2.0 * here + before)
                before = here
                here = after
