"""Four learning rates on one cost: too small, good, almost too large, and too large."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from gdmath import Descent, GradientDescent, Window, descend
from gdmath.checks import FloatArray
from gdmath.cost import QuadraticCost
from gdmath.rates import Rates, Regime
from scenes.lesson.problem import Problem
from scenes.lesson.staging import window_of

SMALL, ALMOST, BEYOND = 0.04, 0.95, 1.05
"""Shares of the critical rate 2 / λmax."""

CANDIDATES = np.linspace(0.3, 0.8, 21)
"""Shares of the critical rate among which the good one is sought."""

NEARLY = 1.2
"""A smaller rate that takes so many times the fewest steps is as good, and calmer."""

DEEPEST = 1e-6
"""A curve of the cost goes down to this share of the first cost."""

FEWEST, MOST = 14, 36
"""Steps that the race takes at least and at most."""

ARRIVED = 0.01
"""A path has arrived when so little of the first height above the minimum is left."""

LONGER = 1.4
"""The race takes so many times the steps in which the fastest arrives."""

CLOSE = 0.9
"""A best rate above this share of the critical one is close to it."""

Fate = Literal[
    "crawls", "arrives", "slow", "zigzags", "leaves", "oversteps", "diverges", "calm", "underway"
]


@dataclass(frozen=True, slots=True)
class Run:
    """A rate, its share of the critical one, its regime, its path, and what becomes of it.

    The path ends at the first iterate outside the window, if one is.
    """

    rate: float
    share: float
    regime: Regime
    path: Descent
    fate: Fate


@dataclass(frozen=True, slots=True)
class RateRace:
    """Four descents from one start, with rates that the cost's curvature gives.

    `is_local` says whether the curvature is another elsewhere, and the critical rate the border
    near the minimum only. `best_share` is the optimal rate as a share of the critical one; None
    where the curvature is not that of a minimum, positive in every direction.
    """

    rates: Rates
    window: Window
    runs: tuple[Run, ...]
    best_share: float | None
    is_local: bool

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Choose the rates for a lesson's cost and start, and descend.

        Raises
        ------
        SettingsError
            If the cost is curved nowhere on its way, so that no rate is critical.
        """
        rates = problem.rates or _steepest(problem)
        steps, shares = _choose(problem, rates)
        paths = [_descend(problem, share * rates.critical, steps) for share in shares]
        window = window_of(problem.cost, paths[1], problem.settings.window)
        runs = tuple(
            _run(problem, window, rates, share, path)
            for share, path in zip(shares, paths, strict=True)
        )
        curved = problem.rates is not None and rates.smallest > 0
        best = rates.optimal / rates.critical if curved else None
        return cls(rates, window, runs, best, not isinstance(problem.cost, QuadraticCost))

    @property
    def steps(self) -> int:
        """How many steps the longest path takes."""
        return max(run.path.steps for run in self.runs)

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


def _descend(problem: Problem, rate: float, steps: int) -> Descent:
    return descend(problem.cost, problem.start, GradientDescent(rate), steps, tolerance=0)


def _choose(problem: Problem, rates: Rates) -> tuple[int, tuple[float, ...]]:
    """Return how many steps to take, and the four shares of the critical rate.

    The good one is the smallest of the candidates that arrive in nearly the fewest steps; where
    none arrives, the one that gets lowest.
    """
    best = rates.optimal / rates.critical
    candidates = [float(share) for share in CANDIDATES if share < best] + [best][: best <= 0.8]
    trials = [_descend(problem, share * rates.critical, MOST) for share in candidates]
    arrivals = [_arrival(problem, trial) for trial in trials]
    fewest = min((arrival for arrival in arrivals if arrival is not None), default=None)
    if fewest is None:
        lowest = min(range(len(trials)), key=lambda index: float(trials[index].costs[-1]))
        return MOST, (SMALL, candidates[lowest], ALMOST, BEYOND)
    good = next(
        index
        for index, arrival in enumerate(arrivals)
        if arrival is not None and arrival <= NEARLY * fewest
    )
    steps = min(max(math.ceil(LONGER * fewest), FEWEST), MOST)
    return steps, (SMALL, candidates[good], ALMOST, BEYOND)


def _arrival(problem: Problem, path: Descent) -> int | None:
    """Return after how many steps a path has arrived, None if it has not."""
    try:
        least = float(problem.cost(problem.cost.minimizer()))
    except ValueError:
        return None
    near = np.flatnonzero(path.costs - least <= ARRIVED * (path.costs[0] - least))
    return int(near[0]) if len(near) else None


def _turns_back(path: Descent) -> bool:
    """Whether a step goes back against the one before."""
    steps = np.diff(path.points, axis=0)
    return bool(((steps[1:] * steps[:-1]).sum(axis=1) < 0).any())


def _run(problem: Problem, window: Window, rates: Rates, share: float, path: Descent) -> Run:
    rate = share * rates.critical
    regime = rates.regime(rate)
    low, high = window.low[:2], window.high[:2]
    outside = np.flatnonzero(((path.points < low) | (path.points > high)).any(axis=1))
    shown = path.up_to(int(outside[0])) if len(outside) else path
    fate: Fate
    is_quadratic = isinstance(problem.cost, QuadraticCost)
    has_arrived = _arrival(problem, shown) is not None
    if len(outside):
        fate = "leaves" if share == BEYOND and is_quadratic else "oversteps"
    elif share == BEYOND and is_quadratic:
        fate = "diverges"
    elif share == SMALL and not has_arrived:
        fate = "crawls"
    elif share in (ALMOST, BEYOND):
        fate = "zigzags" if share == ALMOST and _turns_back(path) else "calm"
    elif has_arrived:
        fate = "arrives"
    else:
        fate = "slow" if is_quadratic else "underway"
    return Run(rate, share, regime, shown, fate)
