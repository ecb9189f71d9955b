"""A formula's text cut into numbers, names and signs; errors that point at a character."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

EXCERPT = 60
"""The most characters of a formula that an error quotes."""

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<number> (?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)? )
      | (?P<name> [^\W0-9]\w* )
      | (?P<sign> \*\*|[-+*/^()] )
      | (?P<end> \Z )
      | (?P<other> . )
    )""",
    re.VERBOSE | re.DOTALL,
)
_INSTEAD = {
    "²": "**2", "³": "**3", "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/",
    "−": "-", "–": "-", "√": "sqrt(...)", "π": "pi", "[": "(", "{": "(", "]": ")", "}": ")",
    "|": "abs(...)", "%": "/100",
}  # fmt: skip


class FormulaError(ValueError):
    """A formula that cannot be read, in one line: the formula, the column and the reason.

    `start` is the place of the character at fault, from 0; the message counts columns from 1. The
    reason says what stands there, and what would be right.

    Examples
    --------
    >>> from gdmath.landscape import FormulaCost
    >>> try:
    ...     FormulaCost("a + sni(b)")
    ... except FormulaError as error:
    ...     print(error)
    formula 'a + sni(b)', column 5: 'sni' is not known; did you mean sin?
    """

    def __init__(self, formula: str, start: int, reason: str) -> None:
        super().__init__(formula, start, reason)  # so that it can be pickled

    def __str__(self) -> str:
        formula, start, reason = self.args
        return f"formula {excerpt(formula, start)}, column {start + 1}: {reason}"


def excerpt(formula: str, start: int = 0) -> str:
    """Return the part of the text around a character as it would be written in Python."""
    first = max(0, min(start - EXCERPT // 2, len(formula) - EXCERPT))
    part = formula[first : first + EXCERPT]
    return repr("…" * (first > 0) + part + "…" * (first + EXCERPT < len(formula)))


def is_name(text: str) -> bool:
    """Return whether `text` is one name: letters, digits and _, not beginning with a digit.

    Examples
    --------
    >>> is_name("theta_0"), is_name("0a"), is_name("π")
    (True, False, False)
    """
    match = _TOKEN.fullmatch(text)
    word = match is not None and match.lastgroup == "name"
    return word and text.isidentifier() and text not in _INSTEAD


@dataclass(frozen=True, slots=True)
class Token:
    """A number, name, sign or the end; `start` is the place of its first character, from 0."""

    kind: str
    text: str
    start: int

    @property
    def shown(self) -> str:
        """How an error names it."""
        return "the end" if self.kind == "end" else f"{self.text!r:.80}"


def tokens(formula: str) -> Iterator[Token]:
    """Yield the pieces of `formula`, and an end; `FormulaError` at a character that none has."""
    for match in _TOKEN.finditer(formula):
        kind = str(match.lastgroup)
        token = Token(kind, match[kind], match.start(kind))
        if kind == "other" or (kind == "name" and not is_name(token.text)):
            raise _unreadable(formula, token)
        yield token
        if kind == "end":
            return


def _unreadable(formula: str, token: Token) -> FormulaError:
    text = token.text
    for place, character in enumerate(text, token.start):
        if character in _INSTEAD:
            reason = f"{character!r} is not understood; write {_INSTEAD[character]}"
            return FormulaError(formula, place, reason)
    reason = "a formula has numbers, names, + - * / ** ^ and ( )"
    if text in (",", ";"):
        reason = "every function takes one argument"
    elif text == "=":
        reason = "write only what J equals"
    return FormulaError(formula, token.start, f"{text[:EXCERPT]!r} is not allowed; {reason}")
