"""What every film shares: the problem, the look, the stage, titles and captions."""

from __future__ import annotations

import sys
from typing import Any, TypeVar

import numpy as np
from manim import ManimColor, VMobject, config

from scenes.camera import DepthCamera, DepthScene
from scenes.lesson.layout import Layout
from scenes.lesson.look import look_of
from scenes.lesson.problem import Problem
from scenes.mobjects.text import TITLE, Words
from scenes.settings import SettingsError, load_lesson
from scenes.theme import DARK, Theme

Fixed = TypeVar("Fixed", bound=VMobject)

ELEVATED = np.radians(66)
"""The usual camera angle phi, from the vertical."""

BELOW = np.radians(114)
"""The camera angle phi of a look from below the floor."""


class LessonScene(DepthScene):
    """A film about the lesson's problem.

    The stage, where the three-dimensional picture stands, lies at the left of the frame;
    mobjects given to `fix` stand still in front of it.
    """

    theme: Theme = DARK
    camera: DepthCamera

    def setup(self) -> None:
        """Read the lesson; a lesson that cannot be used ends the program with one line."""
        super().setup()
        try:
            self.problem = Problem.of(load_lesson())
            self.theme, self.texts = look_of(self.problem.settings)
        except SettingsError as error:
            print(f"error: {error}", file=sys.stderr)
            raise SystemExit(2) from None
        self.layout = Layout.of(config.frame_width, config.frame_height)
        self.camera.background_color = ManimColor(self.theme.background)
        self.camera.stage_center = self.layout.stage.center
        # What enters the camera enters Manim's cache keys: another lesson is another film, even
        # where it begins the same.
        vars(self.camera)["fingerprint"] = f"{self.problem.fingerprint} {self.theme}"
        self.tempo = self.problem.settings.pace

    def text(self, key: str, **values: object) -> str:
        """Return a text of the film in the lesson's language; see `scenes.texts`."""
        return self.texts(key, **values)

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
        self.add_subcaption(caption, duration=run_time + hold)
        if animations:
            self.play(*animations, run_time=run_time)
        else:
            hold += run_time
        if hold > 0:
            self.wait(hold)
