"""From the fragments of one pixel to what it shows."""

# Kernels take their types from their arguments.
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from scenes.camera.compilation import inlined, kernel

FULL = 0xFFFF
REACH = 0.375
TIE = 1e-9
STROKE_TIE = 1e-7
STEEPEST = 0.01

# Columns of the per-pixel table of fragments.
DEPTH, DX, DY, RED, GREEN, BLUE, ALPHA, CX, CY = 0, 1, 2, 3, 4, 5, 6, 7, 8
# ... and of its integers.
MASK, ORDER, STROKE = 0, 1, 2


@inlined
def is_nearer(numbers, integers, i, j, ox, oy):
    """Return whether fragment ``i`` lies before ``j`` at an offset from the pixel's centre.

    A stroke is compared with a surface where its centre line runs, so that a line drawn in a steep
    surface shows its whole width. What coincides is ordered as Manim draws it, last on top.
    """
    a, b = numbers[i, DEPTH], numbers[j, DEPTH]
    if integers[i, STROKE] == integers[j, STROKE]:
        if integers[i, STROKE] == 0:
            a += numbers[i, DX] * ox + numbers[i, DY] * oy
            b += numbers[j, DX] * ox + numbers[j, DY] * oy
        tie = TIE
    else:
        tie = STROKE_TIE
        if integers[i, STROKE]:
            shift = numbers[j, DX] * numbers[i, CX] + numbers[j, DY] * numbers[i, CY]
            b += min(STEEPEST * b, max(-STEEPEST * b, shift))
        else:
            shift = numbers[i, DX] * numbers[j, CX] + numbers[i, DY] * numbers[j, CY]
            a += min(STEEPEST * a, max(-STEEPEST * a, shift))
    if abs(a - b) <= tie * abs(a):
        return integers[i, ORDER] > integers[j, ORDER]
    return a > b


@inlined
def _may_cross(numbers, integers, i, j):
    """Return whether two fragments that share samples may change places within the pixel."""
    if integers[i, STROKE] or integers[j, STROKE] or not integers[i, MASK] & integers[j, MASK]:
        return False
    apart = abs(numbers[i, DEPTH] - numbers[j, DEPTH])
    swing = abs(numbers[i, DX] - numbers[j, DX]) + abs(numbers[i, DY] - numbers[j, DY])
    return apart < REACH * swing


@kernel
def _sort(numbers, integers, rank, n, ox, oy):
    """Sort ``rank[:n]`` from near to far."""
    for i in range(1, n):
        item = rank[i]
        j = i
        while j > 0 and is_nearer(numbers, integers, item, rank[j - 1], ox, oy):
            rank[j] = rank[j - 1]
            j -= 1
        rank[j] = item


@kernel
def composite(numbers, integers, n, rank, through, color):
    """Write premultiplied colour of ``n`` fragments, and what they let through, to ``color`` (5,).

    One pass if all cover the whole pixel, one with 16 transmittances if they cover parts of it, and
    a sort for each sample if surfaces meet in the pixel.
    """
    for i in range(n):
        rank[i] = i
    _sort(numbers, integers, rank, n, 0.0, 0.0)
    whole = True
    for i in range(n):
        if integers[i, MASK] != FULL:
            whole = False
    crossing = False
    for i in range(n):
        for j in range(i):
            if _may_cross(numbers, integers, i, j):
                crossing = True
    color[:] = 0.0
    if whole and not crossing:
        left = 1.0
        for i in range(n):
            f = rank[i]
            weight = left * numbers[f, ALPHA]
            color[0] += weight * numbers[f, RED]
            color[1] += weight * numbers[f, GREEN]
            color[2] += weight * numbers[f, BLUE]
            left -= weight
            if left <= 1e-6:
                break
        color[3] = 1.0 - left
        color[4] = left
        return
    if not crossing:
        through[:] = 1.0
        for i in range(n):
            f = rank[i]
            alpha = numbers[f, ALPHA]
            mask = integers[f, MASK]
            weight = 0.0
            for s in range(16):
                if mask >> s & 1:
                    weight += through[s] * alpha
                    through[s] *= 1.0 - alpha
            weight *= 0.0625
            color[0] += weight * numbers[f, RED]
            color[1] += weight * numbers[f, GREEN]
            color[2] += weight * numbers[f, BLUE]
        left = 0.0
        for s in range(16):
            left += through[s]
        color[4] = left * 0.0625
        color[3] = 1.0 - color[4]
        return
    for s in range(16):
        ox = ((s & 3) - 1.5) * 0.25
        oy = ((s >> 2) - 1.5) * 0.25
        m = 0
        for i in range(n):
            if integers[i, MASK] >> s & 1:
                rank[m] = i
                m += 1
        _sort(numbers, integers, rank, m, ox, oy)
        left = 1.0
        for i in range(m):
            f = rank[i]
            weight = left * numbers[f, ALPHA]
            color[0] += 0.0625 * weight * numbers[f, RED]
            color[1] += 0.0625 * weight * numbers[f, GREEN]
            color[2] += 0.0625 * weight * numbers[f, BLUE]
            left -= weight
            if left <= 1e-6:
                break
        color[4] += 0.0625 * left
    color[3] = 1.0 - color[4]
