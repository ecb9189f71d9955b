"""One line, one point: lines as points of a floor, and their costs as heights over it."""

import numpy as np
from manim import AnimationGroup, FadeIn, FadeOut, Restore, Succession, UpdateFromAlphaFunc, VGroup

from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.equation import LiveNumber
from scenes.mobjects.floor_trail import FloorTrail
from scenes.mobjects.iterate_point import IteratePoint
from scenes.mobjects.stems import Stems
from scenes.mobjects.text import below_one_another
from scenes.stage.view import ELEVATED
from scenes.study.one_line_one_point import Study

FROM_ABOVE = np.radians(58)
"""The camera angle phi that shows the floor."""

WALK, ORBIT = 8.0, 5.0
"""Seconds of the walk from line to line, and of the look at all heights."""

NUMBERS = 0.32
"""Of the panels' height, for the numbers; the plot has the rest."""

LARGE = 1.6
"""How many times as large the plot is while it is alone."""


class OneLineOnePoint(LessonScene):
    """θ0 lifts, θ1 tilts: a line is a point; its cost is a height; the heights make a bowl."""

    study_type = Study
    study: Study
    sections = ("point", "moves", "heights", "all")

    def build(self) -> None:
        """Make floor, plot and numbers, all driven by one tracker along a tour of lines."""
        cost, window = self.study.cost, self.study.window
        self.tracker = self.make_tracker()
        self.view = self.look(self.tempo * ORBIT, self.study.problem.path)
        if self.layout.stage.right < self.layout.upper.left:  # else names would reach the plot
            self.camera.phi_tracker.set_value(FROM_ABOVE)
        bowl = self.make_bowl(self.tracker, self.view.first)
        self.axes, self.surface = bowl.axes, bowl.surface
        self.point = bowl.point.set_rise(0)
        self.trail = FloorTrail(self.tracker, self.axes, window, theme=self.theme)
        self.layout = self.layout.with_lower(NUMBERS)
        lines = self.tracker.path.points[:3]
        self.plot = self.make_plot(self.tracker, self.layout.upper, lines=lines)
        self.stops = Stems(
            cost,
            self.axes,
            self.tracker.path.points[2:],
            standing=lambda: int(self.tracker.get_value() + 1e-6) - 1,
            theme=self.theme,
        )
        self.pins = Stems(cost, self.axes, self.study.grid, head=8, stem=0.2, theme=self.theme)
        self.make_numbers()

    def make_numbers(self) -> None:
        """Set θ0, θ1 and J with their present values below the plot."""
        path = self.tracker.path
        rows = [
            (self.symbols[0], "point", lambda: self.tracker.theta[0], path.points[:, 0]),
            (self.symbols[1], "point", lambda: self.tracker.theta[1], path.points[:, 1]),
            ("J", "cost", lambda: self.tracker.cost_value, path.costs),
        ]
        self.theta0, self.theta1, self.height = self.numbers = [
            self.live_formula(
                f"{{{{{symbol} : {role}}}}} = {{value}}", {"value": LiveNumber(value, values)}
            )
            for symbol, role, value, values in rows
        ]
        self.layout.lower.hold(below_one_another(*self.numbers), align=(-1, 1))

    def show_point(self) -> None:
        """Show data and line, then the floor and the line's point."""
        self.heading = self.title(self.lesson_title)
        self.plot.save_state()
        self.layout.stage.hold(self.plot.scale(LARGE))
        self.beat("line", FadeIn(self.heading, self.plot), run_time=1.0, hold=1.0)
        parts, upright = [*self.axes.axes, *self.axes.billboards], self.axes.upright.submobjects
        floor = VGroup(*(part for part in parts if part not in upright))
        self.beat(
            "numbers",
            Succession(
                AnimationGroup(Restore(self.plot), FadeIn(floor, self.axes.grid), run_time=1.4),
                FadeIn(self.theta0, self.theta1, run_time=0.6),
            ),
            run_time=2.0,
            hold=1.0,
        )
        self.beat("point", FadeIn(self.point), run_time=1.0, hold=2.0)

    def show_moves(self) -> None:
        """Move the point along θ0, then along θ1."""
        self.add(self.trail)
        names = self.study.problem.settings.symbols.plain
        for stop, key in ((1, "lifts"), (2, "tilts")):
            move = self.move(self.tracker, stop)
            self.beat(key, move, run_time=3.0, hold=1.0, name=names[stop - 1])

    def show_heights(self) -> None:
        """Let the point rise to the height J of its line."""
        phi = self.camera.phi_tracker
        self.height.update()  # an animation does not update what it fades in
        self.beat(
            "cost",
            phi.animate.set_value(ELEVATED),
            FadeIn(self.axes.upright, self.height),
            FadeOut(self.trail),
            run_time=2.0,
        )
        self.beat(
            "height", UpdateFromAlphaFunc(self.point, IteratePoint.set_rise), run_time=2.0, hold=1.0
        )
        self.visit()

    def visit(self) -> None:
        """Go from line to line; each leaves its height behind."""
        self.add(self.stops)
        stops = range(3, self.tracker.path.steps + 1)
        seconds = self.tempo * WALK
        self.caption_along(seconds, "walk")
        for stop in stops:
            self.play(self.move(self.tracker, stop), run_time=seconds / len(stops))

    def show_all(self) -> None:
        """Raise the heights of many lines at once: the bowl to come."""
        self.pins.set_rise(0)
        self.beat(
            "all",
            FadeOut(self.stops, run_time=0.5),
            UpdateFromAlphaFunc(self.pins, Stems.set_rise),
            self.walk_round(),
            run_time=ORBIT,
        )
        self.beat("bowl", FadeIn(self.surface), run_time=2.0, hold=2.0)
