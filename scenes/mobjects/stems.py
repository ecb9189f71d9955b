"""Stems over the floor: heights of the cost over single points."""

from collections.abc import Callable
from typing import Self

import numpy as np
from manim import Group, PMobject, VMobject
from numpy.typing import ArrayLike

from gdmath import Cost
from gdmath.checks import FloatArray
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.height_colors import height_colors
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.polylines import set_polylines
from scenes.theme import DARK, Theme

_FOOT = 0.3  # share of the colour map at the floor: small dots of its first colours are lost


class Stems(Group):
    """A thin line from the floor up to J at each of some θ, with a head in J's colour.

    Points outside the axes' window, or with J above its top, have none; heads below its floor
    stand on it.

    `thetas` are of shape (..., 2); `standing`, called before each frame, says how many of them,
    from the first, have stems. `head` is the width of a head in Manim's stroke units, `stem` the
    opacity of the lines.
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
    ) -> None:
        super().__init__()
        self.rise = 1.0
        self.standing = standing
        thetas = np.asarray(thetas, dtype=np.float64).reshape(-1, 2)
        heights, window = cost(thetas), axes.window
        self._inside = window.contains(thetas) & (heights <= window.height[1])
        self._feet = axes.on_floor(thetas)
        self._tops = axes.to_scene(np.column_stack([thetas, np.maximum(heights, window.height[0])]))
        self._colors = height_colors(theme, window, heights, foot=_FOOT)
        self.lines = VMobject(stroke_color=theme.muted, stroke_width=1.5, stroke_opacity=stem)
        self.heads = PMobject(stroke_width=head)
        self.add(self.lines, self.heads)
        keep_fresh(self)

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
        set_polylines(self.lines, np.stack([feet, heads], axis=1))
        self.heads.points = heads
        self.heads.rgbas = self._colors[shown]
