"""The SymPy costs: equal to gdmath, to SymPy's own derivatives, and to the data's definition."""

import dataclasses
import math
import re
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import Dataset, MeanSquaredError, TangentPlane
from gdmath.symbolic import AT, COUNT, INDEX, THETA, SymbolicCost, X, Y, latex, typst

ROOT = Path(__file__).parents[2]
FILES = [
    (ROOT / "scenes/examples/faithful.csv", "eruptions", "waiting"),
    (ROOT / "tests/data/cars.csv", "speed", "dist"),
    (ROOT / "tests/data/galton.csv", "parent", "child"),
]
SMALL = Dataset([1, 2, 3], [2, 4, 5])

moderate = st.floats(-100, 100).map(lambda value: round(value, 3))
thetas = st.lists(st.tuples(moderate, moderate), min_size=1, max_size=4)
random_data = st.lists(st.tuples(moderate, moderate), min_size=2, max_size=9).filter(
    lambda pairs: np.ptp([x for x, _ in pairs]) > 0.5
)
deterministic = settings(derandomize=True, max_examples=25, deadline=None)


def agree(data, half, theta, at):
    """J, ∇J, H and the plane of SymPy and gdmath agree to 1e-12 of the terms they are sums of."""
    theta = np.asarray(theta, dtype=float)
    cost, symbolic = MeanSquaredError(data, half=half), SymbolicCost.of(data, half=half)
    plane = symbolic.plane(at)
    reach = np.abs(data.x).max()
    fit = np.abs([*theta.reshape(-1, 2), at]) @ [1, reach] + np.abs(data.y).max()
    size = fit.max()  # of a residual's terms; what cancels in them is lost to both
    across = np.abs(theta - np.asarray(at)).max(initial=1.0)
    for expression, expected, scale in [
        (symbolic.J, cost(theta), size**2),
        (symbolic.gradient, cost.gradient(theta), size * np.array([1, max(1, reach)])),
        (symbolic.hessian, cost.hessian(theta), reach),
        (plane, TangentPlane.at(cost, at)(theta), size**2 + size * max(1, reach) * across),
    ]:
        found = symbolic.function(expression)(theta)
        assert found.shape == np.shape(expected)
        assert (np.abs(found - expected) <= 1e-12 * np.abs(expected) + 1e-14 * scale).all()


@pytest.mark.long
@deterministic
@given(random_data, thetas, st.tuples(moderate, moderate), st.booleans())
def test_sympy_equals_numpy_on_random_data(pairs, theta, at, half):
    x, y = zip(*pairs, strict=True)
    agree(Dataset(x, y), half, theta, at)


@pytest.mark.parametrize("half", [True, False])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file[0].stem)
def test_sympy_equals_numpy_on_real_data(file, half):
    data = Dataset.from_csv(*file)
    grid = np.stack(np.meshgrid([-30.0, 0, 44.5], [-7.25, 0, 3]), axis=-1)
    agree(data, half, grid, (1.5, -2.0))
    agree(data.standardized(), half, grid, (1.5, -2.0))
    cost, symbolic = MeanSquaredError(data, half=half), SymbolicCost.of(data, half=half)
    assert symbolic.function(symbolic.J)(grid) == pytest.approx(cost(grid), rel=1e-12)
    gradient = symbolic.function(symbolic.gradient)(grid)
    assert gradient == pytest.approx(cost.gradient(grid), rel=1e-12)


@pytest.mark.parametrize("half", [True, False])
def test_sympy_equals_numpy_with_predictors_in_the_millions(half):
    x = [5_000_000 + 7 * k for k in range(8)]
    y = [3 * a + e for a, e in zip(x, [1, -2, 0, 3, -1, -1, 2, -2], strict=True)]
    data = Dataset(x, y)
    theta = np.array([[0.0, 0.0], [3.0, -2.5], [100.0, 2.0], [-1e6, 17]])
    cost, symbolic = MeanSquaredError(data, half=half), SymbolicCost.of(data, half=half)
    assert symbolic.function(symbolic.J)(theta) == pytest.approx(cost(theta), rel=1e-12)
    gradient = symbolic.function(symbolic.gradient)(theta)
    assert gradient == pytest.approx(cost.gradient(theta), rel=1e-12)
    assert symbolic.function(symbolic.hessian)(theta) == pytest.approx(cost.hessian(theta), 1e-12)
    plane = symbolic.function(symbolic.plane(at=(3, -2.5)))(theta)
    assert plane == pytest.approx(TangentPlane.at(cost, (3, -2.5))(theta), rel=1e-12)
    # Along the valley's floor both are right too: exact fractions say so.
    slope, mean_x, mean_y = (Fraction(v) for v in (3, sum(x), sum(y)))
    floor = (float(mean_y / 8 - slope * mean_x / 8), 3.0)
    exact = sum((Fraction(floor[0]) + 3 * a - b) ** 2 for a, b in zip(x, y, strict=True)) / 8
    found = symbolic.function(symbolic.J)(floor)
    assert found == pytest.approx(float(exact / 2 if half else exact), rel=1e-9)


