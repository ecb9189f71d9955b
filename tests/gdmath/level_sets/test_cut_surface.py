"""The surface of a cost cut at heights: what it covers, where it ends, what it leaves out."""

import numpy as np
import pytest

from gdmath import (
    Dataset,
    GradientDescent,
    LassoCost,
    MeanAbsoluteError,
    MeanSquaredError,
    NoMinimumError,
    Window,
    descend,
)
from gdmath.level_sets.cut_slice import cut_slice
from gdmath.level_sets.cut_surface import CutSurface
from gdmath.level_sets.lattice import fitted_lattice
from gdmath.level_sets.lowest_points import lowest_on_segments

COST = MeanSquaredError(Dataset([-1, 0, 1, 4], [0, 1, 2, 7]))
WINDOW = Window.around(COST, descend(COST, (6, -4), GradientDescent(rate=0.2), steps=40))
BOTH = [CutSurface.below_top, CutSurface.boxed]


class Rosenbrock:
    """J(θ) = (1 − θ0)² + 100 (θ1 − θ0²)², a bent valley (Rosenbrock, 1960)."""

    def __call__(self, theta):
        a, b = np.moveaxis(np.asarray(theta, dtype=float), -1, 0)
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2

    def gradient(self, theta):
        a, b = np.moveaxis(np.asarray(theta, dtype=float), -1, 0)
        return np.stack([2 * (a - 1) - 400 * a * (b - a * a), 200 * (b - a * a)], axis=-1)

    def minimizer(self):
        raise NoMinimumError("of no use here")


class Logarithm:
    """J(θ) = log θ0 + θ1², not defined where θ0 < 0 and without a bottom at 0."""

    def __call__(self, theta):
        a, b = np.moveaxis(np.asarray(theta, dtype=float), -1, 0)
        return np.log(a) + b * b

    def gradient(self, theta):
        a, b = np.moveaxis(np.asarray(theta, dtype=float), -1, 0)
        return np.stack([np.where(a < 0, np.nan, 1 / a), 2 * b], axis=-1)

    def minimizer(self):
        raise NoMinimumError("none")


class Cliff(Rosenbrock):
    """J(θ) = exp(exp θ0) − 3 + θ1², which overflows not far up."""

    def __call__(self, theta):
        a, b = np.moveaxis(np.asarray(theta, dtype=float), -1, 0)
        return np.exp(np.exp(a)) - 3 + b * b

    def gradient(self, theta):
        a, b = np.moveaxis(np.asarray(theta, dtype=float), -1, 0)
        return np.stack([np.exp(a + np.exp(a)), 2 * b], axis=-1)


VALLEY = Window((-2, 2), (-1, 3), (0, 400))


def areas(surface):
    """The areas (t,) of the triangles, seen from above."""
    first, second, third = np.moveaxis(surface.vertices[surface.triangles, :2], 1, 0)
    (a, b), (c, d) = (second - first).T, (third - first).T
    return (a * d - b * c) / 2


def rim(surface):
    """The edges (n, 2) of one triangle only."""
    edges = surface.triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    edges, count = np.unique(np.sort(edges, axis=1), axis=0, return_counts=True)
    assert count.max() == 2
    return edges[count == 1]


