"""What every film shares: the problem, the look, the stage, titles and captions."""

from __future__ import annotations

import math
import sys
from typing import Any, NoReturn, TypeVar

import numpy as np
from manim import ManimColor, VMobject, config, smooth, squish_rate_func

from gdmath import Dataset, Descent, Window
from gdmath.checks import FloatArray
from scenes.camera import DepthCamera, DepthScene
from scenes.lesson.bowl import Bowl
from scenes.lesson.gentle import open_bowl
from scenes.lesson.ground import Ground
from scenes.lesson.layout import Layout, Region
from scenes.lesson.lettering import check_letters
from scenes.lesson.look import look_of
from scenes.lesson.problem import Problem
from scenes.lesson.view import BESIDE, View
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.plane_equation import PlaneEquation
from scenes.mobjects.regression_plot import RegressionPlot
from scenes.mobjects.text import BODY, TITLE, Formula, Words
from scenes.settings import SettingsError, load_lesson
from scenes.theme import DARK, Theme

Fixed = TypeVar("Fixed", bound=VMobject)

FLOOR, HEIGHT = 5.2, 2.6
"""The side of the floor and the height of the box on a stage of the size below, in scene units."""

DIAGONAL, LABELS, STAGE_HEIGHT = 8.0, 1.0, 5.8
"""A stage as wide as the floor's diagonal and the labels, and so high, holds the whole box."""

NAMES, BARE_HEIGHT = 0.5, 4.8
"""A box whose axes have no numbers needs the one for their names, and this for itself."""

NOTE = 1.0
"""The height that a note needs, two lines or a fraction, in scene units."""

READING = 15.0
"""Characters a second at which a sentence can be read twice."""

_ROLES = ("point", "gradient", "step", "model", "data", "residual", "plane", "muted")

ELEVATED = np.radians(66)
"""The usual camera angle phi, from the vertical."""

BELOW = np.radians(114)
"""The camera angle phi of a look from below the floor."""

EARLY, LATE = squish_rate_func(smooth, 0, 0.3), squish_rate_func(smooth, 0.7, 1)
"""Rate functions of what is over soon, or begins late: numbers are not seen while the viewer passes
the floor's height, where they would stand on one another."""


