"""A formula's text -> its tree, by recursive descent; no text ever reaches an interpreter.

    sum     = product { ("+" | "-") product }
    product = signed { ("*" | "/") signed }
    signed  = { "+" | "-" } power
    power   = atom [ ("**" | "^") signed ]
    atom    = number | variable | constant | function "(" sum ")" | "(" sum ")"

So powers bind tightest and to the right, and -a**2 is -(a**2), as in Python. Each line of the
grammar is a method of `_Parser`, where an extension of it belongs.
"""

import math
import operator
from collections.abc import Callable

import numpy as np

from gdmath import checks
from gdmath.hints import closest
from gdmath.landscape.tokens import FormulaError, Token, tokens
from gdmath.landscape.tree import (
    CONSTANTS,
    FUNCTIONS,
    Call,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Variable,
)

MAX_LENGTH = 500
"""The most characters of a formula."""

MAX_TOKENS = 300
"""The most numbers, names and signs of a formula."""

MAX_DEPTH = 32
"""The most parentheses, functions and exponents that stand in each other."""

MAX_EXPONENT = 64
"""The largest constant exponent, either way; also of a power of a power, multiplied."""


def parse(formula: str, variables: tuple[str, str]) -> Node:
    """Return the tree of a formula in two variables.

    `FormulaError` if the text is no formula or exceeds a limit.
    """
    if not isinstance(formula, str) or not formula.strip():
        raise checks.wrong(formula, "formula", "text such as 'a**2 + b**2'")
    if len(formula) > MAX_LENGTH:
        reason = f"a formula has at most {MAX_LENGTH} characters, not {len(formula)}"
        raise FormulaError(formula, MAX_LENGTH, reason)
    return _Parser(formula, variables).whole()


