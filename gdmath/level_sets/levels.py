"""Round values of J to draw level lines at."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import get_args

from gdmath import checks
from gdmath.windows import Scale

MOST_LEVELS = 1000
"""The most levels, which keeps a mistake from filling the memory."""


def round_levels(low: float, high: float, count: int, scale: Scale = "linear") -> tuple[float, ...]:
    """Return about `count` round values strictly between `low` and `high`, rising.

    On a linear scale they are the multiples of 1, 2 or 5 times a power of ten. On a log scale
    they are 1, 2 and 5 times every power of ten, or every power, or every second, third … of
    them; where these are too far apart for half of `count`, those of the linear scale.

    Parameters
    ----------
    low, high
        The ends; above 0 on a log scale.
    count
        How many are wanted, from 1 to `MOST_LEVELS`.
    scale
        How J is shown, "linear" or "log".

    Raises
    ------
    ValueError
        If the ends are not finite and rising, or 0 or below on a log scale; if `count` is no
        whole number in its range, or `scale` is neither.

    Examples
    --------
    >>> round_levels(0, 1.1, 5)
    (0.2, 0.4, 0.6, 0.8, 1.0)
    >>> round_levels(0.3, 70, 6, scale="log")
    (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
    """
    low = checks.real(low, "low", "a finite number")
    high = checks.real(high, "high", "a finite number")
    count = checks.integer(count, "count", least=1, most=MOST_LEVELS)
    if scale not in get_args(Scale):
        raise ValueError(f"scale is {scale!r}; it must be one of {get_args(Scale)}")
    if not low < high:
        raise ValueError(f"high is {high}; it must be above low, {low}")
    if scale == "log":
        if low <= 0:
            raise ValueError(f"low is {low}; on a log scale it must be above 0")
        sparse = min(_log_choices(low, high), key=lambda values: abs(len(values) - count))
        if 2 * len(sparse) >= count:
            return sparse
    # Coarser first: of two choices as near to the count, the rounder one.
    return min(_linear_choices(low, high, count), key=lambda values: abs(len(values) - count))


def _linear_choices(low: float, high: float, count: int) -> Iterator[tuple[float, ...]]:
    half = max(high / 2 - low / 2, math.ulp(0.0))  # the difference itself may overflow
    span = math.log10(half) + math.log10(2)
    power = math.floor(span - math.log10(count))
    for exponent in range(power + 2, power - 2, -1):
        for digit in (5, 2, 1):
            # Whole numbers, so that 3 · 0.1 is 0.3.
            above, below = digit * 10 ** max(exponent, 0), 10 ** max(-exponent, 0)
            first = math.floor(Fraction(low) * below / above)
            last = math.ceil(Fraction(high) * below / above)
            if last - first <= 20 * count:
                exact = (Fraction(n * above, below) for n in range(first, last + 1))
                rounded = (float(value) for value in exact if low < value < high)
                yield tuple(dict.fromkeys(value for value in rounded if low < value < high))


def _log_choices(low: float, high: float) -> Iterator[tuple[float, ...]]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for stride in range(1, len(decades) + 1):
        powers = [float(f"1e{k}") for k in decades if k % stride == 0]
        yield tuple(v for v in powers if low < v < high)
    every = [float(f"{digit}e{k}") for k in decades for digit in (1, 2, 5)]
    yield tuple(v for v in every if low < v < high)
