"""Planes of single observations tremble round the mean plane, and so do stochastic steps."""

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
from scenes.mobjects.contour_map import ContourMap
from scenes.mobjects.equation import LiveNumber
from scenes.mobjects.floor_trail import FloorTrail
from scenes.mobjects.legend import LegendEntry, StepTable
from scenes.mobjects.numbers import NumberFormat, significant
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.single_planes import GrowingPlane, ObservationDots, SinglePlanes
from scenes.stage.view import FRONT
from scenes.study.batch_and_stochastic import Study

GROWTH = 6.0
"""Seconds in which the mean plane takes in all observations."""

APPEAR = 0.5
"""Seconds in which a path's dot and name appear."""

NAMES = ("batch", "stochastic", "calmed")


class BatchAndStochastic(LessonScene):
    """Single planes, their mean, and the descents on all and on one observation at a time."""

    study_type = Study
    study: Study
    sections = ("singles", "mean", "paths", "end")

    def build(self) -> None:
        """Make the bowl, the planes at one of its points, the map and its three paths."""
        study = self.study
        self.trackers = [
            PathTracker(study.cost, path) for path in (study.path, study.stochastic, study.calmed)
        ]
        self.view = self.look(self.tempo * GROWTH, study.here, FRONT)
        here = PathTracker(study.cost, study.here)
        self.bowl = self.make_bowl(here, self.view.first)
        axes = self.bowl.axes
        self.singles = SinglePlanes(
            [study.plane_of(index) for index in study.singles], axes, theme=self.theme
        )
        planes = [study.plane_of(study.order[:count]) for count in study.counts]
        self.growth = ValueTracker(0)
        self.mean = GrowingPlane(planes, self.growth, axes, theme=self.theme)
        problem = study.problem
        label = self.standardized(problem.x_label) if study.notice else self.x_label
        labels = (label, problem.y_label)
        self.plot = self.make_plot(
            self.trackers[0], self.layout.upper, data=study.data, labels=labels
        )
        self.plot.tracker = here
        dots = ObservationDots(study.data, study.singles, self.plot, theme=self.theme)
        self.dots = self.fix(dots)
        growth, symbols = self.growth, problem.settings.symbols

        def taken() -> float:
            return study.counts[int(growth.get_value() + 1e-9)]

        self.taken = self.live_formula(
            f"{symbols.some} = {{count}}, quad {symbols.count} = {study.data.m}",
            {"count": LiveNumber(taken, [study.data.m], number_format=NumberFormat(0))},
        )
        self.make_tally()
        self.notes, self.stage = self.layout.beside(self.tally)
        self.make_maps()

    def make_maps(self) -> None:
        """Make the level lines on the stage, far and near, and the three paths among them."""
        theme, window, near = self.theme, self.study.window, self.study.near
        self.map, self.near = self.on_stage(window), self.on_stage(near)
        places = (self.map, window), (self.map, window), (self.near, near)
        self.trails = [
            self.fix(FloorTrail(tracker, place, window, color=color, theme=theme))
            for tracker, (place, window), color in zip(
                self.trackers, places, theme.optimizers, strict=False
            )
        ]
        self.goal = self.fix(
            FloorTrail(self.trackers[0], self.near, near, color=theme.optimizers[0], theme=theme)
        )

    def on_stage(self, window: Window) -> ContourMap:
        """Make the level lines in a window, on the stage."""
        width, height = 0.84 * self.stage.width, 0.8 * self.stage.height
        levels = round_levels(*window.height, 8)
        flat = self.make_map((), window, levels=levels, width=width, height=height)
        self.stage.hold(flat)
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
            "point",
            *map(FadeIn, [heading, self.plot, bowl.axes, bowl.surface, bowl.point]),
            run_time=1.4,
            hold=2.6,
        )
        pairs = list(zip(self.singles.patches, self.dots, strict=True))
        first, *others = (
            AnimationGroup(FadeIn(patch), FadeIn(dot), run_time=0.8) for patch, dot in pairs
        )
        both = self.study.problem.settings.symbols.both_typst
        at = both if both.startswith("(") else f"({both})"
        self.one = lower.hold(self.formula(f"J_i {at}, quad nabla J_i {at}"), align=(-1, 1))
        self.beat("single", first, FadeIn(self.one), run_time=1.0, hold=2.2)
        self.beat(
            "tremble",
            *([Succession(*others)] if others else []),
            run_time=max(0.8 * len(others), 0.8),
            hold=2.0,
        )

    def show_mean(self) -> None:
        """Let the mean of more and more planes settle as the tangent plane."""
        lower, bowl = self.layout.lower, self.bowl
        count = self.study.problem.settings.symbols.count
        mean = VGroup(
            self.formula(f"{{{{J : cost}}}} = 1/{count} sum_i J_i"),
            self.formula(f"{{{{nabla J : gradient}}}} = 1/{count} sum_i nabla J_i"),
        )
        lower.hold(mean.arrange(direction=(0.0, -1.0, 0.0), buff=0.3), align=(-1, 1))
        room = lower.height - mean.height
        lower.hold(self.taken, align=(-1, -1))
        self.beat(
            "grow",
            FadeOut(self.singles),
            FadeOut(self.dots),
            Succession(FadeOut(self.one), FadeIn(self.taken)),
            GrowFromPoint(self.mean, bowl.point.dot.get_center()),
            run_time=1.4,
            hold=1.4,
        )
        counts = self.move(self.growth, len(self.study.counts) - 1, rate_functions.linear)
        self.beat("settles", counts, self.walk_round(), run_time=GROWTH)
        leaving = [FadeOut(self.taken)] if room < 1.3 * self.taken.height else []
        self.beat(
            "all", Succession(*leaving, FadeIn(mean)), run_time=1.0, hold=3.0, m=self.study.data.m
        )
        leaving = [FadeOut(item) for item in (mean, *([] if leaving else [self.taken]))]
        self.beat(
            "above",
            *map(FadeOut, [bowl.axes, bowl.surface, bowl.point, self.mean]),
            FadeIn(self.map),
            *leaving,
            run_time=1.0,
            hold=1.0,
        )

    def show_paths(self) -> None:
        """Follow the mean plane, then the plane of one observation at a time."""
        self.follow(0, "smooth", seconds=4.0)
        self.follow(1, "wander", seconds=8.0)

    def follow(self, index: int, beat: str, seconds: float, hold: float = 0.5) -> None:
        """Go along one of the paths to its end; the line in the data goes with it."""
        tracker, tempo = self.trackers[index], self.tempo
        self.plot.tracker = tracker
        self.caption_along(tempo * (APPEAR + seconds + hold), beat)
        self.play(
            FadeIn(self.trails[index]),
            FadeIn(self.tally.rows[index]),
            *([FadeIn(self.tally.heading)] if index == 0 else []),
            run_time=tempo * APPEAR,
        )
        go = self.move(tracker, tracker.path.steps, rate_functions.ease_out_sine)
        self.play(go, run_time=tempo * seconds)
        self.wait(tempo * hold)

    def show_end(self) -> None:
        """Say why the steps do not settle, and let a decaying rate calm them."""
        upper_left = (-1, 1)
        calms, notes = "calm" in self.study.captions, self.notes
        said = self.statement(self.says("end"), notes, align=upper_left)
        self.beat("end_caption", FadeIn(said), run_time=0.8, hold=3.2 if calms else 5.0)
        if not calms:
            return
        rate, decay = significant(self.study.rate).typst, f"{self.study.decay:.3g}"
        shrinks = self.formula(f"alpha_k = {rate} / (1 + {decay} k)")
        notes.hold(shrinks, align=upper_left)
        self.goal.update()  # batch descent has gone on since it was made
        self.beat(
            "calm",
            Succession(FadeOut(said), FadeIn(shrinks)),
            *map(FadeOut, [*self.trails[:2], self.map]),
            FadeIn(self.near),
            FadeIn(self.goal),
            run_time=1.0,
            hold=2.0,
        )
        self.follow(2, "close", seconds=6.0, hold=2.0)
