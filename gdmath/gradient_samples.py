"""Points of a window whose gradients differ, in place and in direction."""

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.windows import Window

EDGE = 0.14  # places keep this share of each range from the window's ends
CELLS = 14  # places are considered on a grid of this many along each side
MOST = 50  # the most places to look for
LEAST = 0.45  # of the first gradient: a shorter one is passed over, if longer ones are found


def gradient_samples(cost: Cost, start: ArrayLike, window: Window, count: int = 3) -> FloatArray:
    """Return points (count, 2) of the window with gradients of many directions.

    The first is the start, if the window holds it and the gradient does not vanish there; each
    other one lies far from those before it, with a gradient that points another way. J is inside
    the window's height at each; raises ValueError if it is nowhere, or level everywhere.
    """
    begin = checks.single_parameters(start, "start")
    count = checks.integer(count, "count", least=1, most=MOST)
    checks.cost(cost)
    checks.instance(window, "window", Window)
    size = window.size[:2]
    theta = window.grid(np.linspace(EDGE, 1 - EDGE, CELLS)).reshape(-1, 2)
    with np.errstate(all="ignore"):
        heights, gradients = cost(theta), cost.gradient(theta)
    lengths = np.hypot(*gradients.T)
    inside = window.contains(np.column_stack([theta, heights]))
    seen = inside & np.isfinite(lengths) & (lengths > 0)
    if not seen.any():
        raise ValueError(f"window is {window}; J must be inside it, and not level everywhere")
    theta, gradients, lengths = theta[seen], gradients[seen], lengths[seen]
    first = cost.gradient(begin)
    steep = float(np.hypot(*first))
    if not window.contains(begin) or steep < 0.1 * float(np.median(lengths)):
        index = int(np.argsort(lengths)[len(lengths) // 2])
        begin, first, steep = theta[index], gradients[index], float(lengths[index])
    near = (lengths >= LEAST * steep) & (lengths <= steep / LEAST)
    if np.count_nonzero(near) >= count:
        theta, gradients, lengths = theta[near], gradients[near], lengths[near]
    chosen, directions = [begin], [first / steep]
    turns = gradients / lengths[:, None]
    for _ in range(count - 1):
        apart = [np.hypot(*((theta - place) / size).T) for place in chosen]
        turned = [1 - turns @ direction for direction in directions]
        best = int(np.argmax(np.min(apart, axis=0) + 0.5 * np.min(turned, axis=0)))
        chosen.append(theta[best])
        directions.append(turns[best])
    return np.array(chosen)
