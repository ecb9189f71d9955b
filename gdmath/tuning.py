"""Tuning: the learning rate, and the tolerance, of a descent for which none is named."""

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from gdmath.cost import Cost, MeanSquaredError
from gdmath.dataset import Dataset
from gdmath.descent import Descent, descend
from gdmath.minimum import known_minimum, least
from gdmath.optimizers import GradientDescent, Momentum
from gdmath.rates import Rates
from gdmath.windows import Window

CALM = 0.5  # the share of the optimal rate at which a descent can be watched
SHRINK = 0.1  # no chosen rate shrinks the parameters by more than this share a step
UNHURRIED = 20.0  # this many steps of an adaptive rule are about the way to the minimum
LEFT = 1e-5  # a tolerance leaves at most this share of the first height above the minimum
FLAT = 1e-3  # where no curvature says when that is, it is this share of the first gradient
STABLE = 0.7  # a stochastic rate, times the largest curvature that a single observation's cost has
BALL_SHARE = 0.6  # the rate of a heavy ball, of the fastest one
LONGEST = 0.25  # a restless path has a longer step, as a share of the window's sides
LEAP = 0.15  # so has a path that a race passes over: it would not be followed with the eye
MOST_RISES = 0.2  # share of a calm path's steps that may go uphill, as in a narrow valley
FEWEST = 5  # a calm path has at least this many iterates in the window

PROBE, GAIN = 8, 10.0
"""A tuning is tried for this many steps, and left out if to win its cost would have to shrink at
this many times that pace afterwards: momentum, with μ ≤ 0.9, multiplies steps by no more."""

CANDIDATES = np.linspace(0.3, 0.8, 21)  # good shares of the critical rate are sought here
ARRIVED = 0.01  # a path at such a rate has arrived when this share of its first height is left
NEARLY = 1.2  # a smaller rate that takes this many times the fewest steps is as good, and calmer


class Tuning(NamedTuple):
    """A rule's learning rate, and the share of its velocity that it keeps, if it has one."""

    rate: float
    momentum: float | None


Trial: TypeAlias = tuple[Tuning, Descent]  # a tuning and the path that it makes


def ladder(first: int, last: int) -> tuple[float, ...]:
    """Return the rates 1, 2 and 5 times each power of ten from 10^first to 10^last."""
    return tuple(digit * 10.0**power for power in range(first, last + 1) for digit in (1, 2, 5))


def rates_at_minimum(cost: Cost) -> Rates | None:
    """Return what the curvature at the minimum says, or None where there is none to go by."""
    try:
        rates = Rates.of(cost)
    except ValueError:
        return None
    return rates if rates.largest > 0 else None


def calm_rate(rule: type[Any], cost: Cost, rates: Rates | None, start: ArrayLike) -> float:
    """Return a learning rate for the rule's class with which its descent can be watched.

    Plain descent and its kin go at `CALM` of the optimal rate. An adaptive rule moves each
    parameter by about its rate, and so gets a share of the way to the minimum; as does any rule
    over a cost without curvature.
    """
    if not rule.is_adaptive and rates is not None:
        return CALM * rates.optimal
    best = known_minimum(cost)
    begin = np.asarray(start, dtype=np.float64)
    way = float(np.abs(begin if best is None else best - begin).max())
    stride = (way or 1.0) / UNHURRIED
    if "weight_decay" in rule.hyperparameters():  # a step also shrinks θ by its rate times that
        stride = min(stride, SHRINK / rule(stride).weight_decay)
    if not rule.is_adaptive:
        stride /= float(np.abs(cost.gradient(start)).max()) or 1.0
    return float(f"{stride:.1g}")


def calm_tolerance(cost: Cost, rates: Rates | None, start: ArrayLike) -> float:
    """Return how short a gradient must be for the descent to have arrived, in any units.

    Near the minimum J − J* ≤ |∇J|² / (2 λmin): with this gradient at most `LEFT` of the first
    height is left, also along the flattest direction.
    """
    lowest = least(cost)
    if rates is None or rates.smallest <= 0 or lowest is None:
        return FLAT * float(np.linalg.norm(cost.gradient(start)))
    height = float(cost(start)) - lowest
    return math.sqrt(2 * LEFT * rates.smallest * max(height, 0.0)) if math.isfinite(height) else 0.0


def stochastic_rate(data: Dataset, half: bool = True) -> float:
    """Return a rate at which descent on single observations of `data` stays calm.

    No loss of a residual bends more than its square, whose curvature grows with |x|.
    """
    widest = MeanSquaredError(data, half=half).on(int(np.abs(data.x).argmax()))
    return STABLE / Rates.of(widest).largest


def heavy_ball(rates: Rates) -> Momentum:
    """Return a momentum rule that is fast in a quadratic bowl and never leaps far past its rim.

    The rate α is the share `BALL_SHARE` of the fastest one, 4 / (√λmax + √λmin)², whose first
    leaps across a long valley are several times as wide as the start. With μ = (1 − √(α λmin))²
    the ball is critically damped along the valley, and every step leaves the share √μ in both
    directions (Polyak, Some methods of speeding up the convergence of iteration methods, 1964).
    """
    steep, flat = math.sqrt(rates.largest), math.sqrt(rates.smallest)
    rate = BALL_SHARE * 4 / (steep + flat) ** 2
    return Momentum(rate, (1 - math.sqrt(rate) * flat) ** 2)


