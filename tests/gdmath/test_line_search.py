"""Line searches, steepest descent and Newton's method on costs of every kind."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from gdmath import Dataset, MeanSquaredError, descend
from gdmath.landscape import FormulaCost
from gdmath.optimizers import Backtracking, ExactLineSearch, Newton, SteepestDescent
from gdmath.optimizers.newton import newton_direction

deterministic = settings(derandomize=True, max_examples=60, deadline=None)
DATA = MeanSquaredError(Dataset([1, 2, 3], [2, 4, 5]))
coordinates = st.floats(-20, 20)


class Surface:
    """J given by three functions of θ0 and θ1; it counts how often it is asked."""

    def __init__(self, value, gradient, hessian):
        self.parts = value, gradient, hessian
        self.asked = 0

    def __call__(self, theta):
        self.asked += 1
        return np.float64(self.parts[0](*theta))

    def gradient(self, theta):
        return np.array(self.parts[1](*theta), dtype=float)

    def hessian(self, theta):
        return np.array(self.parts[2](*theta), dtype=float)


def flat(x, y):
    return np.zeros((2, 2))


ROSENBROCK = Surface(
    lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    lambda x, y: (2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)),
    lambda x, y: ((2 - 400 * (y - 3 * x * x), -400 * x), (-400 * x, 200)),
)
SADDLE = Surface(
    lambda x, y: x * x - y * y + y**4 / 4,
    lambda x, y: (2 * x, -2 * y + y**3),
    lambda x, y: ((2, 0), (0, -2 + 3 * y * y)),
)
KINKED = Surface(
    lambda x, y: abs(x) + 3 * abs(y),
    lambda x, y: (np.sign(x), 3 * np.sign(y)),
    flat,
)
SLOPE = Surface(lambda x, y: 3 * x - 4 * y, lambda x, y: (3, -4), flat)
BARRIER = Surface(
    lambda x, y: x - np.log(x) + y * y,
    lambda x, y: (1 - 1 / x if x > 0 else np.nan, 2 * y),
    lambda x, y: ((1 / x**2, 0), (0, 2)),
)
QUARTIC = Surface(
    lambda x, y: x**4 + y**4,
    lambda x, y: (4 * x**3, 4 * y**3),
    lambda x, y: ((12 * x * x, 0), (0, 12 * y * y)),
)


def exact(cost, theta):
    theta = np.array(theta, dtype=float)
    gradient = cost.gradient(theta)
    return ExactLineSearch()(cost, theta, gradient, -gradient)


@deterministic
@given(coordinates, coordinates)
def test_exact_steps_on_a_quadratic_make_consecutive_gradients_orthogonal(intercept, slope):
    path = descend(DATA, (intercept, slope), SteepestDescent(), 10, tolerance=1e-4)
    for before, after in zip(path.gradients, path.gradients[1:], strict=False):
        size = np.linalg.norm(before)
        assert abs(before @ after) <= 1e-9 * size * max(size, np.linalg.norm(after))
    assert (path.actual_drops > 0).all()


@deterministic
@given(coordinates, coordinates)
def test_the_exact_step_of_a_quadratic_is_taken_at_once(intercept, slope):
    theta = np.array([intercept, slope])
    gradient, hessian = DATA.gradient(theta), DATA.hessian(theta)
    if np.linalg.norm(gradient) > 1e-3:
        expected = gradient @ gradient / (gradient @ hessian @ gradient)
        assert exact(DATA, theta) == pytest.approx(expected, rel=1e-12)


@deterministic
@given(st.floats(-2, 2), st.floats(-2, 2))
def test_the_exact_search_finds_where_the_slope_vanishes(x, y):
    theta = np.array([x, y])
    gradient = ROSENBROCK.gradient(theta)
    size = np.linalg.norm(gradient)
    if size > 1e-3:
        alpha = exact(ROSENBROCK, theta)
        target = theta - alpha * gradient
        assert abs(ROSENBROCK.gradient(target) @ gradient) <= 1e-8 * size**2
        assert ROSENBROCK(target) < ROSENBROCK(theta)


@pytest.mark.parametrize("theta", [(2, 1), (-1, 0.3), (0.5, -0.5)])
def test_the_exact_search_agrees_with_scipy_where_there_is_one_minimum(theta):
    gradient = QUARTIC.gradient(theta)
    found = minimize_scalar(lambda a: QUARTIC(theta - a * gradient), bracket=(0, 0.1), tol=1e-12)
    assert exact(QUARTIC, theta) == pytest.approx(found.x, rel=1e-6)


def test_the_exact_search_is_quick():
    QUARTIC.asked = 0
    exact(QUARTIC, (2.0, 1.0))
    assert QUARTIC.asked <= 40


def test_the_exact_search_stops_at_a_kink():
    # From (4, 1) down (−1, −3): |4 − a| + 3 |1 − 3a| has its kink, and its minimum, at a = 1/3.
    alpha = exact(KINKED, (4, 1))
    assert alpha == pytest.approx(1 / 3, rel=1e-12)
    path = descend(KINKED, (4, 1), SteepestDescent(), 30)
    assert (path.actual_drops >= 0).all()


def test_an_unbounded_direction_gives_a_finite_step_and_a_path_that_falls_without_end():
    assert 1 < exact(SLOPE, (0, 0)) < 1e30
    path = descend(SLOPE, (0, 0), SteepestDescent(), 200)
    assert path.outcome == "unbounded"
    assert (path.actual_drops > 0).all()


def test_a_search_stays_inside_a_barrier():
    for rule in (SteepestDescent(), SteepestDescent(Backtracking()), Newton()):
        path = descend(BARRIER, (0.01, 2), rule, 100)
        assert path.outcome == "converged"
        np.testing.assert_allclose(path.points[-1], (1, 0), atol=1e-5)


@pytest.mark.parametrize("search", [ExactLineSearch(), Backtracking()])
def test_the_step_is_in_units_of_the_direction(search):
    bowl, theta = MeanSquaredError(Dataset([-1, 1], [0, 0])), np.array([3.0, 0.0])
    assert search(bowl, theta, bowl.gradient(theta), np.array([-6.0, 0.0])) == 0.5


def test_nothing_leads_down_from_a_stationary_point_or_along_a_rising_direction():
    at, still, up = np.array([0.0, 1.0]), np.zeros(2), np.array([1.0, 0.0])
    for search in (ExactLineSearch(), Backtracking()):
        assert search(DATA, at, up, up) == 0
        assert (search(DATA, at, still, still) * still == 0).all()


def test_backtracking_by_hand():
    bowl = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # J = ½ |θ|², so α = 1 is the minimum
    theta = np.array([3.0, 0.0])

    def found(**options):
        return Backtracking(**options)(bowl, theta, theta, -theta)

    assert found() == 1  # J falls by 4.5 of the tangent's 9
    assert found(initial=3) == 1.5  # at 3 it would rise
    assert found(initial=3, shrink=0.3) == pytest.approx(0.9)
    assert found(initial=1.5, sufficient=0.3) == 0.75  # J(1.5) falls by 0.25 of the tangent's
    assert found(initial=1.5, sufficient=0.25) == 1.5


@pytest.mark.long
@pytest.mark.parametrize("rule", [SteepestDescent(Backtracking()), Newton()])
@pytest.mark.parametrize("cost", [ROSENBROCK, SADDLE, QUARTIC], ids=["banana", "saddle", "quartic"])
@deterministic
@given(st.floats(-2, 2), st.floats(-2, 2))
def test_backtracking_and_newton_never_go_uphill(rule, cost, x, y):
    path = descend(cost, (x, y), rule, 60)
    assert (path.actual_drops >= 0).all()


@deterministic
@given(coordinates, coordinates)
def test_newton_takes_one_step_on_a_quadratic(intercept, slope):
    path = descend(DATA, (intercept, slope), Newton(), 5)
    assert path.outcome == "converged"
    assert path.steps <= 1
    np.testing.assert_allclose(path.points[-1], (2 / 3, 3 / 2), atol=1e-6)


def test_newton_needs_no_standardized_data():
    years = np.arange(1900.0, 2021.0)
    cost = MeanSquaredError(Dataset(years, 0.3 * years - 500))
    path = descend(cost, (0, 0), Newton(), 3, tolerance=1e-5)
    assert path.outcome == "converged"
    np.testing.assert_allclose(path.points[-1], (-500, 0.3), rtol=1e-6)


def test_newton_converges_where_costs_differ_by_rounding_alone():
    cost = MeanSquaredError(Dataset([1, 2, 3, 4], [1e5, -1e5, 1e5, -1e5]))
    path = descend(cost, (5e5, 5e5), Newton(), 10, tolerance=1e-8)
    assert path.outcome == "converged"


def test_newton_finds_rosenbrocks_minimum():
    path = descend(ROSENBROCK, (-1.2, 1), Newton(), 30)
    assert path.outcome == "converged"
    np.testing.assert_allclose(path.points[-1], (1, 1), atol=1e-6)


def test_newton_leaves_a_saddle_downhill():
    path = descend(SADDLE, (0.5, 1e-3), Newton(), 50)
    assert path.outcome == "converged"
    np.testing.assert_allclose(path.points[-1], (0, np.sqrt(2)), atol=1e-6)


matrices = st.tuples(*[st.floats(-100, 100)] * 3)
slopes = st.tuples(st.floats(-10, 10), st.floats(-10, 10))


@deterministic
@given(matrices, slopes)
def test_newtons_direction_leads_downhill(entries, gradient):
    a, b, c = entries
    g = np.array(gradient)
    direction = newton_direction(g, np.array([[a, b], [b, c]]))
    assert np.isfinite(direction).all()
    assert direction @ g <= 0


@deterministic
@given(matrices, slopes)
def test_newtons_direction_uses_absolute_eigenvalues(entries, gradient):
    a, b, c = np.round(entries, 3)
    hessian, g = np.array([[a, b], [b, c]]), np.round(gradient, 3)
    values, vectors = np.linalg.eigh(hessian)
    sizes = np.abs(values)
    if sizes.min() > 1e-4 * sizes.max():
        expected = -vectors @ ((vectors.T @ g) / sizes)
        found = newton_direction(g, hessian)
        np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9 * np.abs(expected).max())


@pytest.mark.parametrize(
    ("hessian", "expected"),
    [
        (((0, 0), (0, 0)), (-3, -4)),
        (((np.inf, 0), (0, 1)), (-3, -4)),
        (((np.nan, 0), (0, 1)), (-3, -4)),
        (((2, 0), (0, 0)), (-1.5, -4 / 2e-8)),
        (((0, 0), (0, -8)), (-3 / 8e-8, -0.5)),
        (((1, 1), (1, 1)), (-3.5 / 2 + 0.5 / 2e-8, -3.5 / 2 - 0.5 / 2e-8)),
        (((1e-200, 0), (0, 2e-200)), (-3e200, -2e200)),
        (((1e-320, 0), (0, 1e-320)), (-3, -4)),
    ],
)
def test_newtons_direction_where_the_hessian_is_singular(hessian, expected):
    direction = newton_direction(np.array([3.0, 4.0]), np.array(hessian))
    np.testing.assert_allclose(direction, expected, rtol=1e-7)


def test_newton_on_a_slope_goes_down_the_gradient():
    step, _ = Newton().update(SLOPE, np.zeros(2), np.array([3.0, -4.0]), None)
    assert step.tolist() == [-3, 4]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Backtracking(initial=0), "initial is 0; it must be a positive finite number"),
        (lambda: Backtracking(shrink=1), "shrink is 1; it must be a finite number in (0, 1)"),
        (lambda: Backtracking(sufficient=0.6), "sufficient is 0.6; it must be a finite number in"),
        (lambda: ExactLineSearch(tolerance=0), "tolerance is 0; it must be a finite number in"),
        (lambda: SteepestDescent(search="exact"), "search is 'exact'; it must be a line search"),
        (lambda: Newton(search=None), "search is None; it must be a line search"),
    ],
)
def test_arguments_out_of_range_are_named(make, says):
    with pytest.raises(ValueError, match=f"^{re.escape(says)}"):
        make()


def test_no_step_ends_on_a_slope_without_end():
    cost = FormulaCost("sqrt(a) + b**2")
    path = descend(cost, (1e-3, 1), SteepestDescent(), 50)
    assert path.outcome != "diverged"
    assert np.isfinite(path.gradients).all()
    assert (np.diff(path.costs) <= 0).all()


class Hidden:
    """A cost that does not say that it is quadratic."""

    def __init__(self, cost):
        self.cost = cost

    def __call__(self, theta):
        return self.cost(theta)

    def gradient(self, theta):
        return self.cost.gradient(theta)


@settings(derandomize=True, deadline=None, max_examples=80)
@given(
    st.tuples(st.floats(-50, 50), st.floats(-50, 50)),
    st.sampled_from([1.0, 100.0, 1e-4]),
    st.sampled_from([0.5, 0.9, 0.1]),
    st.sampled_from([0.0, 3e3]),
)
def test_tries_left_out_do_not_change_the_step(theta, initial, shrink, shift):
    cost = MeanSquaredError(Dataset([shift - 1, shift, shift + 1, shift + 4], [0, 1, 2, 7]))
    search = Backtracking(initial, shrink)
    gradient = cost.gradient(theta)
    found = search(cost, np.array(theta), gradient, -gradient)
    assert found == search(Hidden(cost), np.array(theta), gradient, -gradient)
