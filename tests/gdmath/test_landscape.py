"""Costs given by formulas: derivatives by hand and by differences, minima, limits, landscapes."""

import copy
import dataclasses
import inspect
import math
import pickle
import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime, check_grad

from gdmath import GradientDescent, TangentPlane, descend
from gdmath.cost import BregmanCost, NoMinimumError
from gdmath.landscape import LANDSCAPES, FormulaCost, named
from gdmath.landscape.calculus import sizes
from gdmath.landscape.parser import parse
from gdmath.landscape.program import BLOCK

ROSENBROCK = "(1 - a)**2 + 100*(b - a**2)**2"
UNARY = {
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "asin": math.asin, "acos": math.acos,
    "atan": math.atan, "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh, "exp": math.exp,
    "log": math.log, "ln": math.log, "sqrt": math.sqrt, "abs": abs,
}  # fmt: skip
deterministic = settings(derandomize=True, deadline=None, max_examples=150)


def numbers():
    return st.floats(0.1, 9).map(lambda x: round(x, 2)).map(lambda x: (str(x), lambda a, b: x))


def combined(parts):
    def binary(sign, operation):
        return st.tuples(parts, parts).map(
            lambda p: (f"({p[0][0]}) {sign} ({p[1][0]})", lambda a, b: operation(*both(p, a, b)))
        )

    def both(p, a, b):
        return p[0][1](a, b), p[1][1](a, b)

    def called(name, part):
        return f"{name}({part[0]})", lambda a, b: UNARY[name](part[1](a, b))

    def raised(part, power):
        return f"({part[0]})**{power}", lambda a, b: part[1](a, b) ** power

    def negative(part):
        return f"-({part[0]})", lambda a, b: -part[1](a, b)

    return st.one_of(
        binary("+", lambda x, y: x + y),
        binary("-", lambda x, y: x - y),
        binary("*", lambda x, y: x * y),
        binary("/", lambda x, y: x / y),
        st.builds(called, st.sampled_from(sorted(UNARY)), parts),
        st.builds(raised, parts, st.sampled_from([0, 1, 2, 3, 5, -1, -2, 0.5, 1.5])),
        st.builds(negative, parts),
    )


variables = st.sampled_from([("a", lambda a, b: a), ("b", lambda a, b: b)])
formulas = st.recursive(st.one_of(variables, numbers()), combined, max_leaves=7)
coordinates = st.floats(-2, 2).map(lambda x: round(x, 3))


def real(function, *arguments):
    try:
        value = function(*arguments)
    except (ValueError, ArithmeticError):
        return math.nan
    return math.nan if isinstance(value, complex) else float(value)


def cost_or_refusal(text):
    try:
        return FormulaCost(text)
    except ValueError as error:
        return str(error)


@pytest.mark.long
@deterministic
@given(formulas, coordinates, coordinates)
def test_random_formulas_equal_an_independent_evaluation(formula, a, b):
    text, function = formula
    cost = cost_or_refusal(text)
    assume(isinstance(cost, FormulaCost))
    expected = real(function, a, b)
    assume(math.isfinite(expected))  # Python raises where NumPy has nan or goes on with inf
    assert float(cost((a, b))) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.long
@deterministic
@given(formulas, coordinates, coordinates)
def test_random_derivatives_equal_central_differences(formula, a, b):
    cost = cost_or_refusal(formula[0])
    assume(isinstance(cost, FormulaCost))
    point = np.array([a, b])

    def differences(of, step):
        return np.stack(
            [(of(point + step * e) - of(point - step * e)) / (2 * step) for e in np.eye(2)], -1
        )

    with np.errstate(all="ignore"):
        for derivative, of in [(cost.gradient, cost), (cost.hessian, cost.gradient)]:
            coarse, fine = differences(of, 2e-5), differences(of, 1e-5)
            smooth = np.abs(coarse - fine).max() < 1e-6 * (1 + np.abs(fine).max())
            if np.isfinite(fine).all() and smooth and np.abs(fine).max() < 1e4:
                found = derivative(point)
                assert found == pytest.approx(fine, rel=1e-4, abs=1e-4)


