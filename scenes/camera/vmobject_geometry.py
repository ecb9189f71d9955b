"""What VMobjects look like in space: faces, flat fills and strokes."""

from typing import Any

import numpy as np

from scenes.camera import tables
from scenes.camera.faces import Faces, faces_of, find_faces
from scenes.camera.geometry import Geometry, loose_segments, rows
from scenes.camera.outlines import Outlines, Polylines, Ragged, flatten, split_paths
from scenes.camera.paints import Light, Paints
from scenes.camera.tables import F64, Rows
from scenes.camera.topology import mesh_edges

_BACKGROUND, _FILL, _STROKE = range(3)
"""The order in which a mobject draws its background stroke, its fill and its stroke."""


def vmobject_geometry(outlines: Outlines, tolerance: float, light: Light | None) -> Geometry:
    """Return the geometry of VMobjects; curves are within ``tolerance`` scene units.

    ``light`` shades the mobjects that ask for it; with None nothing is shaded.
    """
    # As in stock Manim, a mobject with a point that is no number is not seen.
    places, counts = outlines.points
    lost = outlines.points.any_row(~np.isfinite(places).all(axis=1))
    places = np.where(np.repeat(lost, counts)[:, None], 0.0, places)
    outlines = outlines._replace(points=Ragged(places, counts))

    paths, numbers = split_paths(outlines.points), outlines.numbers
    filled = _is_visible(outlines.fill)
    stroked = _is_visible(outlines.stroke) & (numbers[tables.WIDTH] > 0)
    backed = _is_visible(outlines.background) & (numbers[tables.BACKGROUND_WIDTH] > 0)
    quad, polygon = find_faces(paths, filled & (numbers[tables.SHADED] > 0))
    solid = quad | polygon
    lines = flatten(paths, (filled | stroked) & ~solid | backed, tolerance)

    paints = Paints(outlines, light)
    sides, fills, centers = _fills(outlines, lines, filled & ~solid, paints)
    points = np.concatenate([lines.points, centers])
    made = {"sides": sides, "fills": fills}
    segments = [
        _strokes(outlines, lines, backed, _BACKGROUND, paints),
        _strokes(outlines, lines, stroked & ~solid, _STROKE, paints),
    ]
    if solid.any():
        faces = faces_of(paths, quad, polygon, tolerance, len(points))
        points = np.concatenate([points, faces.points])
        made |= _solid(outlines, faces, paints)
        segments.insert(0, _wires(outlines, faces, stroked, paints))
    return paints.geometry(points, segments=np.concatenate(segments), **made)


def _is_visible(colors: Ragged) -> Any:
    return colors.any_row(colors.rows[:, tables.ALPHA] > 0)


def _solid(outlines: Outlines, faces: Faces, paints: Paints) -> dict[str, Rows]:
    """Return faces as triangles, and their edges."""
    # Faces whose first fill colours are equal meet without a crease.
    first_colors = np.rint(outlines.fill.rows[outlines.fill.first] * 24)
    _, crease = np.unique(first_colors, axis=0, return_inverse=True)
    triangles = rows(
        tables.TRIANGLE,
        point=faces.triangles,
        paint=paints.add(faces.owner, outlines.fill),
        order=3 * faces.owner + _FILL,
    )
    edges = mesh_edges(faces.triangles, crease.reshape(-1)[faces.owner])
    return {"triangles": triangles, "edges": edges}


def _wires(outlines: Outlines, faces: Faces, stroked: Any, paints: Paints) -> Rows:
    """Return the faces' outlines: an edge of two faces in one style is drawn once."""
    keep = stroked[faces.rim_owner] & (faces.rim[:, 0] != faces.rim[:, 1])
    rim, owner = np.sort(faces.rim[keep], axis=1), faces.rim_owner[keep]
    stroke, width = outlines.stroke, outlines.numbers[tables.WIDTH]
    key = np.column_stack([rim, stroke.rows[stroke.first[owner]], width[owner]])
    _, once = np.unique(key, axis=0, return_index=True)
    owner = owner[once]
    return loose_segments(
        *rim[once].T,
        paint=paints.add(owner, stroke),
        order=3 * owner + _STROKE,
        width=width[owner],
        bias=tables.STROKE_BIAS,
    )


def _fills(
    outlines: Outlines, polylines: Polylines, filled: Any, paints: Paints
) -> tuple[Rows, Rows, F64]:
    """Return flat fills' sides, the fills, and their centres (k, 3), points after the lines'."""
    inside = np.flatnonzero(filled[polylines.mobject])
    points, ahead = polylines.points[inside], polylines.points[polylines.ring[inside]]
    which, begin = np.unique(polylines.mobject[inside], return_index=True)
    count = np.diff(begin, append=len(inside))
    centers = np.add.reduceat(points, begin) / count[:, None]
    local = np.repeat(centers, count, axis=0)
    normals = np.add.reduceat(np.cross(points - local, ahead - local), begin)
    length = np.linalg.norm(normals, axis=1)[:, None]
    fills = rows(
        tables.FILL,
        first_side=begin,
        end_side=begin + count,
        center_point=len(polylines.points) + np.arange(len(which)),
        paint=paints.add(which, outlines.fill),
        order=3 * which + _FILL,
        normal=np.where(length > 0, normals / np.maximum(length, 1e-300), (0, 0, 1)),
    )
    return rows(tables.SIDE, start_point=inside, end_point=polylines.ring[inside]), fills, centers


def _strokes(
    outlines: Outlines, polylines: Polylines, drawn: Any, place: int, paints: Paints
) -> Rows:
    """Return the segments of strokes, or of background strokes, of mobjects ``drawn`` (m,)."""
    start = np.flatnonzero(drawn[polylines.mobject] & (polylines.after >= 0))
    numbers, above = outlines.numbers, place == _STROKE
    end, owner = polylines.after[start], polylines.mobject[start]
    return rows(
        tables.SEGMENT,
        start_point=start,
        end_point=end,
        before_point=polylines.before[start],
        after_point=polylines.after[end],
        cap=numbers[tables.CAP, owner],
        join=numbers[tables.JOIN, owner],
        paint=paints.add(owner, outlines.stroke if above else outlines.background),
        stroke=2 * owner + 1 + above,
        order=3 * owner + place,
        width=numbers[tables.WIDTH if above else tables.BACKGROUND_WIDTH, owner],
        bias=tables.STROKE_BIAS if above else 0.0,
    )
