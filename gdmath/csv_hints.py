"""Why a cell of a table may be no number: what people leave in the tables that they have."""

import re
import unicodedata
from collections.abc import Sequence

from gdmath.checks import shown
from gdmath.csv_format import THOUSANDS, CsvError, CsvFormat, Option
from gdmath.csv_numbers import OTHER, NumberFormat

MINUSES = "\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d"
"""What typesetters and spreadsheets write for a minus; Python reads none of them."""

_WORD = re.compile(
    r"[#\\]?n/?[adv]|\\n|ka|s/?d|nan|nil|null|none|missing|unknown|notavailable|keineangabe|sindatos"
)
"""What says that there is no value, in English, German, Spanish, and in databases, as \\N."""

_SIGNS = re.compile(rf"[-{MINUSES}]*|[.…]+|\?+|#\S+[!?]|err:\d+", re.ASCII)
"""Lone dashes, dots and marks of question; errors of spreadsheets, as #DIV/0!."""


def is_missing(cell: str) -> bool:
    """Return whether a cell says that it has no value.

    Examples
    --------
    >>> is_missing(""), is_missing("N.A."), is_missing("#DIV/0!"), is_missing("0")
    (True, True, True, False)
    """
    text = cell.strip().casefold()
    word = re.sub(r"[\s.]", "", text).strip("()<>[]{}+-\u2212")
    return bool(_SIGNS.fullmatch(text) or _WORD.fullmatch(word))


def no_number(
    where: str, cell: str, form: NumberFormat, written: CsvFormat, units: bool
) -> ValueError:
    """Return the error of a `cell` that is no finite number, with a guess why.

    The file is `written` and its numbers have the format `form`; `units` says that the cell stands
    in a row that may hold units.
    """
    if form.read(cell) is not None:
        return ValueError(f"{where} is {cell:.80}; it must be a finite number")
    problem = f"{where} is {shown(cell) if cell else 'empty'}; it must be a number"
    if is_missing(cell):
        return CsvError(problem, Option("missing", "drop"), " leaves such rows out")
    if remedy := _formats(cell, form, written):
        return CsvError(problem, *remedy)
    if units:
        return ValueError(f"{problem}: a row of units must be taken out")
    return ValueError(f"{problem}{_reason(cell)}")


def may_be_units(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first of the rows may hold units: words alone, above numbers.

    Examples
    --------
    >>> may_be_units([["", "m", "m/s"], ["7", "1", "2"]]), may_be_units([["m", "3"], ["1", "2"]])
    (True, False)
    """
    digits = [any(letter.isdigit() for cell in row for letter in cell) for row in rows[:2]]
    return digits == [False, True] and not any(cell and is_missing(cell) for cell in rows[0])


def _formats(cell: str, form: NumberFormat, written: CsvFormat) -> list[str | Option]:
    """Return which options read a cell as a number, for each number that it may be."""
    readings: dict[float, list[str | Option]] = {}
    for decimal in (form.decimal, OTHER[form.decimal]):
        for thousands in ("", *(mark for mark in THOUSANDS if mark != decimal)):
            other = NumberFormat(decimal, thousands)
            value = other.read(cell)
            if value is not None and value not in readings:
                separator = [", "] if readings else []
                readings[value] = [*separator, *_changes(other, form, written), f" {value:.15g}"]
    return [part for parts in readings.values() for part in parts]


def _changes(other: NumberFormat, form: NumberFormat, written: CsvFormat) -> list[str | Option]:
    """Return what must be `written` otherwise for numbers in the format `other`, not `form`."""
    if other.decimal == written.thousands:
        clash = Option("thousands", other.decimal)
        return [Option("decimal", other.decimal), " without ", clash, " reads it as"]
    options = [Option("decimal", other.decimal)] if other.decimal != form.decimal else []
    implied = options and not written.thousands and other.thousands == OTHER[other.decimal]
    if other.thousands not in ("", form.thousands) and not implied:
        options.append(Option("thousands", other.thousands))
    if len(options) == 2:
        return [options[0], " and ", options[1], " read it as"]
    return [*options, " reads it as"]


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
