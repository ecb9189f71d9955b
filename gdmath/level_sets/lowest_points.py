"""Lowest points of a cost on segments of the floor, such as those across a valley."""

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.roots import segment_roots


def lowest_on_segments(cost: Cost, start: FloatArray, end: FloatArray) -> FloatArray:
    """Return the points (n, 2) at which J is lowest on n segments with one valley each.

    Such a point is where the slope along the segment changes its sign, be it at a kink, or an end;
    in the middle between `start` and `end` (n, 2) there is one. Where J is level round the middle
    it is the middle, so that rounding does not decide.
    """
    run = end - start

    def slope(theta: FloatArray) -> FloatArray:
        with np.errstate(all="ignore"):
            return np.asarray((cost.gradient(theta) * run).sum(axis=1))

    middle = (start + end) / 2
    side = np.sign(slope(middle))
    downhill = np.where((side > 0)[:, None], start, end)
    falls_to_end = (side != 0) & (np.sign(slope(downhill)) == side)
    turn = segment_roots(slope, middle, downhill)
    return np.where(falls_to_end[:, None], downhill, turn)
