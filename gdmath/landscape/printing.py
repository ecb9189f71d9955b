"""A formula's tree -> Typst and LaTeX mathematics."""

import re
from typing import NamedTuple

from gdmath.formula import LATEX, TYPST, Formula, Notation
from gdmath.landscape.tree import CONSTANTS, Call, Node, Number, Power, Product, Sum, Variable

# How tightly a text holds together.
_SUM, _PRODUCT, _POWER, _ATOM = range(4)


def printed(node: Node, variables: tuple[str, str]) -> Formula:
    """Return the tree as Typst and as LaTeX mathematics."""
    return Formula(*(_Writer(notation, variables).text(node) for notation in (TYPST, LATEX)))


class _Writer(NamedTuple):
    """Writes a tree in a notation."""

    notation: Notation
    variables: tuple[str, str]

    def text(self, node: Node) -> str:
        return self.piece(node)[0]

    def within(self, node: Node, binding: int) -> str:
        """Return the text of a part, in parentheses if it binds less than `binding`."""
        text, own = self.piece(node)
        return text if own >= binding else self.notation.brackets % text

    def piece(self, node: Node) -> tuple[str, int]:
        """Return the text of a part, and how tightly it binds."""
        match node:
            case Number(_, text) if text in CONSTANTS:
                return self.notation.letter(text), _ATOM
            case Number(_, text):
                return self.notation.number(text), _PRODUCT if "e" in text.lower() else _ATOM
            case Variable(index):
                return self.notation.symbol(self.variables[index]), _ATOM
            case Sum():
                return self.sum(node), _SUM
            case Product():
                return self.product(node), _PRODUCT
            case Power(base, exponent):
                return self.notation.power % (self.within(base, _ATOM), self.text(exponent)), _POWER
            case Call("exp", argument):
                return self.notation.power % ("e", self.text(argument)), _POWER
            case Call(name, argument):
                return self.notation.function(name, self.text(argument)), _ATOM

    def sum(self, node: Sum) -> str:
        first, *rest = node.terms
        text = f"-{self.within(first, _PRODUCT)}" if node.signs[0] == "-" else self.text(first)
        for term, sign in zip(rest, node.signs[1:], strict=True):
            text += f" {sign} {self.within(term, _PRODUCT)}"
        return text

    def product(self, node: Product) -> str:
        texts = [self.within(factor, _PRODUCT) for factor in node.factors]
        row, written = self.notation.factors, []
        for run in re.finditer(r"(\*+)(/*)", node.signs):  # a*b/c*d is a fraction, times d
            above, below = (texts[slice(*run.span(group))] for group in (1, 2))
            written += [self.notation.fraction % (row(above), row(below))] if below else above
        return row(written)
