"""The three-dimensional view of a cost that most films share."""

from dataclasses import dataclass
from typing import Any, Self

from gdmath import Window
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.cost_surface import CostSurface
from scenes.mobjects.descent_trail import DescentTrail
from scenes.mobjects.iterate_point import IteratePoint
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch
from scenes.stage.layout import Region
from scenes.study.film_study import BOX
from scenes.theme import Theme

FLOOR = 5.2
HEIGHT = FLOOR * float(BOX[2])
"""The side of the floor and the height of the box on a stage of the size below, in scene units."""

DIAGONAL, LABELS, STAGE_HEIGHT = 8.0, 1.0, 5.8
"""The floor's diagonal, the width of its labels, and the height of a stage that holds the whole
box, in scene units."""

NAMES, BARE_HEIGHT = 0.5, 4.8
"""The same where axes have no numbers: the height of their names, and of the box."""

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
        half_side = HALF_SIDE * axes.side
        return cls(
            tracker,
            axes,
            CostSurface(tracker.cost, axes, theme=theme),
            IteratePoint(tracker, axes, theme=theme),
            DescentTrail(tracker, axes, theme=theme),
            TangentPlanePatch(lambda: tracker.plane, axes, half_side=half_side, theme=theme),
        )


def box_on(
    stage: Region,
    *,
    labels: float = LABELS,
    largest: float = 1.0,
    shape: tuple[float, float] = (1.0, 1.0),
    numbers: bool = True,
) -> dict[str, float]:
    """Return the `floor` and the `height` of a box as large as a stage allows, in scene units.

    It leaves the width `labels`, in scene units, for the axes' names and, with `numbers`, numbers.
    It is at most `largest` times as large as usual, and `shape` times as wide and as high.
    """
    across, up = (stage.width - labels) / (shape[0] * DIAGONAL), stage.height / STAGE_HEIGHT
    room = min(across, up if numbers else (stage.height - NAMES) / BARE_HEIGHT, largest)
    return {"floor": FLOOR * room * shape[0], "height": HEIGHT * room * shape[1]}
