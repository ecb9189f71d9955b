"""The cost as a surface over the floor of its parameters."""

from __future__ import annotations

import math
from typing import Any, Self

import numpy as np

from gdmath import Cost
from scenes.camera import SurfaceMesh
from scenes.mobjects.clipped_grid import clipped_grid
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.numbers import ticks_between
from scenes.theme import DARK, Theme

_FLAT = 1e-3  # the least share of its height that the surface can have


class CostSurface(SurfaceMesh):
    """The surface z = J(θ), coloured by height and cut off at the top of its axes.

    Level lines lie in it at round values of J. In axes with a logarithmic height its values are
    those of log₁₀ J, and it is flat where J is below the floor.

    The scene must be a `scenes.camera.DepthScene`: the surface is a mesh, which a stock
    ``ThreeDScene`` leaves out without a word.

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

    Attributes
    ----------
    levels
        The values of J that have a level line.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError, Window
    >>> from scenes.camera import DepthScene
    >>> from scenes.mobjects import CostAxes, CostSurface
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> class Bowl(DepthScene):
    ...     def construct(self):
    ...         self.set_camera_orientation(phi=1.1, theta=-0.9, zoom=1.2)
    ...         axes = CostAxes(Window((-2, 4), (-2, 4), (0, 3)), facing=-0.9)
    ...         self.add_fixed_orientation_mobjects(*axes.billboards)
    ...         self.add(axes, CostSurface(J, axes))
    ...         self.move_camera(theta=-0.4)

    It ends at the top of its axes:

    >>> axes = CostAxes(Window((-2, 4), (-2, 4), (0, 3)), facing=-0.9)
    >>> float(CostSurface(J, axes, resolution=8).values.max())
    3.0
    """

    def __init__(
        self,
        cost: Cost,
        axes: CostAxes,
        *,
        resolution: int = 64,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        self.axes = axes
        grid = clipped_grid(cost, axes.window, resolution)
        low, high = axes.window.height
        values = grid.vertices[:, 2]
        levels = [x for x in ticks_between(low, high, log=axes.log, parts=8) if x > low]
        self.levels = tuple(levels)
        floor = np.array([-np.inf, -np.inf, low])
        if axes.log:
            values, levels = np.log10(np.maximum(values, low)), np.log10(levels).tolist()
            low, high = math.log10(low), math.log10(high)
        self._vertices = np.maximum(grid.vertices, floor) if axes.log else grid.vertices
        super().__init__(
            axes.to_scene(self._vertices),
            grid.triangles,
            values=values,
            color_map=theme.surface,
            color_range=(low, high),
            opacity=theme.surface_opacity,
            level_lines=levels,
            level_color=theme.level,
            level_width=1.0,
            level_opacity=0.35,
            border=True,
            border_color=theme.surface[-1],
            border_width=2.0,
            **kwargs,
        )

    def set_rise(self, share: float) -> Self:
        """Stand at `share` of the full height over the floor; 1 is the true surface."""
        top = self.axes.to_scene(self._vertices)
        feet = self.axes.on_floor(self._vertices[:, :2])
        # Computed anew, so that rounding does not tell which frames came before.
        self.points = top if share >= 1 else feet + max(share, _FLAT) * (top - feet)
        return self
