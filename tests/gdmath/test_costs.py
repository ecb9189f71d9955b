"""Every cost of data: definitions, finite differences, and the fits of other programs."""

import dataclasses
import math
import re
import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
import typst
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import check_grad, minimize
from sklearn.linear_model import HuberRegressor, Lasso, LogisticRegression, QuantileRegressor, Ridge

from gdmath import (
    BasisRegression,
    Dataset,
    HuberCost,
    LassoCost,
    LogisticCost,
    MeanAbsoluteError,
    MeanSquaredError,
    NoMinimumError,
    RidgeCost,
    Sample,
)
from gdmath.cost import COSTS, BregmanCost, DataCost, QuadraticCost

deterministic = settings(derandomize=True, max_examples=40, deadline=None)
moderate = st.floats(-50, 50).map(lambda value: round(value, 3))
thetas = st.tuples(moderate, moderate)
pairs = st.lists(st.tuples(moderate, moderate), min_size=3, max_size=25).filter(
    lambda rows: np.ptp([x for x, _ in rows]) > 0.5
)

MAKERS = {
    "mean squared error": MeanSquaredError,
    "mean squared error, 1/m": lambda data: MeanSquaredError(data, half=False),
    "ridge": lambda data: RidgeCost(data, penalty=0.7),
    "ridge, 1/m": lambda data: RidgeCost(data, penalty=0.7, half=False),
    "lasso": lambda data: LassoCost(data, penalty=0.7),
    "lasso, 1/m": lambda data: LassoCost(data, penalty=0.7, half=False),
    "huber": lambda data: HuberCost(data, delta=1.3),
    "absolute": MeanAbsoluteError,
    "logistic": lambda data: LogisticCost(labelled(data)),
    "quadratic curve": lambda data: BasisRegression.polynomial(data, 2, chosen=(0, 2)),
    "waves": lambda data: BasisRegression(data, (np.sin, np.cos, np.ones_like), (2, 0), (1, 2, 3)),
}


def labelled(data):
    """The same x, with a label of 1 where y is above its median."""
    return Dataset(data.x, (data.y > np.median(data.y)).astype(float))


def loss(name, x, y, theta):
    """The definition, one observation at a time, in plain Python."""
    residual = theta[0] + theta[1] * x - y
    match name.partition(",")[0]:
        case "huber":
            size = abs(residual)
            return residual**2 / 2 if size <= 1.3 else 1.3 * (size - 0.65)
        case "absolute":
            return abs(residual)
        case "logistic":
            z = theta[0] + theta[1] * x
            return math.log(1 + math.exp(-abs(z))) + max(z, 0) - y * z
        case "quadratic curve" | "waves":
            raise NotImplementedError
        case _:
            return residual**2 / (1 if name.endswith("1/m") else 2)


def definition(name, cost, theta):
    x, y = cost.data.x.tolist(), cost.data.y.tolist()
    penalty = {
        "ridge": 0.35 * theta[1] ** 2,
        "ridge, 1/m": 0.7 * theta[1] ** 2,
        "lasso": 0.7 * abs(theta[1]),
        "lasso, 1/m": 1.4 * abs(theta[1]),
    }
    mean = sum(loss(name, a, b, theta) for a, b in zip(x, y, strict=True)) / len(x)
    return mean + penalty.get(name, 0.0)


def noisy(m=60, seed=3):
    random = np.random.default_rng(seed)
    x = random.uniform(-2, 5, m)
    return Dataset(x, 2 - 1.5 * x + random.standard_t(2, m))


@pytest.fixture(params=MAKERS)
def name(request):
    return request.param


@deterministic
@given(pairs, thetas, st.sampled_from([n for n in MAKERS if n not in ("quadratic curve", "waves")]))
def test_value_is_the_definition(rows, theta, name):
    cost = MAKERS[name](Dataset(*zip(*rows, strict=True)))
    assert cost(theta) == pytest.approx(definition(name, cost, theta), rel=1e-9, abs=1e-9)


@deterministic
@given(pairs, thetas, st.sampled_from(["quadratic curve", "waves"]))
def test_value_of_a_basis_regression_is_the_definition(rows, theta, name):
    cost = MAKERS[name](Dataset(*zip(*rows, strict=True)))
    residual = cost.predict(theta, cost.data.x) - cost.data.y
    assert cost(theta) == pytest.approx((residual**2).mean() / 2, rel=1e-9, abs=1e-9)
    if name == "waves":
        curve = theta[1] * np.sin(cost.data.x) + 2 * np.cos(cost.data.x) + theta[0]
        assert cost.predict(theta, cost.data.x) == pytest.approx(curve)


