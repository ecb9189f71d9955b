"""The tangent plane's equation with the numbers of the moment."""

from manim import LEFT, VGroup

from scenes.mobjects.equation import Equation, LiveNumber
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.text import PARAMETERS, below_one_another, group
from scenes.theme import DARK, Theme


class PlaneEquation(VGroup):
    """z = J(a) + ∂J/∂θ0 (θ0 − a0) + ∂J/∂θ1 (θ1 − a1), every number live.

    `value`, `slopes` and `offsets` are the readouts of J(a), the two slopes, −a0 and −a1.
    """

    def __init__(
        self, tracker: PathTracker, *, symbols: tuple[str, ...] = PARAMETERS, theme: Theme = DARK
    ) -> None:
        super().__init__()
        value = LiveNumber(lambda: tracker.cost_value, tracker.path.costs, color=theme.ink)
        first = Equation("z = {value}", {"value": value}, color=theme.plane, theme=theme)
        rows = [_row(tracker, axis, symbols[axis], theme) for axis in (0, 1)]
        self.value = first.readouts["value"]
        self.slopes = [row.readouts["slope"] for row in rows]
        self.offsets = [row.readouts["offset"] for row in rows]
        below_one_another(first, *rows)
        for row in rows:
            row.align_to(self.value, LEFT)
        self.add(first, *rows)


def _row(tracker: PathTracker, axis: int, symbol: str, theme: Theme) -> Equation:
    """Return one summand, slope (θ − a)."""
    gradients, places = tracker.path.gradients.ravel(), tracker.path.points.ravel()
    return Equation(
        f"{{slope}} ({group(symbol, 'symbol')} {{offset}})",
        {
            "slope": LiveNumber(
                lambda: float(tracker.gradient[axis]), gradients, color=theme.gradient, signed=True
            ),
            "offset": LiveNumber(
                lambda: float(-tracker.theta[axis]), [*-places, *places], signed=True
            ),
        },
        color=theme.point,
        theme=theme,
    )
