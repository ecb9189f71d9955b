"""Up close a bowl is its tangent plane; going back, the gap grows with the square."""

import math
from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, UpdateFromAlphaFunc, ValueTracker

from gdmath.checks import FloatArray
from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.cost_surface import CostSurface
from scenes.mobjects.equation import LiveNumber
from scenes.mobjects.numbers import NumberFormat, significant
from scenes.mobjects.tangent_gap import TangentGap
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch
from scenes.mobjects.text import Words, below_one_another, in_line
from scenes.study.zoom import Study

PATCH = 0.22
"""Half the plane's side, as a share of the floor's."""

FAINT = 0.3
"""How much of the surface stays while the gap below it is shown."""


class Zoom(LessonScene):
    """Touch, come closer, go back, measure the gap."""

    study_type = Study
    study: Study
    sections = ("touch", "closer", "back", "gap")
    optional = ("gap",)

    def build(self) -> None:
        """Make everything that stands on screen."""
        self.view = self.look_at_plane()
        self.tracker = self.make_tracker()
        cost, self.zoom = self.study.cost, self.study.zoom
        self.bowl = self.make_bowl(self.tracker, self.view.first)
        axes = self.axes = self.bowl.axes
        self.surface = CostSurface(cost, axes, resolution=40, boxed=True, theme=self.theme)
        self.patch = TangentPlanePatch(
            lambda: self.tracker.plane, axes, half_side=PATCH * axes.side, theme=self.theme
        )
        self.near = self.make_bowl(self.tracker, self.view.first, self.zoom.at(self.zoom.most)).axes
        self.way = ValueTracker(0)
        self.share = ValueTracker(1)
        self.gap = TangentGap(
            cost, lambda: self.tracker.plane, lambda: self.offset, axes, theme=self.theme
        )
        self.face_viewer(self.gap.feet)

    @property
    def factor(self) -> float:
        """How many times narrower the window is now."""
        return math.exp(self.way.get_value() * math.log(self.zoom.most))

    @property
    def offset(self) -> FloatArray:
        """The present δ, of shape (2,)."""
        return self.share.get_value() * np.asarray(self.study.offset)

    def show_touch(self) -> None:
        """Show the bowl, the point and the plane."""
        self.heading = self.title(self.text("zoom.title"))
        self.beat(
            "touches", FadeIn(self.heading, self.axes, self.surface, self.bowl.point), run_time=1.5
        )
        self.beat("one_point", FadeIn(self.patch), run_time=1.0, hold=2.0)

    def show_closer(self) -> None:
        """Let the window shrink until surface and plane are one."""
        number = LiveNumber(lambda: self.factor, [1, self.zoom.most], number_format=NumberFormat(0))
        words = Words(self.text("zoom.factor"), color=self.theme.ink)
        readout = in_line(words, self.live_formula("times {factor}", {"factor": number}))
        self.readout = self.fix(self.layout.upper.hold(readout, align=(-1, 1)))
        self.beat("shrinks", FadeOut(self.axes.marks), FadeIn(self.readout), run_time=1.0, hold=2.5)
        self.change_window("bends_less", 0, 1, run_time=6.0)
        self.one = self.statement(self.says("one"), self.layout.lower)
        self.beat(
            "narrower",
            FadeIn(self.near.marks, self.one),
            run_time=1.0,
            hold=3.0,
            factor=f"{self.zoom.most:.0f}",
        )

    def show_back(self) -> None:
        """Let the window grow again."""
        self.beat("back", FadeOut(self.near.marks, self.one), run_time=0.5, hold=0.5)
        self.change_window("bends_away", 1, 0, run_time=3.5)
        self.beat("whole", FadeIn(self.axes.marks), FadeOut(self.readout), run_time=1.0, hold=0.5)
        if "gap" not in self.study.captions:
            self.close()

    def change_window(self, beat: str, begin: float, end: float, run_time: float) -> None:
        """Shrink the window round the point while the viewer walks aside, or widen it again."""

        def look(surface: Any, share: float) -> None:
            self.way.set_value(begin + share * (end - begin))
            self.axes.look_at(self.zoom.at(self.factor))
            aside = self.way.get_value() * (self.view.last - self.view.first)
            self.camera.theta_tracker.set_value(self.view.first + aside)
            surface.refresh()

        self.beat(beat, UpdateFromAlphaFunc(self.surface, look), run_time=run_time)

    def show_gap(self) -> None:
        """Show how far the surface stands above the plane, and that H says so."""
        values = [self.gap.value, self.gap.value / 4]
        relation = "=" if self.study.exact else "approx"
        first = LiveNumber(lambda: self.gap.value, values)
        second = LiveNumber(lambda: self.gap.quadratic, [self.gap.quadratic, *values])
        measured = self.live_formula("{{J : cost}} - {{z : plane}} = {gap}", {"gap": first})
        half_square = f"1/2 thin delta^top H delta {relation} {{gap}}"
        bent = self.live_formula(half_square, {"gap": second})
        bent.shift((0, measured.baseline - bent.baseline, 0))
        self.equations = below_one_another(measured, bent)
        bent.shift((0, -0.35 * bent.height, 0))
        self.layout.upper.hold(self.equations, align=(-1, 1))
        self.measured, self.bent = measured, bent
        self.beat(
            "away",
            UpdateFromAlphaFunc(
                self.surface, lambda surface, share: surface.set_presence(1 - share * (1 - FAINT))
            ),
            FadeIn(self.gap),
            run_time=1.0,
            hold=2.5,
        )
        self.beat("gap", FadeIn(measured), run_time=1.0, hold=3.0)
        self.beat("hessian", FadeIn(bent), run_time=1.0, hold=2.5)
        self.halve()
        self.close()

    def close(self) -> None:
        """Say what the plane is good for."""
        self.beat("small", run_time=2.5, hold=1.0)

    def halve(self) -> None:
        """Go half the way: a quarter of the gap is left."""
        written, gap = self.measured.readouts["gap"].number_format, self.gap.value
        whole = significant(gap).plain if written.exponent else written(gap)
        self.beat("half", self.share.animate.set_value(0.5), run_time=2.0, hold=1.0)
        quarter = self.statement(self.says("quarter", whole=whole), self.layout.lower)
        self.beat("square", FadeIn(quarter), run_time=1.0, hold=2.0)
