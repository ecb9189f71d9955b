"""The numbers of the moment: step, θ0, θ1, J and |∇J|."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import DOWN, RIGHT, VGroup, VMobject

from gdmath.checks import FloatArray
from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.readout import Readout
from scenes.mobjects.text import BODY, LINE_SPACING, PARAMETERS, Formula, Words, em, in_line
from scenes.theme import DARK, Theme


class DescentReadouts(VGroup):
    """Live readouts of where descent is, in two columns.

    Parameters
    ----------
    tracker
        The position along the path.
    width
        The width of the whole, in scene units.
    symbols
        The names of θ0 and θ1, as Typst mathematics.
    theme
        The look.
    step_name
        The word for the number of steps.

    Attributes
    ----------
    readouts
        The `Readout` of each quantity: step, theta_0, theta_1, J and steepness.
    """

    def __init__(
        self,
        tracker: PathTracker,
        *,
        width: float = 4.4,
        step_name: str = "step",
        symbols: tuple[str, ...] = PARAMETERS,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        path = tracker.path
        steepness = np.hypot(path.gradients[:, 0], path.gradients[:, 1])
        self.readouts: dict[str, Readout] = {}
        self.theme = theme
        step = Words(step_name, color=theme.muted)
        self._add("step", step, lambda: tracker.step, np.array([path.steps]), theme.ink)
        quantities: list[tuple[str, str, Callable[[], float], FloatArray, str]] = [
            ("theta_0", symbols[0], lambda: tracker.theta[0], path.points[:, 0], theme.point),
            ("theta_1", symbols[1], lambda: tracker.theta[1], path.points[:, 1], theme.point),
            ("J", "J", lambda: tracker.cost_value, path.costs, theme.surface[3]),
            (
                "steepness",
                "abs(nabla J)",
                lambda: tracker.steepness,
                steepness,
                theme.gradient,
            ),
        ]
        for name, symbol, value, values, color in quantities:
            self._add(name, Formula(symbol, color=color), value, values, theme.ink)
        self._arrange(width)

    def _add(
        self,
        name: str,
        label: VMobject,
        value: Callable[[], float],
        values: FloatArray,
        color: str,
    ) -> None:
        written = NumberFormat(0) if name == "step" else NumberFormat.for_values(values)
        readout = Readout(value, written, widest=list(values), color=color)
        self.readouts[name] = readout
        parts: list[VMobject] = [label, readout]
        if written.factor:
            parts.append(Formula(f"times {written.factor}", color=self.theme.muted))
        self.add(in_line(*parts, buff=0.2))

    def _arrange(self, width: float) -> None:
        """Set the quantities in two columns; the numbers of a column end at one line."""
        cells = list(self)
        columns = [cells[:3], cells[3:]]
        gap = max(width - sum(max(cell.width for cell in column) for column in columns), 0.3)
        left = 0.0
        for column in columns:
            right = left + max(cell.width for cell in column)
            for row, cell in enumerate(column, start=3 - len(column)):
                number = VGroup(*cell[1:])
                number.shift((right - number.get_right()[0]) * RIGHT)
                cell[0].shift((left - cell[0].get_left()[0]) * RIGHT)
                cell.shift(row * LINE_SPACING * em(BODY) * DOWN)
            left = right + gap
