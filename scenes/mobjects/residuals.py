"""How far each observation is from the line, the squares of these distances, and their mean."""

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim import VGroup, VMobject

from gdmath.checks import FloatArray
from scenes.mobjects.live import keep_fresh
from scenes.mobjects.polylines import set_polylines
from scenes.mobjects.regression_plot import RegressionPlot
from scenes.theme import DARK, Theme

_MANY = 150  # more segments than this would hide the points
_FEW = 20  # more squares than this are drawn fainter, for they overlap
_RING = np.array([[-1, 0, 0], [0, 0, 0], [0, 1, 0], [-1, 1, 0], [-1, 0, 0]])


class Residuals(VGroup):
    """The residuals of a plot's present line, cut to the plot.

    They are those of the observations that the plot shows, or of those `chosen` among them. Add
    them to the scene after the plot. Squares on them have sides that are equal on screen, so their
    areas are the squared residuals, all in one unit; `spread` is how far they have grown sideways,
    1 when they are squares.
    """

    def __init__(
        self,
        plot: RegressionPlot,
        *,
        squares: bool = False,
        chosen: Sequence[int] | None = None,
        theme: Theme = DARK,
    ) -> None:
        super().__init__()
        self.plot = plot
        self.spread = 1.0
        self.observations = plot.shown if chosen is None else plot.shown[list(chosen)]
        crowded = squares and len(self.observations) > _FEW
        dense = len(self.observations) > _MANY
        self.segments = VMobject(
            stroke_color=theme.residual,
            stroke_width=1.5 if crowded or dense else 2.5,
            stroke_opacity=0.5 if dense else 1,
        )
        self.squares = VMobject(
            stroke_color=theme.residual,
            stroke_width=0.75 if crowded else 1.5,
            stroke_opacity=0.6 if crowded else 1,
            fill_color=theme.residual,
            fill_opacity=0.15 if crowded else 0.3,
        )
        self._with_squares = squares
        self.add(self.squares, self.segments)
        keep_fresh(self)

    @property
    def values(self) -> FloatArray:
        """The residuals y − (θ0 + θ1 x) of the observations, of shape (k,)."""
        x, y = self.observations.T
        intercept, slope = self.plot.tracker.theta
        values: FloatArray = y - (intercept + slope * x)
        return values

    def boxes(self) -> FloatArray:
        """Return the squares before they are cut: (left, low) and (right, high), (k, 2, 2).

        They are in scene units along the plot's sides, from its lower left corner. Each stands on
        the side of its residual that the line at the path's end, rising or falling, does not cross.
        """
        x, y = self._places().T
        rise = self.values / self.plot.ranges.lengths[1] * self.plot.side_lengths[1]
        side = rise if self.plot.tracker.path.points[-1, 1] < 0 else -rise
        corners = np.array([[x, x + self.spread * side], [y - rise, y]])
        return np.stack([corners.min(axis=1), corners.max(axis=1)]).transpose(2, 0, 1)

    def refresh(self) -> None:
        """Follow the plot's line."""
        boxes = np.clip(self.boxes(), 0, self.plot.side_lengths)
        x = self._places()[:, 0]
        ends = np.stack([np.column_stack([x, boxes[:, end, 1]]) for end in (0, 1)], axis=1)
        self._draw(self.segments, ends[ends[:, 0, 1] < ends[:, 1, 1]])
        if self._with_squares:
            boxes = boxes[(boxes[:, 0] < boxes[:, 1]).all(axis=1)]
            rings = boxes[:, [0, 1, 1, 0, 0], 0], boxes[:, [0, 0, 1, 1, 0], 1]
            self._draw(self.squares, np.stack(rings, axis=-1))

    def set_spread(self, share: float) -> Self:
        """Let the squares grow sideways to a share of their width; 0 draws none."""
        self.spread = share
        self.refresh()
        return self

    def clear(self, most: int) -> list[int]:
        """Return at most this number of observations with clear squares, evenly from left to right.

        These lie wholly in the plot; where none does, any observation may be returned.
        """
        boxes, sides = self.boxes(), self.plot.side_lengths
        whole = np.all((boxes[:, 0] >= 0) & (boxes[:, 1] <= sides), axis=1)
        order = np.argsort(self.observations[:, 0], kind="stable")
        found = order[whole[order]] if whole.any() else order
        picked = np.linspace(0, len(found) - 1, min(most, len(found))).round().astype(int)
        return [int(index) for index in found[picked]]

    def _places(self) -> FloatArray:
        """Return where the observations are along the plot's sides (k, 2), in scene units."""
        return self.plot.ranges.shares(self.observations) * self.plot.side_lengths

    def _draw(self, mobject: VMobject, lines: FloatArray) -> None:
        """Draw lines (k, n, 2) that are given in scene units along the plot's sides."""
        corner, sides = self.plot.frame()
        set_polylines(mobject, corner + (lines / self.plot.side_lengths) @ sides)


class MeanSquare(VGroup):
    """A square whose area is the mean squared residual, and the share of it that is J.

    It grows and shrinks from its lower right corner. On screen one unit of y is as long as in the
    plot, so it can be compared with the residuals' squares.

    `mean` is called before each frame and returns the mean squared residual; `share` of the area,
    its `part` from below, is filled as the cost: one half for J with 1/(2m), 1 for 1/m.
    """

    def __init__(
        self, plot: RegressionPlot, mean: Callable[[], float], *, share: float, theme: Theme = DARK
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
