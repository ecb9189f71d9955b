"""Two columns of a CSV file: every error names the file, the line, the column and the value."""

from __future__ import annotations

import csv
import difflib
import io
import math
import re
from collections.abc import Iterator
from pathlib import Path

from gdmath.checks import shown

DELIMITERS = (",", ";", "\t")

_NUMBER = re.compile(
    r"[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|nan|inf|infinity)", re.ASCII | re.IGNORECASE
)  # less than float() reads, which takes 1_000 and digits of every script


class MissingFileError(FileNotFoundError, ValueError):
    """A data file that is not there.

    Examples
    --------
    >>> read_columns(Path("absent.csv"), "a", "b")
    Traceback (most recent call last):
        ...
    gdmath.csv_table.MissingFileError: absent.csv: there is no such file
    """

    def __str__(self) -> str:
        return str(self.args[0])


def read_columns(path: Path, x: str, y: str) -> tuple[list[float], list[float]]:
    r"""Return the numbers in the columns `x` and `y` of a CSV file that has a header row.

    Raises
    ------
    MissingFileError
        If there is no such file.
    ValueError
        If the file is no table, a column is missing or doubled, or a value no finite number.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
    ...     _ = file.write("a;b\n1,5;2\n3;4\n")
    ...     file.flush()
    ...     read_columns(Path(file.name), "a", "b")
    ([1.5, 3.0], [2.0, 4.0])
    """
    header, rows, delimiter = _read_table(path, wanted=(x, y))
    first, second = (_parse_column(path, rows, header, name, delimiter) for name in (x, y))
    return first, second


def _read_table(
    path: Path, wanted: tuple[str, str]
) -> tuple[list[str], list[tuple[int, list[str]]], str]:
    """Return the header, the (line number, fields) of the rows, and the delimiter."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise MissingFileError(f"{one_line(path)}: there is no such file") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"{one_line(path)}: cannot be read as UTF-8 text ({error})") from None
    except OSError as error:
        raise ValueError(f"{one_line(path)}: cannot be read ({error.strerror})") from None
    headers = {
        delimiter: [field.strip() for field in next(_rows(text, delimiter), (0, []))[1]]
        for delimiter in DELIMITERS
    }
    delimiter = max(
        DELIMITERS, key=lambda d: (sum(name in headers[d] for name in wanted), len(headers[d]))
    )
    header = headers[delimiter]
    if not header:
        raise ValueError(f"{one_line(path)}: the file is empty; it must begin with a header row")
    for name in wanted:
        if name not in header:
            near = difflib.get_close_matches(name.lower(), [n.lower() for n in header], n=1)
            there = [other for other in header if other.lower() in near]
            hint = f"; did you mean {shown(there[0])}?" if there else ""
            raise ValueError(
                f"{one_line(path)}: there is no column {shown(name)}; "
                f"there are {_listed(header)}{hint}"
            )
        if header.count(name) > 1:
            raise ValueError(
                f"{one_line(path)}: the column {shown(name)} stands in the header more than once"
            )
    try:
        rows = list(_rows(text, delimiter, strict=True))[1:]
    except csv.Error as error:
        raise ValueError(f"{one_line(path)}: is not well-formed CSV ({error})") from None
    for line, row in rows:
        if any(field.strip() for field in row[len(header) :]):
            raise ValueError(
                f"{one_line(path)}: line {line} has {len(row)} fields; the header has {len(header)}"
            )
    return header, rows, delimiter


def _rows(text: str, delimiter: str, *, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    return ((reader.line_num, row) for row in reader if any(field.strip() for field in row))


def _parse_column(
    path: Path, rows: list[tuple[int, list[str]]], header: list[str], name: str, delimiter: str
) -> list[float]:
    index = header.index(name)
    values = []
    for line, row in rows:
        text = row[index].strip() if index < len(row) else ""
        number = text if delimiter == "," else text.replace(",", ".")
        where = f"{one_line(path)}: line {line}, column {shown(name)}"
        if not _NUMBER.fullmatch(number):
            raise ValueError(f"{where} is {shown(text) if text else 'empty'}; it must be a number")
        value = float(number)
        if not math.isfinite(value):
            raise ValueError(f"{where} is {text:.80}; it must be a finite number")
        values.append(value)
    return values


def one_line(path: Path) -> str:
    r"""Return how an error names a file: on one line.

    Examples
    --------
    >>> one_line(Path("a\nb"))
    'a b'
    """
    return " ".join(str(path).split("\n"))


def _listed(names: list[str]) -> str:
    """Return names on one line, not all of many."""
    listed = " ".join(", ".join(names).split())
    return f"{listed:.200}{'…' * (len(listed) > 200)}"