def test_the_expressions_are_exact():
    # x = 1, 2, 3 and y = 2, 4, 5: θ* = (2/3, 3/2), J* = 1/36
    cost = SymbolicCost.of(SMALL)
    best = dict(zip(cost.theta, (sp.Rational(2, 3), sp.Rational(3, 2)), strict=True))
    assert cost.J.subs(best) == sp.Rational(1, 36)
    assert [slope.subs(best) for slope in cost.gradient] == [0, 0]
    assert cost.hessian == sp.Matrix([[1, 2], [2, sp.Rational(14, 3)]])
    first, second = cost.theta
    residuals = [(first + second * a - b) ** 2 for a, b in [(1, 2), (2, 4), (3, 5)]]
    assert sp.expand(cost.J - sp.Add(*residuals) / 6) == 0
    assert sp.expand(2 * cost.J - SymbolicCost.of(SMALL, half=False).J) == 0
    assert [str(symbol) for symbol in cost.theta] == ["theta_0", "theta_1"]


@pytest.mark.long
@deterministic
@given(random_data)
def test_nothing_is_rounded(pairs):
    x, y = zip(*pairs, strict=True)
    cost = SymbolicCost.of(Dataset(x, y))
    exact = sum((Fraction(a) / 4 + 3 - Fraction(b)) ** 2 for a, b in pairs) / (2 * len(pairs))
    here = dict(zip(cost.theta, (3, sp.Rational(1, 4)), strict=True))
    assert cost.J.subs(here) == sp.Rational(exact.numerator, exact.denominator)


def test_the_plane_touches_and_is_flat():
    cost = SymbolicCost.of(SMALL)
    first, second = cost.theta
    plane = cost.plane()
    a, b = sp.symbols("a_0 a_1")
    assert sp.expand(plane.subs({first: a, second: b}) - cost.J.subs({first: a, second: b})) == 0
    for symbol, slope in zip(cost.theta, cost.gradient, strict=True):
        assert sp.expand(plane.diff(symbol) - slope.subs({first: a, second: b})) == 0
    gap = sp.expand(cost.J - plane)
    delta = sp.Matrix([first - a, second - b])
    assert sp.expand(gap - (delta.T * cost.hessian * delta)[0] / 2) == 0
    numbers = cost.plane((0.5, -2))
    assert sp.expand(numbers - plane.subs({a: sp.Rational(1, 2), b: -2})) == 0


@pytest.mark.long
@pytest.mark.parametrize("half", [True, False])
def test_the_general_cost_with_data_put_in_is_the_data_s(half):
    general, own = SymbolicCost.general(half=half), SymbolicCost.of(SMALL, half=half)
    m, x, y = sp.Symbol("m", integer=True, positive=True), *map(sp.IndexedBase, "xy")
    values = {x[k + 1]: SMALL.x[k].astype(int) for k in range(3)}
    values |= {y[k + 1]: SMALL.y[k].astype(int) for k in range(3)}

    def put_in(expression):
        return expression.subs(m, 3).doit().xreplace({k: sp.Integer(v) for k, v in values.items()})

    assert sp.expand(put_in(general.J) - own.J) == 0
    for mine, theirs in zip(general.gradient, own.gradient, strict=True):
        assert sp.expand(put_in(mine) - theirs) == 0
    assert put_in(general.hessian) == own.hessian
    assert sp.expand(put_in(general.plane((1, 2))) - own.plane((1, 2))) == 0


GENERAL = {half: SymbolicCost.general(half=half) for half in (True, False)}
COMPILED = {
    (half, name): cost.function(getattr(cost, name))
    for half, cost in GENERAL.items()
    for name in ("J", "gradient", "hessian")
}


