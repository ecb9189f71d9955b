"""Four learning rates side by side: one crawls, one arrives, one zigzags, one diverges."""

from __future__ import annotations

from typing import Any

from manim import FadeIn, FadeOut, LaggedStart, VGroup

from scenes.lesson.fitting import fitted
from scenes.lesson.lesson_scene import LessonScene
from scenes.lesson.pace import Pace
from scenes.lesson.rate_race import CLOSE, RateRace, Run
from scenes.lesson.tracks import Track, tracks
from scenes.mobjects.contour_map import ContourMap
from scenes.mobjects.cost_curve import CostCurve
from scenes.mobjects.numbers import NumberFormat, significant
from scenes.mobjects.path_tracker import Follower, PathTracker
from scenes.mobjects.readout import Readout
from scenes.mobjects.text import SMALL, Formula, Words, in_line
from scenes.settings import SettingsError


class LearningRates(LessonScene):
    """The same cost and the same start four times; only the learning rate differs."""

    def setup(self) -> None:
        """Choose the rates; a cost that has none ends the program with one line."""
        super().setup()
        try:
            self.race = RateRace.of(self.problem)
        except SettingsError as error:
            self.refuse(error)

    def construct(self) -> None:
        """Play the five sections."""
        self.build()
        for section in ("start", "rates", "run", "fates", "border"):
            self.next_section(section)
            getattr(self, f"show_{section}")()

    def build(self) -> None:
        """Make four maps with their readouts, all driven by one tracker."""
        self.pace = Pace.of(self.race.steps)
        cost, runs = self.problem.cost, self.race.runs
        self.tracker = PathTracker(cost, max((run.path for run in runs), key=lambda p: p.steps))
        self.trackers = [Follower(cost, run.path, self.tracker) for run in runs]
        self.places, self.foot = tracks(self.layout)
        self.maps = [self.map_of(*pair) for pair in zip(self.trackers, self.places, strict=True)]
        self.curves = [
            self.curve_of(*pair) for pair in zip(self.trackers, self.places, strict=True)
        ]
        self.heads = [
            self.head_of(run, place) for run, place in zip(runs, self.places, strict=True)
        ]
        self.readouts = [
            self.readout_of(*pair) for pair in zip(self.trackers, self.places, strict=True)
        ]

    def map_of(self, tracker: PathTracker, place: Track) -> ContourMap:
        """Make a contour map with a path."""
        panel = fitted(
            place.map,
            lambda width, height: ContourMap(
                self.problem.cost,
                self.race.window,
                tracker,
                width=width,
                height=height,
                symbols=self.symbols,
                theme=self.theme,
                numbers=self.layout.is_wide,
            ),
        )
        return self.fix(panel)

    def curve_of(self, tracker: PathTracker, place: Track) -> VGroup:
        """Make the curve of the cost below a map, where there is room for one."""
        curve = place.curve
        if curve is None:
            return VGroup()
        panel = fitted(
            curve,
            lambda width, height: CostCurve(
                tracker,
                log=True,
                steps=self.race.steps,
                bottom=self.race.heights[0],
                top=self.race.heights[1],
                x_label=self.text("readouts.step"),
                width=width,
                height=height,
                theme=self.theme,
            ),
        )
        return self.fix(panel)

    def head_of(self, run: Run, place: Track) -> VGroup:
        """Set a rate, and its share of the critical one."""
        rate = Formula(f"alpha = {significant(run.rate).typst}", color=self.theme.ink)
        share = Words(
            self.text("learning_rates.share", percent=significant(100 * run.share).plain),
            size=SMALL,
            color=self.theme.muted,
        )
        place.rate.hold(rate)
        place.share.hold(share)
        return self.fix(VGroup(rate, share))

    def readout_of(self, tracker: PathTracker, place: Track) -> VGroup:
        """Make the readout of a path's cost."""
        costs = [cost for run in self.race.runs for cost in run.path.costs]
        good = self.race.runs[1].path.costs
        written = NumberFormat.for_values([good[0], good[-1]])
        number = Readout(
            lambda: tracker.cost_value, written, widest=costs, size=SMALL, color=self.theme.ink
        )
        parts: list[Any] = [Formula("J =", size=SMALL, color=self.theme.surface[3]), number]
        if written.factor:
            parts.append(Formula(f"times {written.factor}", size=SMALL, color=self.theme.muted))
        line = in_line(*parts)
        place.cost.hold(line)
        return self.fix(line)

    def show_start(self) -> None:
        """Show the four maps, all with the same start."""
        self.heading = self.title(self.lesson_title)
        self.beat(
            self.text("learning_rates.start"),
            FadeIn(self.heading),
            *(FadeIn(panel) for panel in (*self.maps, *self.curves)),
            run_time=1.4,
            hold=2.4,
        )

    def show_rates(self) -> None:
        """Show the four learning rates, one after another."""
        self.beat(
            self.text("learning_rates.rates"),
            LaggedStart(*(FadeIn(head) for head in self.heads), lag_ratio=0.5),
            run_time=2.0,
            hold=1.4,
        )
        self.beat(
            self.text("learning_rates.share_of_what"),
            *(FadeIn(readout) for readout in self.readouts),
            run_time=0.8,
            hold=2.2,
        )

    def show_run(self) -> None:
        """Let all four step in time."""
        total = self.tempo * self.pace.total
        self.add_subcaption(self.text("learning_rates.in_time"), duration=total / 2)
        self.add_subcaption(self.text("learning_rates.apart"), duration=total / 2, offset=total / 2)
        run: Any = self.tracker.animate(rate_func=self.pace.share_of_path, run_time=total)  # type: ignore[operator]
        self.play(run.set_value(self.race.steps))

    def show_fates(self) -> None:
        """Say what became of each, one after another."""
        for run, place in zip(self.race.runs, self.places, strict=True):
            key = f"learning_rates.{run.fate}"
            word = Words(self.text(f"{key}.word"), size=SMALL, color=self.theme.ink)
            self.beat(
                self.text(f"{key}.why"),
                FadeIn(self.fix(place.fate.hold(word))),
                run_time=0.6,
                hold=2.2,
            )

    def show_border(self) -> None:
        """Name the critical rate, and how close to it the best one is."""
        best = self.race.best_share
        if best is not None and best > CLOSE:
            note = self.statement(self.text("learning_rates.close"), self.foot, align=(0, 0))
            self.beat(self.text("learning_rates.close"), FadeIn(note), run_time=0.6, hold=3.0)
            self.beat(self.text("learning_rates.border"), FadeOut(note), run_time=0.4, hold=2.2)
        critical = significant(self.race.rates.critical).typst
        border = in_line(
            self.formula(f"2 slash lambda_max = {critical}"),
            Words(self.text("learning_rates.is_border"), color=self.theme.ink),
            buff=0.25,
        )
        self.foot.hold(border)
        sides = "both_sides_near" if self.race.is_local else "both_sides"
        self.beat(
            self.text(f"learning_rates.{sides}"), FadeIn(self.fix(border)), run_time=0.8, hold=3.4
        )
