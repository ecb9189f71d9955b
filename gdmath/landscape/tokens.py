"""A formula's text cut into numbers, names and signs; errors that point at a character."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from gdmath.landscape.suggestions import for_character

EXCERPT = 60
"""The most characters of a formula that an error quotes."""

_RAISED = {character: digit for digit, character in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}

_TOKEN = re.compile(
    rf"""[ \t\r\n\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]*(?:
        (?P<number> (?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)? )
      | (?P<raised> [⁺⁻]?[{"".join(_RAISED)}]+ )
      | (?P<name> [^\W0-9{"".join(_RAISED)}][^\W{"".join(_RAISED)}]* )
      | (?P<sign> \*\*|[-+*/^()×·⋅∙∗•⨯÷∕−–] )
      | (?P<end> \Z )
      | (?P<other> . )
    )""",
    re.VERBOSE | re.DOTALL,
)
_MEANT = dict.fromkeys("×·⋅∙∗•⨯", "*") | dict.fromkeys("÷∕", "/") | dict.fromkeys("−–", "-")
"""The signs of print, and what they are in code."""

_CONSTANTS = {"π": "pi"}


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
    word = match is not None and match.lastgroup == "name" and match["name"] == text
    return word and text.isidentifier() and text not in _CONSTANTS


@dataclass(frozen=True, slots=True)
class Token:
    """A number, raised number, name, sign or the end; `start` is its first character, from 0.

    `text` is what it means in code: − is "-", π is "pi", and the raised ⁻¹² is "-12".
    """

    kind: str
    text: str
    start: int
    written: str

    @property
    def end(self) -> int:
        """The place behind its last character."""
        return self.start + len(self.written)

    @property
    def shown(self) -> str:
        """How an error names it."""
        return "the end" if self.kind == "end" else f"{self.written!r:.80}"


def tokens(formula: str) -> Iterator[Token]:
    """Yield the pieces of `formula`, and an end; `FormulaError` at a character that none has."""
    for match in _TOKEN.finditer(formula):
        kind = str(match.lastgroup)
        written = match[kind]
        token = Token(kind, _meaning(kind, written), match.start(kind), written)
        if kind == "other" or (kind == "name" and not is_name(token.text)):
            raise _unreadable(formula, token)
        yield token
        if kind == "end":
            return


def _meaning(kind: str, written: str) -> str:
    """Return what a piece is in code."""
    if kind == "raised":
        digits = "".join(str(_RAISED.get(character, "")) for character in written)
        return f"-{digits}" if written[0] == "⁻" else digits
    return (_CONSTANTS if kind == "name" else _MEANT).get(written, written)


def _unreadable(formula: str, token: Token) -> FormulaError:
    text = token.text
    for place, character in enumerate(text, token.start):
        if meant := for_character(character):
            reason = f"{character!r} is not understood; write {meant}"
            return FormulaError(formula, place, reason)
    reason = "a formula has numbers, names, + - * / ** ^ and ( )"
    plain = unicodedata.normalize("NFKC", text)  # x₁ is x1
    if plain != text and is_name(plain):
        reason = f"write {plain}"
    elif text == "," and re.search(r"[0-9]\Z", formula[: token.start]):
        reason = "decimals stand behind a point, and every function takes one argument"
    elif text in (",", ";"):
        reason = "every function takes one argument"
    elif text == "=":
        reason = "write only what J equals"
    return FormulaError(formula, token.start, f"{text[:EXCERPT]!r} is not allowed; {reason}")
