"""The steps that each of several descents has taken, in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from manim import RIGHT, VGroup

from scenes.mobjects.legend import Legend, LegendEntry
from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.readout import Readout
from scenes.mobjects.text import LINE_SPACING, SMALL, Words, em, stand
from scenes.theme import DARK, Theme

_GAP = 0.3  # scene units between the longest name and the widest number


class StepTable(VGroup):
    """A legend with the steps that each tracker has taken, under a heading.

    Attributes
    ----------
    rows
        One for each entry: the piece of its line, its name, its number.
    readouts
        The numbers.
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
        right = float(legend.get_right()[0]) + _GAP + self.readouts[0].field.width
        for name, readout in zip(legend.names, self.readouts, strict=True):
            stand(readout, right, cast(Words, name).baseline, RIGHT)
        rows = zip(legend.samples, legend.names, self.readouts, strict=True)
        self.rows = VGroup(*(VGroup(*row) for row in rows))
        self.heading = Words(heading, size=SMALL, color=theme.muted)
        above = self.readouts[0].baseline + LINE_SPACING * em(SMALL)
        stand(self.heading, right, above, RIGHT)
        self.add(self.heading, self.rows)
        self.center()
