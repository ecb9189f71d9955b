"""From space to pixels: points, what is cut at the eye, and the pixels that a primitive touches."""

# mypy: allow-untyped-defs, allow-untyped-calls

from typing import NamedTuple

import numpy as np

from scenes.camera.compilation import allocating, inlined, kernel
from scenes.camera.geometry import Geometry, rows
from scenes.camera.tables import EDGE, F64, POINT, U8, Rows

NEAR = 1e-3  # the nearest distance to the eye that is drawn, in focal distances
CUT_MARGIN = 1e-6  # how much farther than that the cut of a triangle lies, in scene units
ROWS = 16  # rows of pixels in a band: so few that its fragments stay in a core's cache


class Perspective(NamedTuple):
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


class Frame(NamedTuple):
    """One frame: what stands in space, and the same in pixels."""

    geometry: Geometry
    perspective: Perspective
    points: Rows  # PROJECTED_POINT, as all of these a row for each of the geometry's
    triangles: Rows
    planes: Rows  # a row for each triangle
    segments: Rows
    fills: Rows
    sides: Rows  # but room for two of each: sides are cut at the eye
    gradients: Rows  # a row for each paint
    smooth: U8  # (height, width): 1 where an edge passes


@inlined
def to_pixel(perspective, u, v, depth):
    """Return the pixel coordinates of a point at (u, v) scene units, magnified by ``depth``."""
    x = perspective.origin_x + u * depth * perspective.zoom * perspective.unit
    y = perspective.origin_y - v * depth * perspective.zoom * perspective.unit
    return x, y


@kernel
def project(points, perspective, projected):
    """Fill ``projected`` and return how many points are too near to the eye, or behind it."""
    hidden = 0
    focal, turn, center = perspective.focal_distance, perspective.rotation, perspective.center
    for i in range(len(points)):
        place, point = points[i].place, projected[i]
        x = place[0] - center[0]
        y = place[1] - center[1]
        z = place[2] - center[2]
        point.u = turn[0, 0] * x + turn[0, 1] * y + turn[0, 2] * z
        point.v = turn[1, 0] * x + turn[1, 1] * y + turn[1, 2] * z
        point.w = w = turn[2, 0] * x + turn[2, 1] * y + turn[2, 2] * z
        if perspective.exponential and w > 0:
            point.depth = np.exp(w / focal)
        elif focal - w > NEAR * focal:
            point.depth = focal / (focal - w)
        else:
            hidden += 1
            point.x, point.y, point.depth = 0.0, 0.0, 0.0
            continue
        point.x, point.y = to_pixel(perspective, point.u, point.v, point.depth)
    return hidden


@kernel
def cut_at_eye(perspective, p, q):
    """Return x, y and depth where the line from point ``p`` to ``q`` comes too near to the eye."""
    focal = perspective.focal_distance
    limit = focal * (1.0 - NEAR)
    share = (limit - p.w) / (q.w - p.w)
    depth = focal / (focal - limit)
    x, y = to_pixel(perspective, p.u + share * (q.u - p.u), p.v + share * (q.v - p.v), depth)
    return x, y, depth


def cut_triangles(geometry: Geometry, seen: Rows, perspective: Perspective) -> Geometry:
    """Return geometry whose triangles lie before the eye; ``geometry`` itself if none is cut.

    ``seen`` are its projected points. A triangle that passes the eye is cut in space and becomes
    one or two; all their edges are smoothed, since the cut itself is new to the mesh.
    """
    limit = perspective.focal_distance * (1.0 - NEAR) - CUT_MARGIN
    before = seen["w"] < limit
    inside = before[geometry.triangles["point"]].sum(axis=1)
    cut = np.flatnonzero((inside == 1) | (inside == 2))
    if not len(cut):
        return geometry
    crossings: list[tuple[int, int]] = []
    corners: list[tuple[int, int, int]] = []
    parents: list[int] = []
    edges: list[tuple[int, int]] = []
    for t in cut:
        polygon: list[int] = []
        triangle = [int(point) for point in geometry.triangles["point"][t]]
        for i, j in zip(triangle, triangle[1:] + triangle[:1], strict=True):
            if before[i]:
                polygon.append(i)
            if before[i] != before[j]:
                polygon.append(len(geometry.points) + len(crossings))
                # The same cut from either side of a shared edge: always from the lower index.
                crossings.append((min(i, j), max(i, j)))
        for m in range(1, len(polygon) - 1):
            corners.append((polygon[0], polygon[m], polygon[m + 1]))
            parents.append(int(t))
        edges += zip(polygon, polygon[1:] + polygon[:1], strict=True)
    start, end = np.array(crossings).T
    share = ((limit - seen["w"][start]) / (seen["w"][end] - seen["w"][start]))[:, None]
    columns = {name: geometry.points[name] for name in POINT.names or ()}
    points = {name: at[start] + share * (at[end] - at[start]) for name, at in columns.items()}
    whole = geometry.triangles.copy()
    whole["point"][cut] = whole["point"][cut][:, :1]
    parts = geometry.triangles[parents]
    parts["point"] = corners
    start, end = np.array(edges).T
    rim = rows(
        EDGE, start_point=start, end_point=end, left_triangle=-1, right_triangle=-1, smooth=1
    )
    return geometry._replace(
        points=np.concatenate([geometry.points, rows(POINT, **points)]),
        triangles=np.concatenate([whole, parts]),
        edges=np.concatenate([geometry.edges, rim]),
    )


@kernel
def pixel_range(low, high, limit):
    """Return the first and last pixel that ``[low, high]`` touches, clipped before the cast."""
    if not (high >= 0.0 and low <= limit):
        return 1, 0
    first = int(np.floor(max(low, 0.0)))
    last = int(np.floor(min(high, limit - 1.0)))
    return first, last


@inlined
def set_box(box, perspective, low_x, high_x, low_y, high_y):
    """Set ``box`` to the pixels that a rectangle touches; return whether there are any."""
    box.left, box.right = pixel_range(low_x, high_x, perspective.width)
    box.top, box.bottom = pixel_range(low_y, high_y, perspective.height)
    if box.top > box.bottom:
        box.left, box.right = 1, 0
    return box.left <= box.right


@inlined
def empty(box):
    """Set ``box`` to no pixel."""
    box.left, box.right = 1, 0


@allocating
def bands_of(boxes, bands):
    """Return which primitives touch which band: ``items[starts[b]:starts[b + 1]]``, in order."""
    starts = np.zeros(bands + 1, dtype=np.int64)
    for i in range(len(boxes)):
        if boxes[i].left <= boxes[i].right:
            for band in range(boxes[i].top // ROWS, boxes[i].bottom // ROWS + 1):
                starts[band + 1] += 1
    for band in range(bands):
        starts[band + 1] += starts[band]
    items = np.empty(starts[bands], dtype=np.int32)
    cursor = starts[:-1].copy()
    for i in range(len(boxes)):
        if boxes[i].left <= boxes[i].right:
            for band in range(boxes[i].top // ROWS, boxes[i].bottom // ROWS + 1):
                items[cursor[band]] = i
                cursor[band] += 1
    return starts, items
