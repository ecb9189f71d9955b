"""What OneLineOnePoint shows: a tour of lines, each a point of the floor with its height."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from gdmath.checks import FloatArray
from gdmath.path import Path
from scenes.study.film_study import FilmStudy, captions
from scenes.study.problem import Problem
from scenes.study.variants import notice, whole_bowl
from scenes.study.waypoints import lowest, tour

SIDE = 15
"""This many by this many points stand for all lines."""

BEATS = "line numbers point lifts tilts cost height walk all bowl"


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """A walk from line to line: a step along θ0, one along θ1, and a spiral to the best line."""

    grid: FloatArray
    """Points of the whole floor, of shape (SIDE, SIDE, 2)."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem."""
        told = whole_bowl(problem)
        window = told.window
        sides = [np.linspace(*ends, SIDE + 2)[1:-1] for ends in (window.theta0, window.theta1)]
        path = Path.through(told.cost, tour(told.cost, window, lowest(told)))
        said = captions("one_line_one_point", BEATS)
        grid = np.stack(np.meshgrid(*sides), axis=-1)
        return cls(told, told.cost, path, window, said, notice(problem, told), grid)
