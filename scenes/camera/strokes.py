"""Strokes of constant pixel width, covered by distance to their segments."""

# Kernels take their types from their arguments.
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from scenes.camera.compilation import inlined, kernel
from scenes.camera.fragments import FAINTEST, FULL, add_fragment, has_room, rows_of
from scenes.camera.paints import paint_color
from scenes.camera.projection import cut_at_eye, empty, set_box
from scenes.camera.tables import BUTT, MITER, MITER_LIMIT, ROUND, SQUARE


@kernel
def _end_of_stroke(points, at, beyond, tx, ty, cap, join):
    """Return how the segment ends: its cap, the outward direction of the cut, the miter's reach.

    ``tx, ty`` points out of the segment. At a joint the two segments are cut by the bisecting line,
    which is exactly the outline of a mitered corner.
    """
    if beyond < 0:
        return cap, tx, ty, 1.0
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
        before, after = given.before_point, given.after_point
        start_cap, end_cap = given.cap, given.cap
        p, q = points[given.start_point], points[given.end_point]
        x0, y0, d0 = p.x, p.y, p.depth
        x1, y1, d1 = q.x, q.y, q.depth
        if d0 <= 0.0 and d1 <= 0.0:
            continue
        if d0 <= 0.0:
            x0, y0, d0 = cut_at_eye(perspective, p, q)
            before, start_cap = -1, BUTT
        elif d1 <= 0.0:
            x1, y1, d1 = cut_at_eye(perspective, p, q)
            after, end_cap = -1, BUTT
        half = 0.5 * given.width * perspective.stroke_unit
        tx, ty = x1 - x0, y1 - y0
        length = np.sqrt(tx * tx + ty * ty)
        if length > 1e-9:
            tx /= length
            ty /= length
            start_cap, start_x, start_y, start_reach = _end_of_stroke(
                points, given.start_point, before, -tx, -ty, start_cap, given.join
            )
            end_cap, end_x, end_y, end_reach = _end_of_stroke(
                points, given.end_point, after, tx, ty, end_cap, given.join
            )
        elif given.cap == ROUND or (before >= 0 and after >= 0):
            start_cap, start_x, start_y, start_reach = ROUND, 1.0, 0.0, 1.0
            end_cap, end_x, end_y, end_reach = ROUND, 1.0, 0.0, 1.0
        else:
            continue
        if start_cap == SQUARE or end_cap == SQUARE:
            start_reach = max(start_reach, 1.5)
        reach = half * max(start_reach, end_reach) + 1.0
        low_x, high_x = min(x0, x1) - reach, max(x0, x1) + reach
        low_y, high_y = min(y0, y1) - reach, max(y0, y1) + reach
        if not set_box(segment.box, perspective, low_x, high_x, low_y, high_y):
            continue
        segment.start_x, segment.start_y, segment.start_depth = x0, y0, d0
        segment.end_x, segment.end_y, segment.end_depth = x1, y1, d1
        segment.half, segment.reach = half, reach
        segment.start_cap, segment.start_cut_x, segment.start_cut_y = start_cap, start_x, start_y
        segment.end_cap, segment.end_cut_x, segment.end_cut_y = end_cap, end_x, end_y


@kernel
def _end_share(cap, along, outward, half):
    """Return how much of a pixel lies before the end of a stroke.

    ``along`` is the distance still to go along the segment, ``outward`` the one past the cut.
    """
    if cap == MITER:
        share = 1.0 - outward
    elif cap == SQUARE:
        share = 0.5 + along + half
    else:
        share = 0.5 + along
    return min(1.0, max(0.0, share))


@inlined
def _coverage(segment, x, y):
    """Return the share of the pixel around (x, y) that a segment covers."""
    tx, ty = segment.end_x - segment.start_x, segment.end_y - segment.start_y
    length = np.sqrt(tx * tx + ty * ty)
    if length > 1e-9:
        tx /= length
        ty /= length
    half = segment.half
    qx, qy = x - segment.start_x, y - segment.start_y
    rx, ry = x - segment.end_x, y - segment.end_y
    along = qx * tx + qy * ty
    distance = abs(qx * ty - qy * tx)
    share = 1.0
    if segment.start_cap == ROUND:
        if along <= 0.0:
            distance = np.sqrt(qx * qx + qy * qy)
    else:
        outward = qx * segment.start_cut_x + qy * segment.start_cut_y
        share *= _end_share(segment.start_cap, along, outward, half)
    if segment.end_cap == ROUND:
        if along >= length:
            distance = np.sqrt(rx * rx + ry * ry)
    else:
        outward = rx * segment.end_cut_x + ry * segment.end_cut_y
        share *= _end_share(segment.end_cap, length - along, outward, half)
    if share <= 0.0:
        return 0.0
    across = min(distance + 0.5, half) - max(distance - 0.5, -half)
    if across <= 0.0:
        return 0.0
    return share * across


@inlined
def _nearest(frame, s, x, y):
    """Return x, y and biased depth of the point of segment ``s``'s axis nearest to (x, y)."""
    segment = frame.segments[s]
    x0, y0 = segment.start_x, segment.start_y
    tx, ty = segment.end_x - x0, segment.end_y - y0
    square = tx * tx + ty * ty
    share = 0.0
    if square > 1e-18:
        share = min(1.0, max(0.0, ((x - x0) * tx + (y - y0) * ty) / square))
    depth = segment.start_depth + share * (segment.end_depth - segment.start_depth)
    return x0 + share * tx, y0 + share * ty, depth * (1.0 + frame.geometry.segments[s].bias)


@kernel
def segment_fragments(frame, members, band, used):
    """Add segments to the ``used`` fragments of a band; return how many then, -1: no room.

    Where segments of one stroke meet at about one depth, the one that covers more stands for both.
    """
    width = frame.smooth.shape[1]
    others = len(frame.triangles) + len(frame.fills)
    for s in members:
        segment = frame.segments[s]
        stroke = frame.geometry.segments[s].stroke
        x0, y0, reach = segment.start_x, segment.start_y, segment.reach
        rise = segment.end_y - y0
        run = segment.end_x - x0
        steep = abs(segment.end_depth - segment.start_depth)
        steep /= max(1.0, np.sqrt(rise * rise + run * run))
        close = 4.0 * reach * steep + 1e-4 * segment.start_depth
        for y in rows_of(band, segment.box):
            low, high = segment.box.left, segment.box.right
            if abs(rise) > 1e-6:
                ta = (y - reach - y0) / rise
                tb = (y + 1.0 + reach - y0) / rise
                if ta > tb:
                    ta, tb = tb, ta
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
                    if other < 0 or frame.geometry.segments[other].stroke != stroke:
                        break
                    _, _, here = _nearest(frame, s, x + 0.5, y + 0.5)
                    _, _, there = _nearest(frame, other, x + 0.5, y + 0.5)
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
def segment_layer(frame, s, coverage, x, y, layer):
    """Write to ``layer`` what a segment shows at the pixel around (x, y)."""
    given = frame.geometry.segments[s]
    axis_x, axis_y, depth = _nearest(frame, s, x, y)
    layer.depth, layer.depth_dx, layer.depth_dy = depth, 0.0, 0.0
    layer.axis_dx, layer.axis_dy = axis_x - x, axis_y - y
    layer.order, layer.is_stroke = given.order, 1
    layer.red, layer.green, layer.blue, alpha = paint_color(frame, given.paint, x, y)
    layer.alpha = alpha * coverage
