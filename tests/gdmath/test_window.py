"""The window: start, path, minimum and level ellipse are inside, with a margin."""

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gdmath import (
    BasisRegression,
    Dataset,
    Descent,
    GradientDescent,
    HuberCost,
    LassoCost,
    LogisticCost,
    MeanAbsoluteError,
    MeanSquaredError,
    Newton,
    NoMinimumError,
    RidgeCost,
    SteepestDescent,
    Window,
    descend,
)
from gdmath.landscape import FormulaCost, named
from gdmath.windows import visible_steps

ROOT = Path(__file__).parents[2]
FILES = {
    "cars": (ROOT / "tests/data/cars.csv", "speed", "dist"),
    "galton": (ROOT / "tests/data/galton.csv", "parent", "child"),
    "faithful": (ROOT / "scenes/examples/faithful.csv", "eruptions", "waiting"),
}
CASES = [
    *[(name, start) for name in FILES for start in [(0, 0), (-40, 9), (1000, -30)]],
    *[(f"{name} standardized", start) for name in FILES for start in [(0, 0), (-40, 60)]],
    *[("question", start) for start in [(9, 8), (0, 0), (-300, 2), (4.1, 2.9)]],
]


ROUND = [case for case in CASES if case[0] != "galton"]  # galton's raw bowl is a needle


def dataset(name):
    if name == "question":
        return Dataset.synthetic()
    file, _, standardized = name.partition(" ")
    raw = Dataset.from_csv(*FILES[file])
    return raw.standardized() if standardized else raw


def design(data):
    return np.column_stack([np.ones(data.m), data.x])


def fitted(data):
    """θ*, J(θ*) and H, without the cost's help."""
    best, *_ = np.linalg.lstsq(design(data), data.y, rcond=None)
    residual = design(data) @ best - data.y
    return best, residual @ residual / (2 * data.m), design(data).T @ design(data) / data.m


def walk(data, start, share=0.5, steps=60):
    """A descent at a share of the fastest rate 2/λmax, and its cost."""
    cost = MeanSquaredError(data)
    rate = share * 2 / np.linalg.eigvalsh(fitted(data)[2])[1]
    return cost, descend(cost, start=start, optimizer=GradientDescent(rate=rate), steps=steps)


def margins(window, points):
    """How far points (..., 2) are inside each side, as a share of the range."""
    low, high = window.low[:2], window.high[:2]
    shares = (np.atleast_2d(points) - low) / (high - low)
    return np.minimum(shares.min(axis=0), 1 - shares.max(axis=0))


@pytest.mark.parametrize(("name", "start"), CASES)
def test_start_path_and_minimum_are_inside_with_a_margin(name, start):
    data = dataset(name)
    best, least, _ = fitted(data)
    cost, path = walk(data, start)
    window = Window.around(cost, path)
    assert (margins(window, [start, best, *path.points]) > 0.03).all()
    bottom, top = window.height
    assert bottom < least
    assert window.scale == ("log" if name == "galton" else "linear")
    residuals = path.points @ design(data).T - data.y
    heights = (residuals**2).mean(axis=1) / 2
    assert (heights < bottom + 0.95 * (top - bottom)).all()


@pytest.mark.parametrize(("name", "start"), ROUND)
def test_the_rim_is_inside_and_reaches_towards_every_side(name, start):
    data = dataset(name)
    best, least, hessian = fitted(data)
    window = Window.around(*walk(data, start))
    # The rim {½ δᵀHδ = top − J*} is the image of a circle under the inverse Cholesky factor.
    angles = np.linspace(0, 2 * np.pi, 100_001)
    circle = np.stack([np.cos(angles), np.sin(angles)])
    radius = np.sqrt(2 * (window.height[1] - least))
    rim = best + radius * np.linalg.solve(np.linalg.cholesky(hessian).T, circle).T
    assert (margins(window, rim) > 0.03).all()
    assert (np.ptp(rim, axis=0) > 0.8 * (window.high - window.low)[:2]).all()


@pytest.mark.parametrize(("name", "start"), CASES)
def test_the_bowl_has_depth_and_does_not_hover(name, start):
    data = dataset(name)
    _, least, _ = fitted(data)
    bottom, top = Window.around(*walk(data, start)).height
    assert bottom >= 0 or least < 0
    assert (least - bottom) / (top - bottom) < 0.45
    assert (top - least) / (top - bottom) > 0.5


