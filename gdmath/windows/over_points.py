"""Windows over ranges or points that are given: how high what is shown there stands."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.windows.window import Range, Window

HEADROOM = 1.3  # the rim stands this many times as high over the bottom as the start, at least
SEEN = 0.35  # at least this share of the floor has the surface over it
WHOLE = 3.0  # a surface no higher than this many times the start is shown whole
MARGIN = 0.3  # what is left free round points close to one another, as a share of their reach
ROOM = 0.15  # what is left free on each side of paths, as a share of their extent
SAMPLES, FEW = 81, 33  # points along each side at which a whole surface, or a part, is judged


def landscape_window(cost: Cost, ranges: tuple[Range, Range], start: ArrayLike) -> Window:
    """Return the window over ranges of θ0 and θ1 that shows a start and enough of what is below.

    Raises ValueError if J is not finite at the start.
    """
    with np.errstate(all="ignore"):
        first = float(cost(np.asarray(start, dtype=np.float64)))
    if not np.isfinite(first):
        raise ValueError(f"start is {np.asarray(start).tolist()}; the formula is not finite there")
    low, high = np.array(ranges).T
    heights = np.append(_heights(cost, low, high, SAMPLES), first)
    least, highest = float(heights.min()), float(heights.max())
    drop, top = first - least, highest
    if highest - least > WHOLE * drop:
        top = min(max(least + HEADROOM * drop, float(np.quantile(heights, SEEN))), highest)
    if not top > least:
        top = least + max(abs(least), 1.0)
    bottom = 0.0 if 0 <= least <= 0.4 * top else least - 0.12 * (top - least)
    return Window(*ranges, (bottom, top))


def window_of_paths(cost: Cost, window: Window, paths: Sequence[FloatArray]) -> Window:
    """Return the part of a window that paths (n, 2) run through, and some room round them."""
    seen = np.concatenate(paths)
    seen = seen[window.contains(seen)]
    low, high = seen.min(axis=0), seen.max(axis=0)
    room = np.maximum(ROOM * (high - low), 0.05 * window.size[:2])
    low = np.maximum(low - room, window.low[:2])
    high = np.minimum(high + room, window.high[:2])
    bottom, top = window.height
    highest = float(_heights(cost, low, high, FEW).max())
    return Window.of_box(
        [*low, bottom], [*high, min(highest, top) if highest > bottom else top], window.scale
    )


def window_close_to(cost: Cost, center: FloatArray, points: FloatArray, window: Window) -> Window:
    """Return a part of a window that holds points (n, 2), with `center` (2,) in its middle."""
    half = (1 + MARGIN) * np.abs(points - center).max(axis=0)
    half = np.maximum(half, 1e-3 * window.size[:2])
    low, high = center - half, center + half
    top = float(_heights(cost, low, high, FEW).max())
    return Window.of_box([*low, float(cost(center))], [*high, top])


def _heights(cost: Cost, low: FloatArray, high: FloatArray, samples: int) -> FloatArray:
    """Return the finite heights of J on a grid between two corners (2,), flat."""
    grid = np.stack(np.meshgrid(*np.linspace(low, high, samples).T), axis=-1)
    with np.errstate(all="ignore"):
        heights: FloatArray = np.ravel(cost(grid))
    return heights[np.isfinite(heights)]
