"""Roots in brackets: where a level is crossed, or a slope is zero, many at a time."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from gdmath.checks import FloatArray
from gdmath.rounding import HAIR

ROUNDS = 60  # the most rounds, of two evaluations each; each at least halves the bracket


def bracketed_roots(
    function: Callable[[FloatArray], FloatArray], low: ArrayLike, high: ArrayLike
) -> FloatArray:
    """Return where n functions change their sign between `low` and `high`, by Ridders' method.

    Where a function is smooth the digits double each round (Ridders, A new algorithm for computing
    a single root of a real continuous function, IEEE Trans. Circuits Syst. 26, 1979); where it
    jumps, as a slope does at a kink, the bracket is halved down to the jump. What is not finite
    counts as beyond the root, on the side of `high`: a cost that overflows is above its level.

    `function` takes positions (n,) and returns values (n,), which are finite at `low`. Where the
    sign does not change, the root is the end whose value is nearer to 0.

    Examples
    --------
    >>> bracketed_roots(lambda x: x**2 - [2.0, 9.0], [0, 0], [2, 4]).round(12)
    array([1.41421356, 3.        ])
    """
    low, high = (np.array(end, dtype=np.float64) for end in np.broadcast_arrays(low, high))
    with np.errstate(all="ignore"):  # what is not finite is told by its value
        below, above = (np.array(function(end), dtype=np.float64) for end in (low, high))
        far = np.where(np.isfinite(above), np.sign(above), -np.sign(below))
        going = (below != 0) & (above != 0) & (np.sign(below) != far)

        def narrow(position: FloatArray) -> FloatArray:
            """Evaluate at positions, and move one end of each bracket there; return the values."""
            value = np.asarray(function(position), dtype=np.float64)
            beyond = ~np.isfinite(value) | (np.sign(value) == far)
            near, past = going & ~beyond, going & (beyond | (value == 0))
            low[near], below[near] = position[near], value[near]
            high[past], above[past] = position[past], value[past]
            return value

        for _ in range(ROUNDS):
            if not going.any():
                break
            first, last, left, right = low.copy(), high.copy(), below.copy(), above.copy()
            middle = 0.5 * (first + last)
            half = narrow(middle)
            # Scaled, so that the squares neither overflow nor vanish.
            size = np.maximum(np.abs(left), np.abs(right))
            a, b, c = left / size, half / size, right / size
            guess = middle + (middle - first) * np.sign(a - c) * b / np.sqrt(b * b - a * c)
            inside = (guess > low) & (guess < high)  # not where it is nan
            narrow(np.where(inside, guess, 0.5 * (low + high)))
            going &= (below != 0) & (above != 0)
            going &= (high - low) > HAIR * np.maximum(np.abs(low), np.abs(high))
        return np.where(
            np.abs(below) <= np.where(np.isnan(above), np.inf, np.abs(above)), low, high
        )


def segment_roots(
    function: Callable[[FloatArray], FloatArray], start: FloatArray, end: FloatArray
) -> FloatArray:
    """Return `bracketed_roots` on n segments, as points (n, k); their ends are met exactly."""

    def at(share: FloatArray) -> FloatArray:
        # Both products are exact at an end, where the share is 0 or 1.
        return np.asarray((1 - share)[:, None] * start + share[:, None] * end)

    return at(bracketed_roots(lambda share: function(at(share)), np.zeros(len(start)), 1.0))
