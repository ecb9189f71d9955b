"""Planes of single observations tremble round the mean plane, and so do stochastic steps."""

from __future__ import annotations

from typing import Any

from manim import (
    AnimationGroup,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    Succession,
    ValueTracker,
    VGroup,
    rate_functions,
)

from gdmath import Window
from gdmath.contours import round_levels
from scenes.lesson.lesson_scene import LessonScene
from scenes.lesson.noise import Noise
from scenes.lesson.view import FRONT
from scenes.mobjects.contour_map import ContourMap
from scenes.mobjects.equation import Equation, LiveNumber
from scenes.mobjects.floor_trail import FloorTrail
from scenes.mobjects.legend import LegendEntry
from scenes.mobjects.numbers import NumberFormat, significant
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.single_planes import GrowingPlane, ObservationDots, SinglePlanes
from scenes.mobjects.step_table import StepTable

GROWTH = 6.0
"""Seconds in which the mean plane takes in all observations."""

APPEAR = 0.5
"""Seconds in which a path's dot and name appear."""

NAMES = ("batch", "stochastic", "calmed")


class BatchAndStochastic(LessonScene):
    """Single planes, their mean, and the descents on all and on one observation at a time."""

    def construct(self) -> None:
        """Play the four sections."""
        self.build()
        self.next_section("singles")
        self.show_singles()
        self.next_section("mean")
        self.take_mean()
        self.next_section("paths")
        self.descend()
        self.next_section("end")
        self.end()

    def build(self) -> None:
        """Make the bowl, the planes at one of its points, the map and its three paths."""
        self.noise = noise = Noise.of(self.problem)
        self.trackers = [
            PathTracker(noise.cost, path) for path in (noise.batch, noise.stochastic, noise.calmed)
        ]
        self.view = self.look(self.tempo * GROWTH, noise.here, noise.window, FRONT)
        here = PathTracker(noise.cost, noise.here)
        self.bowl = self.make_bowl(here, self.view.first, noise.window)
        axes = self.bowl.axes
        self.singles = SinglePlanes(
            [noise.plane_of(index) for index in noise.singles], axes, theme=self.theme
        )
        planes = [noise.plane_of(noise.order[:count]) for count in noise.counts]
        self.growth = ValueTracker(0)
        self.mean = GrowingPlane(planes, self.growth, axes, theme=self.theme)
        shifted = noise.data is not self.problem.data
        if shifted:
            self.notice = self.text("lesson.standardized")
        label = self.problem.x_label
        label = self.text("plot.standardized", label=label) if shifted else self.x_label
        labels = (label, self.problem.y_label)
        self.plot = self.make_plot(self.trackers[0], self.layout.upper, noise.data, labels)
        self.plot.tracker = here
        self.dots = self.fix(
            ObservationDots(noise.data, noise.singles, self.plot, theme=self.theme)
        )
        growth, symbols = self.growth, self.problem.settings.symbols

        def taken() -> float:
            return noise.counts[int(growth.get_value() + 1e-9)]

        self.taken = self.fix(
            Equation(
                f"{symbols.some} = {{count}}, quad {symbols.count} = {noise.data.m}",
                {"count": LiveNumber(taken, [noise.data.m], number_format=NumberFormat(0))},
                theme=self.theme,
            )
        )
        self.make_tally()
        self.notes, self.stage = self.places_for_notes(self.tally)
        self.make_maps()

    def make_maps(self) -> None:
        """Make the level lines on the stage, far and near, and the three paths among them."""
        theme, noise = self.theme, self.noise
        self.map, self.near = self.make_map(noise.window), self.make_map(noise.near)
        places = (self.map, noise.window), (self.map, noise.window), (self.near, noise.near)
        self.trails = [
            self.fix(FloorTrail(tracker, place, window, color=color, theme=theme))
            for tracker, (place, window), color in zip(
                self.trackers, places, theme.optimizers, strict=False
            )
        ]

        self.goal = self.fix(
            FloorTrail(
                self.trackers[0], self.near, noise.near, color=theme.optimizers[0], theme=theme
            )
        )

    def make_map(self, window: Window) -> ContourMap:
        """Make the level lines in a window, on the stage."""
        stage = self.stage
        flat = ContourMap(
            self.noise.cost,
            window,
            levels=round_levels(*window.height, 8),
            width=0.84 * stage.width,
            height=0.8 * stage.height,
            symbols=self.symbols,
            theme=self.theme,
        )
        stage.hold(flat)
        return self.fix(flat)

    def make_tally(self) -> None:
        """Make the names of the paths, with the steps that each has taken."""
        entries = [
            LegendEntry(self.text(f"batch_and_stochastic.{name}"), color)
            for name, color in zip(NAMES, self.theme.optimizers, strict=False)
        ]
        steps = self.text("batch_and_stochastic.steps")
        self.tally = self.fix(StepTable(entries, self.trackers, steps, theme=self.theme))
        self.layout.lower.hold(self.tally, align=(-1, -1))

    def show_singles(self) -> None:
        """Show the planes of single observations, one after another."""
        heading = self.title(self.text("batch_and_stochastic.title"))
        bowl, lower = self.bowl, self.layout.lower
        self.beat(
            self.text("batch_and_stochastic.point"),
            FadeIn(heading),
            FadeIn(self.plot),
            FadeIn(bowl.axes),
            FadeIn(bowl.surface),
            FadeIn(bowl.point),
            run_time=1.4,
            hold=2.6,
        )
        pairs = list(zip(self.singles.patches, self.dots, strict=True))
        first, *others = (
            AnimationGroup(FadeIn(patch), FadeIn(dot), run_time=0.8) for patch, dot in pairs
        )
        both = self.problem.settings.symbols.both_typst
        at = both if both.startswith("(") else f"({both})"
        self.one = lower.hold(self.formula(f"J_i {at}, quad nabla J_i {at}"), align=(-1, 1))
        self.beat(
            self.text("batch_and_stochastic.single"),
            first,
            FadeIn(self.one),
            run_time=1.0,
            hold=2.2,
        )
        self.beat(
            self.text("batch_and_stochastic.tremble"),
            *([Succession(*others)] if others else []),
            run_time=max(0.8 * len(others), 0.8),
            hold=2.0,
        )

    def take_mean(self) -> None:
        """Let the mean of more and more planes settle as the tangent plane."""
        lower, bowl = self.layout.lower, self.bowl
        count = self.problem.settings.symbols.count
        mean = VGroup(
            self.formula(f"{{{{J : cost}}}} = 1/{count} sum_i J_i"),
            self.formula(f"{{{{nabla J : gradient}}}} = 1/{count} sum_i nabla J_i"),
        )
        lower.hold(mean.arrange(direction=(0.0, -1.0, 0.0), buff=0.3), align=(-1, 1))
        room = lower.height - mean.height
        lower.hold(self.taken, align=(-1, -1))
        few = len(self.noise.counts) == 1
        self.beat(
            self.text("batch_and_stochastic.grow_all" if few else "batch_and_stochastic.grow"),
            FadeOut(self.singles),
            FadeOut(self.dots),
            Succession(FadeOut(self.one), FadeIn(self.taken)),
            GrowFromPoint(self.mean, bowl.point.dot.get_center()),
            run_time=1.4,
            hold=1.4,
        )
        counts: Any = self.growth.animate(rate_func=rate_functions.linear)  # type: ignore[operator]
        walk: Any = self.camera.theta_tracker.animate(  # type: ignore[operator]
            rate_func=rate_functions.ease_in_out_sine
        )
        settles = "grow_all" if few else "tremble_less"
        self.beat(
            self.text(f"batch_and_stochastic.{settles}"),
            counts.set_value(len(self.noise.counts) - 1),
            walk.set_value(self.view.last),
            run_time=GROWTH,
        )
        leaving = [FadeOut(self.taken)] if room < 1.3 * self.taken.height else []
        self.beat(
            self.text("batch_and_stochastic.all", m=self.noise.data.m),
            Succession(*leaving, FadeIn(mean)),
            run_time=1.0,
            hold=3.0,
        )
        leaving = [FadeOut(item) for item in (mean, *([] if leaving else [self.taken]))]
        self.beat(
            self.text("batch_and_stochastic.above"),
            FadeOut(bowl.axes),
            FadeOut(bowl.surface),
            FadeOut(bowl.point),
            FadeOut(self.mean),
            FadeIn(self.map),
            *leaving,
            run_time=1.0,
            hold=1.0,
        )

    def descend(self) -> None:
        """Follow the mean plane, then the plane of one observation at a time."""
        self.follow(0, self.text("batch_and_stochastic.smooth"), seconds=4.0)
        self.follow(1, self.text("batch_and_stochastic.wander"), seconds=8.0)

    def follow(self, index: int, caption: str, seconds: float, hold: float = 0.5) -> None:
        """Go along one of the paths to its end; the line in the data goes with it."""
        tracker, tempo = self.trackers[index], self.tempo
        self.plot.tracker = tracker
        self.add_subcaption(caption, duration=tempo * (APPEAR + seconds + hold))
        self.play(
            FadeIn(self.trails[index]),
            FadeIn(self.tally.rows[index]),
            *([FadeIn(self.tally.heading)] if index == 0 else []),
            run_time=tempo * APPEAR,
        )
        go: Any = tracker.animate(rate_func=rate_functions.ease_out_sine)  # type: ignore[operator]
        self.play(go.set_value(tracker.path.steps), run_time=tempo * seconds)
        self.wait(tempo * hold)

    def end(self) -> None:
        """Say why the steps do not settle, and let a decaying rate calm them."""
        upper_left = (-1, 1)
        noisy, notes = self.noise.noisy, self.notes
        key = "batch_and_stochastic." + ("unsettled" if noisy else "agrees")
        said = self.statement(self.text(key), notes, align=upper_left)
        self.beat(
            self.text(f"{key}_caption"), FadeIn(said), run_time=0.8, hold=3.2 if noisy else 5.0
        )
        if not noisy:
            return
        rate, decay = significant(self.noise.rate).typst, f"{self.noise.decay:.3g}"
        shrinks = self.formula(f"alpha_k = {rate} / (1 + {decay} k)")
        notes.hold(shrinks, align=upper_left)
        self.goal.update()  # batch descent has gone on since it was made
        self.beat(
            self.text("batch_and_stochastic.calm"),
            Succession(FadeOut(said), FadeIn(shrinks)),
            FadeOut(self.trails[0]),
            FadeOut(self.trails[1]),
            FadeOut(self.map),
            FadeIn(self.near),
            FadeIn(self.goal),
            run_time=1.0,
            hold=2.0,
        )
        self.follow(2, self.text("batch_and_stochastic.close"), seconds=6.0, hold=2.0)
