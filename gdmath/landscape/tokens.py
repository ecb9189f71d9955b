"""A formula's text cut into numbers, names and signs; errors that point at a character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

EXCERPT = 60
"""At most so many characters of a formula are quoted in an error."""

_NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NAME = re.compile(r"(?:[^\W0-9]|_)\w*")
_SPACE = re.compile(r"[ \t\r\n]*")
_SIGNS = ("**", "+", "-", "*", "/", "^", "(", ")")
_INSTEAD = {
    "²": "**2", "³": "**3", "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/",
    "−": "-", "–": "-", "√": "sqrt(...)", "π": "pi", "[": "(", "{": "(", "]": ")", "}": ")",
    "|": "abs(...)", "%": "/100",
}  # fmt: skip

Kind = Literal["number", "name", "sign", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula; `start` is the place of its first character, from 0.

    Examples
    --------
    >>> Token("name", "a", 0).text
    'a'
    """

    kind: Kind
    text: str
    start: int

    @property
    def shown(self) -> str:
        """How an error names it.

        Examples
        --------
        >>> Token("end", "", 3).shown
        'the end'
        """
        return "the end" if self.kind == "end" else f"{self.text!r:.80}"


class FormulaError(ValueError):
    """A formula that cannot be read: one line with the formula, the column and the remedy.

    Parameters
    ----------
    formula
        The whole text.
    start
        The place of the character at fault, from 0; the message counts columns from 1.
    reason
        What stands there, and what would be right.

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
    r"""Return the part of the text around a character as it would be written in Python.

    Examples
    --------
    >>> excerpt("a +\nb")
    "'a +\\nb'"
    """
    first = max(0, min(start - EXCERPT // 2, len(formula) - EXCERPT))
    part = formula[first : first + EXCERPT]
    before = "…" if first else ""
    after = "…" if first + EXCERPT < len(formula) else ""
    return repr(before + part + after)


def is_name(text: str) -> bool:
    """Return whether `text` is one name: letters, digits and _, not beginning with a digit.

    Examples
    --------
    >>> is_name("theta_0"), is_name("0a")
    (True, False)
    """
    match = _NAME.match(text)
    whole = match is not None and match.group() == text
    return whole and text.isidentifier() and text not in _INSTEAD


def tokens(formula: str) -> Iterator[Token]:
    """Yield the pieces of `formula`, and an end.

    Raises
    ------
    FormulaError
        At a character that no formula has.

    Examples
    --------
    >>> [token.text for token in tokens("2e-3*a^2")]
    ['2e-3', '*', 'a', '^', '2', '']
    """
    place = _skip(formula, 0)
    while place < len(formula):
        if match := _NUMBER.match(formula, place):
            token = Token("number", match.group(), place)
        elif match := _NAME.match(formula, place):
            token = Token("name", match.group(), place)
            if not is_name(token.text):
                raise _unreadable(formula, place, token.text)
        else:
            sign = next((sign for sign in _SIGNS if formula.startswith(sign, place)), None)
            if sign is None:
                raise _unreadable(formula, place, formula[place])
            token = Token("sign", sign, place)
        yield token
        place = _skip(formula, place + len(token.text))
    yield Token("end", "", len(formula))


def _skip(formula: str, place: int) -> int:
    match = _SPACE.match(formula, place)
    return match.end() if match else place


def _unreadable(formula: str, place: int, text: str) -> FormulaError:
    for offset, character in enumerate(text):
        if character in _INSTEAD:
            reason = f"{character!r} is not understood; write {_INSTEAD[character]}"
            return FormulaError(formula, place + offset, reason)
    if text in (",", ";"):
        reason = f"{text!r} is not allowed; every function takes one argument"
    elif text == "=":
        reason = "'=' is not allowed; write only what J equals"
    else:
        reason = (
            f"{text[:EXCERPT]!r} is not allowed; a formula has numbers, names, + - * / ** ^ and ( )"
        )
    return FormulaError(formula, place, reason)
