"""What FourViews shows: the lesson's descent as line, bowl, map and cost curve."""

from dataclasses import dataclass
from typing import Self

from scenes.study.film_study import FilmStudy, captions
from scenes.study.problem import Problem

BEATS = "start height plane above cost one_step same"


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """The lesson's own descent, whatever it does."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem."""
        in_step = "in_step"
        if not problem.descends:
            in_step = "in_step_rises" if problem.climbs else "in_step_even"
        said = captions("four_views", BEATS, {"in_step": in_step, "end": problem.last_words})
        return cls(problem, problem.cost, problem.shown, problem.window, said, "")
