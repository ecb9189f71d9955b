"""What Hook shows: a descent that arrives, on the lesson's own data."""

from dataclasses import dataclass
from typing import Self

from scenes.study.film_study import FilmStudy, captions, refuse_rise
from scenes.study.problem import Problem
from scenes.study.variants import converging, notice


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """A lesson that diverges or creeps is told with a rate, or a view, with which it arrives."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem.

        Raises a `SettingsError` if the lesson's own descent is told, and goes up.
        """
        told = converging(problem)
        refuse_rise(told, "Hook")
        end = "level" if told.arrives else "lower"
        said = captions("hook", "bad_line plane", {"end": end})
        return cls(told, told.cost, told.shown, told.window, said, notice(problem, told))
