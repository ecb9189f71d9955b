"""How fast the plane slides: early steps slowly, late ones quickly."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import smooth, squish_rate_func
from numpy.typing import ArrayLike

from gdmath.checks import FloatArray

FIRST, LAST = 1.8, 0.3
"""Seconds for the first step and for the late ones."""

SHRINK = 0.78
"""Each step takes this share of the time of the one before, until `LAST`."""

CREEP = 0.1
"""What a late step of no length has of the mean late step's time."""

EARLY, LATE = squish_rate_func(smooth, 0, 0.3), squish_rate_func(smooth, 0.7, 1)
"""Rate functions of what is over soon, or begins late: numbers are not seen while the viewer passes
the floor's height, where they would stand on one another."""

SHORTEST, LONGEST = 6.0, 16.0
"""Seconds that the whole descent takes at least and at most."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The seconds that each step takes, shape (n,)."""

    durations: FloatArray

    @classmethod
    def of(cls, steps: int, lengths: FloatArray | None = None) -> Self:
        """Choose the pace of a descent of `steps` steps, 1 or more.

        No step takes longer than the one before; but where there are too many to show them all,
        and their `lengths` (n,) are given, late ones take longer the further they go.
        """
        natural = np.maximum(FIRST * SHRINK ** np.arange(steps), LAST)
        total = float(natural.sum())
        if total > LONGEST:
            # The first steps keep their pace; from where they have used half the time, the
            # others share the rest.
            slow = int(np.searchsorted(np.cumsum(natural), LONGEST / 2))
            rest = LONGEST - natural[:slow].sum()
            late = np.ones(steps - slow)
            if lengths is not None and lengths[slow:].any():
                late = lengths[slow:] / lengths[slow:].mean() + CREEP
            natural = np.concatenate([natural[:slow], rest * late / late.sum()])
        elif 0 < total < SHORTEST:
            natural = natural * (SHORTEST / total)
        return cls(natural)

    @property
    def total(self) -> float:
        """The seconds of the whole descent."""
        return float(self.durations.sum())

    def position(self, seconds: float) -> float:
        """Return the position along the path, from 0 to n, after some seconds.

        Within a long step the motion eases in and out; short steps run into one another.
        """
        ends = np.cumsum(self.durations)
        if seconds >= ends[-1] - 1e-9:
            return float(len(ends))
        step = min(int(np.searchsorted(ends, seconds, side="right")), len(ends) - 1)
        duration = float(self.durations[step])
        share = float(np.clip((seconds - ends[step] + duration) / duration, 0, 1))
        ease = float(np.clip((duration - LAST) / (1 - LAST), 0, 1))
        smooth = share * share * (3 - 2 * share)
        return step + (1 - ease) * share + ease * smooth

    def share_of_path(self, share_of_time: float) -> float:
        """Return the position as a share of the path; a rate function for Manim."""
        return self.position(share_of_time * self.total) / len(self.durations)


@dataclass(frozen=True, slots=True)
class Glide:
    """An even motion along a path, however long its steps are, that eases in and out.

    `shares` are how much of the path's length lies before each iterate, of shape (n + 1,).

    Examples
    --------
    >>> glide = Glide.along([(0, 0, 0), (3, 0, 0), (4, 0, 0)])
    >>> [round(glide.share_of_path(share), 3) for share in (0, 0.5, 1)]
    [0.0, 0.333, 1.0]
    """

    shares: FloatArray

    @classmethod
    def along(cls, places: ArrayLike) -> Self:
        """Choose the motion through places (n + 1, 3), in scene units."""
        lengths = np.linalg.norm(np.diff(np.asarray(places, dtype=np.float64), axis=0), axis=1)
        far = np.concatenate([[0.0], np.cumsum(lengths)])
        return cls(far / far[-1] if far[-1] > 0 else np.linspace(0, 1, len(far)))

    def share_of_path(self, share_of_time: float) -> float:
        """Return the position as a share of the steps; a rate function for Manim."""
        eased = (1 - math.cos(math.pi * share_of_time)) / 2
        steps = np.linspace(0, 1, len(self.shares))
        return float(np.interp(eased, self.shares, steps))
