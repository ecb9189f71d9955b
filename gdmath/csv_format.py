"""How a CSV file is written, as its reader may be told, and what reading it may say."""

import codecs
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, NamedTuple

from gdmath import checks
from gdmath.locked import Locked

DECIMALS = (".", ",")
THOUSANDS = (".", ",", " ", "'")
MISSING = ("refuse", "drop")
TOTALS = ("refuse", "drop", "keep")

_OF_PYTHON = ("unicode-escape", "raw-unicode-escape", "idna", "punycode")
"""Encodings of Python's own, in which no table is saved ("Python Specific Encodings")."""


class CsvWarning(UserWarning):
    """What had to be guessed about a file of data, or was left out of it."""


class Option(NamedTuple):
    """A field of `CsvFormat` with a value, as an error names it."""

    name: str
    value: str

    def told(self, prefix: str = "") -> str:
        """Return the option as TOML writes it, with `prefix` before its name."""
        return f"{prefix}{self.name} = {json.dumps(self.value, ensure_ascii=False)}"


class CsvError(ValueError):
    """A file that cannot be read as asked, and what may mend it: words with an `Option` or more."""

    def __init__(self, problem: str, *remedy: str | Option) -> None:
        super().__init__(problem, *remedy)
        self.problem, self.remedy = problem, remedy

    def __str__(self) -> str:
        return self.told()

    def told(self, prefix: str = "") -> str:
        """Return the message, with `prefix` before the name of each option."""
        words = (part if isinstance(part, str) else part.told(prefix) for part in self.remedy)
        return f"{self.problem}; {''.join(words)}"


def _one_of(value: Any, name: str, allowed: Sequence[str]) -> Any:
    return None if value is None else checks.choice(value, name, allowed)


def _delimiter(value: Any, name: str) -> str | None:
    single = isinstance(value, str) and len(value) == 1 and value not in '"\r\n\0'
    if value is not None and not single:
        raise checks.wrong(value, name, "one character, such as ; or a tab")
    return value if single else None


def _encoding(value: Any, name: str) -> str | None:
    if value is None:
        return None
    allowed = "an encoding of text, such as utf-8 or cp1252"
    try:
        "".encode(checks.instance(value, name, str))
        known = codecs.lookup(value).name.replace("_", "-")
    except (LookupError, ValueError):
        raise checks.wrong(value, name, allowed) from None
    if known in _OF_PYTHON:
        raise checks.wrong(value, name, allowed)
    return str(value)


@dataclass(frozen=True, slots=True)
class CsvFormat(Locked):
    """How a file is written; what is None is found out from it. See `Dataset.from_csv`."""

    delimiter: Annotated[str | None, _delimiter] = None
    encoding: Annotated[str | None, _encoding] = None
    decimal: Annotated[str | None, partial(_one_of, allowed=DECIMALS)] = None
    thousands: Annotated[str | None, partial(_one_of, allowed=THOUSANDS)] = None
    missing: Annotated[str, partial(checks.choice, allowed=MISSING)] = "refuse"
    totals: Annotated[str, partial(checks.choice, allowed=TOTALS)] = "refuse"

    def __post_init__(self) -> None:
        Locked.__post_init__(self)
        if self.decimal is not None and self.decimal == self.thousands:
            raise ValueError(f"decimal and thousands are both {self.decimal!r}; they must differ")
