"""A lesson's landscape, its descents and its window: a formula in place of data and a cost."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal, Self, cast

import numpy as np

from gdmath import Cost, Descent, Window, descend
from gdmath.checks import FloatArray
from scenes.lesson.staging import optimizer_of
from scenes.mobjects.text import PARAMETERS
from scenes.settings import LandscapeSettings, LessonSettings, SettingsError
from scenes.settings.symbols import rename

Range = tuple[float, float]

Outcome = Literal["minimum", "level", "flat", "stopped", "escapes", "out", "diverges", "breaks"]
"""A descent ends in a minimum; where the plane is level but there is none, or where that cannot be
told; on its way; downhill out of the window, without an end or to one outside; uphill out of it;
or where the formula has no finite value."""

BENT = 1e-2
"""A surface bends down where its least curvature is below minus this share of the largest."""

STEPS, PATIENCE = 100, 20_000
"""So many steps are taken unless the lesson says it, and so many where that brings too little."""

RATES = tuple(step * 10.0**power for power in range(-5, 1) for step in (1, 2, 5))
"""The learning rates that are tried where the lesson names none."""

TOLERANCE = 0.01
"""The length of the gradient at which a descent has converged, where the lesson names none."""

LONGEST_STEP = 0.25
"""No step of a chosen rate is longer, as a share of the window's sides."""

MOST_RISES = 0.2
"""A chosen rate may leap uphill in so large a share of its steps, as in a narrow valley."""

FEWEST = 5
"""A path of a chosen rate has at least so many iterates in the window."""

SIDE = 2.0
"""A formula without ranges is shown at least so far on each side of its middle."""

HEADROOM = 1.3
"""The rim stands so many times as high over the bottom as the start, at least."""

SEEN = 0.35
"""At least this share of the floor has the surface over it."""

WHOLE = 3.0
"""A landscape no higher than so many times the start is shown whole."""

SAMPLES = 81


@dataclass(frozen=True, slots=True)
class LandscapeDescent:
    """All that a film of a landscape shows, computed once by gdmath.

    `path` is the whole descent; `shown` its part inside the window. Where the path leaves the
    window, the last point of `shown` is where it does (`leaves`), and no iterate.
    """

    settings: LessonSettings
    cost: Any
    symbols: tuple[str, str]
    start: tuple[float, float]
    rate: float
    path: Descent
    window: Window
    shown: Descent
    leaves: bool

    @classmethod
    def of(cls, settings: LessonSettings, default: str = "saddle") -> Self:
        """Compute what the lesson's table ``landscape`` asks for; without one, what `default` is.

        Raises
        ------
        SettingsError
            If SymPy is missing, or the formula, the start or the rate cannot be used.
        """
        try:
            cost, symbols, start, ranges = _named_or_given(settings, default)
            window = _window(cost, start, ranges, settings)
            optimizer = settings.descent.optimizer
            rate, path = _descent(cost, start, settings, window, optimizer)
        except ImportError as error:
            raise SettingsError(str(error)) from None
        except ValueError as error:
            raise settings.error("landscape", str(error)) from None
        shown, leaves = _part_inside(cost, path, window)
        return cls(settings, cost, symbols, start, rate, path, window, shown, leaves)

    @property
    def tolerance(self) -> float:
        """The length of the gradient at which a descent has converged."""
        return tolerance_of(self.settings)

    @property
    def formula(self) -> str:
        """J's formula in Typst's mathematics, in the symbols of the axes."""
        names = dict(zip(PARAMETERS, self.symbols, strict=True))
        return rename(str(self.cost.formula.typst), names)

    @property
    def outcome(self) -> Outcome:
        """How the shown descent ended."""
        if self.leaves:
            if self.path.outcome == "converged":
                return "out"
            if self.shown.costs[-1] >= self.path.costs[0]:
                return "diverges"
            return "out" if self._has_minimum_in_sight else "escapes"
        if self.path.outcome == "converged":
            return resting_place(self.cost, self.path.points[-1])
        return "stopped" if self.path.outcome == "stopped" else "breaks"

    @property
    def strides(self) -> FloatArray:
        """How far each shown step goes, as a share of the window; (n,)."""
        places = np.column_stack([self.shown.points, self.shown.costs])
        size = self.window.high - self.window.low
        lengths: FloatArray = np.linalg.norm(np.diff(places, axis=0) / size, axis=1)
        return lengths

    @property
    def _has_minimum_in_sight(self) -> bool:
        known = np.reshape(getattr(self.cost, "minima", ()), (-1, 2))
        return bool(inside(known, self.window).any())


