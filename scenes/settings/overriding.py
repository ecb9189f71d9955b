"""Single keys given outside the lesson file: on the command line or in the environment."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from scenes.settings.errors import SettingsError

OVERRIDES = "GDSCENES_SET"
"""The environment variable with overrides, one a line: ``descent.rate=0.05``."""

RIVALS = {
    "data.csv": ("data.synthetic",),
    "data.synthetic": ("data.csv", "data.x", "data.y"),
    "landscape.name": ("landscape.formula", "landscape.variables"),
    "landscape.formula": ("landscape.name",),
}
"""What a key cannot stand beside."""

_OWN = ("descent.rate", "descent.start", "descent.tolerance")
OWN_DESCENT = {
    "data.csv": (*RIVALS["data.csv"], *_OWN),
    "data.synthetic": (*RIVALS["data.synthetic"], *_OWN),
}
"""The same for a packaged lesson, whose descent is one over its own data."""


def from_environment(environment: Mapping[str, str]) -> list[str]:
    """Return the overrides of the environment, in their order."""
    return [line for line in environment.get(OVERRIDES, "").splitlines() if line.strip()]


def parse(override: str, place: str) -> tuple[str, object]:
    """Return the dotted key and the value of ``key=value``.

    The value is read as TOML, and as text where it is none.

    Raises
    ------
    SettingsError
        If there is no key or no equals sign; `place` stands before it.

    Examples
    --------
    >>> parse("descent.start=[1, 2]", "--set"), parse("title=A small film", "--set")
    (('descent.start', [1, 2]), ('title', 'A small film'))
    """
    key, equals, text = override.partition("=")
    key = key.strip()
    if not equals or not all(part.isidentifier() for part in key.split(".")):
        raise SettingsError(f"{place}: {override!r:.80} must be key=value, as descent.rate=0.05")
    if len(override.splitlines()) > 1:
        raise SettingsError(f"{place}: {key} must be one line")
    return key, _value(text.strip())


def _value(text: str) -> object:
    if text in ("True", "False"):  # as Python writes it
        text = text.lower()
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def lay_over(table: dict[str, Any], overrides: Iterable[str], place: str) -> dict[str, str]:
    """Write overrides into `table`, later ones over earlier; return each key with its place.

    Raises
    ------
    SettingsError
        If an override cannot be read, or what it stands in is no table.
    """
    given = {}
    for override in overrides:
        key, value = parse(override, place)
        *path, last = key.split(".")
        inner = table
        for part in path:
            inner = inner.setdefault(part, {})
            if not isinstance(inner, dict):
                raise SettingsError(f"{place}: {key}: {part} is {inner!r:.80}, not a table")
        inner[last] = value
        given[key] = place
    return given


def drop_rivals(
    table: dict[str, Any], given: Mapping[str, str], rivals: Mapping[str, tuple[str, ...]] = RIVALS
) -> None:
    """Remove from `table` what stands in the file and cannot stand beside what is given over it.

    Examples
    --------
    >>> table = {"data": {"synthetic": {}, "csv": "cars.csv"}}
    >>> drop_rivals(table, {"data.csv": "--set"})
    >>> table
    {'data': {'csv': 'cars.csv'}}
    """
    for key, others in rivals.items():
        if _is_given(key, given):
            for rival in others:
                name, _, inner = rival.partition(".")
                if not _is_given(rival, given) and isinstance(table.get(name), dict):
                    table[name].pop(inner, None)


def _is_given(key: str, given: Mapping[str, str]) -> bool:
    return any(name == key or name.startswith(f"{key}.") for name in given)


def place_of(key: str, given: Mapping[str, str], source: str) -> str:
    """Return where `key` was given, it or one above or below it; `source` if nowhere else.

    Examples
    --------
    >>> place_of("descent.rate", {"descent": "--set"}, "lesson.toml")
    '--set'
    """
    for other, place in given.items():
        if f"{key}.".startswith(f"{other}.") or f"{other}.".startswith(f"{key}."):
            return place
    return source
