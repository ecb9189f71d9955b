"""One frame: project, set up, draw the bands on all cores."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

import numpy as np

from scenes.camera import tables
from scenes.camera.bands import draw_bands
from scenes.camera.fills import set_up_fills
from scenes.camera.geometry import Geometry
from scenes.camera.paints import set_up_gradients
from scenes.camera.projection import ROWS, Frame, Perspective, bands_of, cut_triangles, project
from scenes.camera.strokes import set_up_segments
from scenes.camera.tables import MITER_LIMIT, U8, Rows
from scenes.camera.triangles import mark_edges, set_up_triangles

SHARED = 4096  # triangles from which on it pays to set them up on all cores


def _available_threads() -> int:
    """Return how many threads a frame is drawn with: one per usable core, eight at most."""
    if hasattr(os, "sched_getaffinity"):
        return min(8, len(os.sched_getaffinity(0)))
    return min(8, os.cpu_count() or 1)


class Rasterizer:
    """Draws geometry over a background.

    ``threads`` changes the time a frame takes, never a byte of it. ``seconds`` sums the time of
    each phase since it was last cleared.
    """

    __slots__ = ("_buffers", "_pool", "_pool_owner", "seconds", "threads")

    def __init__(self, threads: int | None = None) -> None:
        self.threads = threads or _available_threads()
        self.seconds: dict[str, float] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._pool_owner = 0
        self._buffers: dict[str, tuple[Any, Any]] = {}

    def draw(
        self, geometry: Geometry, perspective: Perspective, picture: U8, rows: range | None = None
    ) -> None:
        """Draw ``geometry`` over ``picture`` (height, width, 4), premultiplied 8-bit RGBA.

        Only ``rows`` are drawn over, if given: a range from `rows_of`.
        """
        begin = perf_counter()
        frame = self._projected(geometry, perspective)
        bands = -(-perspective.height // ROWS)
        boxes = (table["box"] for table in (frame.triangles, frame.fills, frame.segments))
        bins = tuple(bands_of(box, bands) for box in boxes)
        # A primitive gives a pixel one fragment at most.
        most = sum(int(np.diff(starts).max()) for starts, _ in bins)
        self.spend("project", begin)
        begin = perf_counter()
        rows = range(perspective.height) if rows is None else rows
        first, end = rows.start // ROWS, -(-rows.stop // ROWS)
        # More shares than threads: an encoder may take a core away in the middle of a frame.
        shares = max(1, min(4 * self.threads, end - first)) if self.threads > 1 else 1
        self._share(
            shares, lambda share: draw_bands(frame, bins, most, picture, first + share, end, shares)
        )
        self.spend("raster", begin)

    def rows_of(self, pieces: Sequence[Geometry], perspective: Perspective) -> range:
        """Return the rows, in whole bands, that pieces of geometry may touch."""
        height = perspective.height
        top, bottom = np.inf, -np.inf
        for piece in pieces:
            if not len(piece.points):
                continue
            points, hidden = self._projected_points(piece.points, perspective)
            if hidden:
                return range(height)
            half = 0.5 * perspective.stroke_unit * piece.segments["width"].max(initial=0.0)
            margin = 2.0 + MITER_LIMIT * half
            top = min(top, points["y"].min() - margin)
            bottom = max(bottom, points["y"].max() + margin)
        if not top <= bottom:
            return range(0)
        first = int(np.clip(top, 0, height)) // ROWS * ROWS
        end = -(-int(np.clip(np.ceil(bottom), 0, height)) // ROWS) * ROWS
        return range(first, min(end, height))

    def spend(self, phase: str, begin: float) -> None:
        """Add the time since ``begin`` to ``seconds``."""
        self.seconds[phase] = self.seconds.get(phase, 0.0) + perf_counter() - begin

    def _share(self, jobs: int, job: Callable[[int], None]) -> None:
        """Run ``job(0)`` to ``job(jobs - 1)``; whichever thread is free takes the next one."""
        if self.threads == 1 or jobs == 1:
            for number in range(jobs):
                job(number)
            return
        if self._pool is None or self._pool_owner != os.getpid():
            # A forked process inherits the pool, but not its threads.
            self._pool_owner = os.getpid()
            self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="bands")
        for _ in self._pool.map(job, range(jobs)):
            pass

    def _projected(self, geometry: Geometry, perspective: Perspective) -> Frame:
        points, hidden = self._projected_points(geometry.points, perspective)
        if hidden and not perspective.exponential:
            whole, geometry = geometry, cut_triangles(geometry, points, perspective)
            if geometry is not whole:
                points, _ = self._projected_points(geometry.points, perspective)
        count = len(geometry.triangles)
        frame = Frame(
            geometry,
            perspective,
            points,
            self._buffer("triangles", count, tables.PROJECTED_TRIANGLE),
            self._buffer("planes", count, tables.PLANES),
            self._buffer("segments", len(geometry.segments), tables.PROJECTED_SEGMENT),
            self._buffer("fills", len(geometry.fills), tables.PROJECTED_FILL),
            self._buffer("sides", 2 * len(geometry.sides), tables.PROJECTED_SIDE),
            self._buffer("gradients", len(geometry.paints), tables.GRADIENT),
            self._buffer("smooth", (perspective.height, perspective.width), np.uint8),
        )
        workers = self.threads if count > SHARED else 1
        self._share(
            workers,
            lambda n: set_up_triangles(frame, n * count // workers, (n + 1) * count // workers),
        )
        frame.smooth.fill(0)
        mark_edges(frame)
        set_up_segments(frame)
        set_up_fills(frame)
        set_up_gradients(frame)
        return frame

    def _projected_points(self, points: Rows, perspective: Perspective) -> tuple[Rows, int]:
        """Return points in pixels, and how many of them are not seen."""
        projected = self._buffer("points", len(points), tables.PROJECTED_POINT)
        return projected, int(project(points, perspective, projected))

    def _buffer(self, name: str, shape: tuple[int, ...] | int, kind: Any) -> Any:
        """Return an array to be filled, the last one if it fits: fresh memory costs page faults."""
        if self._buffers.get(name, (None,))[0] != shape:
            self._buffers[name] = shape, np.empty(shape, kind)
        return self._buffers[name][1]
