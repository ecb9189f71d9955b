"""The planes that touch the costs of single observations, and the observations themselves."""

import dataclasses
from collections.abc import Sequence
from functools import partial

from manim import Dot, Group, ValueTracker, VGroup

from gdmath import Sample, TangentPlane
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.panel import Panel
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch
from scenes.theme import DARK, Theme

_OPACITY = 0.4  # of the tangent plane's own
_HALF_SIDE, _MEAN_HALF_SIDE = 0.15, 0.2  # of the floor's side


class SinglePlanes(Group):
    """Faint planes, one for each observation, each at its own height and with its own slopes.

    `patches` are those of the `planes`, in the order of the observations.
    """

    def __init__(
        self, planes: Sequence[TangentPlane], axes: CostAxes, *, theme: Theme = DARK
    ) -> None:
        super().__init__()
        opacity = _OPACITY * theme.plane_opacity
        faint = dataclasses.replace(theme, plane=theme.residual, plane_opacity=opacity)
        half_side = _HALF_SIDE * axes.side
        self.patches = [
            TangentPlanePatch(partial(_same, plane), axes, half_side=half_side, theme=faint)
            for plane in planes
        ]
        for patch in self.patches:
            patch.clear_updaters()  # it stands still
        self.add(*self.patches)


class GrowingPlane(TangentPlanePatch):
    """The plane of ever more observations together, as a tracker counts through their planes.

    All `planes` are at one point. Between two of them the plane is between them, too.
    """

    def __init__(
        self,
        planes: Sequence[TangentPlane],
        tracker: ValueTracker,
        axes: CostAxes,
        *,
        theme: Theme = DARK,
    ) -> None:
        self.planes = tuple(planes)
        self.tracker = tracker
        half_side = _MEAN_HALF_SIDE * axes.side
        super().__init__(lambda: self.present(), axes, half_side=half_side, theme=theme)

    def present(self) -> TangentPlane:
        """Return the plane at the tracker's position."""
        position = min(max(self.tracker.get_value(), 0.0), len(self.planes) - 1.0)
        index = int(position)
        here = self.planes[index]
        if position == index:
            return here
        there, share = self.planes[index + 1], position - index
        return TangentPlane(
            here.point,
            (1 - share) * here.value + share * there.value,
            (1 - share) * here.slopes + share * there.slopes,
        )


class ObservationDots(VGroup):
    """Dots on some observations of a plot."""

    def __init__(
        self, data: Sample, indices: Sequence[int], plot: Panel, *, theme: Theme = DARK
    ) -> None:
        super().__init__()
        color, rim = theme.residual, theme.ink
        for index in indices:
            place = plot.to_scene((data.x[index], data.y[index]))
            self.add(Dot(place, radius=0.08, color=color, stroke_color=rim, stroke_width=2))


def _same(plane: TangentPlane) -> TangentPlane:
    return plane
