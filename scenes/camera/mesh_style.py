"""How a mesh looks: the colours of its vertices, and the lines drawn into it."""

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import WHITE, ManimColor, Mobject, ParsableManimColor

from scenes.camera.mesh_arrays import (
    ColorMap,
    checked_colors,
    checked_values,
    mapped_colors,
    require,
    rgba,
)
from scenes.camera.tables import ALPHA, F64

LEVELS, GRID, BORDER = range(3)  # the kinds of lines


class StyledMesh(Mobject):
    """Colours and lines of a mesh, set as those of Manim's :class:`~manim.Surface`.

    Fill is the colour of the n vertices; stroke are the lines: levels, grid and border.
    """

    points: F64  # (n, 3)
    rgbas: F64  # (n, 4) straight
    values: F64  # (n,)
    level_lines: F64
    line_rgbas: F64  # (3, 4), a row for each kind of lines
    line_widths: F64  # (3,)
    grid_shape: tuple[int, int] | None
    grid_lines: tuple[int, int] | None
    border: bool

    def set_fill(
        self, color: Any = None, opacity: float | None = None, family: bool = True
    ) -> Self:
        """Set the vertices' colours, as for the constructor, and their opacity; None keeps it."""
        for submobject in self.submobjects if family else ():
            submobject.set_fill(color, opacity)
        if color is not None:
            alpha = self.rgbas[:, ALPHA]
            self.rgbas = checked_colors(color, len(self.rgbas), 1.0)
            self.rgbas[:, ALPHA] = alpha
        if opacity is not None:
            self.rgbas[:, ALPHA] = opacity
        return self

    def set_stroke(
        self,
        color: ParsableManimColor | None = None,
        width: float | None = None,
        opacity: float | None = None,
        background: bool = False,
        family: bool = True,
    ) -> Self:
        """Set colour, width and opacity of all lines; None keeps them.

        A mesh without lines gets what a :class:`~manim.Surface` has: the outlines of a grid's
        cells, or else a border. Background strokes lie behind the surface and are not drawn.
        """
        for submobject in self.submobjects if family else ():
            submobject.set_stroke(color, width, opacity, background)
        if background or (color is None and width is None and opacity is None):
            return self
        if color is not None:
            self.line_rgbas[:, :ALPHA] = rgba(color)[:ALPHA]
        if width is not None:
            self.line_widths[:] = width
        if opacity is not None:
            self.line_rgbas[:, ALPHA] = opacity
        has_lines = self.border or self.grid_lines or len(self.level_lines)
        if width != 0 and opacity != 0 and not has_lines:
            self.border = True
            if self.grid_shape is not None:
                self.grid_lines = (self.grid_shape[0] - 1, self.grid_shape[1] - 1)
            self.line_widths[BORDER] = self.line_widths[GRID]
            self.line_rgbas[:, ALPHA] = 1.0 if opacity is None else opacity
        return self

    def set_style(
        self,
        fill_color: Any = None,
        fill_opacity: float | None = None,
        stroke_color: ParsableManimColor | None = None,
        stroke_width: float | None = None,
        stroke_opacity: float | None = None,
        family: bool = True,
        **others: Any,
    ) -> Self:
        """Set fill and lines. What else Manim calls style a mesh has not: it is refused."""
        others = {name: value for name, value in others.items() if value is not None}
        style = "set_fill, set_stroke and set_colors say how it looks"
        require(not others, f"a mesh has no {' and '.join(others)}; {style}")
        self.set_fill(fill_color, fill_opacity, family)
        return self.set_stroke(stroke_color, stroke_width, stroke_opacity, family=family)

    def set_fill_by_value(
        self,
        axes: Any,
        colorscale: Iterable[Any] | None = None,
        axis: int = 2,
        colors: Iterable[Any] | None = None,
    ) -> Self:
        """Colour every vertex by its coordinate in ``axes`` along ``axis`` (0, 1 or 2).

        ``colorscale`` are colours from the low to the high end of the axis, or pairs (colour,
        coordinate); ``colors`` is its older name. Opacity and lines stay.
        """
        scale = list(colorscale if colorscale is not None else colors or ())
        require(scale, "colorscale is empty; expected colours or pairs (colour, coordinate)")
        low, high = (axes.x_range, axes.y_range, axes.z_range)[axis][:2]
        pivots: Any = np.linspace(low, high, len(scale))
        if isinstance(scale[0], tuple) and len(scale[0]) == 2:
            scale, pivots = (list(column) for column in zip(*scale, strict=True))
        stops = np.array([rgba(color) for color in scale])
        for mesh in self.family_members_with_points():
            if isinstance(mesh, StyledMesh):
                places = axes.point_to_coords(mesh.points)[:, axis]
                for channel in range(ALPHA):
                    mesh.rgbas[:, channel] = np.interp(places, pivots, stops[:, channel])
        return self

    def set_color(
        self, color: ParsableManimColor = WHITE, alpha: Any = None, family: bool = True
    ) -> Self:
        """Give every vertex one colour, and ``alpha``, if given, as opacity; lines keep theirs."""
        for submobject in self.submobjects if family else ():
            submobject.set_color(color)
            if alpha is not None:
                submobject.set_opacity(alpha)
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
