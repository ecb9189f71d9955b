"""The blend of one pixel's layers, as its fragments are called that are given depth and colour."""

# mypy: allow-untyped-defs, allow-untyped-calls

from scenes.camera.compilation import inlined, kernel
from scenes.camera.fragments import FULL, HALF_SPAN, sample_offset
from scenes.camera.tables import ALPHA

TIE = 1e-9  # the relative difference in depth up to which surfaces, or strokes, coincide
STROKE_TIE = 1e-7  # a stroke and a surface, whose depths are found in different ways
STEEPEST = 0.01  # the most a depth may change, relatively, between a pixel and a stroke's axis
SAMPLE = 1 / 16  # a sample's share of its pixel
OPAQUE = 1e-6  # layers that let less through hide all behind them


@inlined
def _is_nearer(layers, i, j, ox, oy):
    """Return whether layer ``i`` lies before ``j`` at an offset from the pixel's centre."""
    # A stroke is compared with a surface where its axis runs, so that a line drawn in a steep
    # surface shows its whole width. What coincides is ordered as Manim draws it, last on top.
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


@kernel
def _may_cross(layers, n):
    """Return whether two layers that share samples may change places within the pixel."""
    for i in range(n):
        for j in range(i):
            p, q = layers[i], layers[j]
            swing = HALF_SPAN * (abs(p.depth_dx - q.depth_dx) + abs(p.depth_dy - q.depth_dy))
            surfaces = not (p.is_stroke or q.is_stroke)
            if surfaces and p.mask & q.mask and abs(p.depth - q.depth) < swing:
                return True
    return False


@inlined
def _add(shown, layer, weight):
    for c in range(3):
        shown.color[c] += weight * layer.color[c]


@inlined
def _blend_whole(layers, rank, n, share, shown):
    """Add ``share`` of what layers ``rank[:n]`` show, near to far; return what they let through."""
    left = 1.0
    for i in range(n):
        layer = layers[rank[i]]
        weight = left * layer.color[ALPHA]
        _add(shown, layer, share * weight)
        left -= weight
        if left <= OPAQUE:
            break
    return left


@inlined
def _blend_masked(layers, rank, n, through, shown):
    """Add what layers show that cover parts of the pixel; return what they let through."""
    through[:] = 1.0
    for i in range(n):
        layer = layers[rank[i]]
        weight = 0.0
        for s in range(16):
            if layer.mask >> s & 1:
                weight += through[s] * layer.color[ALPHA]
                through[s] *= 1.0 - layer.color[ALPHA]
        _add(shown, layer, SAMPLE * weight)
    left = 0.0
    for s in range(16):
        left += through[s]
    return SAMPLE * left


@inlined
def _blend_samples(layers, rank, n, shown):
    """Add what the layers of each sample show in the order they have there; return as above."""
    left = 0.0
    for s in range(16):
        covering = 0
        for i in range(n):
            if layers[i].mask >> s & 1:
                rank[covering] = i
                covering += 1
        ox, oy = sample_offset(s)
        _sort(layers, rank, covering, ox, oy)
        left += SAMPLE * _blend_whole(layers, rank, covering, SAMPLE, shown)
    return left


@kernel
def _blend_many(layers, n, rank, through, shown):
    shown.color[:] = 0.0
    if _may_cross(layers, n):
        shown.through = _blend_samples(layers, rank, n, shown)
    else:
        whole = True
        for i in range(n):
            rank[i] = i
            whole = whole and layers[i].mask == FULL
        _sort(layers, rank, n, 0.0, 0.0)
        if whole:
            shown.through = _blend_whole(layers, rank, n, 1.0, shown)
        else:
            shown.through = _blend_masked(layers, rank, n, through, shown)
    shown.color[ALPHA] = 1.0 - shown.through


@inlined
def blend(layers, n, rank, through, shown):
    """Set ``shown`` to what ``n`` layers show together.

    One pass if all cover the whole pixel, one with 16 transmittances if they cover parts of it, and
    a sort for each sample if surfaces meet in the pixel. One whole layer is by far the most
    frequent. ``rank`` (n,) and ``through`` (16,) are scratch.
    """
    layer = layers[0]
    if n > 1 or layer.mask != FULL:
        _blend_many(layers, n, rank, through, shown)
        return
    alpha = layer.color[ALPHA]
    for c in range(3):
        shown.color[c] = alpha * layer.color[c]
    shown.color[ALPHA] = alpha
    shown.through = 1.0 - alpha
