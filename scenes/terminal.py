"""What reaches a terminal: no control characters, and errors in one line, however long a value."""

import re
import unicodedata

import click

LONGEST = 200
"""Characters of a value that an error shows: of a longer one, how it begins and ends."""

LONGEST_LINE = 2000
"""Characters of an error."""

_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
"""Categories of Unicode: control characters, halves of characters, ends of lines and paragraphs."""

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that let others appear in another order."""

_LONG_VALUE = re.compile(
    rf"(?<!\w)(?:'[^']{{{LONGEST},}}'|\"[^\"]{{{LONGEST},}}\")(?!\w)|\S{{{LONGEST + 1},}}"
)
"""A value in quotes, or one word."""


class OutputError(Exception):
    """The standard output cannot be written; one line."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"the standard output cannot be written ({error.strerror})")


def plain(text: str) -> str:
    r"""Return a text in one line, with escapes in place of what a terminal would obey.

    Examples
    --------
    >>> print(plain("a \x1b[31mred\nname"))
    a \x1b[31mred name
    """
    return "".join(map(_seen, " ".join(text.splitlines())))


def one_line(message: str) -> str:
    """Return an error's message as it is shown: plain, with long values shortened.

    Examples
    --------
    >>> len(one_line("theme is " + 5000 * "a"))
    209
    """
    short = _LONG_VALUE.sub(lambda match: _shortened(match[0], LONGEST), plain(message))
    return _shortened(short, LONGEST_LINE)


def say(line: str) -> None:
    """Write a line to the standard output, plain.

    Raises an `OutputError` if it cannot be written.
    """
    try:
        click.echo(plain(line))
    except OSError as error:
        raise OutputError(error) from error


def say_error(message: str, kind: str = "error") -> None:
    """Write an error, or what else is to be known, to the standard error, if anybody reads it."""
    try:
        click.echo(f"{kind}: {one_line(message)}", err=True)
    except OSError:  # the terminal is gone
        return


def _seen(letter: str) -> str:
    if unicodedata.category(letter) in _UNSEEN or letter in _TURNING:
        return letter.encode("unicode_escape").decode()
    return letter


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    end = longest // 2 - 1
    return f"{text[: longest - end - 1]}…{text[-end:]}"
