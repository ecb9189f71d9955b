"""Frozen values: how they are checked and filled, and how copies of their arrays stay read-only."""

import dataclasses
from collections.abc import Callable
from functools import cache
from typing import Any, get_type_hints

import numpy as np


def fill(value: object, /, **fields: object) -> None:
    """Set fields of a frozen dataclass, as its own constructor alone may do."""
    for name, field in fields.items():
        object.__setattr__(value, name, field)


class Locked:
    """A frozen dataclass whose fields are checked, and whose arrays are read-only in copies too.

    ``rate: Annotated[float, checks.positive]`` is kept as ``checks.positive(rate, "rate")``. A copy
    that NumPy makes of a read-only array can be written to.
    """

    __slots__ = ()

    def __post_init__(self) -> None:
        kind: Any = type(self)
        for name, check in _checks(kind):
            fill(self, **{name: check(getattr(self, name), name)})

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[type, dict[str, Any]]]:
        fields = dataclasses.fields(self)  # type: ignore[arg-type]
        return _made, (type(self), {field.name: getattr(self, field.name) for field in fields})


@cache
def _checks(kind: type) -> tuple[tuple[str, Callable[[Any, str], Any]], ...]:
    hints = get_type_hints(kind, include_extras=True).items()
    return tuple(
        (name, check) for name, hint in hints for check in getattr(hint, "__metadata__", ())
    )


def _made(kind: type, values: dict[str, Any]) -> Any:
    made: Any = object.__new__(kind)
    for value in values.values():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, np.ndarray):
                part.setflags(write=False)
    fill(made, **values)
    return made
