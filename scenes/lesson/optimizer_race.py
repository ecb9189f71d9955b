"""Several optimisers race down one landscape, step by step."""

import math

from manim import DOWN, LEFT, RIGHT, UP, FadeIn, FadeOut, Succession, VGroup

from gdmath.optimizers import OPTIMIZERS
from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.legend import Legend, LegendEntry
from scenes.mobjects.numbers import NumberFormat, significant
from scenes.mobjects.path_tracker import Follower
from scenes.mobjects.polylines import DASHES
from scenes.mobjects.readout import Readout
from scenes.mobjects.text import SMALL, Words, in_line
from scenes.stage.pace import Pace
from scenes.stage.view import QUARTER
from scenes.study.optimizer_race import Racer, Study

FLAT = 2.0
"""In a panel this many times as wide as high the step stands beside the legend, not under it."""

SPACE = 0.3
"""The least distance of the step from a name, in scene units."""

ORBIT = 8.0
"""Seconds for which the first look at the surface chooses its view."""


class OptimizerRace(LessonScene):
    """Surface, map, race, order of arrival."""

    study_type = Study
    study: Study
    sections = ("surface", "map", "race", "arrival")

    def build(self) -> None:
        """Make everything that stands on screen, all driven by one clock."""
        theme, study, layout = self.theme, self.study, self.layout
        # Under a tall frame's captions there is little room, enough for a legend.
        tall = layout.is_tall
        curves, self.names = (layout.upper, layout.lower) if tall else (layout.lower, layout.upper)
        self.view = self.look(ORBIT)
        self.bowl = self.make_bowl(self.make_tracker(), self.view.first)
        self.clock = self.make_tracker()
        self.trackers = [Follower(study.cost, racer.path, self.clock) for racer in study.racers]
        stage = layout.stage
        self.map = self.make_map(
            self.trackers, study.map_window, width=0.86 * stage.width, height=0.8 * stage.height
        )
        self.fix(stage.hold(self.map))
        log = study.course.lowest is not None
        least = study.course.lowest or 0.0
        label = "{{J : cost}}"
        if least:
            label += f" {'-' if least > 0 else '+'} {significant(abs(least)).typst}"
        name = self.formula(label, size=SMALL, color=theme.muted)
        self.curve = self.make_curve(
            self.trackers,
            log=log,
            above=least,
            top=study.highest - least,
            bottom=None if log else study.map_window.height[0],
            y_label=name.rotate(math.pi / 2 if least else 0),
            width=0.78 * curves.width,
            height=0.72 * curves.height,
        )
        self.fix(curves.hold(self.curve, align=(1, 1 if tall else -1)))
        self.legend = self.fix(
            Legend.of_optimizers([self.labelled(racer) for racer in study.racers], theme=theme)
        )
        written = Readout(
            lambda: math.floor(self.clock.get_value() + 1e-9),
            NumberFormat(0),
            widest=[study.steps],
            color=theme.ink,
        )
        word = Words(self.text("readouts.step"), color=theme.muted)
        self.step = self.fix(in_line(word, written, buff=0.2))
        self.side = VGroup(self.legend, self.step)
        self.place_side()

    def place_side(self) -> None:
        """Set the step under the legend; in a flat panel at its right, in the shortest row."""
        names, legend, step = self.names, self.legend, self.step
        if names.width <= FLAT * names.height:
            self.side.arrange(DOWN, buff=0.4, aligned_edge=LEFT)
            names.hold(self.side, align=(-1, 1))
            return
        names.hold(legend, align=(-1, 1))
        row = min(legend.names, key=lambda name: float(name.width))
        free = names.right - float(row.get_right()[0])
        if free < step.width + SPACE:
            self.side.arrange(RIGHT, buff=0.4, aligned_edge=UP)
            names.hold(self.side, align=(-1, 1))
            return
        step.move_to((names.right - step.width / 2, float(row.get_y()), 0.0))

    def name_of(self, racer: Racer) -> str:
        """Return how a rule is called."""
        return self.texts.entries.get(f"optimizers.{racer.name}", OPTIMIZERS[racer.name].title)

    def labelled(self, racer: Racer) -> str:
        """Return a rule's name, with its learning rate and momentum if it has its own."""
        parts = [self.name_of(racer)]
        if self.study.course.shared is None and racer.rate is not None:
            parts.append(f"α = {racer.rate:.3g}")
            if racer.momentum is not None:
                parts.append(f"μ = {racer.momentum:.3g}")
        return ", ".join(parts)

    def show_surface(self) -> None:
        """Raise the surface and show the start that all share."""
        self.heading = self.title(self.text("optimizer_race.title"))
        self.beat(
            "surface",
            FadeIn(self.heading),
            FadeIn(self.bowl.axes),
            self.rise(self.bowl),
            run_time=2.4,
            hold=0.8,
        )
        self.beat("start", FadeIn(self.bowl.point), run_time=0.8, hold=1.4)
        self.beat("rates", FadeIn(self.legend), run_time=0.8, hold=2.6)

    def show_map(self) -> None:
        """Rise over the surface until it is a map."""
        phi, theta = self.camera.phi_tracker, self.camera.theta_tracker
        # Of all turns the nearest with θ0 to the right and θ1 upward.
        turns = round((theta.get_value() + QUARTER) / (4 * QUARTER))
        self.play(FadeOut(self.bowl.axes), run_time=0.5 * self.tempo)
        self.beat(
            "above",
            phi.animate.set_value(0.0),
            theta.animate.set_value((4 * turns - 1) * QUARTER),
            run_time=2.6,
            hold=0.2,
        )
        self.beat(
            "lines",
            FadeOut(self.bowl.surface),
            FadeOut(self.bowl.point),
            FadeIn(self.map),
            run_time=1.4,
            hold=1.6,
        )

    def show_race(self) -> None:
        """Let all take their steps at the same moments."""
        self.beat("curves", FadeIn(self.curve), FadeIn(self.step), run_time=1.0, hold=2.0)
        pace = Pace.of(self.study.steps)
        total = self.tempo * pace.total
        self.caption_along(total, "together")
        run = self.move(self.clock, self.study.steps, pace.share_of_path)
        self.play(run, run_time=total)

    def show_arrival(self) -> None:
        """Show the order of arrival, and hold."""
        study, theme = self.study, self.theme
        heading = Words(self.says("heading"), size=SMALL, color=theme.muted)
        entries = [
            LegendEntry(
                self.result(racer),
                theme.optimizers[racer.number],
                DASHES[racer.number],
                marker=True,
            )
            for racer in study.standings
        ]
        self.table = Legend(entries, theme=theme)
        table = VGroup(heading, self.table)
        table.arrange(DOWN, buff=0.15, aligned_edge=LEFT)
        self.names.hold(table, align=(-1, 1))
        self.beat(
            "verdict",
            Succession(FadeOut(self.side), FadeIn(self.fix(table))),
            run_time=1.2,
            hold=4.6,
            **self.verdict_values(),
        )

    def result(self, racer: Racer) -> str:
        """Return a line of the order of arrival."""
        name = self.name_of(racer)
        if self.study.has_count(racer):
            return f"{name}: {racer.steps}"
        return self.text(f"optimizer_race.result_{racer.outcome}", name=name)

    def verdict_values(self) -> dict[str, object]:
        """Return what the verdict names: the winner, or for how many steps there was none."""
        winners = self.study.winners
        if not winners:
            steps = self.study.steps
            return {"steps": steps} if steps > 1 else {}
        if len(winners) > 1:
            return {}
        name = self.name_of(winners[0])
        return {"name": name[0].upper() + name[1:]}
