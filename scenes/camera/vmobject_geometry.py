"""What VMobjects look like in space: faces, flat fills and strokes."""

from __future__ import annotations

from typing import Any

import numpy as np

from scenes.camera.outlines import Outlines, Paths, Polylines, flatten, split_paths
from scenes.camera.paints import Paints
from scenes.camera.patches import Faces, find_faces, patch_faces, polygon_faces
from scenes.camera.pieces import geometry, join
from scenes.camera.strokes import ROUND
from scenes.camera.tables import F64, I32, Geometry
from scenes.camera.topology import mesh_edges, weld

STROKE_BIAS = 1e-3
_WELD = 1e-5
# A mobject draws its background stroke, its fill, its stroke.
_BACKGROUND, _FILL, _STROKE = 0, 1, 2


def vmobject_geometry(outlines: Outlines, tolerance: float, light: F64 | None) -> Geometry:
    """Return the geometry of VMobjects; curves are within ``tolerance`` scene units.

    ``light`` (3,) shades the mobjects that ask for it; with None nothing is shaded.
    """
    count = len(outlines.point_counts)
    finite = np.isfinite(outlines.points).all(axis=1)
    if not finite.all():
        # As in stock Manim, a mobject with a point that is no number is not seen.
        index = np.repeat(np.arange(count), outlines.point_counts)
        lost = np.bincount(index, weights=~finite, minlength=count)[index] > 0
        outlines = outlines._replace(points=np.where(lost[:, None], 0.0, outlines.points))
    paths = split_paths(outlines)
    filled = _visible(outlines.fill, outlines.fill_counts)
    stroked = _visible(outlines.stroke, outlines.stroke_counts) & (outlines.numbers[:, 0] > 0)
    backed = _visible(outlines.background, outlines.background_counts) & (
        outlines.numbers[:, 1] > 0
    )
    patch, polygon = find_faces(paths, filled & (outlines.numbers[:, 2] > 0), count)
    face = patch | polygon
    pieces = []
    if face.any():
        pieces.append(_face_piece(outlines, paths, patch, polygon, stroked, tolerance, light))
    lines_too = (filled & ~face) | (stroked & ~face) | backed
    if lines_too.any():
        owner = paths.mobject[paths.first]
        polylines = flatten(paths, lines_too[owner], tolerance)
        paints = Paints(outlines, light)
        tables: dict[str, Any] = {}
        _add_fills(tables, outlines, polylines, paints, filled & ~face)
        _add_strokes(tables, outlines, polylines, paints, stroked & ~face, backed)
        pieces.append(_finished(tables, polylines.points, paints))
    return _joined_in_order(pieces)


def _visible(colors: F64, counts: I32) -> Any:
    owner = np.repeat(np.arange(len(counts)), counts)
    return np.bincount(owner, weights=colors[:, 3] > 0, minlength=len(counts)) > 0


def _joined_in_order(pieces: list[Geometry]) -> Geometry:
    """Join pieces whose orders already count the same mobjects."""
    if len(pieces) != 2:
        return join(pieces) if pieces else geometry()
    both = join(pieces)
    first, second = pieces
    orders = {}
    for name in ("triangle_order", "segment_order", "fill_order"):
        orders[name] = np.concatenate([getattr(first, name), getattr(second, name)])
    return both._replace(**orders)


def _finished(tables: dict[str, Any], points: F64, paints: Paints) -> Geometry:
    extra = paints.tables(len(points) + len(tables.get("more_points", ())))
    more = tables.pop("more_points", np.zeros((0, 3)))
    tables["points"] = np.concatenate([points, more, extra.pop("points")])
    return geometry(**tables, **extra)


def _face_piece(
    outlines: Outlines,
    paths: Paths,
    patch: Any,
    polygon: Any,
    stroked: Any,
    tolerance: float,
    light: F64 | None,
) -> Geometry:
    parts: list[Faces] = []
    if patch.any():
        curves = paths.curves[patch[paths.mobject]].reshape(-1, 4, 4, 3)
        parts.append(patch_faces(curves, np.flatnonzero(patch).astype(np.int32), 2.5 * tolerance))
    if polygon.any():
        owners = [int(mobject) for mobject in np.flatnonzero(polygon)]
        corners = [paths.curves[paths.mobject == mobject][:, 0] for mobject in owners]
        parts.append(polygon_faces(corners, owners))
    points = np.concatenate([part.points for part in parts])
    offsets = np.cumsum([0] + [len(part.points) for part in parts])
    owner = np.concatenate([part.owner for part in parts])
    points, index = weld(points, _WELD)
    shifted = list(zip(parts, offsets, strict=False))
    triangles = index[np.concatenate([part.triangles + offset for part, offset in shifted])]
    rim = index[np.concatenate([part.rim + offset for part, offset in shifted])]
    rim_owner = np.concatenate([part.rim_owner for part in parts])

    paints = Paints(outlines, light)
    which = np.flatnonzero(patch | polygon)
    number = np.full(len(outlines.point_counts), -1, dtype=np.int32)
    number[which] = paints.add(which, outlines.fill, outlines.fill_counts)
    tables: dict[str, Any] = {
        "triangles": triangles,
        "triangle_paint": number[owner],
        "triangle_lines": np.full(len(triangles), -1),
        "triangle_order": 3 * owner + _FILL,
        "edges": mesh_edges(triangles, _crease(outlines)[owner]),
    }
    _add_wires(tables, outlines, paints, rim, rim_owner, stroked)
    return _finished(tables, points, paints)


