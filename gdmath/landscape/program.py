"""Straight-line programs of NumPy operations: what formulas are compiled to."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdmath.checks import FloatArray
from gdmath.landscape.tree import (
    FUNCTIONS,
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


def chained(rate: FloatArray, slope: FloatArray) -> FloatArray:
    """Return rate·slope, and 0 where slope is 0 though the rate may be infinite.

    Examples
    --------
    >>> with np.errstate(invalid="ignore"):
    ...     float(chained(np.float64(np.inf), np.float64(0)))
    0.0
    """
    return np.where(slope == 0, 0.0, rate * slope)[()]


OPERATIONS: dict[str, Callable[..., Any]] = FUNCTIONS | {
    # Python's operators are ten times faster than NumPy's functions for single numbers.
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": operator.pow,
    "negative": operator.neg,
    "sign": np.sign,
    "chained": chained,
}
"""What a program can do, by name."""


@dataclass(frozen=True, slots=True)
class Program:
    """Steps (operation, sources, target) over registers; 0 and 1 hold the variables at first.

    Parameters
    ----------
    registers
        What the registers hold at first: two places for the variables, constants, free places.
    steps
        The operation, the registers of its one or two operands (the second is −1 if there is
        none), and the register of its result.
    outputs
        The registers that hold the results.

    Examples
    --------
    >>> tape = Tape()
    >>> tape.program([tape.apply("add", 0, 1)]).outputs
    (2,)
    """

    registers: tuple[np.float64 | None, ...]
    steps: tuple[tuple[Callable[..., Any], int, int, int], ...]
    outputs: tuple[int, ...]

    def __call__(self, first: FloatArray, second: FloatArray) -> list[FloatArray]:
        """Return the outputs for variables of one shape; a constant output is one number.

        Examples
        --------
        >>> tape = Tape()
        >>> tape.program([tape.apply("add", 0, 1)])(np.float64(2), np.float64(3))
        [np.float64(5.0)]
        """
        registers: list[Any] = list(self.registers)
        registers[0], registers[1] = first, second
        for function, left, right, target in self.steps:
            if right < 0:
                registers[target] = function(registers[left])
            else:
                registers[target] = function(registers[left], registers[right])
        return [registers[output] for output in self.outputs]


class Tape:
    """Operations in the order in which they are asked for; equal ones are recorded once.

    Examples
    --------
    >>> tape = Tape()
    >>> tape.apply("sin", 0) == tape.apply("sin", 0)
    True
    """

    def __init__(self) -> None:
        self._entries: dict[tuple[Any, ...], int] = {("variable", 0): 0, ("variable", 1): 1}

    def variable(self, index: int) -> int:
        """Return the place of a variable.

        Examples
        --------
        >>> Tape().variable(1)
        1
        """
        return index

    def constant(self, value: float) -> int:
        """Return the place of a constant.

        Examples
        --------
        >>> Tape().constant(3.0)
        2
        """
        return self._place("constant", float(value).hex())

    def apply(self, operation: str, *operands: int) -> int:
        """Return the place of an operation on the results at the places `operands`.

        Examples
        --------
        >>> Tape().apply("add", 0, 1)
        2
        """
        return self._place(operation, *operands)

    def integer_power(self, base: int, exponent: int) -> int:
        """Return the place of a whole power, by repeated squaring.

        Examples
        --------
        >>> tape = Tape()
        >>> tape.program([tape.integer_power(0, 5)])(np.float64(2), np.float64(0))
        [np.float64(32.0)]
        """
        if exponent < 0:
            return self.apply("divide", self.constant(1.0), self.integer_power(base, -exponent))
        if exponent == 0:
            return self.constant(1.0)
        result, square = None, base
        while True:
            if exponent & 1:
                result = square if result is None else self.apply("multiply", result, square)
            exponent >>= 1
            if not exponent:
                assert result is not None
                return result
            square = self.apply("multiply", square, square)

    def program(self, outputs: Sequence[int]) -> Program:
        """Return the program of what `outputs` need; registers are used again once free.

        Examples
        --------
        >>> tape = Tape()
        >>> tape.program([tape.constant(3.0)])(np.float64(2), np.float64(0))
        [np.float64(3.0)]
        """
        entries = list(self._entries)
        needed = set(outputs)
        last_use: dict[int, int] = {}
        for place in reversed(range(len(entries))):
            if place in needed and entries[place][0] not in ("variable", "constant"):
                for source in entries[place][1:]:
                    needed.add(source)
                    last_use.setdefault(source, place)
        registers: list[np.float64 | None] = [None, None]
        where = {0: 0, 1: 1}
        for place, (kind, *content) in enumerate(entries):
            if place in needed and kind == "constant":
                where[place] = len(registers)
                registers.append(np.float64(float.fromhex(content[0])))
        kept = {*outputs, *where}
        free: list[int] = []
        steps = []
        for place, (kind, *sources) in enumerate(entries):
            if place not in needed or place in where:
                continue
            left, right = where[sources[0]], where[sources[1]] if len(sources) > 1 else -1
            free += [where[s] for s in {*sources} - kept if last_use[s] == place]
            if not free:
                free.append(len(registers))
                registers.append(None)
            where[place] = free.pop()
            steps.append((OPERATIONS[kind], left, right, where[place]))
        return Program(tuple(registers), tuple(steps), tuple(where[place] for place in outputs))

    def _place(self, *entry: Any) -> int:
        return self._entries.setdefault(entry, len(self._entries))


def program_of(node: Node) -> Program:
    """Return the program that computes a formula exactly as it is written.

    Examples
    --------
    >>> from gdmath.landscape.parser import parse
    >>> program_of(parse("a**2 - b", ("a", "b")))(np.float64(3), np.float64(1))
    [np.float64(8.0)]
    """
    tape = Tape()
    return tape.program([_record(node, tape)])


def _record(node: Node, tape: Tape) -> int:
    if node.value is not None:
        return tape.constant(node.value)
    match node:
        case Variable(index):
            return tape.variable(index)
        case Sum(terms, signs):
            result = _record(terms[0], tape)
            if signs[0] < 0:
                result = tape.apply("negative", result)
            for term, sign in zip(terms[1:], signs[1:], strict=True):
                operation = "add" if sign > 0 else "subtract"
                result = tape.apply(operation, result, _record(term, tape))
            return result
        case Product(factors, inverted):
            result = _record(factors[0], tape)
            for factor, divides in zip(factors[1:], inverted[1:], strict=True):
                operation = "divide" if divides else "multiply"
                result = tape.apply(operation, result, _record(factor, tape))
            return result
        case Power(base, exponent):
            whole = integer_exponent(node)
            if whole is not None:
                return tape.integer_power(_record(base, tape), whole)
            return tape.apply("power", _record(base, tape), _record(exponent, tape))
        case Call(name, argument):
            return tape.apply("log" if name == "ln" else name, _record(argument, tape))
        case Number() | Constant():
            raise AssertionError("a number has a value")
