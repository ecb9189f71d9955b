"""From points in space to primitives in pixels."""

# Kernels take their types from their arguments.
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from scenes.camera.compilation import allocating, kernel

NEAR = 1e-3

WORTHWHILE = 24
"""A triangle whose bounding box has fewer pixels gets no colour plane."""

COLOR_INVISIBLE = 0.125 / 255
"""How far a plane's colour may be from the true one."""

LINE_INVISIBLE = 0.05
"""How far a line drawn by a plane may be from the true one, in pixels."""


@kernel
def project(
    points, rotation, center, focal, zoom, exponential, unit, origin_x, origin_y, seen, screen
):
    """Write eye coordinates to ``seen`` and pixel x, y and depth to ``screen``.

    Returns how many points are too near to the eye, or behind it; their depth is 0.
    """
    hidden = 0
    for i in range(len(points)):
        x = points[i, 0] - center[0]
        y = points[i, 1] - center[1]
        z = points[i, 2] - center[2]
        u = rotation[0, 0] * x + rotation[0, 1] * y + rotation[0, 2] * z
        v = rotation[1, 0] * x + rotation[1, 1] * y + rotation[1, 2] * z
        w = rotation[2, 0] * x + rotation[2, 1] * y + rotation[2, 2] * z
        seen[i, 0] = u
        seen[i, 1] = v
        seen[i, 2] = w
        if exponential and w > 0:
            depth = np.exp(w / focal)
        elif focal - w > NEAR * focal:
            depth = focal / (focal - w)
        else:
            hidden += 1
            screen[i, 0] = 0.0
            screen[i, 1] = 0.0
            screen[i, 2] = 0.0
            continue
        screen[i, 0] = origin_x + u * depth * zoom * unit
        screen[i, 1] = origin_y - v * depth * zoom * unit
        screen[i, 2] = depth
    return hidden


@kernel
def _pixel_range(low, high, limit):
    """Return the first and last pixel that ``[low, high]`` touches, clipped before the cast."""
    if not (high >= 0.0 and low <= limit):
        return 1, 0
    first = int(np.floor(max(low, 0.0)))
    last = int(np.floor(min(high, limit - 1.0)))
    return first, last


@kernel
def set_up_triangles(screen, triangles, width, height, first, last, corners, table, box, facing):
    """Fill the tables of triangles ``first`` to ``last``.

    An edge function is computed from its ends in one canonical order, so the two triangles of an
    edge get exactly opposite values and a sample on it belongs to exactly one of them.
    """
    for t in range(first, last):
        i, j, k = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        box[t, 0] = 1
        box[t, 1] = 0
        box[t, 2] = 1
        box[t, 3] = 0
        facing[t] = 0
        if screen[i, 2] <= 0.0 or screen[j, 2] <= 0.0 or screen[k, 2] <= 0.0:
            continue
        x0, y0 = screen[i, 0], screen[i, 1]
        area = (screen[j, 0] - x0) * (screen[k, 1] - y0) - (screen[j, 1] - y0) * (screen[k, 0] - x0)
        if not (area > 1e-12 or area < -1e-12):
            continue
        if area < 0.0:
            j, k = k, j
            area = -area
            facing[t] = -1
        else:
            facing[t] = 1
        corners[t, 0] = i
        corners[t, 1] = j
        corners[t, 2] = k
        x1, y1 = screen[j, 0], screen[j, 1]
        x2, y2 = screen[k, 0], screen[k, 1]
        c0, c1 = _pixel_range(min(x0, x1, x2), max(x0, x1, x2), width)
        r0, r1 = _pixel_range(min(y0, y1, y2), max(y0, y1, y2), height)
        if c0 > c1 or r0 > r1:
            continue
        box[t, 0] = c0
        box[t, 1] = c1
        box[t, 2] = r0
        box[t, 3] = r1
        for e in range(3):
            if e == 0:
                ax, ay, bx, by = x1, y1, x2, y2
            elif e == 1:
                ax, ay, bx, by = x2, y2, x0, y0
            else:
                ax, ay, bx, by = x0, y0, x1, y1
            sign = 1.0
            if ay > by or (ay == by and ax > bx):
                ax, ay, bx, by = bx, by, ax, ay
                sign = -1.0
            a = -(by - ay)
            b = bx - ax
            table[t, 3 * e] = sign * a
            table[t, 3 * e + 1] = sign * b
            table[t, 3 * e + 2] = sign * -(a * ax + b * ay)
        d0, d1, d2 = screen[i, 2], screen[j, 2], screen[k, 2]
        dx = (table[t, 0] * d0 + table[t, 3] * d1 + table[t, 6] * d2) / area
        dy = (table[t, 1] * d0 + table[t, 4] * d1 + table[t, 7] * d2) / area
        table[t, 9] = d0 - dx * x0 - dy * y0
        table[t, 10] = dx
        table[t, 11] = dy
        table[t, 12] = area


@kernel
def _set_plane(values, channel, i, j, k, screen, table, t, planes, column):
    """Write the plane (at origin, d/dx, d/dy) of ``values[:, channel]`` over triangle ``t``."""
    v0, v1, v2 = values[i, channel], values[j, channel], values[k, channel]
    dx = (table[t, 0] * v0 + table[t, 3] * v1 + table[t, 6] * v2) / table[t, 12]
    dy = (table[t, 1] * v0 + table[t, 4] * v1 + table[t, 7] * v2) / table[t, 12]
    planes[t, column] = v0 - dx * screen[i, 0] - dy * screen[i, 1]
    planes[t, column + 1] = dx
    planes[t, column + 2] = dy


