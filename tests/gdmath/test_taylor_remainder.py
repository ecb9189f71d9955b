"""The gap above a tangent plane keeps its digits for every cost: against exact arithmetic."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import (
    Dataset,
    HuberCost,
    LassoCost,
    LogisticCost,
    MeanAbsoluteError,
    RidgeCost,
    TangentPlane,
)
from gdmath.landscape import FormulaCost
from gdmath.level_sets.plane_crossing import PlaneGap

deterministic = settings(derandomize=True, max_examples=60, deadline=None)
X = [-2.0, -1.0, -0.5, 0.25, 1.0, 1.5, 2.25, 3.0]
Y = [-3.25, -2.0, 0.5, 1.0, 2.125, 2.0, 5.0, 40.0]
LABELS = [0, 0, 1, 0, 1, 0, 1, 1]
DISTANCES = [1e-1, 1e-4, 1e-8, 1e-12]
WAYS = [(1.0, 0.0), (0.0, 1.0), (-0.6, 0.8)]


def exact(numbers):
    return [Fraction(float(number)) for number in numbers]


def huber_gap(theta, at, delta):
    """The definition, in fractions."""
    (t0, t1), (a0, a1), delta = exact(theta), exact(at), Fraction(delta)
    total = Fraction(0)
    for x, y in zip(exact(X), exact(Y), strict=True):
        here, there = a0 + a1 * x - y, t0 + t1 * x - y

        def loss(r):
            return r * r / 2 if abs(r) <= delta else delta * (abs(r) - delta / 2)

        slope = max(min(here, delta), -delta)
        total += loss(there) - loss(here) - slope * (there - here)
    return float(total / len(X))


def logistic_gap(theta, at):
    """The definition, with 400 digits."""
    with mpmath.workdps(400):
        total = mpmath.mpf(0)
        for x, y in zip(X, LABELS, strict=True):
            here = mpmath.mpf(float(at[0])) + mpmath.mpf(float(at[1])) * x
            there = mpmath.mpf(float(theta[0])) + mpmath.mpf(float(theta[1])) * x
            p = 1 / (1 + mpmath.exp(-here))
            rise = mpmath.log1p(mpmath.exp(there)) - mpmath.log1p(mpmath.exp(here))
            total += rise - y * (there - here) - (p - y) * (there - here)
        return float(total / len(X))


@pytest.mark.parametrize("at", [(0.0, 0.0), (0.5, -1.0), (-20.0, 3.0), (300.0, -40.0)])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("distance", [*DISTANCES, 3.0, 200.0])
def test_the_gap_of_the_logistic_cost(at, way, distance):
    cost = LogisticCost(Dataset(X, LABELS))
    theta = np.add(at, distance * np.array(way))
    gap = TangentPlane.at(cost, at).gap(cost, theta)
    assert gap == pytest.approx(logistic_gap(theta, at), rel=1e-10, abs=1e-300)


def test_the_gap_of_the_logistic_cost_at_a_hundred_millionth():
    cost = LogisticCost(Dataset([-1, 1, 2, 3], [0, 1, 0, 1]))
    gap = TangentPlane.at(cost, (0, 0)).gap(cost, (1e-8, 0))
    assert gap == pytest.approx(1e-16 / 8, rel=1e-12)  # ½ σ(0) (1 − σ(0)) δ²


@pytest.mark.parametrize("at", [(0.0, 0.0), (0.5, 1.5), (3.0, -7.0)])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("distance", [*DISTANCES, 3.0, 200.0])
@pytest.mark.parametrize("delta", [1.0, 0.5, 2.0])
def test_the_gap_of_hubers_cost(at, way, distance, delta):
    cost = HuberCost(Dataset(X, Y), delta)
    theta = np.add(at, distance * np.array(way))
    gap = TangentPlane.at(cost, at).gap(cost, theta)
    assert gap == pytest.approx(huber_gap(theta, at, delta), rel=1e-10, abs=1e-30)


@pytest.mark.parametrize("make", [MeanAbsoluteError, lambda data: LassoCost(data, 0.5)])
def test_a_kink_is_in_the_gap(make):
    cost = make(Dataset([-1, 1], [0, 0]))
    plane = TangentPlane.at(cost, (0.0, 0.25))
    for theta in [(0, 0.25), (0.0, -0.5), (0.125, -1.0), (3, 2)]:
        assert plane.gap(cost, theta) == pytest.approx(float(cost(theta) - plane(theta)), abs=1e-15)


def test_the_gap_of_the_mean_absolute_error_by_hand():
    cost = MeanAbsoluteError(Dataset([0, 1], [1, -3]))
    plane = TangentPlane.at(cost, (0, 0))  # residuals −1 and 3
    assert plane.gap(cost, (0.5, 0)) == 0
    assert plane.gap(cost, (2, 0)) == pytest.approx(1)  # the first one passes 0 by 1: 2 · 1 / 2
    assert plane.gap(cost, (1 + 2**-40, 0)) == 2**-40


FORMULAS = {
    "1 + a**2 + 3*b**2": lambda a, b: 1 + a**2 + 3 * b**2,
    "(1 - a)**2 + 100*(b - a**2)**2": lambda a, b: (1 - a) ** 2 + 100 * (b - a**2) ** 2,
    "a**4 + b**4 - 3*a*b": lambda a, b: a**4 + b**4 - 3 * a * b,
    "exp(a) + sin(b) + 5": lambda a, b: mpmath.exp(a) + mpmath.sin(b) + 5,
    "a**2 - b**2": lambda a, b: a**2 - b**2,
}


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("distance", [1e-2, *DISTANCES])
def test_the_gap_of_a_formula(text, way, distance):
    at = np.array([0.7, -1.3])
    cost, function = FormulaCost(text), FORMULAS[text]
    theta = at + distance * np.array(way)
    with mpmath.workdps(60):
        here, there = [[mpmath.mpf(float(v)) for v in point] for point in (at, theta)]
        slopes = [mpmath.diff(function, here, order) for order in ((1, 0), (0, 1))]
        rise = sum(s * (t - h) for s, t, h in zip(slopes, there, here, strict=True))
        gap = float(function(*there) - function(*here) - rise)
    found = TangentPlane.at(cost, at).gap(cost, theta)
    assert found == pytest.approx(gap, rel=1e-9, abs=1e-40)


def test_a_kink_beside_the_point_stays_in_the_gap_of_a_formula():
    cost = FormulaCost("abs(a) + b**2 + 1")
    plane = TangentPlane.at(cost, (1e-3, 0))
    assert plane.gap(cost, (-1e-3, 0)) == pytest.approx(2e-3, rel=1e-9)
    assert plane.gap(cost, (2e-3, 0)) == pytest.approx(0, abs=1e-15)
    assert plane.gap(cost, (1e-3, 1e-9)) == pytest.approx(1e-18, rel=1e-9)


@deterministic
@given(
    st.sampled_from(list(FORMULAS)),
    st.tuples(st.floats(-2, 2), st.floats(-2, 2)),
    st.tuples(st.floats(-2, 2), st.floats(-2, 2)),
)
def test_far_from_the_point_the_gap_is_the_difference_of_heights(text, at, theta):
    cost = FormulaCost(text)
    plane = TangentPlane.at(cost, at)
    scale = 1 + abs(float(cost(at))) + abs(float(cost(theta))) + np.abs(plane.slopes).sum()
    found = plane.gap(cost, [theta, at])
    assert found[0] == pytest.approx(float(cost(theta) - plane(theta)), abs=1e-14 * scale)
    assert found[1] == pytest.approx(0, abs=1e-300)


def test_a_plane_that_does_not_touch_has_its_plain_gap():
    cost = FormulaCost("a**2 + b**2 + 1")
    plane = TangentPlane((1, 0), 1, (2, 0))  # 1 below the tangent plane
    assert plane.gap(cost, (1, 1e-9)) == 1


@pytest.mark.parametrize("theta", [(np.inf, 0), (0, -np.inf), (1e308, -1e308), (np.nan, 0)])
@pytest.mark.parametrize(
    "cost",
    [
        RidgeCost(Dataset(X, Y), 1),
        LassoCost(Dataset(X, Y), 1),
        HuberCost(Dataset(X, Y)),
        LogisticCost(Dataset(X, LABELS)),
        FormulaCost("a**2 - b**2"),
        FormulaCost("exp(a) + b"),
    ],
)
def test_endlessly_far_the_gap_makes_no_warning(cost, theta):
    plane = TangentPlane.at(cost, (0.5, -1))
    gap = PlaneGap(cost, plane)
    for function in (plane, gap, gap.gradient):
        function(theta)
        function([theta, (0, 0)])


def test_endlessly_far_a_bowl_is_endlessly_high_above_its_plane():
    cost = RidgeCost(Dataset(X, Y), 1)
    assert TangentPlane.at(cost, (1, 2)).gap(cost, (np.inf, 0)) == np.inf
