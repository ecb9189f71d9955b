"""What a SurfaceMesh looks like in space."""

from __future__ import annotations

import numpy as np

from scenes.camera.pieces import geometry
from scenes.camera.shading import shade, vertex_normals
from scenes.camera.strokes import ROUND
from scenes.camera.surface_mesh import BORDER, GRID, LEVEL, SurfaceMesh
from scenes.camera.tables import F32, F64, I32, Geometry
from scenes.camera.topology import mesh_edges, weld

STROKE_BIAS = 1e-3
_WELD = 1e-9


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
        if not np.array_equal(triangles, self.triangles):
            return False
        seam = np.flatnonzero(self.same != np.arange(len(self.same)))
        return len(self.same) == len(points) and bool(
            np.allclose(points[seam], points[self.same[seam]], rtol=0, atol=1e-9)
        )


def mesh_geometry(mesh: SurfaceMesh, topology: MeshTopology, light: F64 | None) -> Geometry:
    """Return the geometry of a mesh under a light at ``light`` (3,), or unshaded."""
    triangles = mesh.triangles
    edges = topology.edges
    count = len(triangles)
    if mesh.shown != (0.0, 1.0):
        first, last = (round(share * count) for share in mesh.shown)
        triangles = triangles[first:last]
        edges = mesh_edges(topology.same[triangles])
        count = len(triangles)
    lines, line_sets, levels = _line_tables(mesh)
    tables = {
        # A copy: a mesh moved in place must not move what the last frame showed.
        "points": mesh.points.copy(),
        "colors": _colors(mesh, topology, light),
        "scalars": _scalars(mesh),
        "triangles": triangles,
        "triangle_paint": np.full(count, -1),
        "triangle_lines": np.full(count, 0 if len(lines) else -1),
        "triangle_order": np.zeros(count),
        "edges": edges,
        "lines": lines,
        "line_sets": line_sets,
        "levels": levels,
    }
    if mesh.border and mesh.line_widths[BORDER] > 0 and mesh.line_rgbas[BORDER, 3] > 0:
        rim = edges[edges[:, 3] < 0]
        none = np.full(len(rim), -1)
        round_ends = np.full(len(rim), ROUND)
        tables |= {
            "segments": np.column_stack([rim[:, :2], none, none, round_ends, round_ends]),
            "segment_width": np.full(len(rim), mesh.line_widths[BORDER]),
            "segment_paint": np.zeros(len(rim)),
            "segment_stroke": np.zeros(len(rim)),
            "segment_order": np.ones(len(rim)),
            "segment_bias": np.full(len(rim), STROKE_BIAS),
            "paint_ends": np.zeros((1, 2)),
            "paint_stops": np.array([[0, 1]]),
            "stops": mesh.line_rgbas[BORDER : BORDER + 1],
        }
    return geometry(**tables)


def _colors(mesh: SurfaceMesh, topology: MeshTopology, light: F64 | None) -> F32:
    colors = mesh.rgbas
    if light is not None and mesh.shading:
        normals = vertex_normals(mesh.points, mesh.triangles, topology.same)
        colors = np.column_stack([shade(colors[:, :3], mesh.points, normals, light), colors[:, 3]])
    return np.clip(colors, 0, 1).astype(np.float32)


def _scalars(mesh: SurfaceMesh) -> F64:
    scalars = np.zeros((len(mesh.points), 3))
    scalars[:, 0] = mesh.values
    if mesh.grid_shape is not None and mesh.grid_lines is not None:
        for field, (vertices, cells) in enumerate(
            zip(mesh.grid_shape, mesh.grid_lines, strict=True)
        ):
            steps = np.linspace(0, cells, vertices)
            steps = steps[:, None] if field == 0 else steps[None, :]
            scalars[:, 1 + field] = np.broadcast_to(steps, mesh.grid_shape).ravel()
    return scalars


def _line_tables(mesh: SurfaceMesh) -> tuple[F64, I32, F64]:
    """Return lines (r, 8), their one set (1, 2) and the levels of all of them."""
    rows: list[list[float]] = []
    levels: list[float] = []

    def add(field: int, kind: int, values: F64) -> None:
        if len(values) and mesh.line_widths[kind] > 0 and mesh.line_rgbas[kind, 3] > 0:
            rows.append(
                [field, len(levels), len(values), mesh.line_widths[kind], *mesh.line_rgbas[kind]]
            )
            levels.extend(values)

    if mesh.grid_shape is not None and mesh.grid_lines is not None:
        for field, cells in enumerate(mesh.grid_lines):
            add(1 + field, GRID, np.arange(1, cells, dtype=np.float64))
    add(0, LEVEL, mesh.level_lines)
    sets = np.array([[0, len(rows)]], dtype=np.int32) if rows else np.zeros((0, 2), dtype=np.int32)
    return np.array(rows).reshape(-1, 8), sets, np.array(levels)
