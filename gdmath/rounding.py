"""How far numbers may be off by rounding alone, in shares of what they are computed from."""

import numpy as np

EPS = float(np.finfo(np.float64).eps)
"""The distance from 1 to the next float64."""

HAIR = 4 * EPS
"""Of a number, after one or two operations."""

ROUNDING = 16 * EPS
"""Of the largest number in a short sum: no more left of it than this is rounding."""
