"""What OptimizerRace shows: several rules from one start, each at its best rate or all at one."""

import dataclasses
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from gdmath import Descent, Momentum, Window, descend
from gdmath.descent import Outcome
from gdmath.minimum import least
from gdmath.optimizers import OPTIMIZERS
from gdmath.tuning import Trial, Tuning, fastest, ladder
from gdmath.windows import window_of_paths
from scenes.settings import DescentSettings, SettingsError
from scenes.study.defaults import optimizer_of, stands_still
from scenes.study.film_study import Captions, FilmStudy, captions
from scenes.study.landscape import RATES, Terrain
from scenes.study.problem import Problem

DEFAULT = ("gradient_descent", "momentum", "adam")
"""The rules that race where the lesson names none."""

WIDE_RATES = ladder(-14, 6)
"""The learning rates of which each rule has the best on data of any size."""

MOMENTA = (0.3, 0.5, 0.7, 0.8, 0.9)
"""The shares μ of the velocity of which each rule that has one has the best."""

MANY = 20_000
"""With more observations than this, every rule has the lesson's rate: trying takes too long."""

HOLES = 33
"""Places along each side of the window at which J is asked for a value."""

FAR = 10.0
"""What is this many times as far from the window as it is wide is no longer followed."""

STEPS = 100
"""The race takes this many steps unless the lesson says it."""

MOST = 10_000
"""It takes no more than this: 16 seconds have 960 frames, and every rule tries many rates."""

PATIENCE, HOPEFUL = 10, 8
"""Where none arrives, and the lesson says not when to stop, they race this many times as long;
each rule then chooses among this many of its rates and momenta, the best so far."""

BEATS = "surface start above lines curves together"

RaceOutcome = Outcome | Literal["leaves", "undefined"]


@dataclass(frozen=True, slots=True)
class Racer:
    """One rule of a race."""

    name: str
    """The rule, as in settings."""
    number: int
    """Its place among the racers, which gives its colour and dash."""
    rate: float | None
    """Its learning rate, None for a rule that needs none."""
    momentum: float | None
    """The share μ of the velocity that it keeps, None for a rule that has no velocity."""
    path: Descent
    """Its descent, as far as it can be shown."""
    outcome: RaceOutcome
    """How that ended; "leaves" where it left the window downhill, "undefined" where J has no value
    at the next step."""
    steps: int
    """After how many steps that was."""


@dataclass(frozen=True, slots=True)
class Course:
    """What the rules race over, and what they may choose."""

    over: Problem | Terrain
    """The lesson's cost, or its landscape; from its path the first view is chosen."""
    lowest: float | None
    """The least cost, None if none is known."""
    rates: tuple[float, ...]
    """The learning rates of which each rule has the best; one for a rate that all share."""
    shared: float | None
    """That rate, else None."""
    steps: int | None
    """How many steps the lesson allows, None if it does not say it."""
    rule: DescentSettings
    """What the lesson says of momentum and batches."""
    fixed: bool
    """Whether the window stays as it is, whatever part of it the paths run through."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the lesson's landscape if it names one, else its data's cost.

        Raises a `SettingsError` if the landscape cannot be used.
        """
        settings = problem.settings
        rule, asked, chosen = settings.descent, settings.landscape, settings.window
        if asked.name or asked.formula:
            terrain = Terrain.of(settings)
            lowest, shared = least(terrain.cost), asked.rate
            rates = RATES if shared is None else (shared,)
            rule = dataclasses.replace(rule, batch=None)  # a formula has no observations
            steps = asked.steps and min(asked.steps, MOST)
            return cls(terrain, lowest, rates, shared, steps, rule, fixed=True)
        told = rule.optimizers and rule.rate is not None
        shared = problem.rate if told or problem.data.m > MANY else None
        rates = WIDE_RATES if shared is None else (shared,)
        fixed = chosen.theta0 is not None or chosen.theta1 is not None
        steps = min(rule.steps, MOST)
        return cls(problem, problem.least, rates, shared, steps, rule, fixed)

    @property
    def has_holes(self) -> bool:
        """Whether there are places in the window at which J has no finite value."""
        with np.errstate(all="ignore"):
            heights = self.over.cost(self.over.window.grid(np.linspace(0, 1, HOLES)))
        return not np.isfinite(heights).all()

    def trials(self, name: str, tunings: Sequence[Tuning], steps: int, keep: int) -> list[Trial]:
        """Return the rule's `keep` best paths with their rates and momenta, the best first."""
        over = self.over

        def run(tuning: Tuning, most: int) -> Descent:
            asked = dataclasses.replace(self.rule, momentum=tuning.momentum)
            rule = optimizer_of(name, tuning.rate, asked)
            return descend(over.cost, over.start, rule, most, tolerance=over.tolerance)

        return fastest(tunings, run, over.window, self.lowest, steps=steps, keep=keep)


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """Several rules over one course."""

    course: Course
    map_window: Window
    """The part of the window that they run through."""
    racers: tuple[Racer, ...]
    """In the order of the lesson."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem.

        Raises a `SettingsError` if the landscape or a rule cannot be used, or no racer moves.
        """
        course, names = Course.of(problem), problem.settings.descent.optimizers or DEFAULT
        over = course.over
        with problem.settings.blame("descent.optimizers"):
            best = _best(course, names)
        racers = tuple(
            _racer(name, number, tuning, path, course)
            for number, (name, (tuning, path)) in enumerate(zip(names, best, strict=True))
        )
        if all(stands_still(racer.path, over.window) for racer in racers):
            raise _nobody_moves(course)
        seen = over.window
        if not course.fixed:
            seen = window_of_paths(over.cost, seen, [path.points for _, path in best])
        said = _captions(course, racers)
        return cls(problem, over.cost, over.path, over.window, said, "", course, seen, racers)

    @property
    def symbols(self) -> tuple[str, str]:
        """The parameters' names, in Typst's mathematics."""
        return self.course.over.symbols

    @property
    def standings(self) -> tuple[Racer, ...]:
        """The racers in the order of arrival; behind them who left, who stopped, who diverged."""
        return tuple(sorted(self.racers, key=_rank))

    @property
    def winners(self) -> tuple[Racer, ...]:
        """Those that arrived first, or where nobody can, that left first; may be none."""
        return _winners(self.racers)

    @property
    def highest(self) -> float:
        """The highest cost of those that do not diverge, else of the window's top."""
        held = [racer.path.costs.max() for racer in self.racers if racer.outcome != "diverged"]
        return float(max(held, default=self.map_window.height[1]))

    @property
    def steps(self) -> int:
        """How many steps the longest path shown has."""
        return max(racer.path.steps for racer in self.racers)

    def has_count(self, racer: Racer) -> bool:
        """Whether the table says after how many steps a racer arrived, or left as the first did."""
        first = self.standings[0].outcome
        return racer.outcome == "converged" or first == racer.outcome == "leaves"