@kernel
def set_up_planes(
    screen, colors, scalars, paints, drawn, line_sets, lines, levels, stroke_unit,
    first, last, corners, table, box, planes, shown,
):  # fmt: skip
    """Fill the planes of colour and fields of triangles ``first`` to ``last``.

    A row holds four colour channels and three fields, (at origin, d/dx, d/dy) each. They are
    linear in space, not in the picture: where the difference would show, or the triangle is too
    small to repay it, the row begins with NaN and they are found at every pixel. ``shown`` is the
    set of lines to look for in a triangle, -1 where its planes say that none passes.
    """
    for t in range(first, last):
        shown[t] = drawn[t]
        planes[t, 0] = np.nan
        rows, columns = box[t, 3] - box[t, 2] + 1, box[t, 1] - box[t, 0] + 1
        if paints[t] >= 0 or rows * columns < WORTHWHILE:
            continue
        i, j, k = corners[t, 0], corners[t, 1], corners[t, 2]
        d0, d1, d2 = screen[i, 2], screen[j, 2], screen[k, 2]
        uneven = 0.25 * (max(d0, d1, d2) / min(d0, d1, d2) - 1.0)
        if drawn[t] >= 0 and uneven * max(rows, columns) > LINE_INVISIBLE:
            continue
        difference = 0.0
        for c in range(4):
            low = min(colors[i, c], colors[j, c], colors[k, c])
            high = max(colors[i, c], colors[j, c], colors[k, c])
            difference = max(difference, high - low)
        if uneven * difference > COLOR_INVISIBLE:
            continue
        for c in range(4):
            _set_plane(colors, c, i, j, k, screen, table, t, planes, 3 * c)
        if drawn[t] >= 0:
            for field in range(3):
                _set_plane(scalars, field, i, j, k, screen, table, t, planes, 12 + 3 * field)
            shown[t] = -1
            for line in range(line_sets[drawn[t], 0], line_sets[drawn[t], 1]):
                field = int(lines[line, 0])
                s0, s1, s2 = scalars[i, field], scalars[j, field], scalars[k, field]
                slope = np.hypot(planes[t, 13 + 3 * field], planes[t, 14 + 3 * field])
                reach = (0.5 * lines[line, 3] * stroke_unit + 1.0) * slope
                low, high = min(s0, s1, s2) - reach, max(s0, s1, s2) + reach
                begin = int(lines[line, 1])
                for level in levels[begin : begin + int(lines[line, 2])]:
                    if low <= level <= high:
                        shown[t] = drawn[t]


@kernel
def mark_edges(screen, edges, facing, smooth):
    """Set ``smooth`` in every pixel that a border, a crease or a silhouette edge passes."""
    height, width = smooth.shape
    for e in range(len(edges)):
        t0, t1 = edges[e, 2], edges[e, 3]
        if edges[e, 4] == 0 and t1 >= 0 and t0 >= 0 and facing[t0] * facing[t1] > 0:
            continue
        i, j = edges[e, 0], edges[e, 1]
        if screen[i, 2] <= 0.0 or screen[j, 2] <= 0.0:
            continue
        if screen[i, 1] > screen[j, 1]:
            i, j = j, i
        x0, y0 = screen[i, 0], screen[i, 1]
        x1, y1 = screen[j, 0], screen[j, 1]
        first, last = _pixel_range(y0 - 1e-6, y1 + 1e-6, height)
        slope = 0.0
        if y1 > y0:
            slope = (x1 - x0) / (y1 - y0)
        for row in range(first, last + 1):
            if y1 > y0:
                xa = x0 + slope * (max(float(row), y0) - y0)
                xb = x0 + slope * (min(row + 1.0, y1) - y0)
            else:
                xa, xb = x0, x1
            c0, c1 = _pixel_range(min(xa, xb) - 1e-6, max(xa, xb) + 1e-6, width)
            for column in range(c0, c1 + 1):
                smooth[row, column] = 1


@kernel
def set_up_paints(screen, ends, table):
    """Fill the gradients' origins and directions; a gradient without length stays at its start."""
    for p in range(len(ends)):
        i, j = ends[p, 0], ends[p, 1]
        dx = screen[j, 0] - screen[i, 0]
        dy = screen[j, 1] - screen[i, 1]
        square = dx * dx + dy * dy
        table[p, 0] = screen[i, 0]
        table[p, 1] = screen[i, 1]
        if square > 1e-12 and screen[i, 2] > 0.0 and screen[j, 2] > 0.0:
            table[p, 2] = dx / square
            table[p, 3] = dy / square
        else:
            table[p, 2] = 0.0
            table[p, 3] = 0.0


@allocating
def bin_bands(box, rows, bands):
    """Sort primitives into bands of ``rows`` rows, each band in drawing order."""
    starts = np.zeros(bands + 1, dtype=np.int64)
    for i in range(len(box)):
        if box[i, 0] <= box[i, 1] and box[i, 2] <= box[i, 3]:
            for band in range(box[i, 2] // rows, box[i, 3] // rows + 1):
                starts[band + 1] += 1
    for band in range(bands):
        starts[band + 1] += starts[band]
    items = np.empty(starts[bands], dtype=np.int32)
    cursor = starts[:-1].copy()
    for i in range(len(box)):
        if box[i, 0] <= box[i, 1] and box[i, 2] <= box[i, 3]:
            for band in range(box[i, 2] // rows, box[i, 3] // rows + 1):
                items[cursor[band]] = i
                cursor[band] += 1
    return starts, items
