"""A cost and its single observations: their planes, and descents on all, one or ever less."""

from __future__ import annotations

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
    NoMinimumError,
    Rates,
    TangentPlane,
    Window,
    descend,
)
from gdmath.checks import FloatArray
from gdmath.schedules import InverseDecay
from scenes.lesson.problem import Problem
from scenes.lesson.staging import cost_of, far_start, rates_of
from scenes.lesson.valley import THIN

STEPS = 240
"""Of each descent."""

STABLE = 0.7
"""The rate, times the largest curvature that a single observation's squared error has."""

DECAY = (0.03, 0.2)
"""The decaying rate is α / (1 + d k): d is α λmin, where that lies between these. A larger d
would stop the descent along the valley before it is down (Robbins & Monro, 1951)."""

FAR = 30.0
"""The start lies so many times as high above the minimum as the noise carries a descent."""

HALFWAY = 0.55
"""The planes are shown so far from the minimum, of the way to the start."""

SINGLES = 6
ROOM = 0.8
"""So many planes of single observations are shown, that touch below this share of the top."""

SAMPLED = 500
"""The noise is judged by so many observations at most."""

MARGIN = 0.3
"""What is left free round the last descent, as a share of its reach."""

SILENT = 1e-4
"""Where the noise carries descent less high than this share of a far start, it counts as none."""


@dataclass(frozen=True, slots=True)
class Noise:
    """What single observations say of the slope, and where that leads.

    Attributes
    ----------
    data
        The lesson's; standardised if its valley would be too thin to draw.
    cost
        The lesson's cost of them.
    noisy
        Whether single observations still pull at the minimum; not where the line fits them all.
    rate
        The learning rate α of all three descents, of the last one only at first.
    decay
        How fast the last one's rate falls: it is α / (1 + d k).
    batch, stochastic, calmed
        The descents on all observations, and on one at a time; the last one goes on from there
        with a decaying rate.
    here
        The one point at which planes are shown, as a path of no steps.
    window
        What is shown.
    near
        What is shown of the last descent, which lies close round the minimum.
    singles
        The observations whose planes are shown.
    order
        All observations, those first.
    """

    data: Dataset
    cost: Any
    noisy: bool
    rate: float
    decay: float
    batch: Descent
    stochastic: Descent
    calmed: Descent
    here: Descent
    window: Window
    near: Window
    singles: tuple[int, ...]
    order: NDArray[np.intp]

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Compute all that the film shows, from a start where the noise can be seen."""
        asked = problem.settings
        squares = MeanSquaredError(problem.data, half=asked.cost.half is not False)
        thin = Rates.of(squares).condition > THIN
        data = problem.data.standardized() if thin else problem.data
        cost = cost_of(data, asked.cost)
        # No loss that a lesson can name bends more than the squares, whose bend grows with |x|.
        widest = MeanSquaredError(data, half=squares.half).on(int(np.abs(data.x).argmax()))
        rate = STABLE / Rates.of(widest).largest
        try:
            best = cost.minimizer()
        except NoMinimumError:
            best = problem.path.points[-1]
        least = float(cost(best))
        far = np.array(far_start(data, best, logits=asked.cost.kind == "logistic"))
        height = float(cost(far)) - least
        carried = rate * mean_square(cost, best) / 4
        noisy = carried > SILENT * height
        share = min(math.sqrt(FAR * carried / height), 1.0) if noisy else 1.0
        start = best + share * (far - best)
        plain, seed = GradientDescent(rate), asked.descent.seed
        rates = rates_of(cost)
        decay = float(np.clip(rate * rates.smallest if rates else 0.0, *DECAY))
        slower = GradientDescent(InverseDecay(rate, decay))
        batch = descend(cost, start, plain, STEPS, tolerance=0)
        stochastic = descend(cost, start, MiniBatch(plain, 1, seed), STEPS, tolerance=0)
        there = stochastic.points[-1]
        calmed = descend(cost, there, MiniBatch(slower, 1, seed + 1), STEPS, tolerance=0)
        window = Window.around(cost, batch, best, scale="linear")
        near = _close(cost, np.vstack([calmed.points, best]), window) if noisy else window
        here = descend(cost, best + HALFWAY * (start - best), plain, 0)
        singles = _telling(cost, here.points[0], window)
        rest = np.random.default_rng(seed).permutation(data.m)
        order = np.concatenate([singles, rest[~np.isin(rest, singles)]]).astype(np.intp)
        return cls(
            data,
            cost,
            noisy,
            rate,
            decay,
            batch,
            stochastic,
            calmed,
            here,
            window,
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


def mean_square(cost: Any, theta: FloatArray) -> float:
    """Return the mean of |∇Jᵢ|² over single observations i, or over a sample of them.

    Examples
    --------
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 2]))
    >>> mean_square(J, np.zeros(2))  # the gradients are (0, 0) and (−2, −2)
    4.0
    """
    chosen = np.unique(np.linspace(0, cost.data.m - 1, SAMPLED).astype(int))
    gradients = np.array([cost.on(int(index)).gradient(theta) for index in chosen])
    return float((gradients**2).sum(axis=1).mean())


def _close(cost: Any, points: FloatArray, window: Window) -> Window:
    """Return a window round points (n, 2) in the middle of which the last one lies."""
    best = points[-1]
    half = (1 + MARGIN) * np.abs(points - best).max(axis=0)
    half = np.maximum(half, 1e-3 * (window.high - window.low)[:2])
    low, high = best - half, best + half
    rim = np.stack(np.meshgrid(*np.linspace(low, high, 33).T), axis=-1)
    ends = np.stack([low, high], axis=-1).tolist()
    heights = float(cost(best)), float(cost(rim).max())
    return Window((ends[0][0], ends[0][1]), (ends[1][0], ends[1][1]), heights, "linear")


def _telling(cost: Any, theta: FloatArray, window: Window) -> tuple[int, ...]:
    """Return observations whose planes stand in the window, at heights as different as can be."""
    sample = np.unique(np.linspace(0, cost.data.m - 1, SAMPLED).astype(int))
    heights = np.array([float(cost.on(int(index))(theta)) for index in sample])
    low, high = window.height
    fitting = np.flatnonzero(heights <= low + ROOM * (high - low))
    if len(fitting) == 0:
        fitting = np.array([heights.argmin()])
    wanted = np.linspace(heights[fitting].min(), heights[fitting].max(), SINGLES)
    nearest = np.abs(heights[fitting] - wanted[:, None]).argmin(axis=1)
    return tuple(int(index) for index in sample[fitting[list(dict.fromkeys(nearest.tolist()))]])
