"""A cost as a surface of triangles, cut off cleanly along level lines."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.level_sets.lattice import fitted_lattice
from gdmath.roots import segment_roots
from gdmath.windows import Window

Indices = NDArray[np.intp]

ROUNDING = 1e-12  # shares of the window's height: a vertex that is nearer to a level is on it


@dataclass(frozen=True, slots=True, eq=False)
class CutSurface:
    """Triangles (t, 3) between vertices (n, 3), which are (θ0, θ1, J), on the surface z = J(θ).

    On a rim, J is exactly the level at which the surface is cut.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    >>> CutSurface.below_top(J, Window((-3, 3), (-3, 3), (0, 2)), 16).vertices.max(axis=0).tolist()
    [2.0, 2.0, 2.0]
    """

    vertices: FloatArray
    triangles: Indices

    @classmethod
    def below_top(cls, cost: Cost, window: Window, resolution: int) -> "CutSurface":
        """Return the surface up to the window's top, of about `resolution` × `resolution` cells.

        The cells lie as the bowl does (`fitted_lattice`). One that the level line J = top crosses
        is cut along it; one with a corner where J is not defined is left out. Raises ValueError if
        J is nowhere in the window below the top.
        """
        vertices, cells = _sampled(cost, window, fitted_lattice(cost, window, resolution))
        return _shown(window, *_cut_cells(cost, vertices, cells, window.height[1]))

    @classmethod
    def boxed(cls, cost: Cost, window: Window, resolution: int) -> "CutSurface":
        """Return the surface between the window's floor and top, of even cells.

        As `below_top`, but meshed alike in every window, for one that changes from frame to frame.
        """
        floor, top = window.height
        lattice = window.grid(np.linspace(0, 1, resolution + 1))
        vertices, cells = _sampled(cost, window, lattice)
        # Turned as most bowls along their ellipse are, so that light falls on it alike.
        triangles = cells[:, [[2, 1, 0], [3, 2, 0]]].reshape(-1, 3)
        vertices, triangles = _cut_triangles(cost, vertices, triangles, top, side=1)
        return _shown(window, *_cut_triangles(cost, vertices, triangles, floor, side=-1))


def _sampled(cost: Cost, window: Window, lattice: FloatArray) -> tuple[FloatArray, Indices]:
    """Return the vertices (n, 3) over a lattice's nodes, and its cells (c, 4) where J is defined.

    A cell's corners go round it. Heights within rounding of the window's floor or top are on it:
    cut next to them, cells would leave slivers.
    """
    theta = lattice.reshape(-1, 2)
    with np.errstate(all="ignore"):  # far up the cost may overflow: there it is cut off
        heights = np.asarray(cost(theta))
    for level in window.height:
        slack = ROUNDING * (window.height[1] - window.height[0])
        heights = np.where(np.abs(heights - level) <= slack, level, heights)
    index = np.arange(len(theta)).reshape(lattice.shape[:2])
    corners = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    cells = np.stack(corners, axis=-1).reshape(-1, 4)
    defined = heights > -np.inf  # which nan is not either
    return np.column_stack([theta, heights]), cells[defined[cells].all(axis=1)]


def _shown(window: Window, vertices: FloatArray, triangles: Indices) -> CutSurface:
    """Return the surface of those triangles that are no lines, and the vertices they use."""
    first, second, third = triangles.T
    triangles = triangles[(first != second) & (second != third) & (third != first)]
    if not len(triangles):
        raise ValueError(
            f"height is {window.height}; the cost is above its top or below its floor everywhere"
        )
    used, renumbered = np.unique(triangles, return_inverse=True)
    return CutSurface(vertices[used], renumbered.reshape(-1, 3))


def _cut_cells(
    cost: Cost, vertices: FloatArray, cells: Indices, top: float
) -> tuple[FloatArray, Indices]:
    """Cut cells (c, 4) along J = top; return all vertices and the triangles (t, 3) below.

    Of each cell there remain its corners below and the crossings of its edges, in turn (Sutherland
    & Hodgman, 1974); triangles fan out from the first of them.
    """
    below = (vertices[:, 2] <= top)[cells]
    ahead, ahead_below = np.roll(cells, -1, axis=1), np.roll(below, -1, axis=1)
    crossed = below != ahead_below
    inner, outer = np.where(below, cells, ahead), np.where(below, ahead, cells)
    edges, place = np.unique(
        np.column_stack([inner[crossed], outer[crossed]]), axis=0, return_inverse=True
    )
    vertices, crossings = _with_crossings(cost, vertices, edges, top)
    outline = np.full((len(cells), 8), -1)
    outline[:, 0::2][below] = cells[below]
    outline[:, 1::2][crossed] = crossings[place.ravel()]
    outline = np.take_along_axis(outline, np.argsort(outline < 0, axis=1, kind="stable"), axis=1)
    third = outline[:, 2:]
    fans = np.stack([np.broadcast_to(outline[:, :1], third.shape), outline[:, 1:-1], third], -1)
    return vertices, fans[third >= 0]


def _cut_triangles(
    cost: Cost, vertices: FloatArray, triangles: Indices, level: float, side: int
) -> tuple[FloatArray, Indices]:
    """Cut triangles (t, 3) along J = level; keep what is below it (side 1) or above it (−1)."""
    kept = side * (vertices[:, 2] - level) <= 0
    count = kept[triangles].sum(axis=1)
    cut = triangles[(count == 1) | (count == 2)]
    # Each is turned so that the corner which stands alone on its side comes first.
    tip = kept[cut].sum(axis=1) == 1
    first = np.argmax(kept[cut] == tip[:, None], axis=1)
    cut = np.take_along_axis(cut, (first[:, None] + np.arange(3)) % 3, axis=1)
    edges = np.sort(cut[:, [[0, 1], [0, 2]]].reshape(-1, 2), axis=1)
    edges, place = np.unique(edges, axis=0, return_inverse=True)
    inward = np.where(kept[edges[:, :1]], edges, edges[:, ::-1])
    vertices, crossings = _with_crossings(cost, vertices, inward, level)
    left, right = crossings[place.reshape(-1, 2)].T
    alone, one, other = cut.T
    pieces = (
        triangles[count == 3],
        np.column_stack([alone, left, right])[tip],
        np.column_stack([left, one, other])[~tip],
        np.column_stack([left, other, right])[~tip],
    )
    return vertices, np.concatenate(pieces)


def _with_crossings(
    cost: Cost, vertices: FloatArray, edges: Indices, level: float
) -> tuple[FloatArray, Indices]:
    """Add vertices where edges (e, 2) cross J = level; return all, and which ones (e,) these are.

    J is finite at each edge's first end; where that is on the level, it is the crossing itself.
    """
    inner, outer = edges.T
    between = vertices[inner, 2] != level
    ends = vertices[inner[between], :2], vertices[outer[between], :2]
    theta = segment_roots(lambda theta: cost(theta) - level, *ends)
    crossings = inner.copy()
    crossings[between] = len(vertices) + np.arange(len(theta))
    rim = np.column_stack([theta, np.full(len(theta), level)])
    return np.concatenate([vertices, rim]), crossings