class _Parser:
    """The place reached in a formula, and a method for each line of the grammar."""

    def __init__(self, formula: str, variables: tuple[str, str]) -> None:
        self.formula = formula
        self.variables = variables
        self.tokens = list(tokens(formula))
        self.place = self.depth = 0
        if len(self.tokens) > MAX_TOKENS + 1:
            reason = f"a formula has at most {MAX_TOKENS} numbers, names and signs"
            raise self.error(self.tokens[MAX_TOKENS], reason)

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def at(self, *signs: str) -> bool:
        return self.next.kind == "sign" and self.next.text in signs

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def error(self, token: Token, reason: str) -> FormulaError:
        return FormulaError(self.formula, token.start, reason)

    def whole(self) -> Node:
        node = self.sum()
        if self.at(")"):
            raise self.error(self.next, "')' closes nothing; remove it or write a '(' before")
        if self.next.kind != "end":
            raise self.no_operator("an operator")
        return node

    def sum(self) -> Node:
        terms, signs, value = self.chain(self.product, {"+": operator.add, "-": operator.sub})
        return Sum(terms, f"+{signs}", value) if signs else terms[0]

    def product(self) -> Node:
        factors, signs, value = self.chain(self.signed, {"*": operator.mul, "/": operator.truediv})
        return Product(factors, f"*{signs}", value) if signs else factors[0]

    def signed(self) -> Node:
        negative = False
        while self.at("+", "-"):
            negative ^= self.take().text == "-"
        node = self.power()
        if not negative:
            return node
        return Sum((node,), "-", None if node.value is None else -node.value)

    def power(self) -> Node:
        base = self.atom()
        if not self.at("**", "^"):
            return base
        sign = self.take()
        self.deeper(sign)
        exponent = self.signed()
        self.depth -= 1
        if exponent.value is not None and base.value is None:
            total = abs(exponent.value) * _composed_exponent(base)
            if total > MAX_EXPONENT:
                allowed = f"it must be from -{MAX_EXPONENT} to {MAX_EXPONENT}"
                raise self.error(sign, f"the exponent is {total:g}; {allowed}")
        return Power(base, exponent, self.fold(sign, operator.pow, base.value, exponent.value))

    def atom(self) -> Node:
        token = self.take()
        if token.kind == "number":
            number = float(token.text)
            if not math.isfinite(number):
                reason = f"{token.shown} is too large; numbers are at most 1.79e308"
                raise self.error(token, reason)
            return Number(number, token.text)
        if token.kind == "name":
            return self.name(token)
        if token.text == "(":
            return self.inside(token)
        wanted = "a number, a variable, a function or '('"
        raise self.error(token, f"{token.shown} stands where {wanted} should")

    def name(self, token: Token) -> Node:
        name, here = token.text, self.next
        if name in FUNCTIONS:
            if not self.at("("):
                reason = f"{here.shown} follows {name!r}, which is a function; write {name}(...)"
                raise self.error(here, reason)
            argument = self.inside(self.take())
            return Call(name, argument, self.fold(token, FUNCTIONS[name], argument.value))
        if name not in self.variables and name not in CONSTANTS:
            raise self.error(token, f"{name!r:.80} is not known; {self.suggestion(name)}")
        if self.at("("):
            reason = f"'(' follows {name!r}, which is no function; write {name}*(...)"
            raise self.error(here, reason)
        if name in CONSTANTS:
            return Number(CONSTANTS[name], name)
        return Variable(self.variables.index(name))

    def inside(self, opened: Token) -> Node:
        self.deeper(opened)
        node = self.sum()
        if self.next.kind == "end":
            reason = f"')' is missing for the '(' in column {opened.start + 1}"
            raise self.error(self.next, reason)
        if not self.at(")"):
            raise self.no_operator("an operator or ')'")
        self.take()
        self.depth -= 1
        return node

    def chain(
        self, part: Callable[[], Node], operations: dict[str, Callable[..., np.float64]]
    ) -> tuple[tuple[Node, ...], str, float | None]:
        """Return the parts between signs of `operations`, the signs, and the parts' value."""
        parts, signs = [part()], ""
        value = parts[0].value
        while self.at(*operations):
            sign = self.take()
            parts.append(part())
            signs += sign.text
            if sign.text == "/" and parts[-1].value == 0:
                raise self.error(sign, "'/' divides by 0, which has no value")
            value = self.fold(sign, operations[sign.text], value, parts[-1].value)
        return tuple(parts), signs, value

    def fold(
        self, token: Token, operation: Callable[..., np.float64], *values: float | None
    ) -> float | None:
        """Return the constant that `operation` gives, if its arguments are constants."""
        known = [np.float64(value) for value in values if value is not None]
        if len(known) < len(values):
            return None
        with np.errstate(all="ignore"):
            value = float(operation(*known))
        if not math.isfinite(value):
            what = "has no real value" if math.isnan(value) else "is infinite or too large"
            of = " and ".join(f"{value:g}" for value in known)
            raise self.error(token, f"{token.shown} of {of} {what}")
        return value

    def no_operator(self, wanted: str) -> FormulaError:
        before, here = self.tokens[self.place - 1].text, self.next
        product = f"{'…' * (before == ')')}{before}*{here.text}{'…' * (here.text == '(')}"
        reason = f"{here.shown} stands where {wanted} should; write {product:.80} to multiply"
        return self.error(here, reason)

    def deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            reason = f"{token.shown} is nested too deep; at most {MAX_DEPTH} levels"
            raise self.error(token, reason)

    def suggestion(self, name: str) -> str:
        near = closest(name, [*self.variables, *FUNCTIONS, *CONSTANTS])
        if near is not None:
            return f"did you mean {near}?"
        first, second = self.variables
        return (
            f"the variables are {first} and {second}, the constants {', '.join(CONSTANTS)}, "
            f"the functions {', '.join(FUNCTIONS)}"
        )


def _composed_exponent(node: Node) -> float:
    """Return the exponent that `node` has as a power of powers, 1 if it is none."""
    match node:
        case Sum((negated,)):
            return _composed_exponent(negated)
        case Power(base, exponent) if exponent.value is not None:
            return max(abs(exponent.value), 1.0) * _composed_exponent(base)
    return 1.0
