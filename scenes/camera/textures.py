"""Textures: pictures that triangles show.

The field of a corner of a textured triangle is (u q, v q, q). There (u, v) is its place in the
picture, in texels to the right of and below its upper left corner, and q > 0 a weight, the same at
all corners of a parallelogram. Times the depth, each of the three is linear in the picture that is
drawn, and so u and v are quotients: straight lines stay straight in perspective.
"""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np

from scenes.camera.compilation import kernel
from scenes.camera.tables import ALPHA, CUBIC, LINEAR, NEAREST

MOST_SAMPLES = 8  # along either side of a pixel, in which a picture is shrunk
SPARE = 0.1  # texels that a sample may stand for beyond its own, which nobody sees


@kernel
def _weight(mixing, distance):
    """Return the weight of a texel at a distance along one axis, in texels."""
    d = abs(distance)
    if mixing != CUBIC:
        return max(0.0, 1.0 - d)
    if d < 1.0:
        return 1.0 + d * d * (1.5 * d - 2.5)
    if d < 2.0:
        return 2.0 + d * (d * (2.5 - 0.5 * d) - 4.0)
    return 0.0


@kernel
def _add_sample(texture, texels, mixing, x, y, color):
    """Add to ``color`` the picture at (x, y) texels: 255 times premultiplied RGB, and alpha.

    Between texels colours are mixed: by the cubics of Catmull and Rom, linearly or not at all.
    Beyond its edge the picture goes on as at its edge.
    """
    column, row = np.floor(x - 0.5), np.floor(y - 0.5)
    across, down = x - 0.5 - column, y - 0.5 - row
    if mixing == NEAREST:
        across, down = np.floor(across + 0.5), np.floor(down + 0.5)
    for j in range(-1, 3):
        vertical = _weight(mixing, j - down)
        for i in range(-1, 3):
            weight = vertical * _weight(mixing, i - across)
            if weight == 0.0:
                continue
            place_x = int(min(max(column + i, 0.0), texture.width - 1.0))
            place_y = int(min(max(row + j, 0.0), texture.height - 1.0))
            texel = texels[texture.first_texel + place_y * texture.width + place_x]
            weight *= texel.color[ALPHA]
            for c in range(3):
                color[c] += weight * texel.color[c]
            color[ALPHA] += weight


@kernel
def _samples(du, dv):
    """Return how many samples a pixel takes along a side that is (du, dv) texels long."""
    return int(min(float(MOST_SAMPLES), max(1.0, np.ceil(np.sqrt(du * du + dv * dv) - SPARE))))


@kernel
def set_texture_color(planes, texture, texels, x, y, color):
    """Set ``color`` to the straight RGBA of a textured triangle with ``planes`` at (x, y).

    Where the picture is shrunk, it is the mean of as many samples as texels lie side by side in the
    pixel.
    """
    share = 1.0 / (planes.field[2] + planes.field_dx[2] * x + planes.field_dy[2] * y)
    u = (planes.field[0] + planes.field_dx[0] * x + planes.field_dy[0] * y) * share
    v = (planes.field[1] + planes.field_dx[1] * x + planes.field_dy[1] * y) * share
    u_dx = (planes.field_dx[0] - u * planes.field_dx[2]) * share
    v_dx = (planes.field_dx[1] - v * planes.field_dx[2]) * share
    u_dy = (planes.field_dy[0] - u * planes.field_dy[2]) * share
    v_dy = (planes.field_dy[1] - v * planes.field_dy[2]) * share
    columns, rows = _samples(u_dx, v_dx), _samples(u_dy, v_dy)
    mixing = texture.mixing if columns * rows == 1 else min(texture.mixing, LINEAR)
    color[:] = 0.0
    for j in range(rows):
        oy = (j + 0.5) / rows - 0.5
        for i in range(columns):
            ox = (i + 0.5) / columns - 0.5
            place_x, place_y = u + ox * u_dx + oy * u_dy, v + ox * v_dx + oy * v_dy
            _add_sample(texture, texels, mixing, place_x, place_y, color)
    alpha = color[ALPHA]
    for c in range(3):
        color[c] = min(1.0, max(0.0, color[c] / (255.0 * alpha))) if alpha > 0.0 else 0.0
    color[ALPHA] = min(1.0, max(0.0, alpha / (255.0 * rows * columns)))
