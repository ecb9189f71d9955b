"""A lesson's data, cost, descent and window, computed from its settings."""

import hashlib
import math
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np

from gdmath import Dataset, Descent, Window, descend
from gdmath.checks import FloatArray
from gdmath.cost import NoMinimumError
from gdmath.descent import Outcome
from gdmath.minimum import known_minimum
from gdmath.optimizers import OPTIMIZERS
from gdmath.rates import Rates
from gdmath.tuning import calm_rate, calm_tolerance, rates_at_minimum
from gdmath.windows import visible_steps
from scenes.settings import LessonSettings, SettingsError, SyntheticData, WindowSettings
from scenes.settings.bounds import LARGEST, SMALLEST, has_size
from scenes.study.defaults import (
    AXES,
    ROUNDING,
    cost_of,
    far_start,
    optimizer_of,
    rate_of,
    stands_still,
    steps_inside,
    window_of,
)

NEAR, LEVEL = 1e-3, 0.05
"""With these shares of the first height and the first slope, a point rests on the minimum."""

FLATTER = 0.5
"""A plane with this share of the first one's slope is seen to be flatter."""

CLOSE = 1e-6
"""With values of x within this share of their size, θ0 and θ1 go together for ever."""

LOST = 1e-8
"""Values within this share of their size have lost too many digits for a picture of them."""

TO_0 = "data.standardize = true moves it to 0"

HIGHEST = 100 * LARGEST**2
"""J at the start, at most: what is computed from it stays within float64."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A lesson's problem, computed once by gdmath.

    Rate, tolerance and start are the lesson's, or chosen.
    """

    settings: LessonSettings
    data: Dataset
    cost: Any
    best: FloatArray | None
    """Where the cost is least, of shape (2,); None where that is nowhere, or not known."""
    rates: Rates | None
    """What the curvature there says of the learning rate; None where there is none."""
    rate: float
    tolerance: float
    start: tuple[float, float]
    path: Descent
    """The whole descent."""
    window: Window
    """The ranges of θ0, θ1 and J shown."""
    shown: Descent
    """The first steps of the path, as far as they can be seen and stay in the window."""

    @classmethod
    def of(cls, settings: LessonSettings) -> Self:
        """Compute what `settings` ask for.

        Raises a `SettingsError` if the data, the cost, the rate or the start cannot be used.
        """
        asked = settings.descent
        with settings.blame("data.csv" if settings.data.csv else "data.synthetic"):
            data = settings.data.load()
        _check_columns(settings, data)
        if asked.batch is not None and asked.batch > data.m:
            problem = f"is {asked.batch}; it must be at most {data.m}, the number of observations"
            raise settings.error("descent.batch", problem)
        with settings.blame("cost"):
            cost = cost_of(data, settings.cost)
        best, rates = known_minimum(cost), rates_at_minimum(cost)
        start = _far(settings, data, cost, best) if asked.start == "far" else asked.start
        _check_height(settings, cost, start)
        with settings.blame("descent.rate"):
            rate = (
                calm_rate(OPTIMIZERS[asked.optimizer], cost, rates, start)
                if asked.rate is None
                else rate_of(asked.rate, rates)
            )
        with settings.blame("descent"):
            tolerance = asked.tolerance
            if tolerance is None:
                tolerance = calm_tolerance(cost, rates, start)
            optimizer = optimizer_of(asked.optimizer, rate, asked)
            path = descend(cost, start, optimizer, asked.steps, tolerance=tolerance)
        if path.steps == 0:
            raise _no_step(settings, data, path, tolerance)
        with settings.blame("window"):
            window = window_of(cost, path, settings.window)
            shown = path.up_to(steps_inside(path, window, visible_steps(cost, path)))
        if stands_still(path, window):
            raise _still(settings, data, cost, rate, path)
        return cls(settings, data, cost, best, rates, rate, tolerance, start, path, window, shown)

    @property
    def least(self) -> float | None:
        """The least cost, None where none is known."""
        return None if self.best is None else float(self.cost(self.best))

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
    def descends(self) -> bool:
        """The same; where nothing is shown, of the first step, which leads out of the picture."""
        return self._rise < 0

    @property
    def climbs(self) -> bool:
        """Whether it ends higher than it begins, by more than rounding: it may go to and fro."""
        low, high = self.window.height
        return self._rise > ROUNDING * max(abs(float(self.path.costs[0])), high - low)

    @property
    def flattens(self) -> bool:
        """Whether the plane at its end is much flatter than the first one."""
        return self._slope_left < FLATTER

    @property
    def arrives(self) -> bool:
        """Whether the shown part ends on the minimum, as far as can be seen, on a level plane."""
        least = self.least
        arrival = None if least is None else self.shown.arrival(least, NEAR)
        return arrival is not None and self._slope_left <= LEVEL

    @property
    def outcome(self) -> Outcome | Literal["leaves"]:
        """How what is shown ends: as the descent does, or "leaves" where it leaves the picture."""
        if self.path.outcome == "diverged" or self.shown.steps == self.path.steps:
            return self.path.outcome
        return "leaves"

    @property
    def last_words(self) -> str:
        """The key of what is said at the end: the outcome, or that the first step "leaps" out."""
        return self.outcome if self.shown.steps or self.outcome != "diverged" else "leaps"

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
    def cost_sentence(self) -> str:
        """The key of the sentence that says what the cost is."""
        asked = self.settings.cost
        whole = "_whole" if asked.kind == "mean_squared_error" and asked.half is False else ""
        return f"cost.{asked.kind}{whole}"

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

    @property
    def _rise(self) -> float:
        """How much higher the shown part ends than it begins; at least the first step."""
        costs = self.path.up_to(max(self.shown.steps, 1)).costs
        return float(costs[-1]) - float(costs[0])

    @property
    def _slope_left(self) -> float:
        """The last shown plane's slope, as a share of the first one's."""
        first, last = np.hypot(*self.shown.gradients[[0, -1]].T)  # which does not overflow
        return float(last / first) if first else 0.0


