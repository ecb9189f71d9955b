"""Data and a bad line: what the cost measures, as areas."""

from dataclasses import replace
from typing import Any

from manim import DOWN, LEFT, Create, FadeIn, FadeOut, Transform, UpdateFromAlphaFunc, VGroup

from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.equation import LiveNumber
from scenes.mobjects.numbers import grouped
from scenes.mobjects.residuals import MeanSquare, Residuals
from scenes.mobjects.text import Words
from scenes.stage.layout import Region
from scenes.study.data_and_bad_line import Study

SQUARES = 12
"""Residuals whose squares are drawn, at most: more would hide one another."""

FIRST = 0.35
"""The height of the first square, about, as a share of the plot's."""

SIDEWAYS = 0.3
"""The plot leaves so much room beside the data, as a share of their width, for squares."""

LABELS = 1.0
"""Scene units that the numbers and names of the plot's axes take."""

SQUARE = 0.48
"""Of the lower panel's width, for the mean square; its label has the rest."""


class DataAndBadLine(LessonScene):
    """Points, a bad line, residuals, their squares, the mean of these, and a better line."""

    study_type = Study
    study: Study
    sections = ("data", "squares", "cost", "better")
    optional = ("squares",)

    def build(self) -> None:
        """Make what stands on screen, driven by one tracker from the first line to the best."""
        self.tracker = self.make_tracker()
        self.make_data(self.layout.stage)
        room = min(self.layout.lower.height, SQUARE * self.layout.lower.width)
        squared = "squares" in self.study.captions
        if squared and self.mean.side > room:  # a smaller plot has smaller squares
            stage = self.layout.stage
            low = stage.top - stage.height * room / self.mean.side
            self.make_data(replace(stage, bottom=low))
        self.layout.lower.hold(self.mean, align=(-1, 1))
        self.make_words()

    def make_data(self, region: Region) -> None:
        """Make the plot, its residuals, that of one observation, and the mean square."""
        theme = self.theme
        self.plot = self.make_plot(
            self.tracker,
            region,
            sideways=SIDEWAYS,
            width=region.width - LABELS,
            height=region.height - LABELS,
        )
        self.all = Residuals(self.plot, theme=theme)
        clear = self.all.clear(SQUARES)
        wanted = FIRST * float((self.plot.high - self.plot.low)[1])
        first = min(clear, key=lambda index: abs(abs(float(self.all.values[index])) - wanted))
        self.one, self.some = (
            Residuals(self.plot, squares=True, chosen=chosen, theme=theme).set_spread(0)
            for chosen in ([first], clear)
        )
        self.fix(VGroup(self.all, self.one, self.some))
        self.mean = self.fix(
            MeanSquare(self.plot, self.mean_of_squares, share=self.study.share, theme=theme)
        )

    def mean_of_squares(self) -> float:
        """Return the mean squared residual, over all observations."""
        return self.tracker.cost_value / self.study.share

    def make_words(self) -> None:
        """Set the formulas and the label, each in its place."""
        theme, path = self.theme, self.tracker.path
        cost = LiveNumber(lambda: self.tracker.cost_value, path.costs)
        self.model = self.live_formula(
            "y = {a} {b} x",
            {
                "a": LiveNumber(lambda: self.tracker.theta[0], path.points[:, 0]),
                "b": LiveNumber(lambda: self.tracker.theta[1], path.points[:, 1], signed=True),
            },
            color=theme.model,
        )
        self.rule = self.formula(f"{{{{J : cost}}}} = {self.study.problem.formula}")
        self.value = self.live_formula("{{J : cost}} = {J}", {"J": cost})
        column = VGroup(self.model, self.rule, self.value)
        column.arrange(DOWN, buff=0.3, aligned_edge=LEFT)
        height = column.height
        self.layout.upper.hold(column, align=(-1, 1))
        shrunk = column.height / height
        residual = abs(float(self.one.values[0]))
        self.single = self.live_formula(
            "r = {r} quad r^2 = {square}",
            {
                "r": LiveNumber(lambda: residual, [residual]),
                "square": LiveNumber(lambda: residual**2, [residual**2]),
            },
            color=theme.residual,
        )
        self.single.scale(shrunk).next_to(self.model, DOWN, buff=0.3, aligned_edge=LEFT)

    def show_data(self) -> None:
        """Show the points, the first line, and how far it is from each of them."""
        line = self.plot.line
        self.heading = self.title(self.lesson_title)
        self.beat(
            "points",
            FadeIn(self.heading),
            FadeIn(VGroup(*(part for part in self.plot if part is not line))),
            run_time=1.4,
            hold=1.0,
        )
        self.beat("line", Create(line), FadeIn(self.model), run_time=1.4, hold=1.6)
        self.add(self.plot)
        if "residuals" in self.study.captions:
            self.beat("residuals", FadeIn(self.all), run_time=1.2, hold=2.2)

    def show_squares(self) -> None:
        """Let one residual become a square, then all of them, and gather these."""
        self.add(self.one)
        self.beat(
            "square",
            UpdateFromAlphaFunc(self.one, Residuals.set_spread),
            FadeIn(self.single),
            run_time=1.8,
            hold=2.4,
        )
        self.add(self.some)
        self.beat(
            "squares",
            UpdateFromAlphaFunc(self.some, Residuals.set_spread),
            FadeOut(self.one, self.single),
            run_time=2.0,
            hold=1.4,
        )
        self.gather()

    def gather(self) -> None:
        """Gather the squares into one, whose area is their mean."""
        lower, mean = self.layout.lower, self.mean
        left = mean.get_right()[0] + 0.3
        beside = replace(lower, left=left)
        m = grouped(self.study.problem.data.m)
        label = self.statement(self.says("mean", m=m), beside)
        self.part_label = Words(self.says("part"), color=self.theme.cost, width=beside.width)
        self.fix(self.part_label).next_to(label, DOWN, buff=0.25, aligned_edge=LEFT)
        # At the foot of the square, which will shrink towards it.
        labels = VGroup(label, self.part_label)
        foot = min(float(mean.get_bottom()[1]), lower.top - labels.height)
        replace(beside, bottom=max(foot, lower.bottom)).hold(labels, align=(-1, -1))
        flying = self.fix(self.some.squares.copy())
        self.beat(
            "gather",
            Transform(flying, mean.face.copy()),
            FadeIn(label),
            run_time=2.2,
            hold=2.0,
            m=m,
        )
        self.remove(flying)
        mean.part.set_fill(opacity=0)
        self.add(mean)

    def show_cost(self) -> None:
        """Write the cost, and what it is now."""
        shown: list[Any] = [FadeIn(self.rule), FadeIn(self.value)]
        if "squares" in self.study.captions:
            part = self.mean.part
            shown += [FadeIn(self.part_label), part.animate.set_fill(opacity=0.55)]
        else:
            shown.append(FadeIn(self.statement(self.says("cost"), self.layout.lower)))
        self.beat("cost", *shown, run_time=1.4, hold=2.8)

    def show_better(self) -> None:
        """Move the line to the best one; areas and cost follow."""
        move = self.move(self.tracker, self.tracker.path.steps)
        self.beat("moves", move, run_time=5.5, hold=0.5)
        self.beat("best", run_time=3.2)
