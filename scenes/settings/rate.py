"""A learning rate given in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Self, cast, get_args

Reference = Literal["optimal", "critical"]


@dataclass(frozen=True, slots=True)
class RelativeRate:
    """A share of a rate that the cost's curvature gives.

    Parameters
    ----------
    share
        The factor, positive.
    of
        "critical" for 2/λmax, at which descent on a quadratic no longer converges, or "optimal"
        for 2/(λmin + λmax), at which it converges fastest.

    Examples
    --------
    >>> RelativeRate.parse("0.9 critical")
    RelativeRate(share=0.9, of='critical')
    """

    share: float
    of: Reference

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "optimal", "critical", or a positive number and one of them.

        Raises
        ------
        ValueError
            If `text` is something else.
        """
        *number, of = text.split() or [""]
        try:
            share = float(*number) if number else 1.0
        except (TypeError, ValueError):  # of several words, or no number
            share = math.nan
        if of not in get_args(Reference) or not 0 < share < math.inf:
            raise ValueError(f'rate is {text!r}; it must be "optimal" or such as "0.9 critical"')
        return cls(share, cast(Reference, of))
