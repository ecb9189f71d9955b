"""What meshes and point clouds look like in space."""

from typing import Any

import numpy as np

from scenes.camera import tables
from scenes.camera.geometry import Geometry, loose_segments, rows
from scenes.camera.mesh_style import BORDER, GRID, LEVELS
from scenes.camera.paints import Light, added_light, vertex_normals
from scenes.camera.surface_mesh import SurfaceMesh
from scenes.camera.tables import F64, Rows
from scenes.camera.topology import MeshTopology, mesh_edges


def mesh_geometry(mesh: SurfaceMesh, topology: MeshTopology, light: Light | None) -> Geometry:
    """Return the geometry of a mesh under a light at ``light`` (3,), or unshaded."""
    triangles, edges = mesh.triangles, topology.edges
    if mesh.shown != (0.0, 1.0):
        first, last = (round(share * len(triangles)) for share in mesh.shown)
        triangles = triangles[first:last]
        edges = mesh_edges(topology.same[triangles])
    colors = _colors(mesh, topology, light)
    lines, levels = _lines(mesh)
    width, color = mesh.line_widths[BORDER], mesh.line_rgbas[BORDER]
    has_border = bool(mesh.border and width > 0 and color[tables.ALPHA] > 0)
    rim = edges[(edges["right_triangle"] < 0) & has_border]
    return Geometry(
        points=rows(tables.POINT, place=mesh.points, color=colors, field=_fields(mesh)),
        triangles=rows(tables.TRIANGLE, point=triangles, paint=-1, end_line=len(lines)),
        edges=edges,
        segments=loose_segments(
            rim["start_point"], rim["end_point"], order=1, width=width, bias=tables.STROKE_BIAS
        ),
        paints=rows(tables.PAINT, first_stop=[0], end_stop=1, texture=-1),
        stops=rows(tables.STOP, color=[color]),
        lines=lines,
        levels=levels,
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
    if mesh.grid_shape and mesh.grid_lines:
        steps = map(np.linspace, (0, 0), mesh.grid_lines, mesh.grid_shape)
        for field, cells in enumerate(np.meshgrid(*steps, indexing="ij"), 1):
            fields[:, field] = cells.ravel()
    return fields


def _lines(mesh: SurfaceMesh) -> tuple[Rows, Rows]:
    """Return the lines drawn into a mesh, across u, across v and at levels, and where they run."""
    levels = [np.arange(1.0, cells) for cells in mesh.grid_lines or (1, 1)] + [mesh.level_lines]
    kinds = [GRID, GRID, LEVELS]
    counts = np.array([len(values) for values in levels])
    end = np.cumsum(counts)
    lines = rows(
        tables.LINE,
        field=[1, 2, 0],
        first_level=end - counts,
        end_level=end,
        width=mesh.line_widths[kinds],
        color=mesh.line_rgbas[kinds],
    )
    seen = (counts > 0) & (lines["width"] > 0) & (lines["color"][:, tables.ALPHA] > 0)
    return lines[seen], rows(tables.LEVEL, value=np.concatenate(levels))


def cloud_geometry(clouds: list[Any]) -> Geometry:
    """Return the geometry of Manim's point clouds: round dots, as wide as Manim's."""
    points = np.concatenate([cloud.points for cloud in clouds])
    colors = np.concatenate([cloud.rgbas for cloud in clouds])
    widths = np.concatenate([np.full(len(c.points), c.stroke_width) for c in clouds])
    n = np.arange(len(points))
    return Geometry(
        points=rows(tables.POINT, place=points),
        segments=loose_segments(n, n, paint=n, stroke=n, width=widths),
        paints=rows(
            tables.PAINT, start_point=n, end_point=n, first_stop=n, end_stop=n + 1, texture=-1
        ),
        stops=rows(tables.STOP, color=np.clip(colors, 0, 1)),
    )
