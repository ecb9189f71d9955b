"""Cuts through the bowl: the slopes of two curves are the gradient."""

from typing import Any

from manim import Create, FadeIn, FadeOut, GrowFromCenter

from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.equation import Equation
from scenes.mobjects.slice_curve import Slice, TangentLine
from scenes.mobjects.text import below_one_another
from scenes.stage.view import ELEVATED, across, azimuth_of
from scenes.study.slices import Study

NUMBER = 1 / 18
"""The size of the slopes, which are what this film is about."""


class Slices(LessonScene):
    """Point, first cut, second cut, gradient: partial derivatives as slopes of curves."""

    study_type = Study
    study: Study
    sections = ("point", "first", "second", "gradient")

    def build(self) -> None:
        """Make both cuts at one point, from which the tracker walks along each and back."""
        cost, path = self.study.cost, self.study.path
        self.tracker = self.make_tracker()
        self.facing = azimuth_of(self.uphill())
        self.set_camera_orientation(phi=ELEVATED, theta=across(self.facing, along=0))
        self.bowl = self.make_bowl(self.tracker, self.facing)
        axes, theme = self.bowl.axes, self.theme
        self.cuts = [
            Slice(
                cost, axes, along=axis, at=float(path.points[0, 1 - axis]), plane=True, theme=theme
            )
            for axis in (0, 1)
        ]
        self.tangents = [
            TangentLine(self.tracker, axes, along=axis, theme=theme) for axis in (0, 1)
        ]
        self.slopes = [self.make_slope(axis) for axis in (0, 1)]
        self.layout.upper.hold(below_one_another(*self.slopes, spacing=4.2), align=(-1, 0))
        self.gradient = self.make_gradient()
        self.layout.lower.hold(self.gradient, align=(-1, 0))

    def make_slope(self, axis: int) -> Equation:
        """Return ∂J/∂θ = the present slope over one parameter."""
        symbol = self.symbols[axis]
        return self.live_formula(
            f"(partial {{{{J : cost}}}}) / (partial {{{{{symbol} : point}}}}) = {{slope}}",
            {"slope": self.slope_number(self.tracker, axis)},
            size=NUMBER,
        )

    def make_gradient(self) -> Equation:
        """Return ∇J = both slopes."""
        first, second = (self.slope_number(self.tracker, axis) for axis in (0, 1))
        return self.live_formula(
            "{{nabla J : gradient}} = vec({first}, {second})",
            {"first": first, "second": second},
            size=NUMBER,
        )

    def show_point(self) -> None:
        """Show the bowl and the point on it, and ask."""
        heading = self.title(self.text("slices.title"))
        self.beat(
            "bowl",
            *map(FadeIn, [heading, self.bowl.axes, self.bowl.surface, self.bowl.point]),
            run_time=1.6,
            hold=1.6,
        )

    def show_first(self) -> None:
        """Cut over θ0."""
        self.cut(0)

    def show_second(self) -> None:
        """Cut over θ1."""
        self.cut(1)

    def cut(self, axis: int) -> None:
        """Cut along one parameter, lay the tangent to the curve, and walk along it and back."""
        symbols = self.study.problem.settings.symbols.plain
        cut, tangent, slope = self.cuts[axis], self.tangents[axis], self.slopes[axis]
        if axis == 1:
            turn = self.camera.theta_tracker.animate.set_value(across(self.facing, along=1))
            leave = FadeOut(self.cuts[0], self.tangents[0], self.slopes[0])
            self.beat("other", turn, leave, run_time=2.0)
        dim = [] if axis else [self.bowl.surface.animate.fade(0.55)]
        self.beat(
            "cut",
            FadeIn(cut.plane),
            Create(cut.curve),
            *dim,
            run_time=2.0,
            hold=2.2,
            runs=symbols[axis],
            stands=symbols[1 - axis],
        )
        self.beat(
            "tangent",
            GrowFromCenter(tangent),
            FadeIn(slope),
            run_time=1.2,
            hold=3.0,
            runs=symbols[axis],
        )
        here = 2 * axis
        slide: Any = self.tracker.animate
        self.beat(f"bottom_{axis}", slide.set_value(here + 1), run_time=2.6, hold=1.6)
        slide = self.tracker.animate
        self.beat("back", slide.set_value(here + 2), run_time=1.8, hold=0.4)

    def show_gradient(self) -> None:
        """Show both cuts together: their two slopes are the gradient."""
        middle = (across(self.facing, along=0) + across(self.facing, along=1)) / 2
        self.beat(
            "both",
            self.camera.theta_tracker.animate.set_value(middle),
            FadeIn(self.cuts[0].curve, self.tangents[0], self.slopes[0]),
            FadeOut(self.cuts[1].plane),
            run_time=2.2,
            hold=0.6,
        )
        self.beat("gradient", FadeIn(self.gradient), run_time=1.0, hold=3.4)
