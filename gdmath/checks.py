"""Checks of arguments: every error names the argument, its value and what is allowed."""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from gdmath.dataset import Sample

FloatArray = NDArray[np.float64]


def shown(value: object) -> str:
    """Return how an error shows a value: on one line, and not all of a long one.

    Examples
    --------
    >>> shown(np.eye(2))
    'array([[1., 0.], [0., 1.]])'
    """
    return f"{' '.join(repr(value).split()):.80}"


def read_only(array: ArrayLike) -> FloatArray:
    """Return a C-ordered float64 copy that cannot be written to.

    Examples
    --------
    >>> read_only([1, 2]).flags.writeable
    False
    """
    result = np.array(array, dtype=np.float64, order="C")
    result.setflags(write=False)
    return result


def parameters(theta: ArrayLike, name: str = "theta") -> FloatArray:
    """Return `theta` as float64 of shape (..., 2), intercept first.

    Raises
    ------
    ValueError
        If `theta` is not numeric or its last axis is not of length 2.

    Examples
    --------
    >>> parameters([[1, 2], [3, 4]]).shape
    (2, 2)
    """
    array = numeric(theta, name)
    if array.ndim == 0 or array.shape[-1] != 2:
        raise ValueError(
            f"{name} has shape {array.shape}; it must have shape (..., 2): "
            "intercept and slope along the last axis"
        )
    return array


def single_parameters(theta: ArrayLike, name: str = "theta") -> FloatArray:
    """Return one finite point (2,) of parameters, read-only.

    Raises
    ------
    ValueError
        If the shape is not (2,) or a value is not finite.

    Examples
    --------
    >>> single_parameters((1, 2))
    array([1., 2.])
    """
    array = parameters(theta, name)
    if array.shape != (2,):
        raise ValueError(f"{name} has shape {array.shape}; it must have shape (2,)")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} is {array.tolist()}; both values must be finite")
    return read_only(array)


def numeric(values: ArrayLike, name: str) -> FloatArray:
    """Return `values` as a float64 array.

    Raises
    ------
    ValueError
        If they are not real numbers, or are ragged.

    Examples
    --------
    >>> numeric([1, 2], "levels")
    array([1., 2.])
    """
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


def real(
    value: object,
    name: str,
    allowed: str,
    *,
    above: float = -math.inf,
    least: float = -math.inf,
) -> float:
    """Return `value` as a finite float greater than `above` and at least `least`.

    Raises
    ------
    ValueError
        Naming `name`, the value and what is `allowed`.

    Examples
    --------
    >>> real(1, "rate", "a positive number", above=0)
    1.0
    """
    try:
        number = float(value) if isinstance(value, Real) else math.nan
    except OverflowError:  # an integer too long for float64
        number = math.inf
    allowed_number = math.isfinite(number) and number > above and number >= least
    if isinstance(value, bool) or not allowed_number:
        raise ValueError(f"{name} is {shown(value)}; it must be {allowed}")
    return number


def between(value: object, name: str, low: float, high: float, *, ends: str) -> float:
    """Return `value` as a finite float from `low` to `high`; `ends` is "[]", "[)", "(]" or "()".

    Raises
    ------
    ValueError
        Naming `name`, the value and the interval.

    Examples
    --------
    >>> between(1, "decay", 0, 2, ends="[)")
    1.0
    """
    allowed = f"a finite number in {ends[0]}{low:g}, {high:g}{ends[1]}"
    number = real(value, name, allowed)
    inside = (low <= number if ends[0] == "[" else low < number) and (
        number <= high if ends[1] == "]" else number < high
    )
    if not inside:
        raise ValueError(f"{name} is {shown(value)}; it must be {allowed}")
    return number


def integer(value: object, name: str, *, least: int, most: int | None = None) -> int:
    """Return `value` as an int of at least `least`, and at most `most` if that is given.

    Raises
    ------
    ValueError
        Naming `name`, the value and what is allowed.

    Examples
    --------
    >>> integer(np.int64(3), "steps", least=0)
    3
    """
    whole = not isinstance(value, bool) and isinstance(value, Integral)
    if not whole or value < least or (most is not None and value > most):  # type: ignore[operator]
        allowed = f"at least {least}" + ("" if most is None else f" and at most {most}")
        raise ValueError(f"{name} is {shown(value)}; it must be a whole number, {allowed}")
    return int(value)  # type: ignore[call-overload, no-any-return]


def flag(value: object, name: str) -> bool:
    """Return `value`, which is True or False.

    Raises
    ------
    ValueError
        If it is neither.

    Examples
    --------
    >>> flag(np.True_, "half")
    True
    """
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} is {shown(value)}; it must be True or False")
    return bool(value)


def text(value: object, name: str) -> str:
    """Return `value`, which is a string.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> text("speed", "x_name")
    'speed'
    """
    if not isinstance(value, str):
        raise ValueError(f"{name} is {shown(value)}; it must be text")
    return value


def instance(value: object, name: str, kind: type) -> None:
    """Check that `value` is one of `kind`.

    Raises
    ------
    ValueError
        If it is not.

    Examples
    --------
    >>> instance(1.5, "rate", float)
    """
    if not isinstance(value, kind):
        raise ValueError(f"{name} is {shown(value)}; it must be a {kind.__name__}")


def able(value: object, name: str, kind: str, *methods: str) -> None:
    """Check that `value` has `methods`, as every `kind` has.

    Raises
    ------
    ValueError
        If it has not, or is a class where an instance of it is meant.

    Examples
    --------
    >>> able(print, "search", "a line search", "__call__")
    """
    if isinstance(value, type) or not all(callable(getattr(value, m, None)) for m in methods):
        raise ValueError(
            f"{name} is {shown(value)}; it must be {kind}, with the methods {', '.join(methods)}"
        )


def sample(data: Any) -> Sample:
    """Return `data`, which has observations x and y, as a `Dataset` has.

    Raises
    ------
    ValueError
        If it has not.

    Examples
    --------
    >>> from gdmath.dataset import Sample
    >>> sample(Sample([1], [2])).m
    1
    """
    columns = [getattr(data, name, None) for name in ("x", "y")]
    if not all(isinstance(column, np.ndarray) for column in columns):
        raise ValueError(f"data is {shown(data)}; it must be a Dataset")
    found: Sample = data
    return found


def positions(indices: ArrayLike, name: str, count: int) -> NDArray[np.intp]:
    """Return `indices`, one or more whole numbers from 0 to count − 1, as an array (k,).

    Raises
    ------
    ValueError
        Naming the value that is none of these.

    Examples
    --------
    >>> positions(3, "indices", count=4)
    array([3])
    """
    try:
        array = np.atleast_1d(np.asarray(indices))
    except ValueError:  # ragged
        array = np.empty(0)
    if array.ndim != 1 or array.size == 0 or array.dtype.kind not in "iu":
        raise ValueError(
            f"{name} is {shown(indices)}; it must be one or more whole numbers "
            f"from 0 to {count - 1}"
        )
    if np.minimum.reduce(array) < 0 or np.maximum.reduce(array) >= count:
        wrong = array[(array < 0) | (array >= count)][0]
        raise ValueError(f"{name} has {wrong}; it must be from 0 to {count - 1}")
    return array.astype(np.intp, copy=False)
