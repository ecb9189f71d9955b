"""Pieces of geometry keep their references when they are joined."""

from __future__ import annotations

from typing import Any

import numpy as np

from scenes.camera.geometry import Geometry, loose_segments, merge, rows
from scenes.camera.tables import EDGE, LEVEL, LINE, PAINT, POINT, STOP, TRIANGLE


def piece(at: float) -> Geometry:
    """One triangle at height ``at`` with a line at the same level, and its rim in one paint."""
    return Geometry(
        points=rows(POINT, place=[(0, 0, at), (1, 0, at), (0, 1, at)]),
        triangles=rows(TRIANGLE, point=[(0, 1, 2)], paint=-1, end_line=1),
        edges=rows(
            EDGE, start_point=[0, 1, 2], end_point=[1, 2, 0], left_triangle=0, right_triangle=-1
        ),
        segments=loose_segments([0, 1, 2], [1, 2, 0], order=1),
        paints=rows(PAINT, start_point=[1], end_point=2, end_stop=1),
        stops=rows(STOP, color=[(at, at, at, 1)]),
        lines=rows(LINE, field=[2], end_level=1),
        levels=rows(LEVEL, value=[at]),
    )


def test_a_scalar_fills_its_column_and_what_is_not_given_is_zero() -> None:
    made = rows(TRIANGLE, point=[(0, 1, 2), (2, 1, 3)], paint=-1)
    assert made["point"].tolist() == [[0, 1, 2], [2, 1, 3]]
    assert made["paint"].tolist() == [-1, -1]
    assert made["order"].tolist() == [0, 0]


def test_every_reference_of_a_joined_piece_leads_to_what_it_led_to_alone() -> None:
    pieces = [piece(0.25), piece(0.5), piece(0.75)]
    whole = merge(pieces)
    for n, single in enumerate(pieces):
        at = float(single.levels["value"][0])
        triangle = whole.triangles[n]
        assert (whole.points["place"][triangle["point"]] == single.points["place"]).all()
        lines = whole.lines[triangle["first_line"] : triangle["end_line"]]
        assert lines["field"].tolist() == [2]
        levels = whole.levels[lines["first_level"][0] : lines["end_level"][0]]
        assert levels["value"].tolist() == [at]
        edges, segments = whole.edges[3 * n : 3 * n + 3], whole.segments[3 * n : 3 * n + 3]
        assert (edges["left_triangle"] == n).all()
        for table in (edges, segments):
            assert (whole.points["place"][table["start_point"]] == single.points["place"]).all()
        paints = whole.paints[segments["paint"]]
        assert (whole.points["place"][paints["start_point"]] == (1, 0, at)).all()
        assert (whole.stops["color"][paints["first_stop"], 0] == np.float32(at)).all()
        assert (paints["end_stop"] - paints["first_stop"] == 1).all()


def test_none_stays_none_when_pieces_are_joined() -> None:
    whole = merge([piece(0.0), piece(1.0)])
    absent: list[Any] = [whole.triangles["paint"], whole.edges["right_triangle"]]
    absent += [whole.segments["before_point"], whole.segments["after_point"]]
    assert all((column == -1).all() for column in absent)


def test_later_pieces_lie_on_top() -> None:
    whole = merge([piece(0.0), piece(1.0)])
    assert whole.triangles["order"].tolist() == [0, 2]
    assert whole.segments["order"].tolist() == [1, 1, 1, 3, 3, 3]


def test_segments_of_two_pieces_are_never_one_stroke() -> None:
    strokes = merge([piece(0.0), piece(1.0)]).segments["stroke"]
    assert not set(strokes[:3]) & set(strokes[3:])


def test_joining_leaves_the_pieces_as_they_were() -> None:
    pieces = [piece(0.0), piece(1.0)]
    before = [table.copy() for single in pieces for table in single]
    merge(pieces)
    after = [table for single in pieces for table in single]
    assert all((a == b).all() for a, b in zip(before, after, strict=True))


def test_no_pieces_make_no_geometry() -> None:
    assert all(len(table) == 0 for table in merge([]))
