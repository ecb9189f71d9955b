"""What LearningRates shows: four rates on one cost, from one start, and what each comes to."""

import math
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from gdmath import Descent, GradientDescent, Window, descend
from gdmath.checks import FloatArray
from gdmath.cost import QuadraticCost
from gdmath.rates import Rates
from gdmath.tuning import ARRIVED, good_share
from scenes.settings import WindowSettings
from scenes.study.defaults import window_of
from scenes.study.film_study import Captions, FilmStudy, captions
from scenes.study.problem import Problem

SMALL, ALMOST, BEYOND = 0.04, 0.95, 1.05
"""Shares of the critical rate 2 / λmax: beside these three, a good one is sought."""

DEEPEST = 1e-6
"""A curve of the cost goes down to this share of the first cost."""

FEWEST, MOST = 14, 36
"""Steps that the race takes at least and at most."""

LONGER = 1.4
"""The race takes this many times the steps in which the good rate arrives."""

CLOSE = 0.9
"""A best rate above this share of the critical one is close to it."""

Verdict = Literal[
    "crawls", "arrives", "slow", "zigzags", "leaves", "oversteps", "diverges", "calm", "underway"
]
"""What is said of a run: a table of the film's texts."""

BEATS = "start rates share_of_what in_time apart is_border"


@dataclass(frozen=True, slots=True)
class Run:
    """A rate, its share of the critical one, its path, and what is said of it.

    The path ends at the first iterate outside the window, if one is.
    """

    rate: float
    share: float
    path: Descent
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """Four descents from one start, with rates that the cost's curvature gives.

    The path is the longest of the four.
    """

    rates: Rates
    """What the curvature says, at the minimum or where the descent finds it largest."""
    runs: tuple[Run, ...]
    """The four: too small, good, almost too large, too large."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem.

        Raises a `SettingsError` if the cost is curved nowhere on its way: then no rate is critical.
        """
        rates = problem.rates or _steepest(problem)
        good, arrival = good_share(problem.cost, problem.start, rates, MOST)
        steps = MOST if arrival is None else min(max(math.ceil(LONGER * arrival), FEWEST), MOST)
        shares = (SMALL, good, ALMOST, BEYOND)
        tried = [share * rates.critical for share in shares]
        paths = [
            descend(problem.cost, problem.start, GradientDescent(rate), steps, tolerance=0)
            for rate in tried
        ]
        window = window_of(problem.cost, paths[1], problem.settings.window)
        if not window.contains(paths[1].points).all():  # a lesson's own may be too narrow
            window = window_of(problem.cost, paths[1], WindowSettings())
        runs = tuple(
            _run(problem, window, rate, share, path)
            for rate, share, path in zip(tried, shares, paths, strict=True)
        )
        longest = max((run.path for run in runs), key=lambda path: path.steps)
        said = _captions(problem, rates, runs)
        return cls(problem, problem.cost, longest, window, said, "", rates, runs)

    @property
    def heights(self) -> tuple[float, float]:
        """The lowest and highest cost of all paths, both positive."""
        costs = np.concatenate([run.path.costs for run in self.runs])
        highest = float(costs.max())
        if highest <= 0:
            return 1.0, 10.0
        return max(float(costs.min()), DEEPEST * highest), highest


def _steepest(problem: Problem) -> Rates:
    """Return the rates at the point of the lesson's descent where the cost is curved most."""
    found = [_rates_at(problem, theta) for theta in problem.path.points]
    best = max((rates for rates in found if rates), key=lambda rates: rates.largest, default=None)
    if best is None or not (best.largest > 0 and math.isfinite(best.critical)):
        raise problem.settings.error(
            "cost.kind",
            f"is {problem.settings.cost.kind!r}; the film LearningRates needs a cost "
            "with a curved minimum, such as 'mean_squared_error'",
        )
    return best


def _rates_at(problem: Problem, theta: FloatArray) -> Rates | None:
    try:
        return Rates.of(problem.cost, theta)
    except ValueError:
        return None


def _run(problem: Problem, window: Window, rate: float, share: float, path: Descent) -> Run:
    outside = np.flatnonzero(~window.contains(path.points))
    shown = path.up_to(int(outside[0])) if len(outside) else path
    quadratic, least = isinstance(problem.cost, QuadraticCost), problem.least
    arrival = None if least is None else shown.arrival(least, ARRIVED)
    has_arrived = arrival is not None and (arrival < shown.steps or arrival == 0)  # it stays there
    verdict: Verdict
    if len(outside):
        verdict = "leaves" if share == BEYOND and quadratic else "oversteps"
    elif share == BEYOND and quadratic:
        verdict = "diverges"
    elif share == SMALL and not has_arrived:
        verdict = "crawls"
    elif share in (ALMOST, BEYOND):
        verdict = "zigzags" if share == ALMOST and _turns_back(path) else "calm"
    elif has_arrived:
        verdict = "arrives"
    else:
        verdict = "slow" if quadratic else "underway"
    return Run(rate, share, shown, verdict)


def _turns_back(path: Descent) -> bool:
    """Whether a step goes back against the one before."""
    steps = np.diff(path.points, axis=0)
    return bool(((steps[1:] * steps[:-1]).sum(axis=1) < 0).any())


def _captions(problem: Problem, rates: Rates, runs: tuple[Run, ...]) -> Captions:
    # Where the curvature is another elsewhere, the critical rate is the border near the minimum.
    local = not isinstance(problem.cost, QuadraticCost)
    curved = problem.rates is not None and rates.smallest > 0
    close = curved and rates.optimal / rates.critical > CLOSE
    chosen = {
        f"{part}_{number}": f"{run.verdict}.{part}"
        for number, run in enumerate(runs)
        for part in ("word", "why")
    }
    chosen["both_sides"] = "both_sides_near" if local else "both_sides"
    if close:
        chosen |= {"close": "close", "border": "border"}
    return captions("learning_rates", BEATS, chosen)
