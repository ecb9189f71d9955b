"""Checks and conversions of what a mesh is made from."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import ManimColor, ParsableManimColor

from scenes.camera.tables import F64, I32

ColorMap = Callable[[F64], npt.ArrayLike] | Sequence[ParsableManimColor]


def require(condition: Any, message: str) -> None:
    """Raise ValueError with ``message`` unless ``condition`` holds."""
    if not condition:
        raise ValueError(f"SurfaceMesh: {message}")


def checked_vertices(vertices: npt.ArrayLike) -> tuple[F64, tuple[int, int] | None]:
    """Return vertices as (n, 3) and, if they came as a grid, its shape (nu, nv)."""
    array = np.array(vertices, dtype=np.float64)
    require(
        array.ndim in (2, 3) and array.shape[-1] == 3,
        f"vertices have shape {array.shape}; expected (n, 3) or a grid (nu, nv, 3)",
    )
    grid = (array.shape[0], array.shape[1]) if array.ndim == 3 else None
    require(
        grid is None or min(grid) >= 2, f"the grid is {grid}; expected at least (2, 2) vertices"
    )
    array = array.reshape(-1, 3)
    require(len(array) >= 3, f"{len(array)} vertices; expected at least 3")
    require_finite(array)
    return array, grid


def require_finite(points: F64) -> None:
    """Raise ValueError if a vertex (n, 3) is NaN or infinite, naming the first one."""
    finite: Any = np.isfinite(points).all(axis=1)
    first = int(np.argmin(finite))
    require(
        finite[first],
        f"{int((~finite).sum())} of {len(points)} vertices are not finite, the first is vertex "
        f"{first}, {points[first].tolist()}; expected finite coordinates",
    )


def grid_triangles(shape: tuple[int, int]) -> I32:
    """Return the triangles (t, 3) of a grid of (nu, nv) vertices, facing along d/du x d/dv."""
    index = np.arange(shape[0] * shape[1], dtype=np.int32).reshape(shape)
    a, b = index[:-1, :-1].ravel(), index[1:, :-1].ravel()
    c, d = index[1:, 1:].ravel(), index[:-1, 1:].ravel()
    return np.stack([a, b, c, a, c, d], axis=1).reshape(-1, 3)


def checked_triangles(triangles: Any, count: int) -> I32:
    """Return triangles as (t, 3) int32 indices below ``count``."""
    array = np.asarray(triangles)
    require(
        array.ndim == 2 and array.shape[1] == 3 and len(array) > 0,
        f"triangles have shape {array.shape}; expected (t, 3) with t at least 1",
    )
    require(array.dtype.kind in "iu", f"triangles are {array.dtype}; expected integers")
    low, high = int(array.min()), int(array.max())
    expected = f"expected 0 to {count - 1}"
    require(low >= 0 and high < count, f"triangles use vertices {low} to {high}; {expected}")
    return np.ascontiguousarray(array, dtype=np.int32)


def checked_values(values: npt.ArrayLike, count: int, name: str) -> F64:
    """Return one finite number per vertex, (count,)."""
    array = np.array(values, dtype=np.float64)
    expected = f"for {count} vertices; expected ({count},)"
    require(array.size == count, f"{name} has shape {array.shape} {expected}")
    require(np.isfinite(array).all(), f"{name} holds NaN or infinity; expected finite numbers")
    return array.reshape(-1)


def rgba(color: ParsableManimColor, opacity: float = 1.0) -> F64:
    """Return a colour as (4,) straight RGBA, its alpha scaled by ``opacity``."""
    result = np.array(ManimColor(color).to_rgba(), dtype=np.float64)
    result[3] *= opacity
    return result


def checked_colors(colors: Any, count: int, opacity: float) -> F64:
    """Return colours (count, 4) from one colour, a list, or an array (count, 3) or (count, 4)."""
    if isinstance(colors, (str, ManimColor)) or np.ndim(colors) == 0:
        return np.tile(rgba(colors, opacity), (count, 1))
    if isinstance(colors, (list, tuple)) and isinstance(colors[0], (str, ManimColor)):
        array = np.array([rgba(color) for color in colors])
    else:
        array = np.array(colors, dtype=np.float64)
        if array.ndim == 3:
            array = array.reshape(-1, array.shape[-1])
    require(
        array.shape in ((count, 3), (count, 4)),
        f"colors have shape {array.shape} for {count} vertices; "
        f"expected one colour, ({count}, 3) or ({count}, 4)",
    )
    require(np.isfinite(array).all(), "colors hold NaN or infinity; expected numbers from 0 to 1")
    if array.shape[1] == 3:
        array = np.column_stack([array, np.ones(count)])
    array[:, 3] *= opacity
    return array


def mapped_colors(
    color_map: ColorMap, values: F64, span: tuple[float, float] | None, opacity: float
) -> F64:
    """Return colours (n, 4) of values (n,): a callable of [0, 1], or evenly spaced colour stops."""
    low, high = span if span is not None else (float(values.min()), float(values.max()))
    require(high >= low, f"color_range is ({low}, {high}); expected low <= high")
    share = np.clip((values - low) / (high - low), 0, 1) if high > low else np.zeros_like(values)
    if callable(color_map):
        return checked_colors(np.asarray(color_map(share), dtype=np.float64), len(values), opacity)
    require(len(color_map) > 0, "color_map is empty; expected at least one colour")
    stops = np.array([rgba(color, opacity) for color in color_map])
    places = np.linspace(0, 1, len(stops))
    return np.column_stack([np.interp(share, places, channel) for channel in stops.T])


def between_rows(grid: F64, place: F64, axis: int) -> F64:
    """Return a grid (nu, nv, k) at places (n,) along one axis, mixing the rows on either side."""
    low = np.clip(place.astype(int), 0, grid.shape[axis] - 2)
    weight = (place - low).reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
    mixed: F64 = (1 - weight) * grid.take(low, axis) + weight * grid.take(low + 1, axis)
    return mixed


def _finite(result: Any) -> F64:
    """Return what a function gave as numbers, NaN where it is infinite or not real."""
    array = np.asarray(result)
    if np.iscomplexobj(array):
        array = np.where(array.imag == 0, array.real, np.nan)
    array = array.astype(np.float64)
    array[~np.isfinite(array)] = np.nan
    return array


def evaluated(function: Callable[[Any, Any], Any], u: F64, v: F64) -> F64:
    """Return the grid (nu, nv, 3) of a function, called with arrays if it can be.

    Where the function raises an arithmetic or a value error, or gives what is no real number, it is
    undefined: such points are NaN.
    """
    undefined: list[Exception] = []

    def at(i: int, j: int) -> F64:
        try:
            return _finite(function(float(u[i, j]), float(v[i, j])))
        except (ArithmeticError, ValueError) as error:
            undefined.append(error)
            return np.array(np.nan)

    rows, columns = u.shape
    places = [(0, 0), (-1, 0), (0, -1), (-1, -1), (rows // 2, columns // 2)]
    with np.errstate(all="ignore"):
        samples = [at(*place) for place in places]
        try:
            whole = np.atleast_1d(_finite(function(u, v)))
        except (TypeError, ValueError, IndexError, ArithmeticError):
            whole = np.empty(0)
        shape = max((sample.shape for sample in samples), key=len)
        for grid in (whole, np.moveaxis(whole, 0, -1)):
            # An array that merely has the right shape is no proof that the function took arrays.
            if grid.shape == u.shape + shape and all(
                np.allclose(grid[place], sample, equal_nan=True)
                for place, sample in zip(places, samples, strict=True)
            ):
                break
        else:
            single = [at(i, j) for i in range(rows) for j in range(columns)]
            shape = max((sample.shape for sample in single), key=len)
            grid = np.array([np.broadcast_to(sample, shape) for sample in single])
            grid = grid.reshape(u.shape + shape)
    require(shape in ((), (3,)), f"the function gave shape {shape}; expected z, or (x, y, z)")
    grid = np.stack([u, v, grid], axis=-1) if shape == () else grid
    reason = f": {undefined[0]}" if undefined else ""
    require(np.isfinite(grid).all(axis=-1).any(), f"the function is defined nowhere{reason}")
    return grid


def filled(grid: F64, defined: Any) -> F64:
    """Return a grid (nu, nv, 3) with finite coordinates where it is not ``defined`` (nu, nv)."""
    middle = grid[defined].mean(axis=0)
    return np.where(defined[..., None] | np.isfinite(grid), grid, middle)
