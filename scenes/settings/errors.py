"""Where the keys of a lesson were given, and what is said of one that cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class SettingsError(ValueError):
    """A lesson that cannot be used; one line: file, key, value and what would be right."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where keys were given: in the lesson's `file`, or over it, such as on the command line.

    `given` has each key that was given over the file, with what stands before its errors.

    Examples
    --------
    >>> Places("lesson.toml", {"descent": "--set"}).of("descent.rate")
    '--set'
    """

    file: str = ""
    given: Mapping[str, str] = field(default_factory=dict)

    def of(self, key: str) -> str:
        """Return where `key` was given, it or one above or below it; the file if nowhere else."""
        for other, place in self.given.items():
            if f"{key}.".startswith(f"{other}.") or f"{other}.".startswith(f"{key}."):
                return place
        return self.file

    def error(self, key: str, problem: str) -> SettingsError:
        """Return the error of a key, to be raised; `problem` goes on from it: "is 0; it must …"."""
        place = self.of(key.rstrip(":"))
        return SettingsError(f"{place}: {key} {problem}" if place else f"{key} {problem}")