def test_derivatives_by_hand():
    cost = FormulaCost(ROSENBROCK)
    a, b = 0.3, -0.7
    assert cost((a, b)) == pytest.approx((1 - a) ** 2 + 100 * (b - a * a) ** 2)
    assert cost.gradient((a, b)) == pytest.approx(
        [-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)]
    )
    assert cost.hessian((a, b)) == pytest.approx(
        np.array([[2 - 400 * b + 1200 * a * a, -400 * a], [-400 * a, 200]])
    )


@pytest.mark.parametrize(
    ("formula", "slope", "bend"),
    [
        ("sin(a)", math.cos(0.4), -math.sin(0.4)),
        ("cos(a)", -math.sin(0.4), -math.cos(0.4)),
        ("tan(a)", 1 / math.cos(0.4) ** 2, 2 * math.tan(0.4) / math.cos(0.4) ** 2),
        ("asin(a)", 0.84**-0.5, 0.4 * 0.84**-1.5),
        ("acos(a)", -(0.84**-0.5), -0.4 * 0.84**-1.5),
        ("atan(a)", 1 / 1.16, -0.8 / 1.16**2),
        ("sinh(a)", math.cosh(0.4), math.sinh(0.4)),
        ("cosh(a)", math.sinh(0.4), math.cosh(0.4)),
        ("tanh(a)", 1 / math.cosh(0.4) ** 2, -2 * math.tanh(0.4) / math.cosh(0.4) ** 2),
        ("exp(a)", math.exp(0.4), math.exp(0.4)),
        ("log(a)", 2.5, -6.25),
        ("ln(a)", 2.5, -6.25),
        ("sqrt(a)", 0.5 * 0.4**-0.5, -0.25 * 0.4**-1.5),
        ("abs(-a)", 1, 0),
        ("a**2.5", 2.5 * 0.4**1.5, 3.75 * 0.4**0.5),
        ("a**-3", -3 * 0.4**-4, 12 * 0.4**-5),
        ("2**a", 2**0.4 * math.log(2), 2**0.4 * math.log(2) ** 2),
        ("a**a", 0.4**0.4 * (math.log(0.4) + 1), 0.4**0.4 * ((math.log(0.4) + 1) ** 2 + 2.5)),
        ("1/a", -6.25, 31.25),
    ],
)
def test_every_function_has_its_derivatives(formula, slope, bend):
    cost = FormulaCost(formula)
    assert cost.gradient((0.4, 7)) == pytest.approx([slope, 0], rel=1e-14)
    assert cost.hessian((0.4, 7)) == pytest.approx(np.array([[bend, 0], [0, 0]]), rel=1e-13)


@pytest.mark.parametrize("formula", [ROSENBROCK, "3", "a", "sin(b)", "log(a)*b", "pi*a/e + b"])
@pytest.mark.parametrize("shape", [(), (1,), (5,), (3, 4), (0,), (2, 0, 3)])
def test_shapes_broadcast(formula, shape):
    cost = FormulaCost(formula)
    theta = np.random.default_rng(0).uniform(0.5, 2, (*shape, 2))
    value, gradient, hessian = cost(theta), cost.gradient(theta), cost.hessian(theta)
    assert (value.shape, gradient.shape, hessian.shape) == (shape, (*shape, 2), (*shape, 2, 2))
    for place in np.ndindex(shape):
        assert value[place] == pytest.approx(float(cost(theta[place])), rel=1e-14)
        assert gradient[place] == pytest.approx(cost.gradient(theta[place]), rel=1e-14)
        assert hessian[place] == pytest.approx(cost.hessian(theta[place]), rel=1e-14)
    with pytest.raises(ValueError, match=r"theta has shape \(3,\)"):
        cost(np.zeros(3))


