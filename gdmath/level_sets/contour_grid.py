"""The grid on which contours sample a cost: denser in a narrow valley."""

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost import Cost, DataCost
from gdmath.minimum import known_minimum
from gdmath.windows import Window

NARROW = 12  # cells: a level that is not wider gets a denser grid, or its line would be broken
TABLE = 512  # points in each half of the table that maps a denser grid to the window


def nodes(cost: Cost, window: Window, levels: FloatArray, cells: int) -> FloatArray:
    """Return the nodes (k+1, k+1, 2) of a grid, as shares of the window's ranges from 0 to 1.

    The grid is even with k = `cells`, unless the cost's Hessian at its minimum, or the data where
    there is none, says that the narrowest level is a sliver. Then k is twice that, and the nodes
    crowd round the floor of the valley, at distances that grow like sinh: along one axis round the
    minimum, along the other, row by row, round the valley's floor.
    """
    even = np.linspace(0, 1, cells + 1)
    valley = _valley(cost, window, levels)
    if valley is not None:
        best, hessian, drop = valley
        # Rows run across the valley, along the axis in which the bowl is steeper.
        across = int(np.argmax(np.diag(hessian)))
        along = 1 - across
        steep, mixed = hessian[across, across], hessian[across, along]
        width = np.sqrt(2 * drop / steep)
        length = np.sqrt(2 * drop * steep / np.linalg.det(hessian))
        if width < NARROW / cells or length < NARROW / cells:
            even = np.linspace(0, 1, 2 * cells + 1)
            rows = _crowded(even, float(best[along]), length) if length < 1 else even
            floor = best[across] - mixed / steep * (rows - best[along])
            grid = np.empty((len(even), len(even), 2))
            grid[..., across] = [_crowded(even, float(c), width) for c in floor]
            grid[..., along] = rows[:, None]
            return grid
    return np.stack(np.meshgrid(even, even), axis=-1)


def _valley(
    cost: Cost, window: Window, levels: FloatArray
) -> tuple[FloatArray, FloatArray, float] | None:
    """Return the minimum and the Hessian in shares of the window, and the least level above."""
    best, span = known_minimum(cost), window.size[:2]
    if best is None:
        return None
    with np.errstate(all="ignore"):  # refused below, by value
        drops = levels - float(cost(best))
        if not (drops > 0).any():
            return None
        drop = float(drops[drops > 0].min())
        hessian = cost.hessian(best)
        if isinstance(cost, DataCost) and not _is_bowl(hessian):
            hessian = _bowl_of_data(cost, best, drop)
        # Scaled by a power of two, which is exact, determinants neither overflow nor vanish.
        exponent = -np.frexp(drop)[1]
        drop = float(np.ldexp(drop, exponent))
        hessian = np.ldexp(hessian * np.outer(span, span), exponent)
        share = (best - window.low[:2]) / span
    return (share, hessian, drop) if np.isfinite(share).all() and _is_bowl(hessian) else None


def _is_bowl(hessian: FloatArray) -> bool:
    return bool(np.isfinite(hessian).all() and hessian[0, 0] > 0 and np.linalg.det(hessian) > 0)


def _bowl_of_data(cost: DataCost, best: FloatArray, drop: float) -> FloatArray:
    """Return the Hessian of a bowl as wide as J's, where J has kinks instead of a curvature.

    A shift δ of the line moves the residuals by δ0 + δ1 xᵢ, whose mean square is δᵀAδ: the valley
    has the direction that A has, and the width at which J has risen by `drop` along θ0.
    """
    x = cost.data.x
    mean = float(x.mean())
    moments = np.array([[1.0, mean], [mean, float(x @ x) / len(x)]])
    reaches = 2.0 ** np.arange(-500, 501)
    rises = cost(best + reaches[:, None] * [1.0, 0.0]) - cost(best)
    reach = float(reaches[np.argmax(rises >= drop)])
    return np.asarray(2 * drop / reach**2 * moments)


def _crowded(even: FloatArray, center: float, width: float) -> FloatArray:
    """Return nodes from 0 to 1, half of them crowded round `center` at the scale `width`.

    A node's number grows with the mean of its position u and asinh((u − center) / width), both
    scaled to run from 0 to 1.
    """
    center = min(max(center, -1.0), 2.0)
    ends = np.arcsinh((np.array([0.0, 1.0]) - center) / width)
    crowd = center + width * np.sinh(np.linspace(ends[0], ends[1], TABLE))
    table = np.unique(np.clip(np.concatenate([np.linspace(0, 1, TABLE), crowd]), 0, 1))
    number = (np.arcsinh((table - center) / width) - ends[0]) / (ends[1] - ends[0])
    found: FloatArray = np.interp(even, 0.5 * (table + number), table)
    found[0], found[-1] = 0.0, 1.0
    return found
