"""One frame: project, set up, draw the bands on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

import numpy as np

from scenes.camera.bands import draw_bands
from scenes.camera.clipping import clip_triangles
from scenes.camera.collecting import ROWS
from scenes.camera.fills import set_up_fills
from scenes.camera.projecting import (
    bin_bands,
    mark_edges,
    project,
    set_up_paints,
    set_up_planes,
    set_up_triangles,
)
from scenes.camera.strokes import set_up_segments
from scenes.camera.tables import F64, I32, U8, Bins, Geometry, Projection, View


def available_threads() -> int:
    """Return how many threads a frame is drawn with: one per usable core, eight at most."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:
        cores = os.cpu_count() or 1
    return max(1, min(8, cores))


class Rasterizer:
    """Draws geometry over a background.

    ``threads`` changes the time a frame takes, never a byte of it. ``seconds`` sums the time of
    each stage since it was last cleared.
    """

    __slots__ = ("_buffers", "_pool", "_pool_owner", "seconds", "threads")

    def __init__(self, threads: int | None = None) -> None:
        self.threads = threads or available_threads()
        self.seconds: dict[str, float] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._pool_owner = 0
        self._buffers: dict[str, Any] = {}

    def __deepcopy__(self, memo: object) -> Rasterizer:
        return Rasterizer(self.threads)

    def draw(self, geometry: Geometry, view: View, picture: U8, rows: range | None = None) -> None:
        """Draw ``geometry`` over ``picture`` (height, width, 4), premultiplied 8-bit RGBA.

        Only ``rows`` are drawn over, if given: a range from `rows_of`.
        """
        begin = perf_counter()
        frame = self._project(geometry, view)
        bands = (view.height + ROWS - 1) // ROWS
        binned = [
            Bins(*bin_bands(box, ROWS, bands))
            for box in (frame.triangle_box, frame.fill_box, frame.segment_box)
        ]
        self._spend("project", perf_counter() - begin)
        begin = perf_counter()
        rows = range(view.height) if rows is None else rows
        first, last = rows.start // ROWS, (rows.stop + ROWS - 1) // ROWS
        # More shares than threads: an encoder may take a core away in the middle of a frame.
        shares = max(1, min(4 * self.threads, last - first)) if self.threads > 1 else 1
        self._share(
            shares,
            lambda share: draw_bands(frame, *binned, picture, first + share, last, shares),
        )
        self._spend("raster", perf_counter() - begin)

    def rows_of(self, pieces: Sequence[Geometry], view: View) -> range:
        """Return the rows, in whole bands, that pieces of geometry may touch."""
        top, bottom = np.inf, -np.inf
        for piece in pieces:
            if not len(piece.points):
                continue
            screen, _, hidden = self._project_points(piece.points, view)
            if hidden:
                return range(view.height)
            # A mitered corner reaches ten times half the stroke's width.
            margin = 2.0 + 5.0 * view.stroke_unit * piece.segment_width.max(initial=0.0)
            top = min(top, screen[:, 1].min() - margin)
            bottom = max(bottom, screen[:, 1].max() + margin)
        if not top <= bottom:
            return range(0)
        first = int(np.clip(top, 0, view.height)) // ROWS * ROWS
        last = -(-int(np.clip(np.ceil(bottom), 0, view.height)) // ROWS) * ROWS
        return range(first, min(last, view.height))

    def _spend(self, stage: str, seconds: float) -> None:
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds

    def _share(self, jobs: int, job: Callable[[int], None]) -> None:
        """Run ``job(0)`` to ``job(jobs - 1)``; whoever is free takes the next one."""
        numbers = iter(range(jobs))

        def work() -> None:
            for number in numbers:
                job(number)

        helpers = min(self.threads, jobs) - 1
        if helpers < 1:
            work()
            return
        if self._pool is None or self._pool_owner != os.getpid():
            # A forked process inherits the pool, but not its threads.
            self._pool_owner = os.getpid()
            self._pool = ThreadPoolExecutor(self.threads - 1, thread_name_prefix="bands")
        others = [self._pool.submit(work) for _ in range(helpers)]
        work()
        for other in others:
            other.result()

    def _project(self, geometry: Geometry, view: View) -> Projection:
        screen, seen, hidden = self._project_points(geometry.points, view)
        if hidden and not view.exponential:
            geometry, changed = clip_triangles(geometry, seen, view)
            if changed:
                screen, seen, hidden = self._project_points(geometry.points, view)
        return self._set_up(geometry, view, screen, seen)

    def _project_points(self, points: F64, view: View) -> tuple[F64, F64, int]:
        """Return pixels and depth (n, 3), eye coordinates (n, 3), and how many are not seen."""
        screen = self._buffer("screen", points.shape, np.float64)
        seen = self._buffer("seen", points.shape, np.float64)
        hidden = project(
            points, view.rotation, view.center, view.focal_distance, view.zoom, view.exponential,
            view.unit, view.origin_x, view.origin_y, seen, screen,
        )  # fmt: skip
        return screen, seen, int(hidden)

    def _buffer(self, name: str, shape: tuple[int, ...], kind: Any) -> Any:
        """Return an array to be filled, the last one if it fits: fresh memory costs page faults."""
        buffer = self._buffers.get(name)
        if buffer is None or buffer.shape != shape:
            buffer = self._buffers[name] = np.empty(shape, kind)
        return buffer

    def _set_up(self, geometry: Geometry, view: View, screen: F64, seen: F64) -> Projection:
        count = len(geometry.triangles)
        corners = self._buffer("corners", (count, 3), np.int32)
        triangle = self._buffer("triangle", (count, 13), np.float64)
        triangle_box = self._buffer("triangle_box", (count, 4), np.int32)
        facing = self._buffer("facing", (count,), np.int8)
        shown_lines = self._buffer("shown_lines", (count,), np.int32)
        planes = self._buffer("planes", (count, 21), np.float64)
        workers = self.threads if count > 4096 else 1

        def set_up(worker: int) -> None:
            first, last = worker * count // workers, (worker + 1) * count // workers
            set_up_triangles(
                screen, geometry.triangles, view.width, view.height, first, last,
                corners, triangle, triangle_box, facing,
            )  # fmt: skip
            set_up_planes(
                screen, geometry.colors, geometry.scalars, geometry.triangle_paint,
                geometry.triangle_lines, geometry.line_sets, geometry.lines, geometry.levels,
                view.stroke_unit, first, last, corners, triangle, triangle_box, planes, shown_lines,
            )  # fmt: skip

        self._share(workers, set_up)
        smooth = self._buffer("smooth", (view.height, view.width), np.uint8)
        smooth.fill(0)
        mark_edges(screen, geometry.edges, facing, smooth)

        strokes = len(geometry.segments)
        segment = np.zeros((strokes, 15))
        segment_box = np.empty((strokes, 4), dtype=np.int32)
        set_up_segments(
            screen, seen, geometry.segments, geometry.segment_width, geometry.segment_bias,
            view.focal_distance, view.zoom, view.unit, view.origin_x, view.origin_y,
            view.stroke_unit, view.width, view.height, segment, segment_box,
        )  # fmt: skip

        fills = len(geometry.fill_range)
        outline = np.empty((2 * len(geometry.outline) + fills, 4))
        fill_range = np.empty((fills, 2), dtype=np.int32)
        fill = np.empty((fills, 3))
        fill_box: I32 = np.empty((fills, 4), dtype=np.int32)
        set_up_fills(
            screen, seen, geometry.outline, geometry.fill_range, geometry.fill_center,
            geometry.fill_normal, view.rotation, view.focal_distance, view.zoom, view.unit,
            view.origin_x, view.origin_y, view.width, view.height, outline, fill_range, fill,
            fill_box,
        )  # fmt: skip

        paint = np.empty((len(geometry.paint_ends), 4))
        set_up_paints(screen, geometry.paint_ends, paint)
        return Projection(
            screen, geometry.colors, geometry.scalars, corners, triangle, planes, triangle_box,
            geometry.triangle_paint, shown_lines, geometry.triangle_order,
            segment, segment_box, geometry.segment_paint, geometry.segment_stroke,
            geometry.segment_order, outline, fill_range, fill, fill_box, geometry.fill_paint,
            geometry.fill_order, paint, geometry.paint_stops, geometry.stops, geometry.line_sets,
            _in_pixels(geometry.lines, view), geometry.levels, smooth,
        )  # fmt: skip


def _in_pixels(lines: F64, view: View) -> F64:
    scaled = lines.copy()
    scaled[:, 3] *= view.stroke_unit
    return scaled
