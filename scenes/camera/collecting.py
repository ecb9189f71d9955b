"""The fragments of one band: which primitives cover which samples of which pixels."""

# Kernels take their types from their arguments.
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from scenes.camera.compilation import kernel
from scenes.camera.compositing import FULL
from scenes.camera.fills import accumulate_outline
from scenes.camera.strokes import nearest_on_segment, stroke_coverage

ROWS = 16
# Up to so many columns it is quicker to try each than to solve for the first and the last.
NARROW = 5


@kernel
def _span(low, high, inverse, reach):
    """Narrow the columns ``low..high`` to those whose centre x has a x + reach >= 0.

    ``inverse`` is 1 / a, or 0 where a is too small to tell; the ends may be a column too wide.
    """
    edge = -reach * inverse - 0.5
    if inverse > 0.0 and edge > low:
        low = high + 1 if edge > high else int(edge)
    elif inverse < 0.0 and edge < high:
        high = low - 1 if edge < low else int(edge) + 1
    return low, high


@kernel
def _inverse(a):
    return 1.0 / a if abs(a) > 1e-9 else 0.0


@kernel
def _sample_mask(e0, e1, e2, a0, b0, a1, b1, a2, b2, in0, in1, in2):
    """Return which of 4 x 4 samples lie within three edges, given their values at the centre."""
    mask = 0
    for s in range(16):
        ox = ((s & 3) - 1.5) * 0.25
        oy = ((s >> 2) - 1.5) * 0.25
        f0 = e0 + (a0 * ox + b0 * oy)
        f1 = e1 + (a1 * ox + b1 * oy)
        f2 = e2 + (a2 * ox + b2 * oy)
        if (
            (f0 > 0.0 or (in0 and f0 == 0.0))
            and (f1 > 0.0 or (in1 and f1 == 0.0))
            and (f2 > 0.0 or (in2 and f2 == 0.0))
        ):
            mask |= 1 << s
    return mask


