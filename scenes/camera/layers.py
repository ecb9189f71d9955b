"""From the layers of one pixel, as the fragments that cover it are called, to what it shows."""

# Kernels take their types from their arguments.
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from scenes.camera.compilation import inlined, kernel
from scenes.camera.fragments import FULL, HALF_SPAN, sample_offset

TIE = 1e-9
"""The relative difference in depth up to which two surfaces, or two strokes, coincide."""

STROKE_TIE = 1e-7
"""The same for a stroke and a surface, whose depths are found in different ways."""

STEEPEST = 0.01
"""The most that a surface's depth may change, relatively, between a pixel and a stroke's axis."""

SAMPLE = 1 / 16
"""A sample's share of its pixel."""

OPAQUE = 1e-6
"""What is let through by layers that hide all behind them."""


@inlined
def _is_nearer(layers, i, j, ox, oy):
    """Return whether layer ``i`` lies before ``j`` at an offset from the pixel's centre.

    A stroke is compared with a surface where its axis runs, so that a line drawn in a steep surface
    shows its whole width. What coincides is ordered as Manim draws it, last on top.
    """
    p, q = layers[i], layers[j]
    a, b = p.depth, q.depth
    tie = TIE
    if p.is_stroke != q.is_stroke:
        tie = STROKE_TIE
        if p.is_stroke:
            shift = q.depth_dx * p.axis_dx + q.depth_dy * p.axis_dy
            b += min(STEEPEST * b, max(-STEEPEST * b, shift))
        else:
            shift = p.depth_dx * q.axis_dx + p.depth_dy * q.axis_dy
            a += min(STEEPEST * a, max(-STEEPEST * a, shift))
    elif not p.is_stroke:
        a += p.depth_dx * ox + p.depth_dy * oy
        b += q.depth_dx * ox + q.depth_dy * oy
    if abs(a - b) <= tie * abs(a):
        return p.order > q.order
    return a > b


@kernel
def _sort(layers, rank, n, ox, oy):
    """Sort ``rank[:n]`` from near to far."""
    for i in range(1, n):
        item = rank[i]
        j = i
        while j > 0 and _is_nearer(layers, item, rank[j - 1], ox, oy):
            rank[j] = rank[j - 1]
            j -= 1
        rank[j] = item


@inlined
def _swing(p, q):
    """Return how much the depths of two layers may change against each other within the pixel."""
    return HALF_SPAN * (abs(p.depth_dx - q.depth_dx) + abs(p.depth_dy - q.depth_dy))


@kernel
def _may_cross(layers, n):
    """Return whether two layers that share samples may change places within the pixel."""
    for i in range(n):
        for j in range(i):
            p, q = layers[i], layers[j]
            surfaces = not (p.is_stroke or q.is_stroke)
            if surfaces and p.mask & q.mask and abs(p.depth - q.depth) < _swing(p, q):
                return True
    return False


@inlined
def _blend_whole(layers, rank, n, share, red, green, blue):
    """Add ``share`` of what layers ``rank[:n]`` show, near to far, and return what they let by."""
    left = 1.0
    for i in range(n):
        layer = layers[rank[i]]
        weight = left * layer.alpha
        red += share * weight * layer.red
        green += share * weight * layer.green
        blue += share * weight * layer.blue
        left -= weight
        if left <= OPAQUE:
            break
    return red, green, blue, left


@inlined
def _blend_masked(layers, rank, n, through):
    """Blend layers of which each covers some samples; ``through`` is what each sample lets by."""
    red, green, blue, left = 0.0, 0.0, 0.0, 0.0
    through[:] = 1.0
    for i in range(n):
        layer = layers[rank[i]]
        weight = 0.0
        for s in range(16):
            if layer.mask >> s & 1:
                weight += through[s] * layer.alpha
                through[s] *= 1.0 - layer.alpha
        weight *= SAMPLE
        red += weight * layer.red
        green += weight * layer.green
        blue += weight * layer.blue
    for s in range(16):
        left += through[s]
    return red, green, blue, SAMPLE * left


@inlined
def _blend_samples(layers, rank, n):
    """Blend the layers of each sample in the order they have there."""
    red, green, blue, left = 0.0, 0.0, 0.0, 0.0
    for s in range(16):
        covering = 0
        for i in range(n):
            if layers[i].mask >> s & 1:
                rank[covering] = i
                covering += 1
        ox, oy = sample_offset(s)
        _sort(layers, rank, covering, ox, oy)
        red, green, blue, through = _blend_whole(layers, rank, covering, SAMPLE, red, green, blue)
        left += SAMPLE * through
    return red, green, blue, left


@kernel
def _blend_many(layers, n, rank, through):
    if _may_cross(layers, n):
        red, green, blue, left = _blend_samples(layers, rank, n)
    else:
        whole = True
        for i in range(n):
            rank[i] = i
            whole = whole and layers[i].mask == FULL
        _sort(layers, rank, n, 0.0, 0.0)
        if whole:
            red, green, blue, left = _blend_whole(layers, rank, n, 1.0, 0.0, 0.0, 0.0)
        else:
            red, green, blue, left = _blend_masked(layers, rank, n, through)
    return red, green, blue, 1.0 - left, left


@inlined
def blend(layers, n, rank, through):
    """Return premultiplied red, green, blue and alpha of ``n`` layers, and what they let through.

    One pass if all cover the whole pixel, one with 16 transmittances if they cover parts of it, and
    a sort for each sample if surfaces meet in the pixel. One layer, and two that do not meet, are
    by far the most frequent. ``rank`` (n,) and ``through`` (16,) are scratch.
    """
    near, far = layers[0], layers[0]
    if n == 1 and near.mask == FULL:
        alpha = near.alpha
        return alpha * near.red, alpha * near.green, alpha * near.blue, alpha, 1.0 - alpha
    if n == 2 and layers[0].mask == FULL and layers[1].mask == FULL:
        far = layers[1]
        apart = near.depth - far.depth
        distinct = abs(apart) > _swing(near, far) + TIE * near.depth
        if distinct and not (near.is_stroke or far.is_stroke):
            if apart < 0.0:
                near, far = far, near
            over = near.alpha
            under = (1.0 - over) * far.alpha
            return (
                over * near.red + under * far.red,
                over * near.green + under * far.green,
                over * near.blue + under * far.blue,
                over + under,
                1.0 - over - under,
            )
    return _blend_many(layers, n, rank, through)
