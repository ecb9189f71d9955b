"""Colours, gradients and the light on them, which is the stock camera's."""

# mypy: allow-untyped-defs, allow-untyped-calls

from typing import Any, TypeAlias

import numpy as np
from manim.utils.space_ops import get_unit_normal

from scenes.camera.compilation import inlined, kernel
from scenes.camera.geometry import Geometry, rows
from scenes.camera.outlines import Outlines, Ragged
from scenes.camera.tables import F64, I32, PAINT, POINT, SHADED, STOP, Rows

Light: TypeAlias = tuple[float, ...]
"""Where the light stands, (3,) in scene units."""


def added_light(points: F64, normals: F64, light: Light) -> F64:
    """Return what the light adds to red, green and blue of every point, (n, 1).

    ``points`` and unit ``normals`` are (n, 3). The formula is that of
    ``manim.utils.color.get_shaded_rgb``.
    """
    to_light = np.array(light) - points
    length = np.linalg.norm(to_light, axis=1, keepdims=True)
    to_light = np.divide(to_light, length, out=np.zeros_like(to_light), where=length > 0)
    lift: F64 = 0.5 * np.einsum("ij,ij->i", normals, to_light) ** 3
    lift[lift < 0] *= 0.5
    return lift[:, None]


@kernel
def _sum_normals(points, triangles, same, normals):
    for t in range(len(triangles)):
        i, j, k = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ax = points[j, 0] - points[i, 0]
        ay = points[j, 1] - points[i, 1]
        az = points[j, 2] - points[i, 2]
        bx = points[k, 0] - points[i, 0]
        by = points[k, 1] - points[i, 1]
        bz = points[k, 2] - points[i, 2]
        for v in (same[i], same[j], same[k]):
            normals[v, 0] += ay * bz - az * by
            normals[v, 1] += az * bx - ax * bz
            normals[v, 2] += ax * by - ay * bx


def vertex_normals(points: F64, triangles: I32, same: I32) -> F64:
    """Return unit normals (n, 3), the mean of each vertex's triangles weighted by area.

    ``same`` (n,) names, for every vertex, the first one at its place; they share a normal.
    """
    normals = np.zeros_like(points)
    _sum_normals(points, triangles, same, normals)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    unit: F64 = np.where(length > 0, normals / np.maximum(length, 1e-300), (0.0, 0.0, 1.0))[same]
    return unit


class Paints:
    """Collects the paints of VMobjects, and the ends of their gradients.

    A shaded mobject has a gradient from its first corner to another one; where light falls, its
    first colour is lit at the one end and its second colour at the other.
    """

    def __init__(self, outlines: Outlines, light: Light | None) -> None:
        self._points, self._gradients = outlines.points, outlines.gradients
        self._shaded = outlines.numbers[SHADED] > 0
        first = self._points.first
        self._corners = (first, first + (self._points.counts - 1) // 6 * 3)
        # What the light adds at every mobject's start and end corner, (m, 1) each.
        self._lifts: list[F64] = []
        if light is not None:
            for corner in self._corners:
                places, normals = self._points.rows[corner], self._normals(corner)
                self._lifts.append(added_light(places, normals, light))
        self._ends: list[F64] = []
        self._stops: list[F64] = []
        self._counts: list[Any] = []

    def add(self, owner: Any, colors: Ragged) -> Any:
        """Add the paints of mobjects ``owner`` (n,) in their colours; return their numbers (n,)."""
        painted = np.zeros(len(self._shaded), dtype=bool)
        painted[owner] = True
        which = np.flatnonzero(painted)
        numbers = sum(map(len, self._ends)) + np.cumsum(painted) - 1

        shaded, given = self._shaded[which], colors.counts[which]
        lit = shaded & bool(self._lifts)
        counts = np.where(lit, 2, given)
        row = np.repeat(np.arange(len(which)), counts)
        step = np.arange(len(row)) - (np.cumsum(counts) - counts)[row]
        stops = colors.rows[colors.first[which][row] + np.minimum(step, given[row] - 1)]
        if self._lifts:
            low, high = self._lifts
            lift = np.where(step[:, None] == 0, low[which][row], high[which][row])
            stops[lit[row], :3] += lift[lit[row]]
        ends = self._gradients[which]
        for end, corner in enumerate(self._corners):
            ends[shaded, end] = self._points.rows[corner[which[shaded]]]
        self._ends.append(ends)
        self._stops.append(np.clip(stops, 0, 1))
        self._counts.append(counts)
        return numbers[owner]

    def geometry(self, points: F64, **tables: Rows) -> Geometry:
        """Return a geometry of points (n, 3), the gradients' ends, the paints and other tables."""
        ends = np.concatenate([np.zeros((0, 2, 3)), *self._ends])
        counts = np.concatenate([np.zeros(0, dtype=int), *self._counts])
        start = len(points) + 2 * np.arange(len(ends))
        last = np.cumsum(counts)
        return Geometry(
            points=rows(POINT, place=np.concatenate([points, ends.reshape(-1, 3)])),
            paints=rows(
                PAINT,
                start_point=start,
                end_point=start + 1,
                first_stop=last - counts,
                end_stop=last,
                texture=-1,
            ),
            stops=rows(STOP, color=np.concatenate([np.zeros((0, 4)), *self._stops])),
            **tables,
        )

    def _normals(self, corner: Any) -> F64:
        """Return the unit normals (m, 3) at one corner of each mobject, as Manim computes them."""
        points, counts, first = self._points.rows, self._points.counts, self._points.first
        local = corner - first
        before = first + np.where(local > 2, local - 3, counts - 4)
        after = first + np.where(local < counts - 3, local + 3, 3)
        ahead = points[after] - points[corner]
        back = points[before] - points[corner]
        normals = np.cross(ahead, back)
        length = np.linalg.norm(normals, axis=1)
        size = np.abs(ahead).max(axis=1) * np.abs(back).max(axis=1)
        plain = (length > 1e-6 * size) & (size > 0)
        normals[plain] /= length[plain, None]
        for m in np.flatnonzero(~plain):
            normals[m] = get_unit_normal(ahead[m], back[m])
        normals[counts <= 4] = (0, 1, 0)
        return normals


@kernel
def set_up_gradients(frame):
    """Project the gradients of all paints; one without length stays at its start."""
    for p in range(len(frame.gradients)):
        given, gradient = frame.geometry.paints[p], frame.gradients[p]
        start, end = frame.points[given.start_point], frame.points[given.end_point]
        dx = end.x - start.x
        dy = end.y - start.y
        square = dx * dx + dy * dy
        gradient.x, gradient.y, gradient.dx, gradient.dy = start.x, start.y, 0.0, 0.0
        if square > 1e-12 and start.depth > 0.0 and end.depth > 0.0:
            gradient.dx, gradient.dy = dx / square, dy / square


@inlined
def set_paint_color(frame, p, x, y, color):
    """Set ``color`` to the straight RGBA of paint ``p`` at (x, y)."""
    paint, gradient, stops = frame.geometry.paints[p], frame.gradients[p], frame.geometry.stops
    count = paint.end_stop - paint.first_stop
    low = paint.first_stop
    u = 0.0
    if count > 1:
        share = (x - gradient.x) * gradient.dx + (y - gradient.y) * gradient.dy
        place = min(1.0, max(0.0, share)) * (count - 1)
        step = min(int(place), count - 2)
        u = place - step
        low += step
    near, far = stops[low], stops[min(low + 1, paint.end_stop - 1)]
    for c in range(4):
        color[c] = (1.0 - u) * near.color[c] + u * far.color[c]
