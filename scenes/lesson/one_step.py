"""One step of gradient descent with its numbers: what the plane promises, what the bowl gives."""

from __future__ import annotations

from functools import partial

import numpy as np
from manim import Create, FadeIn, FadeOut, UpdateFromAlphaFunc, VGroup

from gdmath import Descent, GradientDescent, descend
from gdmath.step_window import step_window
from scenes.lesson.lesson_scene import LessonScene
from scenes.lesson.staging import chosen_rate
from scenes.mobjects.cost_surface import CostSurface
from scenes.mobjects.drop_comparison import DropComparison
from scenes.mobjects.equation import Equation, LiveNumber
from scenes.mobjects.gradient_arrow import GradientArrow
from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch
from scenes.mobjects.text import BODY, em

FAINT = 0.35
"""How much of the surface stays while the drops are shown."""

ARROW = 0.25
"""The gradient's length on the floor, as a share of its side."""

PATCH = 0.16
"""Half the plane's side, as a share of the floor's."""

LINE = 1.42
"""From one row of numbers to the next, in em."""


STRAIGHT = 1e-9
"""A gap that is a smaller share of the predicted drop is none."""


class OneStep(LessonScene):
    """The rule, its numbers, the step; then the two drops."""

    def construct(self) -> None:
        """Play the four sections."""
        self.build()
        self.next_section("old")
        self.show_old()
        self.next_section("numbers")
        self.show_gradient()
        self.next_section("step")
        self.take_step()
        self.next_section("drops")
        self.show_drops()

    def build(self) -> None:
        """Make everything that stands on screen."""
        problem, theme = self.problem, self.theme
        cost, start = problem.cost, problem.path.points[0]
        self.rate = problem.rate
        if problem.settings.descent.optimizer != "gradient_descent":  # its rate means another thing
            self.rate = chosen_rate("gradient_descent", cost, problem.rates, problem.start)
        self.path = descend(cost, start, GradientDescent(self.rate), 1, tolerance=0)
        if self.path.steps == 0:  # on the minimum, a step of no length
            stay = np.array([start, start])
            self.path = Descent(stay, cost(stay), cost.gradient(stay), "converged")
        self.tracker, self.old = PathTracker(cost, self.path), PathTracker(cost, self.path)
        window = step_window(cost, self.path, self.problem.window)
        self.view = self.look_at_plane(window)
        self.bowl = self.make_bowl(self.tracker, self.view.first, window)
        axes = self.bowl.axes
        self.surface = CostSurface(cost, axes, resolution=56, boxed=True, theme=theme)
        self.patch = TangentPlanePatch(
            lambda: self.old.plane, axes, half_side=PATCH * axes.side, theme=theme
        )
        length = float(np.hypot(*(self.path.gradients[0] * axes.scale_per_unit[:2]))) or 1.0
        self.gradient = GradientArrow(self.old, axes, scale=ARROW * axes.side / length, theme=theme)
        self.step = GradientArrow(self.old, axes, rate=self.rate, theme=theme)
        self.drops = DropComparison(self.path, axes, theme=theme)
        self.face_viewer(self.drops.feet)
        self.both = self.problem.settings.symbols.both
        self.make_rows()

    def make_rows(self) -> None:
        """Set the rule, and its numbers below one another."""
        name = self.problem.settings.symbols.both_typst
        old, new = self.path.points
        gradient, rate = self.path.gradients[0], self.rate
        point = f"{{{{{name} : point}}}}"
        nabla = "{{nabla J : gradient}}"
        self.rule = self.formula(f"{point} <- {point} - alpha thin {nabla}")
        self.layout.lower.hold(self.rule, align=(-1, 1))
        rows = [
            self.row(f"{point} = ({{a}}, {{b}})", a=old[0], b=old[1]),
            self.row(f"{nabla} = ({{a}}, {{b}})", a=gradient[0], b=gradient[1]),
            self.row("alpha = {a}", a=rate),
            self.row(
                "{{-alpha thin nabla J : step}} = ({a}, {b})",
                a=-rate * gradient[0],
                b=-rate * gradient[1],
            ),
            self.row(f"{point}' = ({{a}}, {{b}})", a=new[0], b=new[1]),
        ]
        self.rows = self.stack(rows)
        predicted, actual = self.path.predicted_drops[0], self.path.actual_drops[0]
        gap = float(self.old.plane.gap(self.problem.cost, new))
        # What rounding leaves of two equal drops is no gap.
        self.is_straight = abs(gap) <= STRAIGHT * abs(predicted)
        gap = 0.0 if self.is_straight else gap
        drops = [
            self.row("{{alpha thin abs(nabla J)^2 : plane}} = {a}", a=predicted),
            self.row("{{J - J' : cost}} = {a}", a=actual),
            self.row(f'"{self.text("one_step.difference")}" = {{a}}', a=gap),
        ]
        self.numbers = self.stack(drops)

    def row(self, expression: str, **numbers: float) -> Equation:
        """Set one equation with its numbers."""
        theme = self.theme
        roles = {
            "point": theme.point,
            "gradient": theme.gradient,
            "step": theme.step,
            "plane": theme.plane,
            "cost": theme.surface[3],
        }
        used = {name: color for name, color in roles.items() if f": {name}}}}}" in expression}
        live = {
            name: LiveNumber(
                partial(float, value),
                [float(value)],
                number_format=None if value else NumberFormat(0),
            )
            for name, value in numbers.items()
        }
        return Equation(expression, live, roles=used, theme=theme)

    def stack(self, rows: list[Equation]) -> VGroup:
        """Set equations below one another in the upper panel."""
        for index, row in enumerate(rows):
            drop = index * LINE * em(BODY)
            row.shift((-row.get_left()[0], -row.baseline - drop, 0.0))
        whole = VGroup(*rows)
        self.layout.upper.hold(whole, align=(-1, 1))
        return self.fix(whole)

    def show_old(self) -> None:
        """Show where descent is."""
        self.heading = self.title(self.text("one_step.title"))
        self.beat(
            self.text("one_step.rule"),
            FadeIn(self.heading, self.bowl.axes, self.surface, self.rule),
            run_time=1.0,
            hold=2.0,
        )
        self.beat(
            self.text("one_step.old", theta=self.both),
            FadeIn(self.bowl.point, self.rows[0]),
            run_time=1.0,
            hold=2.0,
        )

    def show_gradient(self) -> None:
        """Read the gradient from the plane; name the learning rate."""
        self.beat(
            self.text("one_step.gradient"),
            FadeIn(self.patch, self.gradient, self.rows[1]),
            run_time=1.0,
            hold=2.0,
        )
        self.beat(self.text("one_step.rate"), FadeIn(self.rows[2]), run_time=1.0, hold=1.5)

    def take_step(self) -> None:
        """Multiply, and go."""
        self.beat(
            self.text("one_step.step"),
            FadeOut(self.gradient),
            FadeIn(self.step, self.rows[3]),
            run_time=1.0,
            hold=2.0,
        )
        self.beat(
            self.text("one_step.go", theta=self.both),
            self.tracker.animate.set_value(1),
            run_time=2.0,
            hold=0.5,
        )
        self.beat(
            self.text("one_step.new", theta=self.both), FadeIn(self.rows[4]), run_time=1.0, hold=2.0
        )

    def verdict(self) -> tuple[str, str]:
        """Return what the bowl gives, and why: the keys of two sentences."""
        if self.is_straight:
            return "same", "straight"
        return ("rises", "too_far") if self.path.actual_drops[0] < 0 else ("drops", "bends")

    def show_drops(self) -> None:
        """Compare the drop on the plane with the drop on the bowl."""
        drops = self.drops
        self.beat(
            self.text("one_step.how_far"),
            UpdateFromAlphaFunc(
                self.surface, lambda surface, share: surface.set_presence(1 - share * (1 - FAINT))
            ),
            FadeOut(self.rows, self.rule),
            FadeIn(drops.level),
            self.camera.theta_tracker.animate.set_value(self.view.last),
            run_time=3.5,
            hold=0.5,
        )
        self.beat(
            self.text("one_step.predicted"),
            Create(drops.slope),
            Create(drops.predicted),
            FadeIn(drops.feet[0], self.numbers[0]),
            run_time=1.5,
            hold=2.0,
        )
        drop, why = self.verdict()
        self.beat(
            self.text(f"one_step.{drop}"),
            Create(drops.actual),
            FadeIn(drops.feet[1], self.numbers[1]),
            run_time=1.0,
            hold=2.0,
        )
        said = self.statement(self.text(f"one_step.{why}"), self.layout.lower)
        self.beat(self.text("one_step.gap"), FadeIn(self.numbers[2], said), run_time=1.0, hold=3.0)
