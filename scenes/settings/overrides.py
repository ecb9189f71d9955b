"""Single keys given outside the lesson file: on the command line or in the environment."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from gdmath.csv_format import CsvFormat
from gdmath.optimizers import OPTIMIZERS
from scenes.settings.errors import SettingsError
from scenes.toml_file import parse_toml

OVERRIDES = "GDSCENES_SET"
"""The environment variable with overrides, one a line: ``descent.rate=0.05``."""

_WRITTEN = [f"data.{item.name}" for item in fields(CsvFormat)]

RIVALS = {
    "data.csv": ("data.synthetic",),
    "data.synthetic": ("data.csv", "data.x", "data.y", *_WRITTEN),
    "landscape.name": ("landscape.formula", "landscape.variables"),
    "landscape.formula": ("landscape.name",),
}
"""What a key cannot stand beside."""

_OWN = ("descent.rate", "descent.start", "descent.tolerance")
OWN_DESCENT = {key: (*RIVALS[key], *_OWN) for key in ("data.csv", "data.synthetic")}
"""The same for a packaged lesson, whose descent is one over its own data."""


def rivals_of_rule(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what the rule of a lesson cannot stand beside: one without a rate, the file's rate.

    Examples
    --------
    >>> rivals_of_rule({"descent": {"optimizer": "newton", "rate": 0.3}})
    {'descent.optimizer': ('descent.rate',)}
    """
    descent = table.get("descent")
    if not isinstance(descent, dict) or "optimizers" in descent:
        return {}
    rule = next((OPTIMIZERS[name] for name in OPTIMIZERS if name == descent.get("optimizer")), None)
    needless = rule is not None and not rule.needs_rate
    return {"descent.optimizer": ("descent.rate",)} if needless else {}


def from_environment(environment: Mapping[str, str]) -> list[str]:
    """Return the overrides of the environment, in their order."""
    return [line for line in environment.get(OVERRIDES, "").splitlines() if line.strip()]


def lay_over(table: dict[str, Any], overrides: Iterable[str], place: str) -> dict[str, str]:
    """Write overrides ``key=value`` into `table`, later ones over earlier.

    A value is read as TOML, and as text where it is none. Returns each dotted key with its place.

    Raises a `SettingsError` if an override cannot be read, or what it stands in is no table.

    Examples
    --------
    >>> table = {"descent": {"rate": 1}}
    >>> lay_over(table, ["descent.start=[1, 2]"], "--set"), table
    ({'descent.start': '--set'}, {'descent': {'rate': 1, 'start': [1, 2]}})
    """
    given = {}
    for override in overrides:
        key, value = _parse(override, place)
        *path, last = key.split(".")
        inner = table
        for part in path:
            inner = inner.setdefault(part, {})
            if not isinstance(inner, dict):
                raise SettingsError(f"{place}: {key}: {part} is {inner!r:.80}, not a table")
        inner[last] = value
        given[key] = place
    return given


def _parse(override: str, place: str) -> tuple[str, object]:
    """Return the dotted key and the value of ``key=value``."""
    key, equals, text = override.partition("=")
    key = key.strip()
    if not equals or not all(part.isidentifier() for part in key.split(".")):
        raise SettingsError(f"{place}: {override!r:.80} must be key=value, as descent.rate=0.05")
    if len(override.splitlines()) > 1:
        raise SettingsError(f"{place}: {key} must be one line")
    text = text.strip() or text  # a mark may be a space or a tab
    if text in ("True", "False"):  # as Python writes it
        text = text.lower()
    value: Any
    try:
        value = parse_toml(f"{key} = {text}")
    except tomllib.TOMLDecodeError:
        return key, text
    except ValueError as error:
        problem = str(error).removeprefix(f"{key} ")
        raise SettingsError(f"{place}: {key} {problem}") from None
    for part in key.split("."):
        value = value[part]
    return key, value


def drop_rivals(
    table: dict[str, Any], given: Mapping[str, str], rivals: Mapping[str, tuple[str, ...]]
) -> None:
    """Remove from `table` what stands in the file and cannot stand beside what is given over it."""
    for key, others in rivals.items():
        if _is_given(key, given):
            for rival in others:
                name, _, inner = rival.partition(".")
                if not _is_given(rival, given) and isinstance(table.get(name), dict):
                    table[name].pop(inner, None)


def _is_given(key: str, given: Mapping[str, str]) -> bool:
    return any(name == key or name.startswith(f"{key}.") for name in given)
