"""A few heights of the cost, as pins on the floor."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from manim import Dot, Line, VGroup
from numpy.typing import ArrayLike

from gdmath import Cost
from scenes.mobjects.coloring import height_color
from scenes.mobjects.cost_axes import CostAxes
from scenes.theme import DARK, Theme

_FOOT = 0.25  # of the colour map, which is too dark for thin stems below


class Pin(VGroup):
    """A stem with a round head at its end."""

    def __init__(self, stem: Line, color: Any) -> None:
        super().__init__()
        self.stem = stem
        self.head: Dot = Dot(stem.get_end(), radius=0.065, color=color)
        self.add(self.stem, self.head)


class HeightPins(VGroup):
    """One pin for each θ, from the floor up to J(θ), coloured as the surface is there.

    Parameters
    ----------
    cost
        The function J.
    axes
        The axes they stand in.
    thetas
        Where they stand, of shape (n, 2).
    theme
        The look.

    Attributes
    ----------
    billboards
        The heads, which must face the viewer (``add_fixed_orientation_mobjects``).

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError, Window
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> axes = CostAxes(Window((-2, 4), (-2, 4), (0, 3)), facing=-1.0)
    >>> pins = HeightPins(J, axes, [(0, 0), (1, 2)])
    >>> axes.to_coordinates(pins[1].head.get_center()).round(9).tolist()
    [1.0, 2.0, 0.333333333]
    """

    def __init__(
        self,
        cost: Cost,
        axes: CostAxes,
        thetas: ArrayLike,
        *,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        places = np.asarray(thetas, dtype=np.float64)
        self.billboards = VGroup()
        low, high = axes.window.height
        for theta, height in zip(places, np.asarray(cost(places)), strict=True):
            share = (height - low) / (high - low)
            if axes.log:
                share = math.log(max(height, low) / low) / math.log(high / low)
            color = height_color(theme, _FOOT + (1 - _FOOT) * min(max(share, 0.0), 1.0))
            top = axes.to_scene([*theta, max(height, low)])
            pin = Pin(Line(axes.on_floor(theta), top, color=color, stroke_width=3), color)
            self.add(pin)
            self.billboards.add(pin.head)
