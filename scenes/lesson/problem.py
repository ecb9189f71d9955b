"""A lesson's data, cost, descent and window, made from its settings."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np

from gdmath import Dataset, Descent, Window, descend
from gdmath.rates import Rates
from gdmath.windows import visible_steps
from scenes.lesson.staging import (
    chosen_rate,
    chosen_tolerance,
    cost_of,
    far_start,
    optimizer_of,
    rate_of,
    rates_of,
    steps_inside,
    window_of,
)
from scenes.settings import LessonSettings, SettingsError

NEAR, LEVEL = 1e-3, 0.05
"""With these shares of the first height and the first slope, a point rests on the minimum."""

FLATTER = 0.5
"""A plane with this share of the first one's slope is seen to be flatter."""


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a film shows, computed once by gdmath.

    `path` is the whole descent from `start` with the number `rate`, until the gradient is no
    longer than `tolerance`; `shown` are its first steps, as far as they can be seen and stay in
    the window. `rates` is what the cost's
    curvature says of the learning rate, None where it has no curved minimum.
    """

    settings: LessonSettings
    data: Dataset
    cost: Any
    rates: Rates | None
    rate: float
    tolerance: float
    start: tuple[float, float]
    path: Descent
    window: Window
    shown: Descent

    @classmethod
    def of(cls, settings: LessonSettings) -> Self:
        """Compute what `settings` ask for.

        Raises
        ------
        SettingsError
            If the data, the cost, the rate or the start cannot be used.
        """
        asked = settings.descent
        with settings.judged("data.csv" if settings.data.csv else "data.synthetic"):
            data = settings.data.load()
        if asked.batch is not None and asked.batch > data.m:
            problem = f"is {asked.batch}; it must be at most {data.m}, the number of observations"
            raise settings.error("descent.batch", problem)
        with settings.judged("cost"):
            cost = cost_of(data, settings.cost)
        rates = rates_of(cost)
        with settings.judged("descent.start"):
            start = (
                far_start(data, cost.minimizer(), logits=settings.cost.kind == "logistic")
                if asked.start == "far"
                else asked.start
            )
        with settings.judged("descent.rate"):
            rate = (
                chosen_rate(asked.optimizer, cost, rates, start)
                if asked.rate is None
                else rate_of(asked.rate, rates)
            )
        with settings.judged("descent"):
            tolerance = asked.tolerance
            if tolerance is None:
                tolerance = chosen_tolerance(cost, rates, start)
            optimizer = optimizer_of(asked.optimizer, rate, asked)
            path = descend(cost, start, optimizer, asked.steps, tolerance=tolerance)
        if path.steps == 0:
            raise _no_step(settings, path, tolerance)
        with settings.judged("window"):
            window = window_of(cost, path, settings.window)
            shown = path.up_to(steps_inside(path, window, visible_steps(cost, path)))
        return cls(settings, data, cost, rates, rate, tolerance, start, path, window, shown)

    def race(self) -> dict[str, Descent]:
        """Return the path of each rule that races, by its name; of the one rule without a race.

        Raises
        ------
        SettingsError
            If a rule cannot be used.
        """
        asked = self.settings.descent
        paths: dict[str, Descent] = {}
        for name in asked.optimizers or (asked.optimizer,):
            with self.settings.judged("descent.optimizers"):
                rule = optimizer_of(name, self.rate, asked)
                paths[name] = descend(
                    self.cost, self.start, rule, asked.steps, tolerance=self.tolerance
                )
        return paths

    @property
    def is_plain(self) -> bool:
        """Whether the rule is gradient descent on all the data: a step is −α∇J."""
        asked = self.settings.descent
        return asked.optimizer == "gradient_descent" and asked.batch is None

    @property
    def falls(self) -> bool:
        """Whether the shown part of the descent ends lower than it begins."""
        return float(self.shown.costs[-1]) < float(self.shown.costs[0])

    @property
    def flattens(self) -> bool:
        """Whether the plane at its end is much flatter than the first one."""
        first, last = np.linalg.norm(self.shown.gradients[[0, -1]], axis=1)
        return bool(last < FLATTER * first)

    @property
    def arrives(self) -> bool:
        """Whether the shown part ends on the minimum, as far as can be seen, on a level plane."""
        try:
            least = float(self.cost(self.cost.minimizer()))
        except ValueError:
            return False
        above = self.shown.costs[[0, -1]] - least
        first, last = np.linalg.norm(self.shown.gradients[[0, -1]], axis=1)
        return bool(above[1] <= NEAR * above[0] and last <= LEVEL * first)

    @property
    def seen_outcome(self) -> Literal["converged", "diverged", "stopped", "leaves", "leaps"]:
        """How what is shown ends: as the descent does, unless it is not shown to its end."""
        if self.path.outcome == "diverged":
            return "diverged" if self.shown.steps else "leaps"
        return self.path.outcome if self.shown.steps == self.path.steps else "leaves"

    @property
    def symbols(self) -> tuple[str, str]:
        """The parameters' names, in Typst's mathematics."""
        return self.settings.symbols.typst

    @property
    def x_label(self) -> str:
        """What stands at the data's x axis, with its unit."""
        asked = self.settings.data
        return _with_unit(asked.x_label or self.data.x_name, asked.x_unit)

    @property
    def y_label(self) -> str:
        """What stands at the data's y axis, with its unit."""
        asked = self.settings.data
        return _with_unit(asked.y_label or self.data.y_name, asked.y_unit)

    @property
    def formula(self) -> str:
        """J's formula in Typst's mathematics, in the lesson's symbols."""
        return self.settings.symbols.rename(str(self.cost.formula.typst))

    @property
    def fingerprint(self) -> str:
        """A digest of the settings and the data: films of different problems differ in it."""
        digest = hashlib.sha256(repr(self.settings).encode())
        digest.update(self.data.x.tobytes())
        digest.update(self.data.y.tobytes())
        return digest.hexdigest()


def _no_step(settings: LessonSettings, path: Descent, tolerance: float) -> SettingsError:
    """Return the error of a descent that ends where it begins."""
    a, b = path.points[0]
    if path.outcome == "converged":
        key = "descent.start" if settings.descent.tolerance is None else "descent.tolerance"
        found = f"[{a:.4g}, {b:.4g}]" if key == "descent.start" else f"{tolerance:g}"
        steep = f"the gradient at the start is only {math.hypot(*path.gradients[0]):.3g}"
        return settings.error(key, f"is {found}; {steep}, so there is nothing to descend")
    return settings.error(
        "descent.rate", f"is too large: the first step from [{a:.4g}, {b:.4g}] overflows"
    )


def _with_unit(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit else label
