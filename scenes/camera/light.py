"""Manim's light on many points at once."""

# mypy: allow-untyped-defs, allow-untyped-calls

from typing import TypeAlias

import numpy as np

from scenes.camera.compilation import kernel
from scenes.camera.tables import F64, I32

Light: TypeAlias = tuple[float, float, float]
"""Where the light stands, in scene units."""


def added_light(points: F64, normals: F64, light: Light) -> F64:
    """Return what the light adds to red, green and blue of every point, (n, 1).

    ``points`` and unit ``normals`` are (n, 3). The formula is that of
    ``manim.utils.color.get_shaded_rgb``.
    """
    to_light = np.array(light) - points
    length = np.linalg.norm(to_light, axis=1, keepdims=True)
    to_light = np.divide(to_light, length, out=np.zeros_like(to_light), where=length > 0)
    lift: F64 = 0.5 * np.einsum("ij,ij->i", normals, to_light) ** 3
    lift[lift < 0] *= 0.5
    return lift[:, None]


@kernel
def _sum_normals(points, triangles, same, normals):
    for t in range(len(triangles)):
        i, j, k = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ax = points[j, 0] - points[i, 0]
        ay = points[j, 1] - points[i, 1]
        az = points[j, 2] - points[i, 2]
        bx = points[k, 0] - points[i, 0]
        by = points[k, 1] - points[i, 1]
        bz = points[k, 2] - points[i, 2]
        for v in (same[i], same[j], same[k]):
            normals[v, 0] += ay * bz - az * by
            normals[v, 1] += az * bx - ax * bz
            normals[v, 2] += ax * by - ay * bx
    for i in range(len(points)):
        x, y, z = normals[i, 0], normals[i, 1], normals[i, 2]
        length = np.sqrt(x * x + y * y + z * z)
        if length > 0.0:
            normals[i, 0], normals[i, 1], normals[i, 2] = x / length, y / length, z / length
        else:
            normals[i, 2] = 1.0


def vertex_normals(points: F64, triangles: I32, same: I32) -> F64:
    """Return unit normals (n, 3), the mean of each vertex's triangles weighted by area.

    ``same`` (n,) names, for every vertex, the first one at its place; they share a normal.
    """
    normals = np.zeros_like(points)
    _sum_normals(points, triangles, same, normals)
    shared: F64 = normals[same]
    return shared