@pytest.mark.long
def test_many_points_are_computed_as_few_are():
    cost = named("ackley").cost
    theta = np.random.default_rng(0).uniform(-5, 5, (2, 3 * BLOCK // 2 + 1, 2))
    for function in (cost, cost.gradient, cost.hessian):
        whole = function(theta)
        parts = [function(theta[:, place : place + 7]) for place in range(0, theta.shape[1], 7)]
        assert whole == pytest.approx(np.concatenate(parts, axis=1), rel=1e-14)
        assert function(theta[:, ::-1])[:, ::-1] == pytest.approx(whole, rel=1e-14)


def test_results_are_the_callers_own():
    cost = FormulaCost("a")
    theta = np.array([[1.0, 2.0]])
    cost.gradient(theta)[:] = 9
    assert cost.gradient(theta).tolist() == [[1, 0]]
    assert theta.tolist() == [[1, 2]]
    FormulaCost("a**2", minima=[(0, 0)]).minimizer()[:] = 5
    assert FormulaCost("a**2", minima=[(0, 0)]).minimizer().tolist() == [0, 0]


@pytest.mark.parametrize(
    "formula",
    [
        "log(a)",
        "exp(log(a))",
        "sqrt(a)**2",
        "a**0.5",
        "a/a*asin(a)",
        "b + 0*asin(a)",
        "b + 0*acos(a)",
        "b + 0*log(a)",
        "b + 0*sqrt(a)",
        "b + 0*a**1.5",
        "b + 0/(a + 2)",
        "b + 0*(a + 2)**-1",
    ],
)
def test_where_j_is_not_defined_nothing_is(formula):
    cost = FormulaCost(formula)
    theta = [(-2, 1), (0.5, 1)]
    for result in (cost(theta), cost.gradient(theta), cost.hessian(theta)):
        assert np.isnan(result[0]).all()
        assert np.isfinite(result[1]).all()


def test_a_pole_is_infinite_and_silent():
    cost = FormulaCost("1/a + b")
    assert cost((0, 1)) == math.inf
    assert not np.isfinite(cost.gradient((0, 1))).any()


def test_kinks_have_the_slope_zero():
    corner = FormulaCost("abs(a) + 2*abs(b - 1)")
    assert corner.gradient((0, 1)).tolist() == [0, 0]
    assert corner.gradient((-1, 3)).tolist() == [-1, 2]
    assert not corner.hessian((0, 1)).any()
    for cone in (FormulaCost("sqrt(a**2 + b**2)"), FormulaCost("(a**2 + b**2)**0.5")):
        assert cone.gradient((0, 0)).tolist() == [0, 0]
        assert cone.gradient((3, -4)) == pytest.approx([0.6, -0.8])
    assert FormulaCost("sqrt(a)").gradient((0, 0)).tolist() == [math.inf, 0]


def test_cancellation_is_not_made_worse_by_multiplying_out():
    cost = FormulaCost("1e8*(a - 1)**2")
    assert cost.gradient((1 + 2**-50, 0))[0] == 2e8 * 2**-50


def test_a_cost_is_a_value():
    first = FormulaCost(ROSENBROCK, minima=[[1, 1]])
    same = FormulaCost(ROSENBROCK, ["a", "b"], np.array([[1.0, 1.0]]))
    assert first == same
    assert hash(first) == hash(same)
    assert first != FormulaCost(ROSENBROCK)
    assert FormulaCost("a") != FormulaCost("a", ("a", "c"))
    for other in (pickle.loads(pickle.dumps(first)), copy.deepcopy(first)):  # noqa: S301 (our own)
        assert other == first
        assert other.gradient((2, 3)).tolist() == first.gradient((2, 3)).tolist()
    assert dataclasses.replace(first, text="a**2 + b**2", minima=()).minimizer().tolist() == [0, 0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.text = "a"
    assert (
        repr(first)
        == f"FormulaCost(text={ROSENBROCK!r}, variables=('a', 'b'), minima=((1.0, 1.0),))"
    )


def test_the_order_of_variables_is_that_of_theta():
    assert FormulaCost("x - 2*y", ("y", "x"))((1, 5)) == 3
    cost = FormulaCost("θ0**2 + 3*θ1", ("θ0", "θ1"))
    assert cost.gradient((2, 9)).tolist() == [4, 3]
    assert cost.formula.typst == "theta_0^(2) + 3 theta_1"
    assert cost.formula.latex == r"\theta_{0}^{2} + 3 \theta_{1}"
    assert FormulaCost("__import__", ("__import__", "lambda"))((7, 1)) == 7


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ("ab", "it must be two names"),
        (("a",), "it must be two names"),
        (("a", 1), "it must be two names"),
        (None, "it must be two names"),
        (("a", "a"), "the two names must differ"),
        (("sin", "b"), "variables has 'sin', which is a function"),
        (("a", "e"), "variables has 'e', which is a constant"),
        (("a", "2b"), "variables has '2b'; a name has letters"),
        (("a", "b c"), "a name has letters"),
        (("a", ""), "a name has letters"),
        (("a", "x" * 21), "at most 20 characters"),
        (("a", "x²"), "a name has letters"),
        (("a", "π"), "a name has letters"),
    ],
)
def test_wrong_variables_are_refused(variables, reason):
    with pytest.raises(ValueError, match=re.escape(reason)):
        FormulaCost("1", variables)


@pytest.mark.parametrize(
    ("formula", "minima", "reason"),
    [
        ("a**2 + b**2", [(1, 0)], "minima[0] is [1.0, 0.0]; it must be a minimum"),
        ("a**2 + b**2", [(0, 0), (0, 1)], "minima[1] is [0.0, 1.0]"),
        ("a**2 - b**2", [(0, 0)], "points beside it are lower"),
        ("a**3 - 3*a*b**2", [(0, 0)], "points beside it are lower"),
        ("-a**2 - b**2", [(0, 0)], "points beside it are lower"),
        ("a + b", [(0, 0)], "the gradient there is [1.0, 1.0]"),
        ("log(a)", [(-1, 0)], "J is nan there"),
        ("abs(a) + b**2", [(1, 0)], "points beside it are lower"),
        ("a**2", [(0, math.nan)], "both values must be finite"),
        ("a**2", [0, 0], "minima[0] has shape ()"),
        ("a**2", 3, "minima is 3; it must be a list of points"),
        ("(a**2 - 1)**2 + a", [(0.93, 0)], "it must be a minimum"),
    ],
)
def test_wrong_minima_are_refused(formula, minima, reason):
    with pytest.raises(ValueError, match=re.escape(reason)):
        FormulaCost(formula, minima=minima)


def test_rounded_minima_and_kinks_are_accepted():
    himmelblau = "(a**2 + b - 11)**2 + (a + b**2 - 7)**2"
    assert FormulaCost(himmelblau, minima=[(-2.805118, 3.131313)]).minimizer()[0] == -2.805118
    FormulaCost("abs(a - 1/3) + abs(b)", minima=[(0.333333, 0)])
    FormulaCost("a**4 + b**6", minima=[(0, 0)])
    FormulaCost("7", minima=[(3, 4)])


@pytest.mark.long
@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (ROSENBROCK, (1, 1)),
        ("(a + 2*b - 7)**2 + (2*a + b - 5)**2", (1, 3)),
        ("(1.5 - a + a*b)**2 + (2.25 - a + a*b**2)**2 + (2.625 - a + a*b**3)**2", (3, 0.5)),
        ("(a - 50)**2 + (b + 70)**2", (50, -70)),
        ("a*log(a) + b**2", (1 / math.e, 0)),
        ("-log(a) - log(1 - a) + b**2", (0.5, 0)),
        ("-exp(-(a - 1)**2 - (b - 2)**2)", (1, 2)),
        ("a**4 + b**4", (0, 0)),
        ("abs(a - 1) + abs(b)", (1, 0)),
        ("1e10*a**2 + b**2 - b + 1e3", (0, 0.5)),
        ("(a - b)**2", (0, 0)),
        ("3", (0, 0)),
        ("cosh(a - 2) + b**2", (2, 0)),
        ("(a - 150)**2 + b**2", (150, 0)),
        ("(a + 12345.5)**2 + 3*(b - 6789)**2 + 8", (-12345.5, 6789)),
        ("(a - 1e6)**2 + (b - 2e6)**2", (1e6, 2e6)),
        ("(a - 150)**2 + b**2 - 3*cos(9*(a - 150))", (150, 0)),
        ("1 - exp(-((a - 120)**2 + b**2)/400)+ (b/1000)**2 + ((a - 120)/1000)**2", (120, 0)),
        ("abs(a - 1.3) + abs(b + 0.7) + a/2", (1.3, -0.7)),
        ("abs(2*a - 3*b) + abs(a + b - 1)", (0.6, 0.4)),
        ("9*abs(2*a - 3*b) + abs(a + b - 1)/4", (0.6, 0.4)),
        ("abs(a - 1) + (b - 0.3)**2 + b/2", (1, 0.05)),
        ("abs(a - 150) + abs(b) - a/2", (150, 0)),
        ("sqrt((a - 1.3)**2 + (b + 0.7)**2) + a/2", (1.3, -0.7)),
        ("abs(a - b) + abs(a + b - 2)**1.5 + abs(a)/3", (161 / 162, 161 / 162)),
    ],
)
def test_minima_are_found_and_certified(formula, expected):
    assert FormulaCost(formula).minimizer() == pytest.approx(expected, abs=1e-6)


