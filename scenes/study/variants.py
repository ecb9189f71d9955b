"""Variants: a lesson's problem changed so that its descent, or its bowl, can be seen."""

import dataclasses
from collections.abc import Callable

from scenes.settings import LessonSettings, RelativeRate, SettingsError, WindowSettings
from scenes.study.defaults import window_of
from scenes.study.problem import Problem
from scenes.study.waypoints import lowest

NEAR = 1e-5
"""A path has arrived where the cost above the minimum is this share of the start's."""

MOST_STEPS = 150
"""A path that needs more steps than this to arrive creeps."""

QUICK, CALM = 0.9, 0.4
"""Shares of the optimal rate. In a round bowl `QUICK` would be one leap, `CALM` is a slide."""

CANYON = 300.0
"""A bowl of a larger condition number is a canyon: one of its parameters cannot be seen."""


def converging(problem: Problem) -> Problem:
    """Return the problem with a descent that arrives at the minimum, shown up to there.

    It is the lesson's own descent if that arrives; else plain descent on all the data, at `QUICK`
    times the optimal rate; where even that creeps, over standardised x. Where no rate arrives, as
    for a cost with kinks, the problem stays what it is.
    """
    changes: tuple[Callable[[], Problem], ...] = (
        lambda: problem,
        lambda: _with_rate(problem.settings, QUICK),
        lambda: _over_standardized(problem),
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
    """Return the problem, over standardised x where the bowl over the raw one is a canyon."""
    rates = problem.rates
    if problem.data.is_standardized or (rates is not None and rates.condition <= CANYON):
        return problem
    try:
        return _over_standardized(problem)
    except SettingsError:
        return problem


def whole_bowl(problem: Problem) -> Problem:
    """Return the open bowl in a window that holds its lowest point, as a lesson's own need not."""
    told = open_bowl(problem)
    if told.window.contains(lowest(told)):
        return told
    return dataclasses.replace(told, window=window_of(told.cost, told.path, WindowSettings()))


def notice(problem: Problem, told: Problem) -> str:
    """Return the key of what must be said of a variant: that x is standardised, or nothing."""
    changed = told.data.is_standardized and not problem.data.is_standardized
    return "lesson.standardized" if changed else ""


def _arriving(problem: Problem) -> Problem | None:
    """Return the problem with its path up to its arrival, None if it does not arrive."""
    if problem.least is None:
        return None
    arrival = problem.path.arrival(problem.least, NEAR)
    if arrival is None or arrival > min(MOST_STEPS, problem.shown.steps):
        return None
    return dataclasses.replace(problem, shown=problem.path.up_to(arrival))


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


def _over_standardized(problem: Problem) -> Problem:
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
