"""The mean squared error: hand-computed values, finite differences, exact arithmetic."""

import dataclasses
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import Dataset, MeanSquaredError

ROOT = Path(__file__).parents[2]
KNOWN = [  # file, predictor, response; then θ*, J(θ*) and the Hessian's eigenvalues
    (
        ROOT / "scenes/examples/faithful.csv", "eruptions", "waiting",
        (33.47439702, 10.7296414), 17.35916736, (0.0903, 14.3723),
    ),
    (
        ROOT / "tests/data/cars.csv", "speed", "dist",
        (-17.57909489, 3.93240876), 113.53521051, (0.1032, 265.457),
    ),
    (
        ROOT / "tests/data/galton.csv", "parent", "child",
        (23.94153018, 0.64629058), 2.50014689, (0.000683, 4670.2),
    ),
]  # fmt: skip

# For x = 1, 2, 3 and y = 2, 4, 5: the residuals θ0 + θ1 x − y, squared, summed, over 2m = 6.
BY_HAND = [  # θ, J, ∂J/∂θ0, ∂J/∂θ1
    ((0, 0), 45 / 6, -11 / 3, -25 / 3),  # −2, −4, −5
    ((0, 1), 9 / 6, -5 / 3, -11 / 3),  # −1, −2, −2
    ((1, 2), 6 / 6, 4 / 3, 9 / 3),  # 1, 1, 2
    ((2 / 3, 3 / 2), 1 / 36, 0, 0),  # 1/6, −1/3, 1/6
]

moderate = st.floats(-100, 100).map(lambda value: round(value, 3))
thetas = st.tuples(moderate, moderate)
random_data = st.lists(st.tuples(moderate, moderate), min_size=2, max_size=25).filter(
    lambda pairs: np.ptp([x for x, _ in pairs]) > 0.5
)
deterministic = settings(derandomize=True, max_examples=60, deadline=None)


@pytest.fixture
def data():
    return Dataset([1, 2, 3], [2, 4, 5])


@pytest.fixture
def cost(data):
    return MeanSquaredError(data)


def by_definition(x, y, theta):
    return sum((theta[0] + theta[1] * a - b) ** 2 for a, b in zip(x, y, strict=True)) / (2 * len(x))


@pytest.mark.parametrize(("theta", "value", "slope0", "slope1"), BY_HAND)
@pytest.mark.parametrize("half", [True, False])
def test_value_and_gradient_by_hand(data, theta, value, slope0, slope1, half):
    cost = MeanSquaredError(data, half=half)
    factor = 1 if half else 2
    assert cost(theta) == pytest.approx(factor * value, abs=1e-14)
    assert cost.gradient(theta) == pytest.approx([factor * slope0, factor * slope1], abs=1e-14)


def test_hessian_and_minimizer_by_hand(data, cost):
    assert cost.hessian() == pytest.approx(np.array([[1, 2], [2, 14 / 3]]))
    doubled = MeanSquaredError(data, half=False)
    assert doubled.hessian() == pytest.approx(np.array([[2, 4], [4, 28 / 3]]))
    assert cost.minimizer() == pytest.approx([2 / 3, 3 / 2])
    assert doubled.minimizer() == pytest.approx([2 / 3, 3 / 2])


def test_the_broadcasting_slip_of_a_column_times_a_row_is_not_made():
    x, y = np.array([1.0, 2, 3]), np.array([2.0, 4, 5])
    design, theta = np.column_stack([np.ones(3), x]), np.array([[0.0], [1.0]])
    residual = design @ theta - y.reshape(-1, 1)
    broken = (residual * design[:, 1]).sum() / 3  # (m, 1) * (m,) is (m, m)
    assert broken == pytest.approx(-10)  # (−1 − 2 − 2)(1 + 2 + 3) / 3
    right = -11 / 3  # (−1·1 − 2·2 − 2·3) / 3
    for columns in [(x, y), (x[:, None], y[:, None]), (x, y[:, None]), (x[:, None], y)]:
        gradient = MeanSquaredError(Dataset(*columns)).gradient((0, 1))
        assert gradient.shape == (2,)
        assert gradient[1] == pytest.approx(right)