class TestBowl:
    @pytest.mark.parametrize("resolution", [5, 24])
    def test_it_covers_the_level_ellipse_and_nothing_more(self, resolution):
        surface = CutSurface.below_top(COST, WINDOW, resolution)
        heights = surface.vertices[:, 2]
        np.testing.assert_allclose(heights, COST(surface.vertices[:, :2]), rtol=1e-9)
        assert heights.max() <= WINDOW.height[1]
        area = np.abs(areas(surface)).sum()
        drop = WINDOW.height[1] - float(COST(COST.minimizer()))
        ellipse = 2 * np.pi * drop / np.sqrt(np.linalg.det(COST.hessian()))
        assert area == pytest.approx(ellipse, rel=1.2 / resolution**1.5)
        assert area < ellipse

    @pytest.mark.parametrize("make", BOTH)
    def test_the_rim_is_closed_and_at_the_top(self, make):
        surface = make(COST, WINDOW, 12)
        edges = rim(surface)
        assert len(edges) > 20
        np.testing.assert_array_equal(
            surface.vertices[np.unique(edges), 2], np.full(len(edges), WINDOW.height[1])
        )
        ends = np.bincount(edges.ravel())
        assert set(ends[ends > 0]) == {2}

    @pytest.mark.parametrize("make", BOTH)
    def test_its_triangles_face_one_way_and_use_every_vertex(self, make):
        surface = make(COST, WINDOW, 9)
        signs = np.sign(areas(surface))
        assert set(signs[signs != 0]) in ({1}, {-1})
        assert set(surface.triangles.ravel()) == set(range(len(surface.vertices)))

    @pytest.mark.parametrize("make", BOTH)
    @pytest.mark.parametrize("top", [2.0, np.nextafter(2.0, 0), np.nextafter(2.0, 9)])
    def test_a_node_within_rounding_of_the_top_leaves_no_sliver(self, make, top):
        cost = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²): 2 at the node (2, 0)
        surface = make(cost, Window((-2, 2), (-2, 2), (0, float(top))), 8)
        corners = surface.vertices[surface.triangles, :2]
        sides = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=-1)
        assert sides.min() > 1e-3

    def test_a_needle_is_covered_too(self):
        cost = MeanSquaredError(Dataset([1000, 1001, 1003], [1, 2, 2]))
        path = descend(cost, start=(0, 0), optimizer=GradientDescent(1e-7), steps=5)
        surface = CutSurface.below_top(cost, Window.around(cost, path), 16)
        assert len(surface.triangles) > 300


class TestBox:
    window = Window((0.5, 2.5), (1, 3), (1, 4))

    def test_it_lies_between_the_floor_and_the_top_and_fills_the_box(self):
        surface = CutSurface.boxed(COST, self.window, 24)
        theta, heights = surface.vertices[:, :2], surface.vertices[:, 2]
        np.testing.assert_allclose(heights, COST(theta), rtol=1e-9)
        assert (surface.vertices >= self.window.low).all()
        assert (surface.vertices <= self.window.high).all()
        sample = np.random.default_rng(0).uniform(
            *np.array([self.window.low, self.window.high])[:, :2], size=(40000, 2)
        )
        inside = (COST(sample) >= 1) & (COST(sample) <= 4)
        assert 0.2 < inside.mean() < 0.8
        assert np.abs(areas(surface)).sum() / 4 == pytest.approx(inside.mean(), abs=0.01)

    def test_its_rim_is_on_the_floor_on_the_top_or_on_the_windows_edge(self):
        surface = CutSurface.boxed(COST, self.window, 24)
        ends = surface.vertices[rim(surface)]
        at = [ends == bound for bound in (self.window.low, self.window.high)]
        assert np.any([both.all(axis=1).any(axis=1) for both in at], axis=0).all()
        for height in self.window.height:
            assert (ends[..., 2] == height).sum() > 10

    def test_its_cells_are_the_same_wherever_the_window_is(self):
        near = CutSurface.boxed(Rosenbrock(), Window((-1, 1), (-1, 1), (0, 1e9)), 7)
        assert near.triangles.shape == (2 * 7 * 7, 3)
        np.testing.assert_allclose(
            np.unique(near.vertices[:, 0].round(12)), np.linspace(-1, 1, 8).round(12)
        )


