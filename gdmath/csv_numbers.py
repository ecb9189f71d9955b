"""How a CSV file writes its numbers: the mark before decimals, and the one between thousands."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from gdmath.checks import shown
from gdmath.csv_format import CsvError, CsvFormat, Option

_ALIKE = {" ": " \u00a0\u2007\u2009\u202f", "'": "'\u2019", ".": ".", ",": ",", "": ""}
"""What stands for a mark between thousands."""

OTHER = {".": ",", ",": "."}
"""The mark that stands between thousands where this one stands before decimals."""

# They match less than float() reads, which takes 1_000, nan, and digits of every script.
_EXPONENT = "(?:[eE][+-]?[0-9]+)?"
_PLAIN = {
    mark: re.compile(
        rf"[+-]?(?:[0-9]+(?:\{mark}[0-9]*)?|\{mark}[0-9]+){_EXPONENT}|[+-]?inf(?:inity)?",
        re.IGNORECASE | re.ASCII,
    )
    for mark in OTHER
}
"""Numbers without a mark between thousands."""

_LETTERS = {mark: frozenset(f"0123456789+-eE{mark}") for mark in OTHER}
"""What finite ones of them are written with. What float() reads of these letters is such a one."""

_GROUPED = {
    (decimal, mark): re.compile(
        rf"[+-]?[1-9][0-9]{{0,2}}(?:[{re.escape(alike)}][0-9]{{3}})+(?:\{decimal}[0-9]*)?"
    )
    for decimal in OTHER
    for mark, alike in _ALIKE.items()
    if mark not in ("", decimal)
}
"""Numbers with such a mark."""

_MARKED = re.compile(
    r"[+-]?(?:(?P<either>[1-9][0-9]{0,2}[.,][0-9]{3})"
    + "".join(
        rf"|(?P<{name}>(?:[0-9]+{mark}[0-9]*|{mark}[0-9]+){_EXPONENT}"
        rf"|[1-9][0-9]{{0,2}}(?:{other}[0-9]{{3}})+(?:{mark}[0-9]*)?)"
        for name, mark, other in (("point", r"\.", ","), ("comma", ",", r"\."))
    )
    + ")"
)
_MARKS = {"either": "?", "point": ".", "comma": ","}


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
        """Return the number that a cell holds, which may be infinite; None if it holds none."""
        if _PLAIN[self.decimal].fullmatch(text):
            return float(text.replace(self.decimal, "."))
        if self.thousands and _GROUPED[self.decimal, self.thousands].fullmatch(text):
            return float(without(self.thousands, text).replace(self.decimal, "."))
        return None

    def read_all(self, cells: Sequence[str]) -> list[float | None]:
        """Return the number of each cell, as `read` does, at once where they are plain ones."""
        if _LETTERS[self.decimal].issuperset("".join(cells)):
            with suppress(ValueError):  # an empty cell, or such as 1.2.3
                return [float(cell.replace(self.decimal, ".")) for cell in cells]
        return [self.read(cell) for cell in cells]


def without(mark: str, text: str) -> str:
    """Return a number without the marks between its thousands."""
    for alike in _ALIKE[mark]:
        text = text.replace(alike, "")
    return text


def decimal_mark(text: str) -> str:
    """Return the decimal mark that a cell shows, "?" if either may be it, "" if it shows none.

    Examples
    --------
    >>> [decimal_mark(text) for text in ("3.5", "3,5", "1.200", "1.200,5", "1.200.000", "7")]
    ['.', ',', '?', ',', ',', '']
    """
    found = _MARKED.fullmatch(text)
    return _MARKS[found.lastgroup or ""] if found else ""


def number_format(
    own: Iterable[str], others: Iterable[Sequence[str]], delimiter: str, written: CsvFormat
) -> tuple[NumberFormat, str]:
    """Return how a file writes numbers, one way for all, and what was guessed of it, "" if nothing.

    The cells `own` of the columns that are read decide. Where each of them may be meant in two
    ways, as 1.200 may, the columns `others` do if they show decimal commas and no points: dates,
    times and chapters have points too. A column shows a mark if all its cells are numbers with it.

    Where commas separate the fields, the mark is a point: a decimal comma there is refused, and
    so is 1.200, quoted or not, if any number of the file shows such a comma. Else it is 1.2.

    Raises `CsvError` where cells contradict one another, or none of them decides.
    """
    thousands = written.thousands or ""
    decimal, guess = written.decimal or OTHER.get(thousands, ""), ""
    if not decimal:
        decimal, guess = _decimal(own, others, delimiter, thousands)
    # Where commas separate the fields, a quoted 1,200 is never guessed at.
    if not thousands and (delimiter != "," or written.decimal):
        thousands = OTHER[decimal]
    return NumberFormat(decimal, thousands), guess


def _decimal(
    own: Iterable[str], others: Iterable[Sequence[str]], delimiter: str, thousands: str
) -> tuple[str, str]:
    found = _marks(own, thousands)
    either = found.pop("?", "")
    if len(found) == 2:
        cells = (
            f"the decimal mark is a point in {shown(found['.'])}, a comma in {shown(found[','])}"
        )
        raise CsvError(cells, Option("decimal", ","), ' or "." says which it is')
    guessed = either and not found
    if guessed:
        found = _marks_of_columns(others, thousands)
    comma = list(found) == [","]
    if guessed and ("," in found if delimiter == "," else not comma):
        cell = f"{shown(either)} may have thousands or decimals"
        raise CsvError(cell, Option("decimal", "."), ' or "," says which mark precedes decimals')
    if not comma or delimiter == ",":
        return ".", ""
    if not guessed:
        return ",", ""
    value = NumberFormat(",", thousands or ".").read(without(thousands, either))
    return ",", (
        f"{shown(either)} was read as {value:.15g}, "
        f"by the decimal comma of {shown(found[','])} in another column"
    )


def _marks(cells: Iterable[str], thousands: str) -> dict[str, str]:
    """Return each decimal mark that cells show, with the first cell that does, "?" if none does."""
    found: dict[str, str] = {}
    for cell in cells:
        points, commas = cell.count("."), cell.count(",")
        # A cell with the one mark that is known says nothing new, which spares most of the time.
        if points + commas > 1 or points > ("." in found) or commas > ("," in found):
            mark = decimal_mark(without(thousands, cell) if thousands else cell)
            if mark and mark not in found:
                found[mark] = cell
    return found


def _marks_of_columns(columns: Iterable[Sequence[str]], thousands: str) -> dict[str, str]:
    """Return the decimal marks that whole columns show, each with the first cell that does."""
    found: dict[str, str] = {}
    for cells in columns:
        for mark, cell in _marks(cells, thousands).items():
            form = NumberFormat(mark, thousands or OTHER.get(mark, "")) if mark != "?" else None
            if form and all(form.read(cell) is not None for cell in cells if cell):
                found.setdefault(mark, cell)
    return found