@pytest.mark.long
@pytest.mark.parametrize(
    "formula",
    [
        "a", "a*b", "a**2 - b**2", "a**3 - 3*a*b**2", "exp(a)", "exp(a) + 1", "exp(-a**2) + b**2",
        "exp(-a**2 - b**2)", "1/(1 + a**2)", "tanh(a)", "log(a)", "1/a", "(a*b - 1)**2 + a**2",
        "log(1 + exp(a))", "(a - 1e6)**2", "a**4 - 100*a**2*b", "log(-1 - a**2)",
        "abs(a - 1.3) - 2*abs(b)", "sqrt(a) + b**2", "exp(-a) + exp(-b)", "abs(a) + b",
        "1/(1 + a**2) + 1/(1 + b**2)",
    ],
)  # fmt: skip
def test_no_minimum_is_claimed_where_there_is_none_or_none_is_certain(formula):
    with pytest.raises(NoMinimumError, match=re.escape(f"formula {formula!r}: no minimum")):
        FormulaCost(formula).minimizer()


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("a - b", (3, 2, 0)),
        ("a*b", (3, 6, 16)),
        ("a*a", (2, 2, 3)),  # one factor, and it is a power
        ("sin(a)", (2, 5, 10)),
        ("a**3", (3, 6, 12)),
        ("a**b", (3, 11, 26)),
        ("2/a", (3, 6, 18)),
    ],
)
def test_the_sizes_of_derivatives_are_those_of_the_rules(formula, expected):
    assert sizes(parse(formula, ("a", "b"))) == expected