class TestNoBowl:
    def test_the_surface_fills_the_window_up_to_the_top(self):
        valley = Rosenbrock()
        surface = CutSurface.below_top(valley, VALLEY, 40)
        theta, heights = surface.vertices[:, :2], surface.vertices[:, 2]
        np.testing.assert_allclose(heights, valley(theta), rtol=1e-9, atol=1e-6)
        assert heights.max() <= 400
        inside = (theta >= VALLEY.low[:2] - 1e-9) & (theta <= VALLEY.high[:2] + 1e-9)
        assert inside.all()
        sample = np.random.default_rng(0).uniform(-1, 1, size=(40000, 2)) * 2 + [0, 1]
        share = float(np.mean(valley(sample) <= 400))
        assert np.abs(areas(surface)).sum() / 16 == pytest.approx(share, abs=0.02)

    @pytest.mark.parametrize("make", BOTH)
    def test_a_cost_above_the_top_everywhere_is_said(self, make):
        with pytest.raises(ValueError, match="above its top"):
            make(Rosenbrock(), Window((1.5, 2), (-1, 0), (0, 1)), 10)

    def test_a_cost_below_the_floor_everywhere_is_said(self):
        with pytest.raises(ValueError, match="below its floor"):
            CutSurface.boxed(Rosenbrock(), Window((0, 1), (0, 1), (1e5, 1e6)), 10)

    def test_the_floor_of_a_narrow_valley_is_met(self):
        surface = CutSurface.below_top(Rosenbrock(), VALLEY, 40)
        heights, theta = surface.vertices[:, 2], surface.vertices[:, :2]
        for theta0 in (-1, 0.4, 1.3):  # the valley's floor is close to θ1 = θ0²
            near = np.abs(theta[:, 0] - theta0) < 0.06
            assert heights[near].min() < (1 - theta0) ** 2 + 0.3 * abs(1 - theta0) + 0.05

    @pytest.mark.parametrize("make", BOTH)
    def test_where_the_cost_is_not_defined_there_is_no_surface(self, make):
        surface = make(Logarithm(), Window((-1, 2), (-1, 1), (-1, 0.5)), 31)
        assert np.isfinite(surface.vertices).all()
        assert surface.vertices[:, 0].min() > 0
        np.testing.assert_allclose(
            surface.vertices[:, 2], Logarithm()(surface.vertices[:, :2]), atol=1e-9
        )

    @pytest.mark.parametrize("make", BOTH)
    def test_where_the_cost_overflows_it_is_cut_at_the_top(self, make):
        surface = make(Cliff(), Window((-1, 9), (-1, 1), (-3, 5)), 20)
        heights = surface.vertices[:, 2]
        assert heights.max() == 5
        np.testing.assert_allclose(heights, Cliff()(surface.vertices[:, :2]), atol=1e-9)


class TestLattice:
    def test_it_lies_along_the_ellipse_and_just_reaches_round_it(self):
        lattice = fitted_lattice(COST, WINDOW, 10)
        np.testing.assert_allclose(lattice[5, 5], COST.minimizer(), atol=1e-12)
        sides = lattice[-1, 0] - lattice[0, 0], lattice[0, -1] - lattice[0, 0]
        assert sides[0] @ COST.hessian() @ sides[1] == pytest.approx(0, abs=1e-9)
        middles = np.array([lattice[0, 5], lattice[10, 5], lattice[5, 0], lattice[5, 10]])
        least = float(COST(COST.minimizer()))
        np.testing.assert_allclose(
            COST(middles) - least, 1.02**2 * (WINDOW.height[1] - least), rtol=1e-9
        )

    def test_an_ellipse_larger_than_the_window_is_not_followed(self):
        window = Window((0, 1), (1, 2), (0, 50))
        np.testing.assert_allclose(fitted_lattice(COST, window, 8)[0, -1], [0, 2])

    def test_a_bowl_over_little_of_the_window_gets_finer_cells(self):
        small = fitted_lattice(Rosenbrock(), Window((-30, 30), (-30, 30), (0, 100)), 10)
        assert small.shape == (31, 31, 2)

    def test_the_crease_of_a_lasso_is_met_and_nothing_moves_far(self):
        cost = LassoCost(Dataset([-1, 0, 2], [1, 0, 2]), 3)
        window = Window((-3, 3), (-2.7, 3), (0, 9))
        lattice = fitted_lattice(cost, window, 20)
        cells = len(lattice) - 1
        even = window.grid(np.linspace(0, 1, cells + 1))
        assert (np.abs(lattice - even) <= np.array([3, 2.85]) / cells + 1e-12).all()
        nearest = np.abs(even[..., 1]).argmin(axis=1)
        lowest = cost(even).argmin(axis=1) == nearest  # next to the crease at θ1 = 0
        assert lowest.sum() > 10
        np.testing.assert_allclose(lattice[lowest, nearest[lowest], 1], 0, atol=1e-12)


