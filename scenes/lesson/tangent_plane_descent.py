"""The flagship: a tangent plane slides down the cost bowl along the descent path."""

from __future__ import annotations

from typing import Any

from manim import (
    DOWN,
    LEFT,
    UP,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    Restore,
    Succession,
    UpdateFromAlphaFunc,
    VGroup,
    rate_functions,
)

from gdmath.descent import Outcome
from scenes.lesson.lesson_scene import BELOW, ELEVATED, LessonScene
from scenes.lesson.pace import Pace
from scenes.lesson.view import View
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.cost_surface import CostSurface
from scenes.mobjects.descent_readouts import DescentReadouts
from scenes.mobjects.descent_trail import DescentTrail
from scenes.mobjects.iterate_point import IteratePoint
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.plane_equation import PlaneEquation
from scenes.mobjects.regression_plot import RegressionPlot
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch
from scenes.mobjects.text import Formula, Words, below_one_another

VERDICTS: dict[Outcome, tuple[str, ...]] = {
    "converged": ("The gradient vanishes.", "The plane is level.", "The line fits."),
    "stopped": ("The steps end here.", "The plane still slopes:", "the line can get better."),
    "diverged": ("Every step leaps too far.", "The cost grows:", "the learning rate is too large."),
}


class TangentPlaneDescent(LessonScene):
    """Data, bowl, touch, descend, level: gradient descent as a sliding tangent plane."""

    def construct(self) -> None:
        """Play the five sections."""
        self.build()
        self.next_section("data")
        self.show_data()
        self.next_section("bowl")
        self.raise_bowl()
        self.next_section("touch")
        self.touch()
        self.next_section("descend")
        self.descend()
        self.next_section("level")
        self.level()

    def build(self) -> None:
        """Make everything that stands on screen, all driven by one tracker."""
        problem, theme = self.problem, self.theme
        self.pace = Pace.of(max(problem.shown.steps, 1))
        uphill = problem.path.gradients[0] * (problem.window.high - problem.window.low)[:2]
        self.view = View.beside((float(uphill[0]), float(uphill[1])), self.pace.total)
        self.set_camera_orientation(phi=ELEVATED, theta=self.view.first)

        self.tracker = PathTracker(problem.cost, problem.shown)
        self.axes = CostAxes(problem.window, self.view.first, theme=theme)
        self.surface = CostSurface(problem.cost, self.axes, theme=theme)
        self.point = IteratePoint(self.tracker, self.axes, theme=theme)
        self.trail = DescentTrail(self.tracker, self.axes, theme=theme)
        self.patch = TangentPlanePatch(lambda: self.tracker.plane, self.axes, theme=theme)
        self.face_viewer(self.axes.billboards, self.point.billboards)

        self.plot = self.fix(
            RegressionPlot(
                problem.data,
                self.tracker,
                x_label=problem.x_label,
                y_label=problem.y_label,
                width=0.8 * self.layout.upper.width,
                height=0.72 * self.layout.upper.height,
                theme=theme,
            )
        )
        self.layout.upper.hold(self.plot, align=(1, 1))
        self.equation = self.fix(PlaneEquation(self.tracker, theme=theme))
        self.readouts = self.fix(DescentReadouts(self.tracker, theme=theme))

    def show_data(self) -> None:
        """Show the points, a poor line, and what θ0 and θ1 are."""
        theme, roles = self.theme, {"a": self.theme.point, "b": self.theme.point}
        self.heading = self.title(self.problem.settings.title)
        model = Formula(
            "y approx {{theta_0 : a}} + {{theta_1 : b}} x", color=theme.model, roles=roles
        )
        meanings = VGroup(
            Formula('theta_0 " lifts the line"', color=theme.ink),
            Formula('theta_1 " tilts it"', color=theme.ink),
        )
        self.model = VGroup(model, *meanings).arrange(DOWN, buff=0.45, aligned_edge=LEFT)
        self.layout.upper.hold(self.model, align=(-1, 0))
        self.fix(self.model)
        self.plot.save_state()
        self.plot.scale(1.75)
        self.layout.stage.hold(self.plot)
        line = self.plot.line
        scatter = VGroup(*(part for part in self.plot if part is not line))
        self.beat(
            "Each point is one observation.",
            FadeIn(self.heading),
            FadeIn(scatter),
            run_time=1.6,
            hold=0.6,
        )
        self.beat(
            "A straight line tries to follow them.",
            Create(line),
            FadeIn(model, shift=0.2 * UP),
            run_time=1.4,
            hold=0.8,
        )
        self.beat(
            "θ0 lifts the line, θ1 tilts it. This first guess fits badly.",
            FadeIn(meanings, shift=0.2 * UP),
            run_time=1.0,
            hold=2.4,
        )

    def raise_bowl(self) -> None:
        """Raise the cost from the floor; the line becomes one point on it."""
        half = "2 m" if self.problem.cost.half else "m"
        cost = Formula(
            f"{{{{J : j}}}} = 1/({half}) sum_(i=1)^m (theta_0 + theta_1 x_i - y_i)^2",
            color=self.theme.ink,
            roles={"j": self.theme.surface[3]},
        )
        self.cost_formula = self.fix(self.layout.lower.hold(cost, align=(-1, 1)))
        self.add(self.plot)
        self.beat(
            "The cost J is half the mean squared distance from the points to the line.",
            Succession(
                FadeOut(self.model, run_time=0.4),
                AnimationGroup(Restore(self.plot), FadeIn(self.cost_formula), run_time=1.4),
            ),
            run_time=1.8,
            hold=1.4,
        )
        self.surface.set_rise(0)
        self.beat(
            "Every pair of parameters has its cost: a height over the floor.",
            FadeIn(self.axes),
            UpdateFromAlphaFunc(self.surface, lambda surface, share: surface.set_rise(share)),
            run_time=2.6,
            hold=0.6,
        )
        self.beat(
            "One line is one point on the bowl.",
            FadeIn(self.point),
            run_time=0.8,
            hold=1.4,
        )

    def touch(self) -> None:
        """Let the tangent plane appear at the start, and look at it from below."""
        self.layout.lower.hold(self.equation, align=(-1, 1))
        self.beat(
            "A plane touches the bowl here. It has the same height and the same slopes.",
            GrowFromPoint(self.patch, self.point.dot.get_center()),
            FadeOut(self.cost_formula),
            FadeIn(self.equation),
            run_time=1.6,
            hold=1.6,
        )
        phi = self.camera.phi_tracker
        self.beat(
            "Seen from below it lies open: it touches, and never cuts.",
            phi.animate.set_value(BELOW),
            run_time=1.8,
            hold=1.2,
        )
        self.beat(
            "Down the plane is down the bowl.",
            phi.animate.set_value(ELEVATED),
            run_time=1.6,
            hold=0.4,
        )

    def descend(self) -> None:
        """Slide the plane through every iterate, while the viewer walks round."""
        self.layout.lower.hold(self.readouts, align=(-1, -1))
        self.add(self.trail)
        self.beat(
            "Each step goes down the slope, as far as the learning rate says.",
            FadeIn(self.readouts),
            run_time=1.0,
            hold=2.0,
        )
        if self.problem.shown.steps == 0:
            return
        total = self.pace.total
        self.add_subcaption("Where the plane is steep, the step is long.", duration=total / 2)
        self.add_subcaption(
            "Near the bottom the plane levels out, and the steps shrink.",
            duration=total / 2,
            offset=total / 2,
        )
        slide: Any = self.tracker.animate(rate_func=self.pace.share_of_path, run_time=total)  # type: ignore[operator]
        walk: Any = self.camera.theta_tracker.animate(  # type: ignore[operator]
            rate_func=rate_functions.ease_in_out_sine, run_time=total
        )
        self.play(slide.set_value(self.problem.shown.steps), walk.set_value(self.view.last))

    def level(self) -> None:
        """Say how the descent ended, and hold."""
        sentences = VERDICTS[self.problem.path.outcome]
        lines = [Words(sentence, color=self.theme.ink) for sentence in sentences]
        verdict = below_one_another(*lines)
        self.layout.lower.hold(verdict, align=(-1, 1))
        self.beat(
            " ".join(sentences),
            FadeOut(self.equation),
            FadeIn(self.fix(verdict)),
            run_time=1.0,
            hold=3.5,
        )
