"""The least value of a cost without a closed form: found on a grid, refined, and certified."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from gdmath.checks import FloatArray
from gdmath.cost import Cost

REACH = 100.0
"""Minima are looked for up to this distance from 0 along each axis."""

NEAR, FINE, COARSE = 6.0, 0.125, 0.5
"""Samples along each axis are `FINE` apart up to `NEAR` from 0, and `COARSE` up to `REACH`."""

STARTS, MAX_STEPS, HALVINGS = 24, 60, 30
"""Low points of the grid that Newton's method starts from, its steps, and tries at each step."""

LOOKS = 3
"""A minimum farther from 0 than `REACH` is looked for round the lowest point found, so often."""

POLLED, POLLS, DIRECTIONS, FINEST = 6, 300, 1024, 1e-11
"""Low points from which a kink is sought, by so many polls of points all round it in so many
directions, and the distance, as a share of 1 + |θ|, at which the polls end."""

CLOSE = 1e-5
"""A minimum is known to this share of 1 + |θ|, or better."""

ROUNDING = 1e-12
"""The share of J by which two values of it may differ though they are meant to be equal."""

_DISTANCES = np.geomspace(1e-3, 1e4, 300)  # close enough not to step over a bump
_ANGLES = np.linspace(0, 2 * np.pi, 32, endpoint=False)
_CIRCLE = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=-1)


def certified_minimizer(cost: Cost, *, kinked: bool = False) -> FloatArray | None:
    """Return the point (2,) at which `cost` is least, or None if none is certain.

    Safeguarded Newton steps (Nocedal & Wright, Numerical Optimization, 2nd ed., ch. 3) go down
    from the lowest points of a grid; where the cost may have kinks (`kinked`), polls of points all
    round go on from where they end. What is found farther from 0 than `REACH` is looked at again
    from a grid round it.

    A point is certified if it is stationary and its Hessian positive semidefinite, or nothing
    close to its kink is lower, and if no point sampled anywhere is lower, nor equal to the horizon
    on one side alone (there a cost only sinks towards its infimum). Beyond `REACH` J must rise in
    every direction from it. Samples prove no more than they see: a well narrower than their
    distance, `FINE` or `COARSE`, can be missed.
    """
    center, lowest = np.zeros(2), np.inf
    with np.errstate(all="ignore"):
        for _ in range(LOOKS):
            offsets = _grid()
            values = cost(center + offsets)
            lowest = min(lowest, float(np.fmin.reduce(values)))
            found = _newton(cost, center + offsets[_starts(offsets, values)])
            best = _certain(cost, found, center, lowest, kinked=False)
            if best is None and kinked:
                found = np.concatenate([found, _polled(cost, found)])
                best = _certain(cost, found, center, lowest, kinked=True)
            if best is not None:
                return best
            heights = cost(found)
            far = found[np.argmin(np.where(np.isfinite(heights), heights, np.inf))]
            seen = np.abs(far).max() <= REACH or np.abs(far - center).max() <= FINE
            if seen or not _rests(cost, far, kinked=kinked):
                return None
            center = far
    return None


def _certain(
    cost: Cost, found: FloatArray, center: FloatArray, lowest: float, *, kinked: bool
) -> FloatArray | None:
    """Return the certified one of points (n, 2) round `center`, nearest to 0, or None.

    `lowest` is the least height of all samples.
    """
    heights = cost(found)
    keep = np.isfinite(heights) & (np.abs(found - center) <= REACH).all(axis=-1)
    found, heights = found[keep], heights[keep]
    if not len(found):
        return None
    floor = heights.min()
    least = found[heights <= floor + _rounding(floor)]
    for point in least[np.argsort(np.hypot(least[:, 0], least[:, 1]), kind="stable")]:
        if lowest < cost(point) - _rounding(cost(point)):
            continue
        if np.abs(point).max() > REACH and not _is_alone(cost, point):
            continue
        if _rests(cost, point, kinked=kinked) and _is_below_rays(cost, point):
            return np.array(point)
    return None


def objection(cost: Cost, point: FloatArray, *, kinked: bool) -> str | None:
    """Return why `point` (2,) is no minimum of `cost`, or None if it is one.

    It needs to be known to about `CLOSE` alone. At the minimum of a cost that may have kinks
    (`kinked`) the gradient need not be 0.
    """
    with np.errstate(all="ignore"):
        height = cost(point)
        if not np.isfinite(height):
            return f"J is {height:g} there"
        gradient, hessian = cost.gradient(point), cost.hessian(point)
        slack = _rounding(height)
        reach = 1e-3 * (1 + np.abs(point).max())
        if not kinked:
            curvature = np.abs(hessian).max()
            allowed = CLOSE * curvature * (1 + np.abs(point).max()) + ROUNDING * (1 + abs(height))
            if not np.abs(gradient).max() <= allowed:
                return f"the gradient there is {gradient.round(6).tolist()}"
            slack += reach * np.abs(gradient).sum()
        ring = cost(point + reach * _CIRCLE)
        if (ring < height - slack).any():
            return "points beside it are lower"
    return None


def _rounding(height: FloatArray) -> float:
    return float(ROUNDING * np.abs(height))


def _grid() -> FloatArray:
    """Return points (n·n, 2): `FINE` apart near 0, then `COARSE`, and ever wider beyond `REACH`."""
    near = np.arange(0, NEAR, FINE)
    far = np.arange(NEAR, REACH, COARSE)
    axis = np.concatenate([near, far, np.geomspace(REACH, 1e4, 16)])
    axis = np.concatenate([-axis[:0:-1], axis])
    return np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)


