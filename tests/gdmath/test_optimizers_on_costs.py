"""Every optimiser on every cost from several starts: how it ends is what theory says."""

import numpy as np
import pytest

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
    descend,
)
from gdmath.landscape import LANDSCAPES, named
from gdmath.optimizers import (
    OPTIMIZERS,
    AdaGrad,
    Adam,
    AdamW,
    GradientDescent,
    MiniBatch,
    Momentum,
    Nesterov,
    Newton,
    RMSProp,
    SteepestDescent,
)
from gdmath.schedules import InverseDecay

DATA = Dataset([-2, -1, -0.5, 0.2, 1, 1.5, 2.2, 3], [-3.2, -2, 0.5, 1, 2.1, 2, 5, 40])
LABELS = Dataset(DATA.x, [0, 0, 1, 0, 1, 0, 1, 1])

SMOOTH = {  # convex, with one minimum and a gradient that is Lipschitz
    "mean squared error": MeanSquaredError(DATA),
    "mean squared error, 1/m": MeanSquaredError(DATA, half=False),
    "ridge": RidgeCost(DATA, 0.5),
    "huber": HuberCost(DATA, 1),
    "logistic": LogisticCost(LABELS),
    "polynomial": BasisRegression.polynomial(DATA, 2, chosen=(0, 2)),
}
KINKED = {"lasso": LassoCost(DATA, 1), "mean absolute error": MeanAbsoluteError(DATA)}
COSTS = SMOOTH | KINKED | {name: named(name).cost for name in LANDSCAPES}
STARTS = [(0, 0), (3, -4), (-1.5, 2.5)]


def steepest_bend(cost):
    """The largest curvature met on the way: an upper bound of λmax near the starts."""
    points = np.concatenate([np.random.default_rng(0).uniform(-5, 5, (300, 2)), STARTS])
    hessians = cost.hessian(points)
    hessians = hessians[np.isfinite(hessians).all(axis=(1, 2))]  # Ackley's has a spike
    return max(float(np.linalg.eigvalsh(hessians)[:, 1].max()), 0.5)


def rules(cost):
    rate = 0.5 / steepest_bend(cost)
    return {
        "gradient_descent": GradientDescent(rate),
        "momentum": Momentum(rate, momentum=0.8),
        "nesterov": Nesterov(rate, momentum=0.8),
        "adagrad": AdaGrad(1.0),
        "rmsprop": RMSProp(InverseDecay(0.1, 0.05)),
        "adam": Adam(InverseDecay(0.5, 0.02)),
        "adamw": AdamW(InverseDecay(0.5, 0.02), weight_decay=0.0),
        "newton": Newton(),
        "steepest_descent": SteepestDescent(),
    }


def test_the_table_has_every_optimizer():
    assert set(rules(SMOOTH["huber"])) == set(OPTIMIZERS)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_every_path_is_finite_and_says_how_it_ended(rule, name, start):
    cost = COSTS[name]
    path = descend(cost, start, rules(cost)[rule], steps=300)
    assert path.outcome in ("converged", "diverged", "stopped")
    assert np.isfinite(path.points).all()
    assert path.costs == pytest.approx(cost(path.points))
    steepness = np.hypot(*path.gradients[-1])
    assert (steepness <= 1e-6) == (path.outcome == "converged")
    if path.outcome == "stopped":
        assert path.steps == 300


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_every_rule_finds_the_minimum_of_a_smooth_convex_cost(rule, name, start):
    cost = SMOOTH[name]
    least = float(cost(cost.minimizer()))
    path = descend(cost, start, rules(cost)[rule], steps=6_000)
    height = float(path.costs[0]) - least
    if rule in ("adagrad", "rmsprop", "adam", "adamw"):  # near it: their steps never vanish
        assert path.costs[-1] - least <= 1e-3 * height
    else:
        assert path.outcome == "converged"
        assert path.points[-1] == pytest.approx(cost.minimizer(), abs=1e-3)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("name", KINKED)
@pytest.mark.parametrize("rule", sorted(set(OPTIMIZERS) - {"newton", "steepest_descent"}))
def test_a_kinked_cost_is_approached_as_near_as_the_steps_allow(rule, name, start):
    cost = KINKED[name]
    least = float(cost(cost.minimizer()))
    path = descend(cost, start, rules(cost)[rule], steps=5000)
    assert path.costs.min() - least <= 0.03 * (float(path.costs[0]) - least)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("rule", ["gradient_descent", "newton", "steepest_descent"])
def test_a_rule_that_promises_it_never_goes_uphill(rule, name, start):
    cost = SMOOTH[name]
    path = descend(cost, start, rules(cost)[rule], steps=300)
    assert (np.diff(path.costs) <= 1e-9 * (1 + path.costs[0])).all()


@pytest.mark.parametrize("name", [name for name in SMOOTH if name not in ("huber", "logistic")])
def test_above_the_critical_rate_a_quadratic_is_left(name):
    cost = SMOOTH[name]
    critical = 2 / np.linalg.eigvalsh(cost.hessian((0, 0)))[1]
    for share, outcome in ((0.9, "converged"), (1.1, "diverged")):
        path = descend(cost, (3, -4), GradientDescent(share * critical), steps=5000)
        assert path.outcome == outcome


@pytest.mark.parametrize("name", LANDSCAPES)
@pytest.mark.parametrize("rule", ["newton", "steepest_descent"])
def test_a_landscape_is_descended_to_where_it_is_level_or_for_ever(rule, name):
    landscape = named(name)
    path = descend(landscape.cost, landscape.start, rules(landscape.cost)[rule], steps=6_000)
    try:
        landscape.cost.minimizer()
    except NoMinimumError:
        assert path.costs[-1] < path.costs[0] or path.outcome == "converged"
    else:
        assert path.outcome == "converged" or np.abs(path.points[-1]).max() < 100
        assert path.costs[-1] < path.costs[0]


@pytest.mark.parametrize("name", LANDSCAPES)
@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_every_rule_gets_lower_on_every_landscape(rule, name):
    landscape = named(name)
    path = descend(landscape.cost, landscape.start, rules(landscape.cost)[rule], steps=2_000)
    assert path.costs[-1] < path.costs[0]
    if rule in ("newton", "steepest_descent"):
        assert (np.diff(path.costs) <= 1e-9 * (1 + np.abs(path.costs[:-1]))).all()


@pytest.mark.parametrize("name", SMOOTH)
def test_weight_decay_pulls_towards_the_origin(name):
    cost, rate, decay = SMOOTH[name], 0.05, 0.3
    path = descend(cost, (3, -4), AdamW(rate, weight_decay=decay), steps=1)
    plain = descend(cost, (3, -4), Adam(rate), steps=1)
    expected = plain.points[1] - rate * decay * np.array([3, -4])
    assert path.points[1] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("size", [1, 3, 8])
def test_batches_come_near_the_minimum_and_all_of_them_reach_it(name, size):
    cost = SMOOTH[name]
    rate = 0.1 / steepest_bend(cost)
    rule = MiniBatch(GradientDescent(InverseDecay(rate, 0.002)), size=size, seed=1)
    path = descend(cost, (3, -4), rule, steps=5000)
    least = float(cost(cost.minimizer()))
    assert path.costs[-1] - least < 0.05 * (path.costs[0] - least)
    again = descend(cost, (3, -4), rule, steps=5000)
    assert np.array_equal(path.points, again.points)
    if size == 8:
        whole = descend(cost, (3, -4), GradientDescent(InverseDecay(rate, 0.002)), steps=50)
        assert path.points[:51] == pytest.approx(whole.points, rel=1e-9)
