"""What a formula consists of: an immutable tree of numbers, variables, operations and functions.

`value` is the constant that a part stands for, or None if the part holds a variable.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

FUNCTIONS: dict[str, Callable[..., np.float64]] = {
    "sin": np.sin, "cos": np.cos, "tan": np.tan,
    "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan,
    "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh,
    "exp": np.exp, "log": np.log, "ln": np.log, "sqrt": np.sqrt, "abs": np.abs,
}  # fmt: skip
"""The functions of one argument that a formula may use; log and ln are the natural logarithm."""

CONSTANTS = {"pi": math.pi, "e": math.e}
"""The constants that a formula may use."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and its text: digits, or the name of a constant."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    """The first (0) or second (1) variable."""

    index: int
    value: None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms from left to right, each with its sign, + or −; a single one with − is a negation."""

    terms: tuple[Node, ...]
    signs: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Product:
    """Factors from left to right, each with its sign: * multiplies (as the first does), / divides.

    a/b is ``Product((Variable(0), Variable(1)), "*/", None)``.
    """

    factors: tuple[Node, ...]
    signs: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Power:
    """A base to an exponent."""

    base: Node
    exponent: Node
    value: float | None

    @property
    def integer_exponent(self) -> int | None:
        """The exponent if it is a constant whole number, else None."""
        value = self.exponent.value
        return int(value) if value is not None and value.is_integer() else None


@dataclass(frozen=True, slots=True)
class Call:
    """A function, by its name in `FUNCTIONS`, of its argument."""

    name: str
    argument: Node
    value: float | None


Node = Number | Variable | Sum | Product | Power | Call


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts that `node` is made of, from left to right."""
    match node:
        case Sum(parts) | Product(parts):
            return parts
        case Power(base, exponent):
            return base, exponent
        case Call(_, argument):
            return (argument,)
    return ()
