"""What GradientOnTheFloor shows: gradients of many directions, and a map with true angles."""

from dataclasses import dataclass
from typing import Self

from gdmath import Window
from gdmath.gradient_samples import gradient_samples
from gdmath.path import Path
from gdmath.windows import cropped
from scenes.study.film_study import FilmStudy, captions, refuse_window
from scenes.study.problem import Problem
from scenes.study.variants import notice, open_bowl

BEATS = (
    "touches uphill down longer gradient contours here equal upright right_angle moves again "
    "against downhill"
)


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """A walk between points whose gradients differ."""

    flat: Window
    """The part of the window that a map with equal scales shows."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem.

        Raises a `SettingsError` if the cost is nowhere inside the map.
        """
        told = open_bowl(problem)
        start = told.path.points[0]
        flat = cropped(told.window, start)
        try:
            samples = gradient_samples(told.cost, start, flat)
        except ValueError:
            needs = "one with J inside it, not level"
            raise refuse_window(problem, "GradientOnTheFloor", needs) from None
        said = captions("gradient_on_the_floor", BEATS)
        path = Path.through(told.cost, samples)
        return cls(told, told.cost, path, told.window, said, notice(problem, told), flat)
