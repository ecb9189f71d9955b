"""Round numbers: steps and values of 1, 2 or 5 times a power of ten, for ticks and levels."""

from __future__ import annotations

import math


def round_step(length: float, parts: int = 4) -> float:
    """Return the step 1, 2 or 5 · 10ᵏ that divides `length` into about `parts`.

    Examples
    --------
    >>> round_step(10, 4)
    2.0
    """
    raw = length / parts
    power: float = 10.0 ** math.floor(math.log10(raw))
    return float(min((1, 2, 5, 10), key=lambda nice: abs(math.log(nice * power / raw)))) * power


def round_values(low: float, high: float, parts: int = 4) -> list[float]:
    """Return the round values from `low` to `high`, about `parts` steps apart.

    Examples
    --------
    >>> round_values(-1.2, 9, 4)
    [0.0, 2.0, 4.0, 6.0, 8.0]
    """
    step = round_step(high - low, parts)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def round_decades(low: float, high: float, most: int = 6) -> list[float]:
    """Return round values from `low` to `high`, both positive, for a logarithmic axis.

    They are powers of ten, every second, third, ... of them where there are more than `most`, 2 or
    greater; where there are less than two decades, also their doubles and fives, or their triples,
    if there are no more of these.

    Examples
    --------
    >>> round_decades(0.02, 300)
    [0.1, 1.0, 10.0, 100.0]
    >>> round_decades(0.8, 30)
    [1.0, 2.0, 5.0, 10.0, 20.0]
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
