"""A cost as a surface of triangles, cut off cleanly along level lines."""

from dataclasses import dataclass
from typing import Self

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
    def below_top(cls, cost: Cost, window: Window, resolution: int) -> Self:
        """Return the surface up to the window's top, of about `resolution` × `resolution` cells.

        The cells lie as the bowl does (`fitted_lattice`). One that the level line J = top crosses
        is cut along it; one with a corner where J is not defined is left out. Raises ValueError if
        J is nowhere in the window below the top.
        """
        top = window.height[1]
        vertices, cells = _sampled(cost, window, fitted_lattice(cost, window, resolution))
        return cls(*_shown(window, *_cut(cost, vertices, cells, vertices[:, 2] <= top, top)))

    @classmethod
    def boxed(cls, cost: Cost, window: Window, resolution: int) -> Self:
        """Return the surface between the window's floor and top, of even cells.

        As `below_top`, but meshed alike in every window, for one that changes from frame to frame.
        """
        floor, top = window.height
        vertices, cells = _sampled(cost, window, window.grid(np.linspace(0, 1, resolution + 1)))
        # Turned as most bowls along their ellipse are, so that light falls on it alike.
        triangles = cells[:, [[2, 1, 0], [3, 2, 0]]].reshape(-1, 3)
        for level, side in ((top, 1), (floor, -1)):
            kept = side * (vertices[:, 2] - level) <= 0
            triangles = _turned(triangles, kept[triangles])
            vertices, triangles = _cut(cost, vertices, triangles, kept, level)
        return cls(*_shown(window, vertices, triangles))


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


def _shown(window: Window, vertices: FloatArray, triangles: Indices) -> tuple[FloatArray, Indices]:
    """Return those triangles that are no lines, after the vertices they use."""
    first, second, third = triangles.T
    triangles = triangles[(first != second) & (second != third) & (third != first)]
    if not len(triangles):
        raise ValueError(
            f"height is {window.height}; the cost is above its top or below its floor everywhere"
        )
    used, renumbered = np.unique(triangles, return_inverse=True)
    return vertices[used], renumbered.reshape(-1, 3)


def _turned(triangles: Indices, kept: NDArray[np.bool_]) -> Indices:
    """Return triangles with the corner first that alone is `kept` (t, 3), or alone is not."""
    alone = kept.sum(axis=1) == 1
    first = np.argmax(kept == alone[:, None], axis=1)
    return np.take_along_axis(triangles, (first[:, None] + np.arange(3)) % 3, axis=1)


def _cut(
    cost: Cost, vertices: FloatArray, polygons: Indices, kept: NDArray[np.bool_], level: float
) -> tuple[FloatArray, Indices]:
    """Cut polygons (p, k) along J = level; return all vertices and the triangles (t, 3) kept.

    Of each there remain its corners that are `kept` (n,) and the crossings of its edges, in turn
    (Sutherland & Hodgman, 1974); triangles fan out from the first of them.
    """
    here, ahead = polygons, np.roll(polygons, -1, axis=1)
    crossed = kept[here] != kept[ahead]
    inner, outer = np.where(kept[here], [here, ahead], [ahead, here])
    edges, place = np.unique(
        np.column_stack([inner[crossed], outer[crossed]]), axis=0, return_inverse=True
    )
    vertices, crossings = _with_crossings(cost, vertices, edges, level)
    outline = np.full((len(polygons), 2 * polygons.shape[1]), -1)
    outline[:, 0::2][kept[here]] = here[kept[here]]
    outline[:, 1::2][crossed] = crossings[place.ravel()]
    outline = np.take_along_axis(outline, np.argsort(outline < 0, axis=1, kind="stable"), axis=1)
    third = outline[:, 2:]
    fans = np.stack([np.broadcast_to(outline[:, :1], third.shape), outline[:, 1:-1], third], -1)
    return vertices, fans[third >= 0]


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
