"""What OneStep shows: one step of gradient descent, and the drop that plane and cost give."""

from dataclasses import dataclass
from typing import Self

from gdmath import GradientDescent, TangentPlane, descend
from gdmath.path import Path
from gdmath.tuning import calm_rate
from gdmath.windows import step_window
from scenes.study.film_study import FilmStudy, captions
from scenes.study.problem import Problem

STRAIGHT = 1e-9
"""A gap that is a smaller share of the predicted drop is what rounding leaves of none."""

BEATS = "rule old gradient rate step go new how_far predicted difference gap"


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """The first step of plain descent, with its numbers, in a window in which it is well seen."""

    rate: float
    """The learning rate α: the lesson's, or one for plain descent where its rule is another."""
    gap: float
    """How far the cost stands above the plane after the step."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem."""
        cost, start, rate = problem.cost, problem.path.points[0], problem.rate
        if problem.settings.descent.optimizer != "gradient_descent":  # its rate is another thing
            rate = calm_rate(GradientDescent, cost, problem.rates, start)
        path: Path = descend(cost, start, GradientDescent(rate), 1, tolerance=0)
        if path.steps == 0:  # on the minimum, a step of no length
            path = Path.through(cost, [start, start])
        gap = float(TangentPlane.at(cost, start).gap(cost, path.points[1]))
        if abs(gap) <= STRAIGHT * abs(path.predicted_drops[0]):
            gap, drop, why = 0.0, "same", "straight"
        elif path.actual_drops[0] < 0:
            drop, why = "rises", "too_far"
        else:
            drop, why = "drops", "bends"
        said = captions("one_step", BEATS, {"drop": drop, "why": why})
        window = step_window(cost, path, problem.window)
        return cls(problem, cost, path, window, said, "", rate, gap)
