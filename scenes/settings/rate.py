"""A learning rate given in words."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal, Self, cast

_WORDS = re.compile(r"(?:(?P<share>\S+)\s+)?(?P<of>optimal|critical)")


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
    of: Literal["optimal", "critical"]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "optimal", "critical", or a positive number and one of them.

        Raises
        ------
        ValueError
            If `text` is something else.
        """
        match = _WORDS.fullmatch(text.strip())
        share = math.nan
        if match:
            try:
                share = float(match["share"] or 1)
            except ValueError:
                share = math.nan
        if match is None or not (math.isfinite(share) and share > 0):
            raise ValueError(f'rate is {text!r}; it must be "optimal" or such as "0.9 critical"')
        return cls(share, cast(Literal["optimal", "critical"], match["of"]))
