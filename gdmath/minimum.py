"""The known minimum of a cost, and how low it is, or None."""

import numpy as np
from numpy.typing import ArrayLike

from gdmath.checks import FloatArray
from gdmath.cost import Cost, NoMinimumError


def known_minimum(cost: Cost, near: ArrayLike | None = None) -> FloatArray | None:
    """Return where J is least, (2,), or None; of several places the one nearest to `near` (2,)."""
    minima = np.asarray(getattr(cost, "minima", ()), dtype=np.float64).reshape(-1, 2)
    if near is not None and len(minima):
        apart = np.linalg.norm(minima - np.asarray(near, dtype=np.float64), axis=1)
        return np.asarray(minima[np.argmin(apart)])
    try:
        return np.asarray(cost.minimizer())
    except NoMinimumError:
        return None


def least(cost: Cost) -> float | None:
    """Return J at its minimum, or None if there is none, or none is known."""
    best = known_minimum(cost)
    return None if best is None else float(cost(best))
