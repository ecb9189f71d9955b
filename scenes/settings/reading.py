"""TOML tables become frozen values, or one line says what is wrong with them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from gdmath.hints import closest, hint
from scenes.settings.errors import SettingsError
from scenes.settings.overriding import place_of
from scenes.settings.rate import RelativeRate

Table = TypeVar("Table")


class _MismatchError(Exception):
    """A value is not of the kind asked for; holds what would be right."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the tables of one lesson.

    Parameters
    ----------
    source
        The file, as it stands before every error.
    folder
        Where relative paths start.
    given
        Keys that were given elsewhere, such as on the command line, and what stands before
        their errors; their paths start in the current folder.
    keys
        All keys of a lesson, dotted, for hints.
    """

    source: str
    folder: Path
    given: Mapping[str, str] = dataclasses.field(default_factory=dict)
    keys: tuple[str, ...] = ()

    def error(self, key: str, problem: str) -> SettingsError:
        """Return the error of a key, to be raised."""
        return SettingsError(f"{self._place(key)}: {key} {problem}")

    def table(self, kind: type[Table], values: object, prefix: str = "") -> Table:
        """Read a table as the dataclass `kind`; `prefix` is its place, such as ``data.``.

        Raises
        ------
        SettingsError
            If a key is unknown or a value of another type.
        """
        if not isinstance(values, dict):
            raise self.error(prefix.rstrip("."), f"is {values!r:.80}; it must be a table")
        hints = get_type_hints(kind)
        keys = [
            item.name
            for item in dataclasses.fields(cast(Any, kind))
            if item.metadata.get("key", True)
        ]
        for key in values:
            if key not in keys:
                shown = prefix + (key if key.isprintable() else repr(key))
                raise self.error(shown, f"is no key of a lesson; {self._near(key, keys)}")
        return kind(
            **{key: self._value(hints[key], value, prefix + key) for key, value in values.items()}
        )

    def _near(self, key: str, keys: list[str]) -> str:
        """Return a hint: the nearest key of this table, else of another, else all of this one."""
        # Of keys with one name the first counts: descent.rate before landscape.rate.
        others = {dotted.rpartition(".")[2]: dotted for dotted in reversed(self.keys)}
        near = closest(key, others)
        if closest(key, keys) is None and near is not None:
            return f"did you mean {others[near]}?"
        return hint(key, keys)

    def _value(self, kind: Any, value: object, key: str) -> object:
        inner = next((part for part in _parts(kind) if dataclasses.is_dataclass(part)), None)
        if inner is not None and inner is not RelativeRate:
            return self.table(cast(type, inner), value, f"{key}.")
        try:
            read = _read(kind, value)
        except _MismatchError as mismatch:
            raise self.error(key, f"is {value!r:.80}; {mismatch}") from None
        if isinstance(read, Path):
            return self._folder(key) / read.expanduser()
        return read

    def _place(self, key: str) -> str:
        return place_of(key, self.given, self.source)

    def _folder(self, key: str) -> Path:
        return self.folder if self._place(key) == self.source else Path.cwd()


def keys_of(kind: Any, prefix: str = "") -> tuple[str, ...]:
    """Return the keys of a table and of the tables in it, dotted.

    Examples
    --------
    >>> from scenes.settings.values import LessonSettings
    >>> keys_of(LessonSettings)[:3], "data.synthetic.n" in keys_of(LessonSettings)
    (('title', 'author', 'language'), True)
    """
    hints = get_type_hints(kind)
    keys = []
    for item in dataclasses.fields(kind):
        if item.metadata.get("key", True):
            keys.append(prefix + item.name)
            for part in _parts(hints[item.name]):
                if dataclasses.is_dataclass(part) and part is not RelativeRate:
                    keys += keys_of(part, f"{prefix}{item.name}.")
    return tuple(keys)


def _parts(kind: Any) -> tuple[Any, ...]:
    """Return the members of a union but None; of anything else, itself."""
    if get_origin(kind) in (Union, UnionType):
        return tuple(part for part in get_args(kind) if part is not NoneType)
    return (kind,)


def _read(kind: Any, value: object) -> object:
    members = _parts(kind)
    for part in members:
        try:
            return _read_one(part, value)
        except _MismatchError as mismatch:
            if len(members) == 1:
                raise mismatch from None
    raise _MismatchError(f"it must be {' or '.join(map(_allowed, members))}")


def _read_one(kind: Any, value: object) -> object:
    if kind is float and is_number(value):
        return float(cast(float, value))
    if kind is int and isinstance(value, int) and not isinstance(value, bool):
        return value
    if kind is str and isinstance(value, str) and not value.isprintable():
        raise _MismatchError("it must be one line of text, without control characters")
    if kind in (str, bool) and isinstance(value, kind):
        return value
    if kind is Path and isinstance(value, str) and value:
        return Path(value)
    if kind is RelativeRate and isinstance(value, str):
        try:
            return RelativeRate.parse(value)
        except ValueError:
            raise _MismatchError(f"it must be {_allowed(kind)}") from None
    if get_origin(kind) is Literal and isinstance(value, str):
        names = get_args(kind)
        if value in names:
            return value
        raise _MismatchError(hint(value, names))
    if get_origin(kind) is tuple and isinstance(value, list):
        return _read_list(kind, value)
    raise _MismatchError(f"it must be {_allowed(kind)}")


def _read_list(kind: Any, values: list[object]) -> tuple[object, ...]:
    inner = get_args(kind)
    if inner[-1] is Ellipsis:
        inner = (inner[0],) * len(values)
    if len(inner) != len(values):
        raise _MismatchError(f"it must be {_allowed(kind)}")
    read = []
    for part, value in zip(inner, values, strict=True):
        try:
            read.append(_read_one(part, value))
        except _MismatchError as mismatch:
            if get_origin(part) is Literal and isinstance(value, str):
                raise _MismatchError(f"{value}: {mismatch}") from None
            raise _MismatchError(f"it must be {_allowed(kind)}") from None
    return tuple(read)


def is_number(value: object) -> bool:
    """Say whether a TOML value is a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -1.7e308 < value < 1.7e308


def _allowed(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return " or ".join(f'"{name}"' for name in get_args(kind))
    if get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis:
        return "a list of names in quotes"
    return _ALLOWED[kind]


_ALLOWED: dict[Any, str] = {
    str: "text in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a finite number",
    tuple[float, float]: "two finite numbers, [a, b]",
    tuple[str, str]: 'two names in quotes, ["a", "b"]',
    Path: "the path of a file in quotes",
    RelativeRate: '"optimal" or such as "0.9 critical"',
}
