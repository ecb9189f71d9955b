"""The colours of heights: those that the cost's surface has there."""

import numpy as np

from gdmath import Window
from gdmath.checks import FloatArray
from scenes.camera.mesh_arrays import mapped_colors
from scenes.theme import Theme


def height_colors(
    theme: Theme, window: Window, heights: FloatArray, *, foot: float = 0.0
) -> FloatArray:
    """Return the opaque colours (n, 4), red, green, blue and alpha in [0, 1], of heights (n,) of J.

    Heights beyond the window have the colour of its floor or top. `foot` is the share of the
    colour map that stands for the floor: its first colours are too dark for dots and thin lines.
    """
    shares = foot + (1 - foot) * np.clip(window.height_share(heights), 0, 1)
    return mapped_colors(theme.surface, shares, (0.0, 1.0), 1.0)