def _captions(course: Course, racers: tuple[Racer, ...]) -> Captions:
    winners = _winners(racers)
    left = bool(winners) and winners[0].outcome == "leaves"
    steps = max(racer.path.steps for racer in racers)
    nobody = "nobody" if steps > 1 else "nobody_yet"
    verdict = nobody if not winners else "tied" if len(winners) > 1 else "arrived"
    chosen = {
        "rates": "own_rates" if course.shared is None else "same_rate",
        "heading": "heading_left" if left else "heading",
        "verdict": "left" if left and len(winners) == 1 else verdict,
    }
    return captions("optimizer_race", BEATS, chosen)


def _best(course: Course, names: Sequence[str]) -> list[Trial]:
    """Return each rule's best tuning and path; of longer paths, where none arrives in time."""
    patient = course.steps is None
    steps, keep = course.steps or STEPS, HOPEFUL if patient else 1
    tried = [course.trials(name, _tunings(name, course), steps, keep) for name in names]
    outcomes = {trials[0][1].outcome for trials in tried}
    if patient and outcomes <= {"stopped", "unbounded"}:
        hopeful = [[tuning for tuning, _ in trials] for trials in tried]
        longer = PATIENCE * STEPS
        tried = [course.trials(*some, longer, 1) for some in zip(names, hopeful, strict=True)]
    return [trials[0] for trials in tried]


def _tunings(name: str, course: Course) -> list[Tuning]:
    """Return the rates and momenta to choose from.

    A rate that all share is kept, and so is the momentum then, and one that the lesson names.
    """
    rule = OPTIMIZERS[name]
    rates = course.rates if rule.needs_rate else (1.0,)
    shares: tuple[float | None, ...] = (None,)
    if "momentum" in rule.hyperparameters():
        given = course.rule.momentum
        own = course.shared is None and given is None
        shares = MOMENTA if own else (Momentum(1.0).momentum if given is None else given,)
    return [Tuning(rate, share) for rate, share in itertools.product(rates, shares)]


def _racer(name: str, number: int, tuning: Tuning, path: Descent, course: Course) -> Racer:
    """Say how a path ended, and keep what can be shown of it."""
    window = course.over.window
    within, steps = window.contains(path.points), path.steps
    outcome: RaceOutcome = path.outcome
    goes_on = outcome not in ("converged", "saddle") and path.costs[-1] < path.costs[0]
    if outcome == "unbounded" or (goes_on and not within[-1]):  # beyond the floor, or the sides
        outcome, steps = "leaves", min(int(np.flatnonzero(within)[-1]) + 1, path.steps)
    if outcome == "diverged" and path.costs[-1] <= path.costs[0] and course.has_holes:
        outcome = "undefined"
    away = np.abs((path.points - window.low[:2]) / window.size[:2] - 0.5)
    far = np.flatnonzero((away > FAR).any(axis=-1))
    shown = path.up_to(int(far[0])) if len(far) else path
    shown = path.up_to(steps) if outcome == "leaves" else shown
    rate = tuning.rate if OPTIMIZERS[name].needs_rate else None
    return Racer(name, number, rate, tuning.momentum, shown, outcome, steps)


def _nobody_moves(course: Course) -> SettingsError:
    """Return the error of a race in which nobody moves; it names what the lesson gave."""
    over, settings = course.over, course.over.settings
    table, given = "descent", settings.descent.start != "far"
    if isinstance(over, Terrain):
        table, given = "landscape", settings.landscape.start is not None
    a, b = over.start
    what = f"no racer's first step leads from ({a:g}, {b:g}) to a place that can be shown"
    needs = f"{what}, as the film OptimizerRace needs"
    if course.shared is not None:
        return settings.error(f"{table}.rate", f"is {course.shared:g}; {needs}")
    if given:
        return settings.error(f"{table}.start", f"is ({a:g}, {b:g}); {needs}")
    return settings.error(f"{table}:", needs)


def _winners(racers: tuple[Racer, ...]) -> tuple[Racer, ...]:
    best = min(map(_rank, racers))
    first = tuple(racer for racer in racers if _rank(racer) == best)
    return first if first[0].outcome in ("converged", "leaves") else ()


def _rank(racer: Racer) -> tuple[float, ...]:
    if racer.outcome == "converged":
        return 0.0, racer.steps
    if racer.outcome == "leaves":
        return 1.0, racer.steps
    if racer.outcome in ("undefined", "diverged"):
        return 3.0 + (racer.outcome == "diverged"), -racer.steps
    return 2.0, float(racer.path.costs[-1])
