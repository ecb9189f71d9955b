"""Triangles that pass the eye are cut in space, before they are projected."""

from __future__ import annotations

from typing import Any

import numpy as np

from scenes.camera.projecting import NEAR
from scenes.camera.tables import F64, Geometry, View

MARGIN = 1e-6


def clip_triangles(geometry: Geometry, seen: F64, view: View) -> tuple[Geometry, bool]:
    """Return geometry whose triangles lie before the eye, and whether any had to be cut.

    ``seen`` (n, 3) are the eye coordinates of the points. A cut triangle becomes one or two; all
    their edges are smoothed, since the cut itself is new to the mesh.
    """
    limit = view.focal_distance * (1.0 - NEAR) - MARGIN
    before = seen[:, 2] < limit
    inside = before[geometry.triangles].sum(axis=1)
    cut = np.flatnonzero((inside == 1) | (inside == 2))
    if not len(cut):
        return geometry, False
    points: list[F64] = []
    colors: list[Any] = []
    scalars: list[F64] = []
    corners: list[tuple[int, int, int]] = []
    parents: list[int] = []
    edges: list[tuple[int, int, int, int, int]] = []
    total = len(geometry.points)
    for t in cut:
        polygon: list[int] = []
        triangle = geometry.triangles[t]
        for i, j in zip(triangle, np.roll(triangle, -1), strict=True):
            if before[i]:
                polygon.append(int(i))
            if before[i] != before[j]:
                # The same cut from either side of a shared edge: always from the lower index.
                a, b = (i, j) if i < j else (j, i)
                share = (limit - seen[a, 2]) / (seen[b, 2] - seen[a, 2])
                for values, source in (
                    (points, geometry.points),
                    (colors, geometry.colors),
                    (scalars, geometry.scalars),
                ):
                    values.append(source[a] + share * (source[b] - source[a]))
                polygon.append(total + len(points) - 1)
        for m in range(1, len(polygon) - 1):
            corners.append((polygon[0], polygon[m], polygon[m + 1]))
            parents.append(int(t))
        for a, b in zip(polygon, polygon[1:] + polygon[:1], strict=True):
            edges.append((a, b, -1, -1, 1))
    triangles = geometry.triangles.copy()
    triangles[cut] = triangles[cut][:, :1]
    return geometry._replace(
        points=np.concatenate([geometry.points, np.array(points)]),
        colors=np.concatenate([geometry.colors, np.array(colors, dtype=np.float32)]),
        scalars=np.concatenate([geometry.scalars, np.array(scalars)]),
        triangles=np.concatenate([triangles, np.array(corners, dtype=np.int32)]),
        triangle_paint=np.concatenate([geometry.triangle_paint, geometry.triangle_paint[parents]]),
        triangle_lines=np.concatenate([geometry.triangle_lines, geometry.triangle_lines[parents]]),
        triangle_order=np.concatenate([geometry.triangle_order, geometry.triangle_order[parents]]),
        edges=np.concatenate([geometry.edges, np.array(edges, dtype=np.int32)]),
    ), True
