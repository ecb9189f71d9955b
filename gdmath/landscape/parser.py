"""A formula's text -> its tree, by recursive descent; no text ever reaches an interpreter.

    sum      = product { ("+" | "-") product }
    product  = signed { ("*" | "/") signed }
    signed   = { "+" | "-" } row
    row      = power { power }
    power    = atom [ raised | ("**" | "^") exponent ]
    exponent = { "+" | "-" } power
    atom     = number | variable | constant | function "(" sum ")" | "(" sum ")"

So powers bind tightest and to the right, and -a**2 is -(a**2), as in Python. What stands in a row
is multiplied, as on paper: 2a², 2(a + 1), a b. Where people read a row in two ways it is refused,
with both ways to write it: after a division (1/2a), after an exponent that may reach further
(e^2a, a^b(2), but not a^2b), over the end of a line, and where a number ends it (2 3, a2 is a
name). Each line of the grammar is a method of `_Parser`, where an extension of it belongs.
"""

import math
import re
from collections.abc import Callable

import numpy as np

from gdmath import checks
from gdmath.landscape import tree
from gdmath.landscape.program import OPERATIONS
from gdmath.landscape.suggestions import for_function, for_name
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

MAX_QUOTED = 30
"""The most characters of a formula's part that an error tells to write otherwise."""

