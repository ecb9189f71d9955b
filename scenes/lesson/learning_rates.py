"""Four learning rates side by side: one crawls, one arrives, one zigzags, one diverges."""

from dataclasses import replace
from functools import partial
from typing import Any

from manim import FadeIn, FadeOut, Indicate, LaggedStart, VGroup

from gdmath.contours import contours, round_levels
from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.contour_map import COUNT, ContourMap
from scenes.mobjects.cost_curve import CostCurve
from scenes.mobjects.numbers import NumberFormat, significant
from scenes.mobjects.panel import Panel
from scenes.mobjects.path_tracker import Follower, PathTracker
from scenes.mobjects.readout import Readout
from scenes.mobjects.text import SMALL, Formula, Words, in_line
from scenes.stage.fitting import Maker, fitted, fitted_table
from scenes.stage.layout import Layout, Region
from scenes.stage.pace import Pace
from scenes.study.learning_rates import Run, Study, Verdict

FOOT, WIDE_FOOT = (0.91, 0.09), (0.93, 0.07)
"""Of the body: the tracks, and one line below them."""

COLUMNS = (0.24, 0.04 / 3, 0.24, 0.04 / 3, 0.24, 0.04 / 3, 0.24)
HALVES = (0.49, 0.02, 0.49)
"""Four tracks side by side, or two by two, and the gaps between them, as shares."""

WIDE = (0.085, 0.062, 0.075, 0.015, 0.455, 0.008, 0.3)
"""Of a wide frame's track: three lines, the map, the curve."""

SQUARE, SQUARE_LINES = (0.5, 0.02, 0.48), (0.12, 0.2, 0.15, 0.15, 0.15, 0.23)
"""Of a square one: the lines beside the map, and the four of them."""

TALL, TALL_SIDES = (0.13, 0.11, 0.11, 0.11, 0.01, 0.53), (0.03, 0.94, 0.03)
"""Of a tall one: four lines, the map; and the room at its sides."""

Track = dict[str, Region]
"""The places of one descent: its rate, the rate's share, its cost, the verdict, map and curve.

Only a wide frame has room for a curve; there, the verdict takes the place of the cost."""


