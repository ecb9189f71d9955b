"""What Landscape shows: a formula in place of data and a cost, and a descent over it."""

import dataclasses
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, Self, cast

import numpy as np

from gdmath import Cost, Descent, TangentPlane, Window, descend
from gdmath.checks import FloatArray
from gdmath.descent import Outcome
from gdmath.formula import TYPST
from gdmath.level_sets.plane_crossing import plane_crossing
from gdmath.minimum import known_minimum
from gdmath.patch_frame import PatchFrame
from gdmath.path import Path
from gdmath.roots import bracketed_roots
from gdmath.tuning import ladder, restlessness
from gdmath.windows import Range, landscape_window
from scenes.settings import LandscapeSettings, LessonSettings, SettingsError, check_landscape
from scenes.settings.symbols import rename
from scenes.study.defaults import check_ranges, optimizer_of, stands_still
from scenes.study.film_study import BOX, FilmStudy, captions
from scenes.study.problem import Problem

RATES = ladder(-5, 0)
"""The learning rates that are tried where the lesson names none."""

STEPS, PATIENCE = 100, 20_000
"""Steps taken where the lesson does not say how many, and where those bring too little."""

TRIED = 2_000
"""A rate is chosen by this many steps at most, however many the lesson asks for."""

TOLERANCE, GENTLE = 0.01, 0.1
"""The length of the gradient at which a descent has converged, where the lesson names none; over a
landscape that hardly rises, this share of its height over its width."""

FINE = 40
"""A start is sought at so many places along each side, where those that look best cannot be one."""

SIDE = 2.0
"""What is shown of a formula without ranges, on each side of its middle, at least."""

PATCH = 0.27
"""Half the side of the plane's patch, as a share of the floor's: large, to see where it cuts."""

DEFAULT = "saddle"
"""The landscape of a lesson that names none."""

BEATS = "formula height start touches each_step bends"

LastWords = Outcome | Literal["leaves", "level", "undefined"]
"""What is said at the end: the outcome, or that the descent leaves the picture and goes on; that
it rests where no minimum is certain; that its next step leads where J has no value."""


@dataclass(frozen=True, slots=True)
class Terrain:
    """A lesson's landscape: the formula as a cost, and the descent that is asked for over it.

    Start, tolerance and rate are the lesson's, or chosen.
    """

    settings: LessonSettings
    cost: Any
    symbols: tuple[str, str]
    """The variables' names, in Typst's mathematics."""
    start: tuple[float, float]
    tolerance: float
    rate: float
    path: Descent
    """The whole descent."""
    window: Window
    """The ranges that are shown."""

    @classmethod
    @lru_cache(maxsize=4)  # two films show it, and `gdscenes check` tells of it
    def of(cls, settings: LessonSettings) -> Self:
        """Compute what the lesson's table ``landscape`` asks for; without one, `DEFAULT`.

        Raises a `SettingsError` if SymPy is missing, or the formula, the start, a range or the rate
        cannot be used. It concerns only those films.
        """
        check_landscape(settings)
        asked, window_asked = settings.landscape, settings.window
        # A window for data means nothing over the landscape of a lesson that asks for none.
        height = window_asked.height if asked.name or asked.formula else None
        try:
            with settings.blame("landscape"):
                cost, symbols, start, ranges = _named_or_given(settings)
                window = landscape_window(cost, ranges, start)
                if height is not None:
                    window = dataclasses.replace(window, height=height)
                if window_asked.scale == "log" and window.height[0] > 0:
                    window = window.rescaled("log")
                tolerance = settings.descent.tolerance or _tolerance(window)
                rate, path = _descent(cost, start, settings, window, tolerance)
                slope = math.hypot(*path.gradients[0])
                if path.steps == 0 and slope > _tolerance(window) and slope <= tolerance:
                    steep = f"the gradient at the start is only {slope:.3g}"
                    problem = f"is {tolerance:g}; {steep}, so there is nothing to descend"
                    raise settings.error("descent.tolerance", problem)
                sides = {"theta0": asked.theta0, "theta1": asked.theta1}
                check_ranges(path, {name: side for name, side in sides.items() if side})
            with settings.blame("window"):
                check_ranges(path, {"height": height} if height else {})
        except ImportError as error:
            raise SettingsError(str(error)) from None
        if path.steps and stands_still(path, window):
            nowhere = f"no step leads visibly away from the start, ({start[0]:g}, {start[1]:g})"
            if asked.rate is None and asked.start is None:
                raise settings.error("landscape:", nowhere)
            if asked.rate is None:
                raise settings.error("landscape.start", f"is {list(start)}; {nowhere}")
            raise settings.error("landscape.rate", f"is {rate:g}, too small: {nowhere}")
        return cls(settings, cost, symbols, start, tolerance, rate, path, window)


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """A landscape with its descent; the path is what of it lies inside the window."""

    terrain: Terrain
    leaves: bool
    """Whether the descent leaves the window: the last point of the path is then where it does."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's landscape; raises as `Terrain.of`."""
        terrain = Terrain.of(problem.settings)
        path, leaves = _part_inside(terrain.cost, terrain.path, terrain.window)
        end = _last_words(terrain, path, leaves=leaves)
        lines = {f"end_{line}": f"{end}.{line}" for line in (1, 2, 3)}
        chosen = {"cross": "stays", "cross_shown": "stays_shown", "slide": "slides_alone"}
        if _crosses(terrain):
            chosen = {"cross": "crosses", "cross_shown": "crosses_shown", "slide": "slides"}
        said = captions("landscape", BEATS, chosen | lines)
        return cls(problem, terrain.cost, path, terrain.window, said, "", terrain, leaves)

    @property
    def symbols(self) -> tuple[str, str]:
        """The variables' names, in Typst's mathematics."""
        return self.terrain.symbols

    @property
    def formula(self) -> str:
        """J's formula in Typst's mathematics, in the symbols of the axes."""
        names = dict(zip(("theta_0", "theta_1"), self.symbols, strict=True))
        return rename(str(self.cost.formula.typst), names)

    @property
    def strides(self) -> FloatArray:
        """How far each step of the path goes, as a share of the window; (n,)."""
        points = np.column_stack([self.path.points, self.path.costs])
        lengths: FloatArray = np.linalg.norm(np.diff(points, axis=0) / self.window.size, axis=1)
        return lengths