@deterministic
@given(random_data, thetas)
def test_value_is_the_definition(pairs, theta):
    x, y = zip(*pairs, strict=True)
    expected = by_definition(x, y, theta)
    assert MeanSquaredError(Dataset(x, y))(theta) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.long
@deterministic
@given(random_data, thetas, st.booleans())
def test_gradient_and_hessian_against_central_differences(pairs, theta, half):
    x, y = zip(*pairs, strict=True)
    cost = MeanSquaredError(Dataset(x, y), half=half)
    factor, step = (1 if half else 2), 0.5  # exact for a quadratic, so the step may be large

    def definition(point):
        return factor * by_definition(x, y, point)

    size = 1 + definition(theta)
    for i, axis in enumerate(np.eye(2)):
        forward, backward = theta + step * axis, theta - step * axis
        slope = (definition(forward) - definition(backward)) / (2 * step)
        assert cost.gradient(theta)[i] == pytest.approx(slope, rel=1e-8, abs=1e-10 * size)
        bend = (cost.gradient(forward) - cost.gradient(backward)) / (2 * step)
        assert cost.hessian(theta)[i] == pytest.approx(bend, rel=1e-7, abs=1e-10 * size)


@pytest.mark.long
@deterministic
@given(random_data)
def test_minimizer_against_least_squares(pairs):
    x, y = (np.array(column) for column in zip(*pairs, strict=True))
    expected, *_ = np.linalg.lstsq(np.column_stack([np.ones_like(x), x]), y, rcond=None)
    minimizer = MeanSquaredError(Dataset(x, y)).minimizer()
    assert minimizer == pytest.approx(expected, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize(
    ("path", "x", "y", "best", "least", "eigenvalues"), KNOWN, ids=lambda v: getattr(v, "stem", "")
)
def test_known_answers_of_real_data(path, x, y, best, least, eigenvalues):
    cost = MeanSquaredError(Dataset.from_csv(path, x, y))
    assert cost.minimizer() == pytest.approx(best, rel=1e-8)
    assert cost(best) == pytest.approx(least, rel=1e-8)
    assert cost.gradient(cost.minimizer()) == pytest.approx([0, 0], abs=1e-10)
    smallest, largest = np.linalg.eigvalsh(cost.hessian())
    assert smallest == pytest.approx(eigenvalues[0], abs=6e-5 if smallest > 0.01 else 6e-7)
    assert largest == pytest.approx(eigenvalues[1], rel=1e-5)


def test_a_grid_gives_a_value_a_gradient_and_a_hessian_at_every_node(cost):
    grid = np.stack(np.meshgrid([0, 1, 2, 3], [-1, 0, 1], indexing="ij"), axis=-1)
    values, gradients, hessians = cost(grid), cost.gradient(grid), cost.hessian(grid)
    assert (values.shape, gradients.shape) == ((4, 3), (4, 3, 2))
    assert hessians.shape == (4, 3, 2, 2)
    for node in np.ndindex(4, 3):
        assert values[node] == pytest.approx(by_definition([1, 2, 3], [2, 4, 5], grid[node]))
        assert gradients[node] == pytest.approx(cost.gradient(grid[node]))
        assert hessians[node] == pytest.approx(np.array([[1, 2], [2, 14 / 3]]))
    assert cost(np.zeros((0, 2))).shape == (0,)
    assert cost((1, 2)).shape == ()


def test_the_data_are_read_once_and_never_again():
    class Watched:
        def __init__(self, **columns):
            self.columns, self.reads = columns, 0

        def __getattr__(self, name):
            self.reads += 1
            return self.columns[name]

    watched = Watched(x=np.array([1.0, 2, 3]), y=np.array([2.0, 4, 5]))
    cost = MeanSquaredError(watched)
    reads = watched.reads
    assert reads > 0
    watched.columns.clear()
    grid = np.zeros((50, 50, 2))
    assert cost(grid)[0, 0] == pytest.approx(45 / 6)
    cost.gradient(grid), cost.hessian(grid), cost.minimizer(), cost.bregman(grid, (0, 0))
    assert watched.reads == reads


def test_nothing_cancels_near_the_minimum_with_predictors_in_the_millions():
    x = [5_000_000 + 7 * k for k in range(8)]
    y = [3 * a + e for a, e in zip(x, [1, -2, 0, 3, -1, -1, 2, -2], strict=True)]
    cost = MeanSquaredError(Dataset(x, y))
    best, m = cost.minimizer(), len(x)
    sx, sy = Fraction(sum(x), m), Fraction(sum(y), m)
    slope = sum((a - sx) * (b - sy) for a, b in zip(x, y, strict=True)) / sum(
        (a - sx) ** 2 for a in x
    )
    exact_best = (sy - slope * sx, slope)
    exact_least = by_definition(x, y, exact_best)
    assert best == pytest.approx([float(value) for value in exact_best], rel=1e-13)
    assert float(cost(best)) == pytest.approx(float(exact_least), rel=1e-12)
    # Turn the line about the mean: the naive Σxx, Σxy, Σyy form loses every digit here.
    for turn in (2.0**-12, -(2.0**-14)):
        theta = (float(exact_best[0]) - turn * float(sx), float(exact_best[1]) + turn)
        exact = by_definition(x, y, [Fraction(value) for value in theta])
        assert float(cost(theta)) == pytest.approx(float(exact), rel=1e-7)
        assert float(cost(theta)) > float(exact_least)


def test_half_only_scales(data):
    theta = (1.5, -2.0)
    whole, half = MeanSquaredError(data, half=False), MeanSquaredError(data)
    assert whole(theta) == pytest.approx(2 * half(theta))
    assert whole.bregman(theta, (0, 0)) == pytest.approx(2 * half.bregman(theta, (0, 0)))


@deterministic
@given(random_data, thetas, thetas)
def test_bregman_is_half_the_hessian_form_and_never_negative(pairs, theta, at):
    x, y = zip(*pairs, strict=True)
    delta, m = np.subtract(theta, at), len(x)
    form = sum((delta[0] + delta[1] * a) ** 2 for a in x) / (2 * m)  # ½ δᵀHδ with H = XᵀX / m
    bregman = MeanSquaredError(Dataset(x, y)).bregman(theta, at)
    assert bregman == pytest.approx(form, rel=1e-9, abs=1e-9)
    assert bregman >= 0


@pytest.mark.parametrize("shape", [(), (3,), (2, 3)])
def test_a_wrong_shape_is_named(cost, shape):
    message = re.escape(f"theta has shape {shape}; it must have shape (..., 2)")
    for function in (cost, cost.gradient, cost.hessian, lambda theta: cost.bregman(theta, (0, 0))):
        with pytest.raises(ValueError, match=message):
            function(np.zeros(shape))
    with pytest.raises(ValueError, match=re.escape(f"at has shape {shape}")):
        cost.bregman((0, 0), np.zeros(shape))


@pytest.mark.parametrize(
    ("x", "y"),
    [([1e200, 2e200, 3], [1, 2, 3]), ([1e-200, 2e-200], [0, 1]), ([1, 2], [-1e308, 1e308])],
)
def test_data_beyond_float64_are_refused_with_their_ranges(x, y):
    ranges = f"x from {min(x):g} to {max(x):g}, y from {min(y):g} to {max(y):g}; rescale them"
    with pytest.raises(ValueError, match=re.escape(ranges)):
        MeanSquaredError(Dataset(x, y))


def test_the_cost_cannot_be_changed_from_outside(cost):
    with pytest.raises(dataclasses.FrozenInstanceError):
        cost.half = False
    cost.hessian()[:] = 0
    cost.minimizer()[:] = 0
    assert cost.hessian()[0, 0] == 1
    assert cost.minimizer()[1] == pytest.approx(1.5)
