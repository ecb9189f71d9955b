"""A formula's text -> its tree, by recursive descent; no text ever reaches an interpreter.

    sum     = product { ("+" | "-") product }
    product = signed { ("*" | "/") signed }
    signed  = { "+" | "-" } power
    power   = atom [ ("**" | "^") signed ]
    atom    = number | variable | constant | function "(" sum ")" | "(" sum ")"

So powers bind tightest and to the right, and -a**2 is -(a**2), as in Python.
"""

from __future__ import annotations

import difflib
import math
import operator
from collections.abc import Callable

import numpy as np

from gdmath import checks
from gdmath.landscape.tokens import FormulaError, Token, excerpt, tokens
from gdmath.landscape.tree import (
    CONSTANTS,
    FUNCTIONS,
    Call,
    Constant,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Variable,
)

MAX_LENGTH = 500
"""A formula has at most so many characters."""

MAX_DEPTH = 32
"""Parentheses, functions and exponents stand at most so deep in each other."""

MAX_TOKENS = 300
"""A formula has at most so many numbers, names and signs."""

MAX_EXPONENT = 64
"""The largest constant exponent, either way; also of a power of a power, multiplied."""


def parse(formula: str, variables: tuple[str, str]) -> Node:
    """Return the tree of `formula`.

    Parameters
    ----------
    formula
        The text.
    variables
        The names of the two variables.

    Raises
    ------
    ValueError
        If the text is no formula or exceeds a limit: one line with the formula, the column
        (from 1), what stands there and what would be right.

    Examples
    --------
    >>> parse("2*a", ("a", "b"))
    Product(factors=(Number(value=2.0, text='2'), Variable(index=0)), inverted=(False, False), \
value=None)
    >>> parse("a + sni(b)", ("a", "b"))
    Traceback (most recent call last):
    ...
    gdmath.landscape.tokens.FormulaError: formula 'a + sni(b)', column 5: 'sni' is not known; \
did you mean sin?
    """
    if not isinstance(formula, str):
        raise ValueError(
            f"formula is {checks.shown(formula)}; it must be text such as 'a**2 + b**2'"
        )
    if not formula.strip():
        raise ValueError(f"formula is {excerpt(formula)}; it must be text such as 'a**2 + b**2'")
    if len(formula) > MAX_LENGTH:
        raise FormulaError(
            formula,
            MAX_LENGTH,
            f"a formula has at most {MAX_LENGTH} characters, not {len(formula)}",
        )
    return _Parser(formula, variables).whole()


