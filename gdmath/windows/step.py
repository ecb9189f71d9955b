"""The window that shows one step: both its ends, on the cost and on the tangent plane."""

import numpy as np

from gdmath import checks
from gdmath.cost import Cost
from gdmath.path import Path
from gdmath.tangent_plane import TangentPlane
from gdmath.windows.window import Window

SEEN = 0.12  # of the height: where the larger drop has less, the window is made narrower
ROOM = 0.9  # a narrower window reaches this many steps to every side of the step's middle
PAD = 0.08  # the share of a range kept free beyond the ends


def step_window(cost: Cost, path: Path, window: Window) -> Window:
    """Return the window, with a linear scale, in which a path's first step is well seen.

    It is `window`, widened where the step or the plane at its end would leave it. Where the drop
    would then be too small to see, it is a narrower one round the step. Raises ValueError where the
    path has no step.
    """
    checks.cost(cost, has=("__call__", "gradient", "hessian"))
    checks.instance(path, "path", Path)
    checks.instance(window, "window", Window)
    if path.steps < 1:
        raise ValueError(f"path has {path.steps} steps; it must have at least one")
    ends = path.points[:2]
    heights = np.array([*path.costs[:2], TangentPlane.at(cost, ends[0])(ends[1])])
    corners = np.array([[*end, height] for end in ends for height in heights])
    least, most = corners.min(axis=0), corners.max(axis=0)
    low, high, size = window.low, window.high, window.size[:2]
    drop = float(most[2] - least[2])
    if 0 < drop < SEEN * window.size[2]:
        half = np.abs(ends[1] - ends[0])
        # Along a parameter that hardly changes, as far as J changes by as much as along the step.
        bends = np.abs(np.diagonal(cost.hessian(ends[0])))
        spread = np.sqrt(2 * drop / np.where(bends > 0, bends, np.inf))
        half = np.minimum(ROOM * np.maximum(half, spread), size / 2)
        half = np.where(half > 0, half, size / 2)  # where neither step nor J says how far
        middle = ends.mean(axis=0)
        low = np.array([*(middle - half), least[2] - 0.2 * drop])
        high = np.array([*(middle + half), most[2] + 0.6 * drop])
    pad = PAD * (np.maximum(high, most) - np.minimum(low, least))
    low = np.where(least < low, least - pad, low)
    high = np.where(most > high, most + pad, high)
    return Window.of_box(low, high)
