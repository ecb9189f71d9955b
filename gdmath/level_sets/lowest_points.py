"""Lowest points of a cost on segments of the floor, such as those across a valley."""

from __future__ import annotations

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.roots import segment_roots


def lowest_on_segments(cost: Cost, start: FloatArray, end: FloatArray) -> FloatArray:
    """Return the points (n, 2) at which J is lowest on n segments with one valley each.

    That is where the slope along the segment changes its sign, be it at a kink, or an end.

    Parameters
    ----------
    cost
        The function J; its sub-gradient is enough.
    start, end
        The ends of the segments, each of shape (n, 2).

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    >>> lowest_on_segments(J, np.array([[-1.0, 2.0]]), np.array([[3.0, 2.0]])).tolist()
    [[0.0, 2.0]]
    """
    run = end - start
    turn = segment_roots(lambda theta: (cost.gradient(theta) * run).sum(axis=1), start, end)
    choices = np.stack([turn, start, end])
    with np.errstate(all="ignore"):
        heights = np.asarray(cost(choices))
    least = np.argmin(np.where(np.isnan(heights), np.inf, heights), axis=0)
    lowest: FloatArray = choices[least, np.arange(len(start))]
    return lowest
