"""TOML that somebody wrote, in a file or in one line: read, or one line that says why not."""

import re
import tomllib
from pathlib import Path
from typing import Any

from gdmath.text_file import obstacle

LARGEST_FILE = 1_000_000
"""Bytes of a file: hundreds of times as many as a lesson or a theme has."""

_LARGEST = 2**63
"""TOML's whole numbers are below it, either way."""

_DIGITS = re.compile(r"[0-9][0-9_]{1000,}")


def read_toml(path: Path) -> dict[str, Any]:
    """Return the table of a file.

    Raises a `ValueError` that names the file if it is not there, is no ordinary file, is too large,
    cannot be read, or is not TOML.
    """
    if problem := obstacle(path, LARGEST_FILE):
        raise ValueError(f"{path}: {problem}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    try:
        return parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: is not TOML: {error}") from None
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def parse_toml(text: str) -> dict[str, Any]:
    """Return the table that a text writes.

    Raises a `tomllib.TOMLDecodeError` if it is not TOML, and another `ValueError` if it is nested
    too deep, or has whole numbers beyond TOML's 64 bits.
    """
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise ValueError("is nested too deep") from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # Python reads no number of thousands of digits
        found = _DIGITS.search(text)
        line = text[: found.start()].rpartition("\n")[2] if found else ""
        raise _beyond(f"{line:.80}".strip(" =[")) from None
    _check_integers(table)
    return table


def _check_integers(value: object, key: str = "") -> None:
    """Check all whole numbers of a table or list."""
    if isinstance(value, dict):
        for name, inner in value.items():
            _check_integers(inner, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for inner in value:
            _check_integers(inner, key)
    elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        raise _beyond(key)


def _beyond(key: str) -> ValueError:
    return ValueError(f"{key} is a whole number beyond 64 bits; one so large is written as 1e30")


def expanded(name: str | Path) -> Path:
    """Return the path of a name; ~ stands for a home folder where there is one."""
    try:
        return Path(name).expanduser()
    except RuntimeError:  # no such user
        return Path(name)
