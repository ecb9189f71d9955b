"""Heights become a surface, and its level lines a map: the cost as a bowl."""

from typing import Any

import numpy as np
from manim import Create, FadeIn, FadeOut, Succession, UpdateFromAlphaFunc, VGroup, rate_functions

from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.contour_map import ContourLines
from scenes.mobjects.equation import LiveNumber
from scenes.mobjects.numbers import tick_format
from scenes.mobjects.stems import Stems
from scenes.stage.pace import Pace
from scenes.stage.view import ELEVATED, View
from scenes.study.bowl_rises import Study

ORBIT = 7.0
"""Seconds that the viewer walks round the bowl."""

ABOVE = np.radians(50)
"""The camera angle phi from which the map on the floor is read."""

FARTHER = 0.85
"""The zoom at which the whole floor has room on the stage, seen from there."""


class BowlRises(LessonScene):
    """Pins, bowl, contours, minimum: where the bowl comes from and how a map shows it."""

    study_type = Study
    study: Study
    sections = ("pins", "bowl", "contours", "minimum")

    def build(self) -> None:
        """Make the bowl, its pins and its contours; a tracker visits every pin and the minimum."""
        study = self.study
        self.view = View.toward(study.narrow, self.tempo * ORBIT)
        self.set_camera_orientation(phi=ELEVATED, theta=self.view.first)
        self.tracker = self.make_tracker()
        self.bowl = self.make_bowl(self.tracker, self.view.first)
        axes = self.bowl.axes
        self.pins = Stems(
            study.cost,
            axes,
            study.path.points[:-1],
            standing=lambda: int(self.tracker.get_value() + 1e-6) + 1,
            theme=self.theme,
        )
        self.contours = ContourLines(
            study.cost,
            axes,
            study.window,
            levels=self.bowl.surface.levels,
            lifted=True,
            stroke_width=2.5,
            theme=self.theme,
        )
        self.plot = self.make_plot(self.tracker, self.layout.upper)
        number = LiveNumber(lambda: self.tracker.cost_value, study.path.costs)
        self.readout = self.live_formula("J = {value}", {"value": number})
        self.layout.lower.hold(self.readout, align=(-1, 1))
        first, second = self.symbols
        height = f"z = {{{{J : cost}}}}({{{{{first} : point}}}}, {{{{{second} : point}}}})"
        formulas = [self.formula(text) for text in (height, self.level_text())]
        self.formulas = [self.layout.upper.hold(item, align=(-1, 0)) for item in formulas]

    def level_text(self) -> str:
        """Return the first values of J that have a level line."""
        levels = [contour.level for contour in self.contours.contours if contour.lines]
        written = tick_format(levels)
        factor = f" times {written.factor}" if written.factor else ""
        values = [f"{written(level)}{factor}" for level in levels[:3]]
        return f"{{{{J : cost}}}} = {', '.join(values)}, dots"

    def show_pins(self) -> None:
        """Try some lines: each is a point on the floor, with its cost as a height over it."""
        self.heading = self.title(self.text("bowl_rises.title"))
        self.beat(
            "line",
            FadeIn(self.heading),
            FadeIn(self.plot),
            FadeIn(self.bowl.axes),
            run_time=1.5,
            hold=1.0,
        )
        self.beat("height", FadeIn(self.bowl.point), FadeIn(self.readout), run_time=1.0, hold=3.0)
        self.add(self.pins)
        moves = self.study.path.steps - 1
        # One animation: Manim would lead several of one tracker to the last one's end.
        visits = self.move(self.tracker, moves, Pace(np.full(moves, 1.4)).share_of_path)
        self.beat("others", visits, run_time=6.0)

    def show_bowl(self) -> None:
        """Raise the surface through the pins, and walk round it."""
        self.beat(
            "surface",
            FadeOut(self.bowl.point, self.plot, self.readout, run_time=0.8),
            self.rise(self.bowl),
            run_time=3.0,
            hold=1.0,
        )
        self.beat(
            "walls",
            FadeOut(self.pins, run_time=1.0),
            FadeIn(self.formulas[0], run_time=1.0),
            self.walk_round(),
            run_time=ORBIT,
        )

    def show_contours(self) -> None:
        """Take the level lines out of the surface, down to the floor: a map of the bowl."""
        self.beat(
            "level",
            Create(self.contours, lag_ratio=0.1),
            Succession(
                FadeOut(self.formulas[0], run_time=0.5), FadeIn(self.formulas[1], run_time=0.8)
            ),
            run_time=2.0,
            hold=1.5,
        )
        self.faint_surface = self.bowl.surface.copy().fade(0.5)
        self.beat(
            "fall",
            UpdateFromAlphaFunc(self.contours, lambda lines, share: lines.set_lift(1 - share)),
            self.bowl.surface.animate.fade(0.9),
            self.camera.phi_tracker.animate.set_value(ABOVE),
            self.camera.zoom_tracker.animate.set_value(FARTHER),
            run_time=3.5,
            hold=2.0,
        )

    def show_minimum(self) -> None:
        """Show the lowest point three times: in the bowl, among the contours, in the data."""
        self.tracker.set_value(self.study.path.steps - 1)
        back = VGroup(self.bowl.point, self.plot, self.readout)
        back.update()
        self.beat(
            "back",
            Succession(FadeOut(self.formulas[1], run_time=0.6), FadeIn(back, run_time=1.4)),
            self.bowl.surface.animate.become(self.faint_surface),
            self.camera.phi_tracker.animate.set_value(ELEVATED),
            self.camera.zoom_tracker.animate.set_value(1),
            run_time=2.0,
            hold=1.0,
        )
        self.beat(
            "down", self.tracker.animate.set_value(self.study.path.steps), run_time=2.5, hold=0.5
        )
        bright: Any = rate_functions.there_and_back
        dot: Any = self.bowl.point.dot.animate(rate_func=bright)  # type: ignore[operator]
        line: Any = self.plot.line.animate(rate_func=bright)  # type: ignore[operator]
        self.beat("end", dot.scale(1.6), line.set_stroke(width=9), run_time=1.5, hold=3.5)
