"""Rates: known answers, exact arithmetic, NumPy's eigenvalues, and actual descents."""

import dataclasses
import math
import re
from fractions import Fraction
from pathlib import Path
from typing import get_args

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import (
    Dataset,
    GradientDescent,
    LogisticCost,
    MeanAbsoluteError,
    MeanSquaredError,
    NoMinimumError,
    descend,
)
from gdmath.rates import SEVERITY, Rates, Regime
from gdmath.standardizing import Standardizing

ROOT = Path(__file__).parents[2]
KNOWN = [  # file, predictor, response; λmin, λmax, κ, 2/λmax; half a unit of the last digit given
    (
        ROOT / "scenes/examples/faithful.csv", "eruptions", "waiting",
        (0.0903, 14.3723, 159, 0.13916), (5e-5, 5e-5, 0.5, 5e-6),
    ),
    (
        ROOT / "tests/data/cars.csv", "speed", "dist",
        (0.1032, 265.457, 2572, 0.0075342), (5e-5, 5e-4, 0.5, 5e-8),
    ),
    (
        ROOT / "tests/data/galton.csv", "parent", "child",
        (0.000683, 4670.2, 6.8e6, 0.00042825), (5e-7, 0.05, 5e4, 5e-9),
    ),
]  # fmt: skip

deterministic = settings(derandomize=True, max_examples=60, deadline=None)
curvatures = st.tuples(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3)).map(sorted)
angles = st.floats(0, math.pi)


class Bend:
    """J = ½ θᵀHθ for any symmetric H; it knows no root."""

    def __init__(self, matrix, best=(0, 0)):
        self.matrix, self.best = np.array(matrix, dtype=float), np.array(best, dtype=float)

    def __call__(self, theta):
        delta = np.asarray(theta) - self.best
        return 0.5 * np.einsum("...i,ij,...j", delta, self.matrix, delta)

    def gradient(self, theta):
        return (np.asarray(theta) - self.best) @ self.matrix

    def hessian(self, theta):
        return np.broadcast_to(self.matrix, (*np.shape(theta)[:-1], 2, 2))

    def minimizer(self):
        return self.best


def turned(curvature, angle):
    axes = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return axes @ np.diag(curvature) @ axes.T, axes


def plain(first, second):
    return Rates((first, second), np.eye(2))


@pytest.mark.parametrize(
    ("path", "x", "y", "known", "digits"), KNOWN, ids=lambda v: getattr(v, "stem", "")
)
def test_known_answers_of_real_data(path, x, y, known, digits):
    rates = Rates.of(MeanSquaredError(Dataset.from_csv(path, x, y)))
    found = (rates.smallest, rates.largest, rates.condition, rates.critical)
    for value, expected, digit in zip(found, known, digits, strict=True):
        assert value == pytest.approx(expected, rel=0, abs=1.01 * digit)
    assert rates.optimal == pytest.approx(2 / (rates.eigenvalues[0] + rates.eigenvalues[1]))


@deterministic
@given(curvatures, angles)
def test_eigenvalues_and_vectors_of_a_hessian(curvature, angle):
    matrix, _ = turned(curvature, angle)
    rates = Rates.of(Bend(matrix))
    assert rates.eigenvalues == pytest.approx(curvature, rel=1e-9)
    assert rates.eigenvalues == pytest.approx(np.linalg.eigvalsh(matrix), rel=1e-9)
    for value, vector in zip(rates.eigenvalues, rates.eigenvectors.T, strict=True):
        assert matrix @ vector == pytest.approx(value * vector, abs=1e-9 * rates.largest)
        assert np.linalg.norm(vector) == pytest.approx(1)
        assert vector[np.abs(vector).argmax()] > 0


@deterministic
@given(st.lists(st.floats(-100, 100).map(lambda v: round(v, 2)), min_size=2, max_size=9))
def test_the_root_and_the_hessian_agree(x):
    if np.ptp(x) < 0.5:
        x = [*x[:-1], x[0] + 1]
    cost = MeanSquaredError(Dataset(x, np.arange(len(x))))
    design = np.column_stack([np.ones(len(x)), x])
    values, vectors = np.linalg.eigh(design.T @ design / len(x))
    rates = Rates.of(cost)
    assert rates.eigenvalues == pytest.approx(values, rel=1e-8, abs=1e-12 * values[1])
    assert np.abs((rates.eigenvectors * vectors).sum(axis=0)) == pytest.approx([1, 1], abs=1e-7)
    whole = Rates.of(MeanSquaredError(cost.data, half=False))
    assert whole.eigenvalues == pytest.approx(2 * rates.eigenvalues)