class _Parser:
    """The place reached in a formula, and a method for each line of the grammar."""

    def __init__(self, formula: str, variables: tuple[str, str]) -> None:
        self.formula = formula
        self.variables = variables
        self.tokens = list(tokens(formula))
        if len(self.tokens) > MAX_TOKENS + 1:
            self.fail(
                self.tokens[MAX_TOKENS],
                f"a formula has at most {MAX_TOKENS} numbers, names and signs",
            )
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def at(self, *signs: str) -> bool:
        return self.next.kind == "sign" and self.next.text in signs

    def take(self) -> Token:
        token = self.next
        self.place += 1
        return token

    def fail(self, token: Token, reason: str) -> None:
        raise FormulaError(self.formula, token.start, reason)

    def whole(self) -> Node:
        node = self.sum()
        if self.at(")"):
            self.fail(self.next, "')' closes nothing; remove it or write a '(' before")
        if self.next.kind != "end":
            before, here = self.tokens[self.place - 1].text, self.next.text
            product = f"{'…' * (before == ')')}{before}*{here}{'…' * (here == '(')}"
            reason = f"{self.next.shown} stands where an operator should; "
            reason += f"write {product} to multiply"
            self.fail(self.next, reason)
        return node

    def sum(self) -> Node:
        terms, signs = [self.product()], [1]
        value = terms[0].value
        while self.at("+", "-"):
            sign = self.take()
            terms.append(self.product())
            signs.append(1 if sign.text == "+" else -1)
            operation = operator.add if sign.text == "+" else operator.sub
            value = self.fold(sign, operation, value, terms[-1].value)
        return Sum(tuple(terms), tuple(signs), value) if len(terms) > 1 else terms[0]

    def product(self) -> Node:
        factors, inverted = [self.signed()], [False]
        value = factors[0].value
        while self.at("*", "/"):
            sign = self.take()
            factors.append(self.signed())
            inverted.append(sign.text == "/")
            if inverted[-1] and factors[-1].value == 0:
                self.fail(sign, "'/' divides by 0, which has no value")
            operation = operator.truediv if inverted[-1] else operator.mul
            value = self.fold(sign, operation, value, factors[-1].value)
        return Product(tuple(factors), tuple(inverted), value) if len(factors) > 1 else factors[0]

    def signed(self) -> Node:
        negative = False
        while self.at("+", "-"):
            negative ^= self.take().text == "-"
        node = self.power()
        if not negative:
            return node
        return Sum((node,), (-1,), None if node.value is None else -node.value)

    def power(self) -> Node:
        base = self.atom()
        if not self.at("**", "^"):
            return base
        sign = self.take()
        self.deeper(sign)
        exponent = self.signed()
        self.depth -= 1
        power = exponent.value
        if power is not None and base.value is None:
            total = abs(power) * _composed_exponent(base)
            if total > MAX_EXPONENT:
                self.fail(
                    sign,
                    f"the exponent is {total:g}; it must be from -{MAX_EXPONENT} to {MAX_EXPONENT}",
                )
        return Power(base, exponent, self.fold(sign, operator.pow, base.value, power))

    def atom(self) -> Node:
        token = self.take()
        if token.kind == "number":
            number = float(token.text)
            if not math.isfinite(number):
                self.fail(token, f"{token.shown} is too large; numbers are at most 1.79e308")
            return Number(number, token.text)
        if token.kind == "name":
            return self.name(token)
        if token.text == "(":
            return self.inside(token)
        wanted = "a number, a variable, a function or '('"
        self.fail(token, f"{token.shown} stands where {wanted} should")
        raise AssertionError("fail always raises")

    def name(self, token: Token) -> Node:
        name = token.text
        if name in FUNCTIONS:
            if not self.at("("):
                self.fail(
                    self.next,
                    f"{self.next.shown} follows {name!r}, which is a function; write {name}(...)",
                )
            argument = self.inside(self.take())
            return Call(name, argument, self.fold(token, FUNCTIONS[name], argument.value))
        if name not in self.variables and name not in CONSTANTS:
            self.fail(token, f"{name!r:.80} is not known; {self.suggestion(name)}")
        if self.at("("):
            self.fail(self.next, f"'(' follows {name!r}, which is no function; write {name}*(...)")
        return Constant(name) if name in CONSTANTS else Variable(self.variables.index(name))

    def inside(self, opened: Token) -> Node:
        self.deeper(opened)
        node = self.sum()
        if self.next.kind == "end":
            self.fail(self.next, f"')' is missing for the '(' in column {opened.start + 1}")
        if not self.at(")"):
            before = self.tokens[self.place - 1].text
            self.fail(
                self.next,
                f"{self.next.shown} stands where an operator or ')' should; "
                f"write {before}*{self.next.text} to multiply",
            )
        self.take()
        self.depth -= 1
        return node

    def deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(token, f"{token.shown} is nested too deep; at most {MAX_DEPTH} levels")

    def suggestion(self, name: str) -> str:
        known = [*self.variables, *FUNCTIONS, *CONSTANTS]
        near = difflib.get_close_matches(name, known, n=1) or difflib.get_close_matches(
            name.lower(), known, n=1
        )
        if near:
            return f"did you mean {near[0]}?"
        first, second = self.variables
        return (
            f"the variables are {first} and {second}, the constants {', '.join(CONSTANTS)}, "
            f"the functions {', '.join(FUNCTIONS)}"
        )

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
            self.fail(token, f"{token.shown} of {of} {what}")
        return value


def _composed_exponent(node: Node) -> float:
    """Return the exponent that `node` has as a power of powers, 1 if it is none."""
    total = 1.0
    while True:
        if isinstance(node, Sum) and len(node.terms) == 1:
            node = node.terms[0]
        elif isinstance(node, Power) and node.exponent.value is not None:
            total *= max(abs(node.exponent.value), 1.0)
            node = node.base
        else:
            return total
