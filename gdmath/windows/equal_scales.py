"""A window cut so that it can be drawn at equal scales."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.windows.window import Window

LONGEST = 2.0
"""At equal scales a window may be so many times as long as wide; a longer one is cropped."""


def cropped(window: Window, point: ArrayLike) -> Window:
    """Return the window cut so that it can be drawn at equal scales.

    Its middle is as near to the parameters `point` (2,) as the window allows.

    Examples
    --------
    >>> cropped(Window((0, 100), (0, 10), (0, 1)), (5, 5)).theta0
    (0.0, 20.0)
    """
    checks.instance(window, "window", Window)
    size = window.size[:2]
    kept = np.minimum(size, LONGEST * size.min())
    middle = checks.single_parameters(point, "point")
    begin = np.clip(middle - kept / 2, window.low[:2], window.high[:2] - kept)
    bottom, top = window.height
    return Window.of_box([*begin, bottom], [*(begin + kept), top], window.scale)
