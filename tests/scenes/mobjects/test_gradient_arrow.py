import numpy as np
import pytest

from gdmath import Dataset, GradientDescent, MeanSquaredError, Window, descend
from gdmath.path import Path
from scenes.mobjects.contour_map import ContourMap
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.gradient_arrow import GradientArrow
from scenes.mobjects.path_tracker import PathTracker

RATE = 0.2  # of the shared path


def drawn_tip(arrow, axes):
    return axes.to_coordinates(arrow.head.points[0])


@pytest.mark.parametrize("position", [0, 0.4, 1, 3.5])
@pytest.mark.parametrize("scale", [0.3, 0.5])
def test_it_points_up_the_gradient_at_its_scale(tracker, axes, position, scale):
    arrow = GradientArrow(tracker, axes, scale=scale)
    tracker.set_value(position)
    arrow.update()
    assert not arrow.hidden
    begin = axes.to_coordinates(arrow.shaft.points[0])
    np.testing.assert_allclose(begin, [*tracker.theta, axes.window.height[0]], atol=1e-9)
    expected = tracker.theta + scale * tracker.cost.gradient(tracker.theta)
    np.testing.assert_allclose(drawn_tip(arrow, axes)[:2], expected, rtol=1e-9, atol=1e-9)
    assert arrow.units_per_gradient == scale


@pytest.mark.parametrize("step", [0, 1, 2])
def test_a_steps_tip_is_the_next_iterate(tracker, path, axes, step):
    arrow = GradientArrow(tracker, axes, rate=RATE)
    tracker.set_value(step)
    arrow.update()
    np.testing.assert_allclose(arrow.tip, path.points[step + 1], atol=1e-12)
    np.testing.assert_allclose(drawn_tip(arrow, axes)[:2], path.points[step + 1], atol=1e-9)


def test_one_that_waits_keeps_to_the_iterate_while_the_point_moves_on(tracker, path, axes):
    arrow = GradientArrow(tracker, axes, rate=RATE, waits=True)
    tracker.set_value(1.7)
    arrow.update()
    np.testing.assert_array_equal(arrow.tail, path.points[1])
    np.testing.assert_allclose(drawn_tip(arrow, axes)[:2], path.points[2], atol=1e-9)


def test_a_lifted_one_lies_on_the_surface(tracker, cost, axes):
    arrow = GradientArrow(tracker, axes, rate=RATE, heights=cost)
    places = axes.to_coordinates(arrow.shaft.get_anchors()[:-1])
    np.testing.assert_allclose(places[:, 2], cost(places[:, :2]), rtol=5e-3)
    tip = drawn_tip(arrow, axes)
    np.testing.assert_allclose(tip[2], cost(tip[:2]), rtol=1e-9)


def test_a_lifted_one_lies_in_the_plane(tracker, axes):
    arrow = GradientArrow(tracker, axes, rate=RATE, heights=lambda theta: tracker.plane(theta))
    places = axes.to_coordinates(arrow.shaft.get_anchors())
    np.testing.assert_allclose(places[:, 2], tracker.plane(places[:, :2]), rtol=1e-9)


def test_it_hides_when_it_is_shorter_than_its_head(tracker, axes):
    arrow = GradientArrow(tracker, axes, rate=RATE)
    assert not arrow.hidden
    tracker.set_value(40)
    arrow.update()
    assert arrow.hidden
    assert not arrow.head.has_points()
    tracker.set_value(0)
    arrow.update()
    assert not arrow.hidden


def test_the_head_lies_flat_on_the_floor_and_the_role_gives_the_colour(tracker, axes):
    gradient, step = GradientArrow(tracker, axes), GradientArrow(tracker, axes, rate=RATE)
    for arrow in (gradient, step):
        np.testing.assert_allclose(np.ptp(arrow.head.points[:, 2]), 0, atol=1e-9)
    assert gradient.shaft.get_stroke_color() != step.shaft.get_stroke_color()


def test_on_a_map_with_equal_scales_it_is_upright_to_the_level_line(cost, tracker, axes):
    flat = ContourMap(cost, axes.window, tracker, levels=[], equal_scales=True)
    arrow = GradientArrow(tracker, flat)
    run = arrow.head.points[0] - arrow.shaft.points[0]
    slope0, slope1 = cost.gradient(tracker.theta)
    along_level = np.subtract(*flat.to_scene([(slope1, -slope0), (0, 0)]))
    assert run @ along_level == pytest.approx(0, abs=1e-9)


def test_a_scale_must_be_positive(tracker, axes):
    with pytest.raises(ValueError, match="scale is 0"):
        GradientArrow(tracker, axes, scale=0)


def test_it_moves_with_its_axes(cost):
    path = descend(cost, (6, -4), GradientDescent(RATE), 3)
    axes = CostAxes(Window.around(cost, path), facing=-1.0)
    arrow = GradientArrow(PathTracker(cost, path), axes, rate=RATE)
    axes.shift([1, 2, 0]).scale(1.5)
    arrow.update()
    np.testing.assert_allclose(drawn_tip(arrow, axes)[:2], path.points[1], atol=1e-9)


@pytest.mark.parametrize("unit", [1e-90, 1e-9, 1.0, 1e17, 1e90])
def test_data_of_any_size_have_the_same_arrow(unit):
    x, y = [-1, 0, 1, 2], [0, 1, 2, 4]
    heads = []
    for scale in (1.0, unit):
        cost = MeanSquaredError(Dataset(x, [scale * value for value in y]))
        path = Path.through(cost, [(3 * scale, -scale), (scale, scale)])
        window = Window((-5 * scale, 5 * scale), (-5 * scale, 5 * scale), (0, 60 * scale**2))
        arrow = GradientArrow(PathTracker(cost, path), ContourMap(cost, window, equal_scales=True))
        heads.append(arrow.head.points)
    np.testing.assert_allclose(heads[1], heads[0], atol=1e-9)
