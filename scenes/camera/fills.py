"""Flat fills of any outline: exact area of every pixel, by the winding of the outline."""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np

from scenes.camera.compilation import inlined, kernel
from scenes.camera.fragments import FAINTEST, FULL, add_fragment, has_room, rows_of
from scenes.camera.paints import set_paint_color
from scenes.camera.projection import cut_at_eye, empty, set_box


@kernel
def _add_side(sides, used, x0, y0, x1, y1):
    side = sides[used]
    side.start_x, side.start_y, side.end_x, side.end_y = x0, y0, x1, y1
    return used + 1


@kernel
def _project_sides(frame, given, used):
    """Project a fill's sides to the rows from ``used`` on; return how many are used then."""
    # Where an outline passes the eye it is cut. The cut ends lie on one line in the picture, so
    # they may be joined in any order: each is joined to the first.
    first_x, first_y, is_cut = 0.0, 0.0, False
    for n in range(given.first_side, given.end_side):
        side = frame.geometry.sides[n]
        p, q = frame.points[side.start_point], frame.points[side.end_point]
        if p.depth > 0.0 and q.depth > 0.0:
            used = _add_side(frame.sides, used, p.x, p.y, q.x, q.y)
        elif p.depth > 0.0 or q.depth > 0.0:
            x, y, _ = cut_at_eye(frame.perspective, p, q)
            if not is_cut:
                first_x, first_y, is_cut = x, y, True
            if p.depth > 0.0:
                used = _add_side(frame.sides, used, p.x, p.y, x, y)
                used = _add_side(frame.sides, used, x, y, first_x, first_y)
            else:
                used = _add_side(frame.sides, used, first_x, first_y, x, y)
                used = _add_side(frame.sides, used, x, y, q.x, q.y)
    return used


@kernel
def set_up_fills(frame):
    """Project all flat fills: their sides, boxes and planes of depth."""
    perspective, turn = frame.perspective, frame.perspective.rotation
    focal, scale = perspective.focal_distance, perspective.zoom * perspective.unit
    used = 0
    for k in range(len(frame.fills)):
        given, fill = frame.geometry.fills[k], frame.fills[k]
        empty(fill.box)
        fill.first_side = used
        used = _project_sides(frame, given, used)
        fill.end_side = used
        if fill.end_side - fill.first_side < 2:
            continue
        low_x, high_x, low_y, high_y = np.inf, -np.inf, np.inf, -np.inf
        for n in range(fill.first_side, fill.end_side):
            side = frame.sides[n]
            low_x = min(low_x, side.start_x, side.end_x)
            high_x = max(high_x, side.start_x, side.end_x)
            low_y = min(low_y, side.start_y, side.end_y)
            high_y = max(high_y, side.start_y, side.end_y)
        if not set_box(fill.box, perspective, low_x, high_x, low_y, high_y):
            continue
        nx, ny, nz = given.normal[0], given.normal[1], given.normal[2]
        a = turn[0, 0] * nx + turn[0, 1] * ny + turn[0, 2] * nz
        b = turn[1, 0] * nx + turn[1, 1] * ny + turn[1, 2] * nz
        c = turn[2, 0] * nx + turn[2, 1] * ny + turn[2, 2] * nz
        center = frame.points[given.center_point]
        offset = a * center.u + b * center.v + c * center.w
        eye = c * focal - offset
        if abs(eye) > 1e-6 * focal:
            dx = -a / scale / eye
            dy = b / scale / eye
            fill.depth_dx, fill.depth_dy = dx, dy
            fill.depth = c * focal / eye - dx * perspective.origin_x - dy * perspective.origin_y
        else:
            # Seen edge-on.
            fill.depth, fill.depth_dx, fill.depth_dy = max(center.depth, 1e-9), 0.0, 0.0


@kernel
def _right_of(x, low, high):
    """Return the mean of max(0, x - s) for s between ``low`` and ``high``."""
    if x <= low:
        return 0.0
    if x >= high:
        return x - 0.5 * (low + high)
    return 0.5 * (x - low) * (x - low) / (high - low)


@kernel
def _accumulate(sides, first, end, band, width):
    """Add to the band's area what, summed along a row, is each pixel's area times its winding."""
    # A side covers, of a column, what lies to its right: a difference of _right_of.
    area, top, bottom = band.area, band.top, band.top + band.rows
    for n in range(first, end):
        side = sides[n]
        x0, y0, x1, y1 = side.start_x, side.start_y, side.end_x, side.end_y
        if y0 == y1:
            continue
        turn = 1.0
        if y0 > y1:
            x0, y0, x1, y1 = x1, y1, x0, y0
            turn = -1.0
        if y1 <= top or y0 >= bottom:
            continue
        slope = (x1 - x0) / (y1 - y0)
        begin = max(y0, float(top))
        end_y = min(y1, float(bottom))
        row = int(np.floor(begin))
        while row < end_y:
            ya = max(begin, float(row))
            yb = min(end_y, row + 1.0)
            share = (yb - ya) * turn
            xa = x0 + (ya - y0) * slope
            xb = x0 + (yb - y0) * slope
            line = row - top
            row += 1
            if xa > xb:
                xa, xb = xb, xa
            if xa >= width or share == 0.0:
                continue
            start = int(max(xa, 0.0))
            before = here = _right_of(float(start), xa, xb)
            for column in range(start, int(min(max(xb, 0.0), float(width))) + 2):
                after = _right_of(column + 1.0, xa, xb)
                area[line, column] += share * (after - 2.0 * here + before)
                before = here
                here = after


@kernel
def fill_fragments(frame, primitives, band, used):
    """Add fills to the ``used`` fragments of a band; return how many then, -1: no room."""
    width = frame.smooth.shape[1]
    for k in primitives:
        fill = frame.fills[k]
        left, right = fill.box.left, fill.box.right
        _accumulate(frame.sides, fill.first_side, fill.end_side, band, width)
        for y in rows_of(band, fill.box):
            if not has_room(band, used, y, left, right):
                return -1
            area = band.area[y - band.top]
            total = 0.0
            for x in range(left, right + 1):
                total += area[x]
                area[x] = 0.0
                inside = min(1.0, abs(total))
                if inside < FAINTEST:
                    continue
                pixel = (y - band.top) * width + x
                used = add_fragment(band, used, pixel, len(frame.triangles) + k, FULL, inside)
            area[right + 1 :] = 0.0
    return used


@inlined
def fill_layer(frame, k, x, y, layer):
    """Write to ``layer`` what a fill shows at (x, y)."""
    given, fill = frame.geometry.fills[k], frame.fills[k]
    layer.depth = fill.depth + fill.depth_dx * x + fill.depth_dy * y
    layer.depth_dx, layer.depth_dy = fill.depth_dx, fill.depth_dy
    layer.order, layer.is_stroke = given.order, 0
    set_paint_color(frame, given.paint, x, y, layer.color)