def _starts(grid: FloatArray, values: FloatArray) -> NDArray[np.intp]:
    """Return the indices of the lowest points no higher than their neighbours, then of others.

    Of points equally low, those near 0 come first.
    """
    values = np.where(np.isfinite(values), values, np.inf)
    side = round(len(values) ** 0.5)
    square = values.reshape(side, side)
    padded = np.pad(square, 1, constant_values=np.inf)
    around = sliding_window_view(padded, (3, 3)).min(axis=(-2, -1))
    order = np.lexsort((np.hypot(grid[:, 0], grid[:, 1]), values))
    valleys = (square <= around).ravel()[order]
    return np.concatenate([order[valleys][: STARTS // 2], order[: STARTS // 2]])


def _newton(cost: Cost, points: FloatArray) -> FloatArray:
    """Return where Newton's method, with |eigenvalues| and halved steps, leads from (n, 2)."""
    heights = cost(points)
    for _ in range(MAX_STEPS):
        gradient, hessian = cost.gradient(points), cost.hessian(points)
        derivatives = np.concatenate([gradient[..., None], hessian], axis=-1)
        usable = np.isfinite(derivatives).all(axis=(-2, -1), keepdims=True)  # (n, 1, 1)
        values, vectors = np.linalg.eigh(np.where(usable, hessian, np.eye(2)))
        gradient = np.where(usable.reshape(-1, 1), gradient, 0.0)
        along = np.einsum("nij,ni->nj", vectors, gradient)
        size = np.maximum(np.abs(values), 1e-12 * np.abs(values).max(axis=-1, keepdims=True))
        step = -np.einsum("nij,nj->ni", vectors, np.where(along == 0, 0.0, along / size))
        step = np.where(np.isfinite(step), step, 0.0)
        moved = np.zeros(len(points), dtype=np.bool_)
        for _ in range(HALVINGS):
            trial = np.where(moved[:, None], points, points + step)
            higher = cost(trial)
            better = np.less(higher, heights) & ~moved
            points = np.where(better[:, None], trial, points)
            heights = np.where(better, higher, heights)
            moved |= better
            step = step / 2
        if not moved.any():
            break
    return points


def _rests(cost: Cost, point: FloatArray, *, kinked: bool) -> bool:
    """Return whether J goes down nowhere from `point`, close to it."""
    return _is_stationary(cost, point) or (kinked and _is_lowest_round(cost, point))


def _is_stationary(cost: Cost, point: FloatArray) -> bool:
    """Return whether a Newton step from `point` is negligible and its Hessian semidefinite."""
    gradient, hessian = cost.gradient(point), cost.hessian(point)
    if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
        # The gradient at a kink is 0 by convention, and there is no Hessian.
        return bool(np.isfinite(gradient).all() and not gradient.any())
    values, vectors = np.linalg.eigh(hessian)
    largest = np.abs(values).max()
    if values[0] < -1e-9 * largest:
        return False
    along = np.abs(vectors.T @ gradient)
    allowed = CLOSE * (1 + np.abs(point).max()) * np.maximum(values, 1e-9 * largest)
    return bool((along <= allowed).all())


def _is_below_rays(cost: Cost, point: FloatArray) -> bool:
    """Return whether J rises, or stays, alike on opposite rays from `point`."""
    height = cost(point)
    rays = cost(point + _CIRCLE[:, None, :] * _DISTANCES[:, None])
    if (rays < height - _rounding(height)).any():
        return False
    # A flat valley may rise by rounding, as a share of what J is at that distance.
    sizes = np.where(np.isfinite(rays), np.abs(rays), 0.0)
    scale = np.maximum(sizes.max(axis=0), np.abs(height))
    rises = (~(rays <= height + ROUNDING * scale)).any(axis=-1)
    return bool((rises == np.roll(rises, len(_CIRCLE) // 2)).all())


def _polled(cost: Cost, points: FloatArray) -> FloatArray:
    """Return where polls of points all round, at distances that shrink, lead from (n, 2).

    They need no derivatives, and so come to rest at kinks; from the `POLLED` lowest points alone.
    """
    heights = cost(points)
    order = np.argsort(np.where(np.isfinite(heights), heights, np.inf), kind="stable")[:POLLED]
    points, heights = points[order], heights[order]
    rows, far = np.arange(len(points)), (1 + np.abs(points).max(axis=-1)) / 2
    for poll in range(POLLS):
        angles = poll + np.arange(DIRECTIONS) * (2 * np.pi / DIRECTIONS)
        angles = np.concatenate([np.arange(8) * (np.pi / 4), angles])
        circle = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        ring = points[:, None] + far[:, None, None] * circle
        around = cost(ring)
        around = np.where(np.isfinite(around), around, np.inf)
        best = around.argmin(axis=1)
        lower = around[rows, best] < heights
        points = np.where(lower[:, None], ring[rows, best], points)
        heights = np.where(lower, around[rows, best], heights)
        far = np.where(lower, 2 * far, far / 2)
        if (far <= FINEST * (1 + np.abs(points).max(axis=-1))).all():
            break
    short = points.round(9)
    return np.where((cost(short) <= heights)[:, None], short, points)


def _is_lowest_round(cost: Cost, point: FloatArray) -> bool:
    """Return whether J is defined all round `point`, close to it, and nowhere there lower."""
    height = cost(point)
    angles = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    radii = np.geomspace(1e-8, 1e-3, 6) * (1 + np.abs(point).max())
    return bool((cost(point + radii[:, None, None] * circle) >= height - _rounding(height)).all())


def _is_alone(cost: Cost, point: FloatArray) -> bool:
    """Return whether J is higher in every direction from `point`."""
    height = cost(point)
    ring = cost(point + 1e-3 * (1 + np.abs(point).max()) * _CIRCLE)
    return bool((ring > height + _rounding(height)).all())
