"""What stands in space: made mobject by mobject, and merged to one picture."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from scenes.camera import tables
from scenes.camera.tables import Rows


class Geometry(NamedTuple):
    """What stands in space: a table of each kind, none of them read-only."""

    points: Rows = np.empty(0, tables.POINT)
    triangles: Rows = np.empty(0, tables.TRIANGLE)
    edges: Rows = np.empty(0, tables.EDGE)
    segments: Rows = np.empty(0, tables.SEGMENT)
    fills: Rows = np.empty(0, tables.FILL)
    sides: Rows = np.empty(0, tables.SIDE)
    paints: Rows = np.empty(0, tables.PAINT)
    stops: Rows = np.empty(0, tables.STOP)
    textures: Rows = np.empty(0, tables.TEXTURE)
    texels: Rows = np.empty(0, tables.TEXEL)
    lines: Rows = np.empty(0, tables.LINE)
    levels: Rows = np.empty(0, tables.LEVEL)


def rows(table: np.dtype[Any], **columns: Any) -> Rows:
    """Return rows of a table, as many as the first column has; a scalar fills its column.

    A column that is not given is 0.
    """
    made = np.zeros(len(next(iter(columns.values()))), table)
    for name, values in columns.items():
        made[name] = values
    return made


def loose_segments(start: Any, end: Any, **columns: Any) -> Rows:
    """Return segments between points (n,) that go on nowhere and have round ends."""
    ends = {"start_point": start, "end_point": end, "before_point": -1, "after_point": -1}
    return rows(tables.SEGMENT, **ends, cap=tables.ROUND, join=tables.ROUND, **columns)


_COUNTED = (*Geometry._fields, "orders", "strokes")
_NUMBERED = {
    name: [
        (column, counted)
        for column in table.dtype.names
        for counted in _COUNTED
        if f"_{column}".endswith(f"_{counted[:-1]}")
    ]
    for name, table in Geometry._field_defaults.items()
}
"""Of each table the columns that number something, and what they number."""


def _count(piece: Geometry) -> dict[str, int]:
    """Return how many rows, orders and strokes a piece has."""
    count = {name: len(table) for name, table in zip(Geometry._fields, piece, strict=True)}
    drawn = (piece.triangles, piece.segments, piece.fills)
    count["orders"] = 1 + max(int(table["order"].max(initial=-1)) for table in drawn)
    count["strokes"] = 1 + int(piece.segments["stroke"].max(initial=-1))
    return count


def merge(pieces: Sequence[Geometry]) -> Geometry:
    """Return one geometry of all pieces; what comes later is drawn over what coincides with it."""
    if len(pieces) == 1:
        return pieces[0]
    # As bytes: NumPy copies structured rows column by column, which takes eight times as long.
    merged = Geometry(
        *(
            np.concatenate([part.view(np.uint8) for part in parts]).view(parts[0].dtype)
            for parts in zip(Geometry(), *pieces, strict=True)
        )
    )
    before = dict.fromkeys(_COUNTED, 0)
    for piece in pieces:
        count = _count(piece)
        for name, columns in _NUMBERED.items():
            part = getattr(merged, name)[before[name] : before[name] + count[name]]
            for column, counted in columns:
                if before[counted] and len(part):
                    numbers = part[column]
                    numbers += np.where(numbers >= 0, before[counted], 0).astype(np.int32)
        for name in before:
            before[name] += count[name]
    return merged
