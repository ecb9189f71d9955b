"""The grid of θ on which a cost is sampled as a surface: it lies as the bowl does."""

import math

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost import Cost, NoMinimumError
from gdmath.level_sets.lowest_points import lowest_on_segments
from gdmath.windows import Window

OVERLAP = 1.02  # half axes that a grid along a level ellipse reaches: its rim cuts all outer cells
SPILL = 0.01  # of the window: an ellipse that reaches no further past its edge counts as inside
FINEST = 3.0  # times the resolution, at the most, for a bowl over little of the window


def fitted_lattice(cost: Cost, window: Window, resolution: int) -> FloatArray:
    """Return nodes (n+1, n+1, 2) that lie as the bowl {J ≤ top} of the window does.

    For a convex quadratic they lie along the axes of the level ellipse J = top, so that a long
    narrow valley gets as many cells as a round bowl; n is `resolution`. For any other cost, and an
    ellipse larger than the window, they fill the window, finer where the bowl covers little of it;
    nodes next to the floor of a valley are moved onto it, or a narrow one would be drawn jagged.
    """
    ellipse = _ellipse(cost, window)
    if ellipse is None:
        half = window.size[:2] / 2
        center, axes = window.low[:2] + half, np.diag(half) / OVERLAP
        resolution = _refined(cost, window, resolution)
    else:
        center, axes = ellipse
    steps = np.linspace(-OVERLAP, OVERLAP, resolution + 1)
    lattice: FloatArray = center + np.stack(np.meshgrid(steps, steps, indexing="ij"), -1) @ axes
    return _on_valley_floors(cost, lattice) if ellipse is None else lattice


def _ellipse(cost: Cost, window: Window) -> tuple[FloatArray, FloatArray] | None:
    """Return the centre (2,) and the half axes (2, 2), as rows, of the level ellipse J = top.

    None if the cost is no convex quadratic, or the ellipse is larger than the window.
    """
    try:
        best = cost.minimizer()
    except NoMinimumError:
        return None
    low, high, size = window.low[:2], window.high[:2], window.size[:2]
    places = np.array([best, low, high, (low + high) / 2])
    with np.errstate(all="ignore"):
        hessians = cost.hessian(places) * np.outer(size, size)  # in shares of the window
    if not np.allclose(hessians, hessians[0], rtol=1e-9, atol=1e-9 * np.abs(hessians[0]).max()):
        return None
    curvatures, directions = np.linalg.eigh(hessians[0])
    drop = window.height[1] - float(cost(best))
    if not (curvatures > 0).all() or drop <= 0:
        return None
    extent = np.sqrt(2 * drop * np.diag(np.linalg.inv(hessians[0]))) * size
    spill = SPILL * size
    if (best - extent < low - spill).any() or (best + extent > high + spill).any():
        return None
    reach = np.sqrt(2 * drop / curvatures)
    return best, (reach[:, None] * directions.T) * size


def _refined(cost: Cost, window: Window, resolution: int) -> int:
    """Return a resolution at which a bowl over a small share of the window has enough cells."""
    middles = window.grid((np.arange(resolution) + 0.5) / resolution)
    with np.errstate(all="ignore"):
        covered = float(np.mean(cost(middles) <= window.height[1]))
    finer = (math.pi / 4 / covered) ** 0.5 if covered > 0 else FINEST
    return math.ceil(resolution * min(max(finer, 1.0), FINEST))


def _on_valley_floors(cost: Cost, lattice: FloatArray) -> FloatArray:
    """Move nodes (n, n, 2) that are lowest in their row or column to where J is lowest there.

    They move by half a cell at most, along the direction in which the valley is steeper.
    """
    with np.errstate(all="ignore"):
        heights = np.asarray(cost(lattice))
        bends = []
        for axis in (0, 1):
            before, after = np.roll(heights, 1, axis), np.roll(heights, -1, axis)
            lowest = (heights < before) & (heights < after)
            np.moveaxis(lowest, axis, 0)[[0, -1]] = False
            bends.append(np.where(lowest, before + after - 2 * heights, 0.0))
    moved = lattice.copy()
    for axis, neighbour in ((0, lattice[1, 0]), (1, lattice[0, 1])):
        chosen = (bends[axis] > 0) & (bends[axis] >= bends[1 - axis])
        half = (neighbour - lattice[0, 0]) / 2
        moved[chosen] = lowest_on_segments(cost, lattice[chosen] - half, lattice[chosen] + half)
    return moved