@pytest.mark.parametrize("share", [1.01, 1.5, 5, 1e6])
@pytest.mark.parametrize("name", ["question", "cars", "faithful", "galton standardized"])
def test_of_a_diverging_path_only_the_near_part_is_shown(name, share):
    data = dataset(name)
    _, least, _ = fitted(data)
    cost, path = walk(data, (0, 0), share, steps=5000)
    assert path.outcome == "diverged"
    shown = visible_steps(cost, path)
    assert 0 <= shown < path.steps
    window = Window.around(cost, path)
    assert (margins(window, path.points[: shown + 1]) > 0.03).all()
    drop = path.costs[0] - least
    assert drop < window.height[1] - least < 15 * drop
    assert not (margins(window, path.points[-1]) > 0).all()


def test_visible_steps_by_hand():
    cost = MeanSquaredError(Dataset([-1, 1], [-1, 1]))  # J = ½ (θ0² + (θ1 − 1)²), J* = 0
    points = [(1, 1), (-2, 1), (2.8, 1), (-2.9, 1), (1, 1)]
    costs = [0.5, 2, 3.92, 4.205, 0.5]  # 4 is eight times as high as the start
    path = Descent(points, costs, points, "stopped")
    assert visible_steps(cost, path) == 2
    whole = Descent(points[:3], costs[:3], points[:3], "stopped")
    assert visible_steps(cost, whole) == 2
    window = Window.around(cost, path)
    assert window.theta0[0] < -2
    assert window.theta0[1] > 2.8
    assert window.height == pytest.approx((0, 1.3 * 3.92))


@pytest.mark.parametrize("name", ["question", "faithful standardized", *FILES])
def test_a_path_that_starts_at_the_minimum_still_gets_a_bowl(name):
    data = dataset(name)
    best, least, _ = fitted(data)
    cost = MeanSquaredError(data)
    window = Window.around(*walk(data, cost.minimizer()))
    assert (margins(window, best) > 0.3).all()
    assert window.height[1] > 1.5 * least


@pytest.mark.parametrize("y", [(3, 5, 7), (5, 5, 5), (0, 0, 0)])
def test_a_perfect_fit_that_starts_at_the_minimum(y):
    cost = MeanSquaredError(Dataset([1, 2, 3], y))
    path = descend(cost, cost.minimizer(), GradientDescent(rate=0.1), steps=5)
    window = Window.around(cost, path)
    assert (margins(window, cost.minimizer()) > 0.3).all()
    assert (window.high - window.low > 0.1).all()


@pytest.mark.parametrize("start_at_minimizer", [True, False])
def test_a_nearly_perfect_fit_that_starts_at_the_minimum(start_at_minimizer):
    data = Dataset.synthetic(noise=0)
    cost = MeanSquaredError(data)
    start = cost.minimizer() if start_at_minimizer else (4, 3)
    window = Window.around(cost, descend(cost, start, GradientDescent(rate=0.1), steps=5))
    assert (window.high - window.low > 0.1).all()


def seen(cost, window):
    """The share of the floor that has the surface over it."""
    sides = [np.linspace(*ends, 201) for ends in (window.theta0, window.theta1)]
    grid = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1)
    return (cost(grid) <= window.height[1]).mean()


@pytest.mark.parametrize(("name", "start"), CASES)
def test_the_surface_is_neither_a_needle_nor_a_plate(name, start):
    cost, path = walk(dataset(name), start)
    for scale in ("auto", "linear", "log"):
        window = Window.around(cost, path, scale=scale)
        assert 0.15 < seen(cost, window) < 0.95
    window = Window.around(cost, path)
    ends, heights = np.array(window.height), np.array([path.costs.min(), path.costs.max()])
    if window.scale == "log":
        ends, heights = np.log(ends), np.log(heights)
    assert np.ptp(heights) > 0.1 * np.ptp(ends)  # the path falls visibly


LABELS = Dataset([-2, -1, -0.5, 0, 0.5, 1, 2, 3], [0, 0, 1, 0, 1, 0, 1, 1])
NOISY = Dataset([-2, -1, 0, 1, 2, 3], [-3.5, -2, 1, 2.5, 4, 40])
OTHERS = {
    "ridge": RidgeCost(NOISY, 0.5),
    "lasso": LassoCost(NOISY, 2),
    "huber": HuberCost(NOISY, 1),
    "absolute": MeanAbsoluteError(NOISY),
    "logistic": LogisticCost(LABELS),
    "quintic": BasisRegression.polynomial(NOISY, 5, chosen=(3, 5)),
}


