"""The planes that touch the costs of single observations, and the observations themselves."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from manim import Dot, Group, ValueTracker, VGroup

from gdmath import Sample, TangentPlane
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.panel import Panel
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch
from scenes.theme import DARK, Theme

_OPACITY = 0.4  # of the tangent plane's own
_HALF_SIDE = 0.8


class SinglePlanes(Group):
    """Faint planes, one for each observation, each at its own height and with its own slopes.

    Parameters
    ----------
    planes
        In the order of the observations.
    axes
        The axes they stand in.
    theme
        The look.

    Attributes
    ----------
    patches
        One for each plane.
    """

    def __init__(
        self,
        planes: Sequence[TangentPlane],
        axes: CostAxes,
        *,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        faint = dataclasses.replace(
            theme, plane=theme.residual, plane_opacity=_OPACITY * theme.plane_opacity
        )
        self.patches = [
            TangentPlanePatch(_always(plane), axes, half_side=_HALF_SIDE, theme=faint)
            for plane in planes
        ]
        for patch in self.patches:
            patch.clear_updaters()  # it stands still
        self.add(*self.patches)


class GrowingPlane(TangentPlanePatch):
    """The plane of ever more observations together, as a tracker counts through their planes.

    Parameters
    ----------
    planes
        All at one point: the planes of ever more observations.
    tracker
        A position among them; between two of them the plane is between them, too.
    axes
        The axes it stands in.
    """

    def __init__(
        self,
        planes: Sequence[TangentPlane],
        tracker: ValueTracker,
        axes: CostAxes,
        **kwargs: Any,
    ) -> None:
        self.planes = tuple(planes)
        self.tracker = tracker
        super().__init__(lambda: self.present(), axes, **kwargs)

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
        self,
        data: Sample,
        indices: Sequence[int],
        plot: Panel,
        *,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        for index in indices:
            place = plot.to_scene((data.x[index], data.y[index]))
            self.add(
                Dot(
                    place,
                    radius=0.11,
                    color=theme.residual,
                    stroke_color=theme.ink,
                    stroke_width=2,
                )
            )


def _always(plane: TangentPlane) -> Callable[[], TangentPlane]:
    return lambda: plane
