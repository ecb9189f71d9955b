"""Triangles: set up for a frame, then the fragments that they give to a band."""

# mypy: allow-untyped-defs, allow-untyped-calls

from scenes.camera.compilation import inlined, kernel
from scenes.camera.fragments import (
    FULL,
    HALF_SPAN,
    add_fragment,
    has_room,
    mask_center,
    rows_of,
    sample_offset,
)
from scenes.camera.projection import empty, pixel_range, set_box
from scenes.camera.triangle_color import plane, set_triangle_color, set_up_planes

NARROW = 5  # up to which many columns it is quicker to try each than to solve for their ends


@kernel
def set_up_triangles(frame, first, last):
    """Project triangles ``first`` to ``last``, which others may do at the same time.

    An edge function is computed from its ends in one canonical order, so the two triangles of an
    edge get exactly opposite values and a sample on it belongs to exactly one of them.
    """
    for t in range(first, last):
        triangle = frame.triangles[t]
        empty(triangle.box)
        triangle.facing = 0
        corners = frame.geometry.triangles[t].point
        i, j, k = corners[0], corners[1], corners[2]
        p, q, r = frame.points[i], frame.points[j], frame.points[k]
        if p.depth <= 0.0 or q.depth <= 0.0 or r.depth <= 0.0:
            continue
        area = (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)
        if not (area > 1e-12 or area < -1e-12):
            continue
        triangle.facing = 1
        if area < 0.0:
            j, k, q, r = k, j, r, q
            area = -area
            triangle.facing = -1
        triangle.area = area
        triangle.point[0], triangle.point[1], triangle.point[2] = i, j, k
        low_x, high_x = min(p.x, q.x, r.x), max(p.x, q.x, r.x)
        low_y, high_y = min(p.y, q.y, r.y), max(p.y, q.y, r.y)
        if not set_box(triangle.box, frame.perspective, low_x, high_x, low_y, high_y):
            continue
        for e in range(3):
            start = frame.points[triangle.point[(e + 1) % 3]]
            end = frame.points[triangle.point[(e + 2) % 3]]
            sign = 1.0
            if start.y > end.y or (start.y == end.y and start.x > end.x):
                start, end = end, start
                sign = -1.0
            a = -(end.y - start.y)
            b = end.x - start.x
            triangle.a[e] = sign * a
            triangle.b[e] = sign * b
            triangle.c[e] = sign * -(a * start.x + b * start.y)
        triangle.depth, triangle.depth_dx, triangle.depth_dy = plane(
            triangle, p, p.depth, q.depth, r.depth
        )
    set_up_planes(frame, first, last)


@kernel
def mark_edges(frame):
    """Set ``smooth`` in every pixel that a border, a crease or a silhouette edge passes."""
    height, width = frame.smooth.shape
    for e in range(len(frame.geometry.edges)):
        edge = frame.geometry.edges[e]
        left, right = edge.left_triangle, edge.right_triangle
        inner = edge.smooth == 0 and left >= 0 and right >= 0
        if inner and frame.triangles[left].facing * frame.triangles[right].facing > 0:
            continue
        start, end = frame.points[edge.start_point], frame.points[edge.end_point]
        if start.depth <= 0.0 or end.depth <= 0.0:
            continue
        if start.y > end.y:
            start, end = end, start
        x0, y0, x1, y1 = start.x, start.y, end.x, end.y
        top, bottom = pixel_range(y0 - 1e-6, y1 + 1e-6, height)
        slope = (x1 - x0) / (y1 - y0) if y1 > y0 else 0.0
        for row in range(top, bottom + 1):
            xa, xb = x0, x1
            if y1 > y0:
                xa = x0 + slope * (max(float(row), y0) - y0)
                xb = x0 + slope * (min(row + 1.0, y1) - y0)
            left, right = pixel_range(min(xa, xb) - 1e-6, max(xa, xb) + 1e-6, width)
            for column in range(left, right + 1):
                frame.smooth[row, column] = 1


@kernel
def _span(low, high, a, reach):
    """Narrow columns, to one too many at most, to those whose centre x has a x + reach >= 0."""
    edge = -reach / a - 0.5
    if a > 1e-9 and edge > low:
        low = high + 1 if edge > high else int(edge)
    elif a < -1e-9 and edge < high:
        high = low - 1 if edge < low else int(edge) + 1
    return low, high


@inlined
def _within(e0, e1, e2, in0, in1, in2):
    """Return whether a place lies within three edges, given their values and which are owned."""
    return (
        (e0 > 0.0 or (in0 and e0 == 0.0))
        and (e1 > 0.0 or (in1 and e1 == 0.0))
        and (e2 > 0.0 or (in2 and e2 == 0.0))
    )