def resting_place(cost: Cost, point: FloatArray) -> Literal["minimum", "level", "flat"]:
    """Return what a point (2,) without a slope is, as far as the second derivatives tell.

    It is "level" where the surface bends down to a side: a saddle or a summit.
    """
    with np.errstate(all="ignore"):
        hessian = np.asarray(cost.hessian(point))
    if not np.isfinite(hessian).all():
        return "flat"
    least, most = np.linalg.eigvalsh(hessian)
    if least > 0:
        return "minimum"
    return "level" if least < -BENT * max(abs(least), abs(most)) else "flat"


def _named_or_given(
    settings: LessonSettings, default: str
) -> tuple[Cost, tuple[str, str], tuple[float, float], tuple[Range, Range]]:
    """Return the cost, the symbols of its variables, the start and the ranges."""
    from gdmath.landscape import FormulaCost, named

    asked = settings.landscape
    if not asked.formula:
        known = named(asked.name or default)
        start = asked.start or cast(Range, tuple(known.start.tolist()))
        ranges = asked.theta0 or known.theta0, asked.theta1 or known.theta1
        return known.cost, settings.symbols.typst, start, _holding(ranges, start)
    cost = FormulaCost(asked.formula, asked.variables)
    symbols = cast(
        tuple[str, str],
        tuple(FormulaCost(name, asked.variables).formula.typst for name in asked.variables),
    )
    chosen = _ranges(cost, asked)
    start = asked.start or _start(cost, chosen)
    return cost, symbols, start, _holding(chosen, start)


def _ranges(cost: Cost, asked: LandscapeSettings) -> tuple[Range, Range]:
    """Return the ranges asked for, else some round the minimum, or round 0, and the start."""
    try:
        middle = cost.minimizer()
    except ValueError:
        middle = np.zeros(2)
    start = middle if asked.start is None else np.array(asked.start)
    half = max(SIDE, 1.4 * float(np.abs(start - middle).max()))
    around = [(float(value - half), float(value + half)) for value in middle]
    return asked.theta0 or around[0], asked.theta1 or around[1]


def _holding(ranges: tuple[Range, Range], start: Range) -> tuple[Range, Range]:
    """Widen the ranges to hold the start."""
    held = []
    for (low, high), value in zip(ranges, start, strict=True):
        room = 0.1 * (high - low)
        held.append((min(low, value - room), max(high, value + room)))
    return held[0], held[1]


