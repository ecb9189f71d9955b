"""A window cut so that it can be drawn at equal scales."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.windows.window import Window

LONGEST = 2.0
"""At equal scales a window may be so many times as long as wide; a longer one is cropped."""


def cropped(window: Window, point: ArrayLike) -> Window:
    """Return the window cut round a point so that it can be drawn at equal scales.

    Parameters
    ----------
    window
        What is shown.
    point
        The parameters (2,) that stay inside; as near to the middle as the window allows.

    Raises
    ------
    ValueError
        If `point` is not two finite numbers.

    Examples
    --------
    >>> cropped(Window((0, 100), (0, 10), (0, 1)), (5, 5)).theta0
    (0.0, 20.0)
    """
    checks.instance(window, "window", Window)
    middle = checks.single_parameters(point, "point")
    low, high, size = window.low[:2], window.high[:2], window.size[:2]
    kept = np.minimum(size, LONGEST * size.min())
    begin = np.clip(middle - kept / 2, low, high - kept)
    ends = [(float(one), float(one + length)) for one, length in zip(begin, kept, strict=True)]
    return dataclasses.replace(window, theta0=ends[0], theta1=ends[1])
