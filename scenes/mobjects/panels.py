"""Panels in rows and columns, their plotting areas in line."""

from typing import Any

import numpy as np
from manim import DL, UR, VGroup
from numpy.typing import NDArray

from gdmath import checks
from gdmath.checks import FloatArray
from scenes.mobjects.panel import Panel


class Panels(VGroup):
    """Panels row by row from the top left, centred on the origin.

    The plotting areas of a column have their left edges in line, those of a row their lower
    edges; nothing of one panel, such as the numbers at its axes, reaches into another.

    `columns` panels stand in a row, with a `gap` between them in scene units. Raises a `ValueError`
    if `columns` is less than 1, or `gap` less than 0.

    Examples
    --------
    >>> from manim import Scene
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, descend
    >>> from scenes.mobjects import CostCurve, Panels, PathTracker, RegressionPlot
    >>> data = Dataset.synthetic()
    >>> J = MeanSquaredError(data)
    >>> path = descend(J, start=(9, -2), optimizer=GradientDescent(rate=0.5), steps=40)
    >>> class SideBySide(Scene):
    ...     def construct(self):
    ...         tracker = PathTracker(J, path)
    ...         plot = RegressionPlot(data, tracker, x_label="x", y_label="y", width=5, height=4)
    ...         self.add(Panels(plot, CostCurve(tracker, width=5, height=4)))
    ...         self.play(tracker.animate.set_value(40))
    """

    def __init__(self, *panels: Panel, columns: int = 2, gap: float = 0.4, **kwargs: Any) -> None:
        columns = checks.integer(columns, "columns", least=1)
        gap = checks.real(gap, "gap", "a number, 0 or more", least=0)
        super().__init__(*panels, **kwargs)
        for panel in panels:
            panel.shift(-panel.area.get_corner(DL))
        ends = [[panel.get_corner(DL), panel.get_corner(UR)] for panel in panels]
        low, high = np.reshape(ends, (-1, 2, 3)).swapaxes(0, 1)
        at = np.arange(len(panels))
        lefts = _places(-low[:, 0], high[:, 0], at % columns, gap)
        downs = _places(high[:, 1], -low[:, 1], at // columns, gap)
        for panel, left, down in zip(panels, lefts, downs, strict=True):
            panel.shift((left, -down, 0.0))
        if panels:
            self.center()


def _places(before: FloatArray, after: FloatArray, at: NDArray[np.intp], gap: float) -> FloatArray:
    """Return where the rows or columns numbered `at` begin, so that the widest have room."""
    ahead, behind = np.zeros((2, len(at)))
    np.maximum.at(ahead, at, before)
    np.maximum.at(behind, at, after)
    return np.cumsum(ahead + gap + np.roll(behind, 1))[at]
