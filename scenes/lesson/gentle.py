"""A lesson's problem where descent, or the cost, can be seen well, whatever the lesson asks."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from gdmath import Cost, Descent
from scenes.lesson.problem import Problem
from scenes.settings import LessonSettings, RelativeRate, SettingsError, WindowSettings

NEAR = 1e-5
"""A path has arrived where the cost above the minimum is so small a share of the start's."""

MOST_STEPS = 150
"""A path that needs more steps than this to arrive creeps."""

QUICK, CALM = 0.9, 0.4
"""Shares of the optimal rate. In a round bowl `QUICK` would be one leap, `CALM` is a slide."""

CANYON = 300.0
"""A bowl of a larger condition number is a canyon: one of its parameters cannot be seen."""


def converging(problem: Problem) -> Problem:
    """Return the problem with a descent that arrives at the minimum, as it is if it does.

    Else it is plain descent on all the data, at `QUICK` times the optimal rate; where even that
    creeps, x is standardised.
    Where no rate arrives, as for a cost with kinks, the problem stays what it is.
    """
    changes: tuple[Callable[[], Problem], ...] = (
        lambda: problem,
        lambda: _with_rate(problem.settings, QUICK),
        lambda: _round(problem),
    )
    for change in changes:
        try:
            arrived = _arriving(change())
        except SettingsError:
            continue
        if arrived is not None:
            return arrived
    return problem


def open_bowl(problem: Problem) -> Problem:
    """Return the problem, with standardised x where the bowl over the raw one is a canyon."""
    rates = problem.rates
    if problem.data.is_standardized or (rates is not None and rates.condition <= CANYON):
        return problem
    try:
        return _round(problem)
    except SettingsError:
        return problem


def through(cost: Cost, points: ArrayLike) -> Descent:
    """Return the path through points (n, 2), with the cost's own heights and gradients there.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> through(J, [(1, 1), (2, 1)]).costs.tolist()
    [0.0, 0.5]
    """
    points = np.asarray(points, dtype=np.float64)
    return Descent(points, cost(points), cost.gradient(points), "stopped")


def _arriving(problem: Problem) -> Problem | None:
    """Return the problem with its path up to its arrival, None if it does not arrive."""
    path = problem.path
    try:
        least = float(problem.cost(problem.cost.minimizer()))
    except ValueError:
        return None
    above = path.costs - least
    near = np.flatnonzero(above <= NEAR * above[0])
    if not len(near) or near[0] > MOST_STEPS or near[0] > problem.shown.steps:
        return None
    return dataclasses.replace(problem, shown=path.up_to(int(near[0])))


def _with_rate(settings: LessonSettings, share: float) -> Problem:
    """Return the problem with gradient descent at a share of the optimal rate."""
    descent = dataclasses.replace(
        settings.descent,
        optimizer="gradient_descent",
        batch=None,
        rate=RelativeRate(share, "optimal"),
        steps=MOST_STEPS,
        tolerance=0.0,
    )
    return Problem.of(dataclasses.replace(settings, descent=descent))


def _round(problem: Problem) -> Problem:
    """Return the problem of the same lines over standardised x: a round bowl."""
    settings, data = problem.settings, problem.data.standardized()
    intercept, slope = data.standardized_theta(problem.data.raw_theta(problem.start)).tolist()
    changed = dataclasses.replace(
        settings,
        data=dataclasses.replace(settings.data, standardize=True),
        descent=dataclasses.replace(settings.descent, start=(intercept, slope)),
        window=WindowSettings(),
    )
    return _with_rate(changed, CALM)
