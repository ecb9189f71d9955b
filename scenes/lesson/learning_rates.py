"""Four learning rates side by side: one crawls, one arrives, one zigzags, one diverges."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from manim import FadeIn, FadeOut, Indicate, LaggedStart, VGroup

from gdmath.contours import contours, round_levels
from scenes.lesson.fitting import Maker, fitted, fitted_table
from scenes.lesson.layout import Region
from scenes.lesson.lesson_scene import LessonScene
from scenes.lesson.pace import Pace
from scenes.lesson.rate_race import CLOSE, Fate, RateRace, Run
from scenes.lesson.tracks import Track, tracks
from scenes.mobjects.contour_map import COUNT, ContourMap
from scenes.mobjects.cost_curve import CostCurve
from scenes.mobjects.numbers import NumberFormat, significant
from scenes.mobjects.panel import Panel
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
        window = self.race.window
        levels = round_levels(*window.height, COUNT, scale=window.scale)
        self.levels = contours(cost, window, levels)
        self.maps, self.curves = self.panels()
        self.fix(VGroup(*self.maps, *self.curves))
        if self.layout.is_wide:
            pairs = zip(self.places, self.maps, strict=True)
            self.places = tuple(place.over(panel) for place, panel in pairs)
        self.heads = [
            self.head_of(run, place) for run, place in zip(runs, self.places, strict=True)
        ]
        self.readouts = [
            self.readout_of(*pair) for pair in zip(self.trackers, self.places, strict=True)
        ]

    def panels(self) -> tuple[list[Panel], list[Panel]]:
        """Make the four maps, and the four curves below them where there is room."""
        places = self.places
        if self.layout.is_wide and places[0].curve is not None:
            left, right = places[0].map.left, places[-1].map.right
            rows: list[tuple[Region, Maker]] = [
                (replace(places[0].map, left=left, right=right), self.map_of),
                (replace(places[0].curve, left=left, right=right), self.curve_of),
            ]
            maps, curves = fitted_table(rows, len(places))
            return maps, curves
        return [
            fitted(place.map, partial(self.map_of, column, numbers=False))
            for column, place in enumerate(places)
        ], []

    def map_of(self, column: int, width: float, height: float, **options: Any) -> ContourMap:
        """Make the contour map of a run, with its path."""
        return ContourMap(
            self.problem.cost,
            self.race.window,
            self.trackers[column],
            known=self.levels,
            width=width,
            height=height,
            symbols=self.symbols,
            theme=self.theme,
            **options,
        )

    def curve_of(self, column: int, width: float, height: float, **options: Any) -> CostCurve:
        """Make the curve of a run's cost."""
        return CostCurve(
            self.trackers[column],
            log=True,
            steps=self.race.steps,
            bottom=self.race.heights[0],
            top=self.race.heights[1],
            x_label=self.text("readouts.step"),
            width=width,
            height=height,
            theme=self.theme,
            **options,
        )

    def head_of(self, run: Run, place: Track) -> VGroup:
        """Set a rate, and its share of the critical one."""
        rate = Formula(
            f"{{{{ alpha : rate }}}} = {significant(run.rate).typst}",
            color=self.theme.ink,
            roles={"rate": self.theme.step},
        )
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
        """Show the four maps, all with the same start, and the rate of each."""
        self.heading = self.title(self.lesson_title)
        self.beat(
            self.text("learning_rates.start"),
            FadeIn(self.heading),
            *(FadeIn(head[0]) for head in self.heads),
            *(FadeIn(panel) for panel in (*self.maps, *self.curves)),
            run_time=1.4,
            hold=2.4,
        )

    def show_rates(self) -> None:
        """Show the four learning rates, one after another."""
        self.beat(
            self.text("learning_rates.rates"),
            LaggedStart(
                *(
                    Indicate(head[0], scale_factor=1.12, color=self.theme.ink)
                    for head in self.heads
                ),
                lag_ratio=0.4,
            ),
            run_time=2.4,
            hold=1.0,
        )
        self.beat(
            self.text("learning_rates.share_of_what"),
            *(FadeIn(head[1]) for head in self.heads),
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
        """Say what became of each, one after another, and frame it in the colour of its fate."""
        for number, (run, place) in enumerate(zip(self.race.runs, self.places, strict=True)):
            key, color = f"learning_rates.{run.fate}", self.color_of(run.fate)
            word = Words(self.text(f"{key}.word"), color=color)
            readout = self.readouts[number]
            self.beat(
                self.text(f"{key}.why"),
                *([FadeOut(readout)] if place.is_fate_over_cost else []),
                FadeIn(self.fix(place.fate.hold(word))),
                *(
                    panels[number].area.animate.set_stroke(color, width=3)
                    for panels in (self.maps, self.curves)
                    if panels
                ),
                run_time=0.6,
                hold=2.6,
            )

    def color_of(self, fate: Fate) -> str:
        """Return the colour of a fate: what leaves has that of the arrowhead at the edge."""
        slow, across, arrived = self.theme.optimizers[:3]
        return {"arrives": arrived, "zigzags": across}.get(
            fate, self.theme.step if fate in ("leaves", "oversteps", "diverges") else slow
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
