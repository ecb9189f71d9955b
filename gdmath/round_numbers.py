"""Round numbers, 1, 2 or 5 times a power of ten: steps, ticks of axes, and levels of contours."""

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import get_args

from gdmath import checks
from gdmath.windows import Scale

MOST_LEVELS = 1000  # the most levels, which keeps a mistake from filling the memory


def round_step(length: float, parts: int = 4) -> float:
    """Return the step 1, 2 or 5 · 10ᵏ that divides `length` into about `parts`."""
    raw = length / parts
    power: float = 10.0 ** math.floor(math.log10(raw))
    return float(min((1, 2, 5, 10), key=lambda nice: abs(math.log(nice * power / raw)))) * power


def round_values(low: float, high: float, parts: int = 4) -> list[float]:
    """Return the round values from `low` to `high`, in about `parts` steps."""
    step = round_step(high - low, parts)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def round_decades(low: float, high: float, most: int = 6) -> list[float]:
    """Return round values from `low` to `high`, both positive, for a logarithmic axis.

    They are powers of ten, every second, third, ... of them where there are more than `most`, 2 or
    greater; where there are less than two decades, also their doubles and fives, or their triples,
    if there are no more of these.
    """
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    if last - first >= 2:
        stride = math.ceil((last - first + 1) / most)
        return [10.0**power for power in range(last, first - 1, -stride)][::-1]
    found = [
        [value for value in values if low * (1 - 1e-9) <= value <= high * (1 + 1e-9)]
        for values in (
            [nice * 10.0**power for power in range(first - 1, last + 1) for nice in among]
            for among in ((1, 2, 5), (1, 3), (1,))
        )
    ]
    if len(found[0]) < 2:
        return round_values(low, high, parts=3)
    few = next((values for values in found if 2 <= len(values) <= most), None)
    return few or [found[0][0], found[0][-1]]


def ticks_between(low: float, high: float, *, log: bool, parts: int = 4) -> list[float]:
    """Return the round values for an axis from `low` to `high`."""
    if log:
        return [value for value in round_decades(low, high, most=parts + 2) if value > 0]
    return round_values(low, high, parts)


def round_levels(low: float, high: float, count: int, scale: Scale = "linear") -> tuple[float, ...]:
    """Return about `count` round values strictly between `low` and `high`, rising.

    On a linear scale they are the multiples of 1, 2 or 5 times a power of ten. On a log scale,
    above 0, they are 1, 2 and 5 times every power of ten, or every power, or every second, third …
    of them; where these are too far apart for half of `count`, those of the linear scale. `count`
    is from 1 to `MOST_LEVELS`.

    Examples
    --------
    >>> round_levels(0, 1.1, 5), round_levels(0.3, 70, 6, scale="log")
    ((0.2, 0.4, 0.6, 0.8, 1.0), (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0))
    """
    low, high = checks.real(low, "low"), checks.real(high, "high")
    count = checks.integer(count, "count", least=1, most=MOST_LEVELS)
    checks.choice(scale, "scale", get_args(Scale))
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