def _start(cost: Cost, ranges: tuple[Range, Range]) -> tuple[float, float]:
    """Return a high place off the middle from which it goes down; two round numbers."""
    places = np.stack(np.meshgrid([0.1, 0.2, 0.3, 0.7, 0.8, 0.9], [0.15, 0.3, 0.7, 0.85]), axis=-1)
    low, high = np.array(ranges).T
    points = (low + places.reshape(-1, 2) * (high - low)).round(3)
    with np.errstate(all="ignore"):
        heights, slopes = cost(points), np.linalg.norm(cost.gradient(points), axis=-1)
    usable = np.isfinite(heights) & np.isfinite(slopes) & (slopes > 0)
    if not usable.any():
        raise ValueError("start is not given, and the formula slopes nowhere that was tried")
    order = np.argsort(np.where(usable, heights, np.inf))[: int(usable.sum())]
    point = points[order[(3 * len(order)) // 4 if len(order) > 1 else 0]]
    return float(point[0]), float(point[1])


def _window(
    cost: Cost, start: Range, ranges: tuple[Range, Range], settings: LessonSettings
) -> Window:
    """Return the window that shows the start and enough of the surface below it."""
    sides = [np.linspace(*ends, SAMPLES) for ends in ranges]
    with np.errstate(all="ignore"):
        heights = np.ravel(cost(np.stack(np.meshgrid(*sides), axis=-1)))
        first = float(cost(np.array(start)))
    if not np.isfinite(first):
        raise ValueError(f"start is {list(start)}; the formula is not finite there")
    heights = np.append(heights[np.isfinite(heights)], first)
    least, highest = float(heights.min()), float(heights.max())
    drop = first - least
    if highest - least <= WHOLE * drop:
        top = highest
    else:
        seen = float(np.quantile(heights, SEEN))
        top = min(max(least + HEADROOM * drop, seen), highest)
    if not top > least:
        top = least + max(abs(least), 1.0)
    bottom = 0.0 if 0 <= least <= 0.4 * top else least - 0.12 * (top - least)
    asked = settings.window
    if asked.height is not None:
        bottom, top = asked.height
    scale = "log" if asked.scale == "log" and bottom > 0 else "linear"
    return Window(ranges[0], ranges[1], (bottom, top), cast(Any, scale))


def _descent(
    cost: Cost, start: Range, settings: LessonSettings, window: Window, name: str
) -> tuple[float, Descent]:
    """Return a rule's learning rate and its path: the lesson's, else the calmest and fastest."""
    asked, tolerance = settings.landscape, tolerance_of(settings)

    def path(rate: float, steps: int) -> Descent:
        rule = optimizer_of(name, rate, dataclasses.replace(settings.descent, batch=None))
        return descend(cost, start, rule, steps, tolerance=tolerance)

    rates = RATES if asked.rate is None else (asked.rate,)
    tried = [(rate, path(rate, asked.steps or STEPS)) for rate in rates]
    rate, best = min(tried, key=lambda pair: _restlessness(pair[1], window, pair[0]))
    underway = best.outcome == "stopped" and bool(inside(best.points, window).all())
    if underway and asked.rate is None and asked.steps is None:
        best = path(rate, PATIENCE)
    return rate, best


def tolerance_of(settings: LessonSettings) -> float:
    """Return the lesson's tolerance, one for the size of the known landscapes if it names none."""
    tolerance = settings.descent.tolerance
    return TOLERANCE if tolerance is None else tolerance


def _restlessness(path: Descent, window: Window, rate: float) -> tuple[float, ...]:
    """Rank paths that go down nearly always, without leaps, before others; the fastest first."""
    steps = np.abs(np.diff(path.points, axis=0)) / (window.high - window.low)[:2]
    within = inside(path.points, window).cumprod().astype(bool)
    seen = within[:-1]
    leaps = bool((steps[seen].max(axis=-1, initial=0.0) > LONGEST_STEP).any())
    above = bool((path.costs[within] > path.costs[0]).any())
    rises = int((path.actual_drops[seen] < -1e-9 * abs(path.costs[0])).sum())
    breaks = path.outcome == "diverged" and bool(within.all())
    gone = not within.all() and int(within.sum()) < FEWEST
    wild = leaps or above or breaks or gone or rises > MOST_RISES * path.steps
    return float(wild), rate if wild else -rate


def inside(points: FloatArray, window: Window) -> Any:
    """Say which points (..., 2) are in the window's ranges."""
    return ((points >= window.low[:2]) & (points <= window.high[:2])).all(axis=-1)


def _part_inside(cost: Cost, path: Descent, window: Window) -> tuple[Descent, bool]:
    """Return the part of the path inside the window, up to the point where it leaves it."""

    def out(position: float) -> bool:
        theta = path.point_at(position)
        with np.errstate(all="ignore"):
            height = float(cost(theta))
        high, low = window.high, window.low
        return not (bool(inside(theta, window)) and low[2] <= height <= high[2])

    beyond = next((k for k in range(1, path.steps + 1) if out(k)), None)
    if beyond is None:
        return path, False
    low, high = beyond - 1.0, float(beyond)
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if out(middle) else (middle, high)
    if low - (beyond - 1) < 1e-9:
        return path.up_to(beyond - 1), True
    kept, edge = path.up_to(beyond - 1), path.point_at(low)
    return (
        Descent(
            [*kept.points, edge],
            [*kept.costs, float(cost(edge))],
            [*kept.gradients, cost.gradient(edge)],
            "stopped",
        ),
        True,
    )
