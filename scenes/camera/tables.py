"""The arrays that travel from geometry to pixels.

Pixel coordinates are (x, y) in pixels, x to the right and y down, with pixel (row, column) covering
``[column, column + 1) x [row, row + 1)``. Depth is the magnification f / (f - z) of the stock
camera's perspective: it is linear in pixel coordinates over any plane, and larger means nearer.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

F64: TypeAlias = npt.NDArray[np.float64]
F32: TypeAlias = npt.NDArray[np.float32]
I32: TypeAlias = npt.NDArray[np.int32]
# Manim types its pictures, which hold uint8, as int64.
U8: TypeAlias = npt.NDArray[Any]


class Geometry(NamedTuple):
    """What stands in space, independent of where the eye is. n points, all indices into them.

    Everything that must be projected is a point: vertices, ends of strokes, corners of outlines,
    centres of flat fills and the two ends of every gradient.
    """

    points: F64  # (n, 3)
    colors: F32  # (n, 4) straight RGBA, read where a triangle has no paint
    scalars: F64  # (n, 3) fields whose levels are drawn as lines
    triangles: I32  # (t, 3)
    triangle_paint: I32  # (t,) -1: vertex colours
    triangle_lines: I32  # (t,) row of line_sets, -1: none
    triangle_order: I32  # (t,)
    edges: I32  # (e, 5): two points, two triangles (-1: none), always to be smoothed
    segments: I32  # (s, 6): two points, the points before and after (-1: none), cap, join
    segment_width: F64  # (s,) width in Manim's stroke units
    segment_paint: I32  # (s,)
    segment_stroke: I32  # (s,) segments of one stroke never blend with each other
    segment_order: I32  # (s,)
    segment_bias: F64  # (s,) relative depth towards the eye
    outline: I32  # (o, 2) edges of flat fills, ring by ring
    fill_range: I32  # (k, 2) rows of outline
    fill_center: I32  # (k,)
    fill_normal: F64  # (k, 3)
    fill_paint: I32  # (k,)
    fill_order: I32  # (k,)
    paint_ends: I32  # (p, 2)
    paint_stops: I32  # (p, 2) rows of stops
    stops: F32  # (q, 4) straight RGBA
    line_sets: I32  # (l, 2) rows of lines
    lines: F64  # (r, 8): field, first level, levels, width, red, green, blue, alpha
    levels: F64  # (v,) ascending within a line


class View(NamedTuple):
    """The stock camera in numbers."""

    rotation: F64  # (3, 3)
    center: F64  # (3,)
    focal_distance: float
    zoom: float
    exponential: bool
    width: int  # pixels
    height: int
    origin_x: float  # the pixel where the axis of sight meets the picture
    origin_y: float
    unit: float  # pixels per scene unit at depth 1
    stroke_unit: float  # pixels per unit of stroke width


class Projection(NamedTuple):
    """One frame's primitives in pixels."""

    screen: F64  # (n, 3): x, y, depth
    colors: F32
    scalars: F64
    corners: I32  # (t, 3), turned to positive area
    triangle: (
        F64  # (t, 13): three edge functions (a, b, c), depth plane (at origin, d/dx, d/dy), area
    )
    planes: F64  # (t, 21): four colours and three fields (at origin, d/dx, d/dy); NaN: none
    triangle_box: I32  # (t, 4): first and last column, first and last row; empty if not drawn
    triangle_paint: I32
    triangle_lines: I32
    triangle_order: I32
    segment: F64  # (s, 16)
    segment_box: I32
    segment_paint: I32
    segment_stroke: I32
    segment_order: I32
    outline: F64  # (o, 4): x0, y0, x1, y1
    fill_range: I32
    fill: F64  # (k, 3) depth plane
    fill_box: I32
    fill_paint: I32
    fill_order: I32
    paint: F64  # (p, 4): origin and direction of the gradient, over its squared length
    paint_stops: I32
    stops: F32
    line_sets: I32
    lines: F64
    levels: F64
    smooth: U8  # (height, width): 1 where an edge passes


class Bins(NamedTuple):
    """Which primitives touch which band of rows: items[starts[b]:starts[b + 1]]."""

    starts: npt.NDArray[np.int64]
    items: I32
