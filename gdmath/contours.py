"""Contours: the level sets of a cost as lines over a window."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

import contourpy
import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.contour_grid import edge_roots, nodes
from gdmath.cost import Cost
from gdmath.locked import Locked
from gdmath.windows import Window

Scale = Literal["linear", "log"]

MOST_CELLS, MOST_LEVELS = 2000, 1000
"""Limits that keep a mistake from filling the memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Contour(Locked):
    """The points of a window with J(θ) = level, as polylines.

    Parameters
    ----------
    level
        The value of J.
    lines
        Polylines of shape (n, 2), n ≥ 2, read-only. A closed one ends with its first point; an
        open one ends at the window's edge, or where J is not finite.

    Raises
    ------
    ValueError
        If `level` is not a finite number or a line has another shape.

    Examples
    --------
    >>> Contour(1, [[(0, 0), (1, 0), (0, 0)], [(2, 2), (3, 3)]]).closed
    (True, False)
    """

    level: float
    lines: tuple[FloatArray, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "level", checks.real(self.level, "level", "a finite number"))
        if not isinstance(self.lines, Sequence):
            raise ValueError(f"lines is {checks.shown(self.lines)}; it must be a list of polylines")
        lines = tuple(checks.read_only(checks.parameters(line, "lines")) for line in self.lines)
        for line in lines:
            if line.ndim != 2 or len(line) < 2:
                raise ValueError(f"lines has the shape {line.shape}; each must be (n, 2), n ≥ 2")
        object.__setattr__(self, "lines", lines)

    @property
    def closed(self) -> tuple[bool, ...]:
        """Whether each line ends with its first point.

        Examples
        --------
        >>> Contour(1.0, ([(0, 0), (1, 0), (0, 1), (0, 0)],)).closed
        (True,)
        """
        return tuple(bool((line[0] == line[-1]).all()) for line in self.lines)


def contours(
    cost: Cost, window: Window, levels: ArrayLike, resolution: int = 192
) -> tuple[Contour, ...]:
    """Return the level sets of `cost` in `window`, one for each level, in their order.

    Marching squares (Lorensen & Cline's marching cubes, 1987, in the plane) on a grid over the
    window finds the edges of cells that a level crosses; each vertex is then moved along its edge
    onto the level, as exactly as float64 allows where J is continuous. So no vertex leaves the
    window, and lines cut by it end exactly on its edge. The grid is denser in a narrow valley
    round the minimum (`contour_grid.nodes`), so that the levels of long bowls are whole.

    Parameters
    ----------
    cost
        Where it is not finite there is no line.
    window
        Its ranges of θ0 and θ1; its heights are not used.
    levels
        The values of J, of shape (k,).
    resolution
        The number of cells along each side, from 2 to `MOST_CELLS`.

    Raises
    ------
    ValueError
        If a level is not a finite number, or `resolution` is no whole number in its range.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    >>> (circle,) = contours(J, Window((-3, 3), (-3, 3), (0, 9)), levels=[2])
    >>> circle.closed, bool(np.allclose(np.hypot(*circle.lines[0].T), 2))
    ((True,), True)
    """
    checks.able(cost, "cost", "a cost", "__call__", "minimizer")
    checks.instance(window, "window", Window)
    values = checks.numeric(levels, "levels")
    if values.ndim != 1 or not np.isfinite(values).all():
        raise ValueError(
            f"levels is {checks.shown(levels)}; it must be finite numbers, of shape (k,)"
        )
    cells = checks.integer(resolution, "resolution", least=2, most=MOST_CELLS)
    grid = nodes(cost, window, values, cells)
    with np.errstate(all="ignore"):  # what is not finite is masked
        heights = cost(_theta(window, grid))
    finite = np.isfinite(heights)
    return tuple(
        Contour(level, tuple(_lines(cost, window, grid, heights, finite, level)))
        for level in values.tolist()
    )