@pytest.mark.parametrize("center", [10**3, 5 * 10**6, 10**9])
def test_the_small_eigenvalue_survives_predictors_in_the_millions(center):
    x = [center + 7 * k for k in range(8)]
    mean = Fraction(sum(x), 8)
    variance = sum((a - mean) ** 2 for a in x) / 8
    # λmin λmax = det H = variance; λmin + λmax = 1 + mean² + variance
    trace = 1 + mean**2 + variance
    largest = trace  # exact but for λmin
    for _ in range(3):
        largest = trace - variance / largest
    rates = Rates.of(MeanSquaredError(Dataset(x, range(8))))
    assert rates.largest == pytest.approx(float(largest), rel=1e-13)
    assert rates.smallest == pytest.approx(float(variance / largest), rel=1e-13)
    assert rates.condition == pytest.approx(float(largest**2 / variance), rel=1e-12)


@deterministic
@given(curvatures, angles, st.floats(0.01, 1.2))
def test_the_contraction_is_what_a_descent_does_along_each_eigenvector(curvature, angle, share):
    matrix, _ = turned(curvature, angle)
    best = np.array([3.0, -2.0])
    cost = Bend(matrix, best)
    rates = Rates.of(cost)
    rate = share * rates.critical
    for k in range(2):
        vector = rates.eigenvectors[:, k]
        path = descend(cost, best + vector, GradientDescent(rate), steps=1, tolerance=0)
        after = path.points[1] - best
        assert np.linalg.norm(after) == pytest.approx(rates.contraction(rate)[k], abs=1e-9)
        jumped = after @ vector < -1e-9
        shown = rates.regimes(rate)[k]
        if shown in ("crawl", "monotone"):
            assert not jumped
        elif np.linalg.norm(after) > 1e-6:
            assert jumped
        if abs(share - 1) > 1e-6:
            assert (shown == "divergent") == (np.linalg.norm(after) > 1 + 1e-7)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 1.0])
def test_the_steps_are_what_a_descent_needs_from_the_worst_start(share):
    data = Dataset.from_csv(*KNOWN[0][:3])
    cost = MeanSquaredError(data)
    rates = Rates.of(cost)
    rate = share * rates.optimal
    steps = rates.steps_to(0.01, rate)
    worst = rates.eigenvectors[:, int(np.argmax(rates.contraction(rate)))]
    best = cost.minimizer()
    path = descend(cost, best + worst, GradientDescent(rate), steps=steps, tolerance=0)
    errors = np.linalg.norm(path.points - best, axis=1)
    assert errors[steps] <= 0.01 < errors[steps - 1]


def test_the_optimal_rate_is_optimal():
    rates = plain(1, 9)
    assert rates.optimal == 0.2
    assert rates.worst_contraction(rates.optimal) == pytest.approx(0.8)  # (κ − 1) / (κ + 1)
    others = np.linspace(0, 1, 1001)
    assert rates.worst_contraction(others).min() == pytest.approx(0.8)
    assert others[rates.worst_contraction(others).argmin()] == pytest.approx(0.2)


def test_rates_are_arrays_where_sensible():
    rates = plain(1, 4)
    grid = np.array([[0.0, 0.25, 0.5], [0.75, 1, 2]])
    assert rates.contraction(grid).shape == (2, 3, 2)
    assert rates.contraction(grid)[1, 2].tolist() == [1, 7]
    assert rates.worst_contraction(grid).tolist() == [[1, 0.75, 1], [2, 3, 7]]
    assert rates.contraction(0.25).tolist() == [0.75, 0]


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (0.0, "crawl"), (0.0999, "crawl"), (0.1, "monotone"), (1, "monotone"),
        (1.0001, "zigzag"), (1.999, "zigzag"), (2, "edge"), (2 * (1 + 5e-10), "edge"),
        (2 * (1 - 5e-10), "edge"), (2 * (1 + 2e-9), "divergent"), (2 * (1 - 2e-9), "zigzag"),
        (50, "divergent"),
    ],
)  # fmt: skip
def test_regimes_at_their_thresholds(rate, expected):
    assert plain(1, 1).regimes(rate) == (expected, expected)
    assert plain(1, 1).regime(rate) == expected