@pytest.mark.parametrize("theta", [(0.3, -0.2), (2, -1.5), (-30, 40), (1.7, 0.01)])
def test_gradient_against_scipy_and_hessian_against_central_differences(name, theta):
    cost = MAKERS[name](noisy())
    theta = np.array(theta)
    size = 1 + np.abs(cost.gradient(theta)).max()
    assert check_grad(cost, cost.gradient, theta) < 1e-5 * size
    step = 1e-5
    if name in ("huber", "absolute"):  # away from the kinks, which lie closer than a step
        residuals = np.abs(theta[0] + theta[1] * cost.data.x - cost.data.y)
        kink = 1.3 if name == "huber" else 0.0
        assert np.abs(residuals - kink).min() > 10 * step
    for i, axis in enumerate(np.eye(2) * step):
        bend = (cost.gradient(theta + axis) - cost.gradient(theta - axis)) / (2 * step)
        assert cost.hessian(theta)[i] == pytest.approx(bend, rel=1e-5, abs=1e-6 * size)


def test_a_grid_gives_what_single_points_give(name):
    cost = MAKERS[name](noisy())
    grid = np.random.default_rng(0).normal(size=(5, 4, 2))
    assert (cost(grid).shape, cost.gradient(grid).shape) == ((5, 4), (5, 4, 2))
    assert cost.hessian(grid).shape == (5, 4, 2, 2)
    for node in np.ndindex(5, 4):
        assert cost(grid[node]) == pytest.approx(cost(grid)[node], rel=1e-12)
        assert cost.gradient(grid[node]) == pytest.approx(cost.gradient(grid)[node], rel=1e-9)
        assert cost.hessian(grid[node]) == pytest.approx(cost.hessian(grid)[node], rel=1e-9)
    assert cost(np.zeros((0, 2))).shape == (0,)
    assert np.ndim(cost((1, 2))) == 0


