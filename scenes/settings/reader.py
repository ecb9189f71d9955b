"""TOML tables become frozen values, or one line says what is wrong with them."""

import dataclasses
import math
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from gdmath.hints import closest, hint
from scenes.settings.bounds import outside
from scenes.settings.errors import Places
from scenes.settings.values import RelativeRate
from scenes.toml_file import expanded

Table = TypeVar("Table")


class _MismatchError(Exception):
    """A value is not of the kind asked for; holds what would be right."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the tables of one lesson.

    Relative paths start in `folder`, those given over the file in the current one. `keys` are all
    keys of a lesson, dotted, for hints.
    """

    places: Places
    folder: Path
    keys: tuple[str, ...] = ()

    def table(self, kind: type[Table], values: object, prefix: str = "") -> Table:
        """Read a table as the dataclass `kind`; `prefix` is its place, such as ``data.``.

        Raises a `SettingsError` if a key is unknown, a value of another type, or a number out of
        its field's bounds.
        """
        if not isinstance(values, dict):
            key = prefix.rstrip(".")
            raise self.places.error(key, f"is {values!r:.80}; it must be a table")
        hints, fields = get_type_hints(kind), _fields(kind)
        for key in values:
            if key not in fields:
                shown = prefix + (key if key.isprintable() else repr(key))
                near = self._near(key, list(fields))
                raise self.places.error(shown, f"is no key of a lesson; {near}")
        read: dict[str, Any] = {}
        for key, value in values.items():
            read[key] = self._value(hints[key], value, prefix + key)
            if problem := outside(read[key], fields[key].metadata):
                raise self.places.error(prefix + key, problem)
        return kind(**read)

    def _near(self, key: str, keys: list[str]) -> str:
        """Return a hint: the nearest key of this table, else of another, else all of this one."""
        # Of keys with one name the first counts: descent.rate before landscape.rate.
        others = {dotted.rpartition(".")[2]: dotted for dotted in reversed(self.keys)}
        near = closest(key, others)
        if closest(key, keys) is None and near is not None:
            return f"did you mean {others[near]}?"
        return hint(key, keys)

    def _value(self, kind: Any, value: object, key: str) -> object:
        inner = _table_in(kind)
        if inner is not None:
            return self.table(inner, value, f"{key}.")
        try:
            read = _read(kind, value)
        except _MismatchError as mismatch:
            raise self.places.error(key, f"is {value!r:.80}; {mismatch}") from None
        if isinstance(read, Path):
            in_file = self.places.of(key) == self.places.file
            return (self.folder if in_file else Path.cwd()) / expanded(read)
        return read


def keys_of(kind: Any, prefix: str = "") -> tuple[str, ...]:
    """Return the keys of a table and of the tables in it, dotted, such as data.synthetic.n."""
    hints = get_type_hints(kind)
    keys: list[str] = []
    for name in _fields(kind):
        inner = _table_in(hints[name])
        keys += [prefix + name, *(keys_of(inner, f"{prefix}{name}.") if inner else ())]
    return tuple(keys)


def _fields(kind: Any) -> dict[str, dataclasses.Field[Any]]:
    """Return the fields of a table that are keys, by name."""
    fields = dataclasses.fields(kind)
    return {item.name: item for item in fields if item.metadata.get("key", True)}


def _table_in(kind: Any) -> Any:
    """Return the dataclass that a key's table is read as, None if its value is no table."""
    tables = (part for part in _members(kind) if dataclasses.is_dataclass(part))
    return next((part for part in tables if part is not RelativeRate), None)


def _members(kind: Any) -> tuple[Any, ...]:
    """Return the members of a union but None; of anything else, itself."""
    if get_origin(kind) in (Union, UnionType):
        return tuple(part for part in get_args(kind) if part is not NoneType)
    return (kind,)


def _read(kind: Any, value: object) -> object:
    members = _members(kind)
    for part in members:
        try:
            return _read_one(part, value)
        except _MismatchError as mismatch:
            if len(members) == 1:
                raise mismatch from None
    raise _MismatchError(f"it must be {' or '.join(map(_allowed, members))}")


def _read_one(kind: Any, value: object) -> object:
    if get_origin(kind) is tuple and isinstance(value, list):
        return _read_list(kind, value)
    if get_origin(kind) is Literal and isinstance(value, str):
        if value in get_args(kind):
            return value
        raise _MismatchError(hint(value, get_args(kind)))
    if kind is float and type(value) in (int, float) and math.isfinite(cast(float, value)):
        return float(cast(float, value))
    if type(value) is kind and kind is not float:  # a whole number, text, true or false
        return value
    if kind is Path and isinstance(value, str) and value:
        return Path(value)
    if kind is RelativeRate and isinstance(value, str):
        with suppress(ValueError):
            return RelativeRate.parse(value)
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
