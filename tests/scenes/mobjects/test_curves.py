"""The cost against the step, cuts through the cost, residuals and their squares."""

from dataclasses import replace

import numpy as np
import pytest

from gdmath import Dataset, GradientDescent, MeanSquaredError, Window, descend
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.cost_curve import CostCurve
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.regression_plot import MOST_POINTS, RegressionPlot
from scenes.mobjects.residuals import Residuals
from scenes.mobjects.slice_curve import Slice, TangentLine
from scenes.theme import DARK


def back(panel, points):
    """Return the coordinates (n, 2) of scene points in an unrotated panel."""
    corner, far = panel.to_scene(panel.low), panel.to_scene(panel.high)
    shares = (np.atleast_2d(points) - corner)[:, :2] / (far - corner)[:2]
    ends = np.array([panel.low, panel.high])
    for axis in (0, 1):
        if panel.log[axis]:
            ends[:, axis] = np.log10(ends[:, axis])
    values = ends[0] + shares * (ends[1] - ends[0])
    for axis in (0, 1):
        if panel.log[axis]:
            values[:, axis] = 10 ** values[:, axis]
    return values


class TestCostCurve:
    @pytest.mark.parametrize("log", [False, True])
    @pytest.mark.parametrize("position", [0, 0.5, 1, 7.3, 40])
    def test_the_dot_is_as_high_as_the_point(self, tracker, log, position):
        curve = CostCurve(tracker, log=log)
        tracker.set_value(position)
        curve.update()
        ((step, height),) = back(curve, curve.dots[0].get_center())
        assert step == pytest.approx(position, abs=1e-9)
        assert height == pytest.approx(tracker.cost_value, rel=1e-9)

    @pytest.mark.parametrize("log", [False, True])
    def test_the_curve_passes_every_iterate_reached_and_none_beyond(self, tracker, path, log):
        curve = CostCurve(tracker, log=log)
        tracker.set_value(6.5)
        curve.update()
        drawn = back(curve, curve.curves[0].get_anchors())
        assert drawn[:, 0].max() == pytest.approx(6.5)
        for step in range(7):
            nearest = drawn[np.abs(drawn[:, 0] - step).argmin()]
            np.testing.assert_allclose(nearest, [step, path.costs[step]], rtol=1e-7, atol=1e-9)

    def test_between_iterates_it_is_the_cost_along_the_step(self, tracker):
        curve = CostCurve(tracker.set_value(3))
        drawn = back(curve, curve.curves[0].get_anchors())
        expected = tracker.cost(tracker.path.point_at(drawn[:, 0]))
        np.testing.assert_allclose(drawn[:, 1], expected, rtol=1e-7)

    def test_the_excess_over_the_least_cost(self, tracker, cost):
        least = float(cost(cost.minimizer()))
        curve = CostCurve(tracker.set_value(4), log=True, above=least)
        ((_, height),) = back(curve, curve.dots[0].get_center())
        assert height == pytest.approx(tracker.cost_value - least, rel=1e-9)

    def test_a_race_is_told_apart_by_colour_and_dash(self, cost):
        trackers = [
            PathTracker(cost, descend(cost, (6, -4), GradientDescent(rate), steps)).set_value(9)
            for rate, steps in ((0.05, 30), (0.2, 10), (0.1, 20))
        ]
        curve = CostCurve(trackers)
        assert curve.high[0] == 30
        colors = [line.get_stroke_color().to_hex().lower() for line in curve.curves]
        assert colors == list(DARK.optimizers[:3])
        assert len({len(line.get_subpaths()) for line in curve.curves}) == 3

    def test_what_is_higher_than_the_top_is_cut_off(self, cost):
        path = descend(cost, (6, -4), GradientDescent(0.9), 12)
        curve = CostCurve(PathTracker(cost, path).set_value(12), top=60)
        drawn = back(curve, curve.curves[0].get_anchors())
        assert path.costs.max() > 100
        assert drawn[:, 1].max() <= curve.high[1] + 1e-6
        assert (curve.dots[0].get_center() <= curve.area.get_corner([1, 1, 0]) + 1e-6).all()

    def test_a_path_without_steps(self, cost):
        path = descend(cost, cost.minimizer(), GradientDescent(0.1), 5)
        for log in (False, True):
            curve = CostCurve(PathTracker(cost, path), log=log)
            assert back(curve, curve.dots[0].get_center())[0, 0] == pytest.approx(0)


