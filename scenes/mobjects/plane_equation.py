"""The tangent plane's equation with the numbers of the moment."""

from __future__ import annotations

from typing import Any

from manim import DOWN, LEFT, VGroup

from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.readout import Readout
from scenes.mobjects.text import BODY, LINE_SPACING, Formula, em, in_line
from scenes.theme import DARK, Theme


class PlaneEquation(VGroup):
    """z = J(a) + ∂J/∂θ0 (θ0 − a0) + ∂J/∂θ1 (θ1 − a1), every number live.

    Parameters
    ----------
    tracker
        The position along the path, whose tangent plane is written.
    theme
        The look.
    symbols
        The parameters' names, in Typst's mathematics.

    Attributes
    ----------
    value, slopes, offsets
        The readouts of J(a), of the two slopes, and of −a0 and −a1.
    """

    def __init__(
        self,
        tracker: PathTracker,
        *,
        theme: Theme = DARK,
        symbols: tuple[str, str] = ("theta_0", "theta_1"),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        path = tracker.path
        costs = NumberFormat.for_values(path.costs)
        self.value = Readout(
            lambda: tracker.cost_value, costs, widest=list(path.costs), color=theme.ink
        )
        written = NumberFormat.for_values(path.gradients.ravel(), signed=True)
        self.slopes = [
            Readout(
                lambda axis=axis: float(tracker.gradient[axis]),  # type: ignore[misc]
                written,
                widest=list(path.gradients.ravel()),
                color=theme.gradient,
            )
            for axis in (0, 1)
        ]
        places = NumberFormat.for_values(path.points.ravel(), signed=True)
        self.offsets = [
            Readout(
                lambda axis=axis: float(-tracker.theta[axis]),  # type: ignore[misc]
                places,
                widest=[*path.points.ravel(), *-path.points.ravel()],
                color=theme.point,
            )
            for axis in (0, 1)
        ]
        first = in_line(Formula("z =", color=theme.plane), self.value, *_factor(costs, theme))
        rows = [first]
        for axis, (slope, offset) in enumerate(zip(self.slopes, self.offsets, strict=True)):
            row = in_line(
                slope,
                *_factor(written, theme),
                Formula(f"({symbols[axis]}", color=theme.point),
                offset,
                *_factor(places, theme),
                Formula(")", color=theme.point),
                buff=0.08,
            )
            row.shift((axis + 1) * LINE_SPACING * em(BODY) * DOWN)
            rows.append(row.align_to(self.value, LEFT))
        self.add(*rows)


def _factor(written: NumberFormat, theme: Theme) -> list[Formula]:
    return [Formula(f"times {written.factor}", color=theme.ink)] if written.factor else []
