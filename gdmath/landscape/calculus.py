"""Derivatives of formulas, by SymPy. The one module of formulas that imports it.

A formula enters SymPy by construction, and leaves it by a walk over what `diff` gives. Sums,
products and whole powers are SymPy's own. Functions are `Applied`, which SymPy differentiates
by the chain rule but never rewrites: it would turn exp(log(a)) into a, which is defined
elsewhere, and the derivative of abs into one with DiracDelta.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import sympy
from sympy.core.cache import cacheit
from sympy.core.parameters import distribute
from sympy.core.symbol import Str

from gdmath.landscape.program import OPERATIONS, Program, Tape
from gdmath.landscape.tree import (
    Call,
    Constant,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Variable,
    integer_exponent,
)

Expression = Any  # SymPy has no types


class Applied(sympy.Expr):  # type: ignore[misc]
    """A function of formulas, by its name in `OPERATIONS`, of SymPy expressions.

    Examples
    --------
    >>> Applied("sin", sympy.Symbol("a")).diff(sympy.Symbol("a")).args[0]
    cos
    """

    is_commutative = True

    def __new__(cls, name: str | Str, *arguments: Expression) -> Expression:
        """Return the function of the arguments, folded if they are numbers."""
        operation = str(name)
        if operation == "chained" and arguments[1].is_Number:
            return arguments[0] * arguments[1] if arguments[1] != 0 else sympy.S.Zero
        if all(argument.is_number for argument in arguments):
            with np.errstate(all="ignore"):
                values = [np.float64(_float(argument)) for argument in arguments]
                return _number(float(OPERATIONS[operation](*values)))
        return sympy.Expr.__new__(cls, Str(operation), *arguments)

    def _eval_derivative(self, symbol: Expression) -> Expression:
        """Return the derivative by the chain rule."""
        name, u, *rest = self.args
        slope = _slope(u, symbol)
        if rest and name.name == "chained":  # the product rule
            return Applied("chained", slope, rest[0]) + Applied(
                "chained", u, _slope(rest[0], symbol)
            )
        if rest:  # d uᵛ = v uᵛ⁻¹ du + uᵛ log u dv
            v = rest[0]
            by_base = Applied("chained", v * Applied("power", u, v - 1), slope)
            by_exponent = _slope(v, symbol)
            if by_exponent == 0:
                return by_base
            return by_base + Applied("chained", Applied("log", u) * by_exponent, self)
        if slope == 0:
            return slope
        if name.name == "sqrt":  # |u'| is the sharper 0 where a norm is 0; its slope there is 0
            return Applied("chained", 1 / (2 * self), slope)
        return DERIVATIVES[name.name](u, self) * slope


DERIVATIVES: dict[str, Callable[[Expression, Expression], Expression]] = {
    "sin": lambda u, _: Applied("cos", u),
    "cos": lambda u, _: -Applied("sin", u),
    "tan": lambda _, f: 1 + f**2,
    "asin": lambda u, _: 1 / Applied("sqrt", 1 - u**2),
    "acos": lambda u, _: -1 / Applied("sqrt", 1 - u**2),
    "atan": lambda u, _: 1 / (1 + u**2),
    "sinh": lambda u, _: Applied("cosh", u),
    "cosh": lambda u, _: Applied("sinh", u),
    "tanh": lambda _, f: 1 - f**2,
    "exp": lambda _, f: f,
    "log": lambda u, _: 1 / u,
    "abs": lambda u, _: Applied("sign", u),
    "sign": lambda _u, _f: sympy.S.Zero,
}
"""f' by name, from the argument u and f(u) itself; abs' is sign, with sign(0) = 0 = sign'."""


def derivatives(node: Node, names: tuple[str, str]) -> tuple[Program, Program]:
    """Return programs of the two first, and of the three second derivatives (00, 01, 11).

    Parameters
    ----------
    node
        The formula.
    names
        Those of the variables.

    Raises
    ------
    ValueError
        If a coefficient of a derivative is too large or too small for float64.

    Examples
    --------
    >>> from gdmath.landscape.parser import parse
    >>> first, second = derivatives(parse("a**2 * b", ("a", "b")), ("a", "b"))
    >>> [float(value) for value in first(np.float64(3), np.float64(2))]
    [12.0, 9.0]
    >>> [float(value) for value in second(np.float64(3), np.float64(2))]
    [4.0, 6.0, 0.0]
    """
    a, b = symbols = tuple(sympy.Symbol(name, real=True) for name in names)
    with distribute(False):  # 200 (b − a²) does not become 200 b − 200 a²
        expression = construct(node, symbols)
        by_a, by_b = expression.diff(a), expression.diff(b)
        second = by_a.diff(a), by_a.diff(b), by_b.diff(b)
        return compiled((by_a, by_b), symbols), compiled(second, symbols)


