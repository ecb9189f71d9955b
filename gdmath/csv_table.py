"""Two columns of a CSV file: every error names the file, the line, the column and the value."""

import csv
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Self, TypeGuard

from gdmath.checks import shown
from gdmath.csv_format import CsvError, CsvFormat, CsvWarning, Option
from gdmath.csv_header import Header, NoColumnError, reader
from gdmath.csv_hints import is_missing, may_be_units, no_number
from gdmath.csv_numbers import NumberFormat, number_format
from gdmath.csv_totals import totals
from gdmath.text_file import ENCODINGS, GUESSES, MissingFileError, file_name, read_text

Row = tuple[str, ...]
Columns = tuple[list[float], list[float]]


def read_columns(path: Path, wanted: tuple[str, str], written: CsvFormat) -> Columns:
    """Return the numbers in the columns of a CSV file that are `wanted`: see `Dataset.from_csv`."""
    name = file_name(path)
    try:
        text, guessed = read_text(path, written.encoding)
        try:
            header = Header.of(text, wanted, written.delimiter)
        except NoColumnError as error:
            raise _encoding_hint(error, path, wanted, written, guessed) from None
        columns, notices = Table.of(header).numbers(written)
    except MissingFileError as error:
        raise MissingFileError(f"{name}: {error}") from None
    except CsvError as error:
        raise CsvError(f"{name}: {error.problem}", *error.remedy) from None
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    except MemoryError:
        raise ValueError(f"{name}: needs more memory than there is") from None
    said = [f"{name} {GUESSES[guessed]}"] if guessed else []
    for notice in [*said, *(f"{name}: {notice}" for notice in notices)]:
        warnings.warn(notice, CsvWarning, stacklevel=3)
    return columns


def _encoding_hint(
    error: NoColumnError, path: Path, wanted: tuple[str, str], written: CsvFormat, guessed: str
) -> ValueError:
    """Return the error with the encoding that finds the columns, or with the one `guessed`."""
    for encoding in () if "".join(wanted).isascii() else ENCODINGS:
        with suppress(ValueError):
            Header.of(read_text(path, encoding)[0], wanted, written.delimiter)
            return CsvError(str(error), Option("encoding", encoding), " finds both columns")
    if guessed:
        return CsvError(
            str(error), Option("encoding", guessed), " was guessed, another may be right"
        )
    return error


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file below its header."""

    header: Header
    rows: list[Row]
    lines: list[int]
    """The line of the file on which each row ends."""
    notices: list[str]
    """What was passed over."""

    @classmethod
    def of(cls, header: Header) -> Self:
        """Read the rows; those that begin with # are passed over, unless all of them do.

        Raises ValueError if the file is not well-formed.
        """
        found = list(_rows(header))[1 if header.in_body else 0 :]
        kept = [(row, line) for row, line in found if not _is_comment(row)] or found
        width = len(header.names)
        for row, line in kept:
            too_long = len(row) > width and any(map(str.strip, row[width:]))
            if too_long or (header.delimiter == " " and len(row) < width):  # which is not there?
                raise ValueError(f"line {line} has {len(row)} fields; the header has {width}")
        passed = len(found) - len(kept)
        notices = [f"{_share(passed, len(found))} left out, beginning with #"] if passed else []
        return cls(header, [row for row, _ in kept], [line for _, line in kept], notices)

    def numbers(self, written: CsvFormat) -> tuple[Columns, list[str]]:
        """Return both columns, and what was guessed of them or left out.

        Rows without a value, and rows of totals, are left out if that is asked for. Raises
        ValueError if another cell holds no finite number.
        """
        cells = [self._column(place) for place in self.header.places]
        others = (
            self._column(i) for i in range(len(self.header.names)) if i not in self.header.places
        )
        form, guess = number_format(chain(*cells), others, self.header.delimiter, written)
        values = [form.read_all(column) for column in cells]
        summed = set(totals(self.rows, values) if written.totals != "keep" else ())
        if summed and written.totals == "refuse":
            problem = f"line {self.lines[min(summed)]} is a row of totals"
            raise CsvError(problem, Option("totals", "drop"), ' leaves it out, "keep" reads it')
        kept = [place for place in range(len(self.rows)) if place not in summed]
        columns, empty = self._columns(kept, cells, values, form, written)
        notices = [*self.notices, guess] if guess else [*self.notices]
        for count, reason in ((len(summed), "with totals"), (empty, "without a value")):
            if count:
                notices.append(f"{_share(count, len(self.rows))} left out, {reason}")
        m = len(columns[0])
        if m < 2 and (summed or empty):
            said = "; ".join([f"the number of observations is {m}", *notices])
            raise ValueError(f"{said}; a line needs at least 2")
        return columns, notices

    def _columns(
        self,
        kept: list[int],
        cells: Sequence[list[str]],
        values: Sequence[list[float | None]],
        form: NumberFormat,
        written: CsvFormat,
    ) -> tuple[Columns, int]:
        """Return the finite numbers of the rows that are kept, and how many have no value."""
        columns: Columns = ([], [])
        empty = 0
        for place in kept:
            x, y = values[0][place], values[1][place]
            if _is_finite(x) and _is_finite(y):
                columns[0].append(x)
                columns[1].append(y)
                continue
            bad = [
                (self.header.places[i], cells[i][place])
                for i, v in enumerate((x, y))
                if not _is_finite(v)
            ]
            # What is wrong comes before what is not there, and is never left out.
            column, cell = min(bad, key=lambda found: is_missing(found[1]))
            if written.missing == "drop" and is_missing(cell):
                empty += 1
                continue
            where = f"line {self.lines[place]}, column {shown(self.header.names[column])}"
            units = place == 0 and may_be_units(self.rows)
            raise no_number(where, cell, form, written, units)
        return columns, empty

    def _column(self, index: int) -> list[str]:
        return [row[index].strip() if index < len(row) else "" for row in self.rows]


def _is_finite(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)


def _is_comment(row: Row) -> bool:
    return row[0].lstrip()[:1] == "#" and not is_missing(row[0])


def _share(count: int, of: int) -> str:
    return f"{count} row{'s' * (count > 1)} of {of}"


def _rows(header: Header) -> Iterator[tuple[Row, int]]:
    """Yield the fields of each row that is not blank, and the line that it ends on."""
    rows = reader(header.body, header.delimiter)
    line = header.first
    try:
        for row in rows:
            line = header.first + rows.line_num
            if row and (row[0].strip() or any(map(str.strip, row))):
                yield tuple(row), line  # which costs the garbage collector less than lists
    except csv.Error as error:
        raise ValueError(f"line {line + 1} begins a row that is not CSV ({error})") from None