class TestLowestPoints:
    def test_a_parabola_has_its_own(self):
        start = np.array([[-4.0, 1.0], [0.0, -9.0]])
        end = np.array([[8.0, 1.0], [0.0, 3.0]])
        found = lowest_on_segments(COST, start, end)
        slopes = (COST.gradient(found) * (end - start)).sum(axis=1)
        np.testing.assert_allclose(slopes, 0, atol=1e-12)

    def test_a_kink_is_found_to_the_last_digit(self):
        cost = MeanAbsoluteError(Dataset([1, 2, 4], [3, 3, 3]))
        found = lowest_on_segments(cost, np.array([[-5.0, 0.0]]), np.array([[20.0, 0.0]]))
        np.testing.assert_allclose(found, [[3, 0]], rtol=1e-14)

    @pytest.mark.parametrize(("start", "end"), [(4.0, 6.0), (6.0, 4.0), (-9.0, 2.0)])
    def test_where_the_valley_lies_beyond_an_end_it_is_that_end(self, start, end):
        # The slope is the same at both ends, so it alone does not say which is lower.
        cost = MeanAbsoluteError(Dataset([1, 2, 4], [3, 3, 3]))
        found = lowest_on_segments(cost, np.array([[start, 0.0]]), np.array([[end, 0.0]]))
        assert found[0, 0] == min(start, end, key=lambda theta0: abs(theta0 - 3))

    def test_where_the_cost_is_level_round_the_middle_rounding_does_not_decide(self):
        cost = MeanAbsoluteError(Dataset([1, 2], [3, 5]))  # along θ0 level from 3 to 5
        ends = np.array([[0.0, 0.0], [8.2, 0.0]])
        for shift in (0, 1e-15, -1e-15):
            found = lowest_on_segments(cost, ends[:1] + shift, ends[1:] + shift)
            np.testing.assert_allclose(found[0, 0], 4.1, rtol=1e-14)

    def test_where_the_cost_is_not_defined_is_not_the_lowest(self):
        found = lowest_on_segments(Logarithm(), np.array([[1.0, 0.0]]), np.array([[-0.5, 0.0]]))
        assert np.isfinite(Logarithm()(found)).all()


class TestSlice:
    @pytest.mark.parametrize("along", [0, 1])
    def test_a_parabola_ends_on_the_top_and_holds_its_lowest_point(self, along):
        (curve,) = cut_slice(COST, WINDOW, along, fixed=1.2)
        theta, top = curve[:, :2], WINDOW.height[1]
        np.testing.assert_allclose(theta[:, 1 - along], 1.2, rtol=1e-15)
        assert (np.diff(theta[:, along]) >= 0).all()
        np.testing.assert_allclose(curve[:, 2], COST(theta), rtol=1e-12)
        assert curve[[0, -1], 2].tolist() == [top, top]
        lowest = theta[curve[:, 2].argmin()]
        assert COST.gradient(lowest)[along] == pytest.approx(0, abs=1e-12)

    def test_of_two_valleys_there_are_two_curves(self):
        # θ1 = 1.2 crosses the bent valley at θ0 = ±√1.2.
        curves = cut_slice(Rosenbrock(), Window((-2, 2), (-1, 3), (0, 20)), 0, fixed=1.2)
        assert [np.sign(curve[0, 0]) for curve in curves] == [-1, 1]
        for curve in curves:
            assert curve[[0, -1], 2].tolist() == [20, 20]
            assert np.abs(np.abs(curve[curve[:, 2].argmin(), 0]) - np.sqrt(1.2)) < 0.01

    def test_a_valley_narrower_than_the_samples_is_not_missed(self):
        cost = MeanSquaredError(Dataset([1000, 1001, 1003], [1, 2, 2]))
        slope = float(cost.minimizer()[1])
        window = Window((-9, 9), (slope - 5, slope + 5), (0, 50))
        (curve,) = cut_slice(cost, window, 1, fixed=float(cost.minimizer()[0]))
        np.testing.assert_allclose(curve[:, 2].min(), cost(cost.minimizer()), rtol=1e-6)

    def test_a_lowest_point_that_is_a_sample_is_not_there_twice(self):
        cost = MeanSquaredError(Dataset([-1, 1], [0, 0]))
        (curve,) = cut_slice(cost, Window((-3, 3), (-3, 3), (0, 9)), 0, fixed=1.0)
        assert np.diff(curve[:, 0]).min() > 1e-3

    def test_above_the_top_there_is_nothing(self):
        assert cut_slice(COST, WINDOW, 0, fixed=1e6) == []

    def test_where_the_cost_is_not_defined_there_is_no_curve(self):
        (curve,) = cut_slice(Logarithm(), Window((-1, 3), (-1, 1), (-9, 1)), 0, fixed=0.0)
        assert np.isfinite(curve).all()
        assert curve[0, 0] > 0
        assert curve[-1].tolist() == [pytest.approx(np.e), 0, 1]

    def test_where_the_cost_overflows_it_ends_on_the_top(self):
        (curve,) = cut_slice(Cliff(), Window((-1, 9), (-1, 1), (-3, 5)), 0, fixed=0.0)
        assert curve[-1].tolist() == [pytest.approx(np.log(np.log(8))), 0, 5]