class LessonScene(DepthScene):
    """A film about the lesson's problem.

    The stage, where the three-dimensional picture stands, lies at the left of the frame;
    mobjects given to `fix` stand still in front of it.
    """

    theme: Theme = DARK
    camera: DepthCamera
    notice: str = ""

    def setup(self) -> None:
        """Read the lesson; a lesson that cannot be used ends the program with one line."""
        super().setup()
        try:
            self.problem = Problem.of(load_lesson())
            self.ground = self.find_ground()
            self.theme, self.texts = look_of(self.problem.settings)
            check_letters(self.problem)
        except SettingsError as error:
            self.refuse(error)
        self.layout = Layout.of(config.frame_width, config.frame_height)
        self.camera.background_color = ManimColor(self.theme.background)
        self.camera.stage_center = self.layout.stage.center
        # What enters the camera enters Manim's cache keys: another lesson is another film, even
        # where it begins the same.
        vars(self.camera)["fingerprint"] = f"{self.problem.fingerprint} {self.theme}"
        self.tempo = self.problem.settings.pace

    def find_ground(self) -> Ground:
        """Return what the three-dimensional picture is of: the problem, unless a film overrides it.

        Raises
        ------
        SettingsError
            If the lesson asks for something that cannot be used.
        """
        return self.problem

    def refuse(self, error: SettingsError) -> NoReturn:
        """End the program: the lesson cannot be used, as one line says."""
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(2) from None

    def text(self, key: str, **values: object) -> str:
        """Return a text of the film in the lesson's language; see `scenes.texts`."""
        return self.texts(key, **values)

    @property
    def symbols(self) -> tuple[str, str]:
        """The parameters' names, in Typst's mathematics."""
        return self.ground.symbols

    @property
    def lesson_title(self) -> str:
        """The lesson's title, else that of its language."""
        return self.problem.settings.title or self.text("lesson.title")

    @property
    def x_label(self) -> str:
        """What stands at the data's x axis."""
        label = self.problem.x_label
        standardized = self.problem.data.is_standardized
        return self.text("plot.standardized", label=label) if standardized else label

    @property
    def cost_sentence(self) -> str:
        """What the lesson's cost is, in one sentence."""
        asked = self.problem.settings.cost
        whole = "_whole" if asked.kind == "mean_squared_error" and asked.half is False else ""
        return self.text(f"cost.{asked.kind}{whole}")

    def make_tracker(self) -> PathTracker:
        """Return a tracker along the shown part of the lesson's descent."""
        return PathTracker(self.ground.cost, self.ground.shown)

    def look(
        self,
        seconds: float,
        path: Descent | None = None,
        window: Window | None = None,
        angle: float = BESIDE,
    ) -> View:
        """Stand where the first tangent plane is seen open, and return the orbit from there.

        The orbit takes so many seconds; path and window are the lesson's unless given, `angle`
        as in `View.beside`.
        """
        path, window = path or self.ground.path, window or self.ground.window
        uphill = path.gradients[0] * (window.high - window.low)[:2]
        view = View.beside((float(uphill[0]), float(uphill[1])), seconds, angle)
        self.set_camera_orientation(phi=ELEVATED, theta=view.first)
        return view

    def open_canyon(self) -> None:
        """Take standardised x where the bowl over the raw one is a canyon, which hides a slope.

        The axis of the data says so, and so does the first caption.
        """
        opened = open_bowl(self.problem)
        if opened is not self.problem:
            self.notice = self.text("lesson.standardized")
        self.problem = self.ground = opened

    def look_at_plane(self, window: Window | None = None) -> View:
        """Stand before the first tangent plane, and return the walk from there to its side.

        The window is the lesson's unless given.
        """
        window = window or self.ground.window
        gradient, size = self.ground.path.gradients[0], window.high - window.low
        across, along = gradient * size[:2]
        steepness = float(np.hypot(across, along) / size[2] * HEIGHT / FLOOR)
        view = View.before((float(across), float(along)), steepness)
        self.set_camera_orientation(phi=ELEVATED, theta=view.first)
        return view

    def uphill(self, gradient: FloatArray) -> float:
        """Return the azimuth on the stage in which J rises with a gradient (2,)."""
        window = self.problem.window
        across, along = gradient * (window.high - window.low)[:2]
        return math.atan2(along, across) if across or along else math.pi / 4

    def make_bowl(
        self,
        tracker: PathTracker,
        facing: float,
        window: Window | None = None,
        stage: Region | None = None,
        *,
        largest: float = 1.0,
        labels: float = LABELS,
        shape: tuple[float, float] = (1.0, 1.0),
        **size: Any,
    ) -> Bowl:
        """Make the three-dimensional picture of the tracker's cost; nothing is shown yet.

        `facing` is the viewer's azimuth, `window` the lesson's unless given. The picture stands
        in the middle of `stage`, the layout's unless given; `size` as in `CostAxes`, by default
        as large as the stage allows, up to `largest` times the usual; `labels` is the width to
        leave for the axes' numbers and names, `shape` how many times as wide and as high as usual
        the box is.
        """
        stage = stage or self.layout.stage
        self.camera.stage_center = stage.center
        across, up = (stage.width - labels) / (shape[0] * DIAGONAL), stage.height / STAGE_HEIGHT
        if not size.get("numbers", True):
            up = (stage.height - NAMES) / BARE_HEIGHT
        room = min(across, up, largest)
        size = {"floor": FLOOR * room * shape[0], "height": HEIGHT * room * shape[1]} | size
        bowl = Bowl.of(
            tracker,
            window or self.ground.window,
            facing,
            theme=self.theme,
            symbols=(*self.symbols, "J"),
            **size,
        )
        self.face_viewer(bowl.axes.billboards, bowl.point.billboards)
        return bowl

    def places_for_notes(self, *others: VMobject) -> tuple[Region, Region]:
        """Return where a note can stand while others stand in the lower panel, and the stage.

        In a small panel there is no room for both: the note then stands on a strip of the stage.
        """
        stage, lower = self.layout.stage, self.layout.lower
        if lower.height >= max(other.height for other in others) + NOTE:
            return lower, stage
        split = stage.top - NOTE
        return (
            Region(stage.left, stage.right, split + 0.1, stage.top),
            Region(stage.left, stage.right, stage.bottom, split),
        )

    def make_plot(
        self,
        tracker: PathTracker,
        region: Region,
        data: Dataset | None = None,
        labels: tuple[str, str] | None = None,
        **options: Any,
    ) -> RegressionPlot:
        """Make the picture of the data and the tracker's line, in a region of the frame.

        The data and the labels of its axes are the lesson's unless given; `options` are those
        of `RegressionPlot`.
        """
        x_label, y_label = labels or (self.x_label, self.problem.y_label)
        plot = RegressionPlot(
            data or self.problem.data,
            tracker,
            x_label=x_label,
            y_label=y_label,
            theme=self.theme,
            sample=self.texts.entries["plot.sample"],
            **{"width": 0.8 * region.width, "height": 0.72 * region.height} | options,
        )
        region.hold(plot, align=(1, 1))
        return self.fix(plot)

    def make_equation(self, tracker: PathTracker) -> PlaneEquation:
        """Make the tangent plane's equation with the tracker's numbers."""
        return self.fix(PlaneEquation(tracker, theme=self.theme, symbols=self.symbols))

    def formula(self, expression: str, *, size: float = BODY, **roles: str) -> Formula:
        """Set a Typst formula whose groups ``{{theta_0 : point}}`` have their roles' colours.

        `roles` give further labels a colour of their own.
        """
        colors = {name: getattr(self.theme, name) for name in _ROLES} | {
            "cost": self.theme.surface[3]
        }
        used = {name: color for name, color in colors.items() if f": {name}" + "}}" in expression}
        return self.fix(Formula(expression, size=size, color=self.theme.ink, roles=used | roles))

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
        self, caption: str, *animations: Any, run_time: float = 1.0, hold: float = 0.0
    ) -> None:
        """Play animations together, then hold the picture; the caption lasts as long as both.

        Both times are stretched by the lesson's pace.
        """
        run_time, hold = self.tempo * run_time, self.tempo * hold
        hold += len(self.notice) / READING
        caption, self.notice = f"{caption} {self.notice}".rstrip(), ""
        self.add_subcaption(caption, duration=run_time + hold)
        if animations:
            self.play(*animations, run_time=run_time)
        else:
            hold += run_time
        if hold > 0:
            self.wait(hold)
