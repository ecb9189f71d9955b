"""A tangent plane and a descent on a formula, where the plane may cross the surface."""

import numpy as np
from manim import AnimationGroup, Create, FadeIn, FadeOut, GrowFromPoint, Succession

from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.crossing_curve import CrossingCurve
from scenes.mobjects.text import TITLE
from scenes.stage.pace import Pace
from scenes.stage.view import ELEVATED, View
from scenes.study.landscape import PATCH, Study

FORMULA = 0.8 * TITLE

HIGHER = (ELEVATED, *np.radians((54, 44, 36)))
"""The camera angles phi: the first, unless the surface hides less of the path from higher."""

JUST_BEFORE = 1e-6
"""How long before its last point, in steps, a path that leaves the window ends."""


class Landscape(LessonScene):
    """Formula, surface, plane, crossing, descent: gradient descent without data."""

    study_type = Study
    study: Study
    sections = ("surface", "touch", "cross", "descend", "end")

    def build(self) -> None:
        """Make everything that stands on screen, all driven by one tracker."""
        study = self.study
        self.pace = Pace.of(max(study.path.steps, 1), study.strides)
        self.slide_time = self.tempo * self.pace.total
        self.view, phi = View.clear(study.cost, study.window, study.path, self.slide_time, HIGHER)
        self.set_camera_orientation(phi=phi, theta=self.view.first)
        self.tracker = self.make_tracker()
        self.bowl = self.make_bowl(self.tracker, self.view.first)
        self.bowl.patch.half_side = PATCH * self.bowl.axes.side
        self.crossing = CrossingCurve(self.tracker, self.bowl.patch, theme=self.theme)
        self.equation = self.make_equation(self.tracker)
        self.layout.upper.hold(self.equation, align=(-1, 1))
        self.readouts = self.make_readouts(self.tracker)
        self.layout.lower.hold(self.readouts, align=(-1, -1))

    def show_surface(self) -> None:
        """Show the formula, and raise its surface from the floor."""
        heading = self.formula(f"{{{{J : cost}}}} = {self.study.formula}", size=FORMULA)
        self.layout.title.hold(heading, align=(-1, 1))
        self.beat("formula", FadeIn(heading), FadeIn(self.bowl.axes), run_time=1.2, hold=1.6)
        self.beat("height", self.rise(self.bowl), run_time=2.4, hold=0.8)
        self.beat("start", FadeIn(self.bowl.point), run_time=0.8, hold=0.8)

    def show_touch(self) -> None:
        """Let the tangent plane appear at the start."""
        self.beat(
            "touches",
            GrowFromPoint(self.bowl.patch, self.bowl.point.dot.get_center()),
            FadeIn(self.equation),
            run_time=1.6,
            hold=2.2,
        )

    def show_cross(self) -> None:
        """Draw where the plane crosses the surface, or say that it does not."""
        words = self.statement(self.says("cross_shown"), self.layout.upper)
        # An animation of the curve is not to be undone by its own updater.
        self.crossing.suspend_updating()
        self.beat(
            "cross",
            Succession(
                FadeOut(self.equation, run_time=0.4),
                AnimationGroup(Create(self.crossing), FadeIn(words), run_time=1.4),
            ),
            run_time=1.8,
            hold=3.2,
        )
        self.crossing.resume_updating()
        self.words = words

    def show_descend(self) -> None:
        """Slide the plane along the path; the curve of the crossing changes with it."""
        self.add(self.bowl.trail)
        self.beat(
            "each_step",
            Succession(
                FadeOut(self.words, run_time=0.4),
                AnimationGroup(FadeIn(self.readouts), FadeIn(self.equation), run_time=0.8),
            ),
            run_time=1.2,
            hold=1.8,
        )
        steps = self.study.path.steps
        if steps == 0:
            return
        total = self.slide_time
        self.caption_along(total, "slide", "bends")
        # Where the path leaves the window, the last step is not completed.
        end = steps - JUST_BEFORE if self.study.leaves else steps
        slide = self.move(self.tracker, end, self.pace.share_of_path)
        self.play(slide, self.walk_round(), run_time=total)

    def show_end(self) -> None:
        """Say how the descent ended, and hold."""
        self.say_end(self.layout.upper, self.equation, hold=3.8)
