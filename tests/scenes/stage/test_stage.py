"""Pace, view and layout: how films move, where they look from, and where things stand."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Square

from scenes.stage.cost_view import box_on
from scenes.stage.layout import Layout
from scenes.stage.pace import FIRST, LONGEST, SHORTEST, Pace
from scenes.stage.view import EDGE, View, across, aside, azimuth_of


@given(st.integers(1, 5000))
def test_early_steps_take_longer_than_late_ones(steps):
    pace = Pace.of(steps)
    assert len(pace.durations) == steps
    assert (np.diff(pace.durations) <= 1e-12).all()
    assert SHORTEST - 1e-9 <= pace.total <= LONGEST + 1e-9
    if steps >= 6:
        assert pace.durations[0] >= min(FIRST, 1.5)
        assert pace.durations[-1] < 0.6 * pace.durations[0]


@pytest.mark.long
@given(st.integers(1, 400))
def test_the_position_rises_through_every_iterate(steps):
    pace = Pace.of(steps)
    times = np.linspace(0, pace.total, 500)
    positions = np.array([pace.position(time) for time in times])
    assert (np.diff(positions) >= -1e-9).all()
    assert positions[0] == 0
    assert positions[-1] == pytest.approx(steps)
    for iterate, time in enumerate(np.cumsum(pace.durations)[:20], start=1):
        assert pace.position(time) == pytest.approx(iterate, abs=1e-6)
    assert pace.share_of_path(0) == 0
    assert pace.share_of_path(1) == pytest.approx(1)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(1, 20))
def test_the_orbit_stays_within_one_quadrant(east, north, seconds):
    view = View.beside((east, north), seconds)
    quadrants = {math.floor(angle / (math.pi / 2)) for angle in (view.first, view.last)}
    assert len(quadrants) == 1
    for angle in (view.first, view.last):
        assert EDGE - 1e-9 <= angle % (math.pi / 2) <= math.pi / 2 - EDGE + 1e-9
    assert math.degrees(abs(view.last - view.first)) / seconds <= 8


FRAMES = [(128 / 9, 8), (8, 8), (4.5, 8)]


def disjoint(one, other):
    return (
        one.right <= other.left + 1e-9
        or other.right <= one.left + 1e-9
        or one.top <= other.bottom + 1e-9
        or other.top <= one.bottom + 1e-9
    )


@pytest.mark.parametrize(("width", "height"), FRAMES)
def test_the_regions_keep_apart_and_inside_the_margins(width, height):
    layout = Layout.of(width, height)
    regions = [layout.title, layout.stage, layout.upper, layout.lower, layout.caption]
    for region in regions:
        assert region.width > 0.29 * width
        assert region.height > 0.07 * height
        assert max(-region.left, region.right) <= 0.46 * width + 1e-9
        assert max(-region.bottom, region.top) <= 0.46 * height + 1e-9
    for one, other in itertools.combinations(regions, 2):
        assert disjoint(one, other)


@pytest.mark.parametrize(("width", "height"), FRAMES)
@pytest.mark.parametrize(("rows", "columns"), [((1, 1), (2, 1)), ((3, 2, 1), (1,))])
def test_rows_and_columns_share_a_region_between_title_and_captions(width, height, rows, columns):
    layout = Layout.of(width, height)
    table = [row.columns(*columns) for row in layout.body.rows(*rows)]
    cells = list(itertools.chain(*table))
    for one, other in itertools.combinations([*cells, layout.title, layout.caption], 2):
        assert disjoint(one, other)
    heights = np.array([row[0].height for row in table])
    np.testing.assert_allclose(heights / layout.body.height, np.array(rows) / sum(rows))
    widths = np.array([cell.width for cell in table[0]])
    np.testing.assert_allclose(widths / layout.body.width, np.array(columns) / sum(columns))
    assert table[0][0].top == layout.body.top
    assert table[0][0].left == layout.body.left


def test_what_stands_on_a_smaller_stage_is_smaller():
    floors = [box_on(Layout.of(width, height).stage)["floor"] for width, height in FRAMES]
    assert floors[0] > floors[1] > floors[2] > 0.3 * floors[0]


def test_a_lower_panel_has_the_share_of_the_height_that_is_asked_for():
    layout = Layout.of(16, 9)
    changed = layout.with_lower(0.3)
    assert changed.lower.bottom == layout.lower.bottom
    assert changed.upper.top == layout.upper.top
    gap = layout.upper.bottom - layout.lower.top
    assert changed.upper.bottom - changed.lower.top == pytest.approx(gap)
    whole = layout.upper.top - layout.lower.bottom
    assert changed.upper.bottom - changed.lower.bottom == pytest.approx(0.3 * whole)
    with pytest.raises(ValueError, match="share is 1"):
        layout.with_lower(1)


def test_captions_stand_where_players_leave_them_room():
    wide, tall = Layout.of(128 / 9, 8).caption, Layout.of(4.5, 8).caption
    assert wide.top == pytest.approx(-4 + 0.12 * 8)
    assert tall.top == pytest.approx(4 - 0.7 * 8)
    assert tall.bottom == pytest.approx(4 - 0.8 * 8)


@pytest.mark.parametrize("align", [(-1, 1), (0, 0), (1, -1)])
def test_a_region_holds_what_is_too_large(align):
    region = Layout.of(14.2, 8).lower
    square = region.hold(Square(50), align)
    assert square.width <= region.width + 1e-9
    assert region.left - 1e-9 <= square.get_left()[0]
    assert square.get_right()[0] <= region.right + 1e-9
    assert region.bottom - 1e-9 <= square.get_bottom()[1]
    assert square.get_top()[1] <= region.top + 1e-9


class TestViews:
    @pytest.mark.parametrize("quadrant", range(-4, 4))
    @pytest.mark.parametrize("along", [0, 1])
    def test_across_sees_the_parameter_run_across_in_the_same_quadrant(self, quadrant, along):
        facing = (quadrant + 0.4) * math.pi / 2
        azimuth = across(facing, along)
        assert math.floor(azimuth / (math.pi / 2)) == quadrant
        right = np.array([-math.sin(azimuth), math.cos(azimuth)])
        assert abs(right[along]) > 0.94

    def test_aside_keeps_off_the_axes(self):
        assert aside(1.0) == 1.0
        assert math.degrees(aside(math.radians(-1))) == pytest.approx(-18)

    @pytest.mark.parametrize("direction", [(1.0, 0.0), (-1.0, -1.0), (0.0, 2.0)])
    def test_an_azimuth_points_in_its_direction(self, direction):
        azimuth = azimuth_of(direction)
        toward = np.array(direction) / np.hypot(*direction)
        np.testing.assert_allclose([math.cos(azimuth), math.sin(azimuth)], toward, atol=1e-12)

    def test_no_direction_is_seen_from_between_the_axes(self):
        assert math.degrees(azimuth_of((0.0, 0.0))) == pytest.approx(45)

    def test_an_orbit_ends_where_the_direction_points(self):
        view = View.toward((1, 1), seconds=5)
        assert math.sin(2 * view.last) == pytest.approx(1)
        assert abs(view.last - view.first) == pytest.approx(math.radians(4.2 * 5))
