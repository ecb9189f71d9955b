"""Two columns of a CSV file: every error names the file, the line, the column and the value."""

import csv
import io
import math
import re
from collections.abc import Iterator
from pathlib import Path

from gdmath.checks import shown
from gdmath.hints import closest

DELIMITERS = (",", ";", "\t")

_NUMBER = re.compile(
    r"[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|nan|inf|infinity)", re.ASCII | re.IGNORECASE
)  # less than float() reads, which takes 1_000 and digits of every script


class MissingFileError(FileNotFoundError, ValueError):
    """A data file that is not there."""

    def __str__(self) -> str:
        return str(self.args[0])


def read_columns(path: Path, wanted: tuple[str, str]) -> list[list[float]]:
    """Return the numbers in the columns of a CSV file that are `wanted`: see `Dataset.from_csv`."""
    name = one_line(path)
    try:
        return _columns(path.read_text(encoding="utf-8-sig"), wanted)
    except FileNotFoundError:
        raise MissingFileError(f"{name}: there is no such file") from None
    except OSError as error:
        raise ValueError(f"{name}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"{name}: cannot be read as UTF-8 text ({error})") from None
    except csv.Error as error:
        raise ValueError(f"{name}: is not well-formed CSV ({error})") from None
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def one_line(path: Path) -> str:
    """Return how an error names a file: on one line."""
    return " ".join(str(path).split("\n"))


def _columns(text: str, wanted: tuple[str, str]) -> list[list[float]]:
    headers = {
        delimiter: [field.strip() for field in next(_rows(text, delimiter), (0, []))[1]]
        for delimiter in DELIMITERS
    }
    delimiter = max(
        DELIMITERS, key=lambda d: (sum(name in headers[d] for name in wanted), len(headers[d]))
    )
    header = headers[delimiter]
    if not header:
        raise ValueError("the file is empty; it must begin with a header row")
    for name in wanted:
        if name not in header:
            near = closest(name, header)
            hint = "" if near is None else f"; did you mean {shown(near)}?"
            raise ValueError(f"there is no column {shown(name)}; there are {_listed(header)}{hint}")
        if header.count(name) > 1:
            raise ValueError(f"the column {shown(name)} stands in the header more than once")
    rows = list(_rows(text, delimiter, strict=True))[1:]
    for line, row in rows:
        if any(field.strip() for field in row[len(header) :]):
            raise ValueError(f"line {line} has {len(row)} fields; the header has {len(header)}")
    columns = []
    for name in wanted:
        index, here = header.index(name), f"column {shown(name)}"
        columns.append([_number(r, index, f"line {line}, {here}", delimiter) for line, r in rows])
    return columns


def _rows(text: str, delimiter: str, *, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the fields of each row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    return ((reader.line_num, row) for row in reader if any(field.strip() for field in row))


def _number(row: list[str], index: int, where: str, delimiter: str) -> float:
    text = row[index].strip() if index < len(row) else ""
    number = text if delimiter == "," else text.replace(",", ".")
    if not _NUMBER.fullmatch(number):
        raise ValueError(f"{where} is {shown(text) if text else 'empty'}; it must be a number")
    if not math.isfinite(float(number)):
        raise ValueError(f"{where} is {text:.80}; it must be a finite number")
    return float(number)


def _listed(names: list[str]) -> str:
    """Return names on one line, not all of many."""
    listed = " ".join(", ".join(names).split())
    return f"{listed:.200}{'…' * (len(listed) > 200)}"
