"""Where a tangent plane crosses the surface that it touches."""

from manim import VMobject

from gdmath.checks import FloatArray
from gdmath.level_sets.plane_crossing import plane_crossing
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import set_polylines
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch
from scenes.theme import DARK, Theme


class CrossingCurve(VMobject):
    """The points of the tracker's tangent plane, within its patch, where the surface crosses it.

    A plane that touches a convex surface has none but the touching point. Parts beyond the window,
    its floor and its top are left out. `lines` are the coordinates (θ0, θ1, J) drawn, each (n, 3).
    """

    def __init__(
        self, tracker: PathTracker, patch: TangentPlanePatch, *, theme: Theme = DARK
    ) -> None:
        super().__init__(stroke_color=theme.plane, stroke_width=5)
        self.tracker = tracker
        self.patch = patch
        self.lines: list[FloatArray] = []
        self._drawn = -1.0
        keep_fresh(self)

    def refresh(self) -> None:
        """Follow the present plane."""
        position = self.tracker.get_value()
        if position != self._drawn:
            self._drawn = position
            axes, plane = self.patch.axes, self.tracker.plane
            half = self.patch.half_side / axes.scale_per_unit[:2]
            self.lines = plane_crossing(
                self.tracker.cost, plane, axes.window, self.patch.frame(plane), half
            )
        set_polylines(self, [self.patch.axes.to_scene(line) for line in self.lines])
