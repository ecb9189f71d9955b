"""How a CSV file is written, as its reader may be told, and what reading it may say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from gdmath import checks
from gdmath.locked import Locked

DECIMALS = (".", ",")
THOUSANDS = (".", ",", " ", "'")
MISSING = ("refuse", "drop")


class CsvWarning(UserWarning):
    """What had to be guessed about a file of data, or was left out of it."""


class CsvError(ValueError):
    """A file that cannot be read as asked, and the option of `CsvFormat` that may mend it."""

    def __init__(self, problem: str, option: str, value: str, effect: str) -> None:
        super().__init__(problem, option, value, effect)
        self.problem, self.remedy = problem, (option, value, effect)

    def __str__(self) -> str:
        return self.told()

    def told(self, prefix: str = "") -> str:
        """Return the message, with `prefix` before the name of the option."""
        option, value, effect = self.remedy
        return f'{self.problem}; {prefix}{option} = "{value}" {effect}'


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
    try:
        "".encode(checks.instance(value, name, str))
    except (LookupError, ValueError):
        raise checks.wrong(value, name, "an encoding of text, such as utf-8 or cp1252") from None
    return str(value)


@dataclass(frozen=True, slots=True)
class CsvFormat(Locked):
    """How a file is written; what is None is found out from it. See `Dataset.from_csv`."""

    delimiter: Annotated[str | None, _delimiter] = None
    encoding: Annotated[str | None, _encoding] = None
    decimal: Annotated[str | None, partial(_one_of, allowed=DECIMALS)] = None
    thousands: Annotated[str | None, partial(_one_of, allowed=THOUSANDS)] = None
    missing: Annotated[str, partial(checks.choice, allowed=MISSING)] = "refuse"

    def __post_init__(self) -> None:
        Locked.__post_init__(self)
        if self.decimal is not None and self.decimal == self.thousands:
            raise ValueError(f"decimal and thousands are both {self.decimal!r}; they must differ")
