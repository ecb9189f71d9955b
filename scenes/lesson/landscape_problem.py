"""A landscape to descend in place of a fitted line: known by name, or by the lesson's formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from gdmath import Cost, Descent, GradientDescent, Window, descend
from scenes.lesson.staging import optimizer_of
from scenes.settings import LessonSettings, SettingsError, SymbolSettings
from scenes.settings.symbols import TAKEN, problem_of
from scenes.settings.values import Range

STEPS = 100
"""So many steps are taken, at most, where the lesson does not say."""

RANGE: Range = (-3.0, 3.0)
"""What a formula is shown over, where the lesson names no ranges."""

RATES = tuple(digit * 10.0**power for power in range(-6, 1) for digit in (1, 2, 5))
"""The learning rates to choose from, where the lesson names none."""

STRIDE = 0.2
"""No chosen rate lets a step go further than this share of the ranges."""

CUT = 0.93
"""The surface is cut at the height below which this share of the floor lies."""

DEEP = 0.03
"""Where half the floor lies below this share of the height, heights are logarithmic."""

DECADES = 1e-4
"""A logarithmic height begins at this share of the top, at the lowest."""


@dataclass(frozen=True, slots=True)
class LandscapeProblem:
    """All that a film about a landscape shows, computed once by gdmath.

    `symbols` are the two variables' names in Typst's mathematics, `formula` is J's; `path` is
    the descent from `start` with the number `rate`.
    """

    settings: LessonSettings
    cost: Any
    symbols: tuple[str, str]
    formula: str
    start: tuple[float, float]
    rate: float
    path: Descent
    window: Window

    @classmethod
    def of(cls, settings: LessonSettings, name: str = "himmelblau") -> Self:
        """Compute what a lesson asks for; `name` is the landscape where it names none.

        Without a start, a known landscape has its own, and a formula starts at a corner of its
        ranges. Without a rate, the one of `RATES` is taken that leads lowest in the steps asked
        for, without ever going up.

        Raises
        ------
        SettingsError
            If there is no such landscape, or the formula or the start cannot be used.
        """
        asked = settings.landscape
        try:
            from gdmath.landscape import FormulaCost, named
        except ImportError as error:
            raise SettingsError(f"landscape: {error}") from None
        symbols = settings.symbols.typst
        ranges = [asked.theta0 or RANGE, asked.theta1 or RANGE]
        try:
            if asked.formula:
                cost = FormulaCost(asked.formula, asked.variables)
                symbols = _symbol(asked.variables[0]), _symbol(asked.variables[1])
                start = asked.start or (
                    0.9 * ranges[0][0] + 0.1 * ranges[0][1],
                    0.2 * ranges[1][0] + 0.8 * ranges[1][1],
                )
                formula = str(cost.formula.typst)
            else:
                known = named(asked.name or name)
                cost = known.cost
                ranges = [asked.theta0 or known.theta0, asked.theta1 or known.theta1]
                start = asked.start or (float(known.start[0]), float(known.start[1]))
                formula = str(cost.formula.typst)
                formula = formula.replace("theta_0", symbols[0]).replace("theta_1", symbols[1])
            rate = asked.rate or _best_rate(cost, start, (asked.steps or STEPS), ranges)
            path = descend(
                cost,
                start,
                optimizer_of(settings.descent.optimizer, rate, settings.descent),
                (asked.steps or STEPS),
                tolerance=settings.descent.tolerance,
            )
            window = _window(cost, path, ranges, settings)
        except ValueError as error:
            raise SettingsError(f"landscape: {error}") from None
        return cls(settings, cost, symbols, formula, start, rate, path, window)


def _symbol(variable: str) -> str:
    """Return a variable's name in Typst's mathematics; a word stands upright."""
    if variable in TAKEN:  # by a fitted line's data; here they are free
        return variable
    return f'"{variable}"' if problem_of(variable) else SymbolSettings(variable).typst[0]


def _best_rate(cost: Cost, start: tuple[float, float], steps: int, ranges: list[Range]) -> float:
    low, high = np.array(ranges).T
    best, chosen = float(cost(start)), RATES[0]
    for rate in RATES:
        path = descend(cost, start, GradientDescent(rate), min(steps, 200), tolerance=0)
        inside = ((path.points >= low) & (path.points <= high)).all()
        calm = (np.abs(np.diff(path.points, axis=0)) <= STRIDE * (high - low)).all()
        falls = (np.diff(path.costs) <= 1e-12 * abs(best)).all()
        if inside and calm and falls and path.outcome != "diverged" and path.costs[-1] < best:
            best, chosen = float(path.costs[-1]), rate
    return chosen


def _window(cost: Cost, path: Descent, ranges: list[Range], settings: LessonSettings) -> Window:
    asked = settings.window
    first, second = (np.linspace(*ends, 81) for ends in ranges)
    with np.errstate(all="ignore"):
        heights = cost(np.stack(np.meshgrid(first, second), axis=-1))
    heights = heights[np.isfinite(heights)]
    if not len(heights):
        raise ValueError(f"formula has no finite height over {ranges[0]} and {ranges[1]}")
    least = min(float(heights.min()), float(path.costs.min()))
    top = max(float(np.quantile(heights, CUT)), float(path.costs[0]))
    top = top + 0.05 * (top - least) if top > least else least + 1.0
    middle = float(np.median(heights))
    scale = asked.scale
    if scale == "auto":
        scale = "log" if least >= 0 and middle - least < DEEP * (top - least) else "linear"
    bottom = max(least, DECADES * top) if scale == "log" else least - 0.1 * (top - least)
    return Window(
        asked.theta0 or ranges[0], asked.theta1 or ranges[1], asked.height or (bottom, top), scale
    )