def construct(node: Node, symbols: tuple[Expression, ...]) -> Expression:
    """Return a formula as a SymPy expression in `symbols`.

    Examples
    --------
    >>> construct(Sum((Variable(0), Variable(1)), (1, -1), None), sympy.symbols("a b"))
    a - b
    """
    if node.value is not None:
        return _number(node.value)
    match node:
        case Variable(index):
            return symbols[index]
        case Sum(terms, signs):
            parts = [construct(term, symbols) for term in terms]
            return sympy.Add(*(s * part for s, part in zip(signs, parts, strict=True)))
        case Product(factors, inverted):
            parts = [construct(factor, symbols) for factor in factors]
            powers = (1 / p if i else p for p, i in zip(parts, inverted, strict=True))
            return sympy.Mul(*powers)
        case Power(base, exponent):
            below = construct(base, symbols)
            whole = integer_exponent(node)
            if whole is not None:
                return below**whole
            if exponent.value == 0.5:
                return Applied("sqrt", below)
            return Applied("power", below, construct(exponent, symbols))
        case Call(name, argument):
            return Applied("log" if name == "ln" else name, construct(argument, symbols))
        case Number() | Constant():
            raise AssertionError("a number has a value")


def compiled(expressions: tuple[Expression, ...], symbols: tuple[Expression, ...]) -> Program:
    """Return the program that computes `expressions`; what they share is computed once.

    Raises
    ------
    ValueError
        If a coefficient is too large or too small for float64.

    Examples
    --------
    >>> a, b = sympy.symbols("a b")
    >>> compiled((a * b,), (a, b))(np.float64(2), np.float64(3))
    [np.float64(6.0)]
    """
    tape = Tape()
    places: dict[Expression, int] = {s: tape.variable(i) for i, s in enumerate(symbols)}

    def place(expression: Expression) -> int:
        if expression not in places:
            places[expression] = record(expression)
        return places[expression]

    def record(expression: Expression) -> int:
        if expression.is_number:
            return tape.constant(_float(expression))
        if isinstance(expression, Applied):
            name, *arguments = expression.args
            return tape.apply(name.name, *(place(argument) for argument in arguments))
        if expression.is_Pow:
            return tape.integer_power(place(expression.base), int(expression.exp))
        if expression.is_Add:
            return added(expression.args)
        return multiplied(expression.args)

    def added(terms: tuple[Expression, ...]) -> int:
        negative = [term for term in terms if term.could_extract_minus_sign()]
        positive = [term for term in terms if term not in negative]
        if not positive:
            positive, negative = negative[:1], negative[1:]
        result = place(positive[0])
        for term in positive[1:]:
            result = tape.apply("add", result, place(term))
        for term in negative:
            result = tape.apply("subtract", result, place(-term))
        return result

    def multiplied(factors: tuple[Expression, ...]) -> int:
        below = [f for f in factors if f.is_Pow and f.exp.is_negative]
        above = [f for f in factors if f not in below and f != -1]
        result = place(above[0]) if above else tape.constant(1.0)
        for factor in above[1:]:
            result = tape.apply("multiply", result, place(factor))
        for factor in below:
            result = tape.apply("divide", result, place(1 / factor))
        return tape.apply("negative", result) if -1 in factors else result

    return tape.program([place(expression) for expression in expressions])


@cacheit  # type: ignore[untyped-decorator]
def _slope(expression: Expression, symbol: Expression) -> Expression:
    """Return a derivative; nested functions ask for the same ones again and again."""
    return expression.diff(symbol)


def _number(value: float) -> Expression:
    """Return a float exactly as SymPy's number."""
    if math.isnan(value):
        return sympy.S.NaN
    if value.is_integer() and abs(value) < 2**53:
        return sympy.Integer(int(value))
    return sympy.Float(value)


def _float(number: Expression) -> float:
    """Return a number of SymPy's as a float; nan for its infinities.

    Raises
    ------
    ValueError
        If it is too large or too small.
    """
    if not number.is_finite:
        return math.nan
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    if math.isinf(value) or (value == 0 and number != 0):
        size = "large" if value else "small"
        raise ValueError(f"a coefficient of its derivatives is too {size} for float64")
    return value
