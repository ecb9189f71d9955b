"""Many VMobjects' Bézier curves as arrays: what they hold, and their polylines."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple, Self

import numpy as np
from manim import CapStyleType, LineJointType, VMobject

from scenes.camera.tables import BUTT, F64, I32, I64, MITER, ROUND, SHADED, SQUARE

# Members of an enumeration are looked up by identity: hashing them takes longer than all the rest.
_CAPS = {id(CapStyleType.ROUND): ROUND, id(CapStyleType.SQUARE): SQUARE}
_JOINS = {id(LineJointType.ROUND): ROUND, id(LineJointType.BEVEL): ROUND}

_NO_COLOR = np.zeros((1, 4))


class Ragged(NamedTuple):
    """Rows of m mobjects, those of one after those of the one before."""

    rows: F64
    counts: I32  # (m,)

    @property
    def first(self) -> Any:
        """The first row of each mobject, (m,)."""
        return np.cumsum(self.counts) - self.counts

    def any_row(self, where: Any) -> Any:
        """Return which mobjects (m,) have a row with ``where``."""
        owner = np.repeat(np.arange(len(self.counts)), self.counts)
        return np.bincount(owner, weights=where, minlength=len(self.counts)) > 0


def same_arrays(some: Iterable[Any], others: Iterable[Any]) -> bool:
    """Return whether two lists of arrays are equal."""
    return all(map(np.array_equal, some, others))


class Outlines(NamedTuple):
    """Everything the camera reads from a list of m VMobjects, in arrays that compare fast."""

    points: Ragged  # (p, 3) control points, four a curve
    fill: Ragged  # (f, 4) straight RGBA
    stroke: Ragged
    background: Ragged
    numbers: F64  # (5, m): WIDTH, BACKGROUND_WIDTH, SHADED, CAP and JOIN
    gradients: F64  # (m, 2, 3) where gradients begin and end; zero where there is one colour

    @property
    def arrays(self) -> list[Any]:
        """All that is compared."""
        return [self.numbers, self.gradients, *chain.from_iterable(self[:4])]

    def differing(self, other: Self) -> Any:
        """Return which of the m mobjects, as many in both, are drawn differently; (m,) bool."""
        differ = (self.numbers != other.numbers).any(axis=0)
        differ |= (self.gradients != other.gradients).any(axis=(1, 2))
        for pair in zip(self[:4], other[:4], strict=True):
            mine, theirs = (np.split(part.rows, part.first[1:]) for part in pair)
            differ |= ~np.array(list(map(np.array_equal, mine, theirs)))
        return differ


def read_outlines(mobjects: Sequence[VMobject]) -> Outlines:
    """Return the arrays of mobjects, of which each has at least one curve."""
    owned = [mobject.__dict__ for mobject in mobjects]
    points = [own["points"] for own in owned]
    if any(len(array) % 4 for array in points):
        points = [array[: len(array) // 4 * 4] for array in points]
    numbers = [
        [own["stroke_width"] for own in owned],
        [own["background_stroke_width"] for own in owned],
        [own["shade_in_3d"] for own in owned],
        [_CAPS.get(id(own["cap_style"]), BUTT) for own in owned],
        [_JOINS.get(id(own["joint_type"]), MITER) for own in owned],
    ]
    colors = (
        _ragged([own["fill_rgbas"] for own in owned]),
        _ragged([own["stroke_rgbas"] for own in owned]),
        # A mobject that never had a background stroke has no such attribute.
        _ragged([own.get("background_stroke_rgbas", _NO_COLOR) for own in owned]),
    )
    gradients = np.zeros((len(mobjects), 2, 3))
    several = np.maximum.reduce([color.counts for color in colors]) > 1
    for m in np.flatnonzero(several & ~np.array(numbers[SHADED], dtype=bool)):
        gradients[m] = mobjects[int(m)].get_gradient_start_and_end_points()
    return Outlines(_ragged(points), *colors, np.array(numbers, dtype=np.float64), gradients)


def _ragged(arrays: list[Any]) -> Ragged:
    counts = np.array([len(array) for array in arrays], dtype=np.int32)
    return Ragged(np.concatenate(arrays).astype(np.float64, copy=False), counts)


class Paths(NamedTuple):
    """The subpaths of all mobjects: c curves, each of one subpath and one mobject."""

    curves: F64  # (c, 4, 3)
    mobject: I64  # (c,)
    subpath: I64  # (c,)
    first: I64  # (s,) first curve of each subpath
    last: I64  # (s,)
    closed: Any  # (s,) bool


def split_paths(points: Ragged) -> Paths:
    """Return the subpaths, split where one curve does not begin where the last one ended."""
    curves = points.rows.reshape(-1, 4, 3)
    mobject = np.repeat(np.arange(len(points.counts)), points.counts // 4)
    joined = _close(curves[:-1, 3], curves[1:, 0]) & (mobject[1:] == mobject[:-1])
    starts = np.concatenate([[True], ~joined])
    first = np.flatnonzero(starts)
    last = np.append(first[1:], len(curves)) - 1
    closed = _close(curves[first, 0], curves[last, 3])
    return Paths(curves, mobject, np.cumsum(starts) - 1, first, last, closed)


def _close(a: F64, b: F64) -> Any:
    return (np.abs(a - b) <= 1e-6 + 1e-5 * np.abs(b)).all(axis=-1)


def curve_steps(curves: F64, tolerance: float) -> I32:
    """Return the steps (c,) that keep cubic curves within ``tolerance`` of their chords."""
    bend = np.linalg.norm(np.diff(curves, 2, axis=1), axis=2).max(axis=1)
    arms = curves[:, 1:] - curves[:, :1]
    chord = np.linalg.norm(arms[:, 2], axis=1)
    direction = arms[:, 2:] / np.maximum(chord, 1e-12)[:, None, None]
    away = np.linalg.norm(np.cross(arms[:, :2], direction), axis=2).max(axis=1)
    steps = np.ceil(np.sqrt(0.75 * bend / tolerance))
    steps[(away < 1e-9 + 1e-7 * chord) & (chord > 0)] = 1
    counts: I32 = np.clip(steps, 1, 64).astype(np.int32)
    return counts


def bezier(curves: F64, t: F64) -> F64:
    """Return the points (n, 3) of cubic curves (n, 4, 3) at parameters (n,)."""
    s = 1 - t
    weights = np.stack([s**3, 3 * s * s * t, 3 * s * t * t, t**3], axis=1)
    points: F64 = np.einsum("nk,nkd->nd", weights, curves)
    return points


class Polylines(NamedTuple):
    """Flattened subpaths: n points in order."""

    points: F64  # (n, 3)
    mobject: I64  # (n,)
    after: I64  # (n,) the next point on the path, -1 at its end
    before: I64  # (n,)
    ring: I64  # (n,) the next point, that of an end being the path's beginning


def flatten(paths: Paths, keep: Any, tolerance: float) -> Polylines:
    """Return the polylines of mobjects with ``keep`` (m,), within ``tolerance`` scene units."""
    kept = np.flatnonzero(keep[paths.mobject])
    curves = paths.curves[kept]
    steps = curve_steps(curves, tolerance)
    opens = ~paths.closed[paths.subpath[kept]] & (paths.last[paths.subpath[kept]] == kept)
    counts = steps + opens
    begin = np.cumsum(counts) - counts
    owner = np.repeat(np.arange(len(kept)), counts)
    t = (np.arange(len(owner)) - begin[owner]) / steps[owner]
    points = bezier(curves[owner], t)
    subpath = paths.subpath[kept][owner]
    _, starts, sizes = np.unique(subpath, return_index=True, return_counts=True)
    ends = starts + sizes - 1
    ring = np.arange(1, len(points) + 1)
    ring[ends] = starts
    after = ring.copy()
    before = np.arange(-1, len(points) - 1)
    is_open = ~paths.closed[subpath[starts]]
    before[starts] = np.where(is_open, -1, ends)
    after[ends[is_open]] = -1
    return Polylines(points, paths.mobject[kept][owner], after, before, ring)
