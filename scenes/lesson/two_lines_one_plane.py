"""Two tangent lines span the tangent plane, and its equation names every part."""

from typing import Any

from manim import LEFT, Create, FadeIn, FadeOut, GrowFromCenter, UpdateFromAlphaFunc, rate_functions

from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.slice_curve import Slice, TangentLine
from scenes.mobjects.text import Formula, below_one_another
from scenes.stage.pace import EARLY
from scenes.stage.view import BELOW, ELEVATED, aside, azimuth_of
from scenes.study.two_lines_one_plane import Study

THICK = 9
"""The stroke of what lights up."""


class TwoLinesOnePlane(LessonScene):
    """Lines, plane, equation, move, below: what the tangent plane is made of."""

    study_type = Study
    study: Study
    sections = ("lines", "plane", "equation", "move", "below")

    def build(self) -> None:
        """Make the point with its lines and plane; the tracker walks round it, a little lower."""
        self.tracker = self.make_tracker()
        facing = aside(azimuth_of(self.uphill()))
        self.set_camera_orientation(phi=ELEVATED, theta=facing)
        self.bowl = self.make_bowl(self.tracker, facing)
        axes, theme = self.bowl.axes, self.theme
        half = self.bowl.patch.half_side
        self.curves = [
            Slice(self.study.cost, axes, along=axis, at=self.tracker, theme=theme)
            for axis in (0, 1)
        ]
        self.lines = [
            TangentLine(self.tracker, axes, along=axis, half_length=half, theme=theme)
            for axis in (0, 1)
        ]
        self.parts = self.make_parts()
        self.numbers = self.make_equation(self.tracker)
        self.layout.lower.hold(self.numbers, align=(-1, 1))

    def make_parts(self) -> list[Formula]:
        """Return the three parts of the plane's equation, in letters."""
        touching = self.study.problem.settings.symbols.touching
        texts = [f"{{{{z : plane}}}} = {{{{J({touching}) : value}}}}"]
        for axis, symbol in enumerate(self.symbols):
            slope = f"{{{{(partial J) / (partial {symbol}) : gradient}}}}"
            texts.append(f"+ {slope} ({{{{{symbol} : point}}}} - {touching}_{axis})")
        parts = [self.formula(text) for text in texts]
        rows = below_one_another(*parts, spacing=2.7)
        for row in parts[1:]:
            row.align_to(parts[0].select("value"), LEFT)
        self.layout.upper.hold(rows, align=(-1, -1))
        return parts

    def show_lines(self) -> None:
        """Show the point and the two tangent lines of its slices."""
        heading = self.title(self.text("two_lines_one_plane.title"))
        self.beat(
            "point",
            *map(FadeIn, [heading, self.bowl.axes, self.bowl.surface, self.bowl.point]),
            run_time=1.4,
            hold=0.6,
        )
        self.beat(
            "lines",
            *(Create(curve.curve) for curve in self.curves),
            *(GrowFromCenter(line) for line in self.lines),
            self.bowl.surface.animate.fade(0.4),
            run_time=1.6,
            hold=1.8,
        )

    def show_plane(self) -> None:
        """Open the plane out between the two lines."""
        self.bowl.patch.set_opening(0)
        self.beat(
            "plane",
            UpdateFromAlphaFunc(self.bowl.patch, lambda patch, share: patch.set_opening(share)),
            run_time=2.4,
            hold=1.4,
        )

    def show_equation(self) -> None:
        """Write the plane's equation part by part; what each part names lights up."""
        named = [self.bowl.point.stem, *(line.line for line in self.lines)]
        for name, part, number, subject in zip(
            ("height", "first", "second"), self.parts, self.numbers, named, strict=True
        ):
            light: Any = subject.animate(  # type: ignore[operator]
                rate_func=rate_functions.there_and_back_with_pause
            )
            touching = self.study.problem.settings.symbols.touching
            self.beat(
                name,
                FadeIn(part),
                FadeIn(number),
                light.set_stroke(width=THICK, opacity=1),
                run_time=2.0,
                hold=1.0,
                **({"touching": touching} if name == "height" else {}),
            )

    def show_move(self) -> None:
        """Move the point; lines, plane and equation follow together."""
        slide: Any = self.tracker.animate
        self.beat("move", slide.set_value(self.tracker.path.steps), run_time=5.0, hold=0.8)

    def show_below(self) -> None:
        """Look from below, where the plane lies open."""
        phi = self.camera.phi_tracker
        self.beat(
            "below",
            phi.animate.set_value(BELOW),
            FadeOut(self.bowl.axes.marks, rate_func=EARLY),
            run_time=2.4,
            hold=2.2,
        )
        self.beat("end", run_time=3.6)
