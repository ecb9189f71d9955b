"""Where a CSV file begins: the names of its columns, and the mark that separates its fields."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from gdmath.checks import shown
from gdmath.csv_format import CsvError, Option
from gdmath.csv_numbers import OTHER, NumberFormat
from gdmath.hints import closest
from gdmath.text_file import LARGEST

DELIMITERS = (",", ";", "\t", "|")
NAMED_DELIMITERS = (*DELIMITERS, " ", ":")
"""Those that an error names where they find the columns."""

# A field may be as long as its file, also in a column that nobody asked for.
csv.field_size_limit(max(LARGEST, csv.field_size_limit()))


class NoColumnError(ValueError):
    """A header in which a column is not."""


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns of a file; `places` are where those stand that are wanted."""

    names: list[str]
    places: tuple[int, int]
    delimiter: str
    body: list[str]
    """The lines of the file, from its first row on."""
    first: int
    """How many lines are above."""
    in_body: bool
    """Whether the names are the first row, and not a line above it that begins with #."""

    @classmethod
    def of(cls, text: str, wanted: tuple[str, str], delimiter: str | None) -> Self:
        """Find the header, and where it is not known the `delimiter`.

        It is the first row, below a line ``sep=;`` and lines that begin with #, or the last of
        these. Raises ValueError if the columns are not there.
        """
        lines = list(io.StringIO(text.rstrip("\r\n\x1a"), newline=""))  # \x1a ends files of DOS
        delimiters: Sequence[str] = DELIMITERS
        first, comment = 0, ""
        if lines and (said := re.match(r'"?sep=([^"\r\n]?)', lines[0], re.IGNORECASE)):
            delimiters, first = [said[1] or ","], 1
        while first < len(lines) and lines[first].lstrip()[:1] in ("", "#"):
            comment = lines[first].lstrip().lstrip("#") if lines[first].strip() else comment
            first += 1
        if delimiter is not None:
            delimiters = [delimiter]
        wanted = (plain(wanted[0]), plain(wanted[1]))
        body = lines[first:]

        def found(head: tuple[list[str], str]) -> tuple[int, bool, int]:
            names = _names(*head)
            return sum(name in names for name in wanted), head[0] is body, len(names)

        heads = [(head, mark) for head in (body, [comment]) for mark in delimiters]
        head, mark = max(heads, key=found)
        names = _names(head, mark)
        return cls(names, _places(names, wanted, body), mark, body, first, head is body)


def plain(name: str) -> str:
    """Return the name of a column as it is compared: composed (NFC), with single spaces."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def reader(lines: Iterable[str], delimiter: str, *, strict: bool = True) -> Any:
    """Return a reader of the csv module; spaces round fields are passed over."""
    if delimiter == " ":  # at the end of a line it is no more than at its beginning
        lines = (line.rstrip(" \r\n") + "\n" for line in lines)
    return csv.reader(lines, delimiter=delimiter, strict=strict, skipinitialspace=True)


def _names(lines: list[str], delimiter: str) -> list[str]:
    """Return the names in the first row that is not blank, up to the last one."""
    rows = reader(lines, delimiter, strict=False)
    first: list[str] = next((row for row in rows if any(map(str.strip, row))), [])
    names = [plain(cell) for cell in first]
    while names and not names[-1]:
        names.pop()
    return names


def _places(names: list[str], wanted: tuple[str, str], body: list[str]) -> tuple[int, int]:
    """Return where the wanted columns stand in the header of a `body` of lines."""
    if not any(names):
        raise ValueError("the file is empty; it must begin with a header row")
    if wanted[0] == wanted[1]:
        raise ValueError(f"x and y are both column {shown(wanted[0])}; they must differ")
    numbers = [name for name in names if _is_number(name)]
    # Years may be names, as in a table with a column for each.
    years = re.compile("[12][0-9]{3}")
    if numbers == [name for name in names if name] or any(
        name in numbers and not years.fullmatch(name) for name in wanted
    ):
        raise ValueError(f"its first row, {_listed(names)}, is data; it must be a header row")
    for name in wanted:
        if name not in names:
            problem = f"there is no column {shown(name)}; there are {_listed(names)}"
            for mark in NAMED_DELIMITERS:
                if set(wanted) <= set(_names(body, mark)):
                    raise CsvError(problem, Option("delimiter", mark), " finds both columns")
            near = closest(name, names)
            raise NoColumnError(
                problem + ("" if near is None else f"; did you mean {shown(near)}?")
            )
        if names.count(name) > 1:
            raise ValueError(f"the column {shown(name)} stands in the header more than once")
    return names.index(wanted[0]), names.index(wanted[1])


def _is_number(name: str) -> bool:
    return any(NumberFormat(mark, other).read(name) is not None for mark, other in OTHER.items())


def _listed(names: list[str]) -> str:
    """Return names on one line, not all of many, in characters that a terminal only shows."""
    listed = ", ".join(repr(name)[1:-1] for name in names)
    return f"{listed:.200}{'…' * (len(listed) > 200)}"
