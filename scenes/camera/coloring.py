"""The colour of a fragment: paints, vertex colours and the lines drawn into a surface."""

# Kernels take their types from their arguments.
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from scenes.camera.compilation import inlined, kernel


@kernel
def mask_center(mask):
    """Return the mean offset of the mask's samples from the pixel's centre."""
    x, y, n = 0, 0, 0
    for s in range(16):
        if mask >> s & 1:
            x += s & 3
            y += s >> 2
            n += 1
    return (x / n - 1.5) * 0.25, (y / n - 1.5) * 0.25


@inlined
def paint_color(paint, paint_stops, stops, p, px, py):
    """Return straight red, green, blue and alpha of paint ``p`` at (px, py)."""
    first, count = paint_stops[p, 0], paint_stops[p, 1]
    low = first
    u = 0.0
    if count > 1:
        share = (px - paint[p, 0]) * paint[p, 2] + (py - paint[p, 1]) * paint[p, 3]
        place = min(1.0, max(0.0, share)) * (count - 1)
        low = min(int(place), count - 2)
        u = place - low
        low += first
    high = min(low + 1, first + count - 1)
    return (
        (1.0 - u) * stops[low, 0] + u * stops[high, 0],
        (1.0 - u) * stops[low, 1] + u * stops[high, 1],
        (1.0 - u) * stops[low, 2] + u * stops[high, 2],
        (1.0 - u) * stops[low, 3] + u * stops[high, 3],
    )


@kernel
def _to_level(levels, first, last, value):
    """Return the distance from ``value`` to the nearest of ascending ``levels[first:last]``."""
    low, high = first, last
    while low < high:
        middle = (low + high) >> 1
        if levels[middle] < value:
            low = middle + 1
        else:
            high = middle
    distance = np.inf
    if low < last:
        distance = levels[low] - value
    if low > first:
        distance = min(distance, value - levels[low - 1])
    return distance


@inlined
def line_share(lines, levels, line, value, steepness):
    """Return how much of a pixel a field's level lines cover, given its value and slope there."""
    if steepness < 1e-12:
        return 0.0
    first = int(lines[line, 1])
    distance = _to_level(levels, first, first + int(lines[line, 2]), value) / steepness
    half = 0.5 * lines[line, 3]
    return max(0.0, min(distance + 0.5, half) - max(distance - 0.5, -half))


@inlined
def field_at(triangle, scalars, screen, field, t, i, j, k, u0, u1, u2, share):
    """Return a field's value where triangle ``t`` has weights u, and its slope in the picture.

    ``share`` is one over the sum of (edge function * depth) over the corners. Along the screen a
    field is (sum of E d s) / (sum of E d); its slope is (sum of grad E d (s - value)) / (sum of
    E d).
    """
    s0, s1, s2 = scalars[i, field], scalars[j, field], scalars[k, field]
    value = u0 * s0 + u1 * s1 + u2 * s2
    w0 = screen[i, 2] * (s0 - value)
    w1 = screen[j, 2] * (s1 - value)
    w2 = screen[k, 2] * (s2 - value)
    dx = triangle[t, 0] * w0 + triangle[t, 3] * w1 + triangle[t, 6] * w2
    dy = triangle[t, 1] * w0 + triangle[t, 4] * w1 + triangle[t, 7] * w2
    return value, share * np.sqrt(dx * dx + dy * dy)
