"""The same bowl twice: a long valley over raw x, round over standardised x."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np

from gdmath import (
    Dataset,
    Descent,
    GradientDescent,
    MeanSquaredError,
    Momentum,
    Optimizer,
    Rates,
    Window,
    descend,
)
from gdmath.contours import Contour, contours, round_levels
from scenes.lesson.problem import Problem
from scenes.lesson.staging import far_start
from scenes.mobjects.numbers import round_step

ROUND, THIN = 5.0, 400.0
"""A bowl with a smaller condition number is no valley, one with a larger is too thin to draw."""

APART = 3.0
"""For such a bowl x is counted from another origin, so many standard deviations below its mean, and
in steps about as large as one: that makes a valley which can be drawn."""

LEFT = 1e-3
"""A descent is down when no more than this share of the start's excess cost is left."""

RAW_SHARE, ROUND_SHARE = 0.9, 0.5
"""The rates: of the critical one in the valley, of the optimal one in the round bowl."""

BALL_SHARE = 0.6
"""The rate of the ball, of the fastest one."""

MOST_STEPS = 8_000
LEVELS = 9


@dataclass(frozen=True, slots=True)
class Valley:
    """Data with a long valley, the same data standardised, and three ways down.

    Attributes
    ----------
    own
        "valley" where the lesson's raw predictor makes one that can be drawn; "round" or "thin"
        where it does not, and x is counted anew: (raw x − origin) / step.
    own_condition
        The condition number over the raw predictor.
    origin, step
        How x is counted; 0 and 1 for the raw predictor.
    labels
        What stands at the data's axes.
    raw, standardized
        The data.
    before, after
        Their costs.
    rates_before, rates_after
        What the costs' curvatures say.
    plain, heavy
        Plain descent and momentum in the valley, as far as each is down.
    straight
        Plain descent in the round bowl, from the same line.
    window_before, window_after
        What is shown of each; with the same heights, as the same lines have the same costs.
    lines_before, lines_after
        The same level lines over both floors, vertex by vertex.
    """

    own: Literal["valley", "round", "thin"]
    own_condition: float
    origin: float
    step: float
    labels: tuple[str, str]
    raw: Dataset
    standardized: Dataset
    before: MeanSquaredError
    after: MeanSquaredError
    rates_before: Rates
    rates_after: Rates
    plain: Descent
    heavy: Descent
    straight: Descent
    window_before: Window
    window_after: Window
    lines_before: tuple[Contour, ...]
    lines_after: tuple[Contour, ...]

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Find the valley of a lesson."""
        half = problem.settings.cost.half is not False
        raw, origin, step = raw_data(problem.data), 0.0, 1.0
        condition = Rates.of(MeanSquaredError(raw, half=half)).condition
        own: Literal["valley", "round", "thin"] = "valley"
        if not ROUND <= condition <= THIN:
            own = "round" if condition < ROUND else "thin"
            origin, step = count_of(raw)
            raw = Dataset((raw.x - origin) / step, raw.y, raw.x_name, raw.y_name)
        labels = (counted(problem.x_label, origin, step), problem.y_label)
        standardized = raw.standardized()
        before, after = (MeanSquaredError(data, half=half) for data in (raw, standardized))
        rates, rates_after = Rates.of(before), Rates.of(after)
        start = far_start(raw, before.minimizer())
        plain = down(before, start, GradientDescent(RAW_SHARE * rates.critical))
        heavy = down(before, start, heavy_ball(rates))
        same = standardized.standardized_theta(start)
        straight = down(after, same, GradientDescent(ROUND_SHARE * rates_after.optimal))
        window_after = Window.around(after, straight, scale="linear")
        narrow = Window.around(before, plain, scale="linear")
        # The same lines have the same costs; a narrow bowl's own window would reach higher.
        window_before = dataclasses.replace(narrow, height=window_after.height)
        levels = round_levels(*window_after.height, LEVELS)
        lines_after = contours(after, window_after, levels)
        lines_before = tuple(
            Contour(item.level, tuple(standardized.raw_theta(line) for line in item.lines))
            for item in lines_after
        )
        return cls(
            own,
            condition,
            origin,
            step,
            labels,
            raw,
            standardized,
            before,
            after,
            rates,
            rates_after,
            plain,
            heavy,
            straight,
            window_before,
            window_after,
            lines_before,
            lines_after,
        )


def raw_data(data: Dataset) -> Dataset:
    """Return the data over the raw predictor.

    Examples
    --------
    >>> raw_data(Dataset([1, 3], [3, 7]).standardized()).x.tolist()
    [1.0, 3.0]
    """
    x = data.x * data.x_scale + data.x_center
    return Dataset(x, data.y, data.x_name, data.y_name) if data.is_standardized else data


def count_of(data: Dataset) -> tuple[float, float]:
    """Return a round origin and step with which x makes a valley that is neither round nor thin.

    Examples
    --------
    >>> count_of(Dataset([60, 70, 80], [1, 2, 4]))
    (50.0, 10.0)
    """
    deviation = float(data.x.std())
    step = round_step(deviation, 1)
    origin = round((float(data.x.mean()) - APART * deviation) / step) * step
    return origin, step


def counted(label: str, origin: float, step: float) -> str:
    """Return what stands at the axis of x counted from `origin` in steps of `step`.

    Examples
    --------
    >>> counted("height (in)", 61, 2), counted("x", -0.5, 1), counted("x", 0, 5), counted("x", 0, 1)
    ('(height (in) − 61) / 2', 'x + 0.5', 'x / 5', 'x')
    """
    if origin:
        label = f"{label} {'−' if origin > 0 else '+'} {abs(origin):.12g}"
    if step == 1:
        return label
    return f"({label}) / {step:.12g}" if origin else f"{label} / {step:.12g}"


def heavy_ball(rates: Rates) -> Momentum:
    """Return a momentum rule that is fast in a quadratic bowl and never leaps far past its rim.

    The rate α is the share `BALL_SHARE` of the fastest one, 4 / (√λmax + √λmin)², whose first
    leaps across a long valley are several times as wide as the start. With μ = (1 − √(α λmin))²
    the ball is critically damped along the valley, and every step leaves the share √μ in both
    directions (Polyak, Some methods of speeding up the convergence of iteration methods, 1964).

    Examples
    --------
    >>> rule = heavy_ball(Rates((1, 9), np.eye(2)))
    >>> round(rule.rate, 3), round(rule.momentum, 3)
    (0.15, 0.375)
    """
    steep, flat = math.sqrt(rates.largest), math.sqrt(rates.smallest)
    rate = BALL_SHARE * 4 / (steep + flat) ** 2
    return Momentum(rate, (1 - math.sqrt(rate) * flat) ** 2)


def down(cost: MeanSquaredError, start: Any, optimizer: Optimizer[Any]) -> Descent:
    """Return the path up to where it is down and stays so: the share `LEFT` of the excess is left.

    Examples
    --------
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 2]))
    >>> down(J, (1, 5), GradientDescent(0.5)).steps  # each step leaves a quarter
    5
    """
    path = descend(cost, start, optimizer, MOST_STEPS, tolerance=0)
    least = float(cost(cost.minimizer()))
    above = np.flatnonzero(path.costs - least > LEFT * (path.costs[0] - least))
    return path.up_to(int(above[-1]) + 1 if len(above) else 0)
