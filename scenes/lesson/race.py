"""A race: several rules from one start, each with its own learning rate or all with one."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from gdmath import Cost, Descent, Momentum, Window, descend
from gdmath.optimizers import OPTIMIZERS
from scenes.lesson.ground import Ground
from scenes.lesson.landscape_descent import (
    RATES,
    STEPS,
    LandscapeDescent,
    inside,
    resting_place,
)
from scenes.lesson.problem import Problem
from scenes.lesson.staging import optimizer_of
from scenes.settings import DescentSettings

DEFAULT = ("gradient_descent", "momentum", "adam")
"""The rules that race where the lesson names none."""

WIDE_RATES = tuple(step * 10.0**power for power in range(-14, 7) for step in (1, 2, 5))
"""The learning rates of which each rule has the best on data of any size."""

RATELESS = frozenset({"newton", "steepest_descent"})
"""Rules that need no learning rate: they race with their own, 1."""

MOMENTA = (0.3, 0.5, 0.7, 0.8, 0.9)
"""The shares μ of the velocity of which each rule that has one has the best."""

MANY = 20_000
"""With more observations than this, every rule has the lesson's rate: trying takes too long."""

FAR = 10.0
"""What is so many times as far from the window as it is wide is no longer followed."""

LEAP = 0.15
"""No step of a chosen rate should be longer, as a share of the window's sides."""

PATIENCE, HOPEFUL = 10, 8
"""Where none arrives, and the lesson says not when to stop, they race so many times as long;
each rule then chooses among so many of its rates and momenta, the best so far."""

ROOM = 0.15
"""The share of the racers' extent left free on each side."""

Ending = Literal["arrived", "left", "level", "stopped", "diverged"]


class Tuning(NamedTuple):
    """A rule's learning rate, and the share of its velocity that it keeps, if it has one."""

    rate: float
    momentum: float | None


Paths = list[tuple[Tuning, Descent]]


@dataclass(frozen=True, slots=True)
class Racer:
    """One rule of a race.

    Attributes
    ----------
    name
        The rule, as in settings.
    number
        Its place among the racers, which gives its colour and dash.
    rate
        Its learning rate, None for a rule that needs none.
    momentum
        The share μ of the velocity that it keeps, None for a rule that has no velocity.
    path
        Its descent, as far as it can be shown.
    ending
        Whether it arrived (|∇J| ≤ tolerance), left the window downhill, rests on a saddle (level),
        diverged, or stopped on its way.
    steps
        After how many steps that was.
    """

    name: str
    number: int
    rate: float | None
    momentum: float | None
    path: Descent
    ending: Ending
    steps: int


@dataclass(frozen=True, slots=True)
class Race:
    """Several rules on one ground, in the window that shows them.

    `shared` is the learning rate of all, None if each has its own; `least` is the least cost,
    None if none is known.
    """

    racers: tuple[Racer, ...]
    window: Window
    shared: float | None
    least: float | None

    @classmethod
    def on(cls, ground: Ground, problem: Problem) -> Race:
        """Let the lesson's rules race.

        Raises
        ------
        SettingsError
            If a rule cannot be used.
        """
        asked = problem.settings.descent
        landscape = isinstance(ground, LandscapeDescent)
        names: tuple[str, ...] = asked.optimizers or DEFAULT
        many = problem.data.m > MANY and not landscape
        fixed = problem.settings.landscape.rate if landscape else None
        if not landscape and (many or (asked.optimizers and asked.rate is not None)):
            fixed = problem.rate
        least = _least(ground.cost)
        given = problem.settings.landscape.steps if landscape else asked.steps

        known = least is not None
        try:
            tried = [
                _descents(name, _tunings(name, fixed, ground, asked), ground, asked, given or STEPS)
                for name in names
            ]
            tried = [_ranked(paths, ground.window, known=known) for paths in tried]
            if given is None and all(paths[0][1].outcome == "stopped" for paths in tried):
                hopeful = [[tuning for tuning, _ in paths[:HOPEFUL]] for paths in tried]
                tried = [
                    _descents(name, tunings, ground, asked, PATIENCE * STEPS)
                    for name, tunings in zip(names, hopeful, strict=True)
                ]
                tried = [_ranked(paths, ground.window, known=known) for paths in tried]
        except ValueError as error:
            raise problem.settings.error("descent.optimizers", str(error)) from None
        paths = [ranked[0] for ranked in tried]
        window = ground.window
        chosen = problem.settings.window
        if not landscape and chosen.theta0 is None and chosen.theta1 is None:
            window = _round([path for _, path in paths], ground)
        racers = tuple(
            _racer(name, number, tuning, path, ground.window, ground.cost)
            for number, (name, (tuning, path)) in enumerate(zip(names, paths, strict=True))
        )
        return cls(racers, window, fixed, least)

    @property
    def standings(self) -> tuple[Racer, ...]:
        """The racers in the order of arrival; behind them who left, who stopped, who diverged."""
        return tuple(sorted(self.racers, key=_rank))

    @property
    def highest(self) -> float:
        """The highest cost of those that do not diverge, else of the window's top."""
        held = [racer.path.costs.max() for racer in self.racers if racer.ending != "diverged"]
        return float(max(held, default=self.window.height[1]))

    @property
    def winners(self) -> tuple[Racer, ...]:
        """Those that arrived first, or where nobody can, that left first; may be none."""
        first = self.standings[0]
        if first.ending not in ("arrived", "left"):
            return ()
        return tuple(racer for racer in self.racers if _rank(racer) == _rank(first))

    @property
    def steps(self) -> int:
        """How many steps the longest path shown has."""
        return max(racer.path.steps for racer in self.racers)