def test_blocks_are_joined_right(name, monkeypatch):
    data = noisy(m=101)
    grid = np.random.default_rng(1).normal(size=(23, 2))
    whole = MAKERS[name](data)
    at = (0.3, -0.2)
    expected = whole(grid), whole.gradient(grid), whole.hessian(grid), whole.bregman(grid, at)
    monkeypatch.setattr("gdmath.cost.mean_loss.SMALL", 0)
    monkeypatch.setattr("gdmath.cost.mean_loss.OBSERVATIONS", 7)
    monkeypatch.setattr("gdmath.cost.mean_loss.BLOCK", 30)
    for found, value in zip(
        (whole(grid), whole.gradient(grid), whole.hessian(grid), whole.bregman(grid, at)),
        expected,
        strict=True,
    ):
        assert found == pytest.approx(value, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("theta", [(np.zeros(3),), 1.0, np.zeros((2, 3)), [[1, 2], [3]], "ab"])
@pytest.mark.parametrize("family", ["ridge", "lasso", "huber"])
def test_a_wrong_shape_is_named(family, theta):
    cost = MAKERS[family](noisy())
    for function in (cost, cost.gradient, cost.hessian):
        with pytest.raises(
            ValueError, match=r"^theta (has shape .* \(\.\.\., 2\)|must be an array)"
        ):
            function(theta)


def separated(data):
    """Whether no label 0 stands between labels 1 or among them, or the other way round."""
    zeros, ones = data.x[data.y == 0], data.x[data.y == 1]
    apart = not len(zeros) or not len(ones)
    return apart or zeros.max() <= ones.min() or ones.max() <= zeros.min()


small = st.lists(st.tuples(st.integers(-20, 20), st.integers(0, 1)), min_size=3, max_size=8)


@pytest.mark.long
@settings(derandomize=True, deadline=None, max_examples=150)
@given(small)
def test_labels_that_overlap_always_have_a_minimum(rows):
    data = Sample(*zip(*rows, strict=True))
    assume(not separated(data))
    cost = LogisticCost(data)
    best = cost.minimizer()
    assert np.abs(cost.gradient(best)).max() <= 1e-9 * (1 + np.abs(data.x).max())
    assert (np.linalg.eigvalsh(cost.hessian(best)) >= -1e-15).all()


@pytest.mark.parametrize("x", [0.7, -1e-3, 1e9 / 3])
@pytest.mark.parametrize("make", [lambda d: HuberCost(d, 0.5), MeanAbsoluteError])
def test_a_batch_with_one_x_is_fitted_by_a_level_line(make, x):
    cost = make(Dataset([x, x, x, 2 * x], [-4.2, -3.6, -3.9, 1])).on([0, 1, 2])
    np.testing.assert_allclose(cost.minimizer(), [-3.9, 0])


@deterministic
@given(pairs, st.sampled_from(list(MAKERS)))
def test_nothing_near_the_minimizer_is_lower(rows, name):
    cost = MAKERS[name](Dataset(*zip(*rows, strict=True)))
    try:
        best = cost.minimizer()
    except NoMinimumError:
        assert name == "logistic"
        assert separated(cost.data)
        return
    least = float(cost(best))
    size = 1 + np.abs(best).max()
    around = (
        best
        + np.random.default_rng(0).normal(size=(200, 2))
        * size
        * 10.0 ** np.arange(-8, 2).repeat(20)[:, None]
    )
    assert (cost(around) >= least - 1e-12 * (1 + abs(least))).all()
    assert np.isfinite(best).all()


@pytest.mark.parametrize("name", ["huber", "logistic", "ridge", "quadratic curve"])
def test_minimizer_against_scipy(name):
    cost = MAKERS[name](noisy())
    found = minimize(cost, (0.0, 0.0), jac=cost.gradient, method="BFGS", options={"gtol": 1e-9})
    assert cost.minimizer() == pytest.approx(found.x, rel=1e-6, abs=1e-6)
    assert np.abs(cost.gradient(cost.minimizer())).max() < 1e-10


@pytest.mark.parametrize("penalty", [0, 0.01, 0.5, 20, 1000])
@pytest.mark.parametrize("seed", range(3))
def test_ridge_and_lasso_against_scikit_learn(penalty, seed):
    data = noisy(seed=seed)
    column = data.x[:, None]
    ridge = Ridge(alpha=data.m * penalty).fit(column, data.y)
    best = RidgeCost(data, penalty).minimizer()
    assert best == pytest.approx([ridge.intercept_, ridge.coef_[0]], rel=1e-9)
    assert RidgeCost(data, penalty, half=False).minimizer() == pytest.approx(best)
    if penalty:
        lasso = Lasso(alpha=penalty, tol=1e-12).fit(column, data.y)
        best = LassoCost(data, penalty).minimizer()
        assert best == pytest.approx([lasso.intercept_, lasso.coef_[0]], rel=1e-7, abs=1e-12)
        twice = LassoCost(data, penalty, half=False).minimizer()
        assert twice == pytest.approx(best, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_huber_against_scikit_learn(seed):
    data = noisy(seed=seed)
    fit = HuberRegressor(epsilon=1.5, alpha=0, tol=1e-10).fit(data.x[:, None], data.y)
    best = HuberCost(data, delta=1.5 * fit.scale_).minimizer()
    assert best == pytest.approx([fit.intercept_, fit.coef_[0]], rel=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_mean_absolute_error_against_scikit_learn(seed):
    data = noisy(seed=seed)
    fit = QuantileRegressor(quantile=0.5, alpha=0).fit(data.x[:, None], data.y)
    cost = MeanAbsoluteError(data)
    assert cost(cost.minimizer()) == pytest.approx(cost((fit.intercept_, fit.coef_[0])), rel=1e-9)
    assert cost.minimizer() == pytest.approx([fit.intercept_, fit.coef_[0]], rel=1e-6)


@pytest.mark.parametrize("shift", [0, 5_000_000])
def test_logistic_against_scikit_learn(shift):
    data = labelled(noisy(m=200))
    fit = LogisticRegression(C=np.inf, tol=1e-10).fit(data.x[:, None], data.y)
    best = LogisticCost(Dataset(data.x + shift, data.y)).minimizer()
    slope = fit.coef_[0, 0]
    expected = [fit.intercept_[0] - slope * shift, slope]
    assert best == pytest.approx(expected, rel=1e-4)


def test_logistic_is_stable_a_thousand_away():
    cost = LogisticCost(Dataset([-1, 1], [0, 1]))
    for size in (1, 40, 700, 1000, 1e6):
        right, wrong = cost((0, size)), cost((0, -size))
        assert right == pytest.approx(math.log1p(math.exp(-size)), rel=1e-12)
        assert wrong == pytest.approx(size + math.log1p(math.exp(-size)), rel=1e-12)
        assert cost.gradient((0, -size)) == pytest.approx([0, -1 / (1 + math.exp(-size))])
        assert np.isfinite(cost.hessian((0, size))).all()


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([1, 2, 3], [0, 0, 1]),
        ([1, 2, 3], [1, 1, 1]),
        ([1, 2, 2, 3], [1, 1, 0, 0]),
        ([1, 2, 2, 3], [0, 0, 1, 1]),
    ],
)
def test_separated_labels_have_no_minimum(x, y):
    with pytest.raises(NoMinimumError, match=r"separates the labels|every label is 1"):
        LogisticCost(Dataset(x, y)).minimizer()


def test_a_penalty_moves_only_the_slope():
    data = noisy()
    flat = RidgeCost(data, penalty=1e12).minimizer()
    assert flat == pytest.approx([data.y.mean(), 0], abs=1e-9)
    assert LassoCost(data, penalty=1e12).minimizer().tolist() == [data.y.mean(), 0]


def test_the_sub_gradient_of_lasso_on_its_kink():
    data = Dataset([-1, 1], [0, 2])  # there the error's partial is −1
    assert LassoCost(data, 0.25).gradient((1, 0)) == pytest.approx([0, -0.75])
    assert LassoCost(data, 1.5).gradient((1, 0)) == pytest.approx([0, 0])
    assert LassoCost(data, 0.25).gradient((1, -1e-9)) == pytest.approx([0, -1.25])


@deterministic
@given(pairs, thetas, thetas, st.sampled_from(list(MAKERS)))
def test_bregman_is_the_gap_above_the_tangent_plane(rows, theta, at, name):
    cost = MAKERS[name](Dataset(*zip(*rows, strict=True)))
    gap = cost(theta) - cost(at) - cost.gradient(at) @ np.subtract(theta, at)
    assert cost.bregman(theta, at) == pytest.approx(gap, rel=1e-6, abs=1e-6 * (1 + cost(at)))
    assert cost.bregman(theta, at) >= 0


@pytest.mark.parametrize("indices", [[3, 1, 4], [5, 5, 6], np.arange(60), 7])
def test_a_batch_is_the_same_cost_of_its_observations_alone(name, indices):
    data = noisy()
    whole = MAKERS[name](data)
    batch = whole.on(indices)
    assert type(batch) is type(whole)
    grid = np.random.default_rng(0).normal(size=(6, 2))
    singles = [whole.on(int(i)) for i in np.atleast_1d(indices)]
    mean = np.mean([single(grid) for single in singles], axis=0)
    assert batch(grid) == pytest.approx(mean, rel=1e-9)
    mean = np.mean([single.gradient(grid) for single in singles], axis=0)
    if not name.startswith("lasso"):  # a mean of shortest sub-gradients need not be shortest
        assert batch.gradient(grid) == pytest.approx(mean, rel=1e-9, abs=1e-9)
    mean = np.mean([single.hessian(grid) for single in singles], axis=0)
    assert batch.hessian(grid) == pytest.approx(mean, rel=1e-9, abs=1e-9)


def test_a_batch_of_a_batch():
    data = noisy()
    cost = MeanSquaredError(data)
    assert cost.on([4, 7, 9]).on(1)((1, 2)) == pytest.approx(cost.on(7)((1, 2)))


@pytest.mark.parametrize("indices", [[], [[1]], [0.5], "1", None, [True, False], [1, [2]]])
def test_what_are_no_indices_is_named(indices):
    message = re.escape(
        f"indices is {indices!r}; it must be one or more whole numbers from 0 to 59"
    )
    with pytest.raises(ValueError, match=f"^{message}$"):
        MeanSquaredError(noisy()).on(indices)


def test_an_index_that_is_not_there_is_named(name):
    for wrong in (-1, 60, 10**9):
        with pytest.raises(ValueError, match=f"^indices has {wrong}; it must be from 0 to 59$"):
            MAKERS[name](noisy()).on([3, wrong])


@pytest.mark.parametrize("kind", [MeanSquaredError, MeanAbsoluteError, HuberCost])
def test_a_single_observation_has_a_valley_and_a_point_in_it(kind):
    single = kind(noisy()).on(5)
    assert single(single.minimizer()) == pytest.approx(0, abs=1e-20)


def test_of_the_points_in_a_valley_the_nearest_to_the_origin_is_given():
    cost = MeanSquaredError(Dataset([1, 2], [4, 0])).on(0)  # the valley θ0 + θ1 = 4
    assert cost.minimizer() == pytest.approx([2, 2])


def test_known_minimum_of_a_polynomial():
    x = np.linspace(-2, 2, 9)
    data = Dataset(x, 1 - 2 * x + 0.5 * x**3)
    cost = BasisRegression.polynomial(data, 3, chosen=(1, 3))
    assert cost.minimizer() == pytest.approx([-2, 0.5])
    assert cost(cost.minimizer()) == pytest.approx(0, abs=1e-25)
    assert cost.weights == pytest.approx([1, -2, 0, 0.5], abs=1e-12)
    line = BasisRegression.polynomial(noisy(), 1)
    assert line.minimizer() == pytest.approx(MeanSquaredError(noisy()).minimizer())


WRONG = [
    (lambda: RidgeCost(noisy(), -1), "penalty is -1; it must be a finite number, 0 or more"),
    (lambda: LassoCost(noisy(), "1"), "penalty is '1'; it must be a finite number, 0 or more"),
    (lambda: LassoCost(noisy(), np.nan), "penalty is nan; it must be a finite number, 0 or more"),
    (lambda: HuberCost(noisy(), 0), "delta is 0; it must be a positive finite number"),
    (lambda: MeanSquaredError(noisy(), half=1), "half is 1; it must be True or False"),
    (lambda: MeanSquaredError([1, 2]), "data is [1, 2]; it must be a Dataset"),
    (lambda: HuberCost(None), "data is None; it must be a Dataset"),
    (lambda: LogisticCost(Dataset([1, 2], [0, 2])), "y is 2 in row 1; a label must be 0 or 1"),
    (
        lambda: BasisRegression.polynomial(noisy(), 0),
        "degree is 0; it must be a whole number, at least 1 and at most 100",
    ),
    (
        lambda: BasisRegression.polynomial(noisy(), 3, chosen=(1, 1)),
        "chosen is (1, 1); it must be two different weights",
    ),
    (
        lambda: BasisRegression.polynomial(noisy(), 3, chosen=(1, 4)),
        "chosen has 4; it must be from 0 to 3",
    ),
    (lambda: BasisRegression(noisy(), [np.sin]), "it must be two or more functions of x"),
    (
        lambda: BasisRegression(noisy(), [np.sin, lambda x: x[:1]]),
        "basis[1](x) has shape (1,) or values that are not finite",
    ),
    (
        lambda: BasisRegression(noisy(), [np.sin, np.cos], weights=(1, 2, 3)),
        "weights is (1, 2, 3); it must be 2 finite numbers",
    ),
]


@pytest.mark.parametrize(("make", "message"), WRONG)
def test_a_wrong_argument_is_named(make, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        make()


FORMULAS = {  # the beginning and the end
    "mean squared error": ("1/(2 m) sum_(i=1)^m (theta_0", "- y_i)^2"),
    "mean squared error, 1/m": ("1/m sum_(i=1)^m (theta_0", "- y_i)^2"),
    "ridge": ("1/(2 m) sum_(i=1)^m (theta_0", " + lambda/2 theta_1^2"),
    "ridge, 1/m": ("1/m sum_(i=1)^m (theta_0", " + lambda theta_1^2"),
    "lasso": ("1/(2 m) sum_(i=1)^m (theta_0", " + lambda abs(theta_1)"),
    "lasso, 1/m": ("1/m sum_(i=1)^m (theta_0", " + 2 lambda abs(theta_1)"),
    "huber": ("1/m sum_(i=1)^m h_delta (theta_0", "- y_i)"),
    "absolute": ("1/m sum_(i=1)^m abs(theta_0", "- y_i)"),
    "logistic": ("-1/m sum_(i=1)^m (y_i log p_i", "p_i = 1/(1 + e^(-(theta_0 + theta_1 x_i)))"),
    "quadratic curve": ("1/(2 m) sum_(i=1)^m (sum_k w_k phi_k (x_i)", "- y_i)^2"),
    "waves": ("1/(2 m) sum_(i=1)^m (sum_k w_k phi_k (x_i)", "- y_i)^2"),
}


def test_formulas_name_their_parts(name):
    formula = MAKERS[name](noisy()).formula
    begins, ends = FORMULAS[name]
    assert formula.typst.startswith(begins)
    assert formula.typst.endswith(ends)
    assert r"\sum_{i=1}^m" in formula.latex
    assert (r"\frac{1}{2m}" in formula.latex) == ("1/(2 m)" in formula.typst)
    for part in (formula.typst, formula.latex):
        assert part.count("(") == part.count(")")
        assert part.count("{") == part.count("}")
    assert typst.compile(f"$ {formula.typst} $".encode(), format="svg")


def test_what_a_cost_knows_is_told_by_its_protocols(name):
    cost = MAKERS[name](noisy())
    quadratic = not name.startswith(("lasso", "huber", "absolute", "logistic"))
    assert isinstance(cost, DataCost)
    assert isinstance(cost, QuadraticCost) == quadratic
    assert isinstance(cost, BregmanCost)


@pytest.mark.parametrize("kind", [MeanSquaredError, lambda data: LassoCost(data, 3)])
def test_the_hessian_of_a_squared_error_needs_no_point(kind):
    assert kind(Dataset([-1, 1], [0, 2])).hessian().tolist() == [[1, 0], [0, 1]]


def test_costs_are_found_by_name():
    assert COSTS["ridge"] is RidgeCost
    assert all(key.islower() for key in COSTS)


@pytest.mark.long
@pytest.mark.parametrize("kind", [HuberCost, MeanAbsoluteError, LogisticCost])
def test_a_large_grid_takes_little_memory(kind):
    random = np.random.default_rng(0)
    cost = kind(Dataset(random.normal(size=4_000), random.integers(0, 2, 4_000)))
    grid = np.zeros((50, 50, 2))  # at once, with all observations: 76 MiB
    tracemalloc.start()
    cost(grid)
    cost.gradient(grid)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 2**20


@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize("far", [1e200, -1e200, 1e300])
def test_far_away_a_cost_is_infinite_or_finite_without_a_warning(name, far):
    data = Dataset([-1, 1, 2, 3], [0, 1, 0, 1])
    cost = COSTS[name](data, 0.5) if name in ("ridge", "lasso") else COSTS[name](data)
    parabola = BasisRegression.polynomial(data, 2)
    for function in (cost, parabola):
        alone, among = function((far, far)), function([(far, far), (0, 0)])
        assert alone == among[0] > 1e190 or name == "logistic"
        assert np.isfinite(among[1])
        np.testing.assert_array_equal(
            function.gradient([(far, far)])[0], function.gradient((far, far))
        )
        gap = function.bregman((far, far), at=(0, 0))
        assert gap > 1e190 or name == "logistic"


def test_a_basis_of_very_different_sizes_is_evaluated_as_defined():
    x = np.linspace(1, 1e4, 50)
    y = 1 + 1e-14 * x**4
    cost = BasisRegression.polynomial(Dataset(x, y), 4, chosen=(0, 4), weights=np.zeros(5))
    for a, b in [(1.0, 0.0), (0.0, 1e-15), (3.0, 2e-14)]:
        residual = a + b * x**4 - y
        assert cost((a, b)) == pytest.approx(0.5 * np.mean(residual**2), rel=1e-12)
        slopes = np.mean(residual), np.mean(residual * x**4)
        np.testing.assert_allclose(cost.gradient((a, b)), slopes, rtol=1e-12)
    np.testing.assert_allclose(cost.minimizer(), [1, 1e-14], rtol=1e-9)


def test_the_other_weights_are_those_of_least_squares_far_from_the_origin():
    x = 1e6 + np.arange(20.0)
    y = np.sin(np.arange(20.0))
    cost = BasisRegression.polynomial(Dataset(x, y), 2)
    fit = np.polynomial.Polynomial.fit(x, y, 2)  # about the middle of x
    least = 0.5 * np.mean((fit(x) - y) ** 2)
    assert cost(cost.minimizer()) == pytest.approx(least, rel=1e-6)


@pytest.mark.parametrize("data", [([-1e200, 1e200], [1, 2]), ([-1, 1], [1e200, 2])])
def test_a_basis_with_squares_beyond_float64_is_refused(data):
    with pytest.raises(ValueError, match="the data are too large for float64"):
        BasisRegression.polynomial(Dataset(*data), 1)


@pytest.mark.parametrize("side", [1, -1])
def test_hubers_level_line_by_hand(side):
    # Ten observations at 0 and nine far off: 10 · 0.9 δ from the ten is 9 δ from the nine.
    y = side * np.array([0.0] * 10 + [-100.0] * 9 + [0.0])
    level = HuberCost(Dataset([1.0] * 19 + [2.0], y), delta=2).on(np.arange(19))
    assert level.minimizer() == pytest.approx([-1.8 * side, 0])


@pytest.mark.parametrize("wild", [1e3, 1e12, 1e100, -1e250])
@pytest.mark.parametrize("make", [MeanAbsoluteError, HuberCost, lambda d: HuberCost(d, 0.01)])
def test_an_observation_however_wild_costs_no_digits(make, wild):
    x, y = [-2, -1, -0.5, 0.2, 1, 1.5, 2.2, 3], [-3.2, -2, 0.5, 1, 2.1, 2, 5]
    nearer = make(Dataset(x, [*y, math.copysign(50, wild)])).minimizer()
    assert make(Dataset(x, [*y, wild])).minimizer() == pytest.approx(nearer, rel=1e-14)


@pytest.mark.parametrize(("delta", "size"), [(1e-20, 1.0), (1e-300, 1.0), (1.0, 1e200)])
@pytest.mark.parametrize("seed", range(5))
def test_huber_with_the_least_delta_is_least_where_the_absolute_error_is(delta, size, seed):
    random = np.random.default_rng(seed)
    data = Dataset(random.normal(size=20), size * random.normal(size=20))
    mean = MeanAbsoluteError(data)
    found = mean(HuberCost(data, delta).minimizer())
    assert found == pytest.approx(mean(mean.minimizer()), rel=1e-9)


def test_labels_of_one_x_have_a_minimum_where_the_probability_is_their_share():
    batch = LogisticCost(Dataset([1, 1, 1, 2], [0, 1, 1, 1])).on([0, 1, 2])
    intercept, slope = batch.minimizer()
    assert 1 / (1 + math.exp(-intercept - slope)) == pytest.approx(2 / 3)
    np.testing.assert_allclose(batch.gradient((intercept, slope)), 0, atol=1e-15)


@pytest.mark.parametrize("x", [[-1e308, 1e308, 1.5e308, 1e308], [0, 5e-324, 1e-323, 0]])
@pytest.mark.parametrize("kind", [HuberCost, MeanAbsoluteError, LogisticCost])
def test_data_at_the_ends_of_float64_have_no_minimum_that_could_be_found(x, kind):
    with pytest.raises(NoMinimumError, match="too large or too close together for float64"):
        kind(Dataset(x, [0, 1, 0, 1])).minimizer()


@deterministic
@given(pairs, thetas, st.sampled_from(["mean squared error", "ridge", "lasso"]))
def test_a_cost_that_is_not_halved_is_twice_the_halved_one(rows, theta, name):
    data = Dataset(*zip(*rows, strict=True))
    half, whole = MAKERS[name](data), MAKERS[f"{name}, 1/m"](data)
    assert whole(theta) == pytest.approx(2 * half(theta))
    assert whole.gradient(theta) == pytest.approx(2 * half.gradient(theta), abs=1e-9)
    assert whole.minimizer() == pytest.approx(half.minimizer(), abs=1e-9)


@pytest.mark.parametrize(
    ("x", "degree"),
    [
        (np.linspace(1950, 2020, 40), 8),
        (np.linspace(1950, 2020, 40), 3),
        (np.arange(1950.0, 2021.0), 12),
        (1e6 + np.linspace(-1, 1, 60), 5),
        (1e9 + np.arange(60.0), 2),
        (np.linspace(-1, 1, 50), 20),
        (np.linspace(0, 1e-3, 50), 9),
    ],
)
@pytest.mark.parametrize("chosen", [(0, 1), (1, 2), (2, 0)])
def test_a_polynomial_is_that_of_least_squares_wherever_x_lies(x, degree, chosen):
    t = (x - x.mean()) / np.ptp(x)
    y = np.sin(3 * t) + np.random.default_rng(0).normal(0, 0.1, len(x))
    # Legendre polynomials made orthogonal once more: the fit is a projection.
    basis = np.linalg.qr(np.polynomial.legendre.legvander(2 * t, degree))[0]
    fit = basis @ (basis.T @ y)
    cost = BasisRegression.polynomial(Dataset(x, y), degree, chosen)
    least = 0.5 * np.mean((fit - y) ** 2)
    best = cost.minimizer()
    assert cost(best) == pytest.approx(least, rel=1e-8)
    assert cost.predict(best, x) == pytest.approx(fit, abs=1e-9)
    assert cost.on(np.arange(len(x)))(best) == pytest.approx(least, rel=1e-8)
    assert cost.on([0, 3, 5])(best) == pytest.approx(
        0.5 * np.mean((fit - y)[[0, 3, 5]] ** 2), rel=1e-6
    )


def test_eight_powers_of_years():
    x = np.linspace(1950, 2020, 40)
    y = np.sin((x - 1950) / 20) + np.random.default_rng(0).normal(0, 0.1, 40)
    cost = BasisRegression.polynomial(Dataset(x, y), 8)
    assert cost(cost.minimizer()) == pytest.approx(0.0016520, abs=5e-8)


def exact_fit(x, y, degree):
    """Return the weights (degree + 1,) of least squares as fractions, and the cost they leave."""
    x, y = ([Fraction(value) for value in column.tolist()] for column in (x, y))
    size = degree + 1
    rows = [[sum(a ** (j + k) for a in x) for k in range(size)] for j in range(size)]
    rows = [[*row, sum(a**j * b for a, b in zip(x, y, strict=True))] for j, row in enumerate(rows)]
    for k in range(size):
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for j in set(range(size)) - {k}:
            rows[j] = [a - rows[j][k] * b for a, b in zip(rows[j], rows[k], strict=True)]
    weights = [row[-1] for row in rows]
    errors = [polynomial(weights, a) - b for a, b in zip(x, y, strict=True)]
    return weights, float(sum(error**2 for error in errors) / (2 * len(x)))


def polynomial(weights, x):
    return sum(weight * x**k for k, weight in enumerate(weights))


YEARS = np.linspace(1950, 2020, 40)
ONE_FAR = np.append(np.linspace(0, 1e-6, 20), 1.0)  # no range tells the others apart


@pytest.mark.parametrize(
    ("x", "degree", "own", "digits"),
    [
        (YEARS, 2, True, 12),
        (YEARS, 4, True, 7),
        (YEARS, 8, False, 12),
        (ONE_FAR, 2, True, 8),
        (ONE_FAR, 4, False, 8),
        (np.append(np.arange(20.0), 1e6), 3, False, 12),
    ],
)
def test_the_curve_of_least_squares_is_kept_where_its_weights_are_not_enough(
    x, degree, own, digits
):
    y = np.sin((x - x.min()) / 20) + np.random.default_rng(0).normal(0, 0.1, len(x))
    weights, least = exact_fit(x, y, degree)
    powers = [lambda x, k=k: x**k for k in range(degree + 1)]
    data = Dataset(x, y)
    cost = BasisRegression(data, powers) if own else BasisRegression.polynomial(data, degree)
    best, near = cost.minimizer(), 10.0**-digits
    assert cost(best) == pytest.approx(least, rel=near)
    assert np.asarray(cost.weights) == pytest.approx([float(w) for w in weights], rel=100 * near)
    between = (x[:-2] + x[1:-1]) / 2
    values = [float(polynomial(weights, Fraction(place))) for place in between.tolist()]
    assert cost.predict(best, between) == pytest.approx(values, abs=10 * near)
    other = dataclasses.replace(cost, data=Sample(between, np.zeros_like(between)))
    assert other(best) == pytest.approx(0.5 * np.mean(np.square(values)), rel=10 * near)
    assert cost.on(np.arange(len(x)))(best) == cost(best)


def test_a_curve_without_its_weights_is_refused():
    with pytest.raises(ValueError, match="weights is None; it must be given with the curve"):
        BasisRegression(noisy(), (np.ones_like, np.sin, np.cos), curve=np.sin)


def test_a_line_over_a_millionth_of_its_distance_from_the_origin():
    data = Dataset(1e6 + 1e-6 * np.linspace(-1, 1, 50), np.linspace(-2, 2, 50))
    line, cost = BasisRegression.polynomial(data, 1), MeanSquaredError(data)
    best = cost.minimizer()
    assert line(best) == pytest.approx(float(cost(best)), rel=1e-6)
    assert line(best) < 1e-8
    assert line(line.minimizer()) < 1e-8


@deterministic
@given(pairs, thetas, st.floats(0, 12).map(lambda power: 10.0**power))
def test_a_line_is_the_mean_squared_error_wherever_x_lies(rows, theta, center):
    x, y = np.array(rows).T
    data = Dataset(np.round(center) + np.round(x * 8) / 8, y)
    assume(np.ptp(data.x) > 0)
    line, cost = BasisRegression.polynomial(data, 1), MeanSquaredError(data)
    near = cost.minimizer() + np.array(theta) * [1, 1 / center]
    size = 1 + np.square(np.finfo(float).eps * center * (1 + np.abs(near).max()))
    assert line(near) == pytest.approx(float(cost(near)), rel=1e-6, abs=1e-6 * size)


def test_basis_functions_that_depend_on_each_other_have_a_valley():
    cost = BasisRegression(noisy(), (np.sin, lambda x: 3 * np.sin(x)), weights=(0, 0))
    best = cost.minimizer()
    assert best[1] == pytest.approx(3 * best[0])  # of its points the one nearest to the origin
    assert cost(best + np.array([3, -1])) == pytest.approx(float(cost(best)))


def test_hubers_minimum_by_newton_is_the_one_that_the_search_finds():
    for seed in range(20):
        random = np.random.default_rng(seed)
        x = random.normal(10.0 ** (seed % 5), 3, 200)
        data = Dataset(x, 2 - 1.5 * x + random.standard_t(1.5, 200))
        cost = HuberCost(data, 10.0 ** (seed % 3 - 1))
        found = cost._newton_minimizer()
        assert found is not None
        searched = super(HuberCost, cost).minimizer()
        assert found == pytest.approx(searched, rel=1e-8, abs=1e-9)
        assert cost(found) <= cost(searched) * (1 + 1e-12)
