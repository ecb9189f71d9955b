"""A cut through the cost along one parameter, and the tangent to it."""

import math

import numpy as np
from manim import Line, VGroup, VMobject

from gdmath import Cost
from gdmath.level_sets.cut_slice import cut_slice
from gdmath.polyline import clipped
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import set_polylines
from scenes.theme import DARK, Theme


class Slice(VGroup):
    """The curve of J over one parameter while the other is fixed, up to the window's top.

    `along` is the parameter that runs, 0 or 1; another is refused with a `ValueError`. `at` is the
    value of the other one: a number, or a tracker whose present value it follows. A translucent
    `plane` may show the cut.
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
    ) -> None:
        _check_parameter(along)
        super().__init__()
        self.cost = cost
        self.axes = axes
        self.along = along
        self.at = at
        self.curve = VMobject(stroke_color=theme.ink, stroke_width=3.5)
        self.plane = VMobject(
            fill_color=theme.ink, fill_opacity=0.12, stroke_color=theme.muted, stroke_width=1.5
        )
        if plane:
            self.add(self.plane)
        self.add(self.curve)
        if isinstance(at, PathTracker):
            keep_fresh(self)
        else:
            self.refresh()

    @property
    def fixed_value(self) -> float:
        """The present value of the parameter that is fixed."""
        if isinstance(self.at, PathTracker):
            return float(self.at.theta[1 - self.along])
        return self.at

    def refresh(self) -> None:
        """Cut at the present value of the parameter that is fixed."""
        window = self.axes.window
        pieces = cut_slice(self.cost, window, self.along, self.fixed_value)
        if self.axes.log:
            pieces = [np.maximum(piece, [-np.inf, -np.inf, window.height[0]]) for piece in pieces]
        set_polylines(self.curve, [self.axes.to_scene(piece) for piece in pieces])
        corners = np.full((4, 3), self.fixed_value)
        corners[:, self.along] = np.array([window.low, window.high])[[0, 1, 1, 0], self.along]
        corners[:, 2] = np.repeat(window.height, 2)
        corners = self.axes.to_scene(corners)
        self.plane.set_points_as_corners([*corners, corners[0]])


class TangentLine(VGroup):
    """The tangent to a cost's slice at the tracker's point, with the slope ∂J/∂θ of one parameter.

    Its ends are `half_length` scene units from the point, however steep it is, or on the box's top
    or floor. `along` is the parameter, 0 or 1; another is refused with a `ValueError`.
    """

    def __init__(
        self,
        tracker: PathTracker,
        axes: CostAxes,
        *,
        along: int,
        half_length: float = 1.1,
        theme: Theme = DARK,
    ) -> None:
        _check_parameter(along)
        super().__init__()
        self.tracker = tracker
        self.axes = axes
        self.along = along
        self.half_length = half_length
        self.line = Line(color=theme.plane, stroke_width=4)
        self.add(self.line)
        keep_fresh(self)

    @property
    def slope(self) -> float:
        """The partial derivative at the present point."""
        return float(self.tracker.gradient[self.along])

    def refresh(self) -> None:
        """Touch the surface at the present point."""
        theta, height, slope = self.tracker.theta, self.tracker.cost_value, self.slope
        steepness = self.axes.steepness(self.tracker.gradient, height)[self.along]
        unit, (floor, top) = self.axes.scale_per_unit[self.along], self.axes.window.height
        reach = self.half_length / math.hypot(1, steepness) / unit
        offsets = np.linspace(-reach, reach, 49 if self.axes.log else 2)
        line = np.tile([*theta, height], (len(offsets), 1))
        line[:, self.along] += offsets
        line[:, 2] += slope * offsets
        pieces = clipped(line, [-np.inf, -np.inf, floor], [np.inf, np.inf, top])
        set_polylines(self.line, [self.axes.to_scene(piece) for piece in pieces])


def _check_parameter(along: int) -> None:
    if along not in (0, 1):
        raise ValueError(f"along is {along!r}; it must be 0 or 1")
