"""Where films stand and walk on the cost, apart from its descent."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdmath import Cost, Descent, NoMinimumError, Window
from gdmath.checks import FloatArray

_RAYS = 48
_BISECTIONS = 40
_SAMPLES = 200

STEEP = 1.4
"""The steepness on the stage at which a tangent plane is seen best."""

SHARES = (0.12, 0.2, 0.3, 0.45, 0.6)
"""The shares of the window's height where a film may stand."""

HEIGHT_PER_SIDE = 0.5
"""The box is about half as high as its floor is wide."""


def walk(cost: Cost, points: ArrayLike) -> Descent:
    """Return straight moves from point to point, (n, 2), as a path that a tracker can follow."""
    points = np.asarray(points, dtype=np.float64)
    return Descent(points, cost(points), cost.gradient(points), "stopped")


def lowest(cost: Any, path: Descent) -> tuple[FloatArray, bool]:
    """Return the minimum (2,) and True, or the path's lowest iterate and False without one."""
    try:
        return np.asarray(cost.minimizer()), True
    except NoMinimumError:
        return path.points[np.argmin(path.costs)], False


def around(
    cost: Cost, window: Window, center: FloatArray, angles: ArrayLike, shares: ArrayLike
) -> FloatArray:
    """Return points (n, 2) round `center` in the window, where J stands at shares of its height.

    The angles (n,) are those of the bowl made round by its curvature at the center. Where the
    cost does not rise so far inside the window, the point lies on the window's edge.
    """
    angles, shares = np.broadcast_arrays(np.asarray(angles, float), np.asarray(shares, float))
    low, high = window.low[:2], window.high[:2]
    rays = np.stack([np.cos(angles), np.sin(angles)], axis=-1) @ _frame(cost, window, center)
    with np.errstate(divide="ignore", invalid="ignore"):
        to_edges = np.where(rays > 0, (high - center) / rays, (low - center) / rays)
    far = np.nanmin(np.where(rays == 0, np.inf, to_edges), axis=-1)
    near = np.zeros_like(far)
    heights = _height_at(window, shares)
    for _ in range(_BISECTIONS):
        middle = (near + far) / 2
        with np.errstate(all="ignore"):
            below = cost(center + middle[:, None] * rays) < heights
        near, far = np.where(below, middle, near), np.where(below, far, middle)
    found: FloatArray = center + near[:, None] * rays
    return found


def standpoint(cost: Any, window: Window, path: Descent, least: float) -> FloatArray:
    """Return a point (2,) on the bowl where both slices can be followed, in few digits.

    Of the points at one height, it is that from where it is farthest to the lowest points of both
    slices, by the curvatures, and not too steep; of opposite ones, where J rises with θ0. The
    height is the share `least` of the window's, or more where the bowl is less than `STEEP`.
    """
    center, _ = lowest(cost, path)
    best = center
    for share in (share for share in SHARES if share >= least):
        best, steepness = _stand(cost, window, center, share)
        if steepness >= STEEP:
            break
    return _rounded(best, window)


def _stand(cost: Any, window: Window, center: FloatArray, share: float) -> tuple[FloatArray, float]:
    """Return the best point (2,) at one height, and the larger of its two steepnesses."""
    angles = np.linspace(0, 2 * np.pi, _RAYS, endpoint=False)
    places = around(cost, window, center, angles, share)
    size = (window.high - window.low)[:2]
    slopes = cost.gradient(places) * size
    curvatures = np.diagonal(cost.hessian(places), axis1=-2, axis2=-1) * size**2
    flat = 1e-9 * np.abs(slopes).max() + np.finfo(float).tiny
    lengths = np.minimum(np.abs(slopes) / np.maximum(curvatures, flat), 1)
    if window.scale == "log":
        decades = np.log(window.height[1] / window.height[0])
        rise = np.maximum(cost(places), window.height[0]) * decades
    else:
        rise = np.full(len(places), window.height[1] - window.height[0])
    steepness = HEIGHT_PER_SIDE * np.abs(slopes).max(axis=1) / rise
    merit = lengths.min(axis=1) / np.maximum(steepness / STEEP, 1)
    merit = merit * np.where(slopes[:, 0] > 0, 1.05, 1)
    best = int(np.argmax(merit))
    return places[best], float(steepness[best])


def bottom_of_slice(cost: Cost, window: Window, start: FloatArray, along: int) -> FloatArray:
    """Return the lowest point (2,) of the cost over one parameter, the other as in `start`."""
    line = np.tile(start, (_SAMPLES + 1, 1))
    line[:, along] = np.linspace(window.low[along], window.high[along], _SAMPLES + 1)
    with np.errstate(all="ignore"):
        best = int(np.nanargmin(cost(line)))
    left, right = line[max(best - 1, 0)], line[min(best + 1, _SAMPLES)]
    for _ in range(_BISECTIONS):
        middle = (left + right) / 2
        if cost.gradient(middle)[along] < 0:
            left = middle
        else:
            right = middle
    bottom: FloatArray = right
    return bottom


def steepest(cost: Cost, window: Window, center: FloatArray) -> tuple[float, float]:
    """Return the direction on the floor, in shares of its sides, in which the bowl is narrowest."""
    across, along = _frame(cost, window, center)[1] / (window.high - window.low)[:2]
    return float(across), float(along)


def _frame(cost: Cost, window: Window, center: FloatArray) -> FloatArray:
    """Return the half axes (2, 2), as rows, of a level ellipse, or of the window."""
    size = (window.high - window.low)[:2]
    values, vectors = np.linalg.eigh(cost.hessian(center) * np.outer(size, size))
    if not values[0] > 1e-12 * values[1] > 0:
        return np.diag(size)
    axes: FloatArray = np.sqrt(values[0] / values)[:, None] * vectors.T * size
    return axes


def _height_at(window: Window, shares: FloatArray) -> FloatArray:
    low, high = window.height
    if window.scale == "log":
        return np.asarray(low * (high / low) ** shares)
    return np.asarray(low + shares * (high - low))


def _rounded(theta: FloatArray, window: Window) -> FloatArray:
    """Return θ in steps of a power of ten that is at most a hundredth of the window's sides."""
    powers = np.floor(np.log10((window.high - window.low)[:2] / 100)).astype(int)
    return np.array([round(float(t), -int(power)) for t, power in zip(theta, powers, strict=True)])
