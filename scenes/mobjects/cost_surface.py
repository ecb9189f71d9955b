"""The cost as a surface over the floor of its parameters."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import ManimColor, ThreeDVMobject, VGroup, interpolate_color

from gdmath import Cost
from scenes.mobjects.clipped_grid import clipped_grid
from scenes.mobjects.cost_axes import CostAxes
from scenes.theme import DARK, Theme

_FLAT = 1e-3  # the least share of its height that the surface can have


class CostSurface(VGroup):
    """The surface z = J(θ), coloured by height and cut off at the top of its axes.

    Parameters
    ----------
    cost
        The function J.
    axes
        The axes it stands in.
    resolution
        Cells along each side.
    theme
        The look.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError, Window
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> axes = CostAxes(Window((-2, 4), (-2, 4), (0, 3)), facing=-1.0)
    >>> len(CostSurface(J, axes, resolution=4).faces)
    16
    """

    def __init__(
        self,
        cost: Cost,
        axes: CostAxes,
        *,
        resolution: int = 24,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.axes = axes
        self._rise = 1.0
        grid = clipped_grid(cost, axes.window, resolution)
        points = axes.to_scene(grid.vertices)
        low, high = axes.window.height
        stops = [ManimColor(color) for color in theme.surface]
        self.faces = VGroup()
        for polygon in grid.polygons:
            corners = list(polygon)
            share = (grid.vertices[corners, 2].mean() - low) / (high - low)
            color = _color_at(stops, float(share))
            face = ThreeDVMobject(
                fill_color=color,
                fill_opacity=theme.surface_opacity,
                stroke_color=color,
                stroke_width=0.4,
                stroke_opacity=theme.surface_opacity,
            )
            self.faces.add(face.set_points_as_corners(points[[*corners, corners[0]]]))
        self.add(*self.faces)

    def set_rise(self, share: float) -> Self:
        """Stand at `share` of the full height over the floor; 1 is the true surface."""
        share = max(share, _FLAT)
        floor = self.axes.on_floor(np.array(self.axes.window.low[:2]))
        self.stretch(share / self._rise, dim=2, about_point=floor)
        self._rise = share
        return self


def _color_at(stops: list[ManimColor], share: float) -> ManimColor:
    position = min(max(share, 0.0), 1.0) * (len(stops) - 1)
    before = min(int(position), len(stops) - 2)
    return interpolate_color(stops[before], stops[before + 1], position - before)
