"""The hook: in a few seconds and without a word, a plane slides down and a line finds its data."""

import math

import numpy as np
from manim import Create, FadeIn, GrowFromPoint

from scenes.lesson.lesson_scene import LessonScene
from scenes.stage.pace import Glide
from scenes.study.hook import Study

SLIDE = 8.0
"""Seconds of the slide and of the orbit."""

NAMES = 0.4
"""The width that the names of the axes take beside the box, in scene units."""

ANGLE = math.radians(25)
"""From the viewer at the end round to where the first plane rises."""

LARGEST = 1.15
"""The box is this many times as large as in the other films, where the frame allows it."""


class Hook(LessonScene):
    """The bowl rises, the plane slides to its bottom, and the line snaps onto the data."""

    study_type = Study
    study: Study
    sections = ("rise", "slide", "level")

    def build(self) -> None:
        """Make bowl and plot, driven by one tracker; no title, and a larger stage."""
        self.layout = self.layout.untitled()
        # A short orbit that ends where the others begin: the first plane is steep and seen open,
        # the last one lies before the bowl's broad side.
        self.view = self.look(self.tempo * SLIDE / 2, angle=ANGLE).reversed()
        self.set_camera_orientation(theta=self.view.first)
        self.tracker = self.make_tracker()
        self.bowl = self.make_bowl(
            self.tracker, self.view.first, largest=LARGEST, labels=NAMES, numbers=False
        )
        self.plot = self.make_plot(self.tracker, self.layout.upper)
        path = self.study.path
        self.glide = Glide.along(
            self.bowl.axes.to_scene(np.column_stack([path.points, path.costs]))
        )

    def show_rise(self) -> None:
        """Raise the bowl from the floor while the data appear; the plane touches at the top."""
        self.add(self.bowl.axes)
        line = self.plot.line
        self.add(*(part for part in self.plot if part is not line))
        self.beat("bad_line", self.rise(self.bowl), Create(line), run_time=3.0)
        self.add(self.plot)
        self.caption_along(self.tempo * (1.0 + SLIDE), "plane")
        self.play(
            FadeIn(self.bowl.point, run_time=0.5 * self.tempo),
            GrowFromPoint(self.bowl.patch, self.bowl.point.dot.get_center()),
            run_time=1.0 * self.tempo,
        )

    def show_slide(self) -> None:
        """Slide the plane to the bottom, and the line onto the data, while the viewer walks."""
        self.add(self.bowl.trail)
        slide = self.move(self.tracker, self.study.path.steps, self.glide.share_of_path)
        self.play(slide, self.walk_round(), run_time=self.tempo * SLIDE)

    def show_level(self) -> None:
        """Hold the plane and the line where they have come to."""
        self.beat("end", run_time=2.0)
