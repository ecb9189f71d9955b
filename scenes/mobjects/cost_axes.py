"""The box that the cost stands in: a floor of θ0 and θ1, and a height J."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import Line, VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath import Window
from gdmath.checks import FloatArray
from scenes.mobjects.framed_axes import FramedAxes, Ranges, along, number_labels, steps_in
from scenes.mobjects.numbers import tick_format
from scenes.mobjects.text import BODY, PARAMETERS, Formula, group, shrunk_to
from scenes.theme import DARK, Theme

# Scene units: what a tick's number needs along its axis; a tick's length; its number's distance.
_TICK_ROOM, _TICK, _NUMBER = 0.6, 0.08, 0.36
_CORNER = 0.03  # of a range: nearer to its ends, floor axes have no numbers, which would collide
_LONGEST_NAME = 2.2  # scene units; a name longer than this would lie over the picture or leave it


class CostAxes(FramedAxes):
    """Axes of θ0, θ1 and J round the window, centred on the origin.

    Where the window's `scale` is "log", heights are those of log₁₀ J, and `log` is true. They stand
    on the edges of the box that stay in front and to the left of a viewer who looks from anywhere
    in the quadrant that holds `facing`, an azimuth in radians, as Manim's camera angle theta.

    `floor` is the side of the square floor and `height` that of the box, in scene units. `symbols`
    may have a third, for J. A small box beside panels with `numbers` at their ticks needs none.
    `upright` has the line, ticks and labels of the height, which are also parts of the whole; the
    labels, `billboards`, must face the viewer (``add_fixed_orientation_mobjects``).

    Examples
    --------
    >>> axes = CostAxes(Window((0, 2), (0, 4), (0, 8)), facing=-1.0, floor=4, height=2)
    >>> axes.to_scene((1, 2, 4)).tolist()
    [0.0, 0.0, 0.0]
    """

    # A straight piece of a VMobject has four points: start, two handles, end.
    _corners = (0, 3, 7, 11)

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
        self.theme = theme
        self.numbers = numbers
        self.symbols = (*symbols, "J")[:3]
        self.log = window.scale == "log"
        self.look_at(window)
        half = np.array([floor, floor, height]) / 2
        corners = np.array([[-1, -1, -1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) * half
        # An invisible frame whose corners say where the box is, however it has been moved.
        self.box = VMobject(stroke_opacity=0, fill_opacity=0)
        self.box.set_points_as_corners(corners)
        self._outline = self.box
        self.grid = VMobject(stroke_color=theme.faint, stroke_width=1.5)
        self.axes = VGroup()
        self._ticks = VGroup()
        self.billboards = VGroup()
        quadrant = math.floor(facing / (math.pi / 2)) * (math.pi / 2) + math.pi / 4
        toward = np.array([math.cos(quadrant), math.sin(quadrant)])
        self._add_axis(0, toward, toward * [0, 1])
        self._add_axis(1, toward, toward * [1, 0])
        lines, labels = len(self.axes), len(self.billboards)
        left = np.array([toward[1], -toward[0]])
        self._add_axis(2, left, left)
        self.upright = VGroup(*self.axes[lines:], *self.billboards[labels:])
        self.add(self.box, self.grid, self.axes, self.billboards)

    def look_at(self, window: Window) -> None:
        """Let the box show another window of the same scale: places in it follow.

        Ticks, numbers and the floor's grid stand for the first window; they should be hidden.
        """
        self.window = window
        self.ranges = Ranges(window.low, window.high, (False, False, self.log))

    def to_coordinates(self, points: ArrayLike) -> FloatArray:
        """Return coordinates (θ0, θ1, J) of scene points, both of shape (..., 3)."""
        origin, sides = self.frame()
        shares = (np.asarray(points, dtype=np.float64) - origin) @ np.linalg.inv(sides)
        return self.ranges.coordinates(shares)

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
        return float(self.side_lengths[0])

    def steepness(self, slopes: ArrayLike, height: float) -> FloatArray:
        """Return how steep slopes ∂J/∂θ (2,) at a height J are in the scene, along θ0 and θ1."""
        scale = self.scale_per_unit
        steepness: FloatArray = np.asarray(slopes) * scale[2] / scale[:2]
        if self.log:  # of log10 J
            steepness /= math.log(10) * max(height, self.window.height[0])
        return steepness

    def _add_axis(self, axis: int, edge: FloatArray, outward: FloatArray) -> None:
        """Add the line, ticks and labels of one axis, and the floor's grid lines across it.

        It stands on the edge of the box in the direction `edge` (2,) on the floor; its ticks and
        labels lie in the direction `outward` (2,) from there.
        """
        low, high = self.window.low, self.window.high
        start = np.append(np.where(edge > 0, high[:2], low[:2]), low[2])
        direction = np.append(np.sign(outward), 0.0)
        direction /= np.linalg.norm(direction)
        log = self.log and axis == 2
        values = self.ranges.ticks(axis, steps_in(self.side_lengths[axis], _TICK_ROOM))
        labels: Sequence[VMobject | None] = [None] * len(values)
        if self.numbers:
            labels = number_labels(values, log, self.theme, power=log)
        ends = self.to_scene(along(axis, start, [low[axis], high[axis]]))
        self.axes.add(self._line(*ends))
        for place, label in zip(along(axis, start, values), labels, strict=True):
            point = self.to_scene(place)
            self._ticks.add(self._line(point, point + _TICK * direction))
            self.axes.add(self._ticks[-1])
            corner = min(place[axis] - low[axis], high[axis] - place[axis])
            if label is not None and (axis == 2 or corner >= _CORNER * (high - low)[axis]):
                self.billboards.add(label.move_to(point + _NUMBER * direction))
            if axis < 2:
                across = along(1 - axis, place, [low[1 - axis], high[1 - axis]])
                self.grid.append_points(Line(*self.to_scene(across)).points)
        name = self._name(axis, "" if log or not self.numbers else tick_format(values).factor)
        if axis < 2:
            beyond = (0.85 if self.numbers else 0.4) + 0.35 * max(float(name.width) - 0.6, 0.0)
            self.billboards.add(name.move_to(ends.mean(axis=0) + beyond * direction))
        else:
            self.billboards.add(name.move_to(ends[1] + np.array([0, 0, 0.32])))

    def _line(self, start: FloatArray, end: FloatArray) -> Line:
        return Line(start, end, color=self.theme.muted, stroke_width=2)

    def _name(self, axis: int, factor: str) -> VMobject:
        role = self.theme.cost if axis == 2 else self.theme.point
        text = group(self.symbols[axis], "name") + (f" slash {factor}" if factor else "")
        name = Formula(text, size=BODY, color=self.theme.muted, roles={"name": role})
        return shrunk_to(_LONGEST_NAME, name)
