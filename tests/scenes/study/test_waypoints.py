"""Where films stand and walk to, apart from a descent, and the variants that they are told of."""

import dataclasses

import numpy as np
import pytest
from lessons import problem_of

from gdmath import Dataset, MeanSquaredError, Window
from scenes.study.variants import converging, open_bowl, whole_bowl
from scenes.study.waypoints import bottom_of_slice, lowest, narrowest, ring, standpoint, tour

COST = MeanSquaredError(Dataset([-1, 0, 1, 4], [0, 1, 2, 7]))
WINDOW = Window((-9, 9), (-6, 8), (0, 300))


class TestRing:
    def test_it_stands_at_the_heights_it_is_asked_for(self):
        best, shares = COST.minimizer(), np.array([0.05, 0.1, 0.2, 0.3])
        places = ring(COST, WINDOW, best, [0, 1, 2, 4], shares)
        np.testing.assert_allclose(COST(places), shares * 300, rtol=1e-6)
        assert WINDOW.contains(places).all()

    def test_it_ends_at_the_windows_edge(self):
        narrow = Window((0, 2), (0, 3), (0, 300))
        places = ring(COST, narrow, COST.minimizer(), [0, 1, 2, 4], 0.9)
        edges = np.concatenate([places - narrow.low[:2], narrow.high[:2] - places], axis=1)
        np.testing.assert_allclose(edges.min(axis=1), 0, atol=1e-9)
        assert (COST(places) < 0.9 * 300).all()

    def test_heights_are_those_of_a_logarithmic_window(self):
        window = Window((-9, 9), (-6, 8), (1, 100), "log")
        places = ring(COST, window, COST.minimizer(), [0, 2], [0.5, 0.25])
        np.testing.assert_allclose(COST(places), [10, 10**0.5], rtol=1e-6)

    def test_where_the_bowl_stands_high_over_the_floor_shares_are_of_its_own_height(self):
        best = COST.minimizer()
        lowest = float(COST(best))
        window = Window((-9, 9), (-6, 8), (lowest - 100, lowest + 10))
        (place,) = ring(COST, window, best, [0], [0.5])
        assert float(COST(place)) == pytest.approx(lowest + 5)


class TestTour:
    def test_it_goes_along_one_parameter_then_the_other_then_inwards(self):
        best = COST.minimizer()
        points = tour(COST, WINDOW, best)
        heights = COST(points) / 300
        assert points[0, 1] == points[1, 1] == best[1]
        assert points[1, 0] == points[2, 0]
        np.testing.assert_array_equal(points[-1], best)
        assert (heights[:2] <= 0.4).all()
        assert heights[2] <= 0.85
        assert (heights[3:6] <= [0.6, 0.35, 0.15]).all()
        assert heights[-1] == heights.min()

    def test_the_tilt_goes_down_first(self):
        points = tour(COST, WINDOW, COST.minimizer())
        slope = COST.gradient(points[1])[1]
        assert (points[2, 1] - points[1, 1]) * slope < 0


class TestSlices:
    def test_the_bottom_of_a_slice_has_no_slope_along_it(self):
        for along in (0, 1):
            bottom = bottom_of_slice(COST, WINDOW, np.array([3.0, 1.0]), along)
            assert bottom[1 - along] == [3.0, 1.0][1 - along]
            assert COST.gradient(bottom)[along] == pytest.approx(0, abs=1e-6)

    def test_a_standpoint_is_round_and_slopes_both_ways(self):
        problem = problem_of("question")
        place = standpoint(problem, 0.3)
        digits = 10.0 ** np.floor(np.log10(problem.window.size[:2] / 100))
        np.testing.assert_allclose(place / digits, np.round(place / digits), atol=1e-9)
        slopes = np.abs(problem.cost.gradient(place) * problem.window.size[:2])
        assert slopes.min() > 0.1 * slopes.max()
        assert problem.window.height_share(float(problem.cost(place))) == pytest.approx(
            0.3, abs=0.1
        )


def test_the_bowl_is_narrowest_across_the_valley():
    cost = MeanSquaredError(Dataset([9, 10, 11], [0, 1, 3]))
    window = Window((-10, 10), (-10, 10), (0, 500))
    across, along = narrowest(cost, window, cost.minimizer())
    assert abs(along / across) == pytest.approx(10, rel=0.02)


class TestLowest:
    def test_it_is_the_minimum(self):
        problem = problem_of("question")
        data = problem.data
        line = np.polyfit(data.x, data.y, 1)[::-1]
        np.testing.assert_allclose(lowest(problem), line, rtol=1e-9)

    def test_without_one_it_is_the_lowest_iterate(self):
        problem = problem_of("separable labels at a leap")
        assert problem.best is None
        np.testing.assert_array_equal(lowest(problem), problem.path.points[0])


class TestVariants:
    def test_a_lesson_that_arrives_stays_what_it_is(self):
        problem = problem_of("old_faithful")
        told = converging(problem)
        assert told.settings is problem.settings
        assert told.arrives
        assert told.shown.steps < problem.path.steps

    def test_a_diverging_one_gets_a_rate_with_which_it_arrives(self):
        told = converging(problem_of("diverging"))
        assert told.rate == pytest.approx(0.9 * told.rates.optimal)
        assert told.start == problem_of("diverging").start
        assert told.arrives

    def test_a_creeping_one_is_standardised(self):
        told = converging(problem_of("galton as it comes"))
        assert told.data.is_standardized
        assert told.rate == pytest.approx(0.4 * told.rates.optimal)
        assert told.arrives

    def test_where_no_rate_arrives_it_stays_what_it_is(self):
        problem = problem_of("absolute errors")
        assert converging(problem) is problem

    def test_a_bowl_that_can_be_seen_stays_and_a_canyon_is_standardised(self):
        for about in ("question", "raw geysers", "standardised cars"):
            assert open_bowl(problem_of(about)) is problem_of(about)
        for about in ("galton", "cars", "years", "labels"):
            told = open_bowl(problem_of(about))
            assert told.data.is_standardized
            assert told.rates.condition < 300
            raw = [p.data.raw_theta(p.start) for p in (told, problem_of(about))]
            np.testing.assert_allclose(*raw, rtol=1e-9)

    def test_a_lessons_own_window_gives_way_to_one_that_holds_the_whole_bowl(self):
        for about in ("a window that cuts the path", "a window close round the start"):
            problem = problem_of(about)
            assert not problem.window.contains(lowest(problem))
            told = whole_bowl(problem)
            assert told.window.contains(lowest(problem))
            assert told.window.contains(problem.start)
            assert dataclasses.replace(told, window=problem.window) == problem
        assert whole_bowl(problem_of("question")) is problem_of("question")
