import numpy as np
import pytest
from manim import PI, RIGHT

from gdmath import Dataset, GradientDescent, MeanSquaredError, TangentPlane, Window, descend
from gdmath.patch_frame import CORNERS
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.cost_surface import CostSurface
from scenes.mobjects.crossing_curve import CrossingCurve
from scenes.mobjects.descent_trail import DescentTrail
from scenes.mobjects.iterate_point import IteratePoint
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.plane_equation import PlaneEquation
from scenes.mobjects.regression_plot import MOST_POINTS, RegressionPlot
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch
from scenes.theme import DARK


class TestPathTracker:
    def test_it_tells_what_gdmath_says_at_an_iterate(self, tracker, path):
        tracker.set_value(3)
        np.testing.assert_array_equal(tracker.theta, path.points[3])
        assert tracker.cost_value == pytest.approx(path.costs[3])
        np.testing.assert_allclose(tracker.gradient, path.gradients[3])
        assert tracker.steepness == pytest.approx(np.linalg.norm(path.gradients[3]))
        assert tracker.step == 3

    def test_between_iterates_it_is_on_the_straight_step(self, tracker, path):
        tracker.set_value(2.25)
        expected = 0.75 * path.points[2] + 0.25 * path.points[3]
        np.testing.assert_allclose(tracker.theta, expected)
        assert tracker.step == 2
        assert tracker.plane.value == pytest.approx(float(tracker.cost(expected)))


class TestCostAxes:
    def test_the_window_fills_the_box(self, axes):
        window = axes.window
        np.testing.assert_allclose(axes.to_scene(window.low), [-2.6, -2.6, -1.3])
        np.testing.assert_allclose(axes.to_scene(window.high), [2.6, 2.6, 1.3])

    def test_coordinates_come_back_even_after_a_move(self, axes):
        axes.rotate(0.3, axis=RIGHT).shift([1, 2, 3]).scale(1.7)
        coordinates = np.random.default_rng(0).normal(size=(5, 3))
        np.testing.assert_allclose(
            axes.to_coordinates(axes.to_scene(coordinates)), coordinates, atol=1e-9
        )

    @pytest.mark.parametrize("quadrant", range(4))
    def test_the_axes_stand_in_front_and_at_the_left(self, quadrant):
        facing = quadrant * PI / 2 + 0.6
        axes = CostAxes(Window((0, 1), (0, 1), (0, 1)), facing)
        viewer = np.array([np.cos(facing), np.sin(facing), 0])
        left = np.array([np.sin(facing), -np.cos(facing), 0])
        lines = [line for line in axes.axes if line.get_length() > 1]
        assert len(lines) == 3
        for line in lines[:2]:
            assert line.get_center() @ viewer > 1
        corners = np.array([[x, y, 0] for x in (-2.6, 2.6) for y in (-2.6, 2.6)])
        assert lines[2].get_center() @ left == pytest.approx((corners @ left).max())


