"""Pace, view and layout: how films move, where they look from, and where things stand."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Square

from scenes.stage.layout import Layout
from scenes.stage.pace import FIRST, LONGEST, SHORTEST, Pace
from scenes.stage.view import EDGE, View, across, aside


@given(st.integers(1, 5000))
def test_early_steps_take_longer_than_late_ones(steps):
    pace = Pace.of(steps)
    assert len(pace.durations) == steps
    assert (np.diff(pace.durations) <= 1e-12).all()
    assert SHORTEST - 1e-9 <= pace.total <= LONGEST + 1e-9
    if steps >= 6:
        assert pace.durations[0] >= min(FIRST, 1.5)
        assert pace.durations[-1] < 0.6 * pace.durations[0]


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
@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 2), (2, 2), (3, 1)])
def test_a_grid_has_equal_cells_clear_of_title_and_captions(width, height, rows, columns):
    layout = Layout.of(width, height)
    cells = layout.grid(rows, columns)
    assert len(cells) == rows * columns
    assert np.ptp([cell.width for cell in cells]) == pytest.approx(0, abs=1e-9)
    assert np.ptp([cell.height for cell in cells]) == pytest.approx(0, abs=1e-9)
    for one, other in itertools.combinations([*cells, layout.title, layout.caption], 2):
        assert disjoint(one, other)
    for cell in cells:
        assert max(-cell.left, cell.right) <= 0.46 * width + 1e-9
        assert cell.left < cell.right
        assert cell.bottom < cell.top
    if columns > 1:
        assert cells[0].right < cells[1].left
        assert cells[0].top == cells[1].top


def test_a_grid_needs_a_row():
    with pytest.raises(ValueError, match="rows is 0"):
        Layout.of(16, 9).grid(0, 2)


def test_what_stands_on_a_smaller_stage_is_smaller():
    scales = [Layout.of(width, height).stage_scale for width, height in FRAMES]
    assert scales[0] == pytest.approx(1)
    assert 0.3 < scales[2] < scales[1] < 1


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

    def test_an_orbit_ends_where_the_direction_points(self):
        view = View.toward((1, 1), seconds=5)
        assert math.sin(2 * view.last) == pytest.approx(1)
        assert abs(view.last - view.first) == pytest.approx(math.radians(4.2 * 5))
