"""One step of gradient descent with its numbers: what the plane promises, what the bowl gives."""

from functools import partial

import numpy as np
from manim import Create, FadeIn, FadeOut, UpdateFromAlphaFunc, VGroup

from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.cost_surface import CostSurface
from scenes.mobjects.drop_comparison import DropComparison
from scenes.mobjects.equation import Equation, LiveNumber
from scenes.mobjects.gradient_arrow import GradientArrow
from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch
from scenes.mobjects.text import below_one_another
from scenes.study.one_step import Study

FAINT = 0.35
"""How much of the surface stays while the drops are shown."""

ARROW = 0.25
"""The gradient's length on the floor, as a share of its side."""

PATCH = 0.16
"""Half the plane's side, as a share of the floor's."""

LINE = 1.42
"""From one row of numbers to the next, in em."""


class OneStep(LessonScene):
    """The rule, its numbers, the step; then the two drops."""

    study_type = Study
    study: Study
    sections = ("old", "numbers", "step", "drops")

    def build(self) -> None:
        """Make everything that stands on screen."""
        study, theme = self.study, self.theme
        cost, path = study.cost, study.path
        self.tracker, self.old = self.make_tracker(), self.make_tracker()
        self.view = self.look_at_plane()
        self.bowl = self.make_bowl(self.tracker, self.view.first)
        axes = self.bowl.axes
        self.surface = CostSurface(cost, axes, resolution=56, boxed=True, theme=theme)
        self.patch = TangentPlanePatch(
            lambda: self.old.plane, axes, half_side=PATCH * axes.side, theme=theme
        )
        length = float(np.hypot(*(path.gradients[0] * axes.scale_per_unit[:2]))) or 1.0
        self.gradient = GradientArrow(self.old, axes, scale=ARROW * axes.side / length, theme=theme)
        self.step = GradientArrow(self.old, axes, rate=study.rate, theme=theme)
        self.drops = DropComparison(path, axes, theme=theme)
        self.face_viewer(self.drops.feet)
        self.both = study.problem.settings.symbols.both
        self.make_rows()

    def make_rows(self) -> None:
        """Set the rule, and its numbers below one another."""
        name, path = self.study.problem.settings.symbols.both_typst, self.study.path
        old, new = path.points
        gradient, rate = path.gradients[0], self.study.rate
        point = f"{{{{{name} : point}}}}"
        nabla = "{{nabla J : gradient}}"
        self.rule = self.formula(f"{point} <- {point} - alpha thin {nabla}")
        self.layout.lower.hold(self.rule, align=(-1, 1))
        self.rows = self.stack(
            self.row(f"{point} = ({{a}}, {{b}})", a=old[0], b=old[1]),
            self.row(f"{nabla} = ({{a}}, {{b}})", a=gradient[0], b=gradient[1]),
            self.row("alpha = {a}", a=rate),
            self.row(
                "{{-alpha thin nabla J : step}} = ({a}, {b})",
                a=-rate * gradient[0],
                b=-rate * gradient[1],
            ),
            self.row(f"{point}' = ({{a}}, {{b}})", a=new[0], b=new[1]),
        )
        predicted, actual = path.predicted_drops[0], path.actual_drops[0]
        self.numbers = self.stack(
            self.row("{{alpha thin abs(nabla J)^2 : plane}} = {a}", a=predicted),
            self.row("{{J - J' : cost}} = {a}", a=actual),
            self.row(f'"{self.says("difference")}" = {{a}}', a=self.study.gap),
        )

    def row(self, expression: str, **numbers: float) -> Equation:
        """Set one equation with its numbers."""
        live = {
            name: LiveNumber(
                partial(float, value), [value], number_format=None if value else NumberFormat(0)
            )
            for name, value in numbers.items()
        }
        return self.live_formula(expression, live)

    def stack(self, *rows: Equation) -> VGroup:
        """Set equations below one another in the upper panel."""
        whole = below_one_another(*rows, spacing=LINE)
        self.layout.upper.hold(whole, align=(-1, 1))
        return whole

    def show_old(self) -> None:
        """Show where descent is."""
        self.heading = self.title(self.text("one_step.title"))
        self.beat(
            "rule",
            FadeIn(self.heading, self.bowl.axes, self.surface, self.rule),
            run_time=1.0,
            hold=2.0,
        )
        self.beat(
            "old", FadeIn(self.bowl.point, self.rows[0]), run_time=1.0, hold=2.0, theta=self.both
        )

    def show_numbers(self) -> None:
        """Read the gradient from the plane; name the learning rate."""
        self.beat(
            "gradient", FadeIn(self.patch, self.gradient, self.rows[1]), run_time=1.0, hold=2.0
        )
        self.beat("rate", FadeIn(self.rows[2]), run_time=1.0, hold=1.5)

    def show_step(self) -> None:
        """Multiply, and go."""
        self.beat(
            "step", FadeOut(self.gradient), FadeIn(self.step, self.rows[3]), run_time=1.0, hold=2.0
        )
        self.beat("go", self.tracker.animate.set_value(1), run_time=2.0, hold=0.5, theta=self.both)
        self.beat("new", FadeIn(self.rows[4]), run_time=1.0, hold=2.0, theta=self.both)

    def show_drops(self) -> None:
        """Compare the drop on the plane with the drop on the bowl."""
        drops = self.drops
        self.beat(
            "how_far",
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
            "predicted",
            Create(drops.slope),
            Create(drops.predicted),
            FadeIn(drops.feet[0], self.numbers[0]),
            run_time=1.5,
            hold=2.0,
        )
        self.beat(
            "drop",
            Create(drops.actual),
            FadeIn(drops.feet[1], self.numbers[1]),
            run_time=1.0,
            hold=2.0,
        )
        said = self.statement(self.says("why"), self.layout.lower)
        self.beat("gap", FadeIn(self.numbers[2], said), run_time=1.0, hold=3.0)