def _crease(outlines: Outlines) -> I32:
    """Return a number (m,) for every first fill colour: equal ones meet without a crease."""
    first = np.cumsum(outlines.fill_counts) - outlines.fill_counts
    _, kinds = np.unique(np.rint(outlines.fill[first] * 24), axis=0, return_inverse=True)
    return kinds.reshape(-1).astype(np.int32)


def _add_wires(
    tables: dict[str, Any], outlines: Outlines, paints: Paints, rim: I32, owner: I32, stroked: Any
) -> None:
    """Add the faces' outlines: an edge of two faces in one style is drawn once."""
    keep = stroked[owner] & (rim[:, 0] != rim[:, 1])
    rim, owner = np.sort(rim[keep], axis=1), owner[keep]
    if not len(rim):
        return
    first = np.cumsum(outlines.stroke_counts) - outlines.stroke_counts
    style = np.column_stack([outlines.stroke[first], outlines.numbers[:, 0]])
    _, kinds = np.unique(style, axis=0, return_inverse=True)
    key = np.column_stack([rim, kinds.reshape(-1)[owner]])
    _, once = np.unique(key, axis=0, return_index=True)
    rim, owner = rim[once], owner[once]
    which = np.unique(owner)
    number = np.full(len(outlines.point_counts), -1, dtype=np.int32)
    number[which] = paints.add(which, outlines.stroke, outlines.stroke_counts)
    none = np.full(len(rim), -1)
    ends = np.full(len(rim), ROUND)
    tables |= {
        "segments": np.column_stack([rim, none, none, ends, ends]),
        "segment_width": outlines.numbers[owner, 0],
        "segment_paint": number[owner],
        "segment_stroke": np.zeros(len(rim)),
        "segment_order": 3 * owner + _STROKE,
        "segment_bias": np.full(len(rim), STROKE_BIAS),
    }


def _add_fills(
    tables: dict[str, Any], outlines: Outlines, polylines: Polylines, paints: Paints, filled: Any
) -> None:
    inside = np.flatnonzero(filled[polylines.mobject])
    if not len(inside):
        return
    owner = polylines.mobject[inside]
    points, ahead = polylines.points[inside], polylines.points[polylines.ring[inside]]
    which, begin = np.unique(owner, return_index=True)
    ends = np.concatenate([begin[1:], [len(inside)]])
    centers = np.add.reduceat(points, begin) / (ends - begin)[:, None]
    local = np.repeat(centers, ends - begin, axis=0)
    normals = np.add.reduceat(np.cross(points - local, ahead - local), begin)
    length = np.linalg.norm(normals, axis=1)
    normals = np.where(
        length[:, None] > 0, normals / np.maximum(length, 1e-300)[:, None], (0, 0, 1)
    )
    tables |= {
        "outline": np.stack([inside, polylines.ring[inside]], axis=1),
        "fill_range": np.stack([begin, ends], axis=1),
        "fill_center": len(polylines.points) + np.arange(len(which)),
        "fill_normal": normals,
        "fill_paint": paints.add(which, outlines.fill, outlines.fill_counts),
        "fill_order": 3 * which + _FILL,
        "more_points": centers,
    }


def _add_strokes(
    tables: dict[str, Any],
    outlines: Outlines,
    polylines: Polylines,
    paints: Paints,
    stroked: Any,
    backed: Any,
) -> None:
    columns: dict[str, list[Any]] = {}
    plans = (
        (backed, outlines.background, outlines.background_counts, 1, _BACKGROUND, 0.0),
        (stroked, outlines.stroke, outlines.stroke_counts, 0, _STROKE, STROKE_BIAS),
    )
    for drawn, colors, counts, width, place, bias in plans:
        start = np.flatnonzero(drawn[polylines.mobject] & (polylines.after >= 0))
        if not len(start):
            continue
        end = polylines.after[start]
        owner = polylines.mobject[start]
        which = np.unique(owner)
        number = np.full(len(drawn), -1, dtype=np.int32)
        number[which] = paints.add(which, colors, counts)
        cap, joint = outlines.numbers[owner, 3], outlines.numbers[owner, 4]
        rows = {
            "segments": np.column_stack(
                [start, end, polylines.before[start], polylines.after[end], cap, joint]
            ),
            "segment_width": outlines.numbers[owner, width],
            "segment_paint": number[owner],
            "segment_stroke": 2 * owner + 1 + (place == _STROKE),
            "segment_order": 3 * owner + place,
            "segment_bias": np.full(len(start), bias),
        }
        for name, values in rows.items():
            columns.setdefault(name, []).append(values)
    tables |= {name: np.concatenate(values) for name, values in columns.items()}
