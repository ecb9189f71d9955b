"""A cut through the cost along one parameter, and the tangent to it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from manim import Line, Polygon, VGroup, VMobject

from gdmath import Cost
from gdmath.checks import FloatArray
from scenes.mobjects.clipped_grid import lowest_between
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import clipped, set_polylines
from scenes.theme import DARK, Theme

_SAMPLES = 240


class Slice(VGroup):
    """The curve of J over one parameter while the other stands still, up to the window's top.

    Parameters
    ----------
    cost
        The function J.
    axes
        The axes it stands in.
    along
        The parameter that runs: 0 or 1.
    at
        The value of the other one: a number, or a tracker whose present value it follows.
    plane
        Whether to draw the plane that cuts, translucent.
    theme
        The look.

    Attributes
    ----------
    curve, plane
        The two parts.

    Raises
    ------
    ValueError
        If `along` is neither 0 nor 1.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError, Window
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> axes = CostAxes(Window((-2, 4), (-2, 4), (0, 3)), facing=-1.0)
    >>> cut = Slice(J, axes, along=0, at=1.0)
    >>> len(cut.curve.get_subpaths())
    1
    """

    def __init__(
        self,
        cost: Cost,
        axes: CostAxes,
        *,
        along: int,
        at: float | PathTracker,
        plane: bool = False,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        if along not in (0, 1):
            raise ValueError(f"along is {along!r}; it must be 0 or 1")
        super().__init__(**kwargs)
        self.cost = cost
        self.axes = axes
        self.along = along
        self.at = at
        self.curve = VMobject(stroke_color=theme.ink, stroke_width=3.5)
        self.plane = Polygon(
            *np.eye(4, 3),
            fill_color=theme.ink,
            fill_opacity=0.12,
            stroke_color=theme.muted,
            stroke_width=1.5,
        )
        if plane:
            self.add(self.plane)
        self.add(self.curve)
        if isinstance(at, PathTracker):
            self.add_updater(lambda cut: cut.refresh())
        self.refresh()

    @property
    def fixed_value(self) -> float:
        """The present value of the parameter that stands still."""
        if isinstance(self.at, PathTracker):
            return float(self.at.theta[1 - self.along])
        return self.at

    def refresh(self) -> None:
        """Cut where the parameter that stands still is now."""
        low, high = self.axes.window.low, self.axes.window.high
        theta = np.full((_SAMPLES + 1, 2), self.fixed_value)
        theta[:, self.along] = np.linspace(low[self.along], high[self.along], _SAMPLES + 1)
        ends = theta[[0, -1, -1, 0]]
        with np.errstate(all="ignore"):  # far up the cost may overflow: there it is cut off
            theta = self._with_lowest(theta)
            heights = np.nan_to_num(np.asarray(self.cost(theta)), nan=np.inf)
        pieces = _up_to(theta, np.minimum(heights, 1e300), high[2], self.cost, self.along)
        if self.axes.log:
            pieces = [np.maximum(piece, [-np.inf, -np.inf, low[2]]) for piece in pieces]
        set_polylines(self.curve, [self.axes.to_scene(piece) for piece in pieces])
        corners = self.axes.to_scene(np.column_stack([ends, np.repeat([low[2], high[2]], 2)]))
        self.plane.set_points_as_corners([*corners, corners[0]])

    def _with_lowest(self, theta: FloatArray) -> FloatArray:
        """Add to samples (n, 2) the valleys' lowest points, which may be narrow."""
        heights = np.asarray(self.cost(theta))
        inner = heights[1:-1]
        at = 1 + np.flatnonzero((inner < heights[:-2]) & (inner < heights[2:]))
        lowest = lowest_between(self.cost, theta[at - 1], theta[at + 1])
        every = np.concatenate([theta, lowest])
        return every[np.argsort(every[:, self.along], kind="stable")]


class TangentLine(VGroup):
    """The tangent to a cost's slice at the present point, with the slope ∂J/∂θ.

    It ends at the box's top and floor, and has the same length in the scene however steep it is.

    Parameters
    ----------
    tracker
        Where the touching point is.
    axes
        The axes it stands in.
    along
        The parameter of the slice: 0 or 1.
    half_length
        From the touching point to an end, in scene units.
    theme
        The look.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, Window, descend
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = descend(J, start=(2, 2), optimizer=GradientDescent(rate=0.5), steps=5)
    >>> axes = CostAxes(Window.around(J, path), facing=-1.0)
    >>> TangentLine(PathTracker(J, path), axes, along=0).slope
    1.0
    """

    def __init__(
        self,
        tracker: PathTracker,
        axes: CostAxes,
        *,
        along: int,
        half_length: float = 1.1,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        if along not in (0, 1):
            raise ValueError(f"along is {along!r}; it must be 0 or 1")
        super().__init__(**kwargs)
        self.tracker = tracker
        self.axes = axes
        self.along = along
        self.half_length = half_length
        self.line = Line(color=theme.plane, stroke_width=4)
        self.add(self.line)
        self.add_updater(lambda tangent: tangent.refresh())
        self.refresh()

    @property
    def slope(self) -> float:
        """The partial derivative at the present point."""
        return float(self.tracker.gradient[self.along])

    def refresh(self) -> None:
        """Touch the present point."""
        theta, height, slope = self.tracker.theta, self.tracker.cost_value, self.slope
        scale, (floor, top) = self.axes.scale_per_unit, self.axes.window.height
        steepness = slope * scale[2] / scale[self.along]
        if self.axes.log:
            steepness /= math.log(10) * max(height, floor)
        reach = self.half_length / math.hypot(1, steepness) / scale[self.along]
        offsets = np.linspace(-reach, reach, 49 if self.axes.log else 2)
        line = np.tile([*theta, height], (len(offsets), 1))
        line[:, self.along] += offsets
        line[:, 2] += slope * offsets
        pieces = clipped(line, [-np.inf, -np.inf, floor], [np.inf, np.inf, top])
        set_polylines(self.line, [self.axes.to_scene(piece) for piece in pieces])


def _up_to(
    theta: FloatArray, heights: FloatArray, top: float, cost: Cost, along: int
) -> list[FloatArray]:
    """Return the stretches of (θ0, θ1, J) with J ≤ top, their ends on the top by bisection."""
    below = heights <= top
    line = np.column_stack([theta, heights])
    pieces: list[list[FloatArray]] = [[]]
    for index in range(len(line)):
        if index and below[index] != below[index - 1]:
            inner, outer = (index, index - 1) if below[index] else (index - 1, index)
            pieces[-1].append(_crossing(theta[inner], theta[outer], top, cost, along))
        if below[index]:
            pieces[-1].append(line[index])
        elif pieces[-1]:
            pieces.append([])
    return [np.array(piece) for piece in pieces if len(piece) > 1]


def _crossing(
    inner: FloatArray, outer: FloatArray, top: float, cost: Cost, along: int
) -> FloatArray:
    low, high = inner[along], outer[along]
    theta = inner.copy()
    for _ in range(50):
        theta[along] = (low + high) / 2
        with np.errstate(all="ignore"):
            below = bool(cost(theta) <= top)
        low, high = (theta[along], high) if below else (low, theta[along])
    return np.array([*theta, top])
