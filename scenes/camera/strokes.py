"""Strokes of constant pixel width, covered by distance to their segments."""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np

from scenes.camera.compilation import inlined, kernel
from scenes.camera.fragments import FAINTEST, FULL, add_fragment, has_room, rows_of
from scenes.camera.paints import set_paint_color
from scenes.camera.projection import cut_at_eye, empty, set_box
from scenes.camera.tables import BUTT, END, MITER, MITER_LIMIT, ROUND, SQUARE, START


@kernel
def _end_of_stroke(points, at, beyond, tx, ty, cap, join):
    """Return a segment's cap, the direction of its cut and its reach, given the way out of it."""
    # At a joint the segments are cut by the bisecting line: exactly a mitered corner's outline.
    if beyond < 0:
        return cap, tx, ty, 1.5 if cap == SQUARE else 1.0
    if join != MITER or points[beyond].depth <= 0.0:
        return ROUND, tx, ty, 1.0
    ux = points[beyond].x - points[at].x
    uy = points[beyond].y - points[at].y
    length = np.sqrt(ux * ux + uy * uy)
    if length < 1e-9:
        return ROUND, tx, ty, 1.0
    mx = tx + ux / length
    my = ty + uy / length
    norm = np.sqrt(mx * mx + my * my)
    if norm < 2.0 / MITER_LIMIT:
        # Cairo cuts so sharp a corner off.
        return BUTT, tx, ty, 1.0
    return MITER, mx / norm, my / norm, 2.0 / norm


@kernel
def set_up_segments(frame):
    """Project all segments, cutting those that pass the eye."""
    perspective, points = frame.perspective, frame.points
    for s in range(len(frame.segments)):
        given, segment = frame.geometry.segments[s], frame.segments[s]
        empty(segment.box)
        ends = given.start_point, given.end_point
        beyond = given.before_point, given.after_point
        p, q = points[ends[START]], points[ends[END]]
        if p.depth <= 0.0 and q.depth <= 0.0:
            continue
        for e in (START, END):
            end = points[ends[e]]
            segment.x[e], segment.y[e], segment.depth[e] = end.x, end.y, end.depth
            if end.depth <= 0.0:
                segment.x[e], segment.y[e], segment.depth[e] = cut_at_eye(perspective, p, q)
        tx, ty = segment.x[END] - segment.x[START], segment.y[END] - segment.y[START]
        length = np.sqrt(tx * tx + ty * ty)
        is_dot = length <= 1e-9
        whole = p.depth > 0.0 and q.depth > 0.0
        if is_dot and given.cap != ROUND and not (whole and min(beyond) >= 0):
            continue
        widest = 1.0 if is_dot else 0.0
        for e in (START, END):
            segment.cap[e], segment.cut_x[e], segment.cut_y[e] = ROUND, 1.0, 0.0
            if is_dot:
                continue
            sign = 1.0 if e == END else -1.0
            cap, onward = given.cap, beyond[e]
            if points[ends[e]].depth <= 0.0:
                cap, onward = BUTT, -1
            segment.cap[e], segment.cut_x[e], segment.cut_y[e], reach = _end_of_stroke(
                points, ends[e], onward, sign * tx / length, sign * ty / length, cap, given.join
            )
            widest = max(widest, reach)
        segment.half = 0.5 * given.width * perspective.stroke_unit
        segment.reach = reach = segment.half * widest + 1.0
        low_x, high_x = min(segment.x[START], segment.x[END]), max(segment.x[START], segment.x[END])
        low_y, high_y = min(segment.y[START], segment.y[END]), max(segment.y[START], segment.y[END])
        set_box(
            segment.box, perspective, low_x - reach, high_x + reach, low_y - reach, high_y + reach
        )