def test_flat_and_falling_directions():
    assert plain(0, 1).regimes(0.5) == ("crawl", "monotone")
    assert plain(-1, 1).regimes(0.5) == ("divergent", "monotone")
    assert plain(-1, 1).regime(0.5) == "divergent"
    assert (plain(0, 4).condition, plain(0, 4).optimal) == (math.inf, 0.25)
    assert (plain(-2, -1).critical, plain(-2, -1).optimal) == (math.inf, math.inf)
    saddle = Rates.of(Bend([[0, 2], [2, 0]]), theta=(5, 5))
    assert saddle.eigenvalues == pytest.approx([-2, 2])


@pytest.mark.parametrize(
    ("pair", "rate", "expected"),
    [
        ((0.05, 1), 0.5, "crawl"), ((0.05, 1), 1.5, "zigzag"), ((0.5, 1), 2, "edge"),
        ((0.5, 1), 3, "divergent"), ((0.5, 1), 1, "monotone"),
    ],
)  # fmt: skip
def test_the_whole_is_as_bad_as_its_worst_direction(pair, rate, expected):
    assert plain(*pair).regime(rate) == expected
    assert set(SEVERITY) == set(get_args(Regime))


def test_rounding_does_not_make_a_flat_direction_fall():
    slanted = np.outer([0.1, 0.7], [0.1, 0.7])  # rank 1; eigh may give −1e-17
    rates = Rates.of(Bend(slanted))
    assert rates.smallest == 0
    assert rates.regimes(1) == ("crawl", "monotone")


@pytest.mark.parametrize(
    ("pair", "shrink", "rate", "steps"),
    [
        ((1, 1), 0.125, 0.5, 3), ((1, 1), 0.126, 0.5, 3), ((1, 1), 0.124, 0.5, 4),
        ((1, 1), 1e-9, 1, 1), ((1, 1), 0.9, 0.9, 1), ((0.5, 1.5), 0.25, 1, 2),
        ((0, 1), 0.5, 1, None), ((1, 1), 0.5, 2, None), ((1, 1), 0.5, 3, None),
        ((1, 1), 0.5, 0, None), ((-1, 1), 0.5, 1, None),
    ],
)  # fmt: skip
def test_steps_by_hand(pair, shrink, rate, steps):
    assert plain(*pair).steps_to(shrink, rate) == steps


def test_steps_too_many_to_see_in_one_minus_the_product():
    steps = plain(1e-20, 1).steps_to(math.exp(-1), rate=1)  # 1 − 1e-20 rounds to 1
    assert steps == pytest.approx(1e20, rel=1e-9)


def test_standardising_makes_the_valley_round():
    for path, x, y, known, _ in KNOWN:
        for half in (True, False):
            change = Standardizing.of(Dataset.from_csv(path, x, y), half=half)
            assert change.before.condition == pytest.approx(known[2], rel=0.01)
            assert change.after.condition == pytest.approx(1)
            assert change.after.eigenvalues == pytest.approx([1, 1] if half else [2, 2])
            before, after = change.steps(1e-3)
            assert after == 1
            # ln 1000 / ln((κ + 1) / (κ − 1)) is nearly κ ln 1000 / 2
            assert before == pytest.approx(known[2] * math.log(1000) / 2, rel=0.01)
            assert change.speed_up(1e-3) == before


def test_a_cost_without_a_minimum_needs_a_point():
    cost = LogisticCost(Dataset([0, 1, 2, 3], [0, 0, 1, 1]))  # separable
    with pytest.raises(NoMinimumError):
        Rates.of(cost)
    rates = Rates.of(cost, theta=(0, 0))
    design = np.column_stack([np.ones(4), range(4)])
    expected = np.linalg.eigvalsh(design.T @ design / 4 / 4)  # σ(0) (1 − σ(0)) = 1/4
    assert rates.eigenvalues == pytest.approx(expected)


@pytest.mark.parametrize("rate", [-1, np.nan, np.inf, "fast", [0.1, -0.1]])
def test_a_wrong_rate_is_named(rate):
    for function in (plain(1, 2).contraction, plain(1, 2).worst_contraction, plain(1, 2).regime):
        with pytest.raises(ValueError, match=r"^rate (is|must)"):
            function(rate)


@pytest.mark.parametrize("shrink", [0, 1.0, 1000.0, -0.5, np.nan, "half"])
def test_a_wrong_shrink_is_named(shrink):
    message = f"shrink is {shrink!r}; it must be a finite number in (0, 1)"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        plain(1, 2).steps_to(shrink, rate=0.1)