def restlessness(path: Descent, window: Window, rate: float) -> tuple[float, ...]:
    """Return a key that sorts paths by calm, then by speed: the least is the one to show.

    A path is restless that leaps, rises above its start or in more than `MOST_RISES` of its steps,
    breaks off in the window or leaves it at once. Of calm ones the largest rate is best, of
    restless ones the smallest.
    """
    within = window.contains(path.points).cumprod().astype(bool)
    seen = within[:-1]
    above = bool((path.costs[within] > path.costs[0]).any())
    rises = int((path.actual_drops[seen] < -1e-9 * abs(path.costs[0])).sum())
    breaks = path.outcome == "diverged" and bool(within.all())
    gone = not within.all() and int(within.sum()) < FEWEST
    leaps = _longest_step(path, window) > LONGEST
    wild = leaps or above or breaks or gone or rises > MOST_RISES * path.steps
    return float(wild), rate if wild else -rate


def slowness(path: Descent, window: Window, rate: float, *, known: bool) -> tuple[float, ...]:
    """Return a key that sorts the paths of one rule for a race: the least is its best.

    Paths inside the window and without leaps come first, by the steps to their arrival, then by
    their last height. Where no minimum is `known` a path may leave, and the largest rate is best.
    """
    breaks = path.outcome == "diverged" and not path.steps  # the first step has no height
    leaps = breaks or _longest_step(path, window) > LEAP
    if not known:
        return float(leaps), rate if leaps else -rate
    held = bool(window.contains(path.points).all()) and not leaps
    arrived = held and path.outcome == "converged"
    return float(not arrived), float(not held), arrived * path.steps, float(path.costs[-1]), rate


def fastest(
    tunings: Sequence[Tuning],
    run: Callable[[Tuning, int], Descent],
    window: Window,
    lowest: float | None,
    *,
    steps: int,
    keep: int = 1,
) -> list[Trial]:
    """Return the `keep` best tunings of a rule, by `slowness`, each with its path; the best first.

    Every tuning is tried for `PROBE` steps; those that cannot pass the best ones any more are then
    left out: they leap, or have taken more steps, or would have to speed up by more than `GAIN`.
    `run` makes the path of a tuning with a number of steps, at most `steps`. `lowest` is the cost
    at the minimum, None where none is known.
    """

    def key(trial: Trial) -> tuple[float, ...]:
        return slowness(trial[1], window, trial[0].rate, known=lowest is not None)

    def may_pass(probe: Trial, last: Trial) -> bool:
        if lowest is None:
            return key(probe) < key(last)
        late, wild = key(last)[:2]
        if wild or key(probe)[1]:  # of two, the one that leaps is behind
            return bool(wild)
        first, goal = last[1].costs[[0, -1]] - lowest
        left = float(probe[1].costs[-1]) - lowest
        count = steps if late else last[1].steps
        if min(goal, left) <= 0:
            return True
        pace = math.log(left / first) / PROBE
        return pace < 0 and pace * GAIN * count <= math.log(goal / first)

    probes = [(tuning, run(tuning, min(PROBE, steps))) for tuning in tunings]
    best: list[Trial] = []
    for probe in sorted(probes, key=key):
        most = steps
        if len(best) == keep:
            if not may_pass(probe, best[-1]):
                continue
            if lowest is not None and key(best[-1])[0] == 0:
                most = best[-1][1].steps
        best = sorted([*best, (probe[0], run(probe[0], most))], key=key)[:keep]
    return best


def good_share(cost: Cost, start: ArrayLike, rates: Rates, most: int) -> tuple[float, int | None]:
    """Return a good rate for plain descent, as a share of the critical one, and its arrival.

    It is the smallest of the candidates that arrive in nearly the fewest steps; where none
    arrives within `most` steps, the one that gets lowest, and None.
    """
    best = rates.optimal / rates.critical
    shares = [float(share) for share in CANDIDATES if share < best] + [best][: best <= 0.8]
    paths = [
        descend(cost, start, GradientDescent(share * rates.critical), most, tolerance=0)
        for share in shares
    ]
    lowest = least(cost)
    arrivals = [None if lowest is None else path.arrival(lowest, ARRIVED) for path in paths]
    fewest = min((arrival for arrival in arrivals if arrival is not None), default=None)
    if fewest is None:
        return shares[min(range(len(paths)), key=lambda k: float(paths[k].costs[-1]))], None
    arrived = zip(shares, arrivals, strict=True)
    quick = (share for share, steps in arrived if steps is not None and steps <= NEARLY * fewest)
    return next(quick), fewest


def _longest_step(path: Descent, window: Window) -> float:
    """Return the longest step along a parameter before the path first leaves the window."""
    seen = window.contains(path.points).cumprod().astype(bool)[:-1]
    strides = np.abs(np.diff(path.points, axis=0)) / window.size[:2]
    return float(strides[seen].max(initial=0.0))
