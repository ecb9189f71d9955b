"""The drops that a step makes on the plane and on the surface, side by side."""

import numpy as np
from manim import DashedLine, Line, VGroup

from gdmath.checks import FloatArray
from gdmath.path import Path
from gdmath.tangent_plane import TangentPlane
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.polylines import rimmed_dot
from scenes.theme import DARK, Theme

_APART = 0.22  # scene units between the two uprights


class DropComparison(VGroup):
    """A path's first step: two uprights at its new point, from the old height to the new ones.

    `predicted` ends on the plane, α|∇J|² lower; `actual` on the surface, J(θ) − J(θ') lower, which
    may have risen. A dashed `level` leads there from the old point, and a `slope` in the plane. The
    axes have a linear height. The `feet` must face the viewer (``add_fixed_orientation_mobjects``).
    A path without a step is refused with a `ValueError`.
    """

    def __init__(self, path: Path, axes: CostAxes, *, theme: Theme = DARK) -> None:
        if path.steps < 1:
            raise ValueError("path has no step; it must have one")
        super().__init__()
        start, new, before = path.points[0], path.points[1], float(path.costs[0])
        foot = float(TangentPlane(start, before, path.gradients[0])(new))
        old, level, low, end = axes.to_scene(
            [[*start, before], [*new, before], [*new, foot], [*new, path.costs[1]]]
        )
        side = _sideways(level - old)
        plane, cost = theme.plane, theme.cost
        self.level = DashedLine(old, level, color=theme.muted, stroke_width=2, dash_length=0.08)
        self.slope = Line(old, low - side, color=plane, stroke_width=2)
        self.predicted = Line(level - side, low - side, color=plane, stroke_width=6)
        self.actual = Line(level + side, end + side, color=cost, stroke_width=6)
        self.feet = VGroup(
            *(
                rimmed_dot(color, theme, radius=0.07, place=line.get_end())
                for line, color in ((self.predicted, plane), (self.actual, cost))
            )
        )
        self.add(self.level, self.slope, self.predicted, self.actual, self.feet)


def _sideways(way: FloatArray) -> FloatArray:
    """Return the offset (3,) on the floor, across the step."""
    across = np.array([-way[1], way[0], 0.0])
    length = float(np.linalg.norm(across))
    return _APART / 2 * (across / length if length > 0 else np.array([1.0, 0.0, 0.0]))