class TestSlice:
    @pytest.mark.parametrize("along", [0, 1])
    @pytest.mark.parametrize("position", [0, 2.5, 40])
    def test_it_lies_on_the_surface_through_the_point(self, tracker, cost, axes, along, position):
        tracker.set_value(position)
        cut = Slice(cost, axes, along=along, at=tracker)
        drawn = axes.to_coordinates(cut.curve.get_anchors())
        np.testing.assert_allclose(drawn[:, 1 - along], tracker.theta[1 - along], atol=1e-9)
        np.testing.assert_allclose(drawn[:, 2], cost(drawn[:, :2]), rtol=1e-9)
        assert drawn[:, 2].max() <= axes.window.height[1] * (1 + 1e-9)
        np.testing.assert_allclose(drawn[[0, -1], 2], axes.window.height[1])

    def test_it_follows_the_tracker(self, tracker, cost, axes):
        cut = Slice(cost, axes, along=0, at=tracker, plane=True)
        tracker.set_value(3)
        cut.update()
        for part in (cut.curve, cut.plane):
            drawn = axes.to_coordinates(part.get_anchors())
            np.testing.assert_allclose(drawn[:, 1], tracker.theta[1], atol=1e-9)

    def test_the_cutting_plane_fills_the_box(self, cost, axes):
        cut = Slice(cost, axes, along=1, at=1.0, plane=True)
        corners = axes.to_coordinates(cut.plane.get_start_anchors())
        np.testing.assert_allclose(corners[:, 0], 1, atol=1e-9)
        np.testing.assert_allclose(corners[:, 1:].min(axis=0), axes.window.low[1:], atol=1e-9)
        np.testing.assert_allclose(corners[:, 1:].max(axis=0), axes.window.high[1:])

    def test_where_all_is_above_the_top_there_is_nothing(self, cost, axes):
        assert not Slice(cost, axes, along=0, at=1e6).curve.has_points()

    def test_a_third_parameter_is_refused(self, tracker, cost, axes):
        with pytest.raises(ValueError, match="along is 2; it must be 0 or 1"):
            Slice(cost, axes, along=2, at=0.0)
        with pytest.raises(ValueError, match="along is 2"):
            TangentLine(tracker, axes, along=2)

    @pytest.mark.parametrize("along", [0, 1])
    def test_the_tangent_has_the_partial_derivatives_slope(self, tracker, cost, axes, along):
        tracker.set_value(4)
        tangent = TangentLine(tracker, axes, along=along)
        ends = axes.to_coordinates(tangent.line.points[[0, -1]])
        run = ends[1] - ends[0]
        nudge = 1e-5 * np.eye(2)[along]
        difference = (cost(tracker.theta + nudge) - cost(tracker.theta - nudge)) / 2e-5
        assert run[2] / run[along] == pytest.approx(float(difference), rel=1e-6)
        assert tangent.slope == pytest.approx(float(difference), rel=1e-6)
        share = (tracker.theta[along] - ends[0, along]) / run[along]
        np.testing.assert_allclose(
            ends[0] + share * run, [*tracker.theta, tracker.cost_value], rtol=1e-9
        )

    def test_the_tangent_stays_in_the_box(self, cost, axes, tracker):
        tangent = TangentLine(tracker, axes, along=1, half_length=50)
        heights = axes.to_coordinates(tangent.line.points)[:, 2]
        assert heights.min() >= axes.window.height[0] - 1e-9
        assert heights.max() <= axes.window.height[1] + 1e-9