RAISING = ("**", "^")


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
        self.unclear = -1, 0  # behind which place, and from which character, an exponent may go on
        if len(self.tokens) > MAX_TOKENS + 1:
            reason = f"a formula has at most {MAX_TOKENS} numbers, names and signs"
            raise self.error(self.tokens[MAX_TOKENS], reason)

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    @property
    def before(self) -> Token:
        return self.tokens[self.place - 1]

    def take(self) -> Token:
        self.place += 1
        return self.before

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
        divides = self.place > 0 and self.before.text == "/"
        return self.negated(lambda: self.row(divides=divides))

    def negated(self, part: Callable[[], tree.Node]) -> tree.Node:
        """Return the part behind any signs, with the sign that they come to."""
        negative = False
        while self.next.text in ("+", "-"):
            negative ^= self.take().text == "-"
        node = part()
        return _negative(node) if negative else node

    def row(self, *, divides: bool) -> tree.Node:
        begin = self.next.start
        factors = [self.power()]
        value = factors[0].value
        while self.next.kind == "name" or self.next.text == "(":
            here = self.next
            self.check_row(here, begin, divides=divides)
            factors.append(self.power())
            value = self.fold(here, "*", value, factors[-1].value)
        if len(factors) == 1:
            return factors[0]
        return tree.Product(tuple(factors), "*" * len(factors), value)

    def check_row(self, here: Token, begin: int, *, divides: bool) -> None:
        """Refuse a factor that may be read in two ways where it stands in a row from `begin` on."""
        product = self.with_sign()
        place, exponent = self.unclear
        if re.search(r"[\r\n]", self.formula[self.before.end : here.start]):
            reason = f"begins a line without a sign; write {self.with_sign(begin)} to multiply"
        elif place == self.place:
            product = self.with_sign(exponent)
            reason = f"follows an exponent; write ^({product}) or ^{product}"
        elif divides:
            product = self.with_sign(begin)
            reason = f"follows a divisor; write /({product}) or /{product}"
        elif here.text == "e" and self.before.kind == "number" and not self.raises(1):
            whole = self.before.written.isdigit()
            power = f", or a power of ten such as {self.before.written}e3" if whole else ""
            reason = f"follows a number; write {product}{power}"
        elif here.text == "(" and self.before.text == "e":
            reason = "follows 'e', which is a number; write e*(…) or exp(…)"
        else:
            return
        raise self.error(here, f"{here.shown} {reason}")

    def raises(self, ahead: int = 0) -> bool:
        """Return whether an exponent follows here, or so many tokens ahead."""
        token = self.tokens[self.place + ahead]
        return token.kind == "raised" or token.text in RAISING

    def power(self) -> tree.Node:
        begin = self.next.start
        base, sign = self.atom(), self.next
        if sign.kind == "raised":
            written = self.formula[begin : sign.start]
            self.take()
            if self.raises():
                then, more = self.next, "…" * (self.next.text in RAISING)
                power = f"({_end(written + sign.written)}){then.written}{more}"
                tower = f"{_end(written)}^({sign.text}^{more or then.text})"
                reason = f"follows an exponent; write {power} or {tower}"
                raise self.error(then, f"{then.shown} {reason}")
            number = tree.Number(abs(float(sign.text)), sign.text.removeprefix("-"))
            negative = sign.text.startswith("-")
            return self.raised(base, sign, _negative(number) if negative else number)
        if sign.text not in RAISING:
            return base
        self.take()
        begin = self.next.start
        node = self.raised(base, sign, self.deeper(sign, lambda: self.negated(self.power)))
        plain = base.value is None and node.exponent.value is not None  # as in a^2b
        if not plain and self.before.text != ")":
            self.unclear = self.place, begin
        return node

    def raised(self, base: tree.Node, sign: Token, exponent: tree.Node) -> tree.Power:
        """Return a power, if its exponent is none too large."""
        if exponent.value is not None and base.value is None:
            total = abs(exponent.value) * _composed_exponent(base)
            if total > MAX_EXPONENT:
                allowed = f"it must be from -{MAX_EXPONENT} to {MAX_EXPONENT}"
                raise self.error(sign, f"the exponent is {total:g}; {allowed}")
        return tree.Power(base, exponent, self.fold(sign, "power", base.value, exponent.value))

    def atom(self) -> tree.Node:
        token = self.take()
        if token.kind == "number":
            return self.number(token)
        if token.kind == "name":
            return self.name(token)
        if token.text == "(":
            return self.inside(token)
        wanted = "a number, a variable, a function or '('"
        raise self.error(token, f"{token.shown} stands where {wanted} should")

    def number(self, token: Token) -> tree.Node:
        exponent = token.text.lstrip("0123456789.")
        digits = token.text.removesuffix(exponent)
        for name in (exponent, exponent[:1]):
            if name in self.variables:
                rest = exponent.removeprefix(name)
                product = f"{digits}*{name}{'*' * rest.isdigit()}{rest}"
                reason = f"{token.shown} is a number, though {name} is a variable"
                raise self.error(token, f"{reason}; write {product} to multiply")
        value = float(token.text)
        if math.isinf(value):
            reason = f"{token.shown} is too large; numbers are at most 1.79e308"
            raise self.error(token, reason)
        if value == 0 and digits.strip("0."):
            reason = f"{token.shown} is too small; numbers other than 0 are at least 4.94e-324"
            raise self.error(token, reason)
        return tree.Number(value, token.text)

    def name(self, token: Token) -> tree.Node:
        name, here = token.text, self.next
        if name in FUNCTIONS:
            if here.text != "(":
                reason = f"follows {name!r}, which is a function; write {self.call(name)}"
                raise self.error(here, f"{here.shown} {reason}")
            argument = self.inside(self.take())
            return tree.Call(name, argument, self.fold(token, name, argument.value))
        if name in CONSTANTS:
            return tree.Number(CONSTANTS[name], name)
        if name not in self.variables:
            grouped = self.place > 1 and self.tokens[self.place - 2].text in ("/", *RAISING)
            meant = for_name(name, self.variables, grouped=grouped)
            raise self.error(token, f"{name!r:.80} is not known; {meant}")
        return tree.Variable(self.variables.index(name))

    def call(self, name: str) -> str:
        """Return how to write a function whose name is not followed by a parenthesis."""
        here, power, argument = self.next, "", ""
        if self.raises():
            after = self.tokens[self.place + 1].written if here.text in RAISING else ""
            power = f"{here.written}{after}"
        elif here.kind in ("name", "number"):
            behind = self.tokens[self.place + 1]
            goes_on = behind.kind in ("name", "number", "raised") or behind.text in ("(", *RAISING)
            argument = f"{here.written}{'…' * goes_on}"
        return f"{for_function(name, power, argument):.80}"

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
        product = operation in ("*", "/", "power")
        lost = product and value == 0 and all(known[: 2 if operation == "*" else 1])
        if lost or not math.isfinite(value):
            size = "is too small for float64" if lost else "is infinite or too large"
            what = "has no real value" if math.isnan(value) else size
            of = " and ".join(f"{value:g}" for value in known)
            raise self.error(token, f"{token.shown} of {of} {what}")
        return value

    def no_operator(self, opened: Token | None = None) -> FormulaError:
        """Return the error for what follows a sum, which stands in the parenthesis `opened`."""
        here = self.next
        if here.text == ")":
            return self.error(here, "')' closes nothing; remove it or write a '(' before")
        if opened and here.kind == "end":
            reason = f"')' is missing for the '(' in column {opened.start + 1}"
            return self.error(here, reason)
        wanted = "an operator or ')'" if opened else "an operator"
        reason = f"{here.shown} stands where {wanted} should; write {self.with_sign()} to multiply"
        return self.error(here, reason)

    def with_sign(self, begin: int | None = None) -> str:
        """Return the last token, or all from `begin` on, times the next one, with a sign."""
        before, here = self.before, self.next
        if begin is None:
            written = "(…)" if before.text == ")" else before.written
            written = f"{'…' * (before.kind == 'raised')}{written}"
        else:
            written = _end(self.formula[begin : before.end])
        return f"{written}*{'(…)' if here.text == '(' else here.written}"[:80]


def _end(text: str) -> str:
    """Return how a part of a formula ends, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_QUOTED else f"…{line[1 - MAX_QUOTED :]}"


def _negative(node: tree.Node) -> tree.Sum:
    return tree.Sum((node,), "-", None if node.value is None else -node.value)


def _composed_exponent(node: tree.Node) -> float:
    """Return the exponent that `node` has as a power of powers, 1 if it is none."""
    match node:
        case tree.Sum((negated,)):
            return _composed_exponent(negated)
        case tree.Power(base, exponent) if exponent.value is not None:
            return max(abs(exponent.value), 1.0) * _composed_exponent(base)
    return 1.0
