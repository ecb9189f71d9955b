"""Two columns of a CSV file: every error names the file, the line, the column and the value."""

import csv
import io
import math
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from gdmath.checks import shown
from gdmath.csv_format import CsvError, CsvFormat, CsvWarning
from gdmath.csv_hints import is_missing, is_total, no_number
from gdmath.csv_numbers import OTHER, NumberFormat, number_format
from gdmath.hints import closest
from gdmath.text_file import MissingFileError, file_name, read_text

DELIMITERS = (",", ";", "\t", "|")

Columns = tuple[list[float], list[float]]


def read_columns(path: Path, wanted: tuple[str, str], written: CsvFormat) -> Columns:
    """Return the numbers in the columns of a CSV file that are `wanted`: see `Dataset.from_csv`."""
    name = file_name(path)
    try:
        text, notice = read_text(path, written.encoding)
        table = Table.of(text, wanted, written.delimiter)
        columns = table.numbers(written)
    except MissingFileError as error:
        raise MissingFileError(f"{name}: {error}") from None
    except csv.Error as error:
        raise ValueError(f"{name}: is not well-formed CSV ({error})") from None
    except CsvError as error:
        raise CsvError(f"{name}: {error.problem}", *error.remedy) from None
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    dropped = len(table.rows) - len(columns[0])
    if notice:
        warnings.warn(f"{name} {notice}", CsvWarning, stacklevel=3)
    if dropped:
        rows = f"{dropped} row{'s' * (dropped > 1)} of {len(table.rows)}"
        warnings.warn(f"{name}: {rows} left out, without a value", CsvWarning, stacklevel=3)
    return columns


def plain(name: str) -> str:
    """Return the name of a column as it is compared: composed (NFC), with single spaces."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file below its header; `places` are where the columns stand that are wanted."""

    delimiter: str
    wanted: tuple[str, str]
    rows: list[list[str]]
    lines: list[int]
    """The line of the file on which each row ends."""
    places: tuple[int, int]

    @classmethod
    def of(cls, text: str, wanted: tuple[str, str], delimiter: str | None) -> Self:
        """Find the header, and where it is not known the `delimiter`.

        It is the first row, below a line ``sep=;`` and lines that begin with #, or the last of
        these.

        Raises ValueError if the columns are not there, and csv.Error.
        """
        lines = list(io.StringIO(text, newline=""))
        delimiters: Sequence[str] = DELIMITERS
        first, comment = 0, ""
        if lines and lines[0].lower().startswith("sep="):
            delimiters, first = [lines[0][4:5].strip("\r\n") or ","], 1
        while first < len(lines) and lines[first].lstrip()[:1] in ("", "#"):
            comment = lines[first].lstrip().lstrip("#") if lines[first].strip() else comment
            first += 1
        if delimiter is not None:
            delimiters = [delimiter]
        wanted = (plain(wanted[0]), plain(wanted[1]))

        def found(head: tuple[str, str]) -> tuple[int, int]:
            names = _header(*head)
            return sum(name in names for name in wanted), len(names)

        body = "".join(lines[first:])
        head = max(((body, mark) for mark in delimiters), key=found)
        commented = max(((comment, mark) for mark in delimiters), key=found)
        in_comment = found(commented)[0] > found(head)[0]
        head = commented if in_comment else head
        header, mark = _header(*head), head[1]
        places = _places(header, wanted)
        found_rows = list(_rows(body, mark))[0 if in_comment else 1 :]
        rows, numbers = [row for row, _ in found_rows], [first + line for _, line in found_rows]
        for row, line in zip(rows, numbers, strict=True):
            if any(cell.strip() for cell in row[len(header) :]):
                raise ValueError(f"line {line} has {len(row)} fields; the header has {len(header)}")
        if rows and is_total(rows[-1]):
            raise ValueError(f"line {numbers[-1]} is a row of totals; it must be taken out")
        return cls(mark, wanted, rows, numbers, places)

    def numbers(self, written: CsvFormat) -> Columns:
        """Return both columns; rows without a value are left out if that is asked for.

        Raises ValueError if a cell holds no finite number.
        """
        cells = [[self._cell(row, index) for row in self.rows] for index in self.places]
        own = (cell for column in cells for cell in column)
        others = (cell for row in self.rows for cell in row)
        form = number_format(own, others, self.delimiter, written)
        columns: Columns = ([], [])
        for place, pair in enumerate(zip(*cells, strict=True)):
            if written.missing == "drop" and any(map(is_missing, pair)):
                continue
            for name, cell, column in zip(self.wanted, pair, columns, strict=True):
                value = form.read(cell)
                if value is None or not math.isfinite(value):
                    where = f"line {self.lines[place]}, column {shown(name)}"
                    raise no_number(where, cell, form, self.rows, place)
                column.append(value)
        return columns

    def _cell(self, row: list[str], index: int) -> str:
        return row[index].strip() if index < len(row) else ""


def _places(header: list[str], wanted: tuple[str, str]) -> tuple[int, int]:
    """Return where the wanted columns stand in a header."""
    if not any(header):
        raise ValueError("the file is empty; it must begin with a header row")
    if wanted[0] == wanted[1]:
        raise ValueError(f"x and y are both column {shown(wanted[0])}; they must differ")
    numbers = [name for name in header if _is_number(name)]
    # Years may be names, as in a table with a column for each.
    years = re.compile("[12][0-9]{3}")
    if numbers == [name for name in header if name] or any(
        name in numbers and not years.fullmatch(name) for name in wanted
    ):
        raise ValueError(f"its first row, {_listed(header)}, is data; it must be a header row")
    for name in wanted:
        if name not in header:
            near = closest(name, header)
            hint = "" if near is None else f"; did you mean {shown(near)}?"
            raise ValueError(f"there is no column {shown(name)}; there are {_listed(header)}{hint}")
        if header.count(name) > 1:
            raise ValueError(f"the column {shown(name)} stands in the header more than once")
    return header.index(wanted[0]), header.index(wanted[1])


def _rows(text: str, delimiter: str) -> Iterator[tuple[list[str], int]]:
    """Yield the fields of each row that is not blank, and the line that it ends on."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    return ((row, reader.line_num) for row in reader if any(cell.strip() for cell in row))


def _header(text: str, delimiter: str) -> list[str]:
    """Return the names in the first row of a text that is not blank, up to the last one."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    first = next((row for row in reader if any(cell.strip() for cell in row)), [])
    names = [plain(cell) for cell in first]
    while names and not names[-1]:
        names.pop()
    return names


def _is_number(name: str) -> bool:
    return any(NumberFormat(mark, other).read(name) is not None for mark, other in OTHER.items())


def _listed(names: list[str]) -> str:
    """Return names on one line, not all of many, in characters that a terminal only shows."""
    listed = ", ".join(repr(name)[1:-1] for name in names)
    return f"{listed:.200}{'…' * (len(listed) > 200)}"
