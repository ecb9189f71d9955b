"""A formula's tree -> Typst and LaTeX mathematics, for films and papers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gdmath.formula import Formula
from gdmath.landscape.tree import Call, Constant, Node, Number, Power, Product, Sum, Variable

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
    "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_ARC = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "log": "ln"}

# How tightly a piece of text holds together.
_SUM, _PRODUCT, _POWER, _ATOM = range(4)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part as text; `numeric` says that it begins with a digit."""

    text: str
    binding: int
    numeric: bool = False


def printed(node: Node, variables: tuple[str, str]) -> Formula:
    r"""Return the tree as Typst and as LaTeX mathematics.

    Examples
    --------
    >>> from gdmath.landscape.parser import parse
    >>> formula = printed(parse("(1 - θ0)**2 / 2", ("θ0", "θ1")), ("θ0", "θ1"))
    >>> formula.typst
    '((1 - theta_0)^(2))/(2)'
    >>> formula.latex
    '\\frac{\\left(1 - \\theta_{0}\\right)^{2}}{2}'
    """
    return Formula(
        typst=_Typst(variables).piece(node).text, latex=_Latex(variables).piece(node).text
    )


class _Typst:
    """How Typst writes each construct; `_Latex` overrides what LaTeX writes otherwise."""

    dot = "dot"
    pi = "pi"

    def __init__(self, variables: tuple[str, str]) -> None:
        self.variables = variables

    def fraction(self, above: str, below: str) -> str:
        return f"({above})/({below})"

    def power(self, base: str, exponent: str) -> str:
        return f"{base}^({exponent})"

    def bracketed(self, text: str) -> str:
        return f"({text})"

    def call(self, name: str, argument: str) -> str:
        return f"{name}({argument})"

    def root(self, argument: str) -> str:
        return f"sqrt({argument})"

    def magnitude(self, argument: str) -> str:
        return f"abs({argument})"

    def letter(self, name: str) -> str:
        name = _GREEK.get(name, name)
        alone = len(name) == 1 and name != "_"
        return name if alone or name in _GREEK.values() else f'italic("{name}")'

    def subscript(self, base: str, index: str) -> str:
        return f"{base}_{index}" if index.isdigit() else f'{base}_"{index}"'

    def name(self, name: str) -> str:
        match = re.fullmatch(r"([^\W\d_]+)_?([0-9]+)|([^\W\d_]+)_(\w+)", name)
        if match is None:
            return self.letter(name)
        base, index = match[1] or match[3], match[2] or match[4]
        return self.subscript(self.letter(base), index)

    def number(self, text: str) -> _Piece:
        digits, _, exponent = text.lower().partition("e")
        whole, _, decimals = digits.partition(".")
        digits = (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")
        if not exponent:
            return _Piece(digits, _ATOM, numeric=True)
        ten = self.power("10", str(int(exponent)))
        return _Piece(f"{digits} {self.dot} {ten}", _PRODUCT, numeric=True)

    def piece(self, node: Node) -> _Piece:
        match node:
            case Number(text=text):
                return self.number(text)
            case Constant(name):
                return _Piece(self.pi if name == "pi" else name, _ATOM)
            case Variable(index):
                return _Piece(self.name(self.variables[index]), _ATOM)
            case Sum():
                return _Piece(self.sum(node), _SUM)
            case Product():
                return self.product(node)
            case Power(base, exponent):
                below = self.within(base, _ATOM)
                above = self.piece(exponent).text
                return _Piece(self.power(below.text, above), _POWER, below.numeric)
            case Call(name, argument):
                return self.function(name, self.piece(argument).text)

    def function(self, name: str, argument: str) -> _Piece:
        if name == "sqrt":
            return _Piece(self.root(argument), _ATOM)
        if name == "abs":
            return _Piece(self.magnitude(argument), _ATOM)
        if name == "exp":
            return _Piece(self.power("e", argument), _POWER)
        return _Piece(self.call(_ARC.get(name, name), argument), _ATOM)

    def within(self, node: Node, binding: int) -> _Piece:
        """Return the part, in parentheses if it binds less than `binding`."""
        piece = self.piece(node)
        return piece if piece.binding >= binding else _Piece(self.bracketed(piece.text), _ATOM)

    def sum(self, node: Sum) -> str:
        text = ""
        for place, (term, sign) in enumerate(zip(node.terms, node.signs, strict=True)):
            lone = place == 0 and sign > 0
            part = self.piece(term) if lone else self.within(term, _PRODUCT)
            if place:
                text += " + " if sign > 0 else " - "
            elif sign < 0:
                text += "-"
            text += part.text
        return text

    def product(self, node: Product) -> _Piece:
        pending: list[_Piece] = []  # the factors before the next division
        done: list[_Piece] = []
        below: list[_Piece] = []
        for factor, inverted in zip(node.factors, node.inverted, strict=True):
            if inverted:
                below.append(self.within(factor, _PRODUCT))
                continue
            if below:
                done, pending = [*done, self.quotient(pending, below)], []
                below = []
            pending.append(self.within(factor, _PRODUCT))
        done += [self.quotient(pending, below)] if below else pending
        return self.row(done)

    def quotient(self, above: list[_Piece], below: list[_Piece]) -> _Piece:
        return _Piece(self.fraction(self.row(above).text, self.row(below).text), _PRODUCT)

    def row(self, factors: list[_Piece]) -> _Piece:
        if len(factors) == 1:
            return factors[0]
        text = factors[0].text
        for factor in factors[1:]:
            text += f" {self.dot} {factor.text}" if factor.numeric else f" {factor.text}"
        return _Piece(text, _PRODUCT, factors[0].numeric)


class _Latex(_Typst):
    dot = r"\cdot"
    pi = r"\pi"

    def fraction(self, above: str, below: str) -> str:
        return rf"\frac{{{above}}}{{{below}}}"

    def power(self, base: str, exponent: str) -> str:
        return f"{base}^{{{exponent}}}"

    def bracketed(self, text: str) -> str:
        return rf"\left({text}\right)"

    def call(self, name: str, argument: str) -> str:
        return rf"\{name}\left({argument}\right)"

    def root(self, argument: str) -> str:
        return rf"\sqrt{{{argument}}}"

    def magnitude(self, argument: str) -> str:
        return rf"\left|{argument}\right|"

    def letter(self, name: str) -> str:
        name = _GREEK.get(name, name)
        if name in _GREEK.values():
            return rf"\{name}"
        alone = len(name) == 1 and name != "_"
        return name if alone else rf"\mathit{{{name}}}".replace("_", r"\_")

    def subscript(self, base: str, index: str) -> str:
        shown = index if index.isdigit() else rf"\mathrm{{{index}}}".replace("_", r"\_")
        return f"{base}_{{{shown}}}"
