"""The JSON schema of lessons, made from the values that they are read as."""

import dataclasses
import inspect
import re
from collections.abc import Mapping
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from scenes.settings import LessonSettings, RelativeRate

_SHARE = r"\+?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"

_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Path: {"type": "string", "minLength": 1},
    RelativeRate: {
        "type": "string",
        "pattern": rf"^\s*({_SHARE}\s+)?(optimal|critical)\s*$",
    },
}

_OF_NUMBERS = {
    "least": "minimum",
    "most": "maximum",
    "above": "exclusiveMinimum",
    "below": "exclusiveMaximum",
}
_BOUNDS: dict[Any, dict[str, str]] = {
    int: _OF_NUMBERS,
    float: _OF_NUMBERS,
    str: {"longest": "maxLength"},
}
"""What a schema calls the bounds that stand in the metadata of a field."""

_KEY = re.compile(r"(?:# )?(?P<key>\w+) = .*?(?: {2,}# (?P<said>.*))?")
_GOES_ON = re.compile(r" +# (?P<said>.*)")


def lesson_schema(template: str) -> dict[str, Any]:
    """Return the schema of lessons, draft 7, which editors of TOML read.

    What is said of a key is what stands behind it in the `template`.
    """
    schema = _table(LessonSettings, _comments(template), "")
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "A lesson", **schema}


def _table(kind: Any, comments: Mapping[str, str], prefix: str) -> dict[str, Any]:
    hints = get_type_hints(kind)
    properties = {}
    for field in dataclasses.fields(kind):
        if field.metadata.get("key", True):
            key = prefix + field.name
            value = _value(hints[field.name], field.metadata, comments, key)
            if isinstance(field.default, bool | int | float | str | tuple):
                value["default"] = field.default
            if key in comments:
                value["description"] = comments[key]
            properties[field.name] = value
    return {
        "description": " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split()),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _value(
    kind: Any, bounds: Mapping[str, Any], comments: Mapping[str, str], key: str
) -> dict[str, Any]:
    """Return what a value may be; a key that need not be given is simply left out of a file."""
    members = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    kinds = [_one(part, bounds, comments, key) for part in members if part is not NoneType]
    return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}


def _one(
    kind: Any, bounds: Mapping[str, Any], comments: Mapping[str, str], key: str
) -> dict[str, Any]:
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if get_origin(kind) is tuple:
        return _list(get_args(kind), comments, key)
    if kind in _SIMPLE:
        words = _BOUNDS.get(kind, {})
        return {**_SIMPLE[kind], **{words[name]: bounds[name] for name in words if name in bounds}}
    return _table(kind, comments, f"{key}.")


def _list(parts: tuple[Any, ...], comments: Mapping[str, str], key: str) -> dict[str, Any]:
    """Return what a list may be whose items are all of one kind: of any length, or of theirs."""
    array = {"type": "array", "items": _value(parts[0], {}, comments, key)}
    fixed = {} if parts[-1] is Ellipsis else {"minItems": len(parts), "maxItems": len(parts)}
    return {**array, **fixed}


def _comments(template: str) -> dict[str, str]:
    """Return what is said behind each key, dotted."""
    comments: dict[str, str] = {}
    table = key = ""
    for line in template.splitlines():
        if line.startswith("["):
            table = f"{line.strip('[]')}."
        elif found := _KEY.fullmatch(line):
            key = table + found["key"]
            if found["said"]:
                comments[key] = found["said"]
        elif (found := _GOES_ON.fullmatch(line)) and key in comments:
            comments[key] += f" {found['said']}"
    return comments
