"""Derivatives of formulas, by SymPy. The one module of formulas that imports it.

A formula enters SymPy by construction, and leaves it by a walk over what `diff` gives. Sums,
products and whole powers are SymPy's own. Functions are `Applied`, which SymPy differentiates
by the chain rule but never rewrites: it would turn exp(log(a)) into a, which is defined
elsewhere, and the derivative of abs into one with DiracDelta.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import sympy
from sympy.core.cache import cacheit
from sympy.core.parameters import distribute
from sympy.core.symbol import Str

from gdmath.landscape.program import OPERATIONS, Program, Tape
from gdmath.landscape.tree import Call, Node, Number, Power, Product, Sum, Variable, children

MAX_DERIVATIVES = 16_000
"""The most operations of a formula and its derivatives (see `sizes`): a second or two's work."""

Expression = Any  # SymPy has no types


def derivatives(node: Node, names: tuple[str, str]) -> tuple[Program, Program]:
    """Return programs of the two first, and of the three second derivatives (00, 01, 11).

    ValueError if they are longer than `MAX_DERIVATIVES`, or have a coefficient beyond float64.
    """
    if sum(sizes(node)) > MAX_DERIVATIVES:
        reason = "its second derivatives are too long; it must have fewer factors or levels"
        raise ValueError(reason)
    a, b = symbols = tuple(sympy.Symbol(name, real=True) for name in names)
    with distribute(False):  # 200 (b − a²) does not become 200 b − 200 a²
        expression = construct(node, symbols)
        by_a, by_b = expression.diff(a), expression.diff(b)
        second = by_a.diff(a), by_a.diff(b), by_b.diff(b)
        return compiled((by_a, by_b), symbols), compiled(second, symbols)


def sizes(node: Node) -> tuple[int, int, int]:
    """Return bounds of the operations in a formula, its first and its second derivatives.

    This counts the rules of the sum, product and chain; what derivatives share counts again
    and again, as it does for the time that it takes to derive them.
    """
    if node.value is not None:
        return 1, 0, 0
    if isinstance(node, Variable):
        return 1, 1, 0
    parts = [sizes(part) for part in children(node)]
    if isinstance(node, Product):  # equal factors are one power, a divisor is the power −1
        signed = zip(node.factors, node.signs, parts, strict=True)
        factors = {(f, sign): _chain(*part) if sign == "/" else part for f, sign, part in signed}
        parts = list(factors.values())
    value, first, second = (sum(column) for column in zip(*parts, strict=True))
    match node:
        case Sum():
            return value + 1, first, second
        case Product():  # a term for each factor, then for each pair
            n = sum(part[1] > 0 for part in parts)
            return value + 1, n * value + first, n * n * value + 2 * n * first + second
        case Power() if node.integer_exponent is None:
            return value + 1, 3 * (value + 1) + first, 6 * (value + 1) + 4 * first + second
    return _chain(value + 1, first, second)


def _chain(value: int, first: int, second: int) -> tuple[int, int, int]:
    """Return the sizes of f(u): f(u), f'(u) u' and f''(u) u'² + f'(u) u''."""
    return value, value + first + 2, 2 * value + 2 * first + second + 4


class Applied(sympy.Expr):  # type: ignore[misc]
    """A function of formulas, by its name in `OPERATIONS`, of SymPy expressions."""

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
            by_rest = Applied("chained", u, _slope(rest[0], symbol))
            return Applied("chained", slope, rest[0]) + by_rest
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


def construct(node: Node, symbols: tuple[Expression, ...]) -> Expression:
    """Return a formula as a SymPy expression in `symbols`."""
    if node.value is not None:
        return _number(node.value)
    parts = [construct(part, symbols) for part in children(node)]
    match node:
        case Number(value):
            return _number(value)
        case Variable(index):
            return symbols[index]
        case Sum(_, signs):
            signed = zip(signs, parts, strict=True)
            return sympy.Add(*(-1 * part if sign == "-" else part for sign, part in signed))
        case Product(_, signs):
            signed = zip(signs, parts, strict=True)
            return sympy.Mul(*(1 / part if sign == "/" else part for sign, part in signed))
        case Power(_, exponent):
            whole = node.integer_exponent
            if whole is not None:
                return parts[0] ** whole
            return Applied("sqrt", parts[0]) if exponent.value == 0.5 else Applied("power", *parts)
        case Call(name):
            return Applied("log" if name == "ln" else name, *parts)


def compiled(expressions: tuple[Expression, ...], symbols: tuple[Expression, ...]) -> Program:
    """Return the program that computes `expressions`; what they share is computed once."""
    tape = Tape()
    places: dict[Expression, int] = {symbol: i for i, symbol in enumerate(symbols)}

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
        positive = [term for term in terms if term not in negative] or [negative.pop(0)]
        parts = [place(term) for term in positive] + [place(-term) for term in negative]
        return tape.chain(parts, "+" * len(positive) + "-" * len(negative))

    def multiplied(factors: tuple[Expression, ...]) -> int:
        below = [f for f in factors if f.is_Pow and f.exp.is_negative]
        above = [f for f in factors if f not in below and f != -1]
        parts = [place(factor) for factor in above] or [tape.constant(1.0)]
        signs = "*" * len(parts) + "/" * len(below)
        result = tape.chain(parts + [place(1 / factor) for factor in below], signs)
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
    """Return a number of SymPy's as a float; nan for its infinities, ValueError beyond float64."""
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
