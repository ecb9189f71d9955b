"""The mean of the squared residuals as a square, in the scale of the plot's own squares."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VGroup, VMobject

from scenes.mobjects.live import keep_fresh
from scenes.mobjects.polylines import set_polylines
from scenes.mobjects.regression_plot import RegressionPlot
from scenes.theme import DARK, Theme

_RING = np.array([[-1, 0, 0], [0, 0, 0], [0, 1, 0], [-1, 1, 0], [-1, 0, 0]])


class MeanSquare(VGroup):
    """A square whose area is the mean squared residual, and the share of it that is J.

    It grows and shrinks from its lower right corner. On screen one unit of y is as long as in the
    plot, so it can be compared with the residuals' squares.

    Parameters
    ----------
    plot
        The plot whose scale it has.
    mean
        Called before each frame; the mean squared residual.
    share
        The share of the area to fill as the cost: one half for J with 1/(2m), 1 for 1/m.

    Attributes
    ----------
    face, part
        The square, and its part from below that is the cost.
    """

    def __init__(
        self,
        plot: RegressionPlot,
        mean: Callable[[], float],
        *,
        share: float,
        theme: Theme = DARK,
    ) -> None:
        super().__init__()
        self.plot = plot
        self.mean = mean
        self.share = share
        color = theme.residual
        self.face = VMobject(
            stroke_color=color, stroke_width=2.5, fill_color=color, fill_opacity=0.3
        )
        self.part = VMobject(stroke_width=0, fill_color=theme.cost, fill_opacity=0.55)
        # An invisible mark says where the lower right corner is, however it has been moved.
        self._corner = VMobject(stroke_opacity=0, fill_opacity=0)
        self._corner.points = np.zeros((4, 3))
        self.add(self._corner, self.face, self.part)
        keep_fresh(self)

    @property
    def side(self) -> float:
        """The side on screen, in scene units."""
        return float(self.plot.scale_per_unit[1] * np.sqrt(max(self.mean(), 0.0)))

    def refresh(self) -> None:
        """Have the present area."""
        for square, share in ((self.face, 1.0), (self.part, self.share)):
            set_polylines(square, [self._corner.points[0] + _RING * self.side * [1.0, share, 1.0]])
