"""Which edges a mesh has, and which triangles meet there."""

from typing import Any

import numpy as np

from scenes.camera.geometry import rows
from scenes.camera.tables import EDGE, F64, I32, Rows

_WELD = 1e-9  # how far vertices of one place may be apart, in sizes of the mesh


def mesh_edges(triangles: I32, crease: Any = None) -> Rows:
    """Return the edges of triangles (t, 3).

    An edge with one triangle has -1 for the other. Edges of three or more triangles, and edges
    between triangles of different ``crease`` (t,) numbers, are always smoothed.
    """
    corners = triangles.astype(np.int64)
    onward = np.roll(corners, -1, axis=1)
    count = corners.max(initial=0) + 1
    keys = (np.minimum(corners, onward) * count + np.maximum(corners, onward)).ravel()
    order = np.argsort(keys, kind="stable")
    keys, first, faces = np.unique(keys[order], return_index=True, return_counts=True)
    left, right = order[first] // 3, order[first + faces - 1] // 3
    smooth = faces != 2
    if crease is not None:
        smooth |= crease[left] != crease[right]
    start, end = np.divmod(keys, count)
    edges = rows(
        EDGE,
        start_point=start,
        end_point=end,
        left_triangle=left,
        right_triangle=np.where(faces >= 2, right, -1),
        smooth=smooth,
    )
    proper: Rows = edges[start != end]
    return proper


def weld(points: F64, tolerance: float) -> tuple[F64, I32]:
    """Merge points (n, 3) within ``tolerance``; return what is left and each one's index."""
    cells = np.rint((points - points.min(axis=0)) / tolerance).astype(np.int64)
    spans = cells.max(axis=0) + 1
    if float(spans[0]) * float(spans[1]) * float(spans[2]) < 2.0**62:
        keys = (cells[:, 0] * spans[1] + cells[:, 1]) * spans[2] + cells[:, 2]
        _, first, index = np.unique(keys, return_index=True, return_inverse=True)
    else:
        _, first, index = np.unique(cells, axis=0, return_index=True, return_inverse=True)
    return points[first], index.reshape(-1).astype(np.int32)


class MeshTopology:
    """The edges of one mesh, kept as long as its triangles and its seams stay."""

    __slots__ = ("edges", "same", "triangles")

    def __init__(self, points: F64, triangles: I32) -> None:
        size = float(np.ptp(points, axis=0).max()) or 1.0
        _, index = weld(points, _WELD * size)
        first = np.full(int(index.max()) + 1, len(points), dtype=np.int64)
        np.minimum.at(first, index, np.arange(len(points)))
        self.same: I32 = first[index].astype(np.int32)
        self.triangles = triangles
        self.edges = mesh_edges(self.same[triangles])

    def fits(self, points: F64, triangles: I32) -> bool:
        """Return whether these are the triangles, and seams are still closed."""
        if len(points) != len(self.same) or not np.array_equal(triangles, self.triangles):
            return False
        return np.allclose(points, points[self.same], rtol=0, atol=1e-9)
