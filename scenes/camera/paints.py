"""Colours and gradients of VMobjects, lit as the stock camera lights them."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim.utils.space_ops import get_unit_normal

from scenes.camera.outlines import Outlines
from scenes.camera.shading import shade
from scenes.camera.tables import F64, I32


class Paints:
    """Collects paints; their gradients' ends are appended to the geometry's points."""

    def __init__(self, outlines: Outlines, light: F64 | None) -> None:
        self._outlines = outlines
        self._light = light
        self._begin = np.cumsum(outlines.point_counts) - outlines.point_counts
        self._corner = self._begin + (outlines.point_counts - 1) // 6 * 3
        self._ends: list[F64] = []
        self._stops: list[F64] = []
        self._counts: list[I32] = []
        self._lifts: tuple[F64, F64] | None = None

    def add(self, which: Any, colors: F64, counts: I32) -> I32:
        """Add paints of mobjects ``which`` (n,) from a table of colours; return their numbers."""
        first = sum(len(ends) for ends in self._ends)
        shaded = self._outlines.numbers[which, 2] > 0
        begin = (np.cumsum(counts) - counts)[which]
        counts = counts[which]
        lit = shaded & (self._light is not None)
        kept = np.where(lit, 2, counts)
        start = np.cumsum(kept) - kept
        owner = np.repeat(np.arange(len(which)), kept)
        step = np.arange(len(owner)) - start[owner]
        stops = colors[begin[owner] + np.minimum(step, counts[owner] - 1)].copy()
        if lit.any():
            low, high = self._shades()
            rows = lit[owner]
            lift = np.where(step[:, None] == 0, low[which][owner], high[which][owner])
            stops[rows, :3] += lift[rows]
        ends = self._outlines.gradients[which].copy()
        ends[shaded, 0] = self._outlines.points[self._begin[which[shaded]]]
        ends[shaded, 1] = self._outlines.points[self._corner[which[shaded]]]
        self._ends.append(ends)
        self._stops.append(np.clip(stops, 0, 1))
        self._counts.append(kept.astype(np.int32))
        return (first + np.arange(len(which))).astype(np.int32)

    def tables(self, points: int) -> dict[str, F64 | I32]:
        """Return the geometry's paint tables, and the ends as ``points`` after so many others."""
        if not self._ends:
            return {"points": np.zeros((0, 3))}
        ends = np.concatenate(self._ends)
        counts = np.concatenate(self._counts)
        index = points + np.arange(2 * len(ends), dtype=np.int32).reshape(-1, 2)
        return {
            "points": ends.reshape(-1, 3),
            "paint_ends": index,
            "paint_stops": np.stack([np.cumsum(counts) - counts, counts], axis=1),
            "stops": np.concatenate(self._stops),
        }

    def _shades(self) -> tuple[F64, F64]:
        """Return what the light adds at every mobject's start and end corner, (m, 1) each."""
        if self._lifts is None:
            assert self._light is not None
            points = self._outlines.points
            result = []
            for corner in (self._begin, self._corner):
                normals = self._normals(corner)
                black = np.zeros((len(corner), 3))
                result.append(shade(black, points[corner], normals, self._light)[:, :1])
            self._lifts = (result[0], result[1])
        return self._lifts

    def _normals(self, corner: I32) -> F64:
        """Return the unit normals (m, 3) at one corner of each mobject, as Manim computes them."""
        points, counts = self._outlines.points, self._outlines.point_counts
        local = corner - self._begin
        before = self._begin + np.where(local > 2, local - 3, counts - 4)
        after = self._begin + np.where(local < counts - 3, local + 3, 3)
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
