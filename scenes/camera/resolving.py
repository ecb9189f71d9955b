"""The last step of a band: its lists of fragments become pixels."""

# Kernels take their types from their arguments.
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from scenes.camera.coloring import field_at, line_share, mask_center, paint_color
from scenes.camera.compilation import kernel
from scenes.camera.compositing import (
    ALPHA,
    BLUE,
    CX,
    CY,
    DEPTH,
    DX,
    DY,
    FULL,
    GREEN,
    MASK,
    ORDER,
    REACH,
    RED,
    STROKE,
    TIE,
    composite,
)
from scenes.camera.strokes import nearest_on_segment


@kernel
def resolve_band(
    frame,
    head,
    prim,
    mask,
    cover,
    link,
    extent,
    top,
    rows,
    numbers,
    integers,
    rank,
    through,
    color,
    picture,
):
    """Lay the band's lists of fragments over rows ``top`` to ``top + rows`` of ``picture``."""
    width = picture.shape[1]
    triangle, corners, screen = frame.triangle, frame.corners, frame.screen
    planes = frame.planes
    colors, scalars = frame.colors, frame.scalars
    triangle_paint, triangle_lines = frame.triangle_paint, frame.triangle_lines
    triangle_order, fill_order = frame.triangle_order, frame.fill_order
    segment, segment_paint, segment_order = frame.segment, frame.segment_paint, frame.segment_order
    fill, fill_paint = frame.fill, frame.fill_paint
    paint, paint_stops, stops = frame.paint, frame.paint_stops, frame.stops
    line_sets, lines, levels = frame.line_sets, frame.lines, frame.levels
    triangles = len(triangle)
    fills = len(fill)
    for y in range(top, top + rows):
        py = y + 0.5
        for x in range(extent[y - top, 0], extent[y - top, 1] + 1):
            fragment = head[(y - top) * width + x]
            if fragment < 0:
                continue
            px = x + 0.5
            n = 0
            i, j, k, u0, u1, u2, share = 0, 0, 0, 0.0, 0.0, 0.0, 0.0
            alone = link[fragment] < 0 and mask[fragment] == FULL
            while fragment >= 0:
                samples = mask[fragment]
                integers[n, MASK] = samples
                integers[n, STROKE] = 0
                p = prim[fragment]
                if p < triangles:
                    if not alone:
                        dx, dy = triangle[p, 10], triangle[p, 11]
                        numbers[n, DEPTH] = triangle[p, 9] + dx * px + dy * py
                        numbers[n, DX] = dx
                        numbers[n, DY] = dy
                        integers[n, ORDER] = triangle_order[p]
                    ix, iy = px, py
                    if samples != FULL:
                        ox, oy = mask_center(samples)
                        ix += ox
                        iy += oy
                    own, drawn = triangle_paint[p], triangle_lines[p]
                    red, green, blue, alpha = 0.0, 0.0, 0.0, 0.0
                    if own >= 0:
                        red, green, blue, alpha = paint_color(
                            paint, paint_stops, stops, own, ix, iy
                        )
                    flat = planes[p, 0] == planes[p, 0]
                    if flat:
                        red = planes[p, 0] + planes[p, 1] * ix + planes[p, 2] * iy
                        green = planes[p, 3] + planes[p, 4] * ix + planes[p, 5] * iy
                        blue = planes[p, 6] + planes[p, 7] * ix + planes[p, 8] * iy
                        alpha = planes[p, 9] + planes[p, 10] * ix + planes[p, 11] * iy
                    elif own < 0 or drawn >= 0:
                        i, j, k = corners[p, 0], corners[p, 1], corners[p, 2]
                        u0 = (triangle[p, 0] * ix + triangle[p, 1] * iy + triangle[p, 2]) * screen[
                            i, 2
                        ]
                        u1 = (triangle[p, 3] * ix + triangle[p, 4] * iy + triangle[p, 5]) * screen[
                            j, 2
                        ]
                        u2 = (triangle[p, 6] * ix + triangle[p, 7] * iy + triangle[p, 8]) * screen[
                            k, 2
                        ]
                        share = 1.0 / (u0 + u1 + u2)
                        u0 *= share
                        u1 *= share
                        u2 *= share
                        if own < 0:
                            red = u0 * colors[i, 0] + u1 * colors[j, 0] + u2 * colors[k, 0]
                            green = u0 * colors[i, 1] + u1 * colors[j, 1] + u2 * colors[k, 1]
                            blue = u0 * colors[i, 2] + u1 * colors[j, 2] + u2 * colors[k, 2]
                            alpha = u0 * colors[i, 3] + u1 * colors[j, 3] + u2 * colors[k, 3]
                    red = min(1.0, max(0.0, red))
                    green = min(1.0, max(0.0, green))
                    blue = min(1.0, max(0.0, blue))
                    alpha = min(1.0, max(0.0, alpha))
                    if drawn >= 0:
                        for line in range(line_sets[drawn, 0], line_sets[drawn, 1]):
                            field = int(lines[line, 0])
                            if flat:
                                f = 12 + 3 * field
                                value = planes[p, f] + planes[p, f + 1] * ix + planes[p, f + 2] * iy
                                slope = np.sqrt(planes[p, f + 1] ** 2 + planes[p, f + 2] ** 2)
                            else:
                                value, slope = field_at(
                                    triangle, scalars, screen, field, p, i, j, k, u0, u1, u2, share
                                )
                            over = lines[line, 7] * line_share(lines, levels, line, value, slope)
                            if over > 0.0:
                                result = over + alpha * (1.0 - over)
                                keep = alpha * (1.0 - over) / result
                                over /= result
                                red = over * lines[line, 4] + keep * red
                                green = over * lines[line, 5] + keep * green
                                blue = over * lines[line, 6] + keep * blue
                                alpha = result
                elif p < triangles + fills:
                    p -= triangles
                    dx, dy = fill[p, 1], fill[p, 2]
                    numbers[n, DEPTH] = fill[p, 0] + dx * px + dy * py
                    numbers[n, DX] = dx
                    numbers[n, DY] = dy
                    integers[n, ORDER] = fill_order[p]
                    red, green, blue, alpha = paint_color(
                        paint, paint_stops, stops, fill_paint[p], px, py
                    )
                    alpha *= cover[fragment]
                else:
                    p -= triangles + fills
                    cx, cy, depth = nearest_on_segment(segment, p, px, py)
                    numbers[n, DEPTH] = depth
                    numbers[n, DX] = 0.0
                    numbers[n, DY] = 0.0
                    numbers[n, CX] = cx - px
                    numbers[n, CY] = cy - py
                    integers[n, ORDER] = segment_order[p]
                    integers[n, STROKE] = 1
                    red, green, blue, alpha = paint_color(
                        paint, paint_stops, stops, segment_paint[p], px, py
                    )
                    alpha *= cover[fragment]
                if alone:
                    color[0] = alpha * red
                    color[1] = alpha * green
                    color[2] = alpha * blue
                    color[3] = alpha
                    color[4] = 1.0 - alpha
                    break
                numbers[n, RED] = red
                numbers[n, GREEN] = green
                numbers[n, BLUE] = blue
                numbers[n, ALPHA] = alpha
                n += 1
                fragment = link[fragment]
            plain = alone
            if n == 2 and integers[0, MASK] == FULL:
                # Two whole layers that do not meet: by far the most frequent after one.
                apart = numbers[0, DEPTH] - numbers[1, DEPTH]
                swing = abs(numbers[0, DX] - numbers[1, DX]) + abs(numbers[0, DY] - numbers[1, DY])
                plain = (
                    integers[1, MASK] == FULL
                    and integers[0, STROKE] + integers[1, STROKE] == 0
                    and abs(apart) > REACH * swing + TIE * numbers[0, DEPTH]
                )
                if plain:
                    near, far = (0, 1) if apart > 0.0 else (1, 0)
                    over = numbers[near, ALPHA]
                    under = (1.0 - over) * numbers[far, ALPHA]
                    color[0] = over * numbers[near, RED] + under * numbers[far, RED]
                    color[1] = over * numbers[near, GREEN] + under * numbers[far, GREEN]
                    color[2] = over * numbers[near, BLUE] + under * numbers[far, BLUE]
                    color[3] = over + under
                    color[4] = 1.0 - over - under
            if not plain:
                composite(numbers, integers, n, rank, through, color)
            for c in range(4):
                value = 255.0 * color[c] + color[4] * picture[y, x, c]
                picture[y, x, c] = np.uint8(min(255.0, value + 0.5))
