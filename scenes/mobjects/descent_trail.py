"""Where descent has been."""

from typing import Any

import numpy as np
from manim import Group, ManimColor, PMobject, VGroup, VMobject

from gdmath.checks import FloatArray
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.path_tracker import PathTracker
from scenes.theme import DARK, Theme

_SAMPLES = 9  # points of the surface along a piece of the trail, besides its iterates
_SINGLE_STEPS = 16  # first steps with a piece of their own; the later, shorter ones share one
_MARK_WIDTH = 9  # of an iterate, in Manim's stroke units
_FAINTEST, _FADING = 0.35, 0.08  # the least opacity of a step, and what each later one takes off


class DescentTrail(Group):
    """The path over the surface up to the tracker's position; older steps are fainter.

    It has a piece for each of the first steps and one for all that follow, and marks at iterates.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, Window, descend
    >>> from scenes.camera import DepthScene
    >>> from scenes.mobjects import CostAxes, CostSurface, DescentTrail, PathTracker
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = descend(J, start=(-1, 3), optimizer=GradientDescent(rate=0.3), steps=9)
    >>> class Down(DepthScene):
    ...     def construct(self):
    ...         self.set_camera_orientation(phi=1.1, theta=2, zoom=1.5)
    ...         tracker = PathTracker(J, path)
    ...         axes = CostAxes(Window.around(J, path), facing=2)
    ...         self.add(CostSurface(J, axes), DescentTrail(tracker, axes))
    ...         self.play(tracker.animate.set_value(6))
    """

    def __init__(
        self, tracker: PathTracker, axes: CostAxes, *, theme: Theme = DARK, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.tracker = tracker
        self.axes = axes
        self.color_of_path = ManimColor(theme.path)
        steps = tracker.path.steps
        self._bounds = sorted({*range(min(steps, _SINGLE_STEPS) + 1), steps})
        self._drawn = [-1.0] * (len(self._bounds) - 1)
        self.pieces = VGroup(*(VMobject(stroke_color=theme.path) for _ in self._drawn))
        self.marks = PMobject(stroke_width=_MARK_WIDTH)
        self.add(self.pieces, self.marks)
        self._iterates = self._surface_points(np.arange(steps + 1.0))
        keep_fresh(self)

    def refresh(self) -> None:
        """Reach up to the tracker's position."""
        position = self.tracker.get_value()
        reached = int(position)  # the present iterate has the dot
        for index, piece in enumerate(self.pieces):
            begin, end = self._bounds[index], min(self._bounds[index + 1], position)
            if end != self._drawn[index]:
                self._drawn[index] = end
                piece.clear_points()
                if end > begin:
                    piece.set_points_as_corners(self._curve(begin, end))
            piece.set_stroke(width=3, opacity=float(_opacity(reached - begin)))
        self.marks.points = self._iterates[:reached]
        opacity = _opacity(reached - np.arange(reached, dtype=np.float64))
        rgb = np.tile(self.color_of_path.to_rgb(), (reached, 1))
        self.marks.rgbas = np.column_stack([rgb, opacity])

    def _curve(self, begin: float, end: float) -> FloatArray:
        """Return scene points on the surface between two positions, through every iterate."""
        samples = np.linspace(begin, end, _SAMPLES)
        iterates = np.arange(np.floor(begin) + 1, np.ceil(end))
        return self._surface_points(np.union1d(samples, iterates))

    def _surface_points(self, positions: FloatArray) -> FloatArray:
        thetas = self.tracker.path.point_at(positions)
        return self.axes.to_scene(np.column_stack([thetas, self.tracker.cost(thetas)]))


def _opacity(age: float | FloatArray) -> FloatArray:
    """Return the opacity of a step that was taken `age` steps ago."""
    return np.clip(1 - _FADING * np.maximum(age - 1, 0), _FAINTEST, 1)
