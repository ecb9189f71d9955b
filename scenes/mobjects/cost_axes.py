"""The box that the cost stands in: a floor of θ0 and θ1, and a height J."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import Line, VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath import Window
from gdmath.checks import FloatArray
from scenes.mobjects.numbers import tick_format, ticks_between
from scenes.mobjects.panel import number_labels
from scenes.mobjects.text import BODY, PARAMETERS, SMALL, Formula, Words
from scenes.theme import DARK, Theme

_LEAST = 1e-300  # what a logarithmic height makes of 0 and less: far below the floor
_TICK_ROOM = 0.6  # scene units that a tick's number needs along its axis
_CORNER = 0.03  # of a range: nearer to its ends, floor axes have no numbers, which would collide
_LONGEST_NAME = 2.2  # scene units; a name longer than this would lie over the picture or leave it


class CostAxes(VGroup):
    """Axes of θ0, θ1 and J round the window, centred on the origin.

    Where the window's `scale` is "log", heights are those of log₁₀ J.

    They stand on the edges of the box that stay in front and to the left of a viewer who looks
    from anywhere in the quadrant that holds `facing`.

    Parameters
    ----------
    window
        The ranges of θ0, θ1 and J.
    facing
        The azimuth of the viewer in radians, as Manim's camera angle theta.
    floor, height
        The side of the square floor and the height of the box, in scene units.
    symbols
        The names of θ0 and θ1, and of J if there is a third, as Typst mathematics.
    theme
        The look.
    numbers
        Whether the ticks have numbers; a small box beside panels that have them needs none.

    Attributes
    ----------
    log
        Whether the height is logarithmic.
    billboards
        The labels; they must face the viewer (``add_fixed_orientation_mobjects``).

    Examples
    --------
    >>> axes = CostAxes(Window((0, 2), (0, 4), (0, 8)), facing=-1.0, floor=4, height=2)
    >>> axes.to_scene((1, 2, 4)).tolist()
    [0.0, 0.0, 0.0]
    """

    def __init__(
        self,
        window: Window,
        facing: float,
        *,
        floor: float = 5.2,
        height: float = 2.6,
        symbols: tuple[str, ...] = PARAMETERS,
        theme: Theme = DARK,
        numbers: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.window = window
        self.theme = theme
        self.numbers = numbers
        self.symbols = (*symbols, "J")[:3]
        self.log = window.scale == "log"
        half = np.array([floor, floor, height]) / 2
        corners = np.array([[-1, -1, -1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) * half
        # An invisible frame whose corners say where the box is, however it has been moved.
        self.box = VMobject(stroke_opacity=0, fill_opacity=0)
        self.box.set_points_as_corners(corners)
        self.grid = VMobject(stroke_color=theme.faint, stroke_width=1.5)
        self.axes = VGroup()
        self._ticks = VGroup()
        self.billboards = VGroup()
        quadrant = math.floor(facing / (math.pi / 2)) * (math.pi / 2) + math.pi / 4
        front0 = window.theta0[math.cos(quadrant) > 0]
        front1 = window.theta1[math.sin(quadrant) > 0]
        # To the viewer's left is the direction (sin, −cos) of the azimuth.
        left0 = window.theta0[math.sin(quadrant) > 0]
        left1 = window.theta1[math.cos(quadrant) < 0]
        bottom = window.height[0]
        self._add_axis(0, np.array([0.0, front1, bottom]), outward=(1, front1))
        self._add_axis(1, np.array([front0, 0.0, bottom]), outward=(0, front0))
        self._add_axis(2, np.array([left0, left1, 0.0]), outward=(0, left0, 1, left1))
        self.add(self.box, self.grid, self.axes, self.billboards)

    def look_at(self, window: Window) -> None:
        """Let the box show another window of the same scale: places in it follow.

        Ticks, numbers and the floor's grid stand for the first window; they should be hidden.
        """
        self.window = window

    def to_scene(self, coordinates: ArrayLike) -> FloatArray:
        """Return scene points (..., 3) for coordinates (θ0, θ1, J) of shape (..., 3)."""
        origin, sides = self._frame()
        low, high = self._scaled(self.window.low), self._scaled(self.window.high)
        shares = (self._scaled(np.asarray(coordinates, dtype=np.float64)) - low) / (high - low)
        return origin + shares @ sides

    def to_coordinates(self, points: ArrayLike) -> FloatArray:
        """Return coordinates (θ0, θ1, J) of scene points, both of shape (..., 3)."""
        origin, sides = self._frame()
        shares = (np.asarray(points, dtype=np.float64) - origin) @ np.linalg.inv(sides)
        low, high = self._scaled(self.window.low), self._scaled(self.window.high)
        coordinates: FloatArray = low + shares * (high - low)
        if self.log:
            coordinates[..., 2] = 10.0 ** coordinates[..., 2]
        return coordinates

    def on_floor(self, theta: ArrayLike) -> FloatArray:
        """Return the scene points (..., 3) of parameters (..., 2) on the floor."""
        theta = np.asarray(theta, dtype=np.float64)
        floor = np.full((*theta.shape[:-1], 1), self.window.height[0])
        return self.to_scene(np.concatenate([theta, floor], axis=-1))

    @property
    def marks(self) -> VGroup:
        """Ticks, numbers, names and the floor's grid: what stands for this window alone."""
        return VGroup(self.grid, self._ticks, self.billboards)

    @property
    def side(self) -> float:
        """The side of the floor, in scene units."""
        return float(np.linalg.norm(self._frame()[1][0]))

    @property
    def scale_per_unit(self) -> FloatArray:
        """The scene length of one unit of θ0, θ1 and J, or log₁₀ J, of shape (3,)."""
        _, sides = self._frame()
        lengths: npt.NDArray[np.float64] = np.linalg.norm(sides, axis=1)
        return lengths / (self._scaled(self.window.high) - self._scaled(self.window.low))

    def _scaled(self, coordinates: FloatArray) -> FloatArray:
        """Return the coordinates (..., 3) in which the box is even."""
        if not self.log:
            return coordinates
        scaled = coordinates.copy()
        scaled[..., 2] = np.log10(np.maximum(coordinates[..., 2], _LEAST))
        return scaled

    def _frame(self) -> tuple[FloatArray, FloatArray]:
        # A straight piece of a VMobject has four points: start, two handles, end.
        origin, first, second, third = self.box.points[[0, 3, 7, 11]]
        return origin, np.array([first - origin, second - origin, third - origin])

    def _add_axis(self, axis: int, start: FloatArray, outward: tuple[float, ...]) -> None:
        """Add the line, ticks and labels of one axis, and the floor's grid lines across it."""
        window = self.window
        low, high = window.low, window.high
        begin, end = start.copy(), start.copy()
        begin[axis], end[axis] = low[axis], high[axis]
        direction = np.zeros(3)
        for across, edge in zip(outward[::2], outward[1::2], strict=True):
            direction[int(across)] = np.sign(edge - (low + high)[int(across)] / 2)
        direction /= np.linalg.norm(direction)
        log = self.log and axis == 2
        room = float(np.linalg.norm(self._frame()[1][axis]))
        parts = int(min(max(room / _TICK_ROOM, 2), 4))
        values = ticks_between(float(low[axis]), float(high[axis]), log=log, parts=parts)
        written = tick_format(values)
        numbers: Sequence[VMobject | None] = [None] * len(values)
        if self.numbers and log:
            numbers = number_labels(values, log, self.theme)
        elif self.numbers:
            color = self.theme.muted
            numbers = [Words(written(value), size=SMALL, color=color) for value in values]
        points = self.to_scene([begin, end])
        self.axes.add(Line(*points, color=self.theme.muted, stroke_width=2))
        for value, label in zip(values, numbers, strict=True):
            tick = start.copy()
            tick[axis] = value
            point = self.to_scene(tick)
            self._ticks.add(
                Line(point, point + 0.08 * direction, color=self.theme.muted, stroke_width=2)
            )
            self.axes.add(self._ticks[-1])
            corner = min(value - low[axis], high[axis] - value) < _CORNER * (high - low)[axis]
            if label is not None and (axis == 2 or not corner):
                self.billboards.add(label.move_to(point + 0.36 * direction))
            if axis < 2:
                across = 1 - axis
                ends = np.array([tick, tick])
                ends[0, across], ends[1, across] = low[across], high[across]
                self.grid.append_points(Line(*self.to_scene(ends)).points)
        name = self._name(axis, "" if log or not self.numbers else written.factor)
        if axis < 2:
            beyond = (0.85 if self.numbers else 0.4) + 0.35 * max(float(name.width) - 0.6, 0.0)
            self.billboards.add(name.move_to(points.mean(axis=0) + beyond * direction))
        else:
            self.billboards.add(name.move_to(points[1] + np.array([0, 0, 0.32])))

    def _name(self, axis: int, factor: str) -> Formula:
        role = self.theme.surface[3] if axis == 2 else self.theme.point
        text = f"{{{{ {self.symbols[axis]} : name }}}}"
        if factor:
            text += f" slash {factor}"
        name = Formula(text, size=BODY, color=self.theme.muted, roles={"name": role})
        if name.width > _LONGEST_NAME:
            name.scale(_LONGEST_NAME / name.width)
        return name
