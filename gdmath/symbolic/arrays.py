"""SymPy expressions -> functions of NumPy arrays, in which a sum over observations is one sum."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.printing.codeprinter import PrintMethodNotImplementedError
from sympy.printing.numpy import NumPyPrinter

from gdmath.checks import FloatArray
from gdmath.cost.mean_loss import BLOCK, OBSERVATIONS

SMALL = 2**53
"""Every whole number below this is a float64."""


class Compiled(NamedTuple):
    """Expressions as a function of columns; `depth` is how many sums stand in one another."""

    function: Callable[..., list[Any]]
    constants: list[float]
    depth: int

    def __call__(self, points: FloatArray, data: tuple[Any, ...], entries: int) -> FloatArray:
        """Return the values (n, entries) at points (n, 2), with x (m,), y (m,) and m as `data`."""
        result = np.empty((len(points), entries))
        terms = int(min(data[-1], OBSERVATIONS)) ** self.depth if data else 1
        size = max(BLOCK // terms, 1)
        for start in range(0, len(points), size):
            some = slice(start, start + size)
            # The last axes are those of the sums' indices.
            columns = [column.reshape(-1, *(1,) * self.depth) for column in points[some].T]
            with np.errstate(all="ignore"):  # far away it is infinite, or no number
                values = self.function(*columns, *data, *self.constants)
            for k, value in enumerate(values):
                result[some, k] = np.broadcast_to(value, columns[0].shape).ravel()
        return result


def compiled(entries: list[sp.Expr], arguments: tuple[Any, ...]) -> Compiled:
    """Return the function of `arguments` that computes the entries.

    ValueError for numbers beyond float64, and for what has no NumPy form, as an integral.

    The exact numbers become arguments, each rounded once and correctly: printed into code, a
    long numerator would meet an array before its denominator.
    """
    numbers = {n for entry in entries for n in entry.atoms(sp.Rational, sp.Float)}
    long = sorted(n for n in numbers if not (n.is_Integer and abs(n) < SMALL))
    try:
        constants = [int(n.p) / int(n.q) if n.is_Rational else float(n) for n in long]
    except OverflowError:
        reason = "expression has a number too large for float64; rescale the data"
        raise ValueError(reason) from None
    names = [sp.Dummy() for _ in long]
    swapped = dict(zip(long, names, strict=True))
    code = [replaced(entry, swapped) for entry in entries]
    printer = _ArrayPrinter()
    try:
        function = sp.lambdify([*arguments, *names], code, [_CALLED, "numpy"], printer=printer)
    except PrintMethodNotImplementedError as error:
        what = str(error).splitlines()[0].rstrip("'>").replace(".", " ").split()[-1]
        reason = "it may have only what NumPy and Python's math compute"
        raise ValueError(f"expression has {what}; {reason}") from None
    return Compiled(function, constants, printer.deepest)


def replaced(expression: Any, numbers: dict[Any, Any]) -> Any:
    """Return `expression` with other numbers; no product is multiplied out on the way."""
    if isinstance(expression, sp.MatrixBase):
        return expression.applyfunc(lambda entry: replaced(entry, numbers))
    if expression in numbers:
        return numbers[expression]
    if not expression.args or not expression.has(*numbers):
        return expression
    parts = [replaced(part, numbers) for part in expression.args]
    if expression.is_Mul:
        return sp.Mul(*parts, evaluate=False)
    return expression.func(*parts)


class _ArrayPrinter(NumPyPrinter):  # type: ignore[misc]  # SymPy has no types
    """Prints a sum as one over an array, along an axis of its own, and x[i] as a part of x.

    An index on which the ends of another sum depend takes its values one after the other instead.
    Products are printed as sums are. What Python's ``math`` has and NumPy has not, as erf, is
    evaluated element by element.
    """

    def __init__(self) -> None:
        known = {"conjugate": "conjugate"}
        super().__init__({"fully_qualified_modules": False, "user_functions": known})
        self.deepest = 0
        self._indices: list[Any] = []

    def _print_Sum(self, expr: Any) -> str:  # noqa: N802 (SymPy's name)
        return self._reduced(expr, "_SUM")

    def _print_Product(self, expr: Any) -> str:  # noqa: N802
        return self._reduced(expr, "_PRODUCT")

    def _reduced(self, expr: Any, kind: str) -> str:
        *inner, (index, low, high) = expr.limits
        body = expr.func(expr.function, *inner) if inner else expr.function
        name, ends = self._print(index), f"{self._print(low)}, {self._print(high)}"
        bounds = (
            end for part in body.find(ExprWithLimits) for _, *ends in part.limits for end in ends
        )
        if any(end.has(index) for end in bounds):
            return f"_one_by_one({kind}, lambda {name}: {self._print(body)}, {ends})"
        self._indices.append(index)
        depth = len(self._indices)
        self.deepest = max(self.deepest, depth)
        terms = self._print(body)
        self._indices.pop()
        return f"_at_once({kind}, lambda {name}: {terms}, {ends}, {depth})"

    def _print_Indexed(self, expr: Any) -> str:  # noqa: N802
        base, (index,) = self._print(expr.base.label), expr.indices
        taken = "_part" if index in self._indices else "_at"
        return f"{taken}({base}, {self._print(index)})"

    def _print_KroneckerDelta(self, expr: Any) -> str:  # noqa: N802
        return f"(1.0 * equal({self.stringify(expr.args, ', ')}))"

    def _module_format(self, fqn: str, register: bool = True) -> str:
        module, _, name = fqn.partition(".")
        return (
            f"_{name}"
            if module == "math" and name in _ELEMENTWISE
            else super()._module_format(fqn, register)
        )


class _Reduction(NamedTuple):
    """How the terms of a sum or a product become one number."""

    operation: np.ufunc
    none: float
    same: Callable[[Any, int], Any]


_SUM = _Reduction(np.add, 0.0, np.multiply)
_PRODUCT = _Reduction(np.multiply, 1.0, np.power)


def _at_once(
    kind: _Reduction, terms_at: Callable[[FloatArray], Any], low: Any, high: Any, axis: int
) -> Any:
    """Return the sum of the terms from `low` to `high`, along an axis counted from the last."""
    (first, end), total = _ends(low, high), kind.none
    for start in range(first, end, OBSERVATIONS):
        # As float64, in which no power of an index overflows.
        index = np.arange(start, min(start + OBSERVATIONS, end), dtype=np.float64)
        terms = np.asarray(terms_at(index.reshape(-1, *(1,) * (axis - 1))))
        if terms.ndim < axis or terms.shape[-axis] != index.size:  # none depends on the index
            return kind.same(terms, end - first)
        total = kind.operation(total, kind.operation.reduce(terms, axis=-axis, keepdims=True))
    return total


def _one_by_one(kind: _Reduction, term_at: Callable[[float], Any], low: Any, high: Any) -> Any:
    """Return the sum of the terms from `low` to `high`, each made for itself."""
    total = kind.none
    for index in range(*_ends(low, high)):
        total = kind.operation(total, term_at(float(index)))
    return total


def _ends(low: Any, high: Any) -> tuple[int, int]:
    """Return the first index and the one after the last."""
    if any(np.ndim(end) for end in (low, high)):
        raise ValueError("a sum's ends depend on theta; they must be whole numbers")
    if not all(float(end).is_integer() for end in (low, high)):
        raise ValueError(f"a sum runs from {low:g} to {high:g}; both must be whole numbers")
    return int(low), int(high) + 1


def _part(values: FloatArray, index: FloatArray) -> FloatArray:
    """Return the values of consecutive observations, counted from 1, in the shape of `index`."""
    _check(index, len(values))
    first = int(index.flat[0]) - 1 if index.size else 0
    return values[first : first + index.size].reshape(index.shape)


def _at(values: FloatArray, index: Any) -> FloatArray:
    """Return the values of observations, counted from 1, in the shape of `index`."""
    index = np.asarray(index)
    _check(index, len(values))
    return np.asarray(values[index.astype(np.intp) - 1])


def _check(index: FloatArray, count: int) -> None:
    if (index != np.floor(index)).any():
        raise ValueError("expression has an index that is no whole number")
    outside = index[(index < 1) | (index > count)] if index.size else index
    if outside.size:
        raise ValueError(
            f"expression has the index {outside.flat[0]:g}; it must be from 1 to m = {count}"
        )


def _each(function: Callable[..., float]) -> Any:
    """Return a function of numbers as one of arrays; inf and nan where Python's raises."""

    def value(*arguments: float) -> float:
        try:
            return function(*arguments)
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan

    return np.vectorize(value, otypes=[np.float64])


_ELEMENTWISE: dict[str, Callable[..., float]] = {
    "erf": math.erf,
    "erfc": math.erfc,
    "gamma": math.gamma,
    "lgamma": math.lgamma,
    "factorial": lambda n: math.gamma(n + 1),
}
"""What the printer asks of Python's ``math``."""

_CALLED = {
    **{f"_{name}": _each(function) for name, function in _ELEMENTWISE.items()},
    **{"_SUM": _SUM, "_PRODUCT": _PRODUCT, "_at_once": _at_once, "_one_by_one": _one_by_one},
    **{"_part": _part, "_at": _at},
}