class LearningRates(LessonScene):
    """The same cost and the same start four times; only the learning rate differs."""

    study_type = Study
    study: Study
    sections = ("start", "rates", "run", "verdicts", "border")

    def build(self) -> None:
        """Make four maps with their readouts, all driven by one tracker."""
        self.pace = Pace.of(self.study.path.steps)
        cost, runs, window = self.study.cost, self.study.runs, self.study.window
        self.tracker = self.make_tracker()
        self.trackers = [Follower(cost, run.path, self.tracker) for run in runs]
        self.places, self.foot = tracks(self.layout)
        levels = round_levels(*window.height, COUNT, scale=window.scale)
        self.levels = contours(cost, window, levels)
        self.maps, self.curves = self.panels()
        self.fix(VGroup(*self.maps, *self.curves))
        if self.layout.is_wide:
            self.places = list(map(_over, self.places, self.maps))
        self.heads = list(map(self.head_of, runs, self.places))
        self.readouts = list(map(self.readout_of, self.trackers, self.places))

    def panels(self) -> tuple[list[Panel], list[Panel]]:
        """Make the four maps, and the four curves below them where there is room."""
        places = self.places
        if self.layout.is_wide:
            left, right = places[0]["map"].left, places[-1]["map"].right
            rows: list[tuple[Region, Maker]] = [
                (replace(places[0]["map"], left=left, right=right), self.map_of),
                (replace(places[0]["curve"], left=left, right=right), self.curve_of),
            ]
            maps, curves = fitted_table(rows, len(places))
            return maps, curves
        return [
            fitted(place["map"], partial(self.map_of, column, numbers=False))
            for column, place in enumerate(places)
        ], []

    def map_of(self, column: int, **options: Any) -> ContourMap:
        """Make the contour map of a run, with its path."""
        return self.make_map(self.trackers[column], known=self.levels, **options)

    def curve_of(self, column: int, **options: Any) -> CostCurve:
        """Make the curve of a run's cost."""
        bottom, top = self.study.heights
        options |= {"log": True, "steps": self.study.path.steps, "bottom": bottom, "top": top}
        return self.make_curve(self.trackers[column], **options)

    def head_of(self, run: Run, place: Track) -> VGroup:
        """Set a rate, and its share of the critical one."""
        rate = self.formula(f"{{{{alpha : step}}}} = {significant(run.rate).typst}")
        share = Words(
            self.text("learning_rates.share", percent=significant(100 * run.share).plain),
            size=SMALL,
            color=self.theme.muted,
        )
        place["rate"].hold(rate)
        place["share"].hold(share)
        return self.fix(VGroup(rate, share))

    def readout_of(self, tracker: PathTracker, place: Track) -> VGroup:
        """Make the readout of a path's cost."""
        costs = [cost for run in self.study.runs for cost in run.path.costs]
        good = self.study.runs[1].path.costs
        written = NumberFormat.for_values([good[0], good[-1]])
        number = Readout(
            lambda: tracker.cost_value, written, widest=costs, size=SMALL, color=self.theme.ink
        )
        parts: list[Any] = [Formula("J =", size=SMALL, color=self.theme.cost), number]
        if written.factor:
            parts.append(Formula(f"times {written.factor}", size=SMALL, color=self.theme.muted))
        line = in_line(*parts)
        place["cost"].hold(line)
        return self.fix(line)

    def show_start(self) -> None:
        """Show the four maps, all with the same start, and the rate of each."""
        self.heading = self.title(self.lesson_title)
        self.beat(
            "start",
            FadeIn(self.heading),
            *(FadeIn(head[0]) for head in self.heads),
            *map(FadeIn, [*self.maps, *self.curves]),
            run_time=1.4,
            hold=2.4,
        )

    def show_rates(self) -> None:
        """Show the four learning rates, one after another."""
        ink = self.theme.ink
        shown = [Indicate(head[0], scale_factor=1.12, color=ink) for head in self.heads]
        self.beat(
            "rates",
            LaggedStart(*shown, lag_ratio=0.4),
            run_time=2.4,
            hold=1.0,
        )
        self.beat(
            "share_of_what",
            *(FadeIn(head[1]) for head in self.heads),
            *map(FadeIn, self.readouts),
            run_time=0.8,
            hold=2.2,
        )

    def show_run(self) -> None:
        """Let all four step in time."""
        total = self.tempo * self.pace.total
        self.caption_along(total, "in_time", "apart")
        run = self.move(self.tracker, self.study.path.steps, self.pace.share_of_path)
        self.play(run, run_time=total)

    def show_verdicts(self) -> None:
        """Say what became of each, one after another, and frame it in the colour of that."""
        for number, (run, place) in enumerate(zip(self.study.runs, self.places, strict=True)):
            color = self.color_of(run.verdict)
            word = Words(self.says(f"word_{number}"), color=color)
            readout = self.readouts[number]
            self.beat(
                f"why_{number}",
                *([FadeOut(readout)] if place["verdict"] == place["cost"] else []),
                FadeIn(self.fix(place["verdict"].hold(word))),
                *(
                    panels[number].area.animate.set_stroke(color, width=3)
                    for panels in (self.maps, self.curves)
                    if panels
                ),
                run_time=0.6,
                hold=2.6,
            )

    def color_of(self, verdict: Verdict) -> str:
        """Return the colour of a verdict: what leaves has that of the arrowhead at the edge."""
        slow, across, arrived = self.theme.optimizers[:3]
        return {"arrives": arrived, "zigzags": across}.get(
            verdict, self.theme.step if verdict in ("leaves", "oversteps", "diverges") else slow
        )

    def show_border(self) -> None:
        """Name the critical rate, and how close to it the best one is."""
        if "close" in self.study.captions:
            note = self.statement(self.says("close"), self.foot, align=(0, 0))
            self.beat("close", FadeIn(note), run_time=0.6, hold=3.0)
            self.beat("border", FadeOut(note), run_time=0.4, hold=2.2)
        critical = significant(self.study.rates.critical).typst
        border = in_line(
            self.formula(f"2 slash lambda_max = {critical}"),
            Words(self.says("is_border"), color=self.theme.ink),
            buff=0.25,
        )
        self.foot.hold(border)
        self.beat("both_sides", FadeIn(self.fix(border)), run_time=0.8, hold=3.4)


def tracks(layout: Layout) -> tuple[list[Track], Region]:
    """Divide a frame into four tracks, and a line below them for a statement.

    Examples
    --------
    >>> four, foot = tracks(Layout.of(16, 9))
    >>> len(four), "curve" in four[0], foot.top <= four[0]["map"].bottom
    (4, True, True)
    """
    if layout.is_tall:
        return [_tall(quarter) for quarter in _quarters(layout.body)], layout.lower
    body, foot = layout.body.rows(*(WIDE_FOOT if layout.is_wide else FOOT))
    if layout.is_wide:
        return [_wide(column) for column in body.columns(*COLUMNS)[::2]], foot
    return [_square(quarter) for quarter in _quarters(body)], foot


def _quarters(region: Region) -> list[Region]:
    return [part for row in region.rows(*HALVES)[::2] for part in row.columns(*HALVES)[::2]]


def _wide(region: Region) -> Track:
    rate, share, cost, _, flat, _, curve = region.rows(*WIDE)
    return _track(rate, share, cost, cost, flat) | {"curve": curve}


def _square(region: Region) -> Track:
    lines, _, flat = region.columns(*SQUARE)
    return _track(*lines.rows(*SQUARE_LINES)[1:-1], flat)


def _tall(region: Region) -> Track:
    *lines, _, flat = region.columns(*TALL_SIDES)[1].rows(*TALL)
    return _track(*lines, flat)


def _track(*regions: Region) -> Track:
    return dict(zip(("rate", "share", "cost", "verdict", "map"), regions, strict=True))


def _over(track: Track, panel: Panel) -> Track:
    """Return the track whose lines stand over the plotting area of a panel."""
    left, right = float(panel.area.get_left()[0]), float(panel.area.get_right()[0])
    lines = ("rate", "share", "cost", "verdict")
    return track | {name: replace(track[name], left=left, right=right) for name in lines}