@kernel
def triangle_fragments(frame, primitives, band, used):
    """Add triangles to the ``used`` fragments of a band; return how many then, -1: no room."""
    width = frame.smooth.shape[1]
    for t in primitives:
        triangle = frame.triangles[t]
        a0, b0, c0 = triangle.a[0], triangle.b[0], triangle.c[0]
        a1, b1, c1 = triangle.a[1], triangle.b[1], triangle.c[1]
        a2, b2, c2 = triangle.a[2], triangle.b[2], triangle.c[2]
        in0 = a0 > 0.0 or (a0 == 0.0 and b0 > 0.0)
        in1 = a1 > 0.0 or (a1 == 0.0 and b1 > 0.0)
        in2 = a2 > 0.0 or (a2 == 0.0 and b2 > 0.0)
        wide = triangle.box.right - triangle.box.left > NARROW
        r0 = HALF_SPAN * (abs(a0) + abs(b0))
        r1 = HALF_SPAN * (abs(a1) + abs(b1))
        r2 = HALF_SPAN * (abs(a2) + abs(b2))
        for y in rows_of(band, triangle.box):
            k0 = b0 * (y + 0.5) + c0
            k1 = b1 * (y + 0.5) + c1
            k2 = b2 * (y + 0.5) + c2
            low, high = triangle.box.left, triangle.box.right
            if wide:
                low, high = _span(low, high, a0, k0 + r0)
                low, high = _span(low, high, a1, k1 + r1)
                low, high = _span(low, high, a2, k2 + r2)
            if not has_room(band, used, y, low, high):
                return -1
            for x in range(low, high + 1):
                e0 = k0 + a0 * (x + 0.5)
                e1 = k1 + a1 * (x + 0.5)
                e2 = k2 + a2 * (x + 0.5)
                mask = FULL
                if not frame.smooth[y, x]:
                    if not _within(e0, e1, e2, in0, in1, in2):
                        continue
                elif e0 < -r0 or e1 < -r1 or e2 < -r2:
                    continue
                elif not (e0 > r0 and e1 > r1 and e2 > r2):
                    mask = 0
                    for s in range(16):
                        ox, oy = sample_offset(s)
                        f0 = e0 + (a0 * ox + b0 * oy)
                        f1 = e1 + (a1 * ox + b1 * oy)
                        f2 = e2 + (a2 * ox + b2 * oy)
                        if _within(f0, f1, f2, in0, in1, in2):
                            mask |= 1 << s
                    if mask == 0:
                        continue
                used = add_fragment(band, used, (y - band.top) * width + x, t, mask, 1.0)
    return used


@kernel
def _layers_meet(triangles, fragments, first, x, y):
    """Return whether two triangles of a pixel's list may change places within the pixel."""
    i = first
    while i >= 0:
        j = fragments[i].link
        while fragments[i].primitive < len(triangles) and j >= 0:
            if fragments[j].primitive < len(triangles):
                p, q = triangles[fragments[i].primitive], triangles[fragments[j].primitive]
                dx = p.depth_dx - q.depth_dx
                dy = p.depth_dy - q.depth_dy
                apart = p.depth - q.depth + dx * x + dy * y
                if abs(apart) <= abs(dx) + abs(dy):
                    return True
            j = fragments[j].link
        i = fragments[i].link
    return False


@kernel
def mark_crossings(frame, band):
    """Mark pixels where surfaces may meet for smoothing, and return how many are new.

    A pixel with one fragment per layer takes a triangle's plane for the whole pixel, which is wrong
    beyond the triangle's edge: there, a surface that touches another would show through it.
    """
    width = frame.smooth.shape[1]
    found = 0
    for row in range(band.rows):
        y = band.top + row
        for x in range(band.first[row], band.last[row] + 1):
            first = band.head[row * width + x]
            if first < 0 or band.fragments[first].link < 0 or frame.smooth[y, x]:
                continue
            if _layers_meet(frame.triangles, band.fragments, first, x + 0.5, y + 0.5):
                frame.smooth[y, x] = 1
                found += 1
    return found


@inlined
def triangle_layer(frame, t, mask, x, y, layer):
    """Write to ``layer`` what a triangle shows at the pixel around (x, y)."""
    triangle = frame.triangles[t]
    layer.depth = triangle.depth + triangle.depth_dx * x + triangle.depth_dy * y
    layer.depth_dx, layer.depth_dy = triangle.depth_dx, triangle.depth_dy
    layer.order, layer.is_stroke = frame.geometry.triangles[t].order, 0
    if mask != FULL:
        ox, oy = mask_center(mask)
        x, y = x + ox, y + oy
    set_triangle_color(frame, t, x, y, layer.color)