class TestCostSurface:
    def test_every_vertex_lies_on_the_cost(self, cost, axes):
        surface = CostSurface(cost, axes, resolution=8)
        coordinates = axes.to_coordinates(surface.points)
        np.testing.assert_allclose(coordinates[:, 2], cost(coordinates[:, :2]), rtol=1e-6)
        np.testing.assert_allclose(surface.values, coordinates[:, 2], rtol=1e-9)

    def test_it_rises_from_the_floor_to_the_true_height(self, cost, axes):
        surface = CostSurface(cost, axes, resolution=6)
        whole = surface.points.copy()
        surface.set_rise(0)
        floor = axes.on_floor(cost.minimizer())[2]
        assert np.abs(surface.points[:, 2] - floor).max() < 0.01
        surface.set_rise(0.4).set_rise(1)
        np.testing.assert_allclose(surface.points, whole, atol=1e-9)

    def test_low_is_dark_and_high_is_pale(self, cost, axes):
        surface = CostSurface(cost, axes, resolution=8)
        lightness = surface.rgbas[np.argsort(surface.values), :3].sum(axis=1)
        assert lightness[0] < lightness[len(lightness) // 2] < lightness[-1]

    def test_level_lines_lie_at_round_costs_inside_the_window(self, cost, axes):
        levels = CostSurface(cost, axes, resolution=8).level_lines
        low, high = axes.window.height
        steps = np.diff(levels)
        assert len(levels) >= 4
        np.testing.assert_allclose(steps, steps[0])
        np.testing.assert_allclose(levels / steps[0], np.round(levels / steps[0]), atol=1e-9)
        assert low < levels[0]
        assert levels[-1] <= high

    @pytest.mark.parametrize("boxed", [False, True])
    def test_refreshed_it_is_the_cost_in_the_present_window(self, cost, axes, boxed):
        surface = CostSurface(cost, axes, resolution=8, boxed=boxed)
        whole = surface.points.copy()
        closer = Window((1, 2), (1, 2), (1, 4))
        axes.look_at(closer)
        surface.refresh()
        coordinates = axes.to_coordinates(surface.points)
        np.testing.assert_allclose(coordinates[:, 2], cost(coordinates[:, :2]), rtol=1e-6)
        np.testing.assert_allclose(surface.values, coordinates[:, 2], rtol=1e-9)
        assert surface.values.max() <= 4
        assert (surface.values.min() >= 1) == boxed
        assert surface.level_lines.min() >= 1
        fresh = CostSurface(cost, CostAxes(closer, facing=-1.0), resolution=8, boxed=boxed)
        np.testing.assert_array_equal(surface.rgbas, fresh.rgbas)
        assert surface.points.shape != whole.shape

    def test_its_presence_stays_when_it_is_refreshed(self, cost, axes):
        surface = CostSurface(cost, axes, resolution=8, boxed=True)
        surface.set_presence(0.4)
        np.testing.assert_allclose(surface.rgbas[:, 3], 0.4 * DARK.surface_opacity)
        surface.refresh()
        np.testing.assert_allclose(surface.rgbas[:, 3], 0.4 * DARK.surface_opacity)


class TestTangentPlanePatch:
    @pytest.mark.parametrize("position", [0, 0.5, 1, 7.3, 40])
    def test_it_lies_in_the_plane_round_the_touching_point(self, tracker, axes, position):
        patch = TangentPlanePatch(lambda: tracker.plane, axes)
        tracker.set_value(position)
        patch.update()
        drawn = axes.to_coordinates(patch.face.get_start_anchors())
        a, (slope0, slope1) = tracker.theta, tracker.gradient
        expected = tracker.cost_value + (drawn[:, :2] - a) @ [slope0, slope1]
        np.testing.assert_allclose(drawn[:, 2], expected, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(drawn.mean(axis=0), [*a, tracker.cost_value], rtol=1e-6)
        np.testing.assert_allclose(patch.corners, drawn, rtol=1e-9, atol=1e-9)

    def test_its_lines_have_the_partial_derivatives_slopes(self, tracker, axes):
        patch = TangentPlanePatch(lambda: tracker.plane, axes)
        for axis, line in enumerate(patch.lines):
            ends = axes.to_coordinates(line.points[[0, -1]])
            run = ends[1] - ends[0]
            assert run[1 - axis] == pytest.approx(0, abs=1e-9)
            assert run[2] / run[axis] == pytest.approx(tracker.gradient[axis])

    @pytest.mark.parametrize("slopes", [(0, 0), (50, 0), (-3, 400), (7, 7), (-0.2, 0.1)])
    def test_it_is_a_square_however_steep(self, axes, slopes):
        patch = TangentPlanePatch(lambda: TangentPlane((0, 0), 1, slopes), axes, half_side=0.9)
        corners = axes.to_scene(patch.corners)
        sides = np.roll(corners, -1, axis=0) - corners
        np.testing.assert_allclose(np.linalg.norm(sides, axis=1), 1.8)
        np.testing.assert_allclose(np.sum(sides * np.roll(sides, -1, axis=0), axis=1), 0, atol=1e-9)
        np.testing.assert_allclose(patch.to_square(patch.corners[:, :2]), CORNERS, atol=1e-9)

    @pytest.mark.parametrize("slopes", [(0, 0), (50, 0), (-3, 400), (7, 7)])
    def test_its_lines_end_at_its_rim(self, axes, slopes):
        patch = TangentPlanePatch(lambda: TangentPlane((0, 0), 1, slopes), axes)
        for line in patch.lines:
            ends = patch.to_square(axes.to_coordinates(line.points[[0, -1]])[:, :2])
            np.testing.assert_allclose(np.abs(ends).max(axis=1), 1)
            np.testing.assert_allclose(ends[0], -ends[1], atol=1e-9)


def test_the_plane_of_a_convex_cost_crosses_its_surface_nowhere(tracker, axes):
    patch = TangentPlanePatch(lambda: tracker.plane, axes)
    assert CrossingCurve(tracker, patch).lines == []


class TestTrail:
    def test_the_dot_stands_on_the_surface_over_its_shadow(self, tracker, axes):
        point = IteratePoint(tracker, axes)
        for position in (0, 0.3, 5, 39.9):
            tracker.set_value(position)
            point.update()
            where = axes.to_coordinates(point.dot.get_center())
            np.testing.assert_allclose(where[:2], tracker.theta, rtol=1e-9)
            assert where[2] == pytest.approx(float(tracker.cost(where[:2])))
            shadow = axes.to_coordinates(point.shadow.get_center())
            np.testing.assert_allclose(shadow, [*tracker.theta, axes.window.height[0]], atol=1e-9)

    @pytest.mark.parametrize("position", [0.4, 1, 6.5, 25.7, 40])
    def test_the_trail_is_on_the_surface_through_every_iterate_and_ends_at_the_dot(
        self, tracker, axes, position
    ):
        trail = DescentTrail(tracker, axes)
        tracker.set_value(position)
        trail.update()
        drawn = np.concatenate(
            [piece.get_anchors() for piece in trail.pieces if piece.has_points()]
        )
        coordinates = axes.to_coordinates(drawn)
        np.testing.assert_allclose(
            coordinates[:, 2], tracker.cost(coordinates[:, :2]), rtol=1e-6, atol=1e-9
        )
        np.testing.assert_allclose(coordinates[-1, :2], tracker.theta, atol=1e-9)
        for iterate in tracker.path.points[: tracker.step + 1]:
            assert np.abs(coordinates[:, :2] - iterate).max(axis=1).min() < 1e-9

    def test_nothing_is_drawn_ahead_of_the_dot(self, tracker, axes):
        trail = DescentTrail(tracker, axes)
        assert not any(piece.has_points() for piece in trail.pieces)
        assert len(trail.marks.points) == 0

    def test_older_steps_are_fainter(self, tracker, axes):
        trail = DescentTrail(tracker, axes)
        tracker.set_value(8)
        trail.update()
        opacities = [piece.get_stroke_opacity() for piece in trail.pieces if piece.has_points()]
        assert opacities == sorted(opacities)
        assert opacities[0] < opacities[-1] == 1
        np.testing.assert_allclose(trail.marks.rgbas[:, 3], opacities)

    def test_every_iterate_left_behind_is_marked_where_it_is(self, tracker, axes):
        trail = DescentTrail(tracker, axes)
        tracker.set_value(5.5)
        trail.update()
        marked = axes.to_coordinates(trail.marks.points)
        np.testing.assert_allclose(marked[:, :2], tracker.path.points[:5], atol=1e-9)
        np.testing.assert_allclose(marked[:, 2], tracker.path.costs[:5])

    def test_a_path_without_steps_has_no_trail(self, cost):
        path = descend(cost, cost.minimizer(), GradientDescent(0.1), 5)
        axes = CostAxes(Window.around(cost, path), facing=-1.0)
        trail = DescentTrail(PathTracker(cost, path), axes)
        assert len(trail.pieces) == 0


class TestRegressionPlot:
    @pytest.fixture
    def plot(self, cost, tracker):
        return RegressionPlot(cost.data, tracker, x_label="time (s)", y_label="way (m)")

    def to_data(self, plot, points):
        corner = plot.to_scene(plot.low)
        span = plot.to_scene(plot.high) - corner
        return plot.low + ((points - corner) / span * 1)[:, :2] * (plot.high - plot.low)

    @pytest.mark.parametrize("position", [0, 0.5, 3, 40])
    def test_the_line_is_theta(self, plot, tracker, position):
        tracker.set_value(position)
        plot.update()
        with np.errstate(invalid="ignore"):
            ends = self.to_data(plot, plot.line.points[[0, -1]])
        intercept, slope = tracker.theta
        np.testing.assert_allclose(ends[:, 1], intercept + slope * ends[:, 0], atol=1e-9)
        assert (ends >= plot.low - 1e-9).all()
        assert (ends <= plot.high + 1e-9).all()

    def test_the_line_follows_the_plot_when_it_moves(self, plot, tracker):
        plot.scale(1.7).shift([1, -2, 0])
        plot.update()
        with np.errstate(invalid="ignore"):
            ends = self.to_data(plot, plot.line.points[[0, -1]])
        np.testing.assert_allclose(
            ends[:, 1], tracker.theta[0] + tracker.theta[1] * ends[:, 0], atol=1e-9
        )

    def test_every_point_is_drawn_at_its_place(self, plot, cost):
        per_disc = len(plot.points_drawn.points) // cost.data.m
        discs = plot.points_drawn.points.reshape(-1, per_disc, 3)
        middles = (discs.min(axis=1) + discs.max(axis=1)) / 2
        expected = plot.to_scene(np.column_stack([cost.data.x, cost.data.y]))
        np.testing.assert_allclose(middles, expected, atol=1e-6)

    @pytest.mark.parametrize("theta", [(9, 8), (-500, 0), (3, 1000), (0, -40), (2, 0)])
    def test_some_of_the_first_line_is_seen(self, cost, theta):
        path = descend(cost, theta, GradientDescent(0.1), 3)
        plot = RegressionPlot(cost.data, PathTracker(cost, path), x_label="x", y_label="y")
        ends = plot.visible_line()
        assert ends is not None
        assert len(plot.line.points) > 0

    def test_many_points_are_thinned_and_it_says_so(self):
        data = Dataset.synthetic(n=5000)
        cost = MeanSquaredError(data)
        path = descend(cost, (0, 0), GradientDescent(0.1), 3)
        plot = RegressionPlot(data, PathTracker(cost, path), x_label="x", y_label="y")
        per_disc = len(plot.points_drawn.points) / MOST_POINTS
        assert per_disc == int(per_disc)
        assert len(plot.note) == 1


class TestPlaneEquation:
    def test_its_numbers_are_the_planes(self, tracker):
        equation = PlaneEquation(tracker)
        tracker.set_value(1.5)
        equation.update()
        plane = tracker.plane
        assert number(equation.value) == pytest.approx(plane.value, abs=0.006)
        for axis in (0, 1):
            assert number(equation.slopes[axis]) == pytest.approx(plane.slopes[axis], abs=0.06)
            assert number(equation.offsets[axis]) == pytest.approx(-plane.point[axis], abs=0.006)


def number(readout) -> float:
    return float(readout.text.replace("−", "-").replace(" ", ""))