def round_levels(low: float, high: float, count: int, scale: Scale = "linear") -> tuple[float, ...]:
    """Return about `count` round values strictly between `low` and `high`, rising.

    On a linear scale they are the multiples of 1, 2 or 5 times a power of ten. On a log scale
    they are 1, 2 and 5 times every power of ten, or every power, or every second, third … of
    them; where these are too far apart for half of `count`, those of the linear scale.

    Parameters
    ----------
    low, high
        The ends; above 0 on a log scale.
    count
        How many are wanted, from 1 to `MOST_LEVELS`.
    scale
        How J is shown, "linear" or "log".

    Raises
    ------
    ValueError
        If the ends are not finite and rising, or 0 or below on a log scale; if `count` is no
        whole number in its range, or `scale` is neither.

    Examples
    --------
    >>> round_levels(0, 1.1, 5)
    (0.2, 0.4, 0.6, 0.8, 1.0)
    >>> round_levels(0.3, 70, 6, scale="log")
    (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
    """
    low = checks.real(low, "low", "a finite number")
    high = checks.real(high, "high", "a finite number")
    count = checks.integer(count, "count", least=1, most=MOST_LEVELS)
    if scale not in get_args(Scale):
        raise ValueError(f"scale is {scale!r}; it must be one of {get_args(Scale)}")
    if not low < high:
        raise ValueError(f"high is {high}; it must be above low, {low}")
    if scale == "log":
        if low <= 0:
            raise ValueError(f"low is {low}; on a log scale it must be above 0")
        sparse = min(_log_choices(low, high), key=lambda values: abs(len(values) - count))
        if 2 * len(sparse) >= count:
            return sparse
    # Coarser first: of two choices as near to the count, the rounder one.
    return min(_linear_choices(low, high, count), key=lambda values: abs(len(values) - count))


def _linear_choices(low: float, high: float, count: int) -> Iterator[tuple[float, ...]]:
    half = max(high / 2 - low / 2, math.ulp(0.0))  # the difference itself may overflow
    span = math.log10(half) + math.log10(2)
    power = math.floor(span - math.log10(count))
    for exponent in range(power + 2, power - 2, -1):
        for digit in (5, 2, 1):
            # Whole numbers, so that 3 · 0.1 is 0.3.
            above, below = digit * 10 ** max(exponent, 0), 10 ** max(-exponent, 0)
            first = math.floor(Fraction(low) * below / above)
            last = math.ceil(Fraction(high) * below / above)
            if last - first <= 20 * count:
                exact = (Fraction(n * above, below) for n in range(first, last + 1))
                rounded = (float(value) for value in exact if low < value < high)
                yield tuple(dict.fromkeys(value for value in rounded if low < value < high))


def _log_choices(low: float, high: float) -> Iterator[tuple[float, ...]]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for stride in range(1, len(decades) + 1):
        powers = [float(f"1e{k}") for k in decades if k % stride == 0]
        yield tuple(v for v in powers if low < v < high)
    every = [float(f"{digit}e{k}") for k in decades for digit in (1, 2, 5)]
    yield tuple(v for v in every if low < v < high)


def _theta(window: Window, share: FloatArray) -> FloatArray:
    """Return the parameters at shares (..., 2) of the window's ranges; the ends are exact."""
    low, high = window.low[:2], window.high[:2]
    theta: FloatArray = low * (1 - share) + high * share
    return theta


def _lines(
    cost: Cost,
    window: Window,
    grid: FloatArray,
    heights: FloatArray,
    finite: NDArray[np.bool_],
    level: float,
) -> list[FloatArray]:
    with np.errstate(all="ignore"):
        above = np.where(finite, heights - level, 0.0)
    drawn: list[FloatArray] = []
    if not (finite.any() and (above[finite] < 0).any() and (above[finite] >= 0).any()):
        return drawn
    # Of a height only the side of the level and its rough size are given to contourpy, so that
    # every vertex it returns is well inside one edge of the grid, and that edge is known.
    size = np.abs(above)
    typical = float(np.median(size[finite])) or 1.0
    rough = np.where(above < 0, -1.0, 1.0) * (0.1 + 0.9 * size / (size + typical))
    generator = contourpy.contour_generator(
        z=np.ma.array(rough, mask=~finite),
        corner_mask=False,
        line_type=contourpy.LineType.Separate,
    )
    for vertices in generator.lines(0.0):
        places = np.asarray(vertices)[:, ::-1]  # (row, column)
        whole = np.abs(places - np.round(places)) < 1e-6
        start = np.where(whole, np.round(places), np.floor(places)).astype(int)
        end = np.where(whole, np.round(places), np.ceil(places)).astype(int)
        ends = [grid[tuple(place.T)] for place in (start, end)]
        sides = [above[tuple(place.T)] for place in (start, end)]

        def height(share: FloatArray) -> FloatArray:
            with np.errstate(all="ignore"):
                return np.asarray(cost(_theta(window, share)) - level)

        line = _theta(window, edge_roots(height, ends, sides))
        moved = np.append(True, (np.diff(line, axis=0) != 0).any(axis=1))
        if (line := line[moved]).shape[0] >= 2:
            drawn.append(line)
    return drawn
