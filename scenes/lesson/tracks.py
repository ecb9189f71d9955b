"""Where four descents stand side by side, each with its heading, map and cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.lesson.layout import Layout, Region
from scenes.mobjects.panel import Panel

_WIDE_FOOT = (0.93, 0.07)
_FOOT = (0.91, 0.09)  # of the body: the tracks, and one line below them
_WIDE = (0.085, 0.062, 0.075, 0.015, 0.455, 0.008, 0.3)  # three lines, the map, the curve
_SQUARE = (0.5, 0.02, 0.48)  # the lines beside the map
_SQUARE_LINES = (0.12, 0.2, 0.15, 0.15, 0.15, 0.23)
_TALL = (0.13, 0.11, 0.11, 0.11, 0.01, 0.53)  # four lines, the map


@dataclass(frozen=True, slots=True)
class Track:
    """The places of one descent: its rate, the rate's share, its cost, its fate, map and curve.

    Only a wide frame has room for a curve; there, the fate takes the place of the cost.
    """

    rate: Region
    share: Region
    cost: Region
    fate: Region
    map: Region
    curve: Region | None = None

    @property
    def is_fate_over_cost(self) -> bool:
        """Whether the fate stands where the cost stood."""
        return self.fate == self.cost

    def over(self, panel: Panel) -> Self:
        """Return the track whose lines stand over the plotting area of a panel."""
        left, right = float(panel.area.get_left()[0]), float(panel.area.get_right()[0])
        lines = {
            name: replace(getattr(self, name), left=left, right=right)
            for name in ("rate", "share", "cost", "fate")
        }
        return replace(self, **lines)


def tracks(layout: Layout) -> tuple[tuple[Track, ...], Region]:
    """Divide a frame into four tracks, and a line below them for a statement.

    Examples
    --------
    >>> four, foot = tracks(Layout.of(16, 9))
    >>> len(four), four[0].curve is None, foot.top <= four[0].map.bottom
    (4, False, True)
    """
    if layout.is_tall:
        return tuple(_tall(region) for region in layout.grid(2, 2)), layout.lower
    if layout.is_wide:
        body, foot = layout.body.rows(*_WIDE_FOOT)
        columns = body.columns(*[0.24, 0.04 / 3] * 3, 0.24)[::2]
        return tuple(_wide(column) for column in columns), foot
    body, foot = layout.body.rows(*_FOOT)
    rows = body.rows(0.49, 0.02, 0.49)[::2]
    quarters = [part for row in rows for part in row.columns(0.49, 0.02, 0.49)[::2]]
    return tuple(_square(quarter) for quarter in quarters), foot


def _wide(region: Region) -> Track:
    rate, share, cost, _, flat, _, curve = region.rows(*_WIDE)
    return Track(rate, share, cost, cost, flat, curve)


def _square(region: Region) -> Track:
    lines, _, flat = region.columns(*_SQUARE)
    _, rate, share, cost, fate, _ = lines.rows(*_SQUARE_LINES)
    return Track(rate, share, cost, fate, flat)


def _tall(region: Region) -> Track:
    rate, share, cost, fate, _, flat = region.columns(0.03, 0.94, 0.03)[1].rows(*_TALL)
    return Track(rate, share, cost, fate, flat)
