"""What an argument may not be is refused in one line with its name, its value and what may be."""

import re

import numpy as np
import pytest
import sympy

from gdmath import (
    BasisRegression,
    Dataset,
    Descent,
    GradientDescent,
    HuberCost,
    LassoCost,
    LogisticCost,
    MeanAbsoluteError,
    MeanSquaredError,
    MiniBatch,
    Momentum,
    Newton,
    Rates,
    RidgeCost,
    Sample,
    Standardizing,
    SteepestDescent,
    TangentPlane,
    Window,
    descend,
)
from gdmath.contours import Contour, contours, round_levels
from gdmath.gradient_samples import gradient_samples as places
from gdmath.landscape import FormulaCost
from gdmath.level_sets.plane_crossing import PlaneGap
from gdmath.optimizers import Backtracking
from gdmath.schedules import Constant
from gdmath.symbolic import SymbolicCost
from gdmath.windows import Zoom, gap_offset, step_window

DATA = Dataset([-1, 1, 2, 3], [0, 1, 0, 1])
COSTS = [
    MeanSquaredError(DATA),
    RidgeCost(DATA, 1),
    LassoCost(DATA, 1),
    HuberCost(DATA),
    MeanAbsoluteError(DATA),
    LogisticCost(DATA),
    BasisRegression.polynomial(DATA, 2),
]
J = COSTS[0]
RULE = GradientDescent(0.1)
PATH = descend(J, (1, 1), RULE, 3)
PLANE = TangentPlane((0, 0), 1, (1, 1))
WINDOW = Window((0, 1), (0, 1), (0, 1))
BATCHES = MiniBatch(RULE, size=3)
RATES = Rates((1, 4), np.eye(2))

TEXT = ["1", "2"]  # which NumPy would read as numbers

