"""The gap between the cost and its tangent plane, some way from where they touch."""

from collections.abc import Callable

from manim import Line, VGroup

from gdmath import Cost, TangentPlane
from gdmath.checks import FloatArray
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.polylines import rimmed_dot
from scenes.theme import DARK, Theme


class TangentGap(VGroup):
    """The upright from the plane to the surface at an offset δ from where they touch.

    A line in the plane leads there from the touching point. `plane` and `offset` are called before
    each frame; they return the tangent plane and δ, of shape (2,). The `feet`, dots at both ends,
    must face the viewer (``add_fixed_orientation_mobjects``).
    """

    def __init__(
        self,
        cost: Cost,
        plane: Callable[[], TangentPlane],
        offset: Callable[[], FloatArray],
        axes: CostAxes,
        *,
        theme: Theme = DARK,
    ) -> None:
        super().__init__()
        self.cost = cost
        self.plane = plane
        self.offset = offset
        self.axes = axes
        self.way = Line(color=theme.plane, stroke_width=3)
        self.upright = Line(color=theme.ink, stroke_width=6)
        self.feet = VGroup(
            *(rimmed_dot(color, theme, radius=0.07) for color in (theme.plane, theme.cost))
        )
        self.add(self.way, self.upright, self.feet)
        keep_fresh(self)

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
        touch, foot, top = self.axes.to_scene(
            [[*plane.point, plane.value], [*theta, plane(theta)], [*theta, self.cost(theta)]]
        )
        self.way.set_points_as_corners([touch, foot])
        self.upright.set_points_as_corners([foot, top])
        for dot, place in zip(self.feet, (foot, top), strict=True):
            dot.move_to(place)