@pytest.mark.parametrize(
    "formula",
    [
        "*".join(f"sin({k}*a)" for k in range(1, 41)),
        "*".join(f"(a + {k}*b)" for k in range(1, 31)),
        "/".join(f"(a + {k})" for k in range(1, 31)),
        "1/(a+b*" * 20 + "a" + ")" * 20,
    ],
)
def test_derivatives_too_long_to_be_taken_are_refused(formula):
    with pytest.raises(ValueError, match=r"column 1: its second derivatives are too long"):
        FormulaCost(formula)


@pytest.mark.long
@pytest.mark.parametrize(
    "formula",
    [
        "*".join(f"sin({k}*a)" for k in range(1, 13)),
        "sin(" * 30 + "a*b" + ")" * 30,
        "tan(sqrt(atan(" * 9 + "a*b" + ")))" * 9,
        "a**b**" * 5 + "a",
        "*".join("ab" * 60),
        "+".join(f"sin({k}*a)*b" for k in range(1, 30)),
    ],
)
def test_long_and_deep_formulas_have_derivatives(formula):
    cost = FormulaCost(formula)
    point = (0.3, 0.4)
    assert cost.gradient(point) == pytest.approx(
        approx_fprime(np.array(point), cost, 1e-8), rel=1e-4, abs=1e-5
    )


@pytest.mark.long
@pytest.mark.parametrize("depth", range(300, 1_000, 50))
def test_a_caller_that_stands_deep_gets_a_cost_or_one_line(depth):
    text = "(" * 30 + "a*b" + ")" * 30 + f"+ sin({depth}*a)"

    def cost(further):
        return cost(further - 1) if further > 0 else cost_or_refusal(text)

    found = cost(depth - len(inspect.stack()))
    if isinstance(found, str):
        assert "it is nested too deep to be differentiated" in found
    else:
        assert found((0, 1)) == 0


@pytest.mark.parametrize(
    "formula",
    ["(1e10*a)**40", "(1e-200*a)*(1e-200*a)", "1e300*a*1e300", "*".join(20 * ["(9e15*a)**64"])],
)
def test_coefficients_beyond_float64_are_refused(formula):
    with pytest.raises(
        ValueError, match=r"a coefficient of its derivatives is too (large|small) for float64"
    ):
        FormulaCost(formula)


