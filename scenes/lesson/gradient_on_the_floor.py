"""The plane's steepest way, seen from above, is the gradient: upright to the contour."""

from dataclasses import replace

import numpy as np
from manim import FadeIn, FadeOut, UpdateFromAlphaFunc

from gdmath.checks import FloatArray
from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.contour_here import ContourHere, RightAngle
from scenes.mobjects.contour_map import ContourLines
from scenes.mobjects.gradient_arrow import GradientArrow, LiftedGradient
from scenes.mobjects.numbers import NumberFormat
from scenes.study.gradient_on_the_floor import Study

ABOVE = np.radians(38)
"""The camera angle phi from which the floor is read."""

ON_FLOOR, ON_MAP = 0.2, 0.3
"""The longest arrow's length, as a share of the floor's side and of the map's shorter side."""


SAID = 2.0
"""The height, in scene units, that numbers and words take below the map."""


class GradientOnTheFloor(LessonScene):
    """Uphill in the plane, down to the floor, upright to the contour, and downhill."""

    study_type = Study
    study: Study
    sections = ("uphill", "floor", "upright", "downhill")

    def build(self) -> None:
        """Make everything that stands on screen, driven by one tracker."""
        cost, window, flat, theme = self.study.cost, self.study.window, self.study.flat, self.theme
        self.tracker = self.make_tracker()
        self.view = self.look_at_plane()
        self.bowl = self.make_bowl(self.tracker, self.view.first)
        axes = self.bowl.axes
        self.arrow = LiftedGradient(
            self.tracker,
            axes,
            scale=self.scale(axes.scale_per_unit[:2], ON_FLOOR * axes.side),
            theme=theme,
        )
        self.contours = ContourLines(cost, axes, window, theme=theme)
        self.here = ContourHere(self.tracker, axes, window, theme=theme)
        upper, self.words = self.layout.upper, self.layout.lower
        if self.layout.is_wide:
            self.words = self.words.below(self.words.height - SAID)
            upper = replace(upper, bottom=self.words.top + 0.1)
        size = {"width": 0.8 * upper.width, "height": upper.height - 1.0}
        self.map = self.make_map((), flat, equal_scales=True, **size)
        upper.hold(self.map, align=(-1, 1))
        unit = self.map.area.width / flat.size[0]
        self.map_scale = self.scale(
            np.array([unit, unit]), ON_MAP * min(self.map.area.width, self.map.area.height)
        )
        self.map_here = ContourHere(self.tracker, self.map, flat, theme=theme)
        self.map_arrow = GradientArrow(self.tracker, self.map, scale=self.map_scale, theme=theme)
        self.angle = RightAngle(self.tracker, self.map, theme=theme)
        for part in (self.map, self.map_here, self.map_arrow, self.angle):
            self.fix(part)

    def scale(self, unit: FloatArray, longest: float) -> float:
        """Return the scale at which the longest arrow has this length, one unit being `unit`."""
        return longest / float(np.hypot(*(self.tracker.path.gradients * unit).T).max())

    def show_uphill(self) -> None:
        """Show the plane, and its steepest way up."""
        self.heading = self.title(self.text("gradient_on_the_floor.title"))
        self.beat(
            "touches",
            FadeIn(self.heading, self.bowl.axes, self.bowl.surface, self.bowl.point),
            FadeIn(self.bowl.patch),
            run_time=1.4,
            hold=1.2,
        )
        self.beat("uphill", FadeIn(self.arrow), run_time=0.8, hold=1.8)

    def show_floor(self) -> None:
        """Let the arrow down to the floor, and look at it from above."""
        gradients = self.tracker.path.gradients
        # Both parts of a vector have as many digits after the point.
        form = NumberFormat.for_values([*gradients.ravel(), np.abs(gradients[-1]).min()])
        numbers = {
            name: self.slope_number(self.tracker, axis, form)
            for axis, name in enumerate(("first", "second"))
        }
        self.equation = self.live_formula("{{nabla J : gradient}} = ({first}, {second})", numbers)
        self.words.hold(self.equation, align=(-1, 1))
        self.beat(
            "down",
            UpdateFromAlphaFunc(self.arrow, lambda arrow, share: arrow.let_down(1 - share)),
            FadeOut(self.bowl.surface, self.bowl.patch),
            run_time=2.0,
            hold=0.8,
        )
        if self.arrow.plane_scale < self.arrow.floor_scale:
            self.beat(
                "longer",
                UpdateFromAlphaFunc(self.arrow, lambda arrow, share: arrow.grow(share)),
                run_time=1.2,
                hold=0.8,
            )
        self.beat("gradient", FadeIn(self.equation), hold=1.4)
        self.beat(
            "contours",
            self.camera.phi_tracker.animate.set_value(ABOVE),
            self.camera.theta_tracker.animate.set_value(self.view.last),
            FadeOut(self.bowl.axes.upright),
            FadeIn(self.contours),
            run_time=2.4,
            hold=1.0,
        )
        self.beat("here", FadeIn(self.here), run_time=0.8, hold=1.4)

    def show_upright(self) -> None:
        """Say that the arrow is upright to the contour, where it is seen so."""
        self.beat("equal", FadeIn(self.map, self.map_here, self.map_arrow), run_time=1.0, hold=3.4)
        below = self.words.below(self.equation.height + 0.3)
        self.said = self.statement(self.says("upright"), below)
        self.beat("right_angle", FadeIn(self.angle, self.said), run_time=0.8, hold=2.8)
        self.visit_others()

    def visit_others(self) -> None:
        """Move to the other places: arrow, contour and right angle follow."""
        for place, key in enumerate(("moves", "again"), start=1):
            self.beat(key, self.move(self.tracker, place), run_time=2.6, hold=0.8)

    def show_downhill(self) -> None:
        """Turn round: against the gradient the cost falls fastest."""
        places_and_scales = (
            (self.bowl.axes, self.arrow.units_per_gradient),
            (self.map, self.map_scale),
        )
        self.downhill, self.map_downhill = (
            GradientArrow(self.tracker, place, rate=1.0, scale=scale, theme=self.theme)
            for place, scale in places_and_scales
        )
        self.fix(self.map_downhill)
        self.beat(
            "against",
            FadeIn(self.downhill, self.map_downhill),
            FadeOut(self.said),
            run_time=0.8,
            hold=1.6,
        )
        self.beat("downhill", run_time=1.0, hold=2.6)
