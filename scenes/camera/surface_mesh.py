"""A surface as one mobject: vertices and triangles in arrays."""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import BLUE_D, UL, WHITE, Mobject, ParsableManimColor

from scenes.camera.cross_fade import cross_fade
from scenes.camera.mesh_arrays import (
    ColorMap,
    between_rows,
    checked_colors,
    checked_triangles,
    checked_values,
    checked_vertices,
    evaluated,
    filled,
    grid_triangles,
    mapped_colors,
    require,
    rgba,
)
from scenes.camera.mesh_style import StyledMesh
from scenes.camera.tables import F64, I32

_MIXED = ("rgbas", "line_rgbas", "line_widths", "values")
_KEPT = ("triangles", "grid_shape", "level_lines", "grid_lines", "border", "shading")
"""What a transformation mixes, and what it takes over from its one end or the other."""


class SurfaceMesh(StyledMesh):
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
        self._unaligned: SurfaceMesh | None = None

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
        (3, nu, nv), (nu, nv, 3) or (nu, nv), is called once; any other one point by point. Where it
        is undefined, as 0/0 or the root of -1, the surface has a hole.
        """
        cells = (resolution, resolution) if isinstance(resolution, int) else tuple(resolution)
        require(min(cells) >= 1, f"resolution is {resolution}; expected at least one cell")
        u, v = np.meshgrid(
            np.linspace(*u_range, cells[0] + 1), np.linspace(*v_range, cells[1] + 1), indexing="ij"
        )
        grid = evaluated(function, u, v)
        defined = np.isfinite(grid).all(axis=-1)
        mesh = cls(filled(grid, defined), **kwargs)
        if not defined.all():
            mesh.triangles = mesh.triangles[defined.ravel()[mesh.triangles].all(axis=1)]
            require(len(mesh.triangles), "the function is defined at no three neighbours")
        return mesh

    # What Manim asks of a mobject

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Mix the colours of two aligned meshes; at either end all but the points is that one's."""
        if isinstance(mobject1, SurfaceMesh) and isinstance(mobject2, SurfaceMesh):
            for name in _MIXED:
                a, b = getattr(mobject1, name), getattr(mobject2, name)
                if a.shape == b.shape:
                    setattr(self, name, (1 - alpha) * a + alpha * b)
                elif alpha == 1:
                    setattr(self, name, b.copy())
            nearer = mobject2 if alpha == 1 else mobject1
            self._take(nearer, _KEPT)
            if alpha in (0, 1) and nearer._unaligned is not None:
                self._take(nearer._unaligned, ("points", *_MIXED, *_KEPT))
            self._unaligned = None
        return self

    def _take(self, mesh: "SurfaceMesh", names: Iterable[str]) -> None:
        for name in names:
            setattr(self, name, copy(getattr(mesh, name)))

    def align_points(self, mobject: Mobject) -> Self:
        """Bring two meshes to one grid, each mixing its vertices where the other one has more.

        A mesh with other triangles and a mobject of another kind have no correspondence: they fade
        into each other.
        """
        if not isinstance(mobject, SurfaceMesh):
            cross_fade(self, mobject)
            return self
        self._unaligned = mobject._unaligned = None
        same = len(self.points) == len(mobject.points)
        if same and np.array_equal(self.triangles, mobject.triangles):
            return self
        if self._is_whole_grid() and mobject._is_whole_grid():
            shapes: Any = (self.grid_shape, mobject.grid_shape)
            rows, columns = np.max(shapes, axis=0).tolist()
            for mesh in (self, mobject):
                mesh._refine((rows, columns))
        else:
            cross_fade(self, mobject)
        return self

    def _is_whole_grid(self) -> bool:
        """Return whether the mesh is a grid without holes."""
        if self.grid_shape is None or not len(self.points):
            return False
        rows, columns = self.grid_shape
        return len(self.triangles) == 2 * (rows - 1) * (columns - 1)

    def _refine(self, shape: tuple[int, int]) -> None:
        """Bring a grid to another ``shape`` (nu, nv), and remember what it was."""
        if self.grid_shape is None or self.grid_shape == shape:
            return
        whole = self.copy()
        whole.submobjects = []
        for name in ("points", "rgbas", "values"):
            array = getattr(self, name)
            grid = array.reshape(*self.grid_shape, -1)
            for axis in (0, 1):
                place = np.linspace(0, grid.shape[axis] - 1, shape[axis])
                grid = between_rows(grid, place, axis)
            setattr(self, name, grid.reshape(-1, *array.shape[1:]))
        self.triangles, self.grid_shape = grid_triangles(shape), shape
        self._unaligned = whole

    sheen_direction = UL  # as get_anchors, asked of all members of a VMobject

    def get_anchors(self) -> F64:
        """Return the vertices (n, 3), which Manim asks members of a VMobject for."""
        return self.points

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
            self.shown = mobject.shown
        return self

    def pointwise_become_partial(self, mobject: Mobject, a: float, b: float) -> Self:
        """Show ``mobject`` from ``a`` to ``b`` in [0, 1]: along u, or along its triangles."""
        if self.grid_shape is None:
            self.shown = (a, b)
            return self
        count = self.grid_shape[0]
        place = np.clip(np.linspace(0, 1, count), a, b) * (count - 1)
        for name in ("points", "rgbas", "values"):
            whole = getattr(mobject, name)
            grid = whole.reshape(*self.grid_shape, -1)
            setattr(self, name, between_rows(grid, place, 0).reshape(whole.shape))
        return self