@pytest.mark.parametrize("start", [(0, 0), (9, -7), (-200, 300)])
@pytest.mark.parametrize("name", OTHERS)
def test_every_cost_has_a_window_with_path_and_minimum_inside(name, start):
    cost = OTHERS[name]
    rate = 1.0 / max(np.linalg.eigvalsh(cost.hessian((0, 0)))[1], 0.3)
    path = descend(cost, start, GradientDescent(rate=rate), steps=50)
    window = Window.around(cost, path)
    assert (margins(window, [cost.minimizer(), *path.points]) > 0.03).all()
    assert window.height[0] < cost(cost.minimizer())
    assert (path.costs < window.height[1]).all()
    assert 0.15 < seen(cost, window) <= 1


def test_a_given_minimum_is_inside():
    cost = MeanSquaredError(NOISY)
    path = descend(cost, (0, 0), GradientDescent(rate=0.1), steps=5)
    window = Window.around(cost, path, minimum=(50, 60))
    assert (margins(window, (50, 60)) > 0.03).all()
    with pytest.raises(ValueError, match="minimum has shape"):
        Window.around(cost, path, minimum=(1, 2, 3))


class Saddle:
    """J = θ0² − θ1²: no minimum."""

    def __call__(self, theta):
        theta = np.asarray(theta, dtype=float)
        return theta[..., 0] ** 2 - theta[..., 1] ** 2

    def gradient(self, theta):
        return np.asarray(theta, dtype=float) * [2, -2]

    def hessian(self, theta):
        return np.broadcast_to(np.diag([2.0, -2.0]), (*np.shape(theta)[:-1], 2, 2))

    def minimizer(self):
        raise NoMinimumError("a saddle has no minimum")


@pytest.mark.parametrize("start", [(1, 0.001), (2, 1), (0, 0)])
def test_a_saddle_has_a_window_and_the_escape_stays_on_screen(start):
    path = descend(Saddle(), start, GradientDescent(rate=0.1), steps=200)
    shown = visible_steps(Saddle(), path)
    window = Window.around(Saddle(), path)
    assert (margins(window, path.points[: shown + 1]) > 0.03).all()
    assert window.scale == "linear"
    assert window.height[0] < path.costs[: shown + 1].min()
    assert np.abs(window.high).max() < 1000


@pytest.mark.parametrize("scale", ["cubic", None, 3])
def test_a_scale_that_is_none_is_named(scale):
    with pytest.raises(ValueError, match=re.escape(f"scale is {scale!r}; it must be")):
        Window((0, 1), (0, 1), (1, 2), scale)
    cost = MeanSquaredError(NOISY)
    path = descend(cost, (0, 0), GradientDescent(rate=0.1), steps=5)
    with pytest.raises(ValueError, match=re.escape(f"scale is {scale!r}; it must be")):
        Window.around(cost, path, scale=scale)


def test_a_log_scale_begins_above_zero():
    with pytest.raises(
        ValueError, match=r"height is \(0.0, 1.0\); on a log scale it must begin above 0"
    ):
        Window((0, 1), (0, 1), (0, 1), "log")
    perfect = MeanSquaredError(Dataset([1, 2, 3], [3, 5, 7]))
    path = descend(perfect, (0, 0), GradientDescent(rate=0.1), steps=50)
    assert 0 < Window.around(perfect, path, scale="log").height[0] < path.costs.min() * 1.01


class Shallow:
    """J = θ0² + θ1² whose minimizer is a little off, as rounding leaves it."""

    def __call__(self, theta):
        theta = np.asarray(theta, dtype=float)
        return (theta**2).sum(axis=-1)

    def gradient(self, theta):
        return 2 * np.asarray(theta, dtype=float)

    def hessian(self, theta):
        return np.broadcast_to(2 * np.eye(2), (*np.shape(theta)[:-1], 2, 2))

    def minimizer(self):
        return np.array([1e-8, 0.0])


def test_a_start_that_rounds_below_the_minimum_is_shown():
    path = descend(Shallow(), (0, 0), GradientDescent(rate=0.1), steps=3, tolerance=0)
    assert visible_steps(Shallow(), path) == path.steps
    window = Window.around(Shallow(), path)
    assert (margins(window, (0, 0)) > 0.03).all()


