"""The camera's schema: every table from mobjects to pixels and its columns, declared once.

A table is an array of structured rows. A column has the same name in NumPy (``points["place"]``)
and in a kernel (``points[i].place``), where it is an offset known when the kernel is compiled.

A geometry's column that ends in the name of a table, like ``start_point`` or ``paint``, numbers
rows of that table; -1 stands for none. ``first_`` and ``end_`` bound a range of rows, end excluded.

Pixel coordinates are (x, y) in pixels, x to the right and y down, with pixel (row, column) covering
``[column, column + 1) x [row, row + 1)``. Depth is the magnification f / (f - z) of the stock
camera's perspective: it is linear in pixel coordinates over any plane, and larger means nearer.
"""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

F64: TypeAlias = npt.NDArray[np.float64]
I64: TypeAlias = npt.NDArray[np.int64]
I32: TypeAlias = npt.NDArray[np.int32]
# Manim types its pictures, which hold uint8, as int64.
U8: TypeAlias = npt.NDArray[Any]
Rows: TypeAlias = npt.NDArray[Any]


def _table(*columns: tuple[str, Any]) -> np.dtype[Any]:
    """Return the type of a table's rows from (names, type of each) of its columns."""
    return np.dtype([(name, kind) for names, kind in columns for name in names.split()], align=True)


# In space, wherever the eye is. All that must be projected is a point: vertices, ends of strokes,
# corners of outlines, centres of flat fills and the two ends of every gradient.

POINT = _table(
    ("place", "3f8"),  # scene units
    ("color", "4f4"),  # straight RGBA, read where a triangle has no paint
    ("field", "3f8"),  # scalars whose levels are drawn as lines; of a texture its place in it
)
TRIANGLE = _table(
    ("point", "3i4"),
    ("paint", "i4"),  # -1: the points' colours
    ("first_line end_line", "i4"),  # drawn into it
    ("order", "i4"),  # of what coincides the higher one is on top
)
EDGE = _table(
    ("start_point end_point left_triangle right_triangle", "i4"),
    ("smooth", "i4"),  # 1: smoothed even where the triangles of either side face the same way
)
SEGMENT = _table(
    ("start_point end_point", "i4"),
    ("before_point after_point", "i4"),  # where the stroke comes from and goes on to
    ("cap join", "i4"),
    ("paint", "i4"),
    ("stroke", "i4"),  # segments of one stroke never blend with each other
    ("order", "i4"),
    ("width", "f8"),  # in Manim's stroke units
    ("bias", "f8"),  # relative depth towards the eye
)
FILL = _table(("first_side end_side center_point paint order", "i4"), ("normal", "3f8"))
SIDE = _table(("start_point end_point", "i4"))  # of a fill's outline, ring by ring
PAINT = _table(
    ("start_point end_point", "i4"),  # of a gradient
    ("first_stop end_stop", "i4"),
    ("texture", "i4"),  # -1: a gradient; a texture is shown by triangles only
)
STOP = _table(("color", "4f4"))  # straight RGBA
TEXTURE = _table(("first_texel width height mixing", "i4"))  # texels row by row from the top
TEXEL = _table(("color", "4u1"))  # straight RGBA
LINE = _table(
    ("field first_level end_level", "i4"),
    ("width", "f8"),  # in Manim's stroke units
    ("color", "4f8"),  # straight RGBA
)
LEVEL = _table(("value", "f8"))  # ascending within a line

WIDTH, BACKGROUND_WIDTH, SHADED, CAP, JOIN = range(5)  # the rows of a VMobject's numbers
ALPHA = 3  # the place of alpha in a colour
START, END = range(2)  # of a segment
ROUND, BUTT, SQUARE, MITER = range(4)  # how a segment ends: caps, and the joins ROUND and MITER
NEAREST, LINEAR, CUBIC = range(3)  # how colours are mixed between texels
MITER_LIMIT = 10  # how far a mitered corner reaches at most, in halves of the width; Cairo's
STROKE_BIAS = 1e-3  # how much nearer, relatively, outlines of surfaces are drawn than surfaces

# In pixels, made anew for every frame. A plane is a value at the origin, its d/dx and its d/dy.

BOX = _table(("left right top bottom", "i4"))  # inclusive; empty if left > right
PROJECTED_POINT = _table(
    ("u v w", "f8"),  # scene units about the centre: to the right, up, towards the eye
    ("x y", "f8"),
    ("depth", "f8"),  # 0: too near to the eye, or behind it
)
PROJECTED_TRIANGLE = _table(
    ("a b c", "3f8"),  # edge function a x + b y + c of the edge opposite to each corner
    ("depth depth_dx depth_dy", "f8"),
    ("area", "f8"),  # twice the area, positive
    ("box", BOX),
    ("point", "3i4"),  # the corners, turned to positive area
    ("facing", "i4"),  # 1, -1 if they were turned, 0 if it is not seen
    ("has_lines", "i4"),  # 0 where no line passes
    ("has_planes", "i4"),  # whether its row of PLANES is filled
)
PLANES = _table(("color color_dx color_dy", "4f8"), ("field field_dx field_dy", "3f8"))
PROJECTED_SEGMENT = _table(  # of two: its start and its end
    ("x y depth", "2f8"),
    ("cut_x cut_y", "2f8"),  # direction out of the segment, across which it is cut
    ("cap", "2i4"),
    ("half", "f8"),  # of the width
    ("reach", "f8"),  # how far from the axis a pixel may be covered
    ("box", BOX),
)
PROJECTED_FILL = _table(
    ("first_side end_side", "i4"), ("depth depth_dx depth_dy", "f8"), ("box", BOX)
)
PROJECTED_SIDE = _table(("start_x start_y end_x end_y", "f8"))
GRADIENT = _table(("x y", "f8"), ("dx dy", "f8"))  # origin, direction over its squared length

# In one band of rows.

FRAGMENT = _table(
    ("primitive", "i4"),  # triangles are counted first, then fills, then segments
    ("mask", "i4"),  # which of the pixel's 4 x 4 samples it covers, one bit each
    ("coverage", "f4"),  # of the pixel, for fills and segments
    ("link", "i4"),  # the pixel's next fragment, -1: none
)
LAYER = _table(  # a fragment of the pixel that is being blended
    ("depth depth_dx depth_dy", "f8"),
    ("color", "4f8"),  # straight RGBA
    ("axis_dx axis_dy", "f8"),  # from the pixel's centre to the stroke's axis
    ("mask order is_stroke", "i4"),
)
SHOWN = _table(("color", "4f8"), ("through", "f8"))  # by a pixel, premultiplied; what it lets by
