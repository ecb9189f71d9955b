"""The gradient, or the step against it, as an arrow from where descent is."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath import Window, checks
from gdmath.checks import FloatArray
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import set_polylines
from scenes.theme import DARK, Theme

Heights = Callable[[FloatArray], FloatArray]

_HEAD, _SMALLEST_HEAD = 0.2, 0.09  # in scene units; a short arrow's head is half of it
_SLENDERNESS = 0.8  # of the head: its width over its length
_ORDINARY = (1e-6, 1e6)  # ranges of parameters in which 1 is neither lost nor huge
_SAMPLES = 24  # along a shaft that lies on a curved surface
_RISE = 0.3  # of the floor's side: the most an arrow may rise in the plane
_SHORTER = 0.97  # the factor by which its scale is reduced until it rises no more


class Floor(Protocol):
    """Where parameters have a place: `CostAxes`, a `ContourMap`."""

    window: Window

    def on_floor(self, theta: ArrayLike) -> FloatArray:
        """Return the scene points (..., 3) of parameters (..., 2)."""
        ...


def strides(window: Window) -> FloatArray:
    """Return steps (2,) along θ0 and θ1 that tell where they lead: 1 in ranges of ordinary size."""
    size = window.size[:2]
    return np.where((size > _ORDINARY[0]) & (size < _ORDINARY[1]), 1.0, size)


class GradientArrow(VGroup):
    """An arrow from the tracker's θ along ∇J, or along the step −α∇J.

    With a `rate` α it is the step, in its role's colour. One unit of the vector is drawn `scale`
    units of θ long; with 1 the step's tip is the next iterate of plain gradient descent. `heights`
    lift it off the floor of `CostAxes`: a function from θ (n, 2) to (n,), such as the cost itself.
    One that `waits` stays at the last iterate while descent moves on. An arrow hides while it is
    shorter than its smallest head.

    Examples
    --------
    >>> from manim import Scene
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, Window, descend
    >>> from scenes.mobjects import ContourMap, GradientArrow, PathTracker
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = descend(J, start=(-1, 3), optimizer=GradientDescent(rate=0.3), steps=9)
    >>> class Uphill(Scene):
    ...     def construct(self):
    ...         tracker = PathTracker(J, path)
    ...         flat = ContourMap(J, Window.around(J, path), width=8, height=6, equal_scales=True)
    ...         self.add(flat, GradientArrow(tracker, flat, scale=0.6))
    ...         self.play(tracker.animate.set_value(1))
    """

    def __init__(
        self,
        tracker: PathTracker,
        place: Floor,
        *,
        rate: float | None = None,
        scale: float = 1.0,
        heights: Heights | None = None,
        waits: bool = False,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.tracker = tracker
        self.place = place
        self.rate = rate
        self.units_per_gradient = checks.real(scale, "scale", "a positive number", above=0)
        self.heights = heights
        self.waits = waits
        color = theme.gradient if rate is None else theme.step
        self.shaft = VMobject(stroke_color=color, stroke_width=4)
        self.head = VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
        self.add(self.shaft, self.head)
        keep_fresh(self)

    @property
    def tail(self) -> FloatArray:
        """The parameters (2,) where the arrow begins."""
        tracker = self.tracker
        return tracker.path.point_at(tracker.step) if self.waits else tracker.theta

    @property
    def vector(self) -> FloatArray:
        """∇J, or −α∇J, at the tail, of shape (2,), before it is scaled."""
        gradient = self.tracker.cost.gradient(self.tail)
        return gradient if self.rate is None else -self.rate * gradient

    @property
    def tip(self) -> FloatArray:
        """The parameters (2,) where the arrow ends."""
        return self.tail + self.units_per_gradient * self.vector

    @property
    def hidden(self) -> bool:
        """Whether it is too short to be drawn."""
        return not self.shaft.has_points()

    def refresh(self) -> None:
        """Move to the tracker's position."""
        tail, tip = self.tail, self.tip
        line = self._placed(tail + np.linspace(0, 1, _SAMPLES)[:, None] * (tip - tail))
        along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
        if not np.isfinite(line).all() or along[-1] < _SMALLEST_HEAD:
            self.shaft.clear_points()
            self.head.clear_points()
            return
        head = float(np.clip(along[-1] / 2, _SMALLEST_HEAD, _HEAD))
        neck_at = along[-1] - head
        neck = np.array([np.interp(neck_at, along, column) for column in line.T])
        kept = line if self.heights else line[:1]
        set_polylines(self.shaft, [[*kept[along[: len(kept)] < neck_at], neck]])
        corners = [tail, *(tail + np.diag(strides(self.place.window)))]
        origin, along0, along1 = self.place.on_floor(corners)
        upright = np.cross(along0 - origin, along1 - origin)
        side = np.cross(upright, line[-1] - neck)
        side *= _SLENDERNESS * head / 2 / np.linalg.norm(side)
        set_polylines(self.head, [[line[-1], neck + side, neck - side, line[-1]]])

    def _placed(self, theta: FloatArray) -> FloatArray:
        if self.heights is None:
            return self.place.on_floor(theta)
        to_scene: Callable[[FloatArray], FloatArray] = self.place.to_scene  # type: ignore[attr-defined]
        return to_scene(np.column_stack([theta, self.heights(theta)]))


class LiftedGradient(GradientArrow):
    """An arrow along ∇J that lies in the tangent plane, on the floor, or between.

    In a steep plane it is drawn at a smaller scale, so that it does not rise out of the picture;
    on the floor it can then grow to the `scale` asked for.
    """

    def __init__(
        self, tracker: PathTracker, axes: CostAxes, *, scale: float, theme: Theme = DARK
    ) -> None:
        self._axes = axes
        self.lift = 1.0
        self.floor_scale = self.plane_scale = scale
        theta, gradient, plane = tracker.theta, tracker.gradient, tracker.plane
        low = axes.to_scene([*theta, plane.value])[2]
        while True:
            tip = theta + self.plane_scale * gradient
            if axes.to_scene([*tip, float(plane(tip))])[2] - low <= _RISE * axes.side:
                break
            self.plane_scale *= _SHORTER
        super().__init__(tracker, axes, heights=self._heights, scale=self.plane_scale, theme=theme)

    def grow(self, share: float) -> None:
        """Be drawn at a scale between that in the plane, 0, and that on the floor, 1."""
        self.units_per_gradient = self.plane_scale ** (1 - share) * self.floor_scale**share
        self.refresh()

    def let_down(self, lift: float) -> None:
        """Lie at the share `lift` of the plane's height over the floor; 1 is in the plane."""
        self.lift = lift
        self.refresh()

    def _heights(self, theta: FloatArray) -> FloatArray:
        window = self._axes.window
        return window.height_at(self.lift * window.height_share(self.tracker.plane(theta)))
