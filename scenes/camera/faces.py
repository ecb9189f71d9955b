"""Faces of shaded mobjects, as of Manim's surfaces and solids, as triangles."""

from typing import Any, NamedTuple

import numpy as np

from scenes.camera.mesh_arrays import grid_triangles
from scenes.camera.outlines import Paths, bezier, curve_steps
from scenes.camera.tables import F64
from scenes.camera.topology import weld

MOST_STEPS = 8  # along a side of a face
MOST_CELLS = 60_000  # of all faces together, so that a fine surface stays quick
MOST_SIDES = 12  # of a polygon
_WELD = 1e-5  # scene units that corners of neighbouring faces may be apart


class Faces(NamedTuple):
    """Triangles of faces."""

    points: F64  # (n, 3)
    triangles: Any  # (t, 3)
    owner: Any  # (t,) which mobject
    rim: Any  # (r, 2) the faces' outlines
    rim_owner: Any  # (r,)


def find_faces(paths: Paths, shaded: Any) -> tuple[Any, Any]:
    """Return which mobjects (m,) are four-sided faces, and which are convex polygons.

    Both are one closed subpath of a mobject with ``shaded`` (m,); a polygon is flat and straight.
    """
    mobjects = len(shaded)
    owner = paths.mobject[paths.first]
    single = np.bincount(owner, minlength=mobjects) == 1
    closed = np.zeros(mobjects, dtype=bool)
    closed[owner] = paths.closed
    sides = np.bincount(paths.mobject, minlength=mobjects)
    candidate = single & closed & shaded
    quad = candidate & (sides == 4)
    polygon = candidate & (sides >= 3) & (sides <= MOST_SIDES) & ~quad
    for mobject in np.flatnonzero(polygon):
        polygon[mobject] = _is_convex(paths.curves[paths.mobject == mobject])
    return quad, polygon


def _is_convex(curves: F64) -> bool:
    if (curve_steps(curves, 1e-9) > 1).any():
        return False
    corners = curves[:, 0]
    sides = np.roll(corners, -1, axis=0) - corners
    turns = np.cross(sides, np.roll(sides, -1, axis=0))
    normal = turns.sum(axis=0)
    size = np.linalg.norm(normal)
    if size < 1e-12:
        return False
    flat = np.abs((corners - corners.mean(axis=0)) @ (normal / size)).max()
    return bool((turns @ normal >= 0).all() and flat < 1e-6 * np.sqrt(size))


def faces_of(paths: Paths, quad: Any, polygon: Any, tolerance: float, first: int) -> Faces:
    """Return the faces of mobjects with ``quad`` or ``polygon`` (m,), neighbours sharing points.

    Points are numbered from ``first``.
    """
    parts = []
    if quad.any():
        curves = paths.curves[quad[paths.mobject]].reshape(-1, 4, 4, 3)
        parts.append(_quads(curves, np.flatnonzero(quad), 2.5 * tolerance))
    count = sum(len(part.points) for part in parts)
    for mobject in np.flatnonzero(polygon):
        corners = paths.curves[paths.mobject == mobject][:, 0]
        parts.append(_polygon(corners, count, mobject))
        count += len(corners)
    points, triangles, owner, rim, rim_owner = map(np.concatenate, zip(*parts, strict=True))
    points, index = weld(points, _WELD)
    index += first
    return Faces(points, index[triangles], owner, index[rim], rim_owner)


def _quads(curves: F64, owner: Any, tolerance: float) -> Faces:
    """Return faces (m, 4 curves, 4, 3) as Coons patches, all with the same number of steps.

    The boundary curves are kept, so that a coarse surface has a smooth silhouette.
    """
    count = len(curves)
    steps = int(curve_steps(curves.reshape(-1, 4, 3), tolerance).max())
    most = max(1, int(np.sqrt(MOST_CELLS / count)))
    k = min(steps, MOST_STEPS, most)
    t = np.linspace(0, 1, k + 1)

    def edge(side: int, parameters: F64) -> F64:
        at = np.tile(parameters, count)
        return bezier(np.repeat(curves[:, side], k + 1, axis=0), at).reshape(count, k + 1, 3)

    # Around the face: u rises along side 0 and falls along side 2, v along sides 1 and 3.
    low_v, high_v = edge(0, t), edge(2, 1 - t)
    high_u, low_u = edge(1, t), edge(3, 1 - t)
    u, v = t[None, :, None, None], t[None, None, :, None]
    corner = curves[:, :, 0][:, :, None, None, :]
    bilinear = (
        (1 - u) * (1 - v) * corner[:, 0] + u * (1 - v) * corner[:, 1]
        + u * v * corner[:, 2] + (1 - u) * v * corner[:, 3]
    )  # fmt: skip
    grid = (
        (1 - v) * low_v[:, :, None] + v * high_v[:, :, None]
        + (1 - u) * low_u[:, None] + u * high_u[:, None] - bilinear
    )  # fmt: skip
    index = np.arange((k + 1) ** 2).reshape(k + 1, k + 1)
    # The one halves of all cells before the other ones.
    cell = np.concatenate([grid_triangles(index.shape)[half::2] for half in (0, 1)])
    around = np.concatenate([index[:-1, 0], index[-1, :-1], index[:0:-1, -1], index[0, :0:-1]])
    ring = np.stack([around, np.roll(around, -1)], axis=1)
    base = np.arange(count)[:, None, None] * (k + 1) ** 2
    return Faces(
        grid.reshape(-1, 3),
        (base + cell).reshape(-1, 3),
        np.repeat(owner, len(cell)),
        (base + ring).reshape(-1, 2),
        np.repeat(owner, len(ring)),
    )


def _polygon(corners: F64, first: int, owner: Any) -> Faces:
    """Return a convex polygon (n, 3) as a fan, its points numbered from ``first``."""
    index = first + np.arange(len(corners))
    fan = np.stack([np.full(len(corners) - 2, first), index[1:-1], index[2:]], axis=1)
    ring = np.stack([index, np.roll(index, -1)], axis=1)
    return Faces(corners, fan, np.repeat(owner, len(fan)), ring, np.repeat(owner, len(ring)))
