"""The cost over a window that changes: a surface cut off at the box, meshed anew."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from gdmath import Cost
from gdmath.checks import FloatArray
from scenes.camera import SurfaceMesh
from scenes.camera.mesh_arrays import grid_triangles, mapped_colors
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.numbers import ticks_between
from scenes.theme import DARK, Theme

Triangles = npt.NDArray[np.int32]

_BISECTIONS = 40


class WindowSurface(SurfaceMesh):
    """The surface z = J(θ) over the whole floor of its axes, cut off at their top and floor.

    `refresh` meshes it anew for the axes' present window, which `CostAxes.look_at` changes. It is
    coloured by its height in that window.

    Parameters
    ----------
    cost
        The function J.
    axes
        The axes it stands in, with a linear height.
    resolution
        Cells along each side.
    theme
        The look.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError, Window
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> axes = CostAxes(Window((-2, 4), (-2, 4), (0, 3)), facing=-1.0)
    >>> surface = WindowSurface(J, axes, resolution=8)
    >>> axes.look_at(Window((1, 2), (1, 2), (0, 0.5)))
    >>> surface.refresh()
    >>> float(surface.values.max())
    0.5
    """

    def __init__(
        self,
        cost: Cost,
        axes: CostAxes,
        *,
        resolution: int = 40,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        self.cost = cost
        self.axes = axes
        self.resolution = resolution
        self.opacity = theme.surface_opacity
        self._theme = theme
        vertices, triangles = self._mesh()
        super().__init__(
            axes.to_scene(vertices),
            triangles,
            values=vertices[:, 2],
            color_map=theme.surface,
            color_range=axes.window.height,
            opacity=self.opacity,
            level_lines=self._levels(),
            level_color=theme.level,
            level_width=1.0,
            level_opacity=0.35,
            border=True,
            border_color=theme.surface[-1],
            border_width=2.0,
            **kwargs,
        )

    def refresh(self) -> None:
        """Fill the present window."""
        vertices, self.triangles = self._mesh()
        self.points = self.axes.to_scene(vertices)
        self.values = vertices[:, 2]
        self.rgbas = mapped_colors(
            self._theme.surface, self.values, self.axes.window.height, self.opacity
        )
        self.level_lines = np.array(self._levels())

    def set_presence(self, share: float) -> None:
        """Be as opaque as `share` of the theme's surface, so that what lies below is seen."""
        self.opacity = share * self._theme.surface_opacity
        self.refresh()

    def _levels(self) -> list[float]:
        return ticks_between(*self.axes.window.height, log=False, parts=8)

    def _mesh(self) -> tuple[FloatArray, Triangles]:
        window = self.axes.window
        shares = np.linspace(0, 1, self.resolution + 1)
        grid = np.stack(np.meshgrid(shares, shares, indexing="ij"), axis=-1).reshape(-1, 2)
        theta = window.low[:2] + grid * (window.high - window.low)[:2]
        with np.errstate(all="ignore"):  # far up the cost may overflow: there it is cut off
            heights = np.nan_to_num(np.asarray(self.cost(theta)), nan=np.inf, posinf=1e300)
        vertices = np.column_stack([theta, heights])
        triangles = grid_triangles((self.resolution + 1, self.resolution + 1))
        for level, side in ((window.height[1], 1.0), (window.height[0], -1.0)):
            vertices, triangles = _cut(self.cost, vertices, triangles, level, side)
        used, renumbered = np.unique(triangles, return_inverse=True)
        return vertices[used], renumbered.reshape(-1, 3).astype(np.int32)


def _cut(
    cost: Cost, vertices: FloatArray, triangles: Triangles, level: float, side: float
) -> tuple[FloatArray, Triangles]:
    """Cut a surface along J = level; keep what is below it (side 1) or above it (side −1)."""
    inside = side * (vertices[:, 2] - level) <= 0
    count = inside[triangles].sum(axis=1)
    if (count == 3).all():
        return vertices, triangles
    # Turn each triangle so that the corner that stands alone comes first.
    crossed = triangles[(count == 1) | (count == 2)]
    alone = inside[crossed].sum(axis=1) == 1
    first = np.argmax(inside[crossed] == alone[:, None], axis=1)
    turned = crossed[np.arange(len(crossed))[:, None], (first[:, None] + np.arange(3)) % 3]
    edges = np.stack([turned[:, [0, 1]], turned[:, [0, 2]]], axis=1).reshape(-1, 2)
    ends, place = np.unique(np.sort(edges, axis=1), axis=0, return_inverse=True)
    middle = (len(vertices) + place.reshape(-1, 2)).astype(np.int32)
    tips = np.column_stack([turned[alone, 0], middle[alone]])
    one, other = turned[~alone, 1], turned[~alone, 2]
    left, right = middle[~alone].T
    pieces = [triangles[count == 3], tips]
    pieces += [np.column_stack([left, one, other]), np.column_stack([left, other, right])]
    rim = _level_points(cost, vertices[ends], inside[ends[:, 0]], level, side)
    return np.vstack([vertices, rim]), np.concatenate(pieces).astype(np.int32)


def _level_points(
    cost: Cost, ends: FloatArray, begins_inside: npt.NDArray[np.bool_], level: float, side: float
) -> FloatArray:
    """Return the points (k, 3) on the edges (k, 2, 3) where J = level, by bisection."""
    swap = begins_inside[:, None]
    inner = np.where(swap, ends[:, 0, :2], ends[:, 1, :2])
    outer = np.where(swap, ends[:, 1, :2], ends[:, 0, :2])
    low, high = np.zeros(len(ends)), np.ones(len(ends))
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        with np.errstate(all="ignore"):
            within = side * (cost(inner + middle[:, None] * (outer - inner)) - level) <= 0
        low, high = np.where(within, middle, low), np.where(within, high, middle)
    return np.column_stack([inner + low[:, None] * (outer - inner), np.full(len(ends), level)])
