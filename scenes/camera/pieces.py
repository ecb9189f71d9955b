"""Geometry is made mobject by mobject and joined to one picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from scenes.camera.tables import Geometry

_WIDTHS: dict[str, tuple[int, type]] = {
    "points": (3, np.float64),
    "colors": (4, np.float32),
    "scalars": (3, np.float64),
    "triangles": (3, np.int32),
    "triangle_paint": (0, np.int32),
    "triangle_lines": (0, np.int32),
    "triangle_order": (0, np.int32),
    "edges": (5, np.int32),
    "segments": (6, np.int32),
    "segment_width": (0, np.float64),
    "segment_paint": (0, np.int32),
    "segment_stroke": (0, np.int32),
    "segment_order": (0, np.int32),
    "segment_bias": (0, np.float64),
    "outline": (2, np.int32),
    "fill_range": (2, np.int32),
    "fill_center": (0, np.int32),
    "fill_normal": (3, np.float64),
    "fill_paint": (0, np.int32),
    "fill_order": (0, np.int32),
    "paint_ends": (2, np.int32),
    "paint_stops": (2, np.int32),
    "stops": (4, np.float32),
    "line_sets": (2, np.int32),
    "lines": (8, np.float64),
    "levels": (0, np.float64),
}

# Which table an index points into; columns of a table may differ.
_INDEX: dict[str, list[tuple[slice, str]]] = {
    "triangles": [(slice(None), "points")],
    "triangle_paint": [(slice(None), "paint_ends")],
    "triangle_lines": [(slice(None), "line_sets")],
    "triangle_order": [(slice(None), "order")],
    "edges": [(slice(0, 2), "points"), (slice(2, 4), "triangles")],
    "segments": [(slice(0, 4), "points")],
    "segment_paint": [(slice(None), "paint_ends")],
    "segment_stroke": [(slice(None), "stroke")],
    "segment_order": [(slice(None), "order")],
    "outline": [(slice(None), "points")],
    "fill_range": [(slice(None), "outline")],
    "fill_center": [(slice(None), "points")],
    "fill_paint": [(slice(None), "paint_ends")],
    "fill_order": [(slice(None), "order")],
    "paint_ends": [(slice(None), "points")],
    "paint_stops": [(slice(0, 1), "stops")],
    "line_sets": [(slice(None), "lines")],
    "lines": [(slice(1, 2), "levels")],
}


def geometry(**tables: Any) -> Geometry:
    """Return geometry of the given tables, empty where none is given."""
    count = len(tables.get("points", ()))
    tables.setdefault("colors", np.zeros((count, 4), dtype=np.float32))
    tables.setdefault("scalars", np.zeros((count, 3)))
    arrays = {}
    for name, (width, kind) in _WIDTHS.items():
        shape = (0, width) if width else (0,)
        value = tables.get(name)
        array: Any = np.empty(shape, kind) if value is None else np.ascontiguousarray(value, kind)
        arrays[name] = array.reshape((-1, width) if width else (-1,))
    return Geometry(**arrays)


def _tables(piece: Geometry) -> list[tuple[str, Any]]:
    return list(zip(Geometry._fields, piece, strict=True))


def _spans(piece: Geometry) -> dict[str, int]:
    spans = {name: len(array) for name, array in _tables(piece)}
    orders = (piece.triangle_order, piece.segment_order, piece.fill_order)
    spans["order"] = 1 + max((int(order.max()) for order in orders if len(order)), default=-1)
    spans["stroke"] = 1 + int(piece.segment_stroke.max(initial=-1))
    return spans


def join(pieces: Sequence[Geometry]) -> Geometry:
    """Return one geometry of all pieces; what comes later is drawn over what coincides with it."""
    if len(pieces) == 1:
        return pieces[0]
    columns: dict[str, list[Any]] = {name: [] for name in Geometry._fields}
    offsets: dict[str, int] = {}
    for piece in pieces:
        for name, array in _tables(piece):
            if not len(array):
                continue
            if name in _INDEX:
                array = array.copy()
                for where, table in _INDEX[name]:
                    offset = offsets.get(table, 0)
                    part = array[where] if array.ndim == 1 else array[:, where]
                    part += np.where(part >= 0, offset, 0).astype(part.dtype)
            columns[name].append(array)
        for name, span in _spans(piece).items():
            offsets[name] = offsets.get(name, 0) + span
    tables = {name: np.concatenate(parts) for name, parts in columns.items() if parts}
    return geometry(**tables)
