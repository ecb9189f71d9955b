"""What BowlRises shows: lines round the best one, with their heights, and the best one."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from gdmath.path import Path
from scenes.study.film_study import FilmStudy, captions
from scenes.study.problem import Problem
from scenes.study.variants import notice, whole_bowl
from scenes.study.waypoints import lowest, narrowest, ring

ANGLES = np.radians([10, 150, 250, 60, 200])
SHARES = (0.8, 0.62, 0.45, 0.3, 0.16)
"""Where the lines lie round the best one, and at which shares of the window's height."""

BEATS = "line height others surface walls level fall back down"


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """A walk over the walls of the bowl, and down to the best line.

    Where none is known, it is the lowest of the descent.
    """

    narrow: tuple[float, float]
    """The direction on the floor, in shares of its sides, in which the bowl is narrowest."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem."""
        told = whole_bowl(problem)
        best = lowest(told)
        round_it = ring(told.cost, told.window, best, ANGLES, SHARES)
        end = "lower" if told.best is None else "best"
        path = Path.through(told.cost, [*round_it, best])
        said = captions("bowl_rises", BEATS, {"end": end})
        narrow = narrowest(told.cost, told.window, best)
        return cls(told, told.cost, path, told.window, said, notice(problem, told), narrow)
