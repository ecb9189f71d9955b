"""Colours between the stops of the surface's colour map."""

from __future__ import annotations

import numpy as np
from manim import ManimColor

from scenes.theme import Theme


def height_color(theme: Theme, share: float) -> ManimColor:
    """Return the colour of the surface at `share` of its height, 0 at the floor and 1 at the top.

    Examples
    --------
    >>> from scenes.theme import DARK
    >>> height_color(DARK, 1).to_hex().lower() == DARK.surface[-1]
    True
    """
    stops = np.array([ManimColor(stop).to_rgb() for stop in theme.surface])
    places = np.linspace(0, 1, len(stops))
    return ManimColor(np.array([np.interp(share, places, channel) for channel in stops.T]))
