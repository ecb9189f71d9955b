"""One descent seen four times at once: line, bowl, map and curve, always in step."""

from dataclasses import replace
from functools import partial

from manim import Create, FadeIn, GrowFromPoint, VGroup

from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.text import SMALL, Words
from scenes.stage.fitting import fitted
from scenes.stage.layout import Layout, Region
from scenes.stage.pace import Pace
from scenes.stage.view import FRONT
from scenes.study.four_views import Study

NAMES = ("line", "bowl", "map", "curve")
"""The four views, as they appear."""

NAME, LOW_NAME = 0.14, 0.1
"""The share of a view's height that its name has, and of the higher bowl's in a wide frame."""

HALVES, TALL_ROWS = (0.49, 0.02, 0.49), (0.58, 0.01, 0.41)
"""Two views side by side, or one above another, and the gap between, as shares."""

BESIDE = (0.3, 0.02, 0.68)
"""The same for a low view with its name at the left."""

LOW = (1.15, 0.78)
"""A wide quarter's box, as in `make_bowl`; the lower it is, the wider its steep planes."""


class FourViews(LessonScene):
    """Line, bowl, map and curve appear one after another; then one descent runs through all."""

    study_type = Study
    study: Study
    sections = (*NAMES, "descend", "together")

    def build(self) -> None:
        """Make the four views of one tracker; nothing is shown yet."""
        self.pace = Pace.of(max(self.study.path.steps, 1))
        self.tracker = self.make_tracker()
        title, places = quarters(self.layout)
        self.heading = self.title(self.lesson_title)
        title.hold(self.heading, align=(-1, 1))
        self.names = {name: self.name_of(name, place[0]) for name, place in places.items()}
        panels = {name: place[1] for name, place in places.items()}
        view, shape = self.look(0.0, angle=FRONT), (1.0, 1.0) if self.layout.is_tall else LOW
        self.bowl = self.make_bowl(
            self.tracker, view.first, stage=panels["bowl"], numbers=False, shape=shape
        )
        tracker, numbers = self.tracker, not self.layout.is_tall
        self.plot = fitted(panels["line"], partial(self.plot_of, tracker, numbers=numbers))
        self.map = fitted(panels["map"], partial(self.make_map, tracker, numbers=numbers))
        log = self.study.window.scale == "log"
        curve = partial(self.make_curve, tracker, log=log, numbers=numbers)
        self.curve = fitted(panels["curve"], curve)
        self.fix(VGroup(self.plot, self.map, self.curve))

    def name_of(self, view: str, region: Region) -> Words:
        """Set the name of a view over it."""
        beside = self.layout.is_tall and view == "curve"
        words = Words(
            self.text(f"four_views.{view}"),
            size=SMALL,
            color=self.theme.ink,
            width=region.width if beside else None,
        )
        region.hold(words, align=(0, 0 if beside else 1))
        return self.fix(words)

    def show_line(self) -> None:
        """Show the data, and the line of the first parameters."""
        line = self.plot.line
        scatter = VGroup(*(part for part in self.plot if part is not line))
        self.beat(
            "start",
            FadeIn(self.heading),
            FadeIn(self.names["line"]),
            FadeIn(scatter),
            Create(line),
            run_time=1.6,
            hold=1.4,
        )
        self.add(self.plot)

    def show_bowl(self) -> None:
        """Show the cost over the floor, the point, and the plane that touches there."""
        bowl = self.bowl
        self.beat(
            "height",
            FadeIn(self.names["bowl"]),
            FadeIn(bowl.axes),
            FadeIn(bowl.surface),
            run_time=1.2,
            hold=1.8,
        )
        self.add(bowl.trail)
        self.beat(
            "plane",
            FadeIn(bowl.point),
            GrowFromPoint(bowl.patch, bowl.point.dot.get_center()),
            run_time=1.2,
            hold=1.6,
        )

    def show_map(self) -> None:
        """Show the level lines from above."""
        self.beat("above", FadeIn(self.names["map"]), FadeIn(self.map), run_time=1.2, hold=2.0)

    def show_curve(self) -> None:
        """Show the axes on which the cost will be drawn, step by step."""
        self.beat("cost", FadeIn(self.names["curve"]), FadeIn(self.curve), run_time=1.2, hold=1.8)

    def show_descend(self) -> None:
        """Run through the descent once, in all four views."""
        steps, total = self.study.path.steps, self.tempo * self.pace.total
        if steps == 0:
            return
        self.caption_along(total, "one_step", "in_step")
        self.play(self.move(self.tracker, steps, self.pace.share_of_path), run_time=total)

    def show_together(self) -> None:
        """Say what was seen four times, and hold."""
        self.beat("end", run_time=3.6)
        self.beat("same", run_time=3.0)


def quarters(layout: Layout) -> tuple[Region, dict[str, tuple[Region, Region]]]:
    """Divide a frame: return where the title stands, and of each view its name and the view.

    The map stands under the bowl, the curve under the line. In a wide frame the bowl reaches up
    beside the title, which stands over the line. In a tall frame the bowl has the whole width,
    line and map stand under it, and the curve stands under the captions.

    Examples
    --------
    >>> _, places = quarters(Layout.of(16, 9))
    >>> places["map"][1].left == places["bowl"][1].left
    True
    """
    upper, _, lower = layout.body.rows(*(TALL_ROWS if layout.is_tall else HALVES))
    left, _, right = lower.columns(*HALVES)
    if layout.is_tall:
        name, _, curve = layout.lower.columns(*BESIDE)
        places = {"line": left, "bowl": upper, "map": right}
        return layout.title, {**_named(places), "curve": (name, curve)}
    line, _, bowl = upper.columns(*HALVES)
    title = layout.title
    if layout.is_wide:
        title = replace(title, right=line.right)
        bowl = replace(bowl, top=title.top)
    places = {"line": line, "map": right, "curve": left}
    high, low = bowl.rows(LOW_NAME, 1 - LOW_NAME)
    return title, {**_named(places), "bowl": (high, low)}


def _named(places: dict[str, Region]) -> dict[str, tuple[Region, Region]]:
    """Divide each region into a name and a view."""
    rows = {name: region.rows(NAME, 1 - NAME) for name, region in places.items()}
    return {name: (high, low) for name, (high, low) in rows.items()}