def _crosses(terrain: Terrain) -> bool:
    """Whether the first tangent plane cuts through the surface, within its patch that is shown."""
    plane, window = TangentPlane.at(terrain.cost, terrain.start), terrain.window
    scale = BOX / window.size
    steepness = plane.slopes * scale[2] / scale[:2]
    if window.scale == "log":
        tall = math.log(window.height[1] / window.height[0])
        steepness = plane.slopes / max(plane.value, window.height[0]) * BOX[2] / tall / scale[:2]
    frame, half = PatchFrame.of(steepness), PATCH / scale[:2]
    return bool(plane_crossing(terrain.cost, plane, window, frame, half))


def _last_words(terrain: Terrain, shown: Path, *, leaves: bool) -> LastWords:
    """Say how what is shown of the descent ended."""
    outcome: Outcome = terrain.path.outcome
    rests = outcome in ("converged", "saddle")
    if leaves:
        if not rests and shown.costs[-1] >= terrain.path.costs[0]:
            return "diverged"
        known = np.reshape(getattr(terrain.cost, "minima", ()), (-1, 2))
        return "leaves" if rests or bool(terrain.window.contains(known).any()) else "unbounded"
    if rests and math.hypot(*shown.gradients[-1]) > GENTLE * _steepness(terrain.window):
        return "stopped"  # by the lesson's tolerance alone
    if outcome == "converged" and not _bends_up(terrain.cost, shown.points[-1]):
        return "level"
    return "undefined" if outcome == "diverged" else outcome


def _bends_up(cost: Cost, point: FloatArray) -> bool:
    """Whether J bends up in every direction at a point (2,), as far as its Hessian tells."""
    with np.errstate(all="ignore"):
        hessian = np.asarray(cost.hessian(point))
    return bool(np.isfinite(hessian).all() and np.linalg.eigvalsh(hessian)[0] > 0)


def _named_or_given(
    settings: LessonSettings,
) -> tuple[Cost, tuple[str, str], tuple[float, float], tuple[Range, Range]]:
    """Return the cost, the symbols of its variables, the start and the ranges."""
    from gdmath.landscape import FormulaCost, named

    asked = settings.landscape
    if not asked.formula:
        known = named(asked.name or DEFAULT)
        start = asked.start or cast(Range, tuple(known.start.tolist()))
        ranges = asked.theta0 or known.theta0, asked.theta1 or known.theta1
        return known.cost, settings.symbols.typst, start, _holding(ranges, start)
    cost = FormulaCost(asked.formula, asked.variables)
    first, second = asked.variables
    symbols = TYPST.symbol(first), TYPST.symbol(second)
    chosen = _ranges(cost, asked)
    start = asked.start or _start(cost, chosen)
    with np.errstate(all="ignore"):
        slopes = cost.gradient(start)
    if np.isfinite(cost(start)) and not np.isfinite(slopes).all():
        raise ValueError(f"start is {list(start)}; the formula has no finite gradient there")
    return cost, symbols, start, _holding(chosen, start)


