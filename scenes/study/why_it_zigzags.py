"""What WhyItZigzags shows: a long valley, the same bowl over standardised x, three ways down."""

import dataclasses
import math
from dataclasses import dataclass
from typing import Any, Literal, Self

from gdmath import (
    Dataset,
    Descent,
    GradientDescent,
    MeanSquaredError,
    Optimizer,
    Rates,
    Standardizing,
    Window,
    descend,
)
from gdmath.contours import Contour, contours, round_levels
from gdmath.round_numbers import round_step
from gdmath.tuning import heavy_ball
from scenes.study.defaults import far_start
from scenes.study.film_study import FilmStudy, captions
from scenes.study.problem import Problem

ROUND, THIN = 5.0, 400.0
"""A bowl with a smaller condition number is no valley, one with a larger is too thin to draw."""

APART = 3.0
"""For such a bowl x is counted from another origin, this many standard deviations below its mean,
and in steps about as large as one: that makes a valley which can be drawn."""

LEFT = 1e-3
"""A descent is down when no more than this share of the start's excess cost is left."""

RAW_SHARE, ROUND_SHARE = 0.9, 0.5
"""The rates: of the critical one in the valley, of the optimal one in the round bowl."""

STAYS = 1e-3
"""It is followed until this share of that is left."""

MOST_STEPS = 8_000
LEVELS = 9

BEATS = (
    "data start zigzag kappa standardize bowl same_line at_once back momentum swings "
    "counted compare"
)


@dataclass(frozen=True, slots=True)
class Way:
    """A way down one of the two bowls, the mean squared error of its data, as far as it is down."""

    data: Dataset
    cost: MeanSquaredError
    path: Descent
    window: Window
    """In both bowls with the same heights, as the same lines have the same costs."""
    lines: tuple[Contour, ...]
    """The same level lines in both bowls, vertex by vertex."""


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """Data with a long valley, the same data standardised, and three ways down."""

    own_condition: float
    """The condition number over the raw predictor."""
    origin: float
    step: float
    """How x is counted, (raw x − origin) / step: 0 and 1 for the raw predictor."""
    labels: tuple[str, str]
    """What stands at the data's axes."""
    change: Standardizing
    """What the curvatures say of the learning rate, in the valley and in the round bowl."""
    plain: Way
    """Plain descent in the valley."""
    heavy: Way
    """Momentum in the valley."""
    straight: Way
    """Plain descent in the round bowl, from the same line."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem."""
        half = problem.settings.cost.half is not False
        raw, origin, step = raw_data(problem.data), 0.0, 1.0
        change = Standardizing.of(raw, half=half)
        condition = change.before.condition
        own: Literal["", "round", "thin"] = ""
        if not ROUND <= condition <= THIN:
            own = "round" if condition < ROUND else "thin"
            origin, step = count_of(raw)
            raw = Dataset((raw.x - origin) / step, raw.y, raw.x_name, raw.y_name)
            change = Standardizing.of(raw, half=half)
        standardized = raw.standardized()
        before, after = (MeanSquaredError(data, half=half) for data in (raw, standardized))
        start = far_start(raw, before.minimizer())
        plain = down(before, start, GradientDescent(RAW_SHARE * change.before.critical))
        heavy = down(before, start, heavy_ball(change.before))
        rule = GradientDescent(ROUND_SHARE * change.after.optimal)
        straight = down(after, standardized.standardized_theta(start), rule)
        round_window = Window.around(after, straight, scale="linear")
        narrow = Window.around(before, plain, scale="linear")
        # The same lines have the same costs; a narrow bowl's own window would reach higher.
        valley = dataclasses.replace(narrow, height=round_window.height)
        levels = round_levels(*round_window.height, LEVELS)
        round_lines = contours(after, round_window, levels)
        long_lines = tuple(
            Contour(item.level, tuple(standardized.raw_theta(line) for line in item.lines))
            for item in round_lines
        )
        squares = problem.settings.cost.kind == "mean_squared_error"
        chosen = {"valley": "valley" if squares else "valley_squares", "recounted": own}
        return cls(
            problem,
            before,
            plain,
            valley,
            captions("why_it_zigzags", BEATS, chosen),
            "",
            condition,
            origin,
            step,
            (counted(problem.x_label, origin, step), problem.y_label),
            change,
            Way(raw, before, plain, valley, long_lines),
            Way(raw, before, heavy, valley, long_lines),
            Way(standardized, after, straight, round_window, round_lines),
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


def down(cost: MeanSquaredError, start: Any, optimizer: Optimizer[Any]) -> Descent:
    """Return the path up to its arrival, with the share `LEFT` of the excess cost left.

    The descent goes on until far less is left, so that what arrives is seen to stay.
    """
    lowest, flattest = float(cost(cost.minimizer())), Rates.of(cost).smallest
    excess = float(cost(start)) - lowest
    tolerance = math.sqrt(2 * STAYS * LEFT * flattest * excess)  # as |∇J|² ≥ 2 λmin (J − J*)
    path = descend(cost, start, optimizer, MOST_STEPS, tolerance=tolerance)
    arrival = path.arrival(lowest, LEFT)
    return path if arrival is None else path.up_to(arrival)
