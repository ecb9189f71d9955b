"""The steps that each of several descents has taken, in a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import RIGHT, UP, VGroup

from scenes.mobjects.legend import Legend, LegendEntry
from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.readout import Readout
from scenes.mobjects.text import LINE_SPACING, SMALL, Words, em
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

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, descend
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = descend(J, start=(2, 2), optimizer=GradientDescent(rate=0.5), steps=5)
    >>> entry = LegendEntry("descent", DARK.path)
    >>> StepTable([entry], [PathTracker(J, path).set_value(3)], "steps").readouts[0].text
    '3'
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
        self.rows = VGroup()
        for sample, name, readout in zip(legend.samples, legend.names, self.readouts, strict=True):
            origin = np.array([readout.get_right()[0], readout.baseline, 0.0])
            readout.shift(np.array([right, name.baseline, 0.0]) - origin)
            self.rows.add(VGroup(sample, name, readout))
        self.heading = Words(heading, size=SMALL, color=theme.muted)
        self.heading.shift((right - self.heading.get_right()[0]) * RIGHT)
        first = self.readouts[0].baseline
        self.heading.shift((first + LINE_SPACING * em(SMALL) - self.heading.baseline) * UP)
        self.add(self.heading, self.rows)
        self.center()
