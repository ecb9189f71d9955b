"""How far each observation is from the line, and the squares of these distances."""

from __future__ import annotations

from collections.abc import Sequence
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


class Residuals(VGroup):
    """The residuals of a plot's present line, cut to the plot.

    They are those of the observations that the plot shows, or of those `chosen` among them. Add
    them to the scene after the plot. Squares on them have sides that are equal on screen, so their
    areas are the squared residuals, all in one unit.

    Attributes
    ----------
    segments, squares
        One mobject each, with a subpath for each residual.
    spread
        How far the squares have grown sideways from their residuals: 1 when they are squares.
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

        They are in scene units along the plot's own sides, measured from its lower left corner.
        Each stands on the side of its residual that a rising line does not cross, or a falling
        one if the path ends at a falling line.
        """
        x, y = self._places().T
        rise = self.values / self.plot.ranges.lengths[1] * self._sides()[1]
        side = rise if self.plot.tracker.path.points[-1, 1] < 0 else -rise
        corners = np.array([[x, x + self.spread * side], [y - rise, y]])
        return np.stack([corners.min(axis=1), corners.max(axis=1)]).transpose(2, 0, 1)

    def refresh(self) -> None:
        """Follow the plot's line."""
        boxes = np.clip(self.boxes(), 0, self._sides())
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
        """Return at most so many observations, evenly from left to right, with clear squares.

        These lie wholly in the plot; where none does, any observation may be returned.
        """
        boxes, sides = self.boxes(), self._sides()
        whole = np.all((boxes[:, 0] >= 0) & (boxes[:, 1] <= sides), axis=1)
        order = np.argsort(self.observations[:, 0], kind="stable")
        found = order[whole[order]] if whole.any() else order
        picked = np.linspace(0, len(found) - 1, min(most, len(found))).round().astype(int)
        return [int(index) for index in found[picked]]

    def _sides(self) -> FloatArray:
        """Return the lengths (2,) of the plot's sides, in scene units."""
        lengths: FloatArray = np.linalg.norm(self.plot.frame()[1], axis=1)
        return lengths

    def _places(self) -> FloatArray:
        """Return where the observations are along the plot's sides (k, 2), in scene units."""
        return self.plot.ranges.shares(self.observations) * self._sides()

    def _draw(self, mobject: VMobject, lines: FloatArray) -> None:
        """Draw lines (k, n, 2) that are given in scene units along the plot's sides."""
        corner, sides = self.plot.frame()
        set_polylines(mobject, corner + (lines / self._sides()) @ sides)
