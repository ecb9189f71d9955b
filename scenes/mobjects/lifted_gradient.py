"""The gradient as an arrow in the tangent plane, which can be let down to the floor."""

from __future__ import annotations

import numpy as np

from gdmath import checks
from gdmath.checks import FloatArray
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.gradient_arrow import GradientArrow
from scenes.mobjects.path_tracker import PathTracker
from scenes.theme import DARK, Theme

_RISE = 0.3  # of the floor's side: the most an arrow may rise in the plane
_SHORTER = 0.97  # the factor by which its scale is reduced until it rises no more


class LiftedGradient(GradientArrow):
    """An arrow along ∇J that lies in the tangent plane, on the floor, or between.

    In a steep plane it is drawn at a smaller scale, so that it does not rise out of the picture;
    on the floor it can then grow to the `scale` asked for. `plane_scale` and `floor_scale` are
    these two.
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
        share = checks.real(share, "share", "a finite number")
        self.units_per_gradient = self.plane_scale ** (1 - share) * self.floor_scale**share
        self.refresh()

    def let_down(self, lift: float) -> None:
        """Lie at the share `lift` of the plane's height over the floor; 1 is in the plane."""
        self.lift = checks.real(lift, "lift", "a finite number")
        self.refresh()

    def _heights(self, theta: FloatArray) -> FloatArray:
        floor = self._axes.window.height[0]
        plane = self.tracker.plane(theta)
        if self._axes.log:
            lifted: FloatArray = floor * (np.maximum(plane, floor) / floor) ** self.lift
            return lifted
        return floor + self.lift * (plane - floor)
