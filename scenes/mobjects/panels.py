"""Panels in rows and columns, their plotting areas in line."""

from typing import Any

import numpy as np
from manim import VGroup

from gdmath import checks
from scenes.mobjects.panel import Panel


class Panels(VGroup):
    """Panels side by side and below one another, centred on the origin.

    The plotting areas of a column have their left edges in line, those of a row their lower
    edges; nothing of one panel, such as the numbers at its axes, reaches into another.

    Parameters
    ----------
    panels
        Row by row from the top left; `ContourMap`, `CostCurve` and `RegressionPlot` are panels.
    columns
        How many stand in a row.
    gap
        Between neighbours, in scene units.

    Raises a `ValueError` if `columns` is less than 1, or `gap` less than 0.

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
        gap = checks.real(gap, "gap", "a number, 0 or more", above=-1e-300)
        super().__init__(*panels, **kwargs)
        # How far each panel reaches from its area's lower left corner: left, right, down, up.
        reach = np.array([_reach(panel) for panel in panels]).reshape(-1, 4)
        at_column = np.arange(len(panels)) % columns
        at_row = np.arange(len(panels)) // columns
        lefts = _places(reach[:, 0], reach[:, 1], at_column, gap)
        downs = _places(reach[:, 3], reach[:, 2], at_row, gap)
        for panel, left, down in zip(panels, lefts[at_column], -downs[at_row], strict=True):
            panel.shift(np.array([left, down, 0.0]) - _corner(panel))
        if panels:
            self.center()


def _corner(panel: Panel) -> Any:
    return panel.area.get_corner((-1, -1, 0))


def _reach(panel: Panel) -> tuple[float, float, float, float]:
    x, y, _ = _corner(panel)
    left, right = panel.get_left()[0], panel.get_right()[0]
    return x - left, right - x, y - panel.get_bottom()[1], panel.get_top()[1] - y


def _places(before: Any, after: Any, at: Any, gap: float) -> Any:
    """Return where each row or column begins, so that the widest of all have room."""
    count = int(at.max(initial=-1)) + 1
    ahead = np.array([before[at == index].max() for index in range(count)])
    behind = np.array([after[at == index].max() for index in range(count)])
    return np.cumsum(ahead + np.concatenate([[0.0], behind[:-1] + gap])) if count else ahead
