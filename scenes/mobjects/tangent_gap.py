"""The gap between the cost and its tangent plane, some way from where they touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Dot, Line, VGroup

from gdmath import Cost, TangentPlane
from gdmath.checks import FloatArray
from scenes.mobjects.cost_axes import CostAxes
from scenes.theme import DARK, Theme


class TangentGap(VGroup):
    """The upright from the plane to the surface at an offset δ, redrawn before every frame.

    A line in the plane leads there from the touching point.

    Parameters
    ----------
    cost
        The function J.
    plane
        Called before each frame; the tangent plane.
    offset
        Called before each frame; δ, of shape (2,).
    axes
        The axes it stands in.
    theme
        The look.

    Attributes
    ----------
    way, upright
        The line in the plane and the gap.
    feet
        The dots at the ends of the gap; they must face the viewer
        (``add_fixed_orientation_mobjects``).

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError, Window
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    >>> axes = CostAxes(Window((-2, 2), (-2, 2), (0, 3)), facing=-1.0)
    >>> TangentGap(J, lambda: TangentPlane.at(J, (0, 0)), lambda: np.array([1, 1]), axes).value
    1.0
    """

    def __init__(
        self,
        cost: Cost,
        plane: Callable[[], TangentPlane],
        offset: Callable[[], FloatArray],
        axes: CostAxes,
        *,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.cost = cost
        self.plane = plane
        self.offset = offset
        self.axes = axes
        self.way = Line(color=theme.plane, stroke_width=3)
        self.upright = Line(color=theme.ink, stroke_width=6)
        self.feet = VGroup(
            Dot(radius=0.07, color=theme.plane, stroke_color=theme.point_rim, stroke_width=2),
            Dot(radius=0.07, color=theme.surface[3], stroke_color=theme.point_rim, stroke_width=2),
        )
        self.add(self.way, self.upright, self.feet)
        self.add_updater(lambda gap: gap.refresh())
        self.refresh()

    @property
    def value(self) -> float:
        """J − plane at the offset."""
        plane = self.plane()
        return float(plane.gap(self.cost, plane.point + self.offset()))

    @property
    def quadratic(self) -> float:
        """½ δᵀHδ with the Hessian where the plane touches."""
        delta = self.offset()
        return float(0.5 * delta @ self.cost.hessian(self.plane().point) @ delta)

    def refresh(self) -> None:
        """Move to the present offset."""
        plane = self.plane()
        theta = plane.point + self.offset()
        low, high = float(plane(theta)), float(self.cost(theta))
        touch, foot, top = self.axes.to_scene(
            np.array([[*plane.point, plane.value], [*theta, low], [*theta, high]])
        )
        self.way.set_points_as_corners([touch, foot])
        self.upright.set_points_as_corners([foot, top])
        for dot, place in zip(self.feet, (foot, top), strict=True):
            dot.move_to(place)
