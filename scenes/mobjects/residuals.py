"""How far each observation is from the line, and the squares of these distances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import VGroup, VMobject

from gdmath.checks import FloatArray
from scenes.mobjects.polylines import set_polylines
from scenes.mobjects.regression_plot import RegressionPlot
from scenes.theme import DARK, Theme

_MANY = 150  # more segments than this would hide the points
_FEW = 20  # more squares than this are drawn fainter, for they overlap


class Residuals(VGroup):
    """The residuals of a plot's present line, redrawn before every frame and cut to the plot.

    They are those of the observations that the plot shows.

    Parameters
    ----------
    plot
        Where they are drawn. Add them to the scene after it.
    squares
        Whether to draw squares on them. Their sides are equal on screen, so their areas are the
        squared residuals, all in one unit.
    chosen
        Which of the observations shown have residuals drawn; by default all.
    theme
        The look.

    Attributes
    ----------
    segments, squares
        One mobject each, with a subpath for each residual.
    spread
        How far the squares have grown sideways from their residuals: 1 when they are squares.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, descend
    >>> from scenes.mobjects.path_tracker import PathTracker
    >>> data = Dataset([-1, 0, 1], [0, 1, 3])
    >>> J = MeanSquaredError(data)
    >>> path = descend(J, start=(0, 0), optimizer=GradientDescent(rate=0.5), steps=5)
    >>> plot = RegressionPlot(data, PathTracker(J, path), x_label="x", y_label="y")
    >>> Residuals(plot).values.tolist()
    [0.0, 1.0, 3.0]
    """

    def __init__(
        self,
        plot: RegressionPlot,
        *,
        squares: bool = False,
        chosen: Sequence[int] | None = None,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
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
        self.add_updater(lambda residuals: residuals.refresh())
        self.refresh()

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
        wide, tall = self._sides()
        span = self.plot.high - self.plot.low
        x, y = ((self.observations - self.plot.low) / span * [wide, tall]).T
        rise = self.values / span[1] * tall
        side = (
            -np.abs(rise) * np.sign(rise) * (-1 if self.plot.tracker.path.points[-1, 1] < 0 else 1)
        )
        corners = np.array([[x, x + self.spread * side], [y - rise, y]])
        return np.stack([corners.min(axis=1), corners.max(axis=1)]).transpose(2, 0, 1)

    def refresh(self) -> None:
        """Follow the plot's line."""
        wide, tall = self._sides()
        boxes = np.clip(self.boxes(), 0, [wide, tall])
        x = (
            (self.observations[:, 0] - self.plot.low[0])
            / (self.plot.high - self.plot.low)[0]
            * wide
        )
        ends = np.stack([np.column_stack([x, boxes[:, end, 1]]) for end in (0, 1)], axis=1)
        set_polylines(self.segments, self._placed(ends[ends[:, 0, 1] < ends[:, 1, 1]]))
        if self._with_squares:
            boxes = boxes[(boxes[:, 0] < boxes[:, 1]).all(axis=1)]
            rings = boxes[:, [0, 1, 1, 0, 0], 0], boxes[:, [0, 0, 1, 1, 0], 1]
            set_polylines(self.squares, self._placed(np.stack(rings, axis=-1)))

    def set_spread(self, share: float) -> Self:
        """Let the squares grow sideways to a share of their width; 0 draws none."""
        self.spread = share
        self.refresh()
        return self

    def clear(self, most: int) -> list[int]:
        """Return at most so many observations, evenly from left to right, with clear squares.

        These lie wholly in the plot; where none does, any observation may be returned.
        """
        boxes, sides = self.boxes(), np.array(self._sides())
        whole = np.logical_and.reduce([*(boxes[:, 0] >= 0).T, *(boxes[:, 1] <= sides).T])
        order = np.argsort(self.observations[:, 0], kind="stable")
        found = order[whole[order]] if whole.any() else order
        picked = np.linspace(0, len(found) - 1, min(most, len(found))).round().astype(int)
        return [int(index) for index in found[picked]]

    def _sides(self) -> tuple[float, float]:
        upper_left, corner, lower_right = self.plot.area.points[[4, 8, 12]]
        wide, tall = lower_right - corner, upper_left - corner
        return float(np.linalg.norm(wide)), float(np.linalg.norm(tall))

    def _placed(self, places: FloatArray) -> FloatArray:
        """Return scene points (..., 3) of places (..., 2) along the plot's sides."""
        upper_left, corner, lower_right = self.plot.area.points[[4, 8, 12]]
        wide, tall = self._sides()
        scene: FloatArray = (
            corner
            + places[..., :1] / wide * (lower_right - corner)
            + places[..., 1:] / tall * (upper_left - corner)
        )
        return scene
