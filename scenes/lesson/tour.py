"""A tour of lines: points of the floor whose lines and costs are worth a look."""

from __future__ import annotations

import numpy as np

from gdmath import Cost, Window
from gdmath.checks import FloatArray

LIFTED, TILTED = 0.4, 0.85
"""Heights, as shares of the window's, of the lines that θ0 lifts and that θ1 tilts."""

SPIRAL = ((100, 0.6), (200, 0.35), (290, 0.15))
"""Turns in degrees from the tilted line round the best one, and heights, of what follows."""

_SAMPLES = 400
_EDGE = 0.9  # of the way to the window's edge


def tour(cost: Cost, window: Window) -> FloatArray:
    """Return the points (7, 2): a step along θ0, one along θ1, and a spiral to the best.

    All lie in the window, with heights below its top.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 1], [-1, 1]))
    >>> points = tour(J, Window((-2, 2), (-1, 3), (0, 2)))
    >>> points[0, 1] == points[1, 1], points[1, 0] == points[2, 0]
    (np.True_, np.True_)
    """
    low, high = window.low[:2], window.high[:2]
    half = (high - low) / 2
    try:
        best = cost.minimizer()
    except ValueError:
        best = (low + high) / 2
    below = np.array(out(cost, window, best, np.array([-half[0], 0.0]), LIFTED))
    above = out(cost, window, best, np.array([half[0], 0.0]), LIFTED)
    downhill = -np.sign(cost.gradient(above)[1]) or 1.0
    tilted = out(cost, window, above, np.array([0.0, 2 * downhill * half[1]]), TILTED)
    first = np.arctan2(*((tilted - best) / half)[::-1])
    spiral = [
        out(cost, window, best, 2 * half * [np.cos(angle), np.sin(angle)], height)
        for turn, height in SPIRAL
        for angle in [first + np.radians(turn)]
    ]
    return np.array([below, above, tilted, *spiral, best])


def out(
    cost: Cost, window: Window, start: FloatArray, reach: FloatArray, share: float
) -> FloatArray:
    """Go from `start` (2,) along `reach` (2,) until the cost is at a share of the height.

    The way ends before the window does.
    """
    level = window.height[0] + share * (window.height[1] - window.height[0])
    way = start + np.linspace(0, 1, _SAMPLES)[:, None] * reach
    middle = (window.low + window.high)[:2] / 2
    half = _EDGE * (window.high - window.low)[:2] / 2
    good = (np.abs(way - middle) <= half).all(axis=1) & (cost(way) <= level)
    last = len(good) - 1 if good.all() else max(int(np.argmin(good)) - 1, 0)
    return np.asarray(way[last])
