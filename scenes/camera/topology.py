"""Which edges a mesh has, and which triangles meet there."""

from __future__ import annotations

import numpy as np

from scenes.camera.tables import F64, I32


def mesh_edges(triangles: I32, crease: I32 | None = None) -> I32:
    """Return the edges (e, 5) of triangles (t, 3): two points, two triangles, always smoothed.

    An edge with one triangle has -1 for the other. Edges of three or more triangles, and edges
    between triangles of different ``crease`` (t,) numbers, are always smoothed.
    """
    if not len(triangles):
        return np.zeros((0, 5), dtype=np.int32)
    count = len(triangles)
    ends = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    low = np.minimum(ends[:, 0], ends[:, 1]).astype(np.int64)
    high = np.maximum(ends[:, 0], ends[:, 1]).astype(np.int64)
    key = low * (int(high.max()) + 1) + high
    order = np.argsort(key, kind="stable")
    key = key[order]
    owner = np.tile(np.arange(count), 3)[order]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    faces = np.diff(np.concatenate([first, [len(key)]]))
    edges: I32 = np.empty((len(first), 5), dtype=np.int32)
    edges[:, 0] = low[order][first]
    edges[:, 1] = high[order][first]
    edges[:, 2] = owner[first]
    second = owner[np.minimum(first + 1, len(key) - 1)]
    edges[:, 3] = np.where(faces >= 2, second, -1)
    edges[:, 4] = faces != 2
    if crease is not None:
        edges[:, 4] |= (edges[:, 3] >= 0) & (crease[edges[:, 2]] != crease[second])
    proper: I32 = edges[edges[:, 0] != edges[:, 1]]
    return proper


def weld(points: F64, tolerance: float) -> tuple[F64, I32]:
    """Merge points (n, 3) within ``tolerance``; return what is left and each one's index."""
    if not len(points):
        return points, np.zeros(0, dtype=np.int32)
    cells = np.rint((points - points.min(axis=0)) / tolerance).astype(np.int64)
    spans = cells.max(axis=0) + 1
    if float(spans[0]) * float(spans[1]) * float(spans[2]) < 2.0**62:
        keys = (cells[:, 0] * spans[1] + cells[:, 1]) * spans[2] + cells[:, 2]
        _, first, index = np.unique(keys, return_index=True, return_inverse=True)
    else:
        _, first, index = np.unique(cells, axis=0, return_index=True, return_inverse=True)
    return points[first], index.reshape(-1).astype(np.int32)
