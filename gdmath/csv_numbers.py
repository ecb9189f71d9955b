"""How a file writes its numbers: the mark before the decimals, and the one between thousands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from gdmath.checks import shown
from gdmath.csv_format import CsvError, CsvFormat

_ALIKE = {" ": " \u00a0\u2007\u2009\u202f", "'": "'\u2019"}
"""What else stands for a mark between thousands."""

OTHER = {".": ",", ",": "."}
"""The mark that stands between thousands where this one stands before decimals."""

_WORDS = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)


@cache
def _pattern(decimal: str, thousands: str = "") -> re.Pattern[str]:
    """Return the pattern of a number; with `thousands`, of one that has this mark.

    It matches less than float() reads, which takes 1_000 and digits of every script.
    """
    point = re.escape(decimal)
    if not thousands:
        return re.compile(rf"[+-]?([0-9]+({point}[0-9]*)?|{point}[0-9]+)([eE][+-]?[0-9]+)?")
    mark = f"[{re.escape(_ALIKE.get(thousands, thousands))}]"
    return re.compile(rf"[+-]?[1-9][0-9]{{0,2}}({mark}[0-9]{{3}})+({point}[0-9]*)?")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The decimal mark of a file, and the one that may stand between thousands, "" for none.

    Examples
    --------
    >>> NumberFormat(",", ".").read("1.200,5"), NumberFormat(".").read("1,5")
    (1200.5, None)
    """

    decimal: str = "."
    thousands: str = ""

    def read(self, text: str) -> float | None:
        """Return the number that a cell holds, None if it holds none."""
        if _pattern(self.decimal).fullmatch(text):
            return float(text.replace(self.decimal, "."))
        if self.thousands and _pattern(self.decimal, self.thousands).fullmatch(text):
            return float(without(self.thousands, text).replace(self.decimal, "."))
        return float(text) if _WORDS.fullmatch(text) else None


def without(mark: str, text: str) -> str:
    """Return a number without the marks between its thousands."""
    for alike in _ALIKE.get(mark, mark):
        text = text.replace(alike, "")
    return text


def decimal_mark(text: str) -> str:
    """Return the decimal mark that a cell shows, "?" if either may be it, "" if it shows none.

    Examples
    --------
    >>> [decimal_mark(text) for text in ("3.5", "3,5", "1.200", "1.200,5", "1.200.000", "7")]
    ['.', ',', '?', ',', ',', '']
    """
    for mark, other in ((".", ","), (",", ".")):
        plain = mark in text and _pattern(mark).fullmatch(text)
        grouped = mark in text and _pattern(other, mark).fullmatch(text)
        if plain or grouped:
            return "?" if plain and grouped else mark if plain else other
    return ""


def thousands_mark(text: str) -> str:
    """Return the mark that may stand between the thousands of a number, "" for none.

    Examples
    --------
    >>> [thousands_mark(text) for text in ("1 200", "1,200.5", "12")]
    [' ', ',', '']
    """
    pairs = [(".", ","), (".", " "), (",", " "), (".", "'"), (",", "'"), (",", ".")]
    return next((mark for point, mark in pairs if _pattern(point, mark).fullmatch(text)), "")


def number_format(
    own: Iterable[str], others: Iterable[str], delimiter: str, written: CsvFormat
) -> NumberFormat:
    """Return how the cells of a file write numbers: one way for the whole file.

    The cells `own` of the columns that are read decide; where each of them may be meant in two
    ways, as 1.200 may, decimal commas among `others` do.

    Raises `CsvError` where cells contradict one another, or none of them decides.
    """
    thousands = written.thousands or ""
    decimal = written.decimal or OTHER.get(thousands) or _decimal(own, others, delimiter, thousands)
    # Where commas separate the fields, a quoted 1,200 is never guessed at.
    if not thousands and (delimiter != "," or written.decimal):
        thousands = OTHER[decimal]
    return NumberFormat(decimal, thousands)


def _decimal(own: Iterable[str], others: Iterable[str], delimiter: str, thousands: str) -> str:
    found = _marks(own, thousands)
    either = found.pop("?", "")
    if len(found) == 2 and delimiter != ",":
        cells = f"{shown(found['.'])} has a point and {shown(found[','])} a comma before decimals"
        raise CsvError(cells, "decimal", ",", 'or "." says which it is')
    if either and not found:
        # Of other columns commas count alone: dates, times and chapters have points.
        found = {mark: cell for mark, cell in _marks(others, thousands).items() if mark == ","}
    commas = list(found) == [","]
    unclear = "." in either and commas if delimiter == "," else bool(either) and not found
    if unclear:
        cell = f"{shown(either)} may have thousands or decimals, and no other number tells which"
        raise CsvError(cell, "decimal", ".", 'or "," says which mark stands before decimals')
    return "," if commas and delimiter != "," else "."


def _marks(cells: Iterable[str], thousands: str) -> dict[str, str]:
    """Return each decimal mark that cells show, "?" among them, with the first cell that does."""
    found: dict[str, str] = {}
    for cell in cells:
        if "," in cell or "." in cell:
            mark = decimal_mark(without(thousands, cell.strip()))
            if mark:
                found.setdefault(mark, cell.strip())
    return found
