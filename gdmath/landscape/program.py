"""Straight-line programs of NumPy operations: what formulas are compiled to."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdmath.checks import FloatArray
from gdmath.landscape.tree import FUNCTIONS, Call, Node, Number, Power, Product, Sum, Variable


def chained(rate: FloatArray, slope: FloatArray) -> FloatArray:
    """Return rate·slope, and 0 where slope is 0 though the rate may be infinite."""
    return np.where(slope == 0, 0.0, rate * slope)[()]


OPERATIONS: dict[str, Callable[..., Any]] = FUNCTIONS | {
    # Python's operators are ten times faster than NumPy's functions for single numbers.
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "power": operator.pow,
    "negative": operator.neg,
    "sign": np.sign,
    "chained": chained,
}
"""What a program can do, by name."""

PARTIAL = {operator.truediv, operator.pow, np.arcsin, np.arccos, np.log, np.sqrt}
"""The operations that are undefined for some arguments."""

KINKED = {operator.pow, np.arcsin, np.arccos, np.sqrt, np.abs}
"""The operations that are defined for an argument at which they have no derivative."""

BLOCK = 4_096
"""Points computed at a time: 32 KB of each result, which a processor's cache holds."""


@dataclass(frozen=True, slots=True)
class Program:
    """Operations one after another on values in places: two variables, constants, results.

    A step is an operation, the places of its operands (the second −1 if it has but one) and its
    own place. `values` are what places hold at first: None where a variable or result will be.
    """

    values: tuple[np.float64 | None, ...]
    steps: tuple[tuple[Callable[..., Any], int, int, int], ...]
    outputs: tuple[int, ...]

    @property
    def is_partial(self) -> bool:
        """Whether an operation of it is undefined for some arguments."""
        return any(
            function in PARTIAL and (function is not operator.truediv or self.values[right] is None)
            for function, _, right, _ in self.steps
        )

    @property
    def has_kinks(self) -> bool:
        """Whether an operation of it is defined somewhere without a derivative."""
        return any(function in KINKED for function, *_ in self.steps)

    def __call__(self, theta: FloatArray) -> FloatArray:
        """Return the n outputs for variables theta (..., 2), of shape (..., n)."""
        results = np.empty((*theta.shape[:-1], len(self.outputs)))
        with np.errstate(all="ignore"):
            if theta.ndim == 1:  # single numbers are much quicker than arrays of them
                self._run(theta[0], theta[1], results)
                return results
            points, rows = theta.reshape(-1, 2), results.reshape(-1, len(self.outputs))
            for start in range(0, len(points), BLOCK):
                block = slice(start, start + BLOCK)
                self._run(points[block, 0], points[block, 1], rows[block].T)
        return results

    def _run(self, first: FloatArray, second: FloatArray, results: FloatArray) -> None:
        """Fill `results` (n, ...) with the outputs for variables of shape (...)."""
        values: list[Any] = [first, second, *self.values[2:]]
        for function, left, right, place in self.steps:
            if right < 0:
                values[place] = function(values[left])
            else:
                values[place] = function(values[left], values[right])
        for row, place in enumerate(self.outputs):
            results[row] = values[place]


class Tape:
    """Records operations on places, of which 0 and 1 are the variables; equal ones once."""

    def __init__(self) -> None:
        self._places: dict[tuple[Any, ...], int] = {("variable", 0): 0, ("variable", 1): 1}

    def constant(self, value: float) -> int:
        """Return the place of a constant."""
        return self.apply("constant", float(value).hex())

    def apply(self, operation: str, *operands: Any) -> int:
        """Return the place of the result of an operation on one or two places."""
        return self._places.setdefault((operation, *operands), len(self._places))

    def chain(self, parts: Sequence[int], signs: str) -> int:
        """Return the place of a sum or product from left to right, each part with its sign."""
        result = parts[0] if signs[0] != "-" else self.apply("negative", parts[0])
        for part, sign in zip(parts[1:], signs[1:], strict=True):
            result = self.apply(sign, result, part)
        return result

    def integer_power(self, base: int, exponent: int) -> int:
        """Return the place of a whole power, by repeated squaring."""
        if exponent < 0:
            return self.apply("/", self.constant(1.0), self.integer_power(base, -exponent))
        result, square = None, base
        while exponent:
            if exponent & 1:
                result = square if result is None else self.apply("*", result, square)
            exponent >>= 1
            if exponent:
                square = self.apply("*", square, square)
        return self.constant(1.0) if result is None else result

    def program(self, outputs: Sequence[int]) -> Program:
        """Return the program of what is recorded, with the values at `outputs` as its results."""
        values, steps = [], []
        for place, (kind, *content) in enumerate(self._places):
            values.append(np.float64(float.fromhex(content[0])) if kind == "constant" else None)
            if kind in OPERATIONS:
                left, right = content if len(content) > 1 else (*content, -1)
                steps.append((OPERATIONS[kind], left, right, place))
        return Program(tuple(values), tuple(steps), tuple(outputs))


def program_of(node: Node) -> Program:
    """Return the program that computes a formula exactly as it is written."""
    tape = Tape()

    def record(node: Node) -> int:
        if node.value is not None:
            return tape.constant(node.value)
        match node:
            case Number(value):
                return tape.constant(value)
            case Variable(index):
                return index
            case Sum(parts, signs) | Product(parts, signs):
                return tape.chain([record(part) for part in parts], signs)
            case Power(base, exponent):
                whole = node.integer_exponent
                if whole is not None:
                    return tape.integer_power(record(base), whole)
                return tape.apply("power", record(base), record(exponent))
            case Call(name, argument):
                return tape.apply(name, record(argument))

    return tape.program([record(node)])
