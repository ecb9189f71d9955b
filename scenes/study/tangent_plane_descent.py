"""What TangentPlaneDescent shows: the lesson's descent, with the plane at every point of it."""

from dataclasses import dataclass
from typing import Self

from scenes.study.film_study import FilmStudy, captions
from scenes.study.problem import Problem

BEATS = "each_point straight_line bad_guess height one_point touches below down"


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """The lesson's own descent, whatever it does."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem."""
        plain = problem.is_plain
        first, second = "slides", ""
        if not problem.descends:
            second = "climbs" if problem.climbs else "even"
        elif problem.flattens:
            first = "steep" if plain else "slides"
            second = "levels_out" if plain else "levels_out_other"
        chosen = {"each_step": "each_step" if plain else "each_step_other"}
        chosen |= {"slide_1": first, "slide_2": second}
        chosen |= {f"end_{line}": f"{problem.last_words}.{line}" for line in (1, 2, 3)}
        cost = {"cost": problem.cost_sentence}
        said = captions("tangent_plane_descent", BEATS, chosen, cost)
        return cls(problem, problem.cost, problem.shown, problem.window, said, "")
