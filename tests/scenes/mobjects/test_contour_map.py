import numpy as np
import pytest
from manim import ManimColor

from gdmath import GradientDescent, Window, descend
from scenes.mobjects.contour_map import ContourLines, ContourMap
from scenes.mobjects.floor_trail import FloorTrail
from scenes.mobjects.height_colors import height_colors
from scenes.mobjects.path_tracker import PathTracker
from scenes.theme import DARK


@pytest.fixture
def window(axes) -> Window:
    return axes.window


def from_map(flat, points):
    corner, far = flat.to_scene(flat.low), flat.to_scene(flat.high)
    return flat.low + (points - corner)[:, :2] / (far - corner)[:2] * (flat.high - flat.low)


@pytest.mark.long
def test_every_line_on_the_map_is_at_its_level(cost, window):
    flat = ContourMap(cost, window, levels=[5, 20, 40])
    assert [contour.level for contour in flat.contours.contours] == [5, 20, 40]
    for contour, drawn in zip(flat.contours.contours, flat.contours, strict=True):
        theta = from_map(flat, drawn.get_anchors())
        assert len(theta) > 30
        np.testing.assert_allclose(cost(theta), contour.level, rtol=2e-3)


def test_on_the_floor_and_at_its_own_height(cost, axes, window):
    low, lifted = (
        ContourLines(cost, axes, window, levels=[20], lifted=lifted) for lifted in (False, True)
    )
    below = axes.to_coordinates(low[0].get_anchors())
    above = axes.to_coordinates(lifted[0].get_anchors())
    np.testing.assert_allclose(below[:, 2], window.height[0], atol=1e-9)
    np.testing.assert_allclose(above[:, 2], 20)
    np.testing.assert_allclose(above[:, :2], below[:, :2], atol=1e-9)
    np.testing.assert_allclose(cost(above[:, :2]), 20, rtol=2e-3)


def test_without_levels_it_takes_round_ones_inside_the_window(cost, axes, window):
    levels = [contour.level for contour in ContourLines(cost, axes, window).contours]
    assert 4 <= len(levels) <= 20
    assert window.height[0] <= min(levels) < max(levels) <= window.height[1]


def test_higher_lines_are_paler(cost, axes, window):
    lines = ContourLines(cost, axes, window, levels=[5, 20, 40])
    lightness = [sum(line.get_stroke_color().to_rgb()) for line in lines]
    assert lightness == sorted(lightness)
    assert lightness[0] < lightness[-1]


@pytest.mark.parametrize(
    ("scale", "heights"), [("linear", [1, 100, 40.6, -3, 999]), ("log", [1, 100, 10**0.8, 0, 999])]
)
def test_the_colour_map_runs_from_the_floor_to_the_top(scale, heights):
    window = Window((0, 1), (0, 1), (1, 100), scale)
    colors = height_colors(DARK, window, np.array(heights, dtype=float))
    stops = [ManimColor(DARK.surface[index]).to_rgba() for index in (0, -1, 2, 0, -1)]
    np.testing.assert_allclose(colors, stops, atol=1e-6)


def test_with_a_foot_the_first_colours_are_left_out():
    window = Window((0, 1), (0, 1), (0, 5))
    floor, top = height_colors(DARK, window, np.array([0.0, 5.0]), foot=0.2)
    np.testing.assert_allclose(floor, ManimColor(DARK.surface[1]).to_rgba(), atol=1e-6)
    np.testing.assert_allclose(top, ManimColor(DARK.surface[-1]).to_rgba(), atol=1e-6)


@pytest.mark.parametrize("theta1", [(-4, 6), (0, 1), (-100, 100)])
def test_equal_scales_are_equal(cost, theta1):
    window = Window((-3, 7), theta1, (0, 50))
    flat = ContourMap(cost, window, levels=[], equal_scales=True, width=4, height=3)
    origin, along0, along1 = flat.to_scene([(0, 0), (1, 0), (0, 1)])
    assert flat.equal_scales
    assert np.linalg.norm(along0 - origin) == pytest.approx(np.linalg.norm(along1 - origin))
    assert flat.area.width <= 4 + 1e-9
    assert flat.area.height <= 3 + 1e-9


@pytest.mark.parametrize("position", [0, 0.5, 3, 12.25])
def test_dot_and_path_are_where_descent_is(cost, window, tracker, position):
    flat = ContourMap(cost, window, tracker, levels=[])
    tracker.set_value(position)
    flat.update()
    trail = flat.trails[0]
    np.testing.assert_allclose(trail.dot.get_center(), flat.to_scene(tracker.theta), atol=1e-9)
    if position:
        drawn = from_map(flat, trail.line.get_anchors())
        np.testing.assert_allclose(drawn[-1], tracker.theta, atol=1e-9)
        for iterate in tracker.path.points[: tracker.step + 1]:
            assert np.abs(drawn - iterate).max(axis=1).min() < 1e-9


def test_the_map_is_its_own_floor_and_follows_when_it_moves(cost, window, tracker):
    flat = ContourMap(cost, window, tracker, levels=[20])
    flat.scale(1.5).shift([2, 1, 0])
    flat.update()
    np.testing.assert_array_equal(flat.on_floor((1, 2)), flat.to_scene((1, 2)))
    np.testing.assert_allclose(
        flat.trails[0].dot.get_center(), flat.to_scene(tracker.theta), atol=1e-9
    )
    np.testing.assert_allclose(cost(from_map(flat, flat.contours[0].get_anchors())), 20, rtol=2e-3)


@pytest.mark.long
def test_a_race_has_colours_and_dashes(cost, window):
    trackers = [
        PathTracker(cost, descend(cost, (6, -4), GradientDescent(rate), 20)) for rate in (0.05, 0.2)
    ]
    for tracker in trackers:
        tracker.set_value(20)
    trails = ContourMap(cost, window, trackers, levels=[]).trails
    colors = [trail.line.get_stroke_color().to_hex().lower() for trail in trails]
    assert colors == list(DARK.optimizers[:2])
    assert len(trails[0].line.get_subpaths()) == 1
    assert len(trails[1].line.get_subpaths()) > 3


def test_what_leaves_the_window_is_cut_off(cost, axes):
    path = descend(cost, (6, -4), GradientDescent(1.0), 12)
    tracker = PathTracker(cost, path)
    trail = FloorTrail(tracker, axes, axes.window)
    assert trail.dot.has_points()
    tracker.set_value(path.steps)
    trail.update()
    low, high = axes.window.low[:2], axes.window.high[:2]
    assert (tracker.theta > high).any() or (tracker.theta < low).any()
    assert not trail.dot.has_points()
    drawn = axes.to_coordinates(trail.line.get_anchors())[:, :2]
    assert ((drawn >= low - 1e-9) & (drawn <= high + 1e-9)).all()
    tracker.set_value(0)
    trail.update()
    np.testing.assert_allclose(
        axes.to_coordinates(trail.dot.get_center())[:2], path.points[0], atol=1e-9
    )


@pytest.mark.long
def test_parameters_can_have_other_names(cost, window):
    greek = ContourMap(cost, window, levels=[])
    latin = ContourMap(cost, window, levels=[], symbols=("b", "w"))
    assert len(latin.x_label.submobjects) < len(greek.x_label.submobjects)