REFUSED = {
    "x is text": ("x", lambda: Dataset(TEXT, [1, 2])),
    "a column's name is no text": ("x_name", lambda: Dataset([1, 2], [1, 2], x_name=5)),
    "noise is False": ("noise", lambda: Dataset.synthetic(noise=False)),
    "weights are text": ("weights", lambda: BasisRegression.polynomial(DATA, 1, weights=TEXT)),
    "a range is text": ("theta0", lambda: Window(TEXT, (0, 1), (0, 1))),
    "a minimum is text": ("minimum", lambda: Window.around(J, PATH, TEXT)),
    "a window without a cost": ("cost", lambda: Window.around(None, PATH)),
    "a window without a path": ("path", lambda: Window.around(J, None)),
    "levels are text": ("levels", lambda: contours(J, WINDOW, TEXT)),
    "contours without a cost": ("cost", lambda: contours(5, WINDOW, [1])),
    "contours without a window": ("window", lambda: contours(J, None, [1])),
    "lines are none": ("lines", lambda: Contour(1, None)),
    "a start is text": ("start", lambda: descend(J, TEXT, RULE, 3)),
    "a function without a gradient": ("cost", lambda: descend(np.sum, (0, 0), RULE, 3)),
    "no cost": ("cost", lambda: descend(None, (0, 0), RULE, 3)),
    "a rate is no optimiser": ("optimizer", lambda: descend(J, (0, 0), 0.1, 3)),
    "a class is no optimiser": ("optimizer", lambda: descend(J, (0, 0), Newton, 3)),
    "a tolerance is False": ("tolerance", lambda: descend(J, (0, 0), RULE, 3, tolerance=False)),
    "points are none": ("points", lambda: Descent(None, [1], [(0, 0)], "stopped")),
    "points are text": ("points", lambda: Descent([TEXT], [1], [(0, 0)], "stopped")),
    "a class is no schedule": ("rate", lambda: Momentum(Constant)),
    "a class is no line search": ("search", lambda: Newton(Backtracking)),
    "a number is no line search": ("search", lambda: SteepestDescent(0.5)),
    "a class in batches": ("optimizer", lambda: MiniBatch(GradientDescent, 2)),
    "no samples": ("m", lambda: BATCHES.batches_per_epoch(0)),
    "m is text": ("m", lambda: BATCHES.batches_per_epoch("9")),
    "fewer samples than a batch": ("size", lambda: BATCHES.batches_per_epoch(2)),
    "eigenvectors are parallel": ("eigenvectors", lambda: Rates((1, 4), np.ones((2, 2)))),
    "eigenvectors are long": ("eigenvectors", lambda: Rates((1, 4), 2 * np.eye(2))),
    "a rate is text": ("rate", lambda: RATES.contraction("0.1")),
    "rates of no cost": ("cost", lambda: Rates.of(5)),
    "standardising a sample": ("data", lambda: Standardizing.of(Sample([1, 2], [1, 2]))),
    "a plane at no cost": ("cost", lambda: TangentPlane.at(None, (0, 0))),
    "a gap to no cost": ("cost", lambda: PLANE.gap(None, (0, 0))),
    "a class is no data": ("data", lambda: HuberCost(Dataset)),
    "a huge degree": ("degree", lambda: BasisRegression.polynomial(DATA, 10**9)),
    "a table as a number": ("n", lambda: Dataset.synthetic(n=np.eye(3))),
    "a long text as a number": ("n", lambda: Dataset.synthetic(n="x" * 5000)),
    "too many to draw": ("n", lambda: Dataset.synthetic(n=10**13)),
    "a masked value": ("y", lambda: Dataset([1, 2], np.ma.masked_array([1, 9], [0, 1]))),
    "a table as a formula": ("formula", lambda: FormulaCost(np.eye(3))),
    "no path of a file": ("path", lambda: Dataset.from_csv(None, "a", "b")),
    "a path no file has": ("path", lambda: Dataset.from_csv("a\0b", "a", "b")),
    "a basis that divides by zero": (
        "basis",
        lambda: BasisRegression(DATA, (np.ones_like, lambda x: np.ones_like(x) * (1 / 0))),
    ),
    "y overflows": ("intercept", lambda: Dataset.synthetic(slope=1e308, x_range=(0, 100))),
    "steps are a table": ("steps", lambda: descend(J, (0, 0), RULE, np.eye(2))),
    "an outcome is a table": ("outcome", lambda: Descent([(0, 0)], [1], [(0, 0)], np.eye(2))),
    "a zoom without a plane": ("plane", lambda: Zoom(J, None, WINDOW)),
    "a zoom without a window": ("window", lambda: Zoom(J, PLANE, None)),
    "a zoom without a cost": ("cost", lambda: Zoom("x", PLANE, WINDOW)),
    "a gap of no plane": ("plane", lambda: PlaneGap(J, None)),
    "a step without a window": ("window", lambda: step_window(J, PATH, None)),
    "a step without a path": ("path", lambda: step_window(J, None, WINDOW)),
    "a step on no cost": ("cost", lambda: step_window(None, PATH, WINDOW)),
    "a callback that cannot be called": (
        "callback",
        lambda: descend(J, (0, 0), RULE, 3, callback=5),
    ),
    "J never evaluated": ("every", lambda: descend(J, (0, 0), RULE, 3, every=0)),
    "a curve that is no function": (
        "curve",
        lambda: BasisRegression(DATA, (np.ones_like, np.sin), curve=5),
    ),
    "a gap's place without a window": ("window", lambda: gap_offset(J, PLANE, None)),
    "places without a window": ("window", lambda: places(J, (0, 0), None)),
    "places without a cost": ("cost", lambda: places(None, (0, 0), WINDOW)),
    "too many places": ("count", lambda: places(J, (0, 0), WINDOW, 10**400)),
    "too many levels": ("count", lambda: round_levels(1, 2, 10**7)),
    "too many cells": ("resolution", lambda: contours(J, WINDOW, [1], 10**40)),
    "rates that are none": ("before", lambda: Standardizing("x", None)),
    "a plane at half a place": ("at", lambda: SymbolicCost.of(DATA).plane((sympy.oo, 1))),
    "an imaginary number": (
        "expression",
        lambda: SymbolicCost.of(DATA).function(sympy.I * sympy.Symbol("theta_0")),
    ),
    "an undefined function": (
        "expression",
        lambda: SymbolicCost.of(DATA).function(sympy.Function("f")(sympy.Symbol("theta_0"))),
    ),
    "an array is no data": ("data", lambda: MeanSquaredError(np.eye(9))),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_argument_is_named_in_one_line(case):
    name, call = REFUSED[case]
    with pytest.raises(
        ValueError, match=rf"^{name}\b.*(must be|may have only|cannot be|must give) ?"
    ) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("cost", COSTS, ids=lambda cost: type(cost).__name__)
@pytest.mark.parametrize("theta", [TEXT, [1, None], np.array([0, 1], dtype="timedelta64[s]")])
def test_no_cost_takes_what_only_looks_like_numbers(cost, theta):
    for method in (cost, cost.gradient, cost.hessian):
        with pytest.raises(ValueError, match=r"^theta must be an array of real numbers"):
            method(theta)


@pytest.mark.parametrize("rate", [np.nan, np.inf, -0.1, "0.1", None])
def test_what_a_schedule_gives_is_checked(rate):
    message = rf"^the rate of step 2 is {re.escape(repr(rate))}; it must be a finite number"
    with pytest.raises(ValueError, match=message):
        descend(J, (1, 1), GradientDescent(lambda step: 0.1 if step < 2 else rate), 9)


def test_a_schedule_may_end_in_a_rate_of_zero():
    path = descend(J, (1, 1), GradientDescent(lambda step: 0.1 if step < 2 else 0), 4)
    assert path.points[2].tolist() == path.points[4].tolist()
