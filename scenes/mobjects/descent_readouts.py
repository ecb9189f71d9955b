"""The numbers of the moment: step, θ0, θ1, J and |∇J|."""

from collections.abc import Callable, Iterable

import numpy as np
from manim import DOWN, RIGHT, VGroup, VMobject

from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.readout import Readout
from scenes.mobjects.text import BODY, LINE_SPACING, PARAMETERS, Formula, Words, em, in_line
from scenes.theme import DARK, Theme

_WIDTH, _GAP = 4.4, 0.3  # scene units: of the two columns, and at least between them


class DescentReadouts(VGroup):
    """Live `readouts` of where descent is, by name, in two columns."""

    def __init__(
        self,
        tracker: PathTracker,
        *,
        step_name: str = "step",
        symbols: tuple[str, ...] = PARAMETERS,
        theme: Theme = DARK,
    ) -> None:
        super().__init__()
        path, names = tracker.path, [Formula(symbol, color=theme.point) for symbol in symbols]
        slope = Formula("abs(nabla J)", color=theme.gradient)
        rows: dict[str, tuple[VMobject, Callable[[], float], Iterable[float]]] = {
            "step": (Words(step_name, color=theme.muted), lambda: tracker.step, [path.steps]),
            "theta_0": (names[0], lambda: tracker.theta[0], path.points[:, 0]),
            "theta_1": (names[1], lambda: tracker.theta[1], path.points[:, 1]),
            "J": (Formula("J", color=theme.cost), lambda: tracker.cost_value, path.costs),
            "steepness": (slope, lambda: tracker.steepness, np.hypot(*path.gradients.T)),
        }
        self.readouts: dict[str, Readout] = {}
        for name, (label, value, values) in rows.items():
            written = NumberFormat(0) if name == "step" else NumberFormat.for_values(values)
            readout = Readout(value, written, widest=[*values], color=theme.ink)
            self.readouts[name] = readout
            parts: list[VMobject] = [label, readout]
            if written.factor:
                parts.append(Formula(f"times {written.factor}", color=theme.muted))
            self.add(in_line(*parts, buff=0.2))
        self._arrange()

    def _arrange(self) -> None:
        """Set the quantities in two columns; the numbers of a column end at one line."""
        cells = list(self)
        columns = [cells[:3], cells[3:]]
        widths = [max(cell.width for cell in column) for column in columns]
        left = 0.0
        for column, width in zip(columns, widths, strict=True):
            right = left + width
            for row, cell in enumerate(column, start=3 - len(column)):
                number = VGroup(*cell[1:])
                number.shift((right - number.get_right()[0]) * RIGHT)
                cell[0].shift((left - cell[0].get_left()[0]) * RIGHT)
                cell.shift(row * LINE_SPACING * em(BODY) * DOWN)
            left = right + max(_WIDTH - sum(widths), _GAP)
