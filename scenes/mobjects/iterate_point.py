"""Where descent is."""

from typing import Any, Self

from manim import Dot, Line, VGroup

from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import rimmed_dot
from scenes.theme import DARK, Theme


class IteratePoint(VGroup):
    """The present point: a dot on the surface, its shadow on the floor, and a stem between.

    The `billboards` must face the viewer (``add_fixed_orientation_mobjects``).
    """

    def __init__(
        self, tracker: PathTracker, axes: CostAxes, *, theme: Theme = DARK, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.tracker = tracker
        self.axes = axes
        self.rise = 1.0
        self.stem = Line(color=theme.muted, stroke_width=1.5, stroke_opacity=0.8)
        self.shadow = Dot(radius=0.05, color=theme.muted)
        self.dot = rimmed_dot(theme.point, theme, radius=0.085)
        self.billboards = VGroup(self.dot)
        self.add(self.stem, self.shadow, self.dot)
        keep_fresh(self)

    def set_rise(self, share: float) -> Self:
        """Stand at `share` of the full height over the floor; 1 is on the surface."""
        self.rise = share
        self.refresh()
        return self

    def refresh(self) -> None:
        """Move to the tracker's position."""
        theta = self.tracker.theta
        foot = self.axes.on_floor(theta)
        point = self.axes.to_scene([*theta, self.tracker.cost_value])
        point = foot + self.rise * (point - foot)
        self.dot.move_to(point)
        self.shadow.move_to(foot)
        self.stem.set_points_as_corners([foot, point])