@kernel
def _coverage(segment, x, y):
    """Return the share of the pixel around (x, y) that a segment covers."""
    tx, ty = segment.x[END] - segment.x[START], segment.y[END] - segment.y[START]
    length = np.sqrt(tx * tx + ty * ty)
    if length > 1e-9:
        tx /= length
        ty /= length
    half = segment.half
    from_start = (x - segment.x[START]) * tx + (y - segment.y[START]) * ty
    distance = abs((x - segment.x[START]) * ty - (y - segment.y[START]) * tx)
    share = 1.0
    for e in (START, END):
        qx, qy = x - segment.x[e], y - segment.y[e]
        cap, along = segment.cap[e], from_start if e == START else length - from_start
        if cap == ROUND:
            if along <= 0.0:
                distance = np.sqrt(qx * qx + qy * qy)
            continue
        before = 0.5 + along + (half if cap == SQUARE else 0.0)
        if cap == MITER:
            before = 1.0 - (qx * segment.cut_x[e] + qy * segment.cut_y[e])
        share *= min(1.0, max(0.0, before))
    return share * max(0.0, min(distance + 0.5, half) - max(distance - 0.5, -half))


@kernel
def _nearest(segment, bias, x, y):
    """Return x, y and biased depth of the point of a segment's axis that is nearest to (x, y)."""
    x0, y0 = segment.x[START], segment.y[START]
    tx, ty = segment.x[END] - x0, segment.y[END] - y0
    square = tx * tx + ty * ty
    share = 0.0
    if square > 1e-18:
        share = min(1.0, max(0.0, ((x - x0) * tx + (y - y0) * ty) / square))
    depth = segment.depth[START] + share * (segment.depth[END] - segment.depth[START])
    return x0 + share * tx, y0 + share * ty, depth * (1.0 + bias)


@kernel
def segment_fragments(frame, primitives, band, used):
    """Add segments to the ``used`` fragments of a band; return how many then, -1: no room.

    Where segments of one stroke meet at about one depth, the one that covers more stands for both.
    """
    width = frame.smooth.shape[1]
    others = len(frame.triangles) + len(frame.fills)
    for s in primitives:
        given, segment = frame.geometry.segments[s], frame.segments[s]
        x0, y0, reach = segment.x[START], segment.y[START], segment.reach
        run, rise = segment.x[END] - x0, segment.y[END] - y0
        steep = abs(segment.depth[END] - segment.depth[START])
        steep /= max(1.0, np.sqrt(rise * rise + run * run))
        close = 4.0 * reach * steep + 1e-4 * segment.depth[START]
        for y in rows_of(band, segment.box):
            low, high = segment.box.left, segment.box.right
            if abs(rise) > 1e-6:
                ta = (y - reach - y0) / rise
                tb = (y + 1.0 + reach - y0) / rise
                xa = x0 + min(1.0, max(0.0, ta)) * run
                xb = x0 + min(1.0, max(0.0, tb)) * run
                low = int(max(float(low), min(xa, xb) - reach - 1.0))
                high = int(min(float(high), max(xa, xb) + reach + 1.0))
            if not has_room(band, used, y, low, high):
                return -1
            for x in range(low, high + 1):
                inside = _coverage(segment, x + 0.5, y + 0.5)
                if inside < FAINTEST:
                    continue
                pixel = (y - band.top) * width + x
                old = band.head[pixel]
                merged = False
                while old >= 0 and not merged:
                    fragment = band.fragments[old]
                    other = fragment.primitive - others
                    if other < 0 or frame.geometry.segments[other].stroke != given.stroke:
                        break
                    bias = frame.geometry.segments[other].bias
                    _, _, here = _nearest(segment, given.bias, x + 0.5, y + 0.5)
                    _, _, there = _nearest(frame.segments[other], bias, x + 0.5, y + 0.5)
                    if abs(here - there) <= close:
                        merged = True
                        if inside > fragment.coverage:
                            fragment.coverage = inside
                            fragment.primitive = others + s
                    old = fragment.link
                if not merged:
                    used = add_fragment(band, used, pixel, others + s, FULL, inside)
    return used


@inlined
def segment_layer(frame, s, x, y, layer):
    """Write to ``layer`` what a segment shows at (x, y)."""
    given = frame.geometry.segments[s]
    axis_x, axis_y, depth = _nearest(frame.segments[s], given.bias, x, y)
    layer.depth, layer.depth_dx, layer.depth_dy = depth, 0.0, 0.0
    layer.axis_dx, layer.axis_dy = axis_x - x, axis_y - y
    layer.order, layer.is_stroke = given.order, 1
    set_paint_color(frame, given.paint, x, y, layer.color)
