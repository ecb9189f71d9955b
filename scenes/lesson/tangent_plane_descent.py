"""The flagship: a tangent plane slides down the cost bowl along the descent path."""

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
    VGroup,
)

from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.text import SMALL, Formula, Words, in_line
from scenes.stage.pace import EARLY, LATE, Pace
from scenes.stage.view import BELOW, ELEVATED, FRONT
from scenes.study.tangent_plane_descent import Study

LARGE = 1.75
"""How many times as large the data are shown while they stand alone."""


class TangentPlaneDescent(LessonScene):
    """Data, bowl, touch, descend, level: gradient descent as a sliding tangent plane."""

    study_type = Study
    study: Study
    sections = ("data", "bowl", "touch", "descend", "level")

    def build(self) -> None:
        """Make everything that stands on screen, all driven by one tracker."""
        self.pace = Pace.of(max(self.study.path.steps, 1))
        self.slide_time = self.tempo * self.pace.total
        self.view = self.look(self.slide_time, angle=FRONT)
        self.tracker = self.make_tracker()
        self.bowl = self.make_bowl(self.tracker, self.view.first)
        self.plot = self.make_plot(self.tracker, self.layout.upper)
        self.equation = self.make_equation(self.tracker)
        self.readouts = self.make_readouts(self.tracker)

    def show_data(self) -> None:
        """Show the points, a poor line, and what θ0 and θ1 are."""
        self.heading = self.title(self.lesson_title)
        self.credits = self.author_line()
        symbols = self.study.problem.settings.symbols
        lifted, tilted = symbols.typst
        model = self.formula(
            f"y approx {{{{{lifted} : point}}}} + {{{{{tilted} : point}}}} x",
            color=self.theme.model,
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
            "each_point",
            FadeIn(self.heading),
            FadeIn(scatter),
            FadeIn(self.credits),
            run_time=1.6,
            hold=0.6,
        )
        self.beat(
            "straight_line", Create(line), FadeIn(model, shift=0.2 * UP), run_time=1.4, hold=0.8
        )
        self.beat(
            "bad_guess",
            FadeIn(meanings, shift=0.2 * UP),
            run_time=1.0,
            hold=2.4,
            intercept=symbols.plain[0],
            slope=symbols.plain[1],
        )

    def meaning(self, symbol: str, key: str) -> VGroup:
        """Return what a symbol does, in one line."""
        ink = self.theme.ink
        return in_line(Formula(symbol, color=ink), Words(self.text(key), color=ink), buff=0.16)

    def author_line(self) -> VGroup:
        """Return the lesson's author, small, in a corner that is still free; may be empty."""
        lower, author = self.layout.lower, self.study.problem.settings.author.strip()
        if not author:
            return VGroup()
        line = Words(author, size=SMALL, color=self.theme.muted, width=lower.width)
        return self.fix(VGroup(lower.hold(line, align=(-1, -1))))

    def show_bowl(self) -> None:
        """Raise the cost from the floor; the line becomes one point on it."""
        cost = Formula(
            f"{{{{J : j}}}} = {self.study.problem.formula}",
            color=self.theme.ink,
            roles={"j": self.theme.cost},
        )
        self.cost_formula = self.fix(self.layout.lower.hold(cost, align=(-1, 1)))
        self.add(self.plot)
        self.beat(
            "cost",
            Succession(
                FadeOut(self.model, self.credits, run_time=0.4),
                AnimationGroup(Restore(self.plot), FadeIn(self.cost_formula), run_time=1.4),
            ),
            run_time=1.8,
            hold=1.6,
        )
        self.beat("height", FadeIn(self.bowl.axes), self.rise(self.bowl), run_time=2.6, hold=0.6)
        self.beat("one_point", FadeIn(self.bowl.point), run_time=0.8, hold=1.4)

    def show_touch(self) -> None:
        """Let the tangent plane appear at the start, and look at it from below."""
        self.layout.lower.hold(self.equation, align=(-1, 1))
        self.beat(
            "touches",
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
            "below",
            phi.animate.set_value(BELOW),
            FadeOut(labels, rate_func=EARLY),
            run_time=1.8,
            hold=1.2,
        )
        self.beat(
            "down",
            phi.animate.set_value(ELEVATED),
            FadeIn(labels, rate_func=LATE),
            run_time=1.6,
            hold=0.4,
        )

    def show_descend(self) -> None:
        """Slide the plane through every iterate, while the viewer walks round."""
        lower = self.layout.lower
        lower.hold(self.readouts, align=(-1, -1))
        room = lower.height - self.readouts.height - 0.2
        # A small panel has room for one of the two.
        self.crowded = self.equation.height > room
        leave = [FadeOut(self.equation)] if self.crowded else []
        self.add(self.bowl.trail)
        self.beat("each_step", Succession(*leave, FadeIn(self.readouts)), run_time=1.0, hold=2.0)
        steps, total = self.study.path.steps, self.slide_time
        if steps == 0:
            return
        self.caption_along(total, *(f for f in ("slide_1", "slide_2") if f in self.study.captions))
        slide = self.move(self.tracker, steps, self.pace.share_of_path)
        self.play(slide, self.walk_round(), run_time=total)

    def show_level(self) -> None:
        """Say how the descent ended, and hold."""
        leaving = self.readouts if self.crowded else self.equation
        self.say_end(self.layout.lower, leaving, hold=3.5)