def _ranges(cost: Cost, asked: LandscapeSettings) -> tuple[Range, Range]:
    """Return the ranges asked for, else some round the minimum, or round 0, and the start."""
    middle = known_minimum(cost)
    middle = np.zeros(2) if middle is None else middle
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
    across = [0.1, 0.2, 0.3, 0.7, 0.8, 0.9], [0.15, 0.3, 0.7, 0.85]
    fine = np.arange(1, FINE) / FINE
    low, high = np.array(ranges).T
    for shares in (across, (fine, fine)):  # a formula may be defined in a small part alone
        grid = np.stack(np.meshgrid(*shares), axis=-1).reshape(-1, 2)
        points = _rounded(low + grid * (high - low), high - low)
        with np.errstate(all="ignore"):
            heights, slopes = cost(points), np.hypot(*cost.gradient(points).T)
        usable = np.isfinite(heights) & np.isfinite(slopes) & (slopes > 0)
        if usable.any():
            break
    else:
        nowhere = "has a finite value" if not np.isfinite(heights).any() else "slopes"
        sides = " and ".join(f"from {low:g} to {high:g}" for low, high in ranges)
        raise ValueError(f"start is not given, and the formula {nowhere} nowhere {sides}")
    order = np.argsort(np.where(usable, heights, np.inf))[: int(usable.sum())]
    point = points[order[(3 * len(order)) // 4 if len(order) > 1 else 0]]
    return float(point[0]), float(point[1])


def _rounded(points: FloatArray, sides: FloatArray) -> FloatArray:
    """Return points (n, 2) to three decimals, or to a thousandth of the sides (2,)."""
    units = 10.0 ** np.maximum(3, 3 - np.floor(np.log10(sides)))
    return np.asarray(np.rint(points * units) / units)


def _tolerance(window: Window) -> float:
    """Return how short a gradient is as good as none, where the lesson does not say it."""
    return min(TOLERANCE, GENTLE * _steepness(window))


def _steepness(window: Window) -> float:
    """Return the slope along which J rises by the window's height over its width."""
    across, along, height = window.size
    return float(height / max(across, along))


def _descent(
    cost: Cost, start: Range, settings: LessonSettings, window: Window, tolerance: float
) -> tuple[float, Descent]:
    """Return the rule's learning rate and its path: the lesson's, else the calmest and fastest."""
    asked, rule = settings.landscape, dataclasses.replace(settings.descent, batch=None)

    def path(rate: float, steps: int) -> Descent:
        optimizer = optimizer_of(rule.optimizer, rate, rule)
        return descend(cost, start, optimizer, steps, tolerance=tolerance)

    rates, steps = RATES if asked.rate is None else (asked.rate,), asked.steps or STEPS
    tried = [(rate, path(rate, min(steps, TRIED))) for rate in rates]
    rate, best = min(tried, key=lambda pair: restlessness(pair[1], window, pair[0]))
    underway = best.outcome == "stopped" and bool(window.contains(best.points).all())
    if underway and asked.rate is None and asked.steps is None:
        best = path(rate, PATIENCE)
    if best.outcome == "stopped" and best.steps < steps:
        best = path(rate, steps)
    return rate, best


def _part_inside(cost: Cost, path: Descent, window: Window) -> tuple[Path, bool]:
    """Return the part of the path inside the window, up to the point where it leaves it."""

    def margin(positions: FloatArray) -> FloatArray:
        """Return how far inside the window positions (n,) lie, as a share; below 0, outside."""
        theta = path.point_at(positions)
        with np.errstate(all="ignore"):
            points = np.column_stack([theta, cost(theta)])
        inside = np.minimum(points - window.low, window.high - points) / window.size
        return np.asarray(inside.min(axis=1))

    iterates = np.arange(1.0, path.steps + 1)
    beyond = np.flatnonzero(~(margin(iterates) >= 0)) + 1
    if not len(beyond):
        return path, False
    kept = path.up_to(int(beyond[0]) - 1)
    (leaving,) = bracketed_roots(margin, [float(beyond[0]) - 1], [float(beyond[0])])
    if leaving - kept.steps < 1e-9:
        return kept, True
    edge = path.point_at(leaving)
    return (
        Path(
            [*kept.points, edge],
            [*kept.costs, float(cost(edge))],
            [*kept.gradients, cost.gradient(edge)],
        ),
        True,
    )