@deterministic
@given(st.text(alphabet="ab+-*/^(). 0123456789esincoxplgqrt", max_size=25))
def test_random_text_makes_a_cost_or_a_value_error(text):
    found = cost_or_refusal(text)
    if isinstance(found, str):
        assert "\n" not in found
    else:
        assert found.hessian([(1, 2), (3, 4)]).shape == (2, 2, 2)


def test_a_formula_is_descended_like_any_cost():
    cost = FormulaCost("a**2/2 + b**2")
    path = descend(cost, start=(4, 3), optimizer=GradientDescent(rate=0.5), steps=100)
    assert path.outcome == "converged"
    assert path.points[1].tolist() == [2, 0]
    plane = TangentPlane.at(cost, (1, 1))
    assert plane.slopes.tolist() == [1, 2]
    assert plane.gap(cost, (3, 0)) == pytest.approx(2 + 1)
    assert not isinstance(cost, BregmanCost)


KNOWN = {
    "rosenbrock": [(1, 1)],
    "himmelblau": [(3, 2), (-2.805118, 3.131313), (-3.779310, -3.283186), (3.584428, -1.848127)],
    "beale": [(3, 0.5)],
    "saddle": [],
    "monkey_saddle": [],
    "rastrigin": [(0, 0)],
    "ackley": [(0, 0)],
    "booth": [(1, 3)],
    "long_valley": [(0, 0)],
}


def test_the_landscapes_are_all_there():
    assert tuple(KNOWN) == LANDSCAPES


@pytest.mark.parametrize("name", LANDSCAPES)
def test_named_landscapes_are_what_the_literature_says(name):
    landscape = named(name)
    cost = landscape.cost
    assert landscape.name == name
    assert "\n" not in landscape.description
    assert landscape == named(name)
    assert hash(landscape) == hash(copy.deepcopy(landscape))
    assert not landscape.start.flags.writeable
    assert landscape.theta0[0] < landscape.start[0] < landscape.theta0[1]
    assert landscape.theta1[0] < landscape.start[1] < landscape.theta1[1]
    assert check_grad(cost, cost.gradient, landscape.start) < 1e-4 * (
        1 + np.abs(cost.hessian(landscape.start)).max()
    )
    assert np.array(cost.minima) == pytest.approx(np.array(KNOWN[name]), abs=1e-6)
    for point in cost.minima:
        assert landscape.theta0[0] < point[0] < landscape.theta0[1]
        assert landscape.theta1[0] < point[1] < landscape.theta1[1]
        assert cost(point) == pytest.approx(0, abs=1e-14)
        assert cost.gradient(point) == pytest.approx([0, 0], abs=1e-12)
    unaided = FormulaCost(cost.text, cost.variables)
    if cost.minima:
        assert unaided.minimizer() == pytest.approx(cost.minimizer(), abs=1e-7)
    else:
        for saddle in (cost, unaided):
            with pytest.raises(NoMinimumError):
                saddle.minimizer()


def test_the_long_valley_has_condition_number_100():
    assert np.linalg.cond(named("long_valley").cost.hessian((3, 4))) == pytest.approx(100)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("rosenbrok", "did you mean 'rosenbrock'?"),
        ("Booth", "did you mean 'booth'?"),
        ("zzz", "it must be one of rosenbrock, himmelblau"),
        (None, "it must be one of"),
        (["saddle"], "did you mean 'saddle'?"),
    ],
)
def test_an_unknown_landscape_is_refused(name, remedy):
    with pytest.raises(ValueError, match=re.escape(remedy)):
        named(name)


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_gdmath_does_not_load_sympy():
    code = "import sys, gdmath, gdmath.landscape; assert 'sympy' not in sys.modules"
    assert run(code).returncode == 0


def test_without_sympy_one_line_names_the_extra():
    finished = run("import sys; sys.modules['sympy'] = None; import gdmath.landscape")
    last = finished.stderr.strip().splitlines()[-1]
    assert last.startswith("ImportError: gdmath.landscape needs SymPy")
    assert "`symbolic`" in last
