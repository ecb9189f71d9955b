"""What the lines of a picture mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Dot, VGroup, VMobject

from scenes.mobjects.polylines import DASHES, Dash, dashed, set_polylines
from scenes.mobjects.text import LINE_SPACING, SMALL, Words, em
from scenes.theme import DARK, Theme

_LINE = 0.7
_GAP = 0.16


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A name, and how the thing it names is drawn.

    Parameters
    ----------
    name
        Plain text.
    color
        Of the line and the marker.
    dash
        Lengths drawn and left out, in scene units; none for a whole line, None for no line.
    marker
        Whether a dot stands on the line.
    """

    name: str
    color: str
    dash: Dash | None = ()
    marker: bool = False


class Legend(VGroup):
    """Names in a column, each beside a piece of its line.

    Parameters
    ----------
    entries
        From the top down.
    theme
        The look.

    Attributes
    ----------
    samples, names
        The pieces of lines, and the names.

    Examples
    --------
    >>> from manim import Scene
    >>> from scenes.mobjects import Legend, LegendEntry
    >>> class Names(Scene):
    ...     def construct(self):
    ...         data = LegendEntry("data", "#c9d3e3", dash=None)
    ...         line = LegendEntry("model", "#648fff")
    ...         legend = Legend([data, line])
    ...         self.add(legend)
    ...         self.play(legend.animate.scale(3))

    In a race, no two colours and no two dashes are the same:

    >>> race = Legend.of_optimizers(["gradient descent", "momentum", "Adam"]).entries
    >>> len({entry.color for entry in race}), len({entry.dash for entry in race})
    (3, 3)
    """

    def __init__(
        self, entries: Sequence[LegendEntry], *, theme: Theme = DARK, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.entries = tuple(entries)
        self.samples = VGroup()
        self.names = VGroup()
        for index, entry in enumerate(self.entries):
            name = Words(entry.name, size=SMALL, color=theme.ink)
            middle = -index * LINE_SPACING * em(SMALL)
            name.shift((_LINE + _GAP - name.get_left()[0], middle - name.baseline, 0.0))
            self.names.add(name)
            self.samples.add(_sample(entry, middle + 0.25 * em(SMALL)))
        self.add(self.samples, self.names)
        self.center()

    @classmethod
    def of_optimizers(cls, names: Sequence[str], *, theme: Theme = DARK, **kwargs: Any) -> Legend:
        """Return the legend of a race, in the order of its trackers.

        Raises
        ------
        ValueError
            If there are more names than the theme has optimisers' colours.
        """
        most = min(len(theme.optimizers), len(DASHES))
        if len(names) > most:
            raise ValueError(f"names has {len(names)} entries; it must have at most {most}")
        entries = [
            LegendEntry(name, theme.optimizers[index], DASHES[index], marker=True)
            for index, name in enumerate(names)
        ]
        return cls(entries, theme=theme, **kwargs)


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
