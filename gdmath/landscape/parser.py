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
from collections.abc import Callable

import numpy as np

from gdmath import checks
from gdmath.hints import closest
from gdmath.landscape import tree
from gdmath.landscape.program import OPERATIONS
from gdmath.landscape.tokens import FormulaError, Token, tokens
from gdmath.landscape.tree import CONSTANTS, FUNCTIONS

MAX_LENGTH = 500
"""The most characters of a formula."""

MAX_TOKENS = 300
"""The most numbers, names and signs of a formula."""

MAX_DEPTH = 32
"""The most parentheses, functions and exponents that stand in each other."""

MAX_EXPONENT = 64
"""The largest constant exponent, either way; also of a power of a power, multiplied."""


def parse(formula: str, variables: tuple[str, str]) -> tree.Node:
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

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def error(self, token: Token, reason: str) -> FormulaError:
        return FormulaError(self.formula, token.start, reason)

    def whole(self) -> tree.Node:
        node = self.sum()
        if self.next.kind != "end":
            raise self.no_operator()
        return node

    def sum(self) -> tree.Node:
        return self.chain(tree.Sum, ("+", "-"), self.product)

    def product(self) -> tree.Node:
        return self.chain(tree.Product, ("*", "/"), self.signed)

    def chain(
        self,
        kind: type[tree.Sum | tree.Product],
        operators: tuple[str, str],
        part: Callable[[], tree.Node],
    ) -> tree.Node:
        """Return the parts between `operators` as a node of a kind, or the only one itself."""
        parts, signs = [part()], operators[0]
        value = parts[0].value
        while self.next.text in operators:
            sign = self.take()
            parts.append(part())
            signs += sign.text
            if sign.text == "/" and parts[-1].value == 0:
                raise self.error(sign, "'/' divides by 0, which has no value")
            value = self.fold(sign, sign.text, value, parts[-1].value)
        return kind(tuple(parts), signs, value) if len(parts) > 1 else parts[0]

    def signed(self) -> tree.Node:
        negative = False
        while self.next.text in ("+", "-"):
            negative ^= self.take().text == "-"
        node = self.power()
        if not negative:
            return node
        return tree.Sum((node,), "-", None if node.value is None else -node.value)

    def power(self) -> tree.Node:
        base = self.atom()
        if self.next.text not in ("**", "^"):
            return base
        sign = self.take()
        exponent = self.deeper(sign, self.signed)
        if exponent.value is not None and base.value is None:
            total = abs(exponent.value) * _composed_exponent(base)
            if total > MAX_EXPONENT:
                allowed = f"it must be from -{MAX_EXPONENT} to {MAX_EXPONENT}"
                raise self.error(sign, f"the exponent is {total:g}; {allowed}")
        value = self.fold(sign, "power", base.value, exponent.value)
        return tree.Power(base, exponent, value)

    def atom(self) -> tree.Node:
        token = self.take()
        if token.kind == "number":
            if math.isinf(float(token.text)):
                reason = f"{token.shown} is too large; numbers are at most 1.79e308"
                raise self.error(token, reason)
            return tree.Number(float(token.text), token.text)
        if token.kind == "name":
            return self.name(token)
        if token.text == "(":
            return self.inside(token)
        wanted = "a number, a variable, a function or '('"
        raise self.error(token, f"{token.shown} stands where {wanted} should")

    def name(self, token: Token) -> tree.Node:
        name, here = token.text, self.next
        if name in FUNCTIONS:
            if here.text != "(":
                reason = f"{here.shown} follows {name!r}, which is a function; write {name}(...)"
                raise self.error(here, reason)
            argument = self.inside(self.take())
            return tree.Call(name, argument, self.fold(token, name, argument.value))
        if name not in self.variables and name not in CONSTANTS:
            raise self.error(token, f"{name!r:.80} is not known; {self.suggestion(name)}")
        if here.text == "(":
            reason = f"'(' follows {name!r}, which is no function; write {name}*(...)"
            raise self.error(here, reason)
        if name in CONSTANTS:
            return tree.Number(CONSTANTS[name], name)
        return tree.Variable(self.variables.index(name))

    def inside(self, opened: Token) -> tree.Node:
        node = self.deeper(opened, self.sum)
        if self.next.text != ")":
            raise self.no_operator(opened)
        self.take()
        return node

    def deeper(self, token: Token, part: Callable[[], tree.Node]) -> tree.Node:
        """Return a part that stands one level deeper, behind `token`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            reason = f"{token.shown} is nested too deep; at most {MAX_DEPTH} levels"
            raise self.error(token, reason)
        node = part()
        self.depth -= 1
        return node

    def fold(self, token: Token, operation: str, *values: float | None) -> float | None:
        """Return the constant that `operation` gives, if its arguments are constants."""
        known = [np.float64(value) for value in values if value is not None]
        if len(known) < len(values):
            return None
        with np.errstate(all="ignore"):
            value = float(OPERATIONS[operation](*known))
        if not math.isfinite(value):
            what = "has no real value" if math.isnan(value) else "is infinite or too large"
            of = " and ".join(f"{value:g}" for value in known)
            raise self.error(token, f"{token.shown} of {of} {what}")
        return value

    def no_operator(self, opened: Token | None = None) -> FormulaError:
        """Return the error for what follows a sum, which stands in the parenthesis `opened`."""
        before, here = self.tokens[self.place - 1].text, self.next
        if here.text == ")":
            return self.error(here, "')' closes nothing; remove it or write a '(' before")
        if opened and here.kind == "end":
            reason = f"')' is missing for the '(' in column {opened.start + 1}"
            return self.error(here, reason)
        wanted = "an operator or ')'" if opened else "an operator"
        product = f"{'…' * (before == ')')}{before}*{here.text}{'…' * (here.text == '(')}"
        reason = f"{here.shown} stands where {wanted} should; write {product:.80} to multiply"
        return self.error(here, reason)

    def suggestion(self, name: str) -> str:
        near = closest(name, [*self.variables, *FUNCTIONS, *CONSTANTS])
        if near is not None:
            return f"did you mean {near}?"
        first, second = self.variables
        return (
            f"the variables are {first} and {second}, the constants {', '.join(CONSTANTS)}, "
            f"the functions {', '.join(FUNCTIONS)}"
        )


def _composed_exponent(node: tree.Node) -> float:
    """Return the exponent that `node` has as a power of powers, 1 if it is none."""
    match node:
        case tree.Sum((negated,)):
            return _composed_exponent(negated)
        case tree.Power(base, exponent) if exponent.value is not None:
            return max(abs(exponent.value), 1.0) * _composed_exponent(base)
    return 1.0
