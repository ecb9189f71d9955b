"""The mean of the squared residuals as a square, in the scale of the plot's own squares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import VGroup, VMobject

from gdmath.checks import FloatArray
from scenes.mobjects.polylines import set_polylines
from scenes.mobjects.regression_plot import RegressionPlot
from scenes.theme import DARK, Theme

_RING = np.array([[-1, 0], [0, 0], [0, 1], [-1, 1], [-1, 0]])


class MeanSquare(VGroup):
    """A square whose area is the mean squared residual, and the share of it that is J.

    It is redrawn before every frame, and grows and shrinks from its lower right corner. On screen
    one unit of y is as long as in the plot, so it can be compared with the residuals' squares.

    Parameters
    ----------
    plot
        The plot whose scale it has.
    mean
        Called before each frame; the mean squared residual.
    share
        The share of the area to fill as the cost: one half for J with 1/(2m), 1 for 1/m.
    theme
        The look.

    Attributes
    ----------
    face, part
        The square, and its part from below that is the cost.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, descend
    >>> from scenes.mobjects.path_tracker import PathTracker
    >>> data = Dataset([-1, 0, 1], [0, 1, 2])
    >>> J = MeanSquaredError(data)
    >>> path = descend(J, start=(2, 2), optimizer=GradientDescent(rate=0.5), steps=5)
    >>> plot = RegressionPlot(data, PathTracker(J, path), x_label="x", y_label="y")
    >>> square = MeanSquare(plot, lambda: 4.0)
    >>> bool(np.isclose(square.side, 2 * square.unit))
    True
    """

    def __init__(
        self,
        plot: RegressionPlot,
        mean: Callable[[], float],
        *,
        share: float = 0.5,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.plot = plot
        self.mean = mean
        self.share = share
        self.face = VMobject(
            stroke_color=theme.residual,
            stroke_width=2.5,
            fill_color=theme.residual,
            fill_opacity=0.3,
        )
        cost = theme.surface[3]
        self.part = VMobject(stroke_width=0, fill_color=cost, fill_opacity=0.55)
        # An invisible mark says where the lower right corner is, however it has been moved.
        self._corner = VMobject(stroke_opacity=0, fill_opacity=0)
        self._corner.points = np.zeros((4, 3))
        self.add(self._corner, self.face, self.part)
        self.add_updater(lambda square: square.refresh())
        self.refresh()

    @property
    def unit(self) -> float:
        """The scene length of one unit of y."""
        ends = self.plot.to_scene(np.array([self.plot.low, self.plot.high]))
        return float(abs(ends[1, 1] - ends[0, 1]) / (self.plot.high - self.plot.low)[1])

    @property
    def side(self) -> float:
        """The side on screen, in scene units."""
        return self.unit * float(np.sqrt(max(self.mean(), 0.0)))

    def refresh(self) -> None:
        """Have the present area."""
        set_polylines(self.face, [self._ring(1.0)])
        set_polylines(self.part, [self._ring(self.share)])

    def _ring(self, share: float) -> FloatArray:
        places = _RING * self.side * [1.0, share]
        ring: FloatArray = np.column_stack([places, np.zeros(len(places))])
        ring += self._corner.points[0]
        return ring
