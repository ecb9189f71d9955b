"""The words of the films, in every language: one TOML file each, a table for each film."""

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

FOLDER = Path(__file__).parent


def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts of one language, by dotted keys such as ``level.converged``.

    In a text ``{name}`` stands for a value given when it is asked for.

    Examples
    --------
    >>> Texts.load("de")("readouts.step")
    'Schritt'
    """

    language: str
    entries: Mapping[str, str] = field(repr=False)

    @classmethod
    def load(cls, language: str = "en") -> Self:
        """Read the texts of a language.

        Raises a `ValueError` if there is no such language.
        """
        if language not in languages():
            raise ValueError(f"language is {language!r}; there are {', '.join(languages())}")
        table = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
        return cls(language, MappingProxyType(dict(_flat(table))))

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of `key` with its values.

        Raises a `KeyError` if there is no such text, a `ValueError` if the values are not those
        that it has places for.
        """
        if key not in self.entries:
            raise KeyError(f"no text {key} in {self.language}")
        text = self.entries[key]
        asked = placeholders(text)
        if asked != set(values):
            raise ValueError(f"the text {key} has places for {sorted(asked)}, not {sorted(values)}")
        return text.format_map({name: str(value) for name, value in values.items()})


def placeholders(text: str) -> set[str]:
    """Return the names of a text's places for values.

    Raises a `ValueError` if a place is more than a name: an attribute, an index, a format or a
    conversion.
    """
    names = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"{{{name}}} in {text!r} must be a name alone")
        names.add(name)
    return names


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
