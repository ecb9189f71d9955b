"""Checks of arguments.

Each returns the argument as it is kept, or raises a ValueError that says in one line what it is
called, what it is and what it must be. Those that a field's type is annotated with are called
when the value is made (`Locked`).
"""

import math
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from numbers import Integral, Real
from typing import Annotated, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def shown(value: object) -> str:
    """Return how an error shows a value: on one line, and at most 80 characters of it."""
    return f"{' '.join(repr(value).split()):.80}"


def wrong(value: object, name: str, allowed: str) -> ValueError:
    """Return the error for an argument that is not what `allowed` words."""
    return ValueError(f"{name} is {shown(value)}; it must be {allowed}")


def read_only(array: ArrayLike) -> FloatArray:
    """Return a C-ordered float64 copy that cannot be written to."""
    result = np.array(array, dtype=np.float64, order="C")
    result.setflags(write=False)
    return result


def numeric(values: ArrayLike, name: str) -> FloatArray:
    """Return real numbers of any shape as float64."""
    if np.ma.is_masked(values):
        raise ValueError(f"{name} has masked values; every value must be there")
    try:
        array = np.asarray(values)
        # Text is no number, though NumPy would read one in it.
        if array.dtype.kind not in "fiub" and not (
            array.dtype.kind == "O" and all(isinstance(v, Real | Decimal) for v in array.flat)
        ):
            raise TypeError
        return array.astype(np.float64, copy=False)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be an array of real numbers, not {shown(values)}") from None


def flat_hint(array: FloatArray, name: str, count: int | None = None) -> str:
    """Return how to make one row or column, of `count` numbers if that is given, flat; or ""."""
    line = array.ndim == 2 and 1 in array.shape and array.size == (count or array.size)
    return f"; {name}.ravel() has the shape ({array.size},)" if line else ""


def parameters(theta: ArrayLike, name: str = "theta") -> FloatArray:
    """Return `theta` as float64 of shape (..., 2), intercept first."""
    array = numeric(theta, name)
    if array.ndim == 0 or array.shape[-1] != 2:
        raise ValueError(
            f"{name} has shape {array.shape}; it must have shape (..., 2): "
            f"intercept and slope along the last axis{flat_hint(array, name, 2)}"
        )
    return array


def single_parameters(theta: ArrayLike, name: str = "theta") -> FloatArray:
    """Return one finite point (2,) of parameters, read-only."""
    array = parameters(theta, name)
    if array.shape != (2,):
        raise ValueError(f"{name} has shape {array.shape}; it must have shape (2,)")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} is {array.tolist()}; both values must be finite")
    return read_only(array)


def real(
    value: object,
    name: str,
    allowed: str = "a finite number",
    *,
    above: float = -math.inf,
    least: float = -math.inf,
) -> float:
    """Return a finite float greater than `above` and at least `least`, which `allowed` words."""
    try:
        number = float(value) if isinstance(value, Real) else math.nan
    except OverflowError:  # an integer too long for float64
        number = math.inf
    fits = math.isfinite(number) and number > above and number >= least
    if isinstance(value, bool) or not fits:
        raise wrong(value, name, allowed)
    return number


def positive(value: object, name: str) -> float:
    """Return a positive finite float."""
    return real(value, name, "a positive finite number", above=0)


def not_negative(value: object, name: str) -> float:
    """Return a finite float, 0 or more."""
    return real(value, name, "a finite number, 0 or more", least=0)


def between(value: object, name: str, low: float, high: float, *, ends: str) -> float:
    """Return a finite float from `low` to `high`; `ends` is "[]", "[)", "(]" or "()"."""
    allowed = f"a finite number in {ends[0]}{low:g}, {high:g}{ends[1]}"
    number = real(value, name, allowed, least=low)
    if (number == low and ends[0] == "(") or number > high or (number == high and ends[1] == ")"):
        raise wrong(value, name, allowed)
    return number


def integer(value: Any, name: str, *, least: int, most: int | None = None) -> int:
    """Return an int of at least `least`, and at most `most` if that is given."""
    whole = not isinstance(value, bool) and isinstance(value, Integral)
    if not whole or value < least or (most is not None and value > most):
        allowed = f"at least {least}" + ("" if most is None else f" and at most {most}")
        raise wrong(value, name, f"a whole number, {allowed}")
    return int(value)


def flag(value: object, name: str) -> bool:
    """Return True or False."""
    if not isinstance(value, bool | np.bool_):
        raise wrong(value, name, "True or False")
    return bool(value)


def rising(ends: ArrayLike, name: str) -> tuple[float, float]:
    """Return the two ends of a range."""
    array = numeric(ends, name)
    if array.shape != (2,) or not (np.isfinite(array).all() and array[0] < array[1]):
        raise wrong(ends, name, "two finite numbers, rising")
    return float(array[0]), float(array[1])


def choice(value: Any, name: str, allowed: Sequence[str]) -> Any:
    """Return one of the texts `allowed`."""
    if not isinstance(value, str) or value not in allowed:
        raise wrong(value, name, f"one of {allowed}")
    return value


def instance(value: Any, name: str, kind: type) -> Any:
    """Return an instance of a class."""
    if not isinstance(value, kind):
        raise wrong(value, name, f"a {kind.__name__}")
    return value


def able(value: Any, name: str, kind: str, methods: Sequence[str]) -> Any:
    """Return an object, no class, that has the methods of a kind."""
    if isinstance(value, type) or not all(callable(getattr(value, m, None)) for m in methods):
        raise wrong(value, name, f"{kind}, with the methods {', '.join(methods)}")
    return value


def cost(value: Any, name: str = "cost", has: Sequence[str] = ("__call__", "gradient")) -> Any:
    """Return a cost that has these methods."""
    return able(value, name, "a cost", has)


def optimizer(value: Any, name: str = "optimizer") -> Any:
    """Return an optimiser."""
    return able(value, name, "an optimizer", ("init", "update"))


def sample(data: Any, name: str = "data") -> Any:
    """Return `data`, which has observations x and y, as a `Dataset` has."""
    if not all(isinstance(getattr(data, column, None), np.ndarray) for column in ("x", "y")):
        raise wrong(data, name, "a Dataset")
    return data


def positions(indices: ArrayLike, name: str, count: int) -> NDArray[np.intp]:
    """Return one or more whole numbers from 0 to count − 1 as an array (k,)."""
    try:
        array = np.atleast_1d(np.asarray(indices))
    except ValueError:  # ragged
        array = np.empty(0)
    if array.ndim != 1 or array.size == 0 or array.dtype.kind not in "iu":
        raise wrong(indices, name, f"one or more whole numbers from 0 to {count - 1}")
    if np.minimum.reduce(array) < 0 or np.maximum.reduce(array) >= count:
        outside = array[(array < 0) | (array >= count)][0]
        raise ValueError(f"{name} has {outside}; it must be from 0 to {count - 1}")
    return array.astype(np.intp, copy=False)


# Types of fields, with their checks.
Positive = Annotated[float, positive]
NotNegative = Annotated[float, not_negative]
Share = Annotated[float, partial(between, low=0, high=1, ends="[)")]
Factor = Annotated[float, partial(between, low=0, high=1, ends="(]")]
Inside = Annotated[float, partial(between, low=0, high=1, ends="()")]
Flag = Annotated[bool, flag]
