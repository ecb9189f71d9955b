"""Paints: the colours and gradients of VMobjects, lit as the stock camera lights them."""

# mypy: allow-untyped-defs, allow-untyped-calls

from typing import Any

import numpy as np
from manim.utils.space_ops import get_unit_normal

from scenes.camera.compilation import inlined, kernel
from scenes.camera.geometry import Geometry, rows
from scenes.camera.light import Light, added_light
from scenes.camera.outlines import Outlines, Ragged
from scenes.camera.tables import F64, PAINT, POINT, SHADED, STOP, Rows


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
