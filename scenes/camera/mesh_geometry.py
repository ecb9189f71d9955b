"""What meshes and point clouds look like in space."""

from typing import Any

import numpy as np

from scenes.camera.geometry import Geometry, loose_segments, rows
from scenes.camera.light import Light, added_light, vertex_normals
from scenes.camera.surface_mesh import BORDER, GRID, LEVELS, SurfaceMesh
from scenes.camera.tables import F64, LEVEL, LINE, PAINT, POINT, STOP, STROKE_BIAS, TRIANGLE, Rows
from scenes.camera.topology import MeshTopology, mesh_edges


def mesh_geometry(mesh: SurfaceMesh, topology: MeshTopology, light: Light | None) -> Geometry:
    """Return the geometry of a mesh under a light at ``light`` (3,), or unshaded."""
    triangles, edges = mesh.triangles, topology.edges
    if mesh.shown != (0.0, 1.0):
        first, last = (round(share * len(triangles)) for share in mesh.shown)
        triangles = triangles[first:last]
        edges = mesh_edges(topology.same[triangles])
    lines, levels = _lines(mesh)
    colors, fields = _colors(mesh, topology, light), _fields(mesh)
    geometry = Geometry(
        points=rows(POINT, place=mesh.points, color=colors, field=fields),
        triangles=rows(TRIANGLE, point=triangles, paint=-1, end_line=len(lines)),
        edges=edges,
        lines=lines,
        levels=levels,
    )
    width, color = mesh.line_widths[BORDER], mesh.line_rgbas[BORDER]
    if not (mesh.border and width > 0 and color[3] > 0):
        return geometry
    rim = edges[edges["right_triangle"] < 0]
    ends = rim["start_point"], rim["end_point"]
    return geometry._replace(
        segments=loose_segments(*ends, order=1, width=width, bias=STROKE_BIAS),
        paints=rows(PAINT, first_stop=[0], end_stop=1),
        stops=rows(STOP, color=[color]),
    )


def _colors(mesh: SurfaceMesh, topology: MeshTopology, light: Light | None) -> F64:
    colors = mesh.rgbas
    if light is not None and mesh.shading:
        normals = vertex_normals(mesh.points, mesh.triangles, topology.same)
        lit = colors[:, :3] + added_light(mesh.points, normals, light)
        colors = np.column_stack([lit, colors[:, 3]])
    return np.clip(colors, 0, 1)


def _fields(mesh: SurfaceMesh) -> F64:
    """Return the values and, of a grid with lines, the cells along u and along v; (n, 3)."""
    fields = np.zeros((len(mesh.points), 3))
    fields[:, 0] = mesh.values
    if mesh.grid_shape is not None and mesh.grid_lines is not None:
        steps = (
            np.linspace(0, cells, vertices)
            for vertices, cells in zip(mesh.grid_shape, mesh.grid_lines, strict=True)
        )
        for field, cells in enumerate(np.meshgrid(*steps, indexing="ij")):
            fields[:, 1 + field] = cells.ravel()
    return fields


def _lines(mesh: SurfaceMesh) -> tuple[Rows, Rows]:
    """Return the lines drawn into a mesh, and the levels of all of them."""
    lines: list[Any] = []
    levels: list[float] = []

    def add(field: int, kind: int, values: F64) -> None:
        if len(values) and mesh.line_widths[kind] > 0 and mesh.line_rgbas[kind, 3] > 0:
            first, end = len(levels), len(levels) + len(values)
            color = tuple(mesh.line_rgbas[kind])
            lines.append((field, first, end, mesh.line_widths[kind], color))
            levels.extend(values)

    if mesh.grid_shape is not None and mesh.grid_lines is not None:
        for field, cells in enumerate(mesh.grid_lines):
            add(1 + field, GRID, np.arange(1, cells, dtype=np.float64))
    add(0, LEVELS, mesh.level_lines)
    return np.array(lines, dtype=LINE), rows(LEVEL, value=levels)


def cloud_geometry(clouds: list[Any]) -> Geometry:
    """Return the geometry of Manim's point clouds: round dots, as wide as Manim's."""
    shown = [cloud for cloud in clouds if cloud.stroke_width > 0 and len(cloud.points)]
    if not shown:
        return Geometry()
    points = np.concatenate([cloud.points for cloud in shown])
    colors = np.concatenate([cloud.rgbas for cloud in shown])
    widths = np.concatenate([np.full(len(c.points), c.stroke_width) for c in shown])
    n = np.arange(len(points))
    return Geometry(
        points=rows(POINT, place=points),
        segments=loose_segments(n, n, paint=n, stroke=n, width=widths),
        paints=rows(PAINT, start_point=n, end_point=n, first_stop=n, end_stop=n + 1),
        stops=rows(STOP, color=np.clip(colors, 0, 1)),
    )
