"""How far out a cost reaches a height: the extent of its level lines, for choosing a window."""

import math

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost import Cost, QuadraticCost
from gdmath.roots import bracketed_roots

BLUR = 1e-9  # what is closer to the minimum than this share is not told from it
SINGULAR = 1e-14  # of a Hessian's largest eigenvalue: a smaller one may be rounding
DIRECTIONS = 64  # the rim is sought in this many directions from the minimum
SAMPLES = 64  # the surface is judged on this many points along each side
NEAREST = 1e-60  # how much nearer than the curvature says the rim may be: an exponential's is


def worth_showing(cost: Cost, best: FloatArray, least: float, drop: float) -> float:
    """Return the height of the start above the minimum, or a height for a start that is on it."""
    blur = BLUR * best  # a bowl no wider than this is rounding
    with np.errstate(all="ignore"):  # then nothing is negligible
        rounding = 0.5 * float(blur @ cost.hessian(best) @ blur)
        if not math.isfinite(rounding):  # a kink, or an overflow
            rounding = float(cost(best + BLUR * (1 + np.abs(best)))) - least
    negligible = max(BLUR * abs(least), rounding if math.isfinite(rounding) else 0.0)
    if drop > negligible:
        return drop
    return abs(least) if abs(least) > negligible else 1.0


def reach(cost: Cost, best: FloatArray, top: float, shown: FloatArray) -> FloatArray:
    """Return points (n, 2) as far out as the rim {J = top} round the minimum."""
    rise = top - float(cost(best))
    if isinstance(cost, QuadraticCost) and np.diag(cost.hessian_root).all():
        # H⁻¹ = R⁻¹ R⁻ᵀ: unlike that of H itself, this inverse does not cancel.
        widths = np.sqrt(2 * rise) * np.hypot(*np.linalg.inv(cost.hessian_root).T)
        return np.stack([best - widths, best + widths])
    hessian = cost.hessian(best)
    smallest, largest = np.linalg.eigvalsh(hessian)
    if smallest > SINGULAR * largest:
        spokes = np.linalg.inv(np.linalg.cholesky(hessian)) * np.sqrt(2 * rise)
    else:
        extent = np.abs(shown - best).max(axis=0)
        extent[extent == 0] = extent.max() or 1.0
        spokes = np.diag(extent)
    angles = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    rays = np.stack([np.cos(angles), np.sin(angles)], axis=-1) @ spokes
    return np.asarray(best + rays * _crossing(cost, best, rays, top)[:, None])


def _crossing(cost: Cost, best: FloatArray, rays: FloatArray, top: float) -> FloatArray:
    """Return how far (n,) along each ray J rises to `top`; 4 where it does not by then."""
    even = np.linspace(0, 4, 4 * SAMPLES + 1)[1:]
    steps = np.concatenate([[0.0], np.geomspace(NEAREST, even[0], 4 * SAMPLES)[:-1], even])
    with np.errstate(all="ignore"):
        reached = ~(cost(best + rays[:, None, :] * steps[1:, None]) < top)
    first = np.where(reached.any(axis=1), np.argmax(reached, axis=1), len(steps) - 2)
    return bracketed_roots(
        lambda far: cost(best + rays * far[:, None]) - top, steps[first], steps[first + 1]
    )


def box_round(shown: FloatArray) -> FloatArray:
    """Return the corners (2, 2) of a box round a path that has no minimum: not too narrow."""
    low, high = shown.min(axis=0), shown.max(axis=0)
    size = float((high - low).max()) or max(float(np.abs(shown).max()), 1.0)
    middle, half = (low + high) / 2, np.maximum((high - low) / 2, size / 4)
    return np.stack([middle - 1.5 * half, middle + 1.5 * half])


def sampled_heights(cost: Cost, low: FloatArray, high: FloatArray, seen: float) -> FloatArray:
    """Return heights of J over the box between two corners (2,), infinite where J overflows.

    Where less than the share `seen` of them is finite, the finite ones alone are returned.
    """
    shares = (np.arange(SAMPLES) + 0.5) / SAMPLES
    grid = np.stack(np.meshgrid(shares, shares, indexing="ij"), axis=-1)
    with np.errstate(all="ignore"):
        heights = np.ravel(cost(low + grid * (high - low)))
    heights = heights[heights > -np.inf]
    finite = heights[np.isfinite(heights)]
    if not len(finite):
        return np.zeros(1)
    return heights if len(finite) >= seen * len(heights) + 1 else finite
