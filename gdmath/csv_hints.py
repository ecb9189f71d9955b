"""Why a cell of a table may be no number: what people leave in the tables that they have."""

import re
import unicodedata
from collections.abc import Sequence

from gdmath.checks import shown
from gdmath.csv_format import CsvError
from gdmath.csv_numbers import OTHER, NumberFormat, thousands_mark

MINUSES = "\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d"
"""What typesetters and spreadsheets write for a minus; Python reads none of them."""

WORDS = ("na", "n/a", "#n/a", "#n/v", "nan", "nil", "null", "none", "missing", "unknown")
MISSING = frozenset(("", *WORDS, "-", "--", "\u2013", "\u2014", "?", ".", ".."))
"""What stands in a cell that has no value, in small letters."""

TOTALS = frozenset(
    ("total", "totals", "sum", "mean", "average", "summe", "gesamt", "mittelwert", "suma", "media")
)  # in the languages of the films


def is_missing(cell: str) -> bool:
    """Return whether a cell says that it has no value.

    Examples
    --------
    >>> is_missing(""), is_missing("N/A"), is_missing("0")
    (True, True, False)
    """
    return cell.casefold() in MISSING


def is_total(row: Sequence[str]) -> bool:
    """Return whether a row begins with a word that says that it is a sum or a mean.

    Examples
    --------
    >>> is_total(["", "Total:", "12"]), is_total(["total", "7"]), is_total(["Ada", "7"])
    (True, True, False)
    """
    first = next((cell for cell in row if cell.strip()), "")
    return first.strip(" :.").casefold() in TOTALS


def no_number(
    where: str, cell: str, form: NumberFormat, rows: Sequence[Sequence[str]], place: int
) -> ValueError:
    """Return the error of a `cell` that is no finite number, with a guess why.

    It is a cell of the row `place` of all `rows`, which are written in the format `form`.
    """
    problem = f"{where} is {shown(cell) if cell else 'empty'}; it must be a number"
    if form.read(cell) is not None:
        problem = f"{where} is {cell:.80}; it must be a finite number"
    numbers = [_has_number(row, form) for row in rows[:2]]
    if place == 0 and numbers == [False, True]:
        return ValueError(f"{problem}: the row of units must be taken out")
    if is_missing(cell):
        return CsvError(problem, "missing", "drop", "leaves such rows out")
    mark = thousands_mark(cell)
    if mark and mark not in (form.decimal, form.thousands):
        return CsvError(problem, "thousands", mark, "reads it as one")
    other = OTHER[form.decimal]
    if NumberFormat(other, form.decimal).read(cell) is not None:
        return CsvError(problem, "decimal", other, "reads it as one")
    return ValueError(f"{problem}{_reason(cell)}")


def _has_number(row: Sequence[str], form: NumberFormat) -> bool:
    return any(form.read(cell.strip()) is not None for cell in row)


def _reason(cell: str) -> str:
    if any(mark in cell for mark in MINUSES):
        return ": its minus is not the one of the keyboard, -"
    if any(unicodedata.category(letter) == "Sc" for letter in cell):
        return " without the sign of a currency, which may stand in the label"
    if cell.endswith(("%", "\u2030", "\uff05")):
        return " without a sign of percent, which may stand in the label"
    if re.fullmatch(r"[A-Z]{3}\s?[+-]?[\d.,]+|[+-]?[\d.,]+\s?[^\W\d_]\S*", cell):
        return " without a unit, which may stand in the label"
    if "_" in cell or any(letter.isdigit() and not letter.isascii() for letter in cell):
        return ", written with the digits 0 to 9 alone"
    return ""
