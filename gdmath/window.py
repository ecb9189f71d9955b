"""The part of the cost bowl to show: parameter ranges and heights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.descent import Descent

Range = tuple[float, float]

HEADROOM = 1.3
"""The rim stands so many times as high above the minimum as the start does."""

ESCAPE = 8.0
"""Iterates more than so many times as high above the minimum as the start are not shown."""

MARGIN = 0.06
"""The share of a range left free on each side."""


@dataclass(frozen=True, slots=True)
class Window:
    """The ranges of θ0, θ1 and J to show.

    Parameters
    ----------
    theta0, theta1
        The (low, high) ends of the parameters.
    height
        The height of the floor and the top, (bottom, top); the surface is cut at J = top.

    Raises
    ------
    ValueError
        If a range is not two finite numbers, rising.
    """

    theta0: Range
    theta1: Range
    height: Range

    def __post_init__(self) -> None:
        for name in ("theta0", "theta1", "height"):
            low, high = getattr(self, name)
            if not (np.isfinite([low, high]).all() and low < high):
                raise ValueError(f"{name} is {(low, high)}; it must be two finite numbers, rising")

    @property
    def low(self) -> FloatArray:
        """The lowest θ0, θ1 and J, of shape (3,)."""
        return np.array([self.theta0[0], self.theta1[0], self.height[0]])

    @property
    def high(self) -> FloatArray:
        """The highest θ0, θ1 and J, of shape (3,)."""
        return np.array([self.theta0[1], self.theta1[1], self.height[1]])

    @classmethod
    def around(cls, cost: Cost, path: Descent) -> Self:
        """Choose the window that shows a convex `cost` as a whole bowl with `path` inside.

        The top is chosen from the path's highest iterate worth showing. The ranges are those of
        the level ellipse {J ≤ top} of the cost's quadratic model at the minimum, whose half
        widths are √(2 (top − J*) (H⁻¹)ᵢᵢ), so that the rim runs round the window's edge; they
        are widened to hold the path.

        Raises
        ------
        ValueError
            If the Hessian at the minimum is not positive definite.
        """
        best = cost.minimizer()
        least = float(cost(best))
        hessian = cost.hessian(best)
        if not (np.linalg.eigvalsh(hessian) > 0).all():
            raise ValueError(f"the Hessian at the minimum {best.tolist()} has a flat direction")
        shown = path.points[: visible_steps(cost, path) + 1]
        drop = float(np.max(cost(shown))) - least
        blur = 1e-9 * best  # a bowl no wider than this is rounding
        negligible = max(1e-9 * abs(least), 0.5 * float(blur @ hessian @ blur))
        if drop <= negligible:  # the path starts at the minimum
            drop = abs(least) if abs(least) > negligible else 1.0
        top = least + HEADROOM * drop
        half_widths = np.sqrt(2 * (top - least) * np.diag(np.linalg.inv(hessian)))
        low = np.minimum(best - half_widths, shown.min(axis=0))
        high = np.maximum(best + half_widths, shown.max(axis=0))
        pad = MARGIN * (high - low)
        ends = np.stack([low - pad, high + pad], axis=-1)
        return cls(
            theta0=(float(ends[0, 0]), float(ends[0, 1])),
            theta1=(float(ends[1, 0]), float(ends[1, 1])),
            height=(_floor(least, top), top),
        )


def visible_steps(cost: Cost, path: Descent) -> int:
    """Return how many steps of the path stay within reach of the picture.

    A step that ends more than `ESCAPE` times as high above the minimum as the start, and all
    that follow, are beyond it.
    """
    least = float(cost(cost.minimizer()))
    ceiling = least + ESCAPE * max(float(path.costs[0]) - least, 0.0)
    beyond = np.flatnonzero(path.costs > ceiling)
    return int(beyond[0]) - 1 if len(beyond) else path.steps


def _floor(least: float, top: float) -> float:
    """Return 0, unless the bowl would then hover: costs are measured from 0."""
    return 0.0 if 0 <= least <= 0.4 * top else least - 0.25 * (top - least)
