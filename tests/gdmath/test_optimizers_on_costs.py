"""Optimisers on costs: every rule with every cost, every start with every cost, as theory says.

A path's end depends on the rule with the cost, and on the cost with the start; so each of these
pairs is met once, not each rule with each cost from each start.
"""

from functools import cache
from itertools import cycle
from typing import get_args

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
from gdmath.descent import Outcome
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

DESCENDING = ("gradient_descent", "newton", "steepest_descent")  # on smooth convex costs
SEARCHING = tuple(name for name, rule in OPTIMIZERS.items() if not rule.needs_rate)
PLACES = [(name, start) for name in COSTS for start in STARTS]
WALKS = [(rule, *place) for rule, place in zip(cycle(OPTIMIZERS), PLACES, strict=False)]


@cache
def steepest_curvature(name):
    """The largest curvature met on the way: an upper bound of λmax near the starts."""
    points = np.concatenate([np.random.default_rng(0).uniform(-5, 5, (300, 2)), STARTS])
    hessians = COSTS[name].hessian(points)
    hessians = hessians[np.isfinite(hessians).all(axis=(1, 2))]  # Ackley's has a spike
    return max(float(np.linalg.eigvalsh(hessians)[:, 1].max()), 0.5)


def rules(name):
    rate = 0.5 / steepest_curvature(name)
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


def start_of(rule, name):
    """A start for a rule with a cost: all three for each rule, and for each cost."""
    return STARTS[(list(OPTIMIZERS).index(rule) + list(COSTS).index(name)) % len(STARTS)]


def followed(rule, name, start, steps):
    """The path, which is finite and says how it ended."""
    path = descend(COSTS[name], start, rules(name)[rule], steps)
    assert path.outcome in get_args(Outcome)
    assert np.isfinite(path.points).all()
    assert path.costs == pytest.approx(COSTS[name](path.points))
    steepness = np.hypot(*path.gradients[-1])
    assert (steepness <= 1e-6) == (path.outcome in ("converged", "saddle"))
    if path.outcome == "saddle":
        assert np.linalg.eigvalsh(COSTS[name].hessian(path.points[-1]))[0] < 0
    if path.outcome == "unbounded":
        assert path.costs[-1] < -1e6
    if path.outcome == "stopped":
        assert path.steps == steps
    return path


def test_the_table_has_every_optimizer():
    assert set(rules("huber")) == set(OPTIMIZERS)


@pytest.mark.parametrize(("rule", "name", "start"), WALKS)
def test_a_path_from_any_start_on_any_cost_says_how_it_ended(rule, name, start):
    followed(rule, name, start, steps=60)


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_every_rule_finds_the_minimum_of_a_smooth_convex_cost(rule, name):
    best = COSTS[name].minimizer()
    least = float(COSTS[name](best))
    path = followed(rule, name, start_of(rule, name), steps=6_000)
    height = float(path.costs[0]) - least
    if OPTIMIZERS[rule].is_adaptive:  # near it: their steps never vanish
        assert path.costs[-1] - least <= 1e-3 * height
    else:
        assert path.outcome == "converged"
        assert path.points[-1] == pytest.approx(best, abs=1e-3)
    if rule in DESCENDING:
        assert (np.diff(path.costs) <= 1e-9 * (1 + path.costs[0])).all()


@pytest.mark.long
@pytest.mark.parametrize("name", KINKED)
@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_a_kinked_cost_is_approached_as_near_as_the_steps_allow(rule, name):
    searching = rule in SEARCHING  # such a rule may be caught by a kink
    path = followed(rule, name, start_of(rule, name), steps=20 if searching else 2_500)
    if not searching:
        least = float(COSTS[name](COSTS[name].minimizer()))
        assert path.costs.min() - least <= 0.03 * (float(path.costs[0]) - least)


@pytest.mark.parametrize("name", [name for name in SMOOTH if name not in ("huber", "logistic")])
def test_above_the_critical_rate_a_quadratic_is_left(name):
    cost = SMOOTH[name]
    critical = 2 / np.linalg.eigvalsh(cost.hessian((0, 0)))[1]
    for share, outcome in ((0.9, "converged"), (1.1, "diverged")):
        path = descend(cost, (3, -4), GradientDescent(share * critical), steps=5000)
        assert path.outcome == outcome


@pytest.mark.long
@pytest.mark.parametrize("name", LANDSCAPES)
@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_every_rule_gets_lower_on_every_landscape(rule, name):
    path = followed(rule, name, named(name).start, steps=1_500 if rule in SEARCHING else 300)
    assert path.costs[-1] < path.costs[0]
    if rule in SEARCHING:
        assert (np.diff(path.costs) <= 1e-9 * (1 + np.abs(path.costs[:-1]))).all()
        try:
            COSTS[name].minimizer()
        except NoMinimumError:
            return
        assert path.outcome == "converged" or np.abs(path.points[-1]).max() < 100


def test_weight_decay_pulls_towards_the_origin():
    cost, rate, decay = SMOOTH["huber"], 0.05, 0.3
    path = descend(cost, (3, -4), AdamW(rate, weight_decay=decay), steps=1)
    plain = descend(cost, (3, -4), Adam(rate), steps=1)
    expected = plain.points[1] - rate * decay * np.array([3, -4])
    assert path.points[1] == pytest.approx(expected, rel=1e-12)


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "size"),
    [("mean squared error", 1), ("ridge", 3), ("huber", 3), ("logistic", 1), ("polynomial", 8)],
)
def test_batches_come_near_the_minimum_and_all_of_them_reach_it(name, size):
    cost = SMOOTH[name]
    schedule = InverseDecay(0.1 / steepest_curvature(name), 0.002)
    rule = MiniBatch(GradientDescent(schedule), size=size, seed=1)
    path = descend(cost, (3, -4), rule, steps=1_500)
    least = float(cost(cost.minimizer()))
    assert path.costs[-1] - least < 0.05 * (path.costs[0] - least)
    again = descend(cost, (3, -4), rule, steps=50)
    assert np.array_equal(path.points[:51], again.points)
    if size == DATA.m:
        whole = descend(cost, (3, -4), GradientDescent(schedule), steps=50)
        assert path.points[:51] == pytest.approx(whole.points, rel=1e-9)
