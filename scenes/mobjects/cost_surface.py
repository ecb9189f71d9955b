"""The cost as a surface over the floor of its parameters."""

import math
from typing import Any, Self

import numpy as np

from gdmath import Cost
from gdmath.level_sets.cut_surface import CutSurface
from gdmath.round_numbers import ticks_between
from scenes.camera import SurfaceMesh
from scenes.mobjects.cost_axes import CostAxes
from scenes.theme import DARK, Theme

_FLAT = 1e-3  # the least share of its height that the surface can have


class CostSurface(SurfaceMesh):
    """The surface z = J(θ), coloured by height and cut off at the top of its axes.

    Level lines lie in it at round values of J, its `levels`. In axes with a logarithmic height its
    values are those of log₁₀ J, and it is flat where J is below the floor.

    The scene must be a `scenes.camera.DepthScene`: the surface is a mesh, which a stock
    ``ThreeDScene`` leaves out without a word.

    It has `resolution` cells along each side. Where it is `boxed`, it is cut off at the floor too,
    and meshed alike in every window: for axes whose window changes (`CostAxes.look_at`), which
    `refresh` follows.

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
    """

    def __init__(
        self,
        cost: Cost,
        axes: CostAxes,
        *,
        resolution: int = 64,
        boxed: bool = False,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        self.cost = cost
        self.axes = axes
        self.levels: tuple[float, ...] = ()
        self._resolution, self._boxed, self._theme = resolution, boxed, theme
        self._opacity = theme.surface_opacity
        surface = self._cut()
        super().__init__(
            axes.to_scene(surface.vertices),
            surface.triangles,
            level_color=theme.level,
            level_width=1.0,
            level_opacity=0.35,
            border=True,
            border_color=theme.surface[-1],
            border_width=2.0,
            **kwargs,
        )
        self._show(surface)

    def refresh(self) -> None:
        """Be the surface in the axes' present window."""
        self._show(self._cut())

    def set_rise(self, share: float) -> Self:
        """Stand at `share` of the full height over the floor; 1 is the true surface."""
        top = self.axes.to_scene(self._vertices)
        feet = self.axes.on_floor(self._vertices[:, :2])
        # Computed anew, so that rounding does not tell which frames came before.
        self.points = top if share >= 1 else feet + max(share, _FLAT) * (top - feet)
        return self

    def set_presence(self, share: float) -> Self:
        """Be as opaque as `share` of the theme's surface, so that what lies below is seen."""
        self._opacity = share * self._theme.surface_opacity
        return self.set_opacity(self._opacity)

    def _cut(self) -> CutSurface:
        cut = CutSurface.boxed if self._boxed else CutSurface.below_top
        return cut(self.cost, self.axes.window, self._resolution)

    def _show(self, surface: CutSurface) -> None:
        """Take the shape, the colours and the level lines of a surface in the present window."""
        low, high = self.axes.window.height
        log = self.axes.log
        levels = ticks_between(low, high, log=log, parts=8)
        if not self._boxed:  # what is not cut at the floor has no line there
            levels = [level for level in levels if level > low]
        self.levels = tuple(levels)
        self._vertices, values = surface.vertices, surface.vertices[:, 2]
        if log:
            self._vertices = np.maximum(surface.vertices, [-np.inf, -np.inf, low])
            values, levels = np.log10(self._vertices[:, 2]), np.log10(levels).tolist()
            low, high = math.log10(low), math.log10(high)
        self.points = self.axes.to_scene(self._vertices)
        self.triangles = surface.triangles.astype(np.int32)
        self.set_values(values)
        self.level_lines = np.array(levels)
        self.set_color_map(self._theme.surface, (low, high), self._opacity)
