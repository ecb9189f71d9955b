"""Contours: the level sets of a cost as polylines over a window."""

from collections.abc import Sequence
from dataclasses import dataclass

import contourpy
import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.level_sets.contour_grid import nodes
from gdmath.locked import Locked, fill
from gdmath.roots import segment_roots
from gdmath.windows import Window

MOST_CELLS = 2000  # the most cells along a side, which keeps a mistake from filling the memory


@dataclass(frozen=True, slots=True, eq=False)
class Contour(Locked):
    """The points of a window with J(θ) = `level`, as polylines (n, 2), n ≥ 2, read-only.

    A closed one ends with its first point; an open one ends at the window's edge, or where J is not
    finite.
    """

    level: float
    lines: tuple[FloatArray, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.lines, Sequence):
            raise checks.wrong(self.lines, "lines", "a list of polylines")
        lines = tuple(checks.read_only(checks.parameters(line, "lines")) for line in self.lines)
        for line in lines:
            if line.ndim != 2 or len(line) < 2:
                raise ValueError(f"lines has the shape {line.shape}; each must be (n, 2), n ≥ 2")
        fill(self, level=checks.real(self.level, "level"), lines=lines)

    @property
    def closed(self) -> tuple[bool, ...]:
        """Whether each line ends with its first point."""
        return tuple(bool((line[0] == line[-1]).all()) for line in self.lines)


def contours(
    cost: Cost, window: Window, levels: ArrayLike, resolution: int = 192
) -> tuple[Contour, ...]:
    """Return the level sets of `cost` in `window`, one for each level, in their order.

    Marching squares (Lorensen & Cline's marching cubes, 1987, in the plane) on a grid, denser in a
    narrow valley (`contour_grid.nodes`), finds the edges of cells that a level crosses; each vertex
    is then moved along its edge onto the level, as exactly as float64 allows where J is continuous.
    So lines cut by the window end exactly on its edge. Where J is not finite there is none.

    `levels` are finite values (k,) of J; the window's heights are not used. `resolution`, from 2 to
    `MOST_CELLS`, is the number of cells along each side.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    >>> (circle,) = contours(J, Window((-3, 3), (-3, 3), (0, 9)), levels=[2])
    >>> circle.closed, bool(np.allclose(np.hypot(*circle.lines[0].T), 2))
    ((True,), True)
    """
    checks.cost(cost, has=["__call__", "minimizer"])
    checks.instance(window, "window", Window)
    values = checks.numeric(levels, "levels")
    if values.ndim != 1 or not np.isfinite(values).all():
        raise checks.wrong(levels, "levels", "finite numbers, of shape (k,)")
    cells = checks.integer(resolution, "resolution", least=2, most=MOST_CELLS)
    grid = nodes(cost, window, values, cells)
    with np.errstate(all="ignore"):  # what is not finite is masked
        heights = cost(_theta(window, grid))
    return tuple(
        Contour(level, _lines(cost, window, grid, heights, level)) for level in values.tolist()
    )


def _theta(window: Window, share: FloatArray) -> FloatArray:
    """Return the parameters at shares (..., 2) of the window's ranges; the ends are exact."""
    low, high = window.low[:2], window.high[:2]
    return np.asarray(low * (1 - share) + high * share)


def _lines(
    cost: Cost, window: Window, grid: FloatArray, heights: FloatArray, level: float
) -> tuple[FloatArray, ...]:
    finite = np.isfinite(heights)
    with np.errstate(all="ignore"):
        above = np.where(finite, heights - level, 0.0)
    if not ((above[finite] < 0).any() and (above[finite] >= 0).any()):
        return ()
    # Of a height only the side of the level and its rough size are given to contourpy, so that
    # every vertex it returns is well inside one edge of the grid, and that edge is known.
    size = np.abs(above)
    typical = float(np.median(size[finite])) or 1.0
    rough = np.where(above < 0, -1.0, 1.0) * (0.1 + 0.9 * size / (size + typical))
    generator = contourpy.contour_generator(
        z=np.ma.array(rough, mask=~finite), corner_mask=False, line_type=contourpy.LineType.Separate
    )
    drawn = []
    for vertices in generator.lines(0.0):
        places = np.asarray(vertices)[:, ::-1]  # (row, column)
        whole = np.abs(places - np.round(places)) < 1e-6
        start = np.where(whole, np.round(places), np.floor(places)).astype(int)
        end = np.where(whole, np.round(places), np.ceil(places)).astype(int)
        ends = [grid[tuple(place.T)] for place in (start, end)]
        roots = segment_roots(lambda share: cost(_theta(window, share)) - level, *ends)
        line = _theta(window, roots)
        moved = np.append(True, (np.diff(line, axis=0) != 0).any(axis=1))
        drawn.append(line[moved])
    return tuple(line for line in drawn if len(line) >= 2)