def test_a_minimum_below_zero_has_its_floor_below_it():
    class Sunk(Shallow):
        def __call__(self, theta):
            return super().__call__(theta) - 100

        def minimizer(self):
            return np.zeros(2)

    path = descend(Sunk(), (3, 4), GradientDescent(rate=0.1), steps=5)
    bottom, top = Window.around(Sunk(), path).height
    assert bottom < -100
    assert top == pytest.approx(-100 + 1.3 * 25)


def test_a_valley_without_an_end_is_as_long_as_the_path():
    class Valley(Shallow):
        """J = θ0², with every point of the axis θ0 = 0 a minimum."""

        def __call__(self, theta):
            return np.asarray(theta, dtype=float)[..., 0] ** 2

        def gradient(self, theta):
            return np.asarray(theta, dtype=float) * [2, 0]

        def hessian(self, theta):
            return np.broadcast_to(np.diag([2.0, 0.0]), (*np.shape(theta)[:-1], 2, 2))

    path = descend(Valley(), (3, 4), GradientDescent(rate=0.1), steps=5)
    window = Window.around(Valley(), path)
    assert (margins(window, [*path.points, (0, 0)]) > 0.03).all()
    assert window.theta1[1] - window.theta1[0] < 50


@pytest.mark.parametrize("name", ["theta0", "theta1", "height"])
@pytest.mark.parametrize("ends", [(1, 0), (2, 2), (0, np.inf), (np.nan, 1)])
def test_a_range_that_does_not_rise_is_named(name, ends):
    ranges = {"theta0": (0, 1), "theta1": (0, 1), "height": (0, 1)} | {name: ends}
    message = re.escape(f"{name} is {ends}; it must be two finite numbers, rising")
    with pytest.raises(ValueError, match=f"^{message}$"):
        Window(**ranges)


def test_ends_as_points_and_no_changes():
    window = Window((1, 2), (3, 4), (5, 6))
    assert window.low.tolist() == [1, 3, 5]
    assert window.high.tolist() == [2, 4, 6]
    with pytest.raises(dataclasses.FrozenInstanceError):
        window.height = (0, 1)


def test_a_window_holds_floats_whatever_numbers_it_is_given():
    window = Window((np.int64(0), 1), [0, 2], np.array([1, 5]))
    assert window == Window((0.0, 1.0), (0.0, 2.0), (1.0, 5.0))
    assert {
        type(end) for pair in (window.theta0, window.theta1, window.height) for end in pair
    } == {float}
    assert window.low.dtype == window.high.dtype == np.float64
    assert hash(window) == hash(Window((0, 1), (0, 2), (1, 5)))


def test_values_near_the_end_of_float64_are_shown_without_a_warning():
    random = np.random.default_rng(1)
    cost = HuberCost(Dataset(random.normal(size=20), 1e200 * random.normal(size=20)))
    path = descend(cost, (0, 0), GradientDescent(rate=1), steps=3)
    window = Window.around(cost, path)
    best = cost.minimizer()
    assert (window.low[:2] < best).all()
    assert (best < window.high[:2]).all()


def test_a_path_far_below_the_top_of_a_log_scale_is_above_its_floor():
    cost = named("beale").cost
    path = descend(cost, (50, -70), Newton(), steps=150)
    window = Window.around(cost, path)
    assert window.scale == "log"
    assert window.height[0] < 1e-5 * path.costs.max()


@pytest.mark.parametrize("offset", [1e6, 1e8, 1.7e9])
def test_the_level_ellipse_of_a_needle_far_from_the_origin_is_inside(offset):
    x, y = np.array([0.0, 1, 2, 3]), np.array([1.0, 3, 2, 5])
    cost = MeanSquaredError(Dataset(offset + x, y))
    near = MeanSquaredError(Dataset(x, y))
    best = cost.minimizer()
    path = descend(cost, best + np.array([0, 1 / offset]), GradientDescent(rate=1e-20), steps=3)
    window = Window.around(cost, path)
    rise = 1.3 * (path.costs[0] - cost(best))
    # θ1 of the same level over x from 0: shifting x changes the intercept alone.
    half = np.sqrt(2 * rise * np.linalg.inv(near.hessian())[1, 1])
    assert window.theta1[0] < best[1] - half
    assert best[1] + half < window.theta1[1]
    assert window.theta1[1] - window.theta1[0] < 2.6 * half


