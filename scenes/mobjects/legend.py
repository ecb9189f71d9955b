"""What the lines of a picture mean, and how many steps each has taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self, cast

import numpy as np
from manim import RIGHT, Dot, VGroup, VMobject

from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import DASHES, Dash, dashed, set_polylines
from scenes.mobjects.readout import Readout
from scenes.mobjects.text import LINE_SPACING, SMALL, Words, below_one_another, em, stand
from scenes.theme import DARK, Theme

# Scene units: a piece of a line, the gap before its name, and that before the widest number.
_LINE, _GAP, _NUMBER_GAP = 0.7, 0.16, 0.3


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A name, plain text, and how the thing it names is drawn: its line, with a dot as `marker`.

    `dash` has the lengths drawn and left out, in scene units: none for a whole line, None for none.
    """

    name: str
    color: str
    dash: Dash | None = ()
    marker: bool = False


def race_styles(count: int, theme: Theme) -> list[tuple[str, Dash]]:
    """Return the colours and dashes of a race, in the order of its trackers."""
    colors = theme.optimizers
    return [(colors[index % len(colors)], DASHES[index % len(DASHES)]) for index in range(count)]


class Legend(VGroup):
    """Names in a column, each beside a piece of its line; `entries` go from the top down.

    Examples
    --------
    >>> from manim import Scene
    >>> from scenes.mobjects import Legend, LegendEntry
    >>> class Names(Scene):
    ...     def construct(self):
    ...         legend = Legend([LegendEntry("data", "#c9d3e3"), LegendEntry("model", "#648fff")])
    ...         self.add(legend)
    ...         self.play(legend.animate.scale(3))
    """

    def __init__(
        self, entries: Sequence[LegendEntry], *, theme: Theme = DARK, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.entries = tuple(entries)
        names = [Words(entry.name, size=SMALL, color=theme.ink) for entry in self.entries]
        self.names = below_one_another(*names, size=SMALL, x=_LINE + _GAP)
        self.samples = VGroup(
            *(
                _sample(entry, -index * LINE_SPACING * em(SMALL) + 0.25 * em(SMALL))
                for index, entry in enumerate(self.entries)
            )
        )
        self.add(self.samples, self.names)
        self.center()

    @classmethod
    def of_optimizers(cls, names: Sequence[str], *, theme: Theme = DARK, **kwargs: Any) -> Self:
        """Return the legend of a race, in the order of its trackers.

        Raises a `ValueError` if there are more names than the theme has optimisers' colours.
        """
        most = min(len(theme.optimizers), len(DASHES))
        if len(names) > most:
            raise ValueError(f"names has {len(names)} entries; it must have at most {most}")
        styles = zip(names, race_styles(len(names), theme), strict=True)
        entries = [LegendEntry(name, color, dash, marker=True) for name, (color, dash) in styles]
        return cls(entries, theme=theme, **kwargs)


class StepTable(VGroup):
    """A legend with the steps that each tracker has taken, under a heading.

    Each of its `rows` has the piece of a line, the name and the number.
    """

    def __init__(
        self,
        entries: Sequence[LegendEntry],
        trackers: Sequence[PathTracker],
        heading: str,
        *,
        theme: Theme = DARK,
    ) -> None:
        super().__init__()
        legend = Legend(entries, theme=theme)
        most = [float(tracker.path.steps) for tracker in trackers]
        self.readouts = [
            Readout(
                (lambda tracker=tracker: tracker.step),  # type: ignore[misc]
                NumberFormat(0),
                widest=most,
                size=SMALL,
                color=theme.ink,
            )
            for tracker in trackers
        ]
        right = float(legend.get_right()[0]) + _NUMBER_GAP + self.readouts[0].field.width
        for name, readout in zip(legend.names, self.readouts, strict=True):
            stand(readout, right, cast(Words, name).baseline, RIGHT)
        rows = zip(legend.samples, legend.names, self.readouts, strict=True)
        self.rows = VGroup(*(VGroup(*row) for row in rows))
        self.heading = Words(heading, size=SMALL, color=theme.muted)
        above = self.readouts[0].baseline + LINE_SPACING * em(SMALL)
        stand(self.heading, right, above, RIGHT)
        self.add(self.heading, self.rows)
        self.center()


def _sample(entry: LegendEntry, height: float) -> VGroup:
    sample = VGroup()
    if entry.dash is not None:
        line = np.array([[0, height, 0], [_LINE, height, 0]])
        drawn = VMobject(stroke_color=entry.color, stroke_width=3)
        sample.add(set_polylines(drawn, dashed(line, entry.dash)))
    if entry.marker or entry.dash is None:
        place = _LINE if entry.dash is not None else _LINE / 2
        sample.add(Dot((place, height, 0), radius=0.07, color=entry.color))
    return sample
