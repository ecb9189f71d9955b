"""A cut through a cost along one parameter, as curves that end at the top."""

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.level_sets.lowest_points import lowest_on_segments
from gdmath.roots import segment_roots
from gdmath.windows import Window

SAMPLES = 240  # even pieces of the range that runs, enough for a smooth curve across a picture
COINCIDENT = 1e-9  # of such a piece: a lowest point that is nearer to a sample is that sample


def cut_slice(cost: Cost, window: Window, along: int, fixed: float) -> list[FloatArray]:
    """Return the curves (n, 3) of (θ0, θ1, J) with J ≤ top over one parameter's range.

    The parameter `along`, 0 or 1, runs; the other one is `fixed`. A curve ends exactly on the top,
    at the window's edge, or where J is not defined. The lowest points of valleys, which may be
    narrow, are among the points.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    >>> (parabola,) = cut_slice(J, Window((-3, 3), (-3, 3), (0, 2)), along=0, fixed=0.0)
    >>> parabola[[0, -1]].tolist()
    [[-2.0, 0.0, 2.0], [2.0, 0.0, 2.0]]
    """
    top = window.height[1]
    thetas = np.full((SAMPLES + 1, 2), fixed)
    thetas[:, along] = np.linspace(window.low[along], window.high[along], SAMPLES + 1)
    with np.errstate(all="ignore"):  # far up the cost may overflow: there it is cut off
        thetas = _with_lowest(cost, thetas, along)
        heights = np.asarray(cost(thetas))
    below = (heights <= top) & (heights > -np.inf)
    ends = np.flatnonzero(below[1:] != below[:-1])
    inner, outer = np.where(below[ends], [ends, ends + 1], [ends + 1, ends])
    rim = segment_roots(lambda theta: cost(theta) - top, thetas[inner], thetas[outer])
    line = np.column_stack([thetas, heights])
    crossings = np.column_stack([rim, np.full(len(rim), top)])
    known = heights[outer] > -np.inf
    line = np.insert(line, ends[known] + 1, crossings[known], axis=0)
    below = np.insert(below, ends[known] + 1, True)
    starts = np.flatnonzero(below & ~np.append(False, below[:-1]))
    stops = np.flatnonzero(below & ~np.append(below[1:], False))
    return [line[i : j + 1] for i, j in zip(starts, stops, strict=True) if j > i]


def _with_lowest(cost: Cost, thetas: FloatArray, along: int) -> FloatArray:
    """Add to samples (n, 2) the lowest points between the neighbours of those that are lowest."""
    heights = np.asarray(cost(thetas))
    at = 1 + np.flatnonzero((heights[1:-1] < heights[:-2]) & (heights[1:-1] < heights[2:]))
    lowest = lowest_on_segments(cost, thetas[at - 1], thetas[at + 1])
    apart = np.abs(lowest - thetas[at]) > COINCIDENT * np.abs(thetas[1] - thetas[0])
    every = np.concatenate([thetas, lowest[apart[:, along]]])
    return np.asarray(every[np.argsort(every[:, along], kind="stable")])
