"""The three-dimensional view of a cost that most films share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from gdmath import Window
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.cost_surface import CostSurface
from scenes.mobjects.descent_trail import DescentTrail
from scenes.mobjects.iterate_point import IteratePoint
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch
from scenes.theme import Theme

HALF_SIDE = 0.2
"""The half side of the tangent plane's piece, as a share of the floor's side."""


@dataclass(frozen=True, slots=True)
class CostView:
    """A cost over its floor, and what moves on it, all driven by one tracker; nothing is shown yet.

    The billboards of `axes` and `point` must face the viewer; `LessonScene.make_bowl` sees to it.
    """

    tracker: PathTracker
    axes: CostAxes
    surface: CostSurface
    point: IteratePoint
    trail: DescentTrail
    patch: TangentPlanePatch

    @classmethod
    def of(
        cls,
        tracker: PathTracker,
        window: Window,
        facing: float,
        *,
        theme: Theme,
        symbols: tuple[str, ...],
        **size: Any,
    ) -> Self:
        """Make the picture of the tracker's cost in a window, for a viewer at azimuth `facing`.

        `size` may have the side of the floor and the height of the box: see `CostAxes`.
        """
        axes = CostAxes(window, facing, theme=theme, symbols=symbols, **size)
        half_side = HALF_SIDE * float(axes.scale_per_unit[0] * window.size[0])
        return cls(
            tracker,
            axes,
            CostSurface(tracker.cost, axes, theme=theme),
            IteratePoint(tracker, axes, theme=theme),
            DescentTrail(tracker, axes, theme=theme),
            TangentPlanePatch(lambda: tracker.plane, axes, half_side=half_side, theme=theme),
        )
