"""Waypoints: points of the cost, apart from its descent, that films stand on and walk to."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdmath import Cost, Window
from gdmath.checks import FloatArray
from gdmath.roots import segment_roots
from scenes.study.film_study import BOX
from scenes.study.problem import Problem

TIE = 1e-9
"""Of points whose merits differ by no more than this share, rounding must not choose one."""

_RAYS = 48
_SAMPLES = 200

STEEP = 1.4
"""The steepness on the stage at which a tangent plane is seen best."""

SHARES = (0.12, 0.2, 0.3, 0.45, 0.6)
"""The shares of the window's height where a film may stand."""

LIFTED, TILTED = 0.4, 0.85
"""Heights, as shares of the window's, of the lines that θ0 lifts and that θ1 tilts."""

SPIRAL = ((100, 0.6), (200, 0.35), (290, 0.15))
"""Turns in degrees from the tilted line round the best one, and heights, of what follows."""

_TOUR_SAMPLES = 400
_EDGE = 0.9  # of the way to the window's edge


def lowest(problem: Problem) -> FloatArray:
    """Return the minimum (2,), or the path's lowest iterate where none is known."""
    path = problem.path
    return path.points[np.argmin(path.costs)] if problem.best is None else problem.best


def tour(cost: Cost, window: Window, best: FloatArray) -> FloatArray:
    """Return the points (7, 2): a step along θ0, one along θ1, and a spiral to the best.

    All lie in the window, as the best (2,) does, with heights below its top.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 1], [-1, 1]))
    >>> points = tour(J, Window((-2, 2), (-1, 3), (0, 2)), J.minimizer())
    >>> points[0, 1] == points[1, 1], points[1, 0] == points[2, 0]
    (np.True_, np.True_)
    """
    half = window.size[:2] / 2
    low, high = window.height
    shares = np.array([LIFTED, TILTED, *(share for _, share in SPIRAL)])
    lift, tilt, *turns = _over(float(cost(best)), low + shares * (high - low), shares, high)
    below = _outward(cost, window, best, np.array([-half[0], 0.0]), lift)
    above = _outward(cost, window, best, np.array([half[0], 0.0]), lift)
    downhill = -np.sign(cost.gradient(above)[1]) or 1.0
    tilted = _outward(cost, window, above, np.array([0.0, 2 * downhill * half[1]]), tilt)
    first = np.arctan2(*((tilted - best) / half)[::-1])
    angles = first + np.radians([turn for turn, _ in SPIRAL])
    spiral = [
        _outward(cost, window, best, 2 * half * [np.cos(angle), np.sin(angle)], level)
        for angle, level in zip(angles, turns, strict=True)
    ]
    return np.array([below, above, tilted, *spiral, best])


def _over(lowest: float, levels: FloatArray, shares: FloatArray, high: float) -> FloatArray:
    """Return the levels; those that J is nowhere as low as, as shares of its own height to `high`.

    The lowest cost may lie high over the window's floor.
    """
    return np.where(levels > lowest, levels, lowest + shares * (high - lowest))


def _outward(
    cost: Cost, window: Window, start: FloatArray, reach: FloatArray, level: float
) -> FloatArray:
    """Go from `start` (2,) along `reach` (2,) until the cost is at a level.

    The way ends before the window does.
    """
    way = start + np.linspace(0, 1, _TOUR_SAMPLES)[:, None] * reach
    room = (_EDGE - 1) / 2
    good = window.contains(way, room=room) & (cost(way) <= level)
    last = len(good) - 1 if good.all() else max(int(np.argmin(good)) - 1, 0)
    return np.asarray(way[last])


def ring(
    cost: Cost, window: Window, center: FloatArray, angles: ArrayLike, shares: ArrayLike
) -> FloatArray:
    """Return points (n, 2) round `center` in the window, where J stands at shares of its height.

    The angles (n,) are those of the bowl made round by its curvature at the center. Where the
    cost does not rise so far inside the window, the point lies on the window's edge.
    """
    angles, shares = np.broadcast_arrays(np.asarray(angles, float), np.asarray(shares, float))
    low, high = window.low[:2], window.high[:2]
    rays = np.stack([np.cos(angles), np.sin(angles)], axis=-1) @ _half_axes(cost, window, center)
    with np.errstate(divide="ignore", invalid="ignore"):
        to_edges = np.where(rays > 0, (high - center) / rays, (low - center) / rays)
    far = np.nanmin(np.where(rays == 0, np.inf, to_edges), axis=-1)[:, None]
    heights = _over(float(cost(center)), window.height_at(shares), shares, window.height[1])
    return segment_roots(
        lambda points: cost(points) - heights, np.tile(center, (len(rays), 1)), center + far * rays
    )


