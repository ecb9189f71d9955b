"""A surface as one mobject: vertices and triangles in arrays."""

from collections.abc import Callable, Iterable
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import BLUE_D, WHITE, ManimColor, Mobject, ParsableManimColor

from scenes.camera.mesh_arrays import (
    ColorMap,
    checked_colors,
    checked_triangles,
    checked_values,
    checked_vertices,
    evaluated,
    grid_triangles,
    mapped_colors,
    require,
    rgba,
)
from scenes.camera.tables import F64, I32

LEVELS, GRID, BORDER = range(3)


class SurfaceMesh(Mobject):
    """A surface of triangles that a :class:`~scenes.camera.DepthCamera` draws.

    Parameters
    ----------
    vertices
        (n, 3) points in scene units, or a grid (nu, nv, 3).
    triangles
        (t, 3) indices into ``vertices``; a grid needs none.
    colors
        One colour, a list of n, or an array (n, 3) or (n, 4) in [0, 1]; ``opacity`` scales alpha.
    color_map, color_range
        Instead of ``colors``: evenly spaced colour stops, or a callable from (n,) numbers in [0, 1]
        to (n, 3) or (n, 4), over ``values`` from low to high.
    values, level_lines
        (n,) or (nu, nv): a scalar that stays with its vertex, the height z unless given; and at
        which of its values lines are drawn.
    grid_lines
        For a grid: how many cells to divide u and v into, with lines between them.

    A border is a line along the rim. Widths are those of Manim's strokes, and light falls on the
    surface as on Manim's own unless ``shading`` is off.

    Raises
    ------
    ValueError
        For arrays that are empty, not finite, or do not fit each other.
    """

    def __init__(
        self,
        vertices: npt.ArrayLike,
        triangles: npt.ArrayLike | None = None,
        *,
        colors: Any = BLUE_D,
        color_map: ColorMap | None = None,
        color_range: tuple[float, float] | None = None,
        opacity: float = 1.0,
        values: npt.ArrayLike | None = None,
        level_lines: Iterable[float] = (),
        level_color: ParsableManimColor = WHITE,
        level_width: float = 1.5,
        level_opacity: float = 0.8,
        grid_lines: tuple[int, int] | None = None,
        grid_color: ParsableManimColor = WHITE,
        grid_width: float = 1.0,
        grid_opacity: float = 0.3,
        border: bool = False,
        border_color: ParsableManimColor = WHITE,
        border_width: float = 2.0,
        border_opacity: float = 1.0,
        shading: bool = True,
        **kwargs: Any,
    ) -> None:
        points, grid = checked_vertices(vertices)
        count = len(points)
        super().__init__(**kwargs)
        self.points: F64 = points
        self.triangles: I32
        if grid is not None and triangles is None:
            self.triangles = grid_triangles(grid)
        else:
            grid = None
            missing = "vertices (n, 3) need triangles; a grid (nu, nv, 3) does not"
            require(triangles is not None, missing)
            self.triangles = checked_triangles(triangles, count)
        if grid_lines is not None:
            require(grid is not None, "grid_lines need a grid of vertices (nu, nv, 3)")
            enough = min(grid_lines) >= 1
            require(enough, f"grid_lines is {grid_lines}; expected at least (1, 1) cells")
        self.grid_shape = grid
        self.grid_lines = grid_lines
        self.values: F64 = (
            points[:, 2].copy() if values is None else checked_values(values, count, "values")
        )
        self.rgbas: F64 = (
            checked_colors(colors, count, opacity)
            if color_map is None
            else mapped_colors(color_map, self.values, color_range, opacity)
        )
        self.level_lines: F64 = np.unique(np.asarray(list(level_lines), dtype=np.float64))
        finite = np.isfinite(self.level_lines).all()
        require(finite, "level_lines hold NaN or infinity; expected finite numbers")
        self.border = border
        self.shading = shading
        lines = [(level_color, level_opacity), (grid_color, grid_opacity)]
        lines.append((border_color, border_opacity))
        self.line_rgbas: F64 = np.array([rgba(*line) for line in lines])
        self.line_widths: F64 = np.array([level_width, grid_width, border_width], dtype=np.float64)
        self.shown = (0.0, 1.0)

    @classmethod
    def from_grid(cls, x: npt.ArrayLike, y: npt.ArrayLike, z: npt.ArrayLike, **kwargs: Any) -> Self:
        """Return the surface through the points (x, y, z), each (nu, nv) or broadcast to it."""
        try:
            arrays = np.broadcast_arrays(*(np.asarray(a, dtype=np.float64) for a in (x, y, z)))
        except ValueError:
            shapes = ", ".join(str(np.shape(a)) for a in (x, y, z))
            raise ValueError(
                f"SurfaceMesh: x, y and z have shapes {shapes}; "
                "expected shapes that broadcast to (nu, nv)"
            ) from None
        return cls(np.stack(arrays, axis=-1), **kwargs)

    @classmethod
    def from_function(
        cls,
        function: Callable[[Any, Any], Any],
        u_range: tuple[float, float] = (0, 1),
        v_range: tuple[float, float] = (0, 1),
        resolution: int | tuple[int, int] = 64,
        **kwargs: Any,
    ) -> Self:
        """Return the surface (u, v) -> (x, y, z), or (u, v) -> z over the plane.

        ``resolution`` counts cells along u and v. A function of whole arrays (nu, nv), giving
        (3, nu, nv), (nu, nv, 3) or (nu, nv), is called once; any other one point by point.
        """
        cells = (resolution, resolution) if isinstance(resolution, int) else tuple(resolution)
        require(min(cells) >= 1, f"resolution is {resolution}; expected at least one cell")
        u, v = np.meshgrid(
            np.linspace(*u_range, cells[0] + 1), np.linspace(*v_range, cells[1] + 1), indexing="ij"
        )
        return cls(evaluated(function, u, v), **kwargs)

    # What Manim asks of a mobject

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Mix the colours of two meshes of equal shape."""
        if isinstance(mobject1, SurfaceMesh) and isinstance(mobject2, SurfaceMesh):
            for name in ("rgbas", "line_rgbas", "line_widths", "values"):
                a, b = getattr(mobject1, name), getattr(mobject2, name)
                if a.shape == b.shape:
                    setattr(self, name, (1 - alpha) * a + alpha * b)
                elif alpha == 1:
                    setattr(self, name, b.copy())
            if alpha == 1:
                for name in ("level_lines", "grid_lines", "border", "shading"):
                    setattr(self, name, getattr(mobject2, name))
        return self

    def align_points(self, mobject: Mobject) -> Self:
        """Check that the other mobject is a mesh of equal shape; others cannot be transformed."""
        mine, theirs = len(self.points), mobject.get_num_points()
        expected = "expected meshes of equal shape"
        require(mine == theirs, f"cannot transform {mine} vertices into {theirs}; {expected}")
        return self

    def get_point_mobject(self, center: Any = None) -> Self:  # type: ignore[override]
        """Return this mesh shrunk to a point, which Manim grows missing submobjects from."""
        point = self.copy()
        point.submobjects = []
        point.points[:] = self.get_center() if center is None else center
        return point.fade(1)

    def become(self, mobject: Mobject, *args: Any, **kwargs: Any) -> Self:
        """Take over the other mesh's shape, colours and lines."""
        super().become(mobject, *args, **kwargs)
        if isinstance(mobject, SurfaceMesh):
            self.triangles = mobject.triangles.copy()
            self.grid_shape = mobject.grid_shape
            self.shown = mobject.shown
        return self

    def pointwise_become_partial(self, mobject: Mobject, a: float, b: float) -> Self:
        """Show ``mobject`` from ``a`` to ``b`` in [0, 1]: along u, or along its triangles."""
        if self.grid_shape is None:
            self.shown = (a, b)
            return self
        count = self.grid_shape[0]
        place = np.clip(np.linspace(0, 1, count), a, b) * (count - 1)
        low = np.minimum(place.astype(int), count - 2)
        weight = (place - low)[:, None, None]
        for name in ("points", "rgbas", "values"):
            whole = getattr(mobject, name)
            rows = whole.reshape(*self.grid_shape, -1)
            mixed = (1 - weight) * rows[low] + weight * rows[low + 1]
            setattr(self, name, mixed.reshape(whole.shape))
        return self

    def set_color(
        self, color: ParsableManimColor = WHITE, alpha: Any = None, family: bool = True
    ) -> Self:
        """Give every vertex one colour, and ``alpha`` if given as its opacity."""
        for submobject in self.submobjects if family else ():
            submobject.set_color(color, alpha)
        self.rgbas[:, :3] = rgba(color)[:3]
        if alpha is not None:
            self.rgbas[:, 3] = alpha
        return self

    def set_colors(self, colors: Any, opacity: float = 1.0) -> Self:
        """Set the vertices' colours; ``colors`` as for the constructor."""
        self.rgbas = checked_colors(colors, len(self.points), opacity)
        return self

    def set_color_map(
        self,
        color_map: ColorMap,
        color_range: tuple[float, float] | None = None,
        opacity: float = 1.0,
    ) -> Self:
        """Colour the vertices by their values; arguments as for the constructor."""
        self.rgbas = mapped_colors(color_map, self.values, color_range, opacity)
        return self

    def set_values(self, values: npt.ArrayLike) -> Self:
        """Set the scalar (n,) whose level lines are drawn."""
        self.values = checked_values(values, len(self.points), "values")
        return self

    def get_color(self) -> ManimColor:
        """Return the mean colour of the vertices."""
        return ManimColor(np.clip(self.rgbas.mean(axis=0), 0, 1)[:3])

    def get_opacity(self) -> float:
        """Return the mean alpha of the vertices."""
        return float(self.rgbas[:, 3].mean())

    def set_opacity(self, opacity: float, family: bool = True) -> Self:
        """Give every vertex one opacity in [0, 1]; lines keep theirs."""
        for submobject in self.submobjects if family else ():
            submobject.set_opacity(opacity)
        self.rgbas[:, 3] = opacity
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Multiply the opacity of surface and lines by 1 - ``darkness``."""
        super().fade(darkness, family)
        keep = np.array([1, 1, 1, 1 - darkness])
        self.rgbas = self.rgbas * keep
        self.line_rgbas = self.line_rgbas * keep
        return self

    def fade_to(self, color: ParsableManimColor, alpha: float, family: bool = True) -> Self:
        """Mix every vertex's colour with ``color`` by ``alpha`` in [0, 1]."""
        for submobject in self.submobjects if family else ():
            submobject.fade_to(color, alpha)
        self.rgbas[:, :3] = (1 - alpha) * self.rgbas[:, :3] + alpha * rgba(color)[:3]
        return self
