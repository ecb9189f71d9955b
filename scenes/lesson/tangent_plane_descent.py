"""The flagship: a tangent plane slides down the cost bowl along the descent path."""

from __future__ import annotations

from typing import Any

from manim import (
    DOWN,
    LEFT,
    UP,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    Restore,
    Succession,
    UpdateFromAlphaFunc,
    VGroup,
    rate_functions,
)

from scenes.lesson.lesson_scene import BELOW, EARLY, ELEVATED, LATE, LessonScene
from scenes.lesson.pace import Pace
from scenes.lesson.view import FRONT
from scenes.mobjects.descent_readouts import DescentReadouts
from scenes.mobjects.text import SMALL, Formula, Words, below_one_another, in_line

LARGE = 1.75
"""The data are shown so many times as large as long as they stand alone."""


class TangentPlaneDescent(LessonScene):
    """Data, bowl, touch, descend, level: gradient descent as a sliding tangent plane."""

    def construct(self) -> None:
        """Play the five sections."""
        self.build()
        self.next_section("data")
        self.show_data()
        self.next_section("bowl")
        self.raise_bowl()
        self.next_section("touch")
        self.touch()
        self.next_section("descend")
        self.descend()
        self.next_section("level")
        self.level()

    def build(self) -> None:
        """Make everything that stands on screen, all driven by one tracker."""
        self.pace = Pace.of(max(self.problem.shown.steps, 1))
        self.slide_time = self.tempo * self.pace.total
        self.view = self.look(self.slide_time, angle=FRONT)
        self.tracker = self.make_tracker()
        self.bowl = self.make_bowl(self.tracker, self.view.first)
        self.plot = self.make_plot(self.tracker, self.layout.upper)
        self.equation = self.make_equation(self.tracker)
        self.readouts = self.fix(
            DescentReadouts(
                self.tracker,
                theme=self.theme,
                step_name=self.text("readouts.step"),
                symbols=self.symbols,
            )
        )

    def show_data(self) -> None:
        """Show the points, a poor line, and what θ0 and θ1 are."""
        theme, roles = self.theme, {"a": self.theme.point, "b": self.theme.point}
        self.heading = self.title(self.lesson_title)
        self.credits = self.author_line()
        symbols = self.problem.settings.symbols
        lifted, tilted = symbols.typst
        model = Formula(
            f"y approx {{{{{lifted} : a}}}} + {{{{{tilted} : b}}}} x",
            color=theme.model,
            roles=roles,
        )
        meanings = VGroup(
            self.meaning(lifted, "tangent_plane_descent.lifts"),
            self.meaning(tilted, "tangent_plane_descent.tilts"),
        )
        self.model = VGroup(model, *meanings).arrange(DOWN, buff=0.45, aligned_edge=LEFT)
        self.layout.upper.hold(self.model, align=(-1, 0))
        self.fix(self.model)
        self.plot.save_state()
        self.plot.enlarge(LARGE)
        self.layout.stage.hold(self.plot)
        line = self.plot.line
        scatter = VGroup(*(part for part in self.plot if part is not line))
        self.beat(
            self.text("tangent_plane_descent.each_point"),
            FadeIn(self.heading),
            FadeIn(scatter),
            FadeIn(self.credits),
            run_time=1.6,
            hold=0.6,
        )
        self.beat(
            self.text("tangent_plane_descent.straight_line"),
            Create(line),
            FadeIn(model, shift=0.2 * UP),
            run_time=1.4,
            hold=0.8,
        )
        self.beat(
            self.text(
                "tangent_plane_descent.bad_guess",
                intercept=symbols.plain[0],
                slope=symbols.plain[1],
            ),
            FadeIn(meanings, shift=0.2 * UP),
            run_time=1.0,
            hold=2.4,
        )

    def meaning(self, symbol: str, key: str) -> VGroup:
        """Return what a symbol does, in one line."""
        ink = self.theme.ink
        return in_line(Formula(symbol, color=ink), Words(self.text(key), color=ink), buff=0.16)

    def author_line(self) -> VGroup:
        """Return the lesson's author, small, in a corner that is still free; may be empty."""
        lower, author = self.layout.lower, self.problem.settings.author.strip()
        if not author:
            return VGroup()
        line = Words(author, size=SMALL, color=self.theme.muted, width=lower.width)
        return self.fix(VGroup(lower.hold(line, align=(-1, -1))))

    def raise_bowl(self) -> None:
        """Raise the cost from the floor; the line becomes one point on it."""
        cost = Formula(
            f"{{{{J : j}}}} = {self.problem.formula}",
            color=self.theme.ink,
            roles={"j": self.theme.surface[3]},
        )
        self.cost_formula = self.fix(self.layout.lower.hold(cost, align=(-1, 1)))
        self.add(self.plot)
        self.beat(
            self.cost_sentence,
            Succession(
                FadeOut(self.model, self.credits, run_time=0.4),
                AnimationGroup(Restore(self.plot), FadeIn(self.cost_formula), run_time=1.4),
            ),
            run_time=1.8,
            hold=1.6,
        )
        self.bowl.surface.set_rise(0)
        self.beat(
            self.text("tangent_plane_descent.height"),
            FadeIn(self.bowl.axes),
            UpdateFromAlphaFunc(self.bowl.surface, lambda surface, share: surface.set_rise(share)),
            run_time=2.6,
            hold=0.6,
        )
        self.beat(
            self.text("tangent_plane_descent.one_point"),
            FadeIn(self.bowl.point),
            run_time=0.8,
            hold=1.4,
        )

    def touch(self) -> None:
        """Let the tangent plane appear at the start, and look at it from below."""
        self.layout.lower.hold(self.equation, align=(-1, 1))
        self.beat(
            self.text("tangent_plane_descent.touches"),
            GrowFromPoint(self.bowl.patch, self.bowl.point.dot.get_center()),
            Succession(
                FadeOut(self.cost_formula, run_time=0.5), FadeIn(self.equation, run_time=1.1)
            ),
            run_time=1.6,
            hold=1.6,
        )
        # From below, the numbers at the axes would stand on one another.
        phi, labels = self.camera.phi_tracker, self.bowl.axes.billboards
        self.beat(
            self.text("tangent_plane_descent.below"),
            phi.animate.set_value(BELOW),
            FadeOut(labels, rate_func=EARLY),
            run_time=1.8,
            hold=1.2,
        )
        self.beat(
            self.text("tangent_plane_descent.down"),
            phi.animate.set_value(ELEVATED),
            FadeIn(labels, rate_func=LATE),
            run_time=1.6,
            hold=0.4,
        )

    def descend(self) -> None:
        """Slide the plane through every iterate, while the viewer walks round."""
        lower = self.layout.lower
        lower.hold(self.readouts, align=(-1, -1))
        room = lower.height - self.readouts.height - 0.2
        # A small panel has room for one of the two.
        self.crowded = self.equation.height > room
        leave = [FadeOut(self.equation)] if self.crowded else []
        self.add(self.bowl.trail)
        each = "each_step" if self.problem.is_plain else "each_step_other"
        self.beat(
            self.text(f"tangent_plane_descent.{each}"),
            Succession(*leave, FadeIn(self.readouts)),
            run_time=1.0,
            hold=2.0,
        )
        if self.problem.shown.steps == 0:
            return
        total = self.slide_time
        captions = self.slide_captions()
        for number, key in enumerate(captions):
            share = total / len(captions)
            caption = self.text(f"tangent_plane_descent.{key}")
            self.add_subcaption(caption, duration=share, offset=number * share)
        slide: Any = self.tracker.animate(rate_func=self.pace.share_of_path, run_time=total)  # type: ignore[operator]
        walk: Any = self.camera.theta_tracker.animate(  # type: ignore[operator]
            rate_func=rate_functions.ease_in_out_sine, run_time=total
        )
        self.play(slide.set_value(self.problem.shown.steps), walk.set_value(self.view.last))

    def slide_captions(self) -> tuple[str, ...]:
        """Return what can be said of this descent while the plane slides."""
        problem = self.problem
        if not problem.falls:
            return "slides", "climbs"
        if not problem.flattens:
            return ("slides",)
        return ("steep", "levels_out") if problem.is_plain else ("slides", "levels_out_other")

    def level(self) -> None:
        """Say how the descent ended, and hold."""
        outcome = f"tangent_plane_descent.{self.problem.seen_outcome}"
        sentences = [self.text(f"{outcome}.{line}") for line in (1, 2, 3)]
        lines = [Words(sentence, color=self.theme.ink) for sentence in sentences]
        verdict = below_one_another(*lines)
        self.layout.lower.hold(verdict, align=(-1, 1))
        self.beat(
            " ".join(sentences),
            Succession(
                FadeOut(self.readouts if self.crowded else self.equation),
                FadeIn(self.fix(verdict)),
            ),
            run_time=1.2,
            hold=3.5,
        )
