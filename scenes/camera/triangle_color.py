"""The colour of a triangle at a pixel: its paint, or its corners' colours and lines over them."""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np

from scenes.camera.compilation import inlined, kernel
from scenes.camera.paints import set_paint_color
from scenes.camera.tables import ALPHA
from scenes.camera.textures import set_texture_color

WORTHWHILE = 24  # a triangle whose bounding box has fewer pixels gets no planes of colour
COLOR_INVISIBLE = 0.125 / 255  # how far a plane's colour may be from the true one
LINE_INVISIBLE = 0.05  # how far a line drawn by a plane may be from the true one, in pixels


@inlined
def plane(triangle, corner, v0, v1, v2):
    """Return a value at the origin, d/dx and d/dy, given it at the corners of a triangle."""
    dx = (triangle.a[0] * v0 + triangle.a[1] * v1 + triangle.a[2] * v2) / triangle.area
    dy = (triangle.b[0] * v0 + triangle.b[1] * v1 + triangle.b[2] * v2) / triangle.area
    return v0 - dx * corner.x - dy * corner.y, dx, dy


@kernel
def set_up_texture(frame, t):
    """Fill the planes of a textured triangle: the fields of its corners, each times its depth."""
    triangle, planes = frame.triangles[t], frame.planes[t]
    i, j, k = triangle.point[0], triangle.point[1], triangle.point[2]
    d0, d1, d2 = frame.points[i].depth, frame.points[j].depth, frame.points[k].depth
    p, q, r = frame.geometry.points[i], frame.geometry.points[j], frame.geometry.points[k]
    for f in range(3):
        planes.field[f], planes.field_dx[f], planes.field_dy[f] = plane(
            triangle, frame.points[i], d0 * p.field[f], d1 * q.field[f], d2 * r.field[f]
        )


@kernel
def set_up_planes(frame, first, last):
    """Fill the planes of colour and fields of triangles ``first`` to ``last``.

    Colours and fields are linear in space, not in the picture: where the difference would show, or
    the triangle is too small to repay it, there are no planes and they are found at every pixel.
    ``has_lines`` is unset where the planes say that no line passes. Textured triangles have planes
    of fields that are their own.
    """
    for t in range(first, last):
        triangle, planes = frame.triangles[t], frame.planes[t]
        given, box = frame.geometry.triangles[t], triangle.box
        has_lines = given.first_line < given.end_line
        triangle.has_lines = has_lines
        triangle.has_planes = 0
        rows, columns = box.bottom - box.top + 1, box.right - box.left + 1
        if rows * columns < 1:
            continue
        if given.paint >= 0:
            if frame.geometry.paints[given.paint].texture >= 0:
                set_up_texture(frame, t)
            continue
        if rows * columns < WORTHWHILE:
            continue
        i, j, k = triangle.point[0], triangle.point[1], triangle.point[2]
        corner = frame.points[i]
        d0, d1, d2 = corner.depth, frame.points[j].depth, frame.points[k].depth
        uneven = 0.25 * (max(d0, d1, d2) / min(d0, d1, d2) - 1.0)
        if has_lines and uneven * max(rows, columns) > LINE_INVISIBLE:
            continue
        p, q, r = frame.geometry.points[i], frame.geometry.points[j], frame.geometry.points[k]
        difference = 0.0
        for c in range(4):
            low = min(p.color[c], q.color[c], r.color[c])
            high = max(p.color[c], q.color[c], r.color[c])
            difference = max(difference, high - low)
        if uneven * difference > COLOR_INVISIBLE:
            continue
        triangle.has_planes = 1
        for c in range(4):
            planes.color[c], planes.color_dx[c], planes.color_dy[c] = plane(
                triangle, corner, p.color[c], q.color[c], r.color[c]
            )
        if not has_lines:
            continue
        for f in range(3):
            planes.field[f], planes.field_dx[f], planes.field_dy[f] = plane(
                triangle, corner, p.field[f], q.field[f], r.field[f]
            )
        triangle.has_lines = 0
        for n in range(given.first_line, given.end_line):
            line = frame.geometry.lines[n]
            f = line.field
            slope = np.hypot(planes.field_dx[f], planes.field_dy[f])
            reach = (0.5 * line.width * frame.perspective.stroke_unit + 1.0) * slope
            low = min(p.field[f], q.field[f], r.field[f]) - reach
            high = max(p.field[f], q.field[f], r.field[f]) + reach
            for level in range(line.first_level, line.end_level):
                if low <= frame.geometry.levels[level].value <= high:
                    triangle.has_lines = 1


