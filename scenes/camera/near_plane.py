"""Triangles that pass the eye are cut in space, before they are projected."""

from __future__ import annotations

import numpy as np

from scenes.camera.geometry import Geometry, rows
from scenes.camera.projection import NEAR, Perspective
from scenes.camera.tables import EDGE, POINT, Rows

MARGIN = 1e-6
"""How much farther than the nearest distance that is drawn the cut lies, in scene units."""


def cut_triangles(geometry: Geometry, seen: Rows, perspective: Perspective) -> Geometry:
    """Return geometry whose triangles lie before the eye; ``geometry`` itself if they all do.

    ``seen`` are its projected points. A cut triangle becomes one or two; all their edges are
    smoothed, since the cut itself is new to the mesh.
    """
    limit = perspective.focal_distance * (1.0 - NEAR) - MARGIN
    before = seen["w"] < limit
    inside = before[geometry.triangles["point"]].sum(axis=1)
    cut = np.flatnonzero((inside == 1) | (inside == 2))
    if not len(cut):
        return geometry
    crossings: list[tuple[int, int]] = []
    corners: list[tuple[int, int, int]] = []
    parents: list[int] = []
    edges: list[tuple[int, int]] = []
    for t in cut:
        polygon: list[int] = []
        triangle = [int(point) for point in geometry.triangles["point"][t]]
        for i, j in zip(triangle, triangle[1:] + triangle[:1], strict=True):
            if before[i]:
                polygon.append(i)
            if before[i] != before[j]:
                polygon.append(len(geometry.points) + len(crossings))
                # The same cut from either side of a shared edge: always from the lower index.
                crossings.append((min(i, j), max(i, j)))
        for m in range(1, len(polygon) - 1):
            corners.append((polygon[0], polygon[m], polygon[m + 1]))
            parents.append(int(t))
        edges += zip(polygon, polygon[1:] + polygon[:1], strict=True)
    start, end = np.array(crossings).T
    share = ((limit - seen["w"][start]) / (seen["w"][end] - seen["w"][start]))[:, None]
    columns = {name: geometry.points[name] for name in POINT.names or ()}
    points = {name: at[start] + share * (at[end] - at[start]) for name, at in columns.items()}
    whole = geometry.triangles.copy()
    whole["point"][cut] = whole["point"][cut][:, :1]
    parts = geometry.triangles[parents]
    parts["point"] = corners
    start, end = np.array(edges).T
    rim = rows(
        EDGE, start_point=start, end_point=end, left_triangle=-1, right_triangle=-1, smooth=1
    )
    return geometry._replace(
        points=np.concatenate([geometry.points, rows(POINT, **points)]),
        triangles=np.concatenate([whole, parts]),
        edges=np.concatenate([geometry.edges, rim]),
    )