def box_costs():
    labels = Dataset([-1, 0, 1, 2, 4], [0, 1, 0, 1, 1])
    line = Dataset([-1, 0, 1, 4], [0, 1, 2, 7])
    return {
        "squares": MeanSquaredError(line),
        "perfect": MeanSquaredError(Dataset([1, 2, 3], [2, 4, 6])),
        "ridge": RidgeCost(line, 0.3),
        "lasso": LassoCost(line, 0.3),
        "huber": HuberCost(line),
        "absolute": MeanAbsoluteError(line),
        "logistic": LogisticCost(labels),
        "curve": BasisRegression.polynomial(line, 2, chosen=(1, 2)),
        **{name: named(name).cost for name in ("rosenbrock", "himmelblau", "ackley", "beale")},
    }


BOXED = box_costs()


@pytest.mark.long
@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    st.sampled_from(list(BOXED)),
    st.tuples(st.floats(-4, 4), st.floats(-4, 4)),
    st.sampled_from([1e-4, 1e-2, 0.3, 3]),
    st.sampled_from([0, 1, 15]),
    st.sampled_from(["auto", "linear", "log"]),
)
def test_path_and_minimum_are_inside_whatever_the_cost(name, start, rate, steps, scale):
    cost = BOXED[name]
    assume(np.isfinite(cost.gradient(start)).all())
    path = descend(cost, start, GradientDescent(rate), steps)
    best = cost.minimizer()
    if scale == "log" and float(cost(best)) < 0:
        return
    window = Window.around(cost, path, best, scale=scale)
    shown = path.points[: visible_steps(cost, path, best) + 1]
    size = window.high - window.low
    for point in (*shown, best):
        assert (point >= window.low[:2] + 0.02 * size[:2]).all()
        assert (point <= window.high[:2] - 0.02 * size[:2]).all()
        assert float(cost(point)) <= window.height[1]
    if window.scale == "linear":
        assert float(cost(best)) >= window.height[0] - 1e-12 * size[2]
    assert seen(cost, window) >= 0.15


@pytest.mark.parametrize("cost", [named("rosenbrock").cost, FormulaCost("a**2+1e6*(b-a)**2")])
@pytest.mark.parametrize("scale", ["auto", "log"])
def test_a_valley_that_is_descended_from_its_own_minimum_of_zero(cost, scale):
    best = cost.minimizer()
    window = Window.around(cost, descend(cost, best, GradientDescent(1e-3), 5), scale=scale)
    assert (window.low[:2] < best).all()
    assert (best < window.high[:2]).all()
    assert seen(cost, window) >= 0.15


def test_a_leap_to_a_minimum_of_zero_is_seen_to_go_down():
    cost = MeanSquaredError(Dataset([1, 2, 3], [2, 4, 6]))
    path = descend(cost, (0, 0), Newton(), 9)
    low, high = Window.around(cost, path, scale="log").height
    assert low < 1e-2 * path.costs[0] < path.costs[0] < high


def test_a_bowl_that_overflows_is_no_needle():
    cost = FormulaCost("exp(a)+exp(-a)+exp(b)+exp(-b)")
    window = Window.around(cost, descend(cost, (0.5, -200.0), Newton(), 40))
    assert -1000 < window.theta1[0] < -200
    assert 0 < window.theta1[1] < 1000
    assert seen(cost, window) >= 0.15


def test_a_start_at_a_minimum_with_a_kink_still_gets_a_bowl():
    cost = named("ackley").cost
    window = Window.around(cost, descend(cost, cost.minimizer(), GradientDescent(0.01), 3))
    assert 0.01 < window.theta0[1] < 100
    assert 0.1 < window.height[1] < 100


def test_a_leap_down_a_slope_without_an_end_is_not_shown():
    cost = named("saddle").cost
    path = descend(cost, (3, -4), SteepestDescent(), 40)
    assert np.abs(path.points[1]).max() > 1e10
    assert visible_steps(cost, path) == 0
    window = Window.around(cost, path)
    assert np.abs([*window.theta0, *window.theta1]).max() < 100


def test_the_top_stands_three_tenths_above_the_start():
    cost = MeanSquaredError(Dataset([-1, 1], [-1, 1]))  # ½ (θ0² + (θ1 − 1)²)
    path = descend(cost, (1, 1), GradientDescent(rate=0.5), steps=9)
    assert Window.around(cost, path).height == pytest.approx((0, 1.3 * 0.5))


def test_a_grid_runs_along_both_ranges():
    grid = Window((0, 1), (0, 4), (0, 9)).grid(np.array([0, 0.5, 1]))
    assert grid[2].tolist() == [[1, 0], [1, 2], [1, 4]]
    assert grid[:, 1].tolist() == [[0, 2], [0.5, 2], [1, 2]]