@pytest.mark.long
@deterministic
@given(random_data, thetas, st.booleans())
def test_the_general_function_of_data_is_the_data_s_function(pairs, theta, half):
    x, y = zip(*pairs, strict=True)
    own = SymbolicCost.of(Dataset(x, y), half=half)
    for name in ("J", "gradient", "hessian"):
        found = COMPILED[half, name](theta, x, y)
        expected = own.function(getattr(own, name))(theta)
        assert found.shape == expected.shape
        assert found == pytest.approx(expected, rel=1e-10, abs=1e-7)


GENERAL_COST = GENERAL[True]


def sum_of(terms, low=1, high=COUNT):
    return sp.Sum(terms, (INDEX, low, high))


OTHER = sp.Symbol("j", integer=True)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (sum_of(X[INDEX] * Y[INDEX]), 2 + 8 + 15),
        (sum_of(X[INDEX], 2), 2 + 3),
        (sum_of(X[INDEX], 1, COUNT - 1), 1 + 2),
        (sum_of(X[INDEX], 2, 1), 0),
        (sum_of(X[INDEX] * X[INDEX - 1], 2), 2 + 6),
        (sum_of(X[COUNT + 1 - INDEX] * Y[INDEX]), 3 * 2 + 2 * 4 + 1 * 5),
        (sum_of(INDEX * Y[INDEX]), 2 + 8 + 15),
        (sum_of(THETA[1]), 3 * 7),
        (X[1] + Y[COUNT] + COUNT, 1 + 5 + 3),
        (sum_of(sp.exp(X[INDEX])), np.exp([1, 2, 3]).sum()),
        (sum_of(X[INDEX] * sp.Sum(Y[OTHER], (OTHER, 1, COUNT))), 6 * 11),
        (sp.Sum(X[INDEX] * Y[OTHER] * THETA[0], (INDEX, 1, COUNT), (OTHER, 2, COUNT)), 6 * 9 * 5),
        (sp.Sum(sp.Abs(X[INDEX] - Y[OTHER]), (INDEX, 1, 3), (OTHER, 1, 2)), 2 + 6),
        (sum_of(X[INDEX]) / COUNT + sum_of(Y[INDEX]), 2 + 11),
        # The ends of a sum are those of another one's index.
        (sp.Sum(X[INDEX] * Y[OTHER], (OTHER, 1, INDEX), (INDEX, 1, COUNT)), 2 + 12 + 33),
        (sum_of(X[INDEX] * sp.Sum(Y[OTHER] * THETA[0], (OTHER, INDEX + 1, COUNT))), 5 * (9 + 10)),
        (sum_of(sp.Sum(X[INDEX - OTHER + 1], (OTHER, 1, INDEX))), 1 + 3 + 6),
        (sp.Product(sp.Sum(X[OTHER], (OTHER, 1, INDEX)), (INDEX, 1, COUNT)), 1 * 3 * 6),
        (sp.Product(X[INDEX] + THETA[0], (INDEX, 1, COUNT)), 6 * 7 * 8),
        (sp.Product(THETA[0], (INDEX, 1, COUNT)), 125),
        (sp.Product(X[INDEX], (INDEX, 2, 1)), 1),
        (sum_of(sp.Product(X[OTHER], (OTHER, 1, COUNT)) * Y[INDEX]), 6 * 11),
        (sum_of(X[INDEX] * sp.KroneckerDelta(INDEX, 2)), 2),
        (sp.KroneckerDelta(COUNT, 3) * THETA[1], 7),
        (
            sp.Sum(
                X[INDEX] * Y[OTHER] * sp.KroneckerDelta(INDEX, OTHER),
                (INDEX, 1, COUNT),
                (OTHER, 1, COUNT),
            ),
            2 + 8 + 15,
        ),
        (sum_of(X[INDEX] / sp.factorial(INDEX)), 1 + 2 / 2 + 3 / 6),
        (sum_of(sp.binomial(COUNT, INDEX) * X[INDEX]), 3 + 6 + 3),
        (sum_of(sp.gamma(X[INDEX])), 1 + 1 + 2),
        (sp.loggamma(THETA[0]), math.log(24)),
        (sum_of(sp.erf(X[INDEX] - THETA[0])), -math.erf(4) - math.erf(3) - math.erf(2)),
        (sp.erfc(THETA[0] / 5) + sp.conjugate(THETA[1]), math.erfc(1) + 7),
        (sum_of(sp.Integer(2) ** -INDEX), 1 / 2 + 1 / 4 + 1 / 8),
        (sum_of(INDEX**60), 1 + 2.0**60 + 3.0**60),
        (X[COUNT] ** (60 * COUNT / 3), 3.0**60),
    ],
)
def test_sums_run_over_the_observations_from_1_to_m(expression, expected):
    function = GENERAL_COST.function(expression)
    assert float(function((5, 7), SMALL.x, SMALL.y)) == pytest.approx(expected, rel=1e-14)
    grid = np.full((4, 3, 2), (5.0, 7.0))
    assert function(grid, SMALL.x, SMALL.y) == pytest.approx(np.full((4, 3), expected), rel=1e-14)


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        (X[0], "expression has the index 0; it must be from 1 to m = 3"),
        (sum_of(X[INDEX + 1]), "the index 4; it must be from 1 to m = 3"),
        (sum_of(X[INDEX], 0), "the index 0"),
        (sum_of(X[INDEX], 1, 4), "the index 4"),
        (sum_of(X[INDEX], 1, sp.oo), "a sum runs from 1 to inf; both must be whole numbers"),
        (sp.Sum(INDEX, (INDEX, 1, THETA[0])), "a sum's ends depend on theta; they must be whole"),
        (sp.Integral(sp.exp(-(OTHER**2)), (OTHER, 0, THETA[0])), "expression has Integral; it may"),
        (sp.Derivative(sp.gamma(THETA[0]), THETA[0]), "expression has Derivative; it may have"),
        (sp.besselj(0, THETA[0]), "expression has besselj; it may have only what NumPy"),
        (sp.lowergamma(THETA[1], THETA[0]), "expression has lowergamma; it may have only what"),
        (sp.DiracDelta(THETA[0]), "expression has DiracDelta; it may have only what NumPy"),
        (sp.zoo, "expression has zoo; it may have only"),
        (sp.MatrixSymbol("A", 2, 2)[0, 0], "expression has the symbols A; it may only have"),
        (sum_of(X[INDEX], 1, COUNT / 2), "a sum runs from 1 to 1.5"),
        (sum_of(X[INDEX / 2]), "an index that is no whole number"),
        (X[INDEX], "expression has the symbols i"),
    ],
)
def test_an_index_that_no_observation_has_is_refused(expression, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        GENERAL_COST.function(expression)((0, 0), SMALL.x, SMALL.y)


def test_far_away_an_expression_is_infinite_and_at_a_pole_no_number_without_a_warning():
    function = SymbolicCost.of(SMALL).function
    assert function(THETA[0] ** 4)((1e200, 0)) == math.inf
    assert function(sp.factorial(THETA[0]))([(200, 0), (3, 0)]).tolist() == [math.inf, 6]
    assert np.isnan(function(sp.gamma(THETA[0]) + sp.log(THETA[1]))((-2, -1)))


def test_the_symbols_of_the_general_cost_are_there_to_build_on():
    residual = THETA[0] + THETA[1] * X[INDEX] - Y[INDEX]
    own = SymbolicCost(sum_of(residual**2) / (2 * COUNT))
    assert own == GENERAL_COST
    assert GENERAL_COST.plane(AT) == GENERAL_COST.plane()


def test_a_sum_over_many_observations_is_one_array_operation():
    random = np.random.default_rng(0)
    x, y = random.normal(size=(2, 200_000))
    slopes = GENERAL_COST.function(GENERAL_COST.gradient)
    began = time.perf_counter()
    found = slopes([(0.5, 2.0), (1.0, -1.0)], x, y)
    assert time.perf_counter() - began < 0.5  # seconds; a loop over the terms takes 5
    cost = MeanSquaredError(Dataset(x, y))
    assert found == pytest.approx(cost.gradient([(0.5, 2.0), (1.0, -1.0)]), rel=1e-11)


@pytest.mark.long
def test_columns_do_not_broadcast_against_rows():
    general = SymbolicCost.general()
    slopes = general.function(general.gradient)
    theta = np.array([[0.0, 1.0], [2.0, 0.5]])
    rows = slopes(theta, [1, 2, 3], [2, 4, 5])
    assert rows[0] == pytest.approx([-5 / 3, -11 / 3])  # by hand
    columns = slopes(theta, [[1], [2], [3]], [[2], [4], [5]])
    assert columns.shape == (2, 2)
    assert columns.tolist() == rows.tolist()
    assert slopes(theta, [[1], [2], [3]], [2, 4, 5]).tolist() == rows.tolist()
    with pytest.raises(ValueError, match=r"x has shape \(3,\) and y has shape \(2,\)"):
        slopes(theta, [1, 2, 3], [2, 4])
    with pytest.raises(ValueError, match=r"x has shape \(1, 3\)"):
        slopes(theta, [[1, 2, 3]], [2, 4, 5])


@pytest.mark.long
def test_constants_broadcast():
    cost = SymbolicCost.of(SMALL)
    grid = np.zeros((4, 3, 2))
    assert cost.function(cost.hessian)(grid).shape == (4, 3, 2, 2)
    assert cost.function((sp.Integer(1), cost.theta[0]))(grid).shape == (4, 3, 2)
    assert cost.function(sp.Rational(1, 3))(grid).tolist() == [[1 / 3] * 3] * 4
    assert cost.function(cost.J)((0, 0)).shape == ()
    assert cost.function(cost.J)(np.zeros((0, 2))).shape == (0,)
    general = SymbolicCost.general()
    assert general.function(general.hessian)(grid, [1, 2], [3, 4]).shape == (4, 3, 2, 2)


def test_one_observation_or_the_same_x_throughout():
    cost = MeanSquaredError(SMALL)
    one = SymbolicCost.of(cost.on([1]).data)
    theta = (0.5, 3)
    assert one.function(one.J)(theta) == pytest.approx((0.5 + 3 * 2 - 4) ** 2 / 2)
    same = SymbolicCost.of(cost.on([1, 1]).data)
    assert sp.expand(same.J - one.J) == 0


def test_wrong_input_is_named():
    cost = SymbolicCost.of(SMALL)
    with pytest.raises(ValueError, match="expression has the symbols a_0, a_1"):
        cost.function(cost.plane())
    with pytest.raises(ValueError, match=r"theta has shape \(3,\)"):
        cost.function(cost.J)(np.zeros(3))
    for wrong in ("theta_0", None, 3.0):
        for function in (cost.function, typst, latex):
            with pytest.raises(ValueError, match=r"expression is .*; it must be a SymPy expr"):
                function(wrong)
    for at in [(1, 2, 3), (np.nan, 0), "ab", ("x", 1)]:
        with pytest.raises(ValueError, match=r"^at "):
            cost.plane(at)
    for half in ("yes", 1):
        with pytest.raises(ValueError, match="half is"):
            SymbolicCost.of(SMALL, half=half)
        with pytest.raises(ValueError, match="half is"):
            SymbolicCost.general(half=half)
    with pytest.raises(ValueError, match="data is"):
        SymbolicCost.of([[1, 2], [3, 4]])
    with pytest.raises(ValueError, match="digits is 0"):
        typst(cost.J, digits=0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        cost.J = None


@pytest.mark.parametrize("entry", ["theta_0 + 1", None])
def test_a_tuple_of_other_things_is_refused_and_no_text_in_it_read(entry):
    cost = SymbolicCost.of(SMALL)
    for function in (cost.function, typst, latex):
        with pytest.raises(ValueError, match=re.escape(f"expression is {entry!r}; it must be")):
            function((entry, cost.theta[0]))


def test_numbers_beyond_float64_are_refused_when_evaluated():
    cost = SymbolicCost.of(Dataset([1e200, 2e200], [1, 2]))
    with pytest.raises(ValueError, match="too large for float64"):
        cost.function(cost.hessian)


def test_without_sympy_one_line_names_the_extra():
    code = "import sys; sys.modules['sympy'] = None; import gdmath.symbolic"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    last = done.stderr.strip().splitlines()[-1]
    assert re.fullmatch(r"ImportError: gdmath\.symbolic needs SymPy; .*\[symbolic\].*", last)
    assert "During handling" not in done.stderr


t0, t1, x, y = *sp.symbols("theta_0 theta_1"), *map(sp.IndexedBase, "xy")
i, m = sp.symbols("i m")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (t0 + 2 * t1, "theta_0 + 2 theta_1"),
        (t1 - t0, "theta_1 - theta_0"),
        (-t0 - t1, "-theta_0 - theta_1"),
        (-t0 / 3, "-1/3 theta_0"),
        (t0**2 * t1, "theta_0^2 theta_1"),
        (t0 / t1, "theta_0/theta_1"),
        (2 * t0 / (3 * t1), "(2 theta_0)/(3 theta_1)"),
        (1 / (t0 + t1), "1/(theta_0 + theta_1)"),
        ((t0 + t1) / (t0 - t1) ** 2, "1/((theta_0 - theta_1)^2) (theta_0 + theta_1)"),
        (t0 ** (t1 + 12), "theta_0^(theta_1 + 12)"),
        (t0**12, "theta_0^12"),
        ((-t0) ** t1, "(-theta_0)^(theta_1)"),
        (sp.sqrt(t0 + 1), "sqrt(theta_0 + 1)"),
        (1 / sp.sqrt(t0), "1/(sqrt(theta_0))"),
        (sp.Float("1.5e-12") * t0, "1.5 dot 10^(-12) theta_0"),
        (-sp.Float(2.5) * t0, "-2.5 theta_0"),
        (sp.Mul(t0, sp.Float(-2.5), evaluate=False), "-2.5 theta_0"),
        (sp.Rational(10**9, 7), "1.42857 dot 10^8"),
        (sp.Rational(1, 2), "1/2"),
        (sp.exp(-t0) + sp.log(t1), "ln(theta_1) + e^(-theta_0)"),
        (sp.sin(t0) * sp.Abs(t1), "sin(theta_0) abs(theta_1)"),
        (sp.Function("f")(t0), 'op("f")(theta_0)'),
        (sp.Symbol("rate"), '"rate"'),
        (sp.Symbol('"#x'), '"\\"#x"'),
        (sp.Symbol("x_12"), "x_12"),
        (sp.pi * sp.E, "e pi"),
        (sp.Sum(x[i] ** 2, (i, 0, m - 1)) / m, "1/m sum_(i = 0)^(m - 1) x_i^2"),
        (x[i + 1], "x_(i + 1)"),
        ((t0, 1 / t1), "vec(theta_0, 1/theta_1)"),
        ((1, 0.5), "vec(1, 0.5)"),
        (sp.Matrix([[1, t0], [0, t1]]), "mat(1, theta_0; 0, theta_1)"),
    ],
)
def test_typst_texts(expression, expected):
    assert typst(expression) == expected


