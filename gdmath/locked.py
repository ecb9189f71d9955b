"""Frozen values: how constructors fill them, and how copies of their arrays stay read-only."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np


def fill(value: object, /, **fields: object) -> None:
    """Set fields of a frozen dataclass, as its own constructor alone may do."""
    for name, field in fields.items():
        object.__setattr__(value, name, field)


class Locked:
    """A frozen dataclass with arrays; NumPy's copies of them can be written to, these cannot.

    Examples
    --------
    >>> import copy
    >>> from gdmath import Dataset
    >>> copy.deepcopy(Dataset([1, 2], [3, 4])).x.flags.writeable
    False
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[type, dict[str, Any]]]:
        fields = dataclasses.fields(self)  # type: ignore[arg-type]
        return _made, (type(self), {field.name: getattr(self, field.name) for field in fields})


def _made(kind: type, values: dict[str, Any]) -> Any:
    made: Any = object.__new__(kind)
    for value in values.values():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, np.ndarray):
                part.setflags(write=False)
    fill(made, **values)
    return made
