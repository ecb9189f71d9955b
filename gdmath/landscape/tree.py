"""What a formula consists of: an immutable tree of numbers, variables, operations and functions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

FUNCTIONS: dict[str, Callable[..., np.float64]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "ln": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
}
"""The functions of one argument that a formula may use; log and ln are the natural logarithm."""

CONSTANTS = {"pi": math.pi, "e": math.e}
"""The constants that a formula may use."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written.

    Examples
    --------
    >>> Number(2.0, "2").value
    2.0
    """

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant by its name.

    Examples
    --------
    >>> Constant("e").name
    'e'
    """

    name: str

    @property
    def value(self) -> float:
        """What it stands for.

        Examples
        --------
        >>> Constant("pi").value
        3.141592653589793
        """
        return CONSTANTS[self.name]


@dataclass(frozen=True, slots=True)
class Variable:
    """The first (0) or second (1) variable.

    Examples
    --------
    >>> Variable(1).index
    1
    """

    index: int

    @property
    def value(self) -> None:
        """None: it is not constant.

        Examples
        --------
        >>> Variable(0).value is None
        True
        """
        return


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms that are added (sign +1) or subtracted (−1), from left to right.

    One term with the sign −1 is a unary minus. Here and below `value` is the constant that
    the part stands for, or None if it holds a variable.

    Examples
    --------
    >>> Sum((Variable(0), Variable(1)), (1, -1), None).signs
    (1, -1)
    """

    terms: tuple[Node, ...]
    signs: tuple[int, ...]
    value: float | None


@dataclass(frozen=True, slots=True)
class Product:
    """Factors that multiply or (where inverted) divide, from left to right.

    Examples
    --------
    >>> Product((Variable(0), Variable(1)), (False, True), None).inverted
    (False, True)
    """

    factors: tuple[Node, ...]
    inverted: tuple[bool, ...]
    value: float | None


@dataclass(frozen=True, slots=True)
class Power:
    """A base to an exponent.

    Examples
    --------
    >>> Power(Variable(0), Number(2.0, "2"), None).base
    Variable(index=0)
    """

    base: Node
    exponent: Node
    value: float | None


@dataclass(frozen=True, slots=True)
class Call:
    """A function, by its name in `FUNCTIONS`, of its argument.

    Examples
    --------
    >>> Call("sin", Variable(0), None).name
    'sin'
    """

    name: str
    argument: Node
    value: float | None


Node = Number | Constant | Variable | Sum | Product | Power | Call


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts that `node` is made of, from left to right.

    Examples
    --------
    >>> children(Call("sin", Variable(0), None))
    (Variable(index=0),)
    """
    match node:
        case Sum(terms=parts) | Product(factors=parts):
            return parts
        case Power():
            return (node.base, node.exponent)
        case Call():
            return (node.argument,)
    return ()


def integer_exponent(node: Power) -> int | None:
    """Return the exponent of a power if it is a constant whole number, else None.

    Examples
    --------
    >>> integer_exponent(Power(Variable(0), Number(2.0, "2"), None))
    2
    """
    value = node.exponent.value
    return int(value) if value is not None and value.is_integer() else None


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and all that it is made of.

    Examples
    --------
    >>> len(list(walk(Call("sin", Variable(0), None))))
    2
    """
    yield node
    for child in children(node):
        yield from walk(child)


def is_partial(node: Node) -> bool:
    """Return whether this operation, apart from its parts, is undefined somewhere.

    Examples
    --------
    >>> is_partial(Call("log", Variable(0), None))
    True
    """
    match node:
        case Product():
            pairs = zip(node.factors, node.inverted, strict=True)
            return any(inverted and factor.value is None for factor, inverted in pairs)
        case Power(value=None):
            exponent = integer_exponent(node)
            return exponent is None or exponent < 0
        case Call(value=None):
            return node.name in ("asin", "acos", "log", "ln", "sqrt")
    return False


def has_kinks(node: Node) -> bool:
    """Return whether this operation, apart from its parts, has no derivative somewhere inside.

    Examples
    --------
    >>> has_kinks(Call("abs", Variable(0), None))
    True
    """
    match node:
        case Power(value=None):
            return integer_exponent(node) is None
        case Call(value=None):
            return node.name in ("abs", "sqrt", "asin", "acos")
    return False
