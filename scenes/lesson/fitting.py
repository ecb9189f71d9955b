"""Panels as large as their place allows, with letters of full size."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from scenes.lesson.layout import Region
from scenes.mobjects.panel import Panel

AnyPanel = TypeVar("AnyPanel", bound=Panel)

_LEAST = 0.3  # of a region's side: a plotting area is never smaller


def fitted(
    region: Region, make: Callable[[float, float], AnyPanel], align: tuple[int, int] = (0, 1)
) -> AnyPanel:
    """Make a panel that fills a region together with its labels.

    Parameters
    ----------
    region
        Where it stands.
    make
        Makes the panel with a plotting area of the given width and height.
    align
        As in `Region.hold`.
    """
    trial = make(0.75 * region.width, 0.65 * region.height)
    panel = make(
        max(region.width - (trial.width - trial.area.width), _LEAST * region.width),
        max(region.height - (trial.height - trial.area.height), _LEAST * region.height),
    )
    region.hold(panel, align=align)
    return panel
