"""Why descent zigzags: a long valley, the same bowl made round, and momentum."""

from manim import FadeIn, FadeOut, Succession, Transform, VGroup, VMobject

from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.contour_map import ContourMap
from scenes.mobjects.legend import LegendEntry, StepTable
from scenes.mobjects.numbers import significant
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import DASHES
from scenes.mobjects.text import BODY
from scenes.stage.pace import Pace
from scenes.study.why_it_zigzags import Study, Way

SLIDE = 7.0
"""Seconds that a whole descent takes at most."""


class WhyItZigzags(LessonScene):
    """Valley, zigzag, the round bowl of standardised x, momentum, and the steps of all three."""

    study_type = Study
    study: Study
    sections = ("valley", "zigzag", "round", "momentum", "compare")

    def build(self) -> None:
        """Make both pictures of the bowl, both of the data, and the count of the steps."""
        study = self.study
        self.plain, self.heavy, self.straight = (
            PathTracker(way.cost, way.path) for way in (study.plain, study.heavy, study.straight)
        )
        self.tally = self.make_tally()
        self.notes, self.stage = self.layout.beside(self.tally)
        self.long_map = self.make_way([self.plain, self.heavy], study.plain)
        self.round_map = self.make_way([self.straight], study.straight)
        self.lines = self.long_map.contours
        self.long_lines = self.lines.copy()
        upper, (x_label, y_label) = self.layout.upper, study.labels
        labels = (self.standardized(x_label), y_label)
        self.plot_after = self.make_plot(
            self.straight, upper, data=study.straight.data, labels=labels
        )
        self.plot = self.make_plot(self.plain, upper, data=study.plain.data, labels=study.labels)
        self.plot.scale(self.plot_after.area.width / self.plot.area.width)
        self.plot.shift(self.plot_after.area.get_center() - self.plot.area.get_center())

    def make_way(self, trackers: list[PathTracker], way: Way) -> ContourMap:
        """Return a map of a way's bowl on the stage, with one scale on both axes."""
        stage = self.stage
        flat = self.make_map(
            trackers,
            way.window,
            cost=way.cost,
            known=way.lines,
            width=0.86 * stage.width,
            height=0.8 * stage.height,
            equal_scales=True,
        )
        stage.hold(flat)
        return self.fix(flat)

    def make_tally(self) -> StepTable:
        """Return the names of the three ways down, each with the steps that it has taken."""
        theme, names = self.theme, ("plain", "straight", "heavy")
        colors = (theme.optimizers[0], theme.path, theme.optimizers[1])
        dashes = (DASHES[0], DASHES[0], DASHES[1])  # as on the map
        entries = [
            LegendEntry(self.text(f"why_it_zigzags.{name}"), color, dash)
            for name, color, dash in zip(names, colors, dashes, strict=True)
        ]
        trackers, steps = [self.plain, self.straight, self.heavy], self.text("why_it_zigzags.steps")
        tally = StepTable(entries, trackers, steps, theme=theme)
        self.layout.lower.hold(tally, align=(-1, -1))
        return self.fix(tally)

    def condition(self, number: float) -> VMobject:
        """Return the line κ = λmax / λmin with its number, where notes stand."""
        line = self.formula(
            f"kappa = lambda_max / lambda_min = {significant(number).typst}", size=BODY
        )
        return self.notes.hold(line, align=(-1, 1))

    def show_valley(self) -> None:
        """Show the data and the level lines of their cost."""
        heading = self.title(self.text("why_it_zigzags.title"))
        self.beat("data", FadeIn(heading), FadeIn(self.plot), run_time=1.2, hold=1.0)
        if "recounted" in self.study.captions:
            self.say_how_x_is_counted()
        self.beat(
            "valley", FadeIn(frame_of(self.long_map)), FadeIn(self.lines), run_time=1.4, hold=2.6
        )

    def say_how_x_is_counted(self) -> None:
        """Say that the raw predictor makes no valley, or one too thin, and how x is counted."""
        study = self.study
        count = {"origin": f"{study.origin:.12g}", "step": f"{study.step:.12g}"}
        own = self.condition(study.own_condition)
        words = self.says("recounted", **count)
        said = self.statement(words, self.layout.lower, align=(-1, -1))
        self.beat("recounted", FadeIn(own), FadeIn(said), run_time=1.0, hold=4.5, **count)
        self.play(FadeOut(own), FadeOut(said), run_time=0.5 * self.tempo)

    def show_zigzag(self) -> None:
        """Descend at nine tenths of the critical rate, and say why it zigzags."""
        self.beat(
            "start",
            FadeIn(self.long_map.trails[0]),
            FadeIn(self.tally.heading),
            FadeIn(self.tally.rows[0]),
            run_time=0.8,
            hold=1.8,
        )
        self.slide(self.plain, "zigzag")
        self.kappa = self.condition(self.study.change.before.condition)
        self.beat("kappa", FadeIn(self.kappa), run_time=0.8, hold=3.6)

    def show_round(self) -> None:
        """Standardise x: the data keep their places, and the bowl becomes round."""
        self.beat(
            "standardize",
            FadeOut(self.plot),
            FadeIn(self.plot_after),
            FadeOut(self.long_map.trails[0]),
            run_time=1.6,
            hold=2.2,
        )
        kappa = self.condition(self.study.change.after.condition)
        self.beat(
            "bowl",
            Transform(self.lines, self.round_map.contours),
            FadeOut(frame_of(self.long_map)),
            FadeIn(frame_of(self.round_map)),
            Succession(FadeOut(self.kappa), FadeIn(kappa)),
            run_time=2.4,
            hold=1.6,
        )
        self.add(self.round_map.trails)
        self.beat("same_line", FadeIn(self.tally.rows[1]), run_time=0.6, hold=1.4)
        self.slide(self.straight, "at_once", most=3.0, hold=1.2)
        self.plot.tracker = self.heavy
        self.beat(
            "back",
            Transform(self.lines, self.long_lines),
            FadeOut(self.round_map.trails),
            FadeOut(frame_of(self.round_map)),
            FadeIn(frame_of(self.long_map)),
            FadeOut(kappa),
            FadeOut(self.plot_after),
            FadeIn(self.plot),
            run_time=2.0,
            hold=0.6,
        )

    def show_momentum(self) -> None:
        """Let momentum go the same way, from the same line."""
        self.beat(
            "momentum",
            FadeIn(self.long_map.trails[1]),
            FadeIn(self.tally.rows[2]),
            run_time=0.6,
            hold=2.2,
        )
        self.slide(self.heavy, "swings")

    def show_compare(self) -> None:
        """Show plain descent's path again beside it, and the three counts."""
        counted = self.statement(self.says("counted"), self.notes)
        self.beat(
            "compare", FadeIn(self.long_map.trails[0]), FadeIn(counted), run_time=1.0, hold=4.0
        )

    def slide(
        self, tracker: PathTracker, beat: str, most: float = SLIDE, hold: float = 0.6
    ) -> None:
        """Go along a tracker's whole path."""
        pace = Pace.of(max(tracker.path.steps, 1))
        go = self.move(tracker, tracker.path.steps, pace.share_of_path)
        self.beat(beat, go, run_time=min(pace.total, most), hold=hold)


def frame_of(flat: ContourMap) -> VGroup:
    """Return a map's rectangle, numbers and names."""
    return VGroup(flat.area, flat.ticks, flat.labels, flat.x_label, flat.y_label)
