"""A descent has converged where its gradient is short in its own scale, and nothing is left."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import (
    Adam,
    Dataset,
    GradientDescent,
    HuberCost,
    LassoCost,
    LogisticCost,
    MeanAbsoluteError,
    MeanSquaredError,
    Momentum,
    Newton,
    RidgeCost,
    SteepestDescent,
    descend,
)
from gdmath.curvature import height_left, known_root
from gdmath.landscape import FormulaCost

deterministic = settings(derandomize=True, max_examples=40, deadline=None)
X, Y = np.array([0.0, 1.0, 2.0]), np.array([0.0, 2.0, 3.0])


def test_data_of_a_ten_millionth_descend():
    cost = MeanSquaredError(Dataset([0, 1, 2], [0, 2e-7, 3e-7]))
    path = descend(cost, (0, 0), GradientDescent(0.1), 1000)
    assert path.outcome == "converged"
    assert 100 < path.steps < 1000
    np.testing.assert_allclose(path.points[-1], [1 / 6 * 1e-7, 1.5e-7], rtol=1e-4)


@pytest.mark.parametrize("power", range(-30, 13, 3))
def test_in_smaller_units_a_descent_converges_as_near(power):
    scale = 10.0**power
    path = descend(MeanSquaredError(Dataset(X, scale * Y)), (0, 0), GradientDescent(0.3), 5000)
    assert path.outcome == "converged"
    np.testing.assert_allclose(path.points[-1] / scale, [1 / 6, 1.5], rtol=1e-4)


@pytest.mark.parametrize("scale", [1e-9, 1e-20])
def test_a_formula_in_small_units_descends(scale):
    cost = FormulaCost(f"{scale}*((a - 1)**2 + 3*b**2)")
    path = descend(cost, (0, 2), GradientDescent(0.1 / scale), 1000)
    assert path.outcome == "converged"
    np.testing.assert_allclose(path.points[-1], [1, 0], atol=1e-4)


def test_of_an_ordinary_scale_the_tolerance_is_a_millionth():
    path = descend(MeanSquaredError(Dataset(X, 10 * Y)), (0, 0), GradientDescent(0.3), 5000)
    lengths = np.hypot(*path.gradients.T)
    assert lengths[-1] <= 1e-6 < lengths[-2]


def test_a_tolerance_that_is_given_is_taken_as_it_is():
    cost = MeanSquaredError(Dataset(X, 1e-9 * Y))
    assert descend(cost, (0, 0), GradientDescent(0.3), 9, tolerance=1e-6).steps == 0


@deterministic
@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=9).filter(
        lambda rows: np.ptp([x for x, _ in rows]) > 1
    ),
    st.sampled_from([MeanSquaredError, lambda data: RidgeCost(data, 0.3), HuberCost]),
    st.sampled_from([1e-12, 1e-3, 1.0, 1e3, 1e9]),
)
def test_at_its_minimum_every_descent_has_converged(rows, kind, scale):
    x, y = np.array(rows).T
    cost = kind(Dataset(x, scale * y))
    path = descend(cost, cost.minimizer(), GradientDescent(1e-9), 3)
    assert path.outcome == "converged"


def test_what_is_left_of_a_quadratic():
    cost = MeanSquaredError(Dataset([1, 2, 3], [2, 4, 5]))
    theta = np.array([3.0, -7.0])
    left = float(cost(theta) - cost(cost.minimizer()))
    assert height_left(cost, theta, cost.gradient(theta)) == pytest.approx(left)
    bowl = FormulaCost("3*(a - 1)**2 + a*b + 2*b**2")
    theta = np.array([5.0, 4.0])
    left = float(bowl(theta) - bowl(bowl.minimizer()))
    assert height_left(bowl, theta, bowl.gradient(theta)) == pytest.approx(left)


@pytest.mark.parametrize("text", ["a**2 - b**2", "a", "a**2", "-a**2 - b**2"])
def test_nothing_is_said_to_be_left_where_the_hessian_is_no_bowl(text):
    cost = FormulaCost(text)
    assert height_left(cost, np.array([1.0, 2.0]), cost.gradient((1, 2))) == 0


@pytest.mark.parametrize("center", [1e8, 3e8, 1e10])
def test_a_valley_so_long_that_its_slope_is_rounding_is_no_minimum(center):
    x = center + np.arange(10.0)
    cost = MeanSquaredError(Dataset(x, 3 * np.arange(10.0)))
    path = descend(cost, (0, 0), GradientDescent(1 / center**2), 200)
    assert np.hypot(*path.gradients[-1]) < 1e-5
    assert path.costs[-1] > 37  # of 0 at the minimum
    assert path.outcome == "stopped"


CASES = [(3e6, 3.0), (1e7, 3.0), (1e8, 3.0), (-1e8, -0.5), (1e10, 3.0), (1e12, 2.0)]


@pytest.mark.parametrize(("center", "slope"), CASES)
@pytest.mark.parametrize("half", [True, False])
def test_newton_finds_the_minimum_far_from_the_origin(center, slope, half):
    data = Dataset(center + np.arange(10.0), slope * np.arange(10.0))
    path = descend(MeanSquaredError(data, half), (0, 0), Newton(), 200)
    np.testing.assert_allclose(path.points[-1], [-slope * center, slope], rtol=1e-8)
    rounding = np.finfo(float).eps * abs(slope * center)  # of the intercept
    assert path.costs[-1] <= 4 * rounding**2
    assert path.outcome == "converged"
    assert path.steps < 20


@deterministic
@given(
    st.floats(2, 11).map(lambda power: 10.0**power),
    st.floats(-5, 5),
    st.floats(-5, 5),
    st.integers(0, 99),
)
def test_newton_finds_the_line_of_least_squares_wherever_x_lies(center, intercept, slope, seed):
    random = np.random.default_rng(seed)
    t = np.round(random.normal(size=20) * 1024) / 1024
    y = intercept + slope * t + random.normal(size=20)
    about = np.polynomial.polynomial.polyfit(t, y, 1)  # about the center
    center = np.round(center)
    cost = MeanSquaredError(Dataset(center + t, y))
    path = descend(cost, (0, 0), Newton(), 50)
    best = path.points[-1]
    assert best[1] == pytest.approx(about[1], rel=1e-6, abs=1e-6)
    least = 0.5 * np.mean((about[0] + about[1] * t - y) ** 2)
    assert cost(best) == pytest.approx(least, rel=1e-6)


@pytest.mark.parametrize("rule", [GradientDescent(0.1), SteepestDescent(), Newton()])
def test_rest_on_a_saddle_is_a_saddle_in_any_units(rule):
    for scale in (1e-12, 1.0, 1e6):
        cost = FormulaCost(f"{scale}*(a**2 - b**2)")
        assert descend(cost, (0, 0), rule, 50).outcome == "saddle"


def test_logistic_cost_in_years_converges_by_newton():
    random = np.random.default_rng(0)
    x = random.uniform(1950, 2020, 200)
    data = Dataset(x, (random.random(200) < 1 / (1 + np.exp(-(x - 1985) / 10))).astype(float))
    cost = LogisticCost(data)
    path = descend(cost, (0, 0), Newton(), 50)
    assert path.outcome == "converged"
    np.testing.assert_allclose(path.points[-1], cost.minimizer(), rtol=1e-4)


def far_data(center, labelled=False):
    random = np.random.default_rng(1)
    t = np.round(random.normal(size=200) * 1024) / 1024
    y = 2 + t + random.standard_t(2, 200)
    if labelled:
        y = (random.random(200) < 1 / (1 + np.exp(-t))).astype(float)
    return Dataset(center + t, y)


@pytest.mark.parametrize("center", [0.0, 1e3, 1e6, 1e7, 1e8, -1e9])
@pytest.mark.parametrize("kind", [HuberCost, LogisticCost, lambda data: LassoCost(data, 0.3)])
def test_newton_finds_other_minima_far_from_the_origin_too(kind, center):
    cost, near = (kind(far_data(c, kind is LogisticCost)) for c in (center, 0.0))
    path = descend(cost, (0, 0), Newton(), 200)
    best = near.minimizer()
    assert path.outcome == "converged"
    assert path.costs[-1] == pytest.approx(float(near(best)), rel=1e-7)
    assert path.points[-1, 1] == pytest.approx(best[1], rel=1e-4)


@pytest.mark.parametrize("center", [0.0, 3.0, 1e4])
@pytest.mark.parametrize("kind", [HuberCost, LogisticCost, lambda data: LassoCost(data, 0.3)])
def test_the_root_is_one_of_the_hessian(kind, center):
    cost = kind(far_data(center, kind is LogisticCost))
    theta = np.array([1.0 - center, 1.0])
    r00, r01, r11 = known_root(cost, theta)
    matrix = np.array([[r00, r01], [0, r11]])
    np.testing.assert_allclose(matrix.T @ matrix, cost.hessian(theta), rtol=1e-9)


def test_there_is_no_root_where_the_hessian_is_singular():
    assert known_root(MeanAbsoluteError(far_data(0.0)), np.zeros(2)) is None
    assert known_root(HuberCost(Dataset([1, 2], [0, 9])), np.zeros(2)) is None  # one within ±δ
    assert known_root(MeanSquaredError(Dataset([1, 2], [0, 9])).on(0), np.zeros(2)) is None
    assert known_root(FormulaCost("a**2 + b**2"), np.zeros(2)) is None


@pytest.mark.parametrize("optimizer", [GradientDescent(1e-3), Momentum(1e-3), Adam(1e12)])
@pytest.mark.parametrize("center", [0, 1950, 1e9])
def test_a_leap_to_where_rounding_is_steep_has_not_converged(optimizer, center):
    x = center + 1e12 * np.array([-1.5, -0.7, 0.1, 0.8, 1.3])
    for cost in (
        HuberCost(Dataset(x, [0, 1, 2, 4, 3]), delta=1.0),
        LogisticCost(Dataset(x, [0, 1, 0, 1, 1])),
        MeanSquaredError(Dataset(x, [0, 1, 2, 4, 3])),
    ):
        path = descend(cost, (0, 0), optimizer, 50)
        assert path.outcome != "converged" or path.costs[-1] <= path.costs[0]