@kernel
def collect(
    frame,
    triangle_bins,
    fill_bins,
    segment_bins,
    band,
    rows,
    head,
    counts,
    prim,
    mask,
    cover,
    link,
    area,
    extent,
):
    """List the fragments of a band; return their number and the most of any pixel.

    A pixel's list begins at ``head`` and goes on through ``link``. ``extent`` (rows, 2) tells the
    first and last column of each row that has any. If the pool is too small the number is -1.
    """
    width = frame.smooth.shape[1]
    top = band * ROWS
    triangles = len(frame.triangle)
    fills = len(frame.fill)
    for pixel in range(rows * width):
        head[pixel] = -1
        counts[pixel] = 0
    for row in range(rows):
        extent[row, 0] = width
        extent[row, 1] = -1
    used = 0
    for item in range(triangle_bins.starts[band], triangle_bins.starts[band + 1]):
        t = triangle_bins.items[item]
        table = frame.triangle
        a0, b0, c0 = table[t, 0], table[t, 1], table[t, 2]
        a1, b1, c1 = table[t, 3], table[t, 4], table[t, 5]
        a2, b2, c2 = table[t, 6], table[t, 7], table[t, 8]
        in0 = a0 > 0.0 or (a0 == 0.0 and b0 > 0.0)
        in1 = a1 > 0.0 or (a1 == 0.0 and b1 > 0.0)
        in2 = a2 > 0.0 or (a2 == 0.0 and b2 > 0.0)
        wide = frame.triangle_box[t, 1] - frame.triangle_box[t, 0] > NARROW
        v0, v1, v2 = 0.0, 0.0, 0.0
        if wide:
            v0, v1, v2 = _inverse(a0), _inverse(a1), _inverse(a2)
        r0 = 0.375 * (abs(a0) + abs(b0))
        r1 = 0.375 * (abs(a1) + abs(b1))
        r2 = 0.375 * (abs(a2) + abs(b2))
        for y in range(
            max(top, frame.triangle_box[t, 2]), min(top + rows - 1, frame.triangle_box[t, 3]) + 1
        ):
            py = y + 0.5
            k0 = b0 * py + c0
            k1 = b1 * py + c1
            k2 = b2 * py + c2
            low, high = frame.triangle_box[t, 0], frame.triangle_box[t, 1]
            if wide:
                low, high = _span(low, high, v0, k0 + r0)
                low, high = _span(low, high, v1, k1 + r1)
                low, high = _span(low, high, v2, k2 + r2)
            if used + high - low + 1 > len(prim):
                return -1, 0
            extent[y - top, 0] = min(extent[y - top, 0], low)
            extent[y - top, 1] = max(extent[y - top, 1], high)
            for x in range(low, high + 1):
                px = x + 0.5
                e0 = k0 + a0 * px
                e1 = k1 + a1 * px
                e2 = k2 + a2 * px
                if frame.smooth[y, x]:
                    if e0 < -r0 or e1 < -r1 or e2 < -r2:
                        continue
                    if e0 > r0 and e1 > r1 and e2 > r2:
                        samples = FULL
                    else:
                        samples = _sample_mask(e0, e1, e2, a0, b0, a1, b1, a2, b2, in0, in1, in2)
                        if samples == 0:
                            continue
                else:
                    if not (
                        (e0 > 0.0 or (in0 and e0 == 0.0))
                        and (e1 > 0.0 or (in1 and e1 == 0.0))
                        and (e2 > 0.0 or (in2 and e2 == 0.0))
                    ):
                        continue
                    samples = FULL
                pixel = (y - top) * width + x
                prim[used] = t
                mask[used] = samples
                link[used] = head[pixel]
                head[pixel] = used
                counts[pixel] += 1
                used += 1

    for item in range(fill_bins.starts[band], fill_bins.starts[band + 1]):
        k = fill_bins.items[item]
        accumulate_outline(
            frame.outline, frame.fill_range[k, 0], frame.fill_range[k, 1], top, rows, width, area
        )
        first, last = frame.fill_box[k, 0], frame.fill_box[k, 1]
        for y in range(
            max(top, frame.fill_box[k, 2]), min(top + rows - 1, frame.fill_box[k, 3]) + 1
        ):
            if used + last - first + 1 > len(prim):
                return -1, 0
            extent[y - top, 0] = min(extent[y - top, 0], first)
            extent[y - top, 1] = max(extent[y - top, 1], last)
            total = 0.0
            for x in range(first, last + 1):
                total += area[y - top, x]
                area[y - top, x] = 0.0
                inside = min(1.0, abs(total))
                if inside < 1e-3:
                    continue
                if inside > 1.0 - 1e-9:
                    inside = 1.0
                pixel = (y - top) * width + x
                prim[used] = triangles + k
                mask[used] = FULL
                cover[used] = inside
                link[used] = head[pixel]
                head[pixel] = used
                counts[pixel] += 1
                used += 1
            area[y - top, last + 1 :] = 0.0

    for item in range(segment_bins.starts[band], segment_bins.starts[band + 1]):
        s = segment_bins.items[item]
        table = frame.segment
        reach = table[s, 14]
        x0, y0 = table[s, 0], table[s, 1]
        rise = table[s, 4] - y0
        run = table[s, 3] - x0
        stroke = frame.segment_stroke[s]
        steep = abs(table[s, 5] - table[s, 2]) / max(1.0, np.sqrt(rise * rise + run * run))
        close = 4.0 * reach * steep + 1e-4 * table[s, 2]
        for y in range(
            max(top, frame.segment_box[s, 2]), min(top + rows - 1, frame.segment_box[s, 3]) + 1
        ):
            low, high = frame.segment_box[s, 0], frame.segment_box[s, 1]
            if abs(rise) > 1e-6:
                ta = (y - reach - y0) / rise
                tb = (y + 1.0 + reach - y0) / rise
                if ta > tb:
                    ta, tb = tb, ta
                ta = min(1.0, max(0.0, ta))
                tb = min(1.0, max(0.0, tb))
                xa = x0 + ta * run
                xb = x0 + tb * run
                low = int(max(float(low), min(xa, xb) - reach - 1.0))
                high = int(min(float(high), max(xa, xb) + reach + 1.0))
            if used + high - low + 1 > len(prim):
                return -1, 0
            extent[y - top, 0] = min(extent[y - top, 0], low)
            extent[y - top, 1] = max(extent[y - top, 1], high)
            for x in range(low, high + 1):
                inside = stroke_coverage(table, s, x + 0.5, y + 0.5)
                if inside < 1e-3:
                    continue
                pixel = (y - top) * width + x
                old = head[pixel]
                merged = False
                while old >= 0 and not merged:
                    other = prim[old] - triangles - fills
                    if other < 0 or frame.segment_stroke[other] != stroke:
                        break
                    _, _, here = nearest_on_segment(table, s, x + 0.5, y + 0.5)
                    _, _, there = nearest_on_segment(table, other, x + 0.5, y + 0.5)
                    if abs(here - there) <= close:
                        merged = True
                        if inside > cover[old]:
                            cover[old] = inside
                            prim[old] = triangles + fills + s
                    old = link[old]
                if merged:
                    continue
                prim[used] = triangles + fills + s
                mask[used] = FULL
                cover[used] = inside
                link[used] = head[pixel]
                head[pixel] = used
                counts[pixel] += 1
                used += 1
    deepest = 0
    for row in range(rows):
        for x in range(extent[row, 0], extent[row, 1] + 1):
            deepest = max(deepest, counts[row * width + x])
    return used, deepest


@kernel
def _layers_meet(triangle, triangles, prim, link, first, px, py):
    """Return whether two triangles of a pixel's list may change places within the pixel."""
    i = first
    while i >= 0:
        a = prim[i]
        j = link[i]
        while a < triangles and j >= 0:
            b = prim[j]
            if b < triangles:
                dx = triangle[a, 10] - triangle[b, 10]
                dy = triangle[a, 11] - triangle[b, 11]
                apart = triangle[a, 9] - triangle[b, 9] + dx * px + dy * py
                if abs(apart) <= abs(dx) + abs(dy):
                    return True
            j = link[j]
        i = link[i]
    return False


@kernel
def mark_crossings(frame, head, counts, prim, link, extent, top, rows):
    """Mark pixels where surfaces may meet for smoothing, and return how many are new.

    A pixel with one fragment per layer takes a triangle's plane for the whole pixel, which is wrong
    beyond the triangle's edge: there, a surface that touches another would show through it.
    """
    width = frame.smooth.shape[1]
    triangle = frame.triangle
    triangles = len(triangle)
    found = 0
    for row in range(rows):
        for x in range(extent[row, 0], extent[row, 1] + 1):
            pixel = row * width + x
            if counts[pixel] < 2 or frame.smooth[top + row, x]:
                continue
            if _layers_meet(triangle, triangles, prim, link, head[pixel], x + 0.5, top + row + 0.5):
                frame.smooth[top + row, x] = 1
                found += 1
    return found
