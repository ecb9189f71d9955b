"""What TwoLinesOnePlane shows: a point whose two tangent lines span its plane, and a walk."""

from dataclasses import dataclass
from typing import Self

from gdmath.path import Path
from scenes.study.film_study import FilmStudy, captions
from scenes.study.problem import Problem
from scenes.study.variants import notice, whole_bowl
from scenes.study.waypoints import bottom_of_slice, standpoint

STANDING = 0.12
"""The share of the window's height where the point stands, at least."""

BEATS = "point lines plane height first second move below end"


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """A walk from the point half the way to the bottom of its curve over θ0, then over θ1."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem."""
        told = whole_bowl(problem)
        point = standpoint(told, STANDING)
        bottoms = [bottom_of_slice(told.cost, told.window, point, axis) for axis in (0, 1)]
        path = Path.through(told.cost, [point, *((point + bottom) / 2 for bottom in bottoms)])
        said = captions("two_lines_one_plane", BEATS)
        return cls(told, told.cost, path, told.window, said, notice(problem, told))
