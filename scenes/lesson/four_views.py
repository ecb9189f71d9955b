"""One descent seen four times at once: line, bowl, map and curve, always in step."""

from __future__ import annotations

from typing import Any

from manim import Create, FadeIn, GrowFromPoint, VGroup

from scenes.lesson.fitting import fitted
from scenes.lesson.layout import Region
from scenes.lesson.lesson_scene import LessonScene
from scenes.lesson.pace import Pace
from scenes.lesson.quarters import Quarters
from scenes.lesson.view import FRONT
from scenes.mobjects.contour_map import ContourMap
from scenes.mobjects.cost_curve import CostCurve
from scenes.mobjects.regression_plot import RegressionPlot
from scenes.mobjects.text import SMALL, Words

NAMES = ("line", "bowl", "map", "curve")
"""The four views, as they appear."""


class FourViews(LessonScene):
    """Line, bowl, map and curve appear one after another; then one descent runs through all."""

    def construct(self) -> None:
        """Play the six sections."""
        self.build()
        for name in NAMES:
            self.next_section(name)
            getattr(self, f"show_{name}")()
        self.next_section("descend")
        self.descend()
        self.next_section("together")
        self.together()

    def build(self) -> None:
        """Make the four views of one tracker; nothing is shown yet."""
        self.pace = Pace.of(max(self.problem.shown.steps, 1))
        self.tracker = self.make_tracker()
        quarters = Quarters.of(self.layout)
        self.heading = self.title(self.lesson_title)
        quarters.title.hold(self.heading, align=(-1, 1))
        self.names = {name: self.name_of(name, getattr(quarters, name).name) for name in NAMES}
        view = self.look(0.0, angle=FRONT)
        self.bowl = self.make_bowl(
            self.tracker, view.first, stage=quarters.bowl.panel, numbers=False, shape=quarters.shape
        )
        theme, numbers = self.theme, not self.layout.is_tall
        self.plot = fitted(
            quarters.line.panel,
            lambda width, height: RegressionPlot(
                self.problem.data,
                self.tracker,
                x_label=self.x_label,
                y_label=self.problem.y_label,
                width=width,
                height=height,
                theme=theme,
                sample=self.texts.entries["plot.sample"],
                numbers=numbers,
            ),
        )
        self.map = fitted(
            quarters.map.panel,
            lambda width, height: ContourMap(
                self.problem.cost,
                self.problem.window,
                self.tracker,
                width=width,
                height=height,
                symbols=self.symbols,
                theme=theme,
                numbers=numbers,
            ),
        )
        self.curve = fitted(
            quarters.curve.panel,
            lambda width, height: CostCurve(
                self.tracker,
                log=self.problem.window.scale == "log",
                x_label=self.text("readouts.step"),
                width=width,
                height=height,
                theme=theme,
                numbers=numbers,
            ),
        )
        self.fix(VGroup(self.plot, self.map, self.curve))

    def name_of(self, view: str, region: Region) -> Words:
        """Set the name of a view over it."""
        beside = self.layout.is_tall and view == "curve"
        words = Words(
            self.text(f"four_views.{view}"),
            size=SMALL,
            color=self.theme.ink,
            width=region.width if beside else None,
        )
        region.hold(words, align=(0, 0 if beside else 1))
        return self.fix(words)

    def show_line(self) -> None:
        """Show the data, and the line of the first parameters."""
        line = self.plot.line
        scatter = VGroup(*(part for part in self.plot if part is not line))
        self.beat(
            self.text("four_views.start"),
            FadeIn(self.heading),
            FadeIn(self.names["line"]),
            FadeIn(scatter),
            Create(line),
            run_time=1.6,
            hold=1.4,
        )
        self.add(self.plot)

    def show_bowl(self) -> None:
        """Show the cost over the floor, the point, and the plane that touches there."""
        bowl = self.bowl
        self.beat(
            self.text("four_views.height"),
            FadeIn(self.names["bowl"]),
            FadeIn(bowl.axes),
            FadeIn(bowl.surface),
            run_time=1.2,
            hold=1.8,
        )
        self.add(bowl.trail)
        self.beat(
            self.text("four_views.plane"),
            FadeIn(bowl.point),
            GrowFromPoint(bowl.patch, bowl.point.dot.get_center()),
            run_time=1.2,
            hold=1.6,
        )

    def show_map(self) -> None:
        """Show the level lines from above."""
        self.beat(
            self.text("four_views.above"),
            FadeIn(self.names["map"]),
            FadeIn(self.map),
            run_time=1.2,
            hold=2.0,
        )

    def show_curve(self) -> None:
        """Show the axes on which the cost will be drawn, step by step."""
        self.beat(
            self.text("four_views.cost"),
            FadeIn(self.names["curve"]),
            FadeIn(self.curve),
            run_time=1.2,
            hold=1.8,
        )

    def descend(self) -> None:
        """Run through the descent once, in all four views."""
        steps, total = self.problem.shown.steps, self.tempo * self.pace.total
        if steps == 0:
            return
        self.add_subcaption(self.text("four_views.one_step"), duration=total / 2)
        key = "in_step" if self.problem.falls else "in_step_rises"
        self.add_subcaption(self.text(f"four_views.{key}"), duration=total / 2, offset=total / 2)
        slide: Any = self.tracker.animate(rate_func=self.pace.share_of_path, run_time=total)  # type: ignore[operator]
        self.play(slide.set_value(steps))

    def together(self) -> None:
        """Say what was seen four times, and hold."""
        outcome = self.problem.seen_outcome
        self.beat(self.text(f"four_views.{outcome}"), run_time=3.6)
        self.beat(self.text("four_views.same"), run_time=3.0)
