"""A lesson's data, cost, descent and window, made from its settings."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Any, Self

from gdmath import Dataset, Descent, Window, descend
from gdmath.rates import Rates
from gdmath.window import visible_steps
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
