"""Heights of the cost over single points of the floor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np
from manim import Group, PMobject, VMobject
from numpy.typing import ArrayLike

from gdmath import Cost
from gdmath.checks import FloatArray
from scenes.mobjects.coloring import height_color
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.polylines import set_polylines
from scenes.theme import DARK, Theme

DIMMEST = 0.3
"""Where in the colour map a head on the floor is: a small dot of the lowest colour is lost."""


class FloorPins(Group):
    """A thin line from the floor up to J at each of some θ, with a head in J's colour.

    Points outside the axes' window, or with J above its top, have none; heads below its floor
    stand on it.

    Parameters
    ----------
    cost
        The function J.
    axes
        The axes that the pins stand in.
    thetas
        Where they stand, of shape (n, 2).
    standing
        Called before each frame; so many of `thetas`, from the first, have pins. By default all.
    head
        The width of a head, in Manim's stroke units.
    stem
        The opacity of the lines.
    theme
        The look.

    Attributes
    ----------
    rise
        How much of their height they have.
    stems, heads
        One mobject each.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError, Window
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> axes = CostAxes(Window((-2, 4), (-2, 4), (0, 3)), facing=-1.0)
    >>> pins = FloorPins(J, axes, [(1, 1), (2, 1), (9, 9)])
    >>> axes.to_coordinates(pins.heads.points).round(9).tolist()
    [[1.0, 1.0, 0.0], [2.0, 1.0, 0.5]]
    """

    def __init__(
        self,
        cost: Cost,
        axes: CostAxes,
        thetas: ArrayLike,
        *,
        standing: Callable[[], int] | None = None,
        head: int = 13,
        stem: float = 0.7,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.axes = axes
        self.rise = 1.0
        self.standing = standing
        thetas = np.asarray(thetas, dtype=np.float64).reshape(-1, 2)
        heights = cost(thetas)
        points = np.column_stack([thetas, heights])
        window = axes.window
        sideways = (points >= window.low)[:, :2] & (points <= window.high)[:, :2]
        self._inside = sideways.all(axis=1) & (heights <= window.high[2])
        self._feet = axes.on_floor(thetas)
        self._tops = axes.to_scene(np.maximum(points, [-np.inf, -np.inf, window.low[2]]))
        shares = (self._tops - self._feet)[:, 2] / _tall(axes)
        shares = DIMMEST + (1 - DIMMEST) * np.clip(shares, 0, 1)
        colors = np.array([height_color(theme, float(share)).to_rgb() for share in shares])
        self._colors = np.column_stack([colors, np.ones(len(colors))])
        self.stems = VMobject(stroke_color=theme.muted, stroke_width=1.5, stroke_opacity=stem)
        self.heads = PMobject(stroke_width=head)
        self.add(self.stems, self.heads)
        self.add_updater(lambda pins: pins.refresh())
        self.refresh()

    def set_rise(self, share: float) -> Self:
        """Stand at `share` of their full heights; 1 is on the surface."""
        self.rise = share
        self.refresh()
        return self

    def refresh(self) -> None:
        """Stand at the present height, as many as stand now."""
        shown = self._inside.copy()
        if self.standing is not None:
            shown[max(self.standing(), 0) :] = False
        feet, tops = self._feet[shown], self._tops[shown]
        heads: FloatArray = feet + self.rise * (tops - feet)
        set_polylines(self.stems, np.stack([feet, heads], axis=1))
        self.heads.points = heads
        self.heads.rgbas = self._colors[shown]


def _tall(axes: CostAxes) -> float:
    """Return the height of the box, in scene units."""
    ends = axes.to_scene(np.array([axes.window.low, axes.window.high]))
    return float(ends[1, 2] - ends[0, 2])