def _far(
    settings: LessonSettings, data: Dataset, cost: Any, best: FloatArray | None
) -> tuple[float, float]:
    """Return a start far from the minimum, where the lesson names none.

    Raises a `SettingsError` that blames the data if they have no minimum.
    """
    try:
        aim = cost.minimizer() if best is None else best
    except NoMinimumError as error:
        problem = f"{error}; give the start of the descent, as descent.start = [0, 0]"
        raise settings.error("data:", problem) from None
    with settings.blame("data"), np.errstate(all="ignore"):
        return far_start(data, aim, logits=settings.cost.kind == "logistic")


def _check_columns(settings: LessonSettings, data: Dataset) -> None:
    """Check that the columns are numbers that can be computed with, and told from each other.

    Raises a `SettingsError` that blames the data.
    """
    for name, column in (("x", data.x), ("y", data.y)):
        low, high = float(column.min()), float(column.max())
        goes, size = f"{name} goes from {low!r} to {high!r}", max(abs(low), abs(high))
        if not has_size(size):
            sizes = f"from {SMALLEST:g} to {LARGEST:g} in size"
            raise settings.error("data:", f"{goes}; its largest value must be {sizes}")
        if 0 < high - low < LOST * size:
            close = f"{goes}, close together and far from 0"
            if name == "x":
                raise settings.error("data:", f"{close}; {TO_0}")
            if settings.data.csv is None:
                given = (settings.data.synthetic or SyntheticData()).intercept
                raise settings.error("data.synthetic.intercept", f"is {given:g}; {close}")
            raise settings.error("data:", f"{close}; subtract a number near them")


def _check_height(settings: LessonSettings, cost: Any, start: tuple[float, float]) -> None:
    """Check that J at the start can be computed with.

    Raises a `SettingsError` that blames the start, or if it was chosen, the data.
    """
    with np.errstate(all="ignore"):
        height = float(cost(start))
    if not height <= HIGHEST:
        a, b = start
        what = f"J is {height:.3g} there; it must be at most {HIGHEST:g}"
        if settings.descent.start == "far":
            raise settings.error("data:", f"the descent begins at [{a:g}, {b:g}]; {what}")
        raise settings.error("descent.start", f"is [{a:g}, {b:g}]; {what}")


def _no_step(
    settings: LessonSettings, data: Dataset, path: Descent, tolerance: float
) -> SettingsError:
    """Return the error of a descent that ends where it begins."""
    a, b = path.points[0]
    if path.outcome != "converged":
        return settings.error(
            "descent.rate", f"is too large: the first step from [{a:.4g}, {b:.4g}] overflows"
        )
    if settings.descent.tolerance is None:
        key, found = "descent.start", f"is [{a:.4g}, {b:.4g}]"
    else:
        key, found = "descent.tolerance", f"is {tolerance:g}"
    return _source(settings, data, path) or settings.error(key, f"{found}; {_flat(path)}")


def _still(
    settings: LessonSettings, data: Dataset, cost: Any, rate: float, path: Descent
) -> SettingsError:
    """Return the error of a descent whose steps are too short to lead anywhere.

    That may be so in a window of the lesson's alone.
    """
    a, b = path.points[0]
    given = next((name for name in AXES if getattr(settings.window, name)), None)
    if given and not stands_still(path, window_of(cost, path, WindowSettings())):
        low, high = getattr(settings.window, given)
        wide = "in so wide a window no step of the descent can be seen"
        return settings.error(f"window.{given}", f"is [{low:g}, {high:g}]; {wide}")
    nowhere = f"no step leads visibly away from the start, [{a:.4g}, {b:.4g}]"
    if settings.descent.rate is not None:
        return settings.error("descent.rate", f"is {rate:g}, too small: {nowhere}")
    return _source(settings, data, path) or settings.error("descent:", nowhere)


def _source(settings: LessonSettings, data: Dataset, path: Descent) -> SettingsError | None:
    """Return the error that blames what else keeps a descent from leading anywhere, if it does.

    That is Huber's delta, if the gradient is as long as it lets it be, or an x that hardly changes,
    if the lesson gave no start.
    """
    delta = settings.cost.delta
    if delta is not None and math.hypot(*path.gradients[0]) > delta / 10:
        return settings.error("cost.delta", f"is {delta:g}; {_flat(path)}")
    low, high = float(data.x.min()), float(data.x.max())
    if settings.descent.start == "far" and high - low < CLOSE * max(abs(low), abs(high)):
        near = f"x goes from {low!r} to {high!r}, close together and far from 0"
        return settings.error("data:", f"{near}; {TO_0}")
    return None


def _flat(path: Descent) -> str:
    slope = math.hypot(*path.gradients[0])
    return f"the gradient at the start is only {slope:.3g}, so there is nothing to descend"


def _with_unit(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit else label
