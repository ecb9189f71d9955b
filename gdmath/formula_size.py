"""How large the derivatives of a formula may become, known before they are taken."""

from __future__ import annotations

from typing import NamedTuple

from gdmath.formula_tree import Call, Node, Power, Product, Sum, Variable, children, integer_exponent

MAX_DERIVATIVES = 20_000
"""The second derivatives written out have at most so many operations."""


class Sizes(NamedTuple):
    """Bounds of the operations in a formula, its first and its second derivative."""

    value: int
    first: int
    second: int


def sizes(node: Node) -> Sizes:
    """Return how many operations a formula and its derivatives have, written out.

    This counts the rules of the sum, product and chain; what derivatives share counts again
    and again, as it does for the time that it takes to derive them.

    Examples
    --------
    >>> from gdmath.formula_parser import parse
    >>> sizes(parse("a * b", ("a", "b")))
    Sizes(value=3, first=6, second=6)
    """
    if node.value is not None:
        return Sizes(1, 0, 0)
    if isinstance(node, Variable):
        return Sizes(1, 1, 0)
    parts = [sizes(part) for part in children(node)]
    value = 1 + sum(part.value for part in parts)
    first = sum(part.first for part in parts)
    second = sum(part.second for part in parts)
    match node:
        case Sum():
            return Sizes(value, first, second)
        case Product(inverted=inverted):
            # (u v w)' has a term for each factor, (u v w)'' one for each pair.
            active = [(s, i) for s, i in zip(parts, inverted, strict=True) if s.first]
            count = len(active)
            quotients = sum(2 * s.value + s.first for s, i in active if i)
            return Sizes(
                value,
                count * value + first + quotients,
                count * count * value + 2 * count * first + second + 3 * quotients,
            )
        case Power() if integer_exponent(node) is None:
            return Sizes(value, 3 * value + first, 6 * value + 4 * first + 3 * second)
        case Power() | Call():
            return Sizes(value, value + first + 2, 2 * value + 2 * first + second + 4)
    raise AssertionError("every other node is a number or a variable")
