"""How large the derivatives of a formula may become, known before they are taken."""

from __future__ import annotations

from typing import NamedTuple

from gdmath.landscape.tree import (
    Call,
    Node,
    Power,
    Product,
    Sum,
    Variable,
    children,
    integer_exponent,
)

MAX_DERIVATIVES = 16_000
"""A formula and its derivatives, written out, have at most so many operations (see `sizes`).

Deriving that many takes a second or two; a nest of 30 sines has nearly as many.
"""


class Sizes(NamedTuple):
    """Bounds of the operations in a formula, its first and its second derivative.

    Examples
    --------
    >>> Sizes(value=3, first=6, second=16).second
    16
    """

    value: int
    first: int
    second: int


def sizes(node: Node) -> Sizes:
    """Return how many operations a formula and its derivatives have, written out.

    This counts the rules of the sum, product and chain; what derivatives share counts again
    and again, as it does for the time that it takes to derive them.

    Examples
    --------
    >>> from gdmath.landscape.parser import parse
    >>> sizes(parse("a * b", ("a", "b")))
    Sizes(value=3, first=6, second=16)
    """
    if node.value is not None:
        return Sizes(1, 0, 0)
    if isinstance(node, Variable):
        return Sizes(1, 1, 0)
    parts = [sizes(part) for part in children(node)]
    if isinstance(node, Product):
        return _product(node, parts)
    value, first, second = (sum(column) for column in zip(*parts, strict=True))
    value += 1
    match node:
        case Sum():
            return Sizes(value, first, second)
        case Power() if integer_exponent(node) is None:
            return Sizes(value, 3 * value + first, 6 * value + 4 * first + second)
        case Power() | Call():
            return _chain(Sizes(value, first, second))
    raise AssertionError("every other node is a number or a variable")


def _chain(inner: Sizes) -> Sizes:
    """Return the sizes of f(u): f(u), f'(u) u' and f''(u) u'² + f'(u) u''."""
    value, first, second = inner
    return Sizes(value, value + first + 2, 2 * value + 2 * first + second + 4)


def _product(node: Product, parts: list[Sizes]) -> Sizes:
    """Return the sizes of u v w …: its derivative has a term for each factor, then for each pair.

    Equal factors are one power.
    """
    factors = {
        (factor, inverted): _chain(part) if inverted else part
        for factor, inverted, part in zip(node.factors, node.inverted, parts, strict=True)
    }
    value, first, second = (sum(column) for column in zip(*factors.values(), strict=True))
    count = sum(part.first > 0 for part in factors.values())
    return Sizes(
        value + 1,
        count * value + first,
        count * count * value + 2 * count * first + second,
    )