def test_wrong_values_are_named():
    with pytest.raises(ValueError, match=r"eigenvalues is \[2.0, 1.0\]; it must be ascending"):
        plain(2, 1)
    with pytest.raises(ValueError, match=r"eigenvectors has shape \(3, 2\)"):
        Rates((1, 2), np.ones((3, 2)))
    with pytest.raises(ValueError, match="the Hessian is not finite"):
        Rates.of(Bend([[np.inf, 0], [0, 1]]))
    with pytest.raises(ValueError, match=r"theta has shape \(3,\)"):
        Rates.of(Bend(np.eye(2)), theta=(1, 2, 3))


def test_nothing_can_be_changed():
    rates = plain(1, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        rates.eigenvalues = np.zeros(2)
    with pytest.raises(ValueError, match="read-only"):
        rates.eigenvectors[0, 0] = 5


def test_rates_at_the_end_of_float64():
    assert Rates((1e308, 1e308), np.eye(2)).optimal == pytest.approx(1e-308)


def test_the_edge_of_the_crawl_is_met_in_spite_of_rounding():
    for largest in np.random.default_rng(3).uniform(0.01, 100, 40):
        assert plain(largest, largest).regime(0.1 / largest) == "monotone"


def exact_steps(x, shrink):
    """The steps at the optimal rate, ln s / ln((κ − 1) / (κ + 1)), by exact moments, 60 digits."""
    with mpmath.workdps(60):
        values = [Fraction(float(value)) for value in x]
        mean = sum(values) / len(values)
        variance = sum((value - mean) ** 2 for value in values) / len(values)
        total = 1 + mean**2 + variance
        trace = mpmath.mpf(total.numerator) / total.denominator
        determinant = mpmath.mpf(variance.numerator) / variance.denominator
        root = mpmath.sqrt(trace**2 - 4 * determinant)
        ratio = root / trace  # (κ − 1) / (κ + 1)
        return mpmath.ceil(mpmath.log(mpmath.mpf(shrink)) / mpmath.log(ratio))


def test_steps_of_seventy_years():
    data = Dataset(np.arange(1950, 2021.0), np.arange(71.0))
    change = Standardizing.of(data)
    assert change.steps() == (127_700_472_043, 1)
    assert exact_steps(data.x, 1e-3) == 127_700_472_043
    assert change.before.steps_to(1e-3, change.before.optimal) == 127_700_472_043
    assert change.speed_up() == 127_700_472_043
    assert change.before.regime(change.before.optimal) == "zigzag"
    assert change.before.regimes(change.before.optimal) == ("crawl", "zigzag")
    assert change.before.regime(change.before.critical) == "edge"
    assert change.before.regime(1.001 * change.before.critical) == "divergent"


@pytest.mark.parametrize("center", [1e3, 1e4, 1e5, 1e6, 1e8, 1e12])
@pytest.mark.parametrize("half", [True, False])
def test_steps_however_long_the_valley_is(center, half):
    data = Dataset(center + np.arange(10.0), np.arange(10.0))
    before, after = Standardizing.of(data, half).steps()
    assert before == pytest.approx(int(exact_steps(data.x, 1e-3)), rel=1e-12)
    assert after == 1
    rates = Rates.of(MeanSquaredError(data, half))
    assert rates.regime(rates.optimal) == "zigzag"
    assert rates.regime(0.5 * rates.optimal) == "crawl"
    assert rates.regime(1.001 * rates.critical) == "divergent"
    assert rates.steps_to(1e-3, 1.001 * rates.critical) is None


@pytest.mark.parametrize("power", range(9))
def test_in_a_long_valley_optimal_zigzags_and_critical_is_the_edge(power):
    rates = plain(10.0**-power, 1)
    expected = "monotone" if power == 0 else "zigzag"
    assert rates.regime(rates.optimal) == expected
    assert rates.regime(rates.critical) == "edge"
    assert rates.steps_to(0.5, rates.critical) is None


@pytest.mark.parametrize(
    "cost", [MeanAbsoluteError(Dataset([0, 1], [1, 3])), Bend(np.zeros((2, 2)))]
)
def test_a_cost_without_curvature_has_no_rates(cost):
    with pytest.raises(ValueError, match=r"^cost is a \w+ whose Hessian is 0 there; it must have"):
        Rates.of(cost)
    with pytest.raises(ValueError, match="it must have curvature"):
        Rates.of(cost, (3, 4))


def test_a_rate_of_any_size_has_a_regime():
    assert plain(1, 1).regime(1e308) == "divergent"
    assert plain(1e-300, 1e-300).regime(1e-300) == "crawl"
    assert plain(1e-12, 1e200).regime(1e308) == "divergent"
