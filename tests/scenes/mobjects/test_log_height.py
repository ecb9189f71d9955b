"""Heights on a logarithmic scale, and costs that are no bowls."""

from dataclasses import replace

import numpy as np
import pytest

from gdmath import GradientDescent, TangentPlane, Window, descend
from gdmath.round_numbers import round_decades
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.cost_surface import CostSurface
from scenes.mobjects.iterate_point import IteratePoint
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.slice_curve import Slice
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch


class Rosenbrock:
    """J(θ) = (1 − θ0)² + 100 (θ1 − θ0²)², a bent valley (Rosenbrock, 1960)."""

    def __call__(self, theta):
        a, b = np.moveaxis(np.asarray(theta, dtype=float), -1, 0)
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2

    def gradient(self, theta):
        a, b = np.moveaxis(np.asarray(theta, dtype=float), -1, 0)
        return np.stack([2 * (a - 1) - 400 * a * (b - a * a), 200 * (b - a * a)], axis=-1)

    def hessian(self, theta):
        a, b = np.moveaxis(np.asarray(theta, dtype=float), -1, 0)
        mixed = -400 * a
        rows = [2 - 400 * b + 1200 * a * a, mixed], [mixed, 200 + 0 * a]
        return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)

    def minimizer(self):
        return np.array([1.0, 1.0])


@pytest.fixture
def log_axes(cost, path) -> CostAxes:
    window = Window.around(cost, path)
    return CostAxes(replace(window, height=(0.1, window.height[1]), scale="log"), facing=-1.0)


def test_equal_ratios_are_equally_high(log_axes):
    heights = [log_axes.to_scene((0, 0, value))[2] for value in (0.1, 1, 10)]
    assert heights[1] - heights[0] == pytest.approx(heights[2] - heights[1])
    assert heights[0] == pytest.approx(-1.3)
    assert log_axes.scale_per_unit[2] == pytest.approx(heights[1] - heights[0])


def test_coordinates_come_back(log_axes):
    coordinates = np.abs(np.random.default_rng(0).normal(size=(7, 3))) + 0.1
    np.testing.assert_allclose(
        log_axes.to_coordinates(log_axes.to_scene(coordinates)), coordinates, rtol=1e-9
    )


def test_a_linear_window_stays_linear(axes):
    assert not axes.log
    heights = [axes.to_scene((0, 0, value))[2] for value in (0, 1, 2)]
    assert heights[1] - heights[0] == pytest.approx(heights[2] - heights[1])


def test_the_dot_stands_on_the_surface(cost, tracker, log_axes):
    point = IteratePoint(tracker, log_axes)
    where = log_axes.to_coordinates(point.dot.get_center())
    np.testing.assert_allclose(where, [*tracker.theta, tracker.cost_value])


def test_the_surface_is_the_cost_above_the_floor(cost, log_axes):
    surface = CostSurface(cost, log_axes, resolution=10)
    places = log_axes.to_coordinates(surface.points)
    expected = np.maximum(cost(places[:, :2]), 0.1)
    np.testing.assert_allclose(places[:, 2], expected, rtol=1e-6)
    np.testing.assert_allclose(surface.values, np.log10(expected), atol=1e-6)
    levels = 10**surface.level_lines
    assert len(levels) >= 2
    mantissas = levels / 10 ** np.floor(np.log10(levels) + 1e-9)
    np.testing.assert_allclose(mantissas, np.round(mantissas), atol=1e-9)


@pytest.mark.parametrize("position", [0, 0.5, 3])
def test_the_patch_is_the_true_plane(tracker, log_axes, position):
    patch = TangentPlanePatch(lambda: tracker.plane, log_axes)
    tracker.set_value(position)
    patch.update()
    for points in (patch.face.points, *(line.get_anchors() for line in patch.lines)):
        places = log_axes.to_coordinates(points)
        np.testing.assert_allclose(places[:, 2], tracker.plane(places[:, :2]), rtol=1e-6)
        assert places[:, 2].min() >= 0.1 * (1 - 1e-9)
    touching = log_axes.to_coordinates(patch.face.points[0])
    np.testing.assert_allclose(touching, [*tracker.theta, tracker.cost_value], rtol=1e-9)


def test_the_level_patch_is_whole(log_axes):
    patch = TangentPlanePatch(lambda: TangentPlane((0, 0), 5, (0, 0)), log_axes, half_side=1)
    size = np.ptp(patch.face.points, axis=0)
    np.testing.assert_allclose(size, [2, 2, 0], atol=1e-9)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.01, 100, [0.01, 0.1, 1, 10, 100]),
        (1e-9, 1e3, [1e-9, 1e-7, 1e-5, 1e-3, 1e-1, 1e1, 1e3]),
        (3, 40, [5, 10, 20]),
    ],
)
def test_decades_are_round(low, high, expected):
    found = round_decades(low, high)
    if low == 1e-9:
        assert len(found) <= 7
        assert all(np.isclose(np.log10(value) % 1, [0, 1]).any() for value in found)
    else:
        np.testing.assert_allclose(found, expected)


def test_a_range_within_one_step_still_has_ticks():
    assert len(round_decades(2.1, 2.9)) >= 2


class TestNoBowl:
    window = Window((-2, 2), (-1, 3), (0, 400))

    @pytest.mark.long
    def test_a_slice_reaches_the_bottom(self):
        axes = CostAxes(Window((-2, 2), (-1, 3), (1e-6, 1e3), "log"), facing=-1.0)
        drawn = axes.to_coordinates(Slice(Rosenbrock(), axes, along=0, at=1.0).curve.get_anchors())
        lowest = drawn[drawn[:, 2].argmin()]
        np.testing.assert_allclose(lowest, [1, 1, 1e-6], atol=1e-5)
        assert (np.diff(drawn[:, 0]) >= -1e-9).all()

    @pytest.mark.long
    def test_its_surface_and_patch_are_drawn(self):
        valley = Rosenbrock()
        path = descend(valley, (-1.2, 1), GradientDescent(0.001), 5)
        axes = CostAxes(self.window, facing=-1.0)
        tracker = PathTracker(valley, path)
        surface = CostSurface(valley, axes, resolution=12)
        assert np.isfinite(surface.points).all()
        patch = TangentPlanePatch(lambda: tracker.plane, axes)
        drawn = axes.to_coordinates(patch.face.get_start_anchors())
        np.testing.assert_allclose(drawn[:, 2], tracker.plane(drawn[:, :2]))