def _rank(racer: Racer) -> tuple[float, ...]:
    if racer.ending == "arrived":
        return 0.0, racer.steps
    if racer.ending == "left":
        return 1.0, racer.steps
    if racer.ending in ("level", "stopped"):
        return 2.0, float(racer.path.costs[-1])
    return 3.0, -racer.steps


def _tunings(
    name: str, fixed: float | None, ground: Ground, asked: DescentSettings
) -> list[Tuning]:
    """Return the rates and momenta to choose from.

    A fixed rate is kept, and so is the momentum then, and one that the lesson names.
    """
    rates = RATES if isinstance(ground, LandscapeDescent) else WIDE_RATES
    rates = rates if fixed is None else (fixed,)
    rates = (1.0,) if name in RATELESS else rates
    shares: tuple[float | None, ...] = (None,)
    if "momentum" in {item.name for item in dataclasses.fields(OPTIMIZERS[name])}:
        own = fixed is None and asked.momentum is None
        given = Momentum(1.0).momentum if asked.momentum is None else asked.momentum
        shares = MOMENTA if own else (given,)
    return [Tuning(rate, share) for rate, share in itertools.product(rates, shares)]


def _descents(
    name: str, tunings: Sequence[Tuning], ground: Ground, asked: DescentSettings, steps: int
) -> Paths:
    """Return a rule's path with each of the rates and momenta."""
    if isinstance(ground, LandscapeDescent):
        asked = dataclasses.replace(asked, batch=None)  # a formula has no observations
    paths = []
    for tuning in tunings:
        rule: Any = optimizer_of(
            name, tuning.rate, dataclasses.replace(asked, momentum=tuning.momentum)
        )
        path = descend(ground.cost, ground.start, rule, steps, tolerance=ground.tolerance)
        paths.append((tuning, path))
    return paths


def _ranked(paths: Paths, window: Window, *, known: bool) -> Paths:
    return sorted(paths, key=lambda pair: _slowness(pair[1], window, pair[0].rate, known))


def _slowness(path: Descent, window: Window, rate: float, known: bool) -> tuple[float, ...]:
    """Rank paths inside the window and without leaps first, by their steps, then their height.

    Where no minimum is known a path may leave; then the larger the rate the better.
    """
    within = inside(path.points, window)
    seen = within.cumprod().astype(bool)[:-1]
    strides = np.abs(np.diff(path.points, axis=0)) / (window.high - window.low)[:2]
    leaps = bool((strides[seen].max(axis=-1, initial=0.0) > LEAP).any())
    if not known:
        return float(leaps), rate if leaps else -rate
    held = bool(within.all()) and not leaps
    arrived = held and path.outcome == "converged"
    count = path.steps if arrived else 0
    return float(not arrived), float(not held), count, float(path.costs[-1]), rate


def _racer(
    name: str, number: int, tuning: Tuning, path: Descent, window: Window, cost: Cost
) -> Racer:
    """Say how a path ended, and keep what can be shown of it."""
    within = inside(path.points, window)
    ending: Ending = "stopped"
    steps = path.steps
    if path.outcome == "converged":
        ending = "level" if resting_place(cost, path.points[-1]) == "level" else "arrived"
    elif not within[-1] and path.costs[-1] < path.costs[0]:
        ending = "left"
        steps = int(np.flatnonzero(within)[-1]) + 1
    elif path.outcome == "diverged":
        ending = "diverged"
    away = np.abs((path.points - window.low[:2]) / (window.high - window.low)[:2] - 0.5)
    far = np.flatnonzero((away > FAR).any(axis=-1))
    shown = path.up_to(int(far[0])) if len(far) else path
    shown = path.up_to(steps) if ending == "left" else shown
    rate = None if name in RATELESS else tuning.rate
    return Racer(name, number, rate, tuning.momentum, shown, ending, steps)


def _least(cost: Cost) -> float | None:
    try:
        return float(cost(cost.minimizer()))
    except ValueError:
        return None


def _round(paths: Sequence[Descent], ground: Ground) -> Window:
    """Return the part of the ground's window that the paths run through, and a margin."""
    whole = ground.window
    seen = np.concatenate([path.points for path in paths])
    seen = seen[inside(seen, whole)]
    low, high = seen.min(axis=0), seen.max(axis=0)
    side = (whole.high - whole.low)[:2]
    room = np.maximum(ROOM * (high - low), 0.05 * side)
    low = np.maximum(low - room, whole.low[:2])
    high = np.minimum(high + room, whole.high[:2])
    grid = np.stack(
        np.meshgrid(*(np.linspace(a, b, 33) for a, b in zip(low, high, strict=True))), axis=-1
    )
    with np.errstate(all="ignore"):
        heights = np.ravel(ground.cost(grid))
    top = float(heights[np.isfinite(heights)].max())
    bottom = whole.height[0]
    top = min(top, whole.height[1])
    if not (math.isfinite(top) and top > bottom):
        top = whole.height[1]
    ends = np.stack([low, high], axis=-1).tolist()
    return Window((ends[0][0], ends[0][1]), (ends[1][0], ends[1][1]), (bottom, top), whole.scale)
