"""What DataAndBadLine shows: a line's residuals, what the cost makes of them, a better line."""

from dataclasses import dataclass
from typing import Self, cast

import numpy as np

from gdmath.path import Path
from scenes.study.film_study import FilmStudy, captions, refuse_rise
from scenes.study.problem import Problem

BEATS = "points line"
SQUARES = ("square", "squares", "gather", "mean")


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """Squares are shown where the cost is the mean of squares, or half of it.

    The path goes from the descent's first line straight to the best one; where none is known, along
    the descent.
    """

    share: float
    """J as a share of the mean square: ½ or 1."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem.

        Raises a `SettingsError` if no best line is known, and the descent goes up.
        """
        asked, path = problem.settings.cost, cast(Path, problem.shown)
        chosen, elsewhere = {"moves": "moves.others"}, {"cost": problem.cost_sentence}
        if problem.best is None:
            refuse_rise(problem, "DataAndBadLine")
            elsewhere["best"] = "hook.lower"
        else:
            path = Path.through(problem.cost, np.array([problem.start, problem.best]))
            chosen["best"] = "best"
        if asked.kind != "logistic":  # a line of logits is not compared with y itself
            chosen["residuals"] = "residuals"
        whole = asked.half is False
        if asked.kind == "mean_squared_error":
            chosen |= {beat: beat for beat in SQUARES}
            chosen |= {"part": "whole" if whole else "half", "moves": "moves.squares"}
        said = captions("data_and_bad_line", BEATS, chosen, elsewhere)
        share = 1.0 if whole else 0.5
        return cls(problem, problem.cost, path, problem.window, said, "", share)