def standpoint(problem: Problem, least: float) -> FloatArray:
    """Return a point (2,) on the bowl where both slices can be followed, in few digits.

    Of the points at one height, it is that from where it is farthest to the lowest points of both
    slices, by the curvatures, and not too steep; of opposite ones, where J rises with θ0. The
    height is the share `least` of the window's, or more where the bowl is less than `STEEP`.
    """
    best = center = lowest(problem)
    for share in (share for share in SHARES if share >= least):
        best, steepness = _stand(problem.cost, problem.window, center, share)
        if steepness >= STEEP:
            break
    return _rounded(best, problem.window)


def _stand(cost: Any, window: Window, center: FloatArray, share: float) -> tuple[FloatArray, float]:
    """Return the best point (2,) at one height, and the larger of its two steepnesses."""
    points = ring(cost, window, center, np.linspace(0, 2 * np.pi, _RAYS, endpoint=False), share)
    size = window.size[:2]
    slopes = cost.gradient(points) * size
    curvatures = np.diagonal(cost.hessian(points), axis1=-2, axis2=-1) * size**2
    flat = 1e-9 * np.abs(slopes).max() + np.finfo(float).tiny
    lengths = np.minimum(np.abs(slopes) / np.maximum(curvatures, flat), 1)
    if window.scale == "log":
        decades = np.log(window.height[1] / window.height[0])
        rise = np.maximum(cost(points), window.height[0]) * decades
    else:
        rise = np.full(len(points), window.size[2])
    steepness = BOX[2] * np.abs(slopes).max(axis=1) / rise
    merit = lengths.min(axis=1) / np.maximum(steepness / STEEP, 1)
    merit = merit * np.where(slopes[:, 0] > 0, 1.05, 1)
    best = int(np.flatnonzero(merit >= (1 - TIE) * merit.max())[0])
    return points[best], float(steepness[best])


def bottom_of_slice(cost: Cost, window: Window, start: FloatArray, along: int) -> FloatArray:
    """Return the lowest point (2,) of the cost over one parameter, the other as in `start`."""
    line = np.tile(start, (_SAMPLES + 1, 1))
    line[:, along] = np.linspace(window.low[along], window.high[along], _SAMPLES + 1)
    with np.errstate(all="ignore"):
        best = int(np.nanargmin(cost(line)))
    left, right = line[[max(best - 1, 0)]], line[[min(best + 1, _SAMPLES)]]
    bottom: FloatArray = segment_roots(lambda theta: cost.gradient(theta)[:, along], left, right)[0]
    return bottom


def narrowest(cost: Cost, window: Window, center: FloatArray) -> tuple[float, float]:
    """Return the direction on the floor, in shares of its sides, in which the bowl is narrowest."""
    across, along = _half_axes(cost, window, center)[1] / window.size[:2]
    return float(across), float(along)


def _half_axes(cost: Cost, window: Window, center: FloatArray) -> FloatArray:
    """Return the half axes (2, 2), as rows, of a level ellipse, or of the window."""
    size = window.size[:2]
    values, vectors = np.linalg.eigh(cost.hessian(center) * np.outer(size, size))
    if not values[0] > 1e-12 * values[1] > 0:
        return np.diag(size)
    axes: FloatArray = np.sqrt(values[0] / values)[:, None] * vectors.T * size
    return axes


def _rounded(theta: FloatArray, window: Window) -> FloatArray:
    """Return θ in steps of a power of ten that is at most a hundredth of the window's sides."""
    powers = np.floor(np.log10(window.size[:2] / 100)).astype(int)
    return np.array([round(float(t), -int(power)) for t, power in zip(theta, powers, strict=True)])