@pytest.mark.long
def test_texts_of_the_general_cost():
    cost = SymbolicCost.general()
    assert typst(cost.J) == "1/(2 m) sum_(i = 1)^m (theta_0 + theta_1 x_i - y_i)^2"
    assert latex(cost.J) == (
        r"\frac{\sum_{i=1}^{m} \left(\theta_{0} + \theta_{1} {x}_{i} - {y}_{i}\right)^{2}}{2 m}"
    )
    assert latex(cost.hessian[0, 0]) == "1"


def test_long_numbers_are_rounded_and_short_ones_are_not():
    assert typst(sp.Rational(14, 3)) == "14/3"
    assert typst(sp.Rational(3.6)) == "3.6"
    assert latex(sp.Rational(2, 3) * t0 + sp.Rational(0.1), digits=3).endswith("+ 0.1")
    assert typst(sp.pi.evalf() * t0, digits=3) == "3.14 theta_0"


def test_what_has_no_typst_form_is_refused():
    with pytest.raises(ValueError, match="has no Typst form here"):
        typst(sp.Integral(t0, t0))


@pytest.mark.long
def test_typst_sets_every_text():
    compiler = pytest.importorskip("typst")
    general, own = SymbolicCost.general(), SymbolicCost.of(Dataset.from_csv(*FILES[1]))
    many = [sp.Float("1.5e-12") * t0, 1 / sp.sqrt(t0), sp.Function("f")(t0), sp.Symbol('"#x')]
    many += [sp.exp(-t0) * sp.log(t1) / sp.Abs(t0 - 1), sp.Symbol("lamda") ** 2, sp.Max(t0, t1)]
    for cost in (general, own):
        many += [cost.J, cost.gradient, cost.hessian, cost.plane(), cost.plane((1, 2.5))]
    source = "\n\n".join(f"$ {typst(expression)} $" for expression in many)
    assert compiler.compile(source.encode(), format="svg").startswith(b"<svg")


@pytest.mark.parametrize("value", [None, 5, "theta_0"])
def test_a_cost_that_is_no_expression_is_refused(value):
    with pytest.raises(ValueError, match=r"J is .*; it must be a SymPy expression"):
        SymbolicCost(value)
