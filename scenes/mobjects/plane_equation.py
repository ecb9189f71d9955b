"""The tangent plane's equation with the numbers of the moment."""

from __future__ import annotations

from typing import Any

from manim import LEFT, VGroup

from scenes.mobjects.equation import Equation, LiveNumber
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.text import BODY, LINE_SPACING, PARAMETERS, em
from scenes.theme import DARK, Theme


class PlaneEquation(VGroup):
    """z = J(a) + ∂J/∂θ0 (θ0 − a0) + ∂J/∂θ1 (θ1 − a1), every number live.

    Parameters
    ----------
    tracker
        The position along the path, whose tangent plane is written.
    symbols
        The names of θ0 and θ1, as Typst mathematics.
    theme
        The look.

    Attributes
    ----------
    value, slopes, offsets
        The readouts of J(a), of the two slopes, and of −a0 and −a1.
    """

    def __init__(
        self,
        tracker: PathTracker,
        *,
        symbols: tuple[str, ...] = PARAMETERS,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        path = tracker.path
        value = LiveNumber(lambda: tracker.cost_value, path.costs, color=theme.ink)
        first = Equation("z = {value}", {"value": value}, color=theme.plane, theme=theme)
        rows = [_row(tracker, axis, symbols[axis], theme) for axis in (0, 1)]
        self.value = first.readouts["value"]
        self.slopes = [row.readouts["slope"] for row in rows]
        self.offsets = [row.readouts["offset"] for row in rows]
        for index, row in enumerate(rows, start=1):
            drop = index * LINE_SPACING * em(BODY)
            row.shift((0, first.baseline - drop - row.baseline, 0)).align_to(self.value, LEFT)
        self.add(first, *rows)


def _row(tracker: PathTracker, axis: int, symbol: str, theme: Theme) -> Equation:
    """Return one summand, slope (θ − a)."""
    path = tracker.path
    gradients, places = path.gradients.ravel(), path.points.ravel()
    slope = LiveNumber(
        lambda: float(tracker.gradient[axis]), gradients, color=theme.gradient, signed=True
    )
    offset = LiveNumber(
        lambda: float(-tracker.theta[axis]),
        [*-places, *places],
        color=theme.point,
        signed=True,
    )
    return Equation(
        f"{{slope}} ({{{{ {symbol} : symbol }}}} {{offset}})",
        {"slope": slope, "offset": offset},
        color=theme.point,
        theme=theme,
    )
