"""SymbolicCost: the mean squared error and its derivatives as SymPy expressions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from numbers import Real
from typing import Any, Self

import sympy as sp
from numpy.typing import ArrayLike
from sympy.core.function import AppliedUndef

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.dataset import Sample
from gdmath.locked import fill
from gdmath.symbolic.arrays import compiled

THETA: tuple[sp.Symbol, sp.Symbol] = sp.symbols("theta_0 theta_1")
"""The parameters, intercept first."""

AT: tuple[sp.Symbol, sp.Symbol] = sp.symbols("a_0 a_1")
"""Where a plane touches."""

X, Y = sp.IndexedBase("x"), sp.IndexedBase("y")
"""The observations, x[1] … x[m] and y[1] … y[m]."""

COUNT = sp.Symbol("m", integer=True, positive=True)
"""Their number m."""

INDEX = sp.Symbol("i", integer=True)
"""The index i of sums over them, from 1 to m."""


@dataclass(frozen=True, slots=True)
class SymbolicCost:
    """A cost J(θ0, θ1) as a SymPy expression; everything else is SymPy's derivative of it.

    J is an expression in `theta`, the symbols theta_0 and theta_1; a general one also in x[i], y[i]
    and m: `THETA`, `X`, `Y`, `INDEX` and `COUNT`. `gradient` is (∂J/∂θ0, ∂J/∂θ1), and `hessian`
    an immutable 2 × 2 Matrix.

    Examples
    --------
    >>> from gdmath import Dataset
    >>> SymbolicCost.of(Dataset([-1, 1], [0, 2])).gradient
    (theta_0 - 1, theta_1 - 1)
    >>> SymbolicCost.general().gradient[0]
    Sum(theta_0 + theta_1*x[i] - y[i], (i, 1, m))/m
    """

    J: sp.Expr
    theta: tuple[sp.Symbol, sp.Symbol] = field(default=THETA, init=False)
    gradient: tuple[sp.Expr, sp.Expr] = field(init=False)
    hessian: sp.ImmutableMatrix = field(init=False)

    def __post_init__(self) -> None:
        if not isinstance(self.J, sp.Expr):
            raise checks.wrong(self.J, "J", "a SymPy expression")
        gradient = tuple(_tidy(self.J.diff(symbol)) for symbol in THETA)
        second = [[_tidy(slope.diff(symbol)) for symbol in THETA] for slope in gradient]
        fill(self, gradient=gradient, hessian=sp.ImmutableMatrix(second))

    @classmethod
    def of(cls, data: Sample, half: bool = True) -> Self:
        """Return the mean squared error of `data`, exactly.

        Every float is a rational number, so the means x̄ and ȳ, the variance s of x, the slope b
        and the least value are rational too, and nothing is rounded:

            J = least + ½ (θ0 + θ1 x̄ − ȳ)² + ½ s (θ1 − b)²,   or twice that with half=False

        (the normal equations about the mean; Draper & Smith, Applied Regression Analysis, ch. 1).
        """
        factor = sp.Integer(1 if checks.flag(half, "half") else 2)
        moments = _moments(checks.sample(data))
        x_mean, y_mean, variance, slope, least = map(sp.Rational, moments)
        intercept, incline = THETA
        at_mean = intercept + x_mean * incline - y_mean
        turn = (incline - slope) ** 2
        return cls(factor * least + factor / 2 * at_mean**2 + factor * variance / 2 * turn)

    @classmethod
    def general(cls, half: bool = True) -> Self:
        """Return the mean squared error of any m observations x[1] … x[m], y[1] … y[m]."""
        share = 1 / (2 * COUNT) if checks.flag(half, "half") else 1 / COUNT
        residual = THETA[0] + THETA[1] * X[INDEX] - Y[INDEX]
        return cls(share * sp.Sum(residual**2, (INDEX, 1, COUNT)))

    @property
    def is_general(self) -> bool:
        """Whether J is that of any observations x, y."""
        return bool(self.J.has(sp.Indexed))

    def plane(self, at: Sequence[Any] = AT) -> sp.Expr:
        """Return the tangent plane J(a) + ∂J/∂θ0(a) (θ0 − a0) + ∂J/∂θ1(a) (θ1 − a1).

        It touches at a = `at`: two finite numbers, taken exactly, or SymPy expressions.
        """
        point = _point(at)
        here = dict(zip(THETA, point, strict=True))
        height: sp.Expr = self.J.subs(here, simultaneous=True)
        for symbol, slope, start in zip(THETA, self.gradient, point, strict=True):
            height += _product(slope.subs(here, simultaneous=True), symbol - start)
        return height

    def function(self, expression: Any) -> Callable[..., FloatArray]:
        """Return a NumPy function of theta (..., 2) that evaluates `expression`.

        That is an expression, a tuple of n or an r × c Matrix of them, in `theta`; the result has
        the shape (...), (..., n) or (..., r, c). For a general cost they may have x[i], y[i] and
        m too: the function is then one of (theta, x, y), with x and y of shape (m,) or (m, 1).
        They may have sums and products over whole numbers, and functions that NumPy or Python's
        math computes; integrals, undefined functions and imaginary numbers raise ValueError.

        Examples
        --------
        >>> general = SymbolicCost.general()
        >>> general.function(general.gradient)((0, 1), x=[1, 2, 3], y=[2, 4, 5]).round(6)
        array([-1.666667, -3.666667])
        """
        entries, shape = entries_of(expression)
        known = {*THETA, X.label, Y.label, COUNT} if self.is_general else {*THETA}
        odd = AppliedUndef, type(sp.I), type(sp.zoo)
        unknown = {atom for e in entries for atom in e.atoms(*odd)}
        if unknown:
            raise ValueError(
                f"expression has {checks.shown(min(unknown, key=str))}; it may have only "
                "real numbers and SymPy's own functions"
            )
        free = {s for e in entries for s in e.free_symbols if not isinstance(s, sp.Indexed)}
        if not free <= known:
            extra, allowed = (", ".join(sorted(map(str, s))) for s in (free - known, known))
            raise ValueError(f"expression has the symbols {extra}; it may only have {allowed}")
        symbols = (*THETA, X, Y, COUNT) if self.is_general else THETA
        values_at = compiled(entries, symbols)

        def evaluate(theta: ArrayLike, *observations: Any) -> FloatArray:
            theta = checks.parameters(theta)
            values = values_at(theta.reshape(-1, 2), observations, len(entries))
            return values.reshape((*theta.shape[:-1], *shape))[()]

        def of_data(theta: ArrayLike, x: ArrayLike, y: ArrayLike) -> FloatArray:
            data = Sample(x, y)  # (m, 1) columns would broadcast against (m,) in silence
            return evaluate(theta, data.x, data.y, float(data.m))

        return of_data if self.is_general else evaluate


def entries_of(expression: Any) -> tuple[list[sp.Expr], tuple[int, ...]]:
    """Return the expressions in one, in a tuple or in a Matrix, and the shape that they have."""
    entries, shape = [expression], tuple[int, ...]()
    if isinstance(expression, sp.MatrixBase):
        entries, shape = list(expression), expression.shape
    elif isinstance(expression, tuple | list | sp.Tuple):
        entries = [sp.sympify(e) if isinstance(e, Real) else e for e in expression]
        shape = (len(entries),)
    for entry in entries:
        if not isinstance(entry, sp.Expr):
            raise checks.wrong(entry, "expression", "a SymPy expression, a tuple or a Matrix")
    return entries, shape


def _moments(data: Sample) -> tuple[Fraction, Fraction, Fraction, Fraction, Fraction]:
    """Return x̄, ȳ, the variance of x, the slope and the least ½ mean squared residual."""

    def mean(values: Iterable[Fraction]) -> Fraction:
        return sum(values, Fraction()) / data.m

    x, y = ([Fraction(value) for value in column.tolist()] for column in (data.x, data.y))
    x_mean, y_mean = mean(x), mean(y)
    x_variance = mean(a * a for a in x) - x_mean**2  # exact: nothing cancels
    y_variance = mean(b * b for b in y) - y_mean**2
    covariance = mean(a * b for a, b in zip(x, y, strict=True)) - x_mean * y_mean
    slope = covariance / x_variance if x_variance else Fraction()
    return x_mean, y_mean, x_variance, slope, (y_variance - slope * covariance) / 2


def _tidy(derivative: sp.Expr) -> sp.Expr:
    """Take common factors out of the sums, and add up those of constants."""
    return sp.factor_terms(derivative.doit()) if derivative.has(sp.Sum) else derivative


def _product(slope: sp.Expr, run: sp.Expr) -> sp.Expr:
    """Return slope · run, not multiplied out: point and slope form does not cancel."""
    if slope in (0, 1, -1):
        return slope * run
    return sp.Mul(slope, run, evaluate=False)


def _point(at: Sequence[Any]) -> tuple[sp.Expr, ...]:
    if not (isinstance(at, Sequence) and any(isinstance(a, sp.Expr) for a in at)):
        at = checks.single_parameters(at, "at").tolist()
    if len(at) != 2:
        raise checks.wrong(at, "at", "two numbers or expressions")
    allowed = "two finite numbers or SymPy expressions"
    point = tuple(
        a if isinstance(a, sp.Expr) else sp.Rational(checks.real(a, "at", allowed)) for a in at
    )
    if any(a.has(sp.oo, -sp.oo, sp.zoo, sp.nan) for a in point):
        raise ValueError(f"at is {checks.shown(at)}; both values must be finite")
    return point
