"""Panels as large as their place allows, with letters of full size; one, or a table of them."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from scenes.mobjects.panel import Panel
from scenes.stage.layout import Region

AnyPanel = TypeVar("AnyPanel", bound=Panel)

_LEAST = 0.3  # of a region's side: a plotting area is never smaller
_GAP = 0.2  # scene units between the numbers of two panels side by side


def fitted(region: Region, make: Callable[..., AnyPanel]) -> AnyPanel:
    """Make a panel that fills a region together with its labels, and stands there.

    `make` is given the `width` and the `height` of its plotting area, in scene units.
    """
    trial = make(width=0.75 * region.width, height=0.65 * region.height)
    panel = make(
        width=max(region.width - (trial.width - trial.area.width), _LEAST * region.width),
        height=max(region.height - (trial.height - trial.area.height), _LEAST * region.height),
    )
    region.hold(panel, align=(0, 1))
    return panel


class Maker(Protocol):
    """Makes the panel of a column, with or without its upright axis's numbers and name."""

    def __call__(self, column: int, *, width: float, height: float, upright: bool) -> Panel:
        """Return the panel with a plotting area of this size."""


def fitted_table(rows: Sequence[tuple[Region, Maker]], columns: int) -> list[list[Panel]]:
    """Return the panels of rows, side by side, of which the first alone has an upright axis.

    Each row is given with where it stands, as wide as the first, and what makes its panels. All
    plotting areas of a row are equally large, and those of a column stand one above another.
    """
    whole = rows[0][0]
    share = 0.8 * whole.width / columns
    trials = [make(0, width=share, height=0.65 * row.height, upright=True) for row, make in rows]
    left = max(float(panel.area.get_left()[0] - panel.get_left()[0]) for panel in trials)
    right = max(float(panel.get_right()[0] - panel.area.get_right()[0]) for panel in trials)
    gap = 2 * right + _GAP
    width = (whole.width - left - right - (columns - 1) * gap) / columns
    table = []
    for (row, make), trial in zip(rows, trials, strict=True):
        below = float(trial.area.get_bottom()[1] - trial.get_bottom()[1])
        height = max(row.height - (trial.height - trial.area.height), _LEAST * row.height)
        panels = [make(n, width=width, height=height, upright=n == 0) for n in range(columns)]
        for n, panel in enumerate(panels):
            corner = panel.area.get_corner((-1, -1, 0))
            x = whole.left + left + n * (width + gap)
            panel.shift((x - corner[0], row.bottom + below - corner[1], 0))
        table.append(panels)
    return table
