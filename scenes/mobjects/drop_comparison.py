"""The drops that a step makes on the plane and on the surface, side by side."""

from __future__ import annotations

import numpy as np
from manim import DashedLine, Dot, Line, VGroup

from gdmath.checks import FloatArray
from gdmath.path import Path
from gdmath.tangent_plane import TangentPlane
from scenes.mobjects.cost_axes import CostAxes
from scenes.theme import DARK, Theme

_APART = 0.22  # scene units between the two uprights


class DropComparison(VGroup):
    """A path's first step: two uprights at its new point, from the old height to the new ones.

    One ends on the plane, the other on the surface, which may have risen; a dashed level line
    leads there from the old point. The axes have a linear height. A path without a step is refused
    with a `ValueError`.

    Attributes
    ----------
    level
        The dashed line at the old height.
    slope
        The line in the plane from the old point to the foot of its upright.
    predicted, actual
        The uprights: α|∇J|² long, and J(θ) − J(θ') long, downwards.
    feet
        The dots at their ends; they must face the viewer (``add_fixed_orientation_mobjects``).

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, Window, descend
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    >>> path = descend(J, start=(1, 1), optimizer=GradientDescent(rate=0.5), steps=1)
    >>> axes = CostAxes(Window((-2, 2), (-2, 2), (0, 2)), facing=-1.0, height=2)
    >>> drops = DropComparison(path, axes)
    >>> round(drops.predicted.get_length(), 9), round(drops.actual.get_length(), 9)
    (1.0, 0.75)
    """

    def __init__(self, path: Path, axes: CostAxes, *, theme: Theme = DARK) -> None:
        if path.steps < 1:
            raise ValueError("path has no step; it must have one")
        super().__init__()
        start, new, before = path.points[0], path.points[1], float(path.costs[0])
        plane = TangentPlane(start, before, path.gradients[0])
        ends = axes.to_scene(
            np.array(
                [
                    [*start, before],
                    [*new, before],
                    [*new, float(plane(new))],
                    [*new, float(path.costs[1])],
                ]
            )
        )
        side = _sideways(ends[1] - ends[0])
        self.level = DashedLine(
            ends[0], ends[1], color=theme.muted, stroke_width=2, dash_length=0.08
        )
        self.slope = Line(ends[0], ends[2] - side, color=theme.plane, stroke_width=2)
        self.predicted = Line(ends[1] - side, ends[2] - side, color=theme.plane, stroke_width=6)
        self.actual = Line(ends[1] + side, ends[3] + side, color=theme.surface[3], stroke_width=6)
        self.feet = VGroup(
            *(
                Dot(
                    line.get_end(),
                    radius=0.07,
                    color=line.get_color(),
                    stroke_color=theme.point_rim,
                    stroke_width=2,
                )
                for line in (self.predicted, self.actual)
            )
        )
        self.add(self.level, self.slope, self.predicted, self.actual, self.feet)


def _sideways(way: FloatArray) -> FloatArray:
    """Return the offset (3,) on the floor, across the step."""
    across = np.array([-way[1], way[0], 0.0])
    length = float(np.linalg.norm(across))
    return _APART / 2 * (across / length if length > 0 else np.array([1.0, 0.0, 0.0]))
