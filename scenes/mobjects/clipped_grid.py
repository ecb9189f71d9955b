"""A grid over a cost, cut off cleanly along the level line at the top."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gdmath import Cost, Window
from gdmath.checks import FloatArray
from gdmath.cost import NoMinimumError

_OVERLAP = 1.02  # the grid reaches just past the rim, so that every rim cell is cut
_BISECTIONS = 50
_SPILL = 0.01  # of the window: an ellipse that reaches no further past its edge is inside
_FINEST = 3.0  # times the resolution, for a bowl over little of the window


@dataclass(frozen=True, slots=True)
class ClippedGrid:
    """Convex polygons that cover a cost's surface where J ≤ top.

    Attributes
    ----------
    vertices
        Coordinates (θ0, θ1, J), of shape (n, 3); the rim's have exactly J = top.
    polygons
        Indices into the vertices, 3 to 6 each, anticlockwise seen in the grid's own frame.
    """

    vertices: FloatArray
    polygons: tuple[tuple[int, ...], ...]

    @property
    def triangles(self) -> npt.NDArray[np.intp]:
        """The polygons cut into triangles that fan out from their first vertex, (t, 3)."""
        return np.array(
            [
                (polygon[0], second, third)
                for polygon in self.polygons
                for second, third in itertools.pairwise(polygon[1:])
            ]
        )


def clipped_grid(cost: Cost, window: Window, resolution: int) -> ClippedGrid:
    """Cover the bowl {J ≤ top} of `cost` by `resolution` × `resolution` cells.

    For a convex quadratic the grid lies along the axes of the level ellipse, so that a long narrow
    valley gets as many cells as a round bowl. For any other cost, and an ellipse larger than the
    window, it fills the window, with more cells where the bowl covers little; vertices next to the
    floor of a valley are moved onto it, or a narrow one would look like a row of teeth.
    A cell that the level line J = top crosses is cut along it.

    Raises
    ------
    ValueError
        If the cost is nowhere in the window below its top.
    """
    top = window.height[1]
    ellipse = _ellipse_frame(cost, window)
    if ellipse is None:
        resolution = _refined(cost, window, resolution)
    origin, sides = ellipse or _window_frame(window)
    steps = np.linspace(-_OVERLAP, _OVERLAP, resolution + 1)
    shares = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1)
    lattice = origin + shares @ sides
    if ellipse is None:
        lattice = _on_creases(cost, lattice)
    thetas = lattice.reshape(-1, 2)
    with np.errstate(all="ignore"):  # far up the cost may overflow: there it is cut off
        heights = np.asarray(cost(thetas))
    inside = heights <= top
    if not inside.any():
        raise ValueError(f"height is {window.height}; the cost is above its top everywhere")
    index = np.arange(len(thetas)).reshape(resolution + 1, resolution + 1)
    corners = np.stack(
        [index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]], axis=-1
    ).reshape(-1, 4)
    corners = corners[inside[corners].any(axis=1)]
    rim_edges = _crossed_edges(corners, inside)
    rim = _level_points(cost, thetas, rim_edges, top)
    rim_index = {(int(a), int(b)): len(thetas) + k for k, (a, b) in enumerate(rim_edges)}
    polygons = [_cut(cell, inside, rim_index) for cell in corners.tolist()]
    vertices = np.concatenate(
        [
            np.column_stack([thetas, heights]),
            np.column_stack([rim, np.full(len(rim), top)]),
        ]
    )
    used = np.unique(np.concatenate([np.array(polygon) for polygon in polygons]))
    renumber = np.full(len(vertices), -1)
    renumber[used] = np.arange(len(used))
    return ClippedGrid(
        vertices[used],
        tuple(tuple(int(renumber[vertex]) for vertex in polygon) for polygon in polygons),
    )


def lowest_between(cost: Cost, start: FloatArray, end: FloatArray) -> FloatArray:
    """Return where J is least on segments from `start` to `end`, (k, 2) each, by ternary search.

    J must have one valley on each.
    """
    for _ in range(_BISECTIONS):
        first, second = (2 * start + end) / 3, (start + 2 * end) / 3
        falling = (cost(first) > cost(second))[:, None]
        start, end = np.where(falling, first, start), np.where(falling, end, second)
    return (start + end) / 2


def _ellipse_frame(cost: Cost, window: Window) -> tuple[FloatArray, FloatArray] | None:
    """Return the centre (2,) and the half axes (2, 2), as rows, of the level ellipse J = top.

    None if the cost is no convex quadratic, and its level lines are no ellipses; or if the
    ellipse is larger than the window, beyond which nothing is drawn.
    """
    try:
        best = cost.minimizer()
    except NoMinimumError:
        return None
    size = (window.high - window.low)[:2]
    places = np.array([best, window.low[:2], window.high[:2], (window.low + window.high)[:2] / 2])
    with np.errstate(all="ignore"):
        hessians = cost.hessian(places) * np.outer(size, size)  # in shares of the window
    if not np.allclose(hessians, hessians[0], rtol=1e-9, atol=1e-9 * np.abs(hessians[0]).max()):
        return None
    curvatures, directions = np.linalg.eigh(hessians[0])
    drop = window.height[1] - float(cost(best))
    if not (curvatures > 0).all() or drop <= 0:
        return None
    extent = np.sqrt(2 * drop * np.diag(np.linalg.inv(hessians[0]))) * size
    low, high = window.low[:2] - _SPILL * size, window.high[:2] + _SPILL * size
    if (best - extent < low).any() or (best + extent > high).any():
        return None
    reach = np.sqrt(2 * drop / curvatures)
    return best, (reach[:, None] * directions.T) * size


def _window_frame(window: Window) -> tuple[FloatArray, FloatArray]:
    """Return the centre (2,) and the half sides (2, 2) of a grid that fills the window."""
    half = (window.high - window.low)[:2] / 2
    return window.low[:2] + half, np.diag(half) / _OVERLAP


def _on_creases(cost: Cost, lattice: FloatArray) -> FloatArray:
    """Move vertices (n, n, 2) that are lowest in their row or column to where J is lowest there.

    They move by half a cell at most, along the direction in which the valley is steeper.
    """
    with np.errstate(all="ignore"):
        heights = np.asarray(cost(lattice))
        bends = []
        for axis in (0, 1):
            before, after = np.roll(heights, 1, axis), np.roll(heights, -1, axis)
            lowest = (heights < before) & (heights < after)
            np.moveaxis(lowest, axis, 0)[[0, -1]] = False
            bends.append(np.where(lowest, before + after - 2 * heights, 0.0))
        result = lattice.copy()
        for axis in (0, 1):
            chosen = (bends[axis] > 0) & (bends[axis] >= bends[1 - axis])
            corner = lattice[0, 0]
            half = (lattice[1, 0] - corner if axis == 0 else lattice[0, 1] - corner) / 2
            result[chosen] = lowest_between(cost, lattice[chosen] - half, lattice[chosen] + half)
    return result


def _refined(cost: Cost, window: Window, resolution: int) -> int:
    """Return a resolution at which a bowl over a small share of the window has enough cells."""
    shares = (np.arange(resolution) + 0.5) / resolution
    size = (window.high - window.low)[:2]
    places = window.low[:2] + np.stack(np.meshgrid(shares, shares), axis=-1) * size
    with np.errstate(all="ignore"):
        covered = float(np.mean(cost(places) <= window.height[1]))
    finer = (math.pi / 4 / covered) ** 0.5 if covered > 0 else _FINEST
    return math.ceil(resolution * min(max(finer, 1.0), _FINEST))


def _crossed_edges(
    corners: npt.NDArray[np.intp], inside: npt.NDArray[np.bool_]
) -> npt.NDArray[np.intp]:
    """Return the (inside, outside) ends of the cell edges that cross the level line."""
    edges = np.concatenate([corners[:, [k, (k + 1) % 4]] for k in range(4)])
    crossed = edges[inside[edges[:, 0]] != inside[edges[:, 1]]]
    swap = ~inside[crossed[:, 0]]
    crossed[swap] = crossed[swap][:, ::-1]
    return np.unique(crossed, axis=0)


def _level_points(
    cost: Cost, thetas: FloatArray, edges: npt.NDArray[np.intp], top: float
) -> FloatArray:
    """Return the points (k, 2) on the edges where J = top, found by bisection."""
    inner, outer = thetas[edges[:, 0]], thetas[edges[:, 1]]
    low, high = np.zeros(len(edges)), np.ones(len(edges))
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        with np.errstate(all="ignore"):
            below = cost(inner + middle[:, None] * (outer - inner)) <= top
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return inner + low[:, None] * (outer - inner)


def _cut(
    cell: list[int], inside: npt.NDArray[np.bool_], rim_index: dict[tuple[int, int], int]
) -> tuple[int, ...]:
    """Return the part of a cell that lies inside (Sutherland & Hodgman, 1974)."""
    polygon = []
    for here, there in zip(cell, [*cell[1:], cell[0]], strict=True):
        if inside[here]:
            polygon.append(here)
        if inside[here] != inside[there]:
            polygon.append(rim_index[(here, there) if inside[here] else (there, here)])
    return tuple(polygon)
