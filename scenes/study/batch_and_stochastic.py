"""What BatchAndStochastic shows: planes of single observations, and descents on all and on one."""

import math
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from gdmath import (
    Dataset,
    Descent,
    GradientDescent,
    MeanSquaredError,
    MiniBatch,
    Rates,
    TangentPlane,
    Window,
    descend,
)
from gdmath.checks import FloatArray
from gdmath.minimum import known_minimum
from gdmath.path import Path
from gdmath.schedules import InverseDecay
from gdmath.tuning import STABLE, rates_at_minimum, stochastic_rate
from gdmath.windows import window_close_to
from scenes.study.defaults import cost_of, far_start
from scenes.study.film_study import Captions, FilmStudy, captions
from scenes.study.problem import Problem
from scenes.study.waypoints import lowest
from scenes.study.why_it_zigzags import THIN

STEPS = 240
"""Of each descent."""

DECAY = (0.03, 0.2)
"""The decaying rate is α / (1 + d k): d is α λmin, where that lies between these. A larger d
would stop the descent along the valley before it is down (Robbins & Monro, 1951)."""

FAR = 30.0
"""The start lies this many times as high above the minimum as the noise carries a descent."""

HALFWAY = 0.55
"""Where the planes are shown: the share of the way from the minimum to the start."""

SINGLES = 6
ROOM = 0.8
"""This many planes of single observations are shown, that touch below this share of the top."""

SAMPLED = 500
"""The gradient noise is estimated from this many observations at most."""

SILENT = 1e-4
"""Where the noise carries descent less high than this share of a far start, it counts as none."""

BEATS = "point single tremble all above smooth wander"


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """What single observations say of the gradient, and where that leads.

    The path is batch descent, on all observations.
    """

    data: Dataset
    """The lesson's; standardised if its valley would be too thin to draw."""
    rate: float
    """The learning rate α of all three descents, of the last one only at first."""
    decay: float
    """How fast the last one's rate falls: it is α / (1 + d k)."""
    stochastic: Descent
    """The descent on one observation at a time."""
    calmed: Descent
    """The same, with a decaying rate, from where that ends."""
    here: Path
    """The one point at which planes are shown, as a path of no steps."""
    near: Window
    """The window of the last descent, which lies close round the minimum."""
    singles: tuple[int, ...]
    """The observations whose planes are shown."""
    order: NDArray[np.intp]
    """All observations, those first."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem, from a start where the noise can be seen."""
        asked = problem.settings
        half = asked.cost.half is not False
        thin = Rates.of(MeanSquaredError(problem.data, half=half)).condition > THIN
        data = problem.data.standardized() if thin else problem.data
        cost = cost_of(data, asked.cost)
        rates = rates_at_minimum(cost)
        rate = stochastic_rate(data, half)
        if rates:  # a penalty bends the cost more than its observations do
            rate = min(rate, STABLE / rates.largest)
        best = known_minimum(cost)
        if best is None:  # the descent's lowest line stands for it
            best = data.standardized_theta(problem.data.raw_theta(lowest(problem)))
        far = np.array(far_start(data, best, logits=asked.cost.kind == "logistic"))
        height = float(cost(far)) - float(cost(best))
        carried = rate * gradient_noise(cost, best) / 4
        noisy = carried > SILENT * height
        share = min(math.sqrt(FAR * carried / height), 1.0) if noisy and height > 0 else 1.0
        start = best + share * (far - best)
        plain, seed = GradientDescent(rate), asked.descent.seed
        decay = float(np.clip(rate * rates.smallest if rates else 0.0, *DECAY))
        slower = GradientDescent(InverseDecay(rate, decay))
        batch = descend(cost, start, plain, STEPS, tolerance=0)
        stochastic = descend(cost, start, MiniBatch(plain, 1, seed), STEPS, tolerance=0)
        there = stochastic.points[-1]
        calmed = descend(cost, there, MiniBatch(slower, 1, seed + 1), STEPS, tolerance=0)
        window = Window.around(cost, batch, best, scale="linear")
        near = window_close_to(cost, best, calmed.points, window) if noisy else window
        here = Path.through(cost, [best + HALFWAY * (start - best)])
        singles = _distinct(cost, here.points[0], window)
        rest = np.random.default_rng(seed).permutation(data.m)
        order = np.concatenate([singles, rest[~np.isin(rest, singles)]]).astype(np.intp)
        return cls(
            problem,
            cost,
            batch,
            window,
            _captions(noisy=noisy, few=data.m == len(singles)),
            "lesson.standardized" if data is not problem.data else "",
            data,
            rate,
            decay,
            stochastic,
            calmed,
            here,
            near,
            singles,
            order,
        )

    def plane_of(self, indices: Any) -> TangentPlane:
        """Return the plane, at the one point, that touches the cost of some observations."""
        return TangentPlane.at(self.cost.on(indices), self.here.points[0])

    @property
    def counts(self) -> tuple[int, ...]:
        """How many observations are taken together, from the singles shown to all of them."""
        first = len(self.singles)
        return tuple(np.unique(np.geomspace(first, self.data.m, 40).round().astype(int)).tolist())


def _captions(*, noisy: bool, few: bool) -> Captions:
    """`noisy`: single observations still pull at the minimum; not where the line fits them all."""
    end = "unsettled" if noisy else "agrees"
    chosen = {"end": end, "end_caption": f"{end}_caption"}
    if few:
        chosen |= {"grow": "grow_all", "settles": "grow_all"}
    else:
        chosen |= {"grow": "grow", "settles": "tremble_less"}
    chosen |= {"calm": "calm", "close": "close"} if noisy else {}
    return captions("batch_and_stochastic", BEATS, chosen)


def gradient_noise(cost: Any, theta: FloatArray) -> float:
    """Return the mean of |∇Jᵢ|² over single observations i, or over a sample of them.

    Examples
    --------
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 2]))
    >>> gradient_noise(J, np.zeros(2))  # the gradients are (0, 0) and (−2, −2)
    4.0
    """
    gradients = np.array([cost.on(index).gradient(theta) for index in _sample(cost)])
    return float((gradients**2).sum(axis=1).mean())


def _sample(cost: Any) -> list[int]:
    """Return observations evenly among all, `SAMPLED` at most."""
    even = np.linspace(0, cost.data.m - 1, SAMPLED).astype(int)
    return [int(index) for index in np.unique(even)]


def _distinct(cost: Any, theta: FloatArray, window: Window) -> tuple[int, ...]:
    """Return observations whose planes stand in the window, at heights as different as can be."""
    sample = np.array(_sample(cost))
    heights = np.array([float(cost.on(int(index))(theta)) for index in sample])
    fitting = np.flatnonzero(window.height_share(heights) <= ROOM)
    if len(fitting) == 0:
        fitting = np.array([heights.argmin()])
    wanted = np.linspace(heights[fitting].min(), heights[fitting].max(), SINGLES)
    nearest = np.abs(heights[fitting] - wanted[:, None]).argmin(axis=1)
    return tuple(int(index) for index in sample[fitting[list(dict.fromkeys(nearest.tolist()))]])