class TestResiduals:
    @pytest.fixture
    def plot(self, cost, tracker):
        return RegressionPlot(cost.data, tracker, x_label="x", y_label="y")

    @pytest.mark.parametrize("position", [0, 1.5, 40])
    def test_segments_run_from_the_line_to_the_points(self, plot, tracker, cost, position):
        residuals = Residuals(plot)
        tracker.set_value(position)
        plot.update()
        residuals.update()
        intercept, slope = tracker.theta
        x, y = cost.data.x, cost.data.y
        np.testing.assert_allclose(residuals.values, y - intercept - slope * x)
        drawn = [back(plot, part[[0, -1]]) for part in residuals.segments.get_subpaths()]
        seen = 0
        for ends in drawn:
            index = int(np.abs(x - ends[0, 0]).argmin())
            np.testing.assert_allclose(ends[:, 0], x[index], atol=1e-9)
            expected = np.clip([y[index], intercept + slope * x[index]], plot.low[1], plot.high[1])
            np.testing.assert_allclose(np.sort(ends[:, 1]), np.sort(expected), atol=1e-9)
            seen += 1
        assert seen >= 3

    def test_squares_are_square_on_screen_with_the_residual_as_side(self, plot, tracker):
        plot.scale(1.3)
        residuals = Residuals(plot, squares=True)
        tracker.set_value(1)
        plot.update()
        residuals.update()
        up = plot.to_scene((0, 1)) - plot.to_scene((0, 0))
        sides = np.diff(residuals.boxes(), axis=1)[:, 0]
        expected = np.abs(residuals.values) * np.linalg.norm(up)
        np.testing.assert_allclose(sides[:, 0], expected, atol=1e-9)
        np.testing.assert_allclose(sides[:, 1], expected, atol=1e-9)

    def test_squares_drawn_are_those_cut_to_the_plot(self, plot, tracker, cost):
        residuals = Residuals(plot, squares=True)
        for position in (0, 2, 40):
            tracker.set_value(position)
            residuals.update()
            rings = residuals.squares.get_subpaths()
            corner = plot.to_scene(plot.low)
            area = [plot.area.width, plot.area.height]
            boxes = np.clip(residuals.boxes(), 0, area)
            boxes = boxes[(boxes[:, 0] < boxes[:, 1]).all(axis=1)]
            assert len(rings) == len(boxes)
            for ring, box in zip(rings, boxes, strict=True):
                np.testing.assert_allclose(ring.min(axis=0)[:2] - corner[:2], box[0], atol=1e-9)
                np.testing.assert_allclose(ring.max(axis=0)[:2] - corner[:2], box[1], atol=1e-9)

    def test_no_square_is_crossed_by_the_fitted_line(self, plot, tracker):
        residuals = Residuals(plot, squares=True)
        tracker.set_value(40)
        residuals.update()
        intercept, slope = tracker.theta
        for ring in residuals.squares.get_subpaths():
            x, y = back(plot, ring).T
            above = y - (intercept + slope * x)
            assert (above > -1e-6).all() or (above < 1e-6).all()

    @pytest.mark.long
    def test_only_what_the_plot_shows_has_residuals(self):
        data = Dataset.synthetic(n=3000)
        cost = MeanSquaredError(data)
        path = descend(cost, (0, 0), GradientDescent(0.1), 3)
        plot = RegressionPlot(data, PathTracker(cost, path), x_label="x", y_label="y")
        assert plot.shown.shape == (MOST_POINTS, 2)
        assert plot.shown_share == MOST_POINTS / 3000
        assert len(Residuals(plot).values) == MOST_POINTS
        pairs = set(zip(data.x.tolist(), data.y.tolist(), strict=True))
        assert all(tuple(row) in pairs for row in plot.shown.tolist())
        again = RegressionPlot(data, PathTracker(cost, path), x_label="x", y_label="y")
        np.testing.assert_array_equal(again.shown, plot.shown)


def test_few_points_are_all_shown(cost, tracker):
    plot = RegressionPlot(cost.data, tracker, x_label="x", y_label="y")
    assert plot.shown_share == 1
    assert len(plot.note) == 0


def test_a_tangent_to_a_cost_under_a_logarithmic_height_is_bent_but_true(cost, tracker, path):
    window = Window.around(cost, path)
    axes = CostAxes(replace(window, height=(0.05, window.height[1]), scale="log"), facing=-1.0)
    tracker.set_value(2)
    drawn = axes.to_coordinates(TangentLine(tracker, axes, along=0).line.get_anchors())
    plane = tracker.plane(drawn[:, :2])
    np.testing.assert_allclose(drawn[:, 2], plane, rtol=1e-6)
    assert len(drawn) > 20
