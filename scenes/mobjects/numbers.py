"""How numbers are written: a fixed number of digits, powers of ten beside them, no jitter."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

MINUS = "−"
DIGITS = 3


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A fixed way to write every value of one quantity.

    A value is divided by 10**exponent and written with `decimals` digits after the point. A signed
    one is written as it stands in a sum: a sign, a space, the digits.

    Examples
    --------
    >>> NumberFormat(decimals=2)(-1.5)
    '−1.50'
    >>> NumberFormat(decimals=1, exponent=6, signed=True)(2_340_000)
    '+ 2.3'
    """

    decimals: int
    exponent: int = 0
    signed: bool = False

    @classmethod
    def for_values(cls, values: Iterable[float], *, signed: bool = False) -> Self:
        """Choose the format that gives the last of the values three digits, where it is not tiny.

        It gets no more digits than a thirtieth of the largest value needs. Very large or small
        quantities get an exponent that is a multiple of three.
        """
        sizes = np.abs(np.asarray(list(values), dtype=np.float64))
        largest = float(sizes.max()) or 1.0
        exponent = _exponent(largest)
        typical = max(float(sizes[-1]), largest / 30) / 10.0**exponent
        decimals = max(0, DIGITS - 1 - math.floor(math.log10(typical)))
        return cls(decimals, exponent, signed)

    def __call__(self, value: float) -> str:
        """Write `value` with a true minus sign, never a negative zero; signed as in a sum."""
        rounded = round(value / 10.0**self.exponent, self.decimals) + 0.0
        digits = f"{abs(rounded):.{self.decimals}f}"
        if self.signed:
            return f"{MINUS if rounded < 0 else '+'} {digits}"
        return f"{MINUS if rounded < 0 else ''}{digits}"

    @property
    def factor(self) -> str:
        """The power of ten to write beside the quantity, in Typst's mathematics; may be empty."""
        return power_of_ten(self.exponent) if self.exponent else ""


def power_of_ten(exponent: int) -> str:
    """Write 10 to a whole exponent in Typst's mathematics."""
    return f"10^({exponent})"


def tick_format(values: list[float]) -> NumberFormat:
    """Return the format that tells neighbouring round values apart, and no more."""
    largest = max((abs(value) for value in values), default=1.0) or 1.0
    exponent = _exponent(largest)
    step = (values[1] - values[0] if len(values) > 1 else largest) / 10.0**exponent
    return NumberFormat(max(0, -math.floor(math.log10(step) + 1e-9)), exponent)


def _exponent(largest: float) -> int:
    """Return the multiple of three to divide by; 0 unless numbers would be very long or short."""
    return 0 if 1e-2 <= largest < 1e5 else 3 * math.floor(math.log10(largest) / 3)


def grouped(number: int) -> str:
    """Write a whole number with a space between its thousands, as 100 000."""
    return f"{number:,}".replace(",", " ")


@dataclass(frozen=True, slots=True)
class Significant:
    """A number with three significant digits, as plain text and in Typst's mathematics."""

    plain: str
    typst: str


def significant(value: float) -> Significant:
    """Write a number with three significant digits; a power of ten where it is far from 1."""
    if not math.isfinite(value):
        sign = MINUS if value < 0 else ""
        return Significant(f"{sign}∞", f"{sign} infinity".strip())
    mantissa, _, power = f"{value:.{DIGITS - 1}e}".partition("e")
    exponent = int(power)
    if -4 <= exponent < 5:
        digits = f"{value:.{max(DIGITS - 1 - exponent, 0)}f}"
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return Significant(digits.replace("-", MINUS), digits)
    plain = f"{mantissa}e{exponent}".replace("-", MINUS)
    return Significant(plain, f"{mantissa} times {power_of_ten(exponent)}")
