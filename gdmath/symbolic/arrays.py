"""SymPy expressions -> functions of NumPy arrays, in which a sum over observations is one sum."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from sympy.printing.numpy import NumPyPrinter

from gdmath.checks import FloatArray

SMALL = 2**53
"""Every whole number below this is a float64."""

PART, BLOCK = 16_384, 65_536
"""The most terms of a sum, and about the most terms × parameters, that are computed at a time, so
that they fit the cache."""

Indices = NDArray[np.int64]


class Compiled(NamedTuple):
    """Expressions as a function of columns; `depth` is how many sums stand in one another."""

    function: Callable[..., list[Any]]
    constants: list[float]
    depth: int

    def __call__(self, points: FloatArray, data: tuple[Any, ...], entries: int) -> FloatArray:
        """Return the values (n, entries) at points (n, 2), with x (m,), y (m,) and m as `data`."""
        result = np.empty((len(points), entries))
        terms = min(data[-1], PART) ** self.depth if data else 1
        size = max(BLOCK // terms, 1)
        for start in range(0, len(points), size):
            some = slice(start, start + size)
            # The last axes are those of the sums' indices.
            columns = [column.reshape(-1, *(1,) * self.depth) for column in points[some].T]
            for k, value in enumerate(self.function(*columns, *data, *self.constants)):
                result[some, k] = np.broadcast_to(value, columns[0].shape).ravel()
        return result


def compiled(entries: list[sp.Expr], arguments: tuple[Any, ...]) -> Compiled:
    """Return the function of `arguments` that computes the entries; ValueError beyond float64.

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
    function = sp.lambdify([*arguments, *names], code, [_CALLED, "numpy"], printer=printer)
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
    """Prints a sum as one over an array, along an axis of its own, and x[i] as a part of x."""

    def __init__(self) -> None:
        super().__init__({"fully_qualified_modules": False, "allow_unknown_functions": True})
        self.deepest = 0
        self._indices: list[Any] = []

    def _print_Sum(self, expr: Any) -> str:  # noqa: N802 (SymPy's name)
        *inner, (index, low, high) = expr.limits
        ends = f"{self._print(low)}, {self._print(high)}"
        self._indices.append(index)
        depth = len(self._indices)
        self.deepest = max(self.deepest, depth)
        terms = self._print(sp.Sum(expr.function, *inner) if inner else expr.function)
        self._indices.pop()
        return f"_total(lambda {self._print(index)}: {terms}, {ends}, {depth})"

    def _print_Indexed(self, expr: Any) -> str:  # noqa: N802
        base, (index,) = self._print(expr.base.label), expr.indices
        taken = "_part" if index in self._indices else "_at"
        return f"{taken}({base}, {self._print(index)})"


def _total(terms_at: Callable[[Indices], Any], low: Any, high: Any, axis: int) -> Any:
    """Return the sum of the terms from `low` to `high`, along an axis counted from the last."""
    if not all(np.ndim(end) == 0 and float(end).is_integer() for end in (low, high)):
        raise ValueError(f"a sum runs from {low} to {high}; both must be whole numbers")
    total, first, end = 0.0, int(low), int(high) + 1
    for start in range(first, end, PART):
        index = np.arange(start, min(start + PART, end)).reshape(-1, *(1,) * (axis - 1))
        terms = np.asarray(terms_at(index))
        if terms.ndim < axis or terms.shape[-axis] != index.size:  # none depends on the index
            return terms * (end - first)
        total = total + terms.sum(axis=-axis, keepdims=True)
    return total


def _part(values: FloatArray, index: Indices) -> FloatArray:
    """Return the values of consecutive observations, counted from 1, in the shape of `index`."""
    _check(index, len(values))
    first = int(index.flat[0]) - 1 if index.size else 0
    return values[first : first + index.size].reshape(index.shape)


def _at(values: FloatArray, index: Any) -> FloatArray:
    """Return the values of observations, counted from 1, in the shape of `index`."""
    index = np.asarray(index)
    _check(index, len(values))
    return np.asarray(values[index - 1])


def _check(index: Indices, count: int) -> None:
    if index.dtype.kind not in "iu":
        raise ValueError("expression has an index that is no whole number")
    outside = index[(index < 1) | (index > count)] if index.size else index
    if outside.size:
        raise ValueError(
            f"expression has the index {outside.flat[0]}; it must be from 1 to m = {count}"
        )


_CALLED = {"_total": _total, "_part": _part, "_at": _at}