@kernel
def _to_level(levels, first, end, value):
    """Return the distance from ``value`` to the nearest of ascending ``levels[first:end]``."""
    low, high = first, end
    while low < high:
        middle = (low + high) >> 1
        if levels[middle].value < value:
            low = middle + 1
        else:
            high = middle
    distance = np.inf
    if low < end:
        distance = levels[low].value - value
    if low > first:
        distance = min(distance, value - levels[low - 1].value)
    return distance


@inlined
def _line_share(frame, line, value, slope):
    """Return how much of a pixel a field's level lines cover, given its value and slope there."""
    if slope < 1e-12:
        return 0.0
    levels = frame.geometry.levels
    distance = _to_level(levels, line.first_level, line.end_level, value) / slope
    half = 0.5 * line.width * frame.perspective.stroke_unit
    return max(0.0, min(distance + 0.5, half) - max(distance - 0.5, -half))


@inlined
def set_triangle_color(frame, t, x, y, color):
    """Set ``color`` to the straight RGBA of a triangle at (x, y).

    Without planes, the weight of a corner is its edge function E times its depth d. Along the
    picture a field s is (sum of E d s) / (sum of E d); its slope is (sum of grad E d (s - value)) /
    (sum of E d).
    """
    triangle, given, planes = frame.triangles[t], frame.geometry.triangles[t], frame.planes[t]
    if given.paint >= 0:
        number = frame.geometry.paints[given.paint].texture
        if number >= 0:
            textures, texels = frame.geometry.textures, frame.geometry.texels
            set_texture_color(planes, textures[number], texels, x, y, color)
        else:
            set_paint_color(frame, given.paint, x, y, color)
        return
    i, j, k = triangle.point[0], triangle.point[1], triangle.point[2]
    p, q, r = frame.geometry.points[i], frame.geometry.points[j], frame.geometry.points[k]
    d0, d1, d2 = frame.points[i].depth, frame.points[j].depth, frame.points[k].depth
    u0, u1, u2, share = 0.0, 0.0, 0.0, 0.0
    if triangle.has_planes:
        for c in range(4):
            value = planes.color[c] + planes.color_dx[c] * x + planes.color_dy[c] * y
            color[c] = min(1.0, max(0.0, value))
    else:
        u0 = (triangle.a[0] * x + triangle.b[0] * y + triangle.c[0]) * d0
        u1 = (triangle.a[1] * x + triangle.b[1] * y + triangle.c[1]) * d1
        u2 = (triangle.a[2] * x + triangle.b[2] * y + triangle.c[2]) * d2
        share = 1.0 / (u0 + u1 + u2)
        u0 *= share
        u1 *= share
        u2 *= share
        for c in range(4):
            value = u0 * p.color[c] + u1 * q.color[c] + u2 * r.color[c]
            color[c] = min(1.0, max(0.0, value))
    if not triangle.has_lines:
        return
    for n in range(given.first_line, given.end_line):
        line = frame.geometry.lines[n]
        f = line.field
        if triangle.has_planes:
            dx, dy = planes.field_dx[f], planes.field_dy[f]
            value = planes.field[f] + dx * x + dy * y
            slope = np.sqrt(dx * dx + dy * dy)
        else:
            value = u0 * p.field[f] + u1 * q.field[f] + u2 * r.field[f]
            w0 = d0 * (p.field[f] - value)
            w1 = d1 * (q.field[f] - value)
            w2 = d2 * (r.field[f] - value)
            dx = triangle.a[0] * w0 + triangle.a[1] * w1 + triangle.a[2] * w2
            dy = triangle.b[0] * w0 + triangle.b[1] * w1 + triangle.b[2] * w2
            slope = share * np.sqrt(dx * dx + dy * dy)
        over = line.color[ALPHA] * _line_share(frame, line, value, slope)
        if over > 0.0:
            alpha = over + color[ALPHA] * (1.0 - over)
            keep = color[ALPHA] * (1.0 - over) / alpha
            over /= alpha
            for c in range(3):
                color[c] = over * line.color[c] + keep * color[c]
            color[ALPHA] = alpha
