"""What every film shares: its study, the theme, the stage, titles and captions."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from manim import FadeIn, FadeOut, ManimColor, Succession, UpdateFromAlphaFunc, VMobject, config
from manim.utils.rate_functions import ease_in_out_sine

from gdmath import Dataset, Window
from gdmath.path import Path
from scenes.camera import DepthCamera, DepthScene
from scenes.mobjects.contour_map import ContourMap
from scenes.mobjects.cost_curve import CostCurve
from scenes.mobjects.descent_readouts import DescentReadouts
from scenes.mobjects.equation import Equation, LiveNumber
from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.plane_equation import PlaneEquation
from scenes.mobjects.regression_plot import RegressionPlot
from scenes.mobjects.text import BODY, TITLE, Formula, Words, below_one_another
from scenes.settings import SettingsError, load_lesson
from scenes.stage.cost_view import FLOOR, HEIGHT, CostView, box_on
from scenes.stage.layout import Layout, Region
from scenes.stage.view import BESIDE, ELEVATED, View
from scenes.study.film_study import FilmStudy
from scenes.study.problem import Problem
from scenes.terminal import say_error
from scenes.texts import Texts
from scenes.theme import DARK, Theme, load_theme

Fixed = TypeVar("Fixed", bound=VMobject)

READING = 15.0
"""Characters a second at which a sentence can be read twice."""

_ROLES = ("point", "gradient", "step", "model", "data", "residual", "plane", "muted", "cost")


class LessonScene(DepthScene):
    """A film about a lesson: it draws its study, and chooses no words and no numbers.

    The stage, where the three-dimensional picture stands, lies at the left of the frame;
    mobjects given to `fix` stand still in front of it.
    """

    study_type: type[FilmStudy]
    study: FilmStudy
    """The film's kind of study, and that of the lesson."""
    sections: tuple[str, ...]
    """The film's sections, in their order: the method ``show_<section>`` plays each."""
    optional: tuple[str, ...] = ()
    """Those that are left out where the study has no caption of the same name."""
    theme: Theme = DARK
    camera: DepthCamera
    view: View

    def setup(self) -> None:
        """Read and study the lesson; one that cannot be told ends the program with one line."""
        super().setup()
        try:
            problem = Problem.of(load_lesson())
            self.study = self.study_type.of(problem)
        except SettingsError as error:
            say_error(str(error))
            raise SystemExit(2) from None
        settings = problem.settings
        self.theme, self.texts = load_theme(settings.theme), Texts.load(settings.language)
        self.layout = Layout.of(config.frame_width, config.frame_height)
        self.camera.background_color = ManimColor(self.theme.background)
        self.camera.stage_center = self.layout.stage.center
        # What enters the camera enters Manim's cache keys: another lesson is another film, even
        # where it begins the same.
        vars(self.camera)["fingerprint"] = f"{problem.fingerprint} {self.theme}"
        self.tempo = settings.pace
        self.notice = self.text(self.study.notice) if self.study.notice else ""

    def construct(self) -> None:
        """Build what stands on screen, and play the sections."""
        self.build()
        for section in self.sections:
            if section not in self.optional or section in self.study.captions:
                self.next_section(section)
                getattr(self, f"show_{section}")()

    @abstractmethod
    def build(self) -> None:
        """Make what stands on screen; nothing is shown yet."""

    def text(self, key: str, **values: object) -> str:
        """Return a text of the lesson's language; see `scenes.texts`."""
        return self.texts(key, **values)

    def says(self, beat: str, **values: object) -> str:
        """Return what the study says at a beat of the film."""
        return self.texts(self.study.captions[beat], **values)

    @property
    def symbols(self) -> tuple[str, str]:
        """The parameters' names, in Typst's mathematics."""
        return self.study.symbols

    @property
    def lesson_title(self) -> str:
        """The lesson's title, else that of its language."""
        return self.study.problem.settings.title or self.text("lesson.title")

    @property
    def x_label(self) -> str:
        """What stands at the data's x axis."""
        problem = self.study.problem
        label = problem.x_label
        return self.standardized(label) if problem.data.is_standardized else label

    def standardized(self, label: str) -> str:
        """Return what stands at the axis of a standardised x."""
        return self.text("plot.standardized", label=label)

    def make_tracker(self) -> PathTracker:
        """Return a tracker along the study's path."""
        return PathTracker(self.study.cost, self.study.path)

    def look(self, seconds: float, path: Path | None = None, angle: float = BESIDE) -> View:
        """Stand where the first tangent plane is seen open, and return the orbit from there.

        The orbit takes `seconds`; the path is the study's unless given, `angle` as in
        `View.beside`.
        """
        return self.stand(View.beside(self.uphill(path), seconds, angle))

    def look_at_plane(self) -> View:
        """Stand before the first tangent plane, and return the walk from there to its side."""
        uphill = self.uphill()
        steepness = float(np.hypot(*uphill) / self.study.window.size[2] * HEIGHT / FLOOR)
        return self.stand(View.before(uphill, steepness))

    def stand(self, view: View) -> View:
        """Stand where a view begins, and return it."""
        self.set_camera_orientation(phi=ELEVATED, theta=view.first)
        return view

    def uphill(self, path: Path | None = None) -> tuple[float, float]:
        """Return the direction on the stage in which J rises at the start of a path."""
        across, along = (path or self.study.path).gradients[0] * self.study.window.size[:2]
        return float(across), float(along)

    def make_bowl(
        self,
        tracker: PathTracker,
        facing: float,
        window: Window | None = None,
        stage: Region | None = None,
        *,
        numbers: bool = True,
        **size: Any,
    ) -> CostView:
        """Make the three-dimensional picture of the tracker's cost; nothing is shown yet.

        `facing` is the viewer's azimuth, `window` the study's unless given. The picture stands
        in the middle of `stage`, the layout's unless given; `size` as in `box_on`.
        """
        stage = stage or self.layout.stage
        self.camera.stage_center = stage.center
        bowl = CostView.of(
            tracker,
            window or self.study.window,
            facing,
            theme=self.theme,
            symbols=(*self.symbols, "J"),
            numbers=numbers,
            **box_on(stage, numbers=numbers, **size),
        )
        self.face_viewer(bowl.axes.billboards, bowl.point.billboards)
        return bowl

    def make_plot(self, tracker: PathTracker, region: Region, **options: Any) -> RegressionPlot:
        """Make the picture of the data and the tracker's line, in a region of the frame.

        `options` are those of `plot_of`.
        """
        size = {"width": 0.8 * region.width, "height": 0.72 * region.height}
        plot = self.plot_of(tracker, **size | options)
        region.hold(plot, align=(1, 1))
        return self.fix(plot)

    def plot_of(
        self,
        tracker: PathTracker,
        data: Dataset | None = None,
        labels: tuple[str, str] | None = None,
        **options: Any,
    ) -> RegressionPlot:
        """Make the picture of the data and the tracker's line; it has no place yet.

        The data and the labels of its axes are the problem's unless given; `options` are those
        of `RegressionPlot`.
        """
        x_label, y_label = labels or (self.x_label, self.study.problem.y_label)
        return RegressionPlot(
            data or self.study.problem.data,
            tracker,
            x_label=x_label,
            y_label=y_label,
            theme=self.theme,
            sample=self.texts.entries["plot.sample"],
            **options,
        )

    def make_map(
        self,
        trackers: PathTracker | Sequence[PathTracker] = (),
        window: Window | None = None,
        **options: Any,
    ) -> ContourMap:
        """Make the level lines of the study's cost, with the trackers' paths among them.

        The window is the study's unless given; `options` are those of `ContourMap`.
        """
        options = {"cost": self.study.cost, "window": window or self.study.window} | options
        return ContourMap(trackers=trackers, symbols=self.symbols, theme=self.theme, **options)

    def make_curve(
        self, trackers: PathTracker | Sequence[PathTracker], **options: Any
    ) -> CostCurve:
        """Make the curve of the trackers' cost; `options` are those of `CostCurve`."""
        return CostCurve(trackers, x_label=self.text("readouts.step"), theme=self.theme, **options)

    def make_readouts(self, tracker: PathTracker) -> DescentReadouts:
        """Make the tracker's step, θ, J and |∇J| in numbers."""
        step = self.text("readouts.step")
        return self.fix(
            DescentReadouts(tracker, theme=self.theme, step_name=step, symbols=self.symbols)
        )

    def make_equation(self, tracker: PathTracker) -> PlaneEquation:
        """Make the tangent plane's equation with the tracker's numbers."""
        return self.fix(PlaneEquation(tracker, theme=self.theme, symbols=self.symbols))

    def formula(self, expression: str, *, size: float = BODY, color: str = "") -> Formula:
        """Set a Typst formula whose groups ``{{theta_0 : point}}`` have their roles' colours."""
        color, roles = color or self.theme.ink, self.roles(expression)
        return self.fix(Formula(expression, size=size, color=color, roles=roles))

    def live_formula(
        self, expression: str, numbers: Mapping[str, LiveNumber], **options: Any
    ) -> Equation:
        """Set a formula with live numbers; `options` are those of `Equation`."""
        options |= {"roles": self.roles(expression), "theme": self.theme}
        return self.fix(Equation(expression, numbers, **options))

    def slope_number(
        self, tracker: PathTracker, axis: int, number_format: NumberFormat | None = None
    ) -> LiveNumber:
        """Return the tracker's slope along one parameter, for a formula."""
        return LiveNumber(
            lambda: float(tracker.gradient[axis]),
            tracker.path.gradients[:, axis],
            color=self.theme.gradient,
            number_format=number_format,
        )

    def roles(self, expression: str) -> dict[str, str]:
        """Return the colours of the roles that a formula names."""
        used = [name for name in _ROLES if f": {name}" + "}}" in expression]
        return {name: getattr(self.theme, name) for name in used}

    def statement(self, text: str, region: Region, align: tuple[int, int] = (-1, 1)) -> Words:
        """Set a sentence in a region of the frame, in lines no longer than it is wide."""
        words = Words(text, color=self.theme.ink, width=region.width)
        region.hold(words, align=align)
        return self.fix(words)

    def fix(self, mobject: Fixed) -> Fixed:
        """Let `mobject` stand still in the frame, whatever the camera does; it is not yet shown."""
        self.camera.add_fixed_in_frame_mobjects(mobject)
        return mobject

    def face_viewer(self, *billboards: VMobject) -> None:
        """Let mobjects of the stage face the viewer; they are not yet shown."""
        for billboard in billboards:
            for mobject in billboard:
                self.camera.add_fixed_orientation_mobjects(mobject)

    def title(self, text: str) -> VMobject:
        """Return the film's title, in its place."""
        title = Words(text, size=TITLE, color=self.theme.ink)
        return self.fix(self.layout.title.hold(title, align=(-1, 1)))

    def beat(
        self,
        names: str | Sequence[str],
        *animations: Any,
        run_time: float = 1.0,
        hold: float = 0.0,
        **values: object,
    ) -> None:
        """Play animations together, then hold the picture; the caption lasts as long as both.

        The caption is what the study says at the beat, or at several, with `values` in it. Both
        times are stretched by the lesson's pace.
        """
        run_time, hold = self.tempo * run_time, self.tempo * hold
        hold += len(self.notice) / READING
        names = [names] if isinstance(names, str) else names
        said = [self.says(name, **values) for name in names]
        self.add_subcaption(" ".join([*said, self.notice]).rstrip(), duration=run_time + hold)
        self.notice = ""
        if animations:
            self.play(*animations, run_time=run_time)
        else:
            hold += run_time
        if hold > 0:
            self.wait(hold)

    def say_end(self, region: Region, leaving: VMobject, hold: float) -> None:
        """Say in three lines how the descent ended, in a region that is left for them."""
        ends = ("end_1", "end_2", "end_3")
        verdict = below_one_another(*(Words(self.says(end), color=self.theme.ink) for end in ends))
        region.hold(verdict, align=(-1, 1))
        turn = Succession(FadeOut(leaving), FadeIn(self.fix(verdict)))
        self.beat(ends, turn, run_time=1.2, hold=hold)

    def move(self, tracker: Any, value: float, rate_func: Any = ease_in_out_sine) -> Any:
        """Return the animation of a tracker to a value."""
        return tracker.animate(rate_func=rate_func).set_value(value)

    def walk_round(self) -> Any:
        """Return the animation of the viewer to the end of the orbit."""
        return self.move(self.camera.theta_tracker, self.view.last)

    def rise(self, bowl: CostView) -> Any:
        """Return the animation of a surface that rises from the floor."""
        bowl.surface.set_rise(0)
        return UpdateFromAlphaFunc(bowl.surface, lambda surface, share: surface.set_rise(share))

    def caption_along(self, seconds: float, *beats: str) -> None:
        """Let captions of beats follow one another, evenly, through a play of some seconds."""
        share = seconds / len(beats)
        for number, name in enumerate(beats):
            self.add_subcaption(self.says(name), duration=share, offset=number * share)
