"""Window: the part of a cost to show, its parameter ranges, heights, and the heights' scale."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Literal, Self, get_args

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.locked import Locked
from gdmath.minimum import known_minimum
from gdmath.path import Path
from gdmath.windows.rim import box_round, reach, sampled_heights, worth_showing

Range = tuple[float, float]
Scale = Literal["linear", "log"]

HEADROOM = 1.3  # the rim stands this many times as high above the minimum as the start does
ESCAPE = 8.0  # times as high above the minimum as the start: higher iterates are not shown
MARGIN = 0.06  # the share of a range left free on each side
SEEN = 0.2  # at least this share of the floor has the surface over it: a narrower bowl is a needle
SUNK = 0.15  # a path that falls through less than this share of the height is seen on a log scale
LOWEST = 1e-6  # of the path's top: where a log scale over a minimum of 0 begins, at the lowest
DEEP = 1e-3  # such a scale goes down to this share at least: a path may leap to the minimum
LONGEST = 2.0  # times as long as wide, a window at equal scales; a longer one is cropped


@dataclass(frozen=True, slots=True)
class Window(Locked):
    """The ranges (low, high) of θ0, θ1 and J to show; the surface is cut at the top of `height`.

    `scale` says whether heights are drawn as J ("linear") or as its logarithm ("log"), above 0.

    Examples
    --------
    >>> window = Window((0, 1), (0, 2), (0, 5))
    >>> window.high.tolist(), window.contains([(0.5, 1), (0.5, 3)]).tolist()
    ([1.0, 2.0, 5.0], [True, False])
    """

    theta0: Annotated[Range, checks.rising]
    theta1: Annotated[Range, checks.rising]
    height: Annotated[Range, checks.rising]
    scale: Annotated[Scale, partial(checks.choice, allowed=get_args(Scale))] = "linear"

    def __post_init__(self) -> None:
        Locked.__post_init__(self)
        if self.scale == "log" and self.height[0] <= 0:
            raise ValueError(f"height is {self.height}; on a log scale it must begin above 0")

    @classmethod
    def of_box(cls, low: ArrayLike, high: ArrayLike, scale: Scale = "linear") -> Self:
        """Return the window from the corner `low` (3,) to the corner `high` (3,)."""
        theta0, theta1, height = np.stack([low, high], axis=-1).tolist()
        return cls(tuple(theta0), tuple(theta1), tuple(height), scale)

    @property
    def low(self) -> FloatArray:
        """The lowest θ0, θ1 and J, of shape (3,)."""
        return np.array([self.theta0[0], self.theta1[0], self.height[0]])

    @property
    def high(self) -> FloatArray:
        """The highest θ0, θ1 and J, of shape (3,)."""
        return np.array([self.theta0[1], self.theta1[1], self.height[1]])

    @property
    def size(self) -> FloatArray:
        """The lengths of the three ranges, of shape (3,)."""
        return self.high - self.low

    def grid(self, shares: FloatArray) -> FloatArray:
        """Return the places θ (k, k, 2) at shares (k,) of both ranges; θ0 grows with the rows."""
        square = np.stack(np.meshgrid(shares, shares, indexing="ij"), axis=-1)
        return self.low[:2] + square * self.size[:2]

    def contains(self, points: ArrayLike, room: float = 0.0) -> npt.NDArray[np.bool_]:
        """Say which points θ (..., 2), or (θ0, θ1, J) (..., 3), lie in the window, ends included.

        `room` widens it on all sides, by this share of each range.
        """
        points = np.asarray(points)
        axes = points.shape[-1]
        low, high = (self.low - room * self.size)[:axes], (self.high + room * self.size)[:axes]
        return np.asarray(((points >= low) & (points <= high)).all(axis=-1))

    def height_share(self, heights: ArrayLike) -> FloatArray:
        """Return how high J (...) is drawn: 0 at the bottom, or under it if "log", 1 at the top."""
        low, high = self.height
        heights = np.asarray(heights, dtype=np.float64)
        if self.scale == "log":
            return np.asarray(np.log(np.maximum(heights, low) / low) / np.log(high / low))
        return np.asarray((heights - low) / (high - low))

    def height_at(self, shares: ArrayLike) -> FloatArray:
        """Return J (...) at shares (...) of the height, as `height_share` counts them."""
        low, high = self.height
        shares = np.asarray(shares, dtype=np.float64)
        if self.scale == "log":
            return np.asarray(low * (high / low) ** shares)
        return np.asarray(low + shares * (high - low))

    def rescaled(self, scale: Scale) -> Self:
        """Return the window with its heights on another scale."""
        return replace(self, scale=scale)

    @classmethod
    def around(
        cls,
        cost: Cost,
        path: Path,
        minimum: ArrayLike | None = None,
        *,
        scale: Scale | Literal["auto"] = "auto",
    ) -> Self:
        """Choose the window that shows `cost` with the path and the minimum inside.

        The top is chosen from the path's highest iterate worth showing. The ranges are those of
        the rim {J = top}, widened to hold the path: for a quadratic cost the level ellipse, whose
        half widths are √(2 (top − J*) (H⁻¹)ᵢᵢ), for others what is found along rays. For a needle
        the top is raised until the surface covers `SEEN` of the floor; where the path would then
        lie on a plate, heights are logarithmic.

        By default `minimum` (2,) is that of the cost which is nearest to the path's end, if any is
        known. Heights of 0 and below on a log scale raise ValueError.
        """
        checks.choice(scale, "scale", (*get_args(Scale), "auto"))
        checks.cost(cost, has=["__call__", "minimizer"])
        checks.instance(path, "path", Path)
        best = _minimum(cost, path, minimum)
        steps = visible_steps(cost, path, best)
        shown, costs = path.points[: steps + 1], path.costs[: steps + 1]
        least = float(costs.min()) if best is None else float(cost(best))
        drop = float(costs.max()) - least
        if best is not None:
            drop = worth_showing(cost, best, least, drop)
        elif drop <= 0:
            drop = max(abs(least), 1.0)
        top = least + HEADROOM * drop
        edge = box_round(shown) if best is None else reach(cost, best, top, shown)
        low = np.minimum(edge.min(axis=0), shown.min(axis=0))
        high = np.maximum(edge.max(axis=0), shown.max(axis=0))
        pad = MARGIN * (high - low)
        low, high = low - pad, high + pad
        surface = sampled_heights(cost, low, high, SEEN)
        if best is None:
            least = min(least, float(np.quantile(surface, 0.02, method="lower")))
        top = max(top, float(np.quantile(surface, SEEN, method="lower")))
        if scale == "auto":
            sunk = drop < SUNK * (top - least) and least >= 0
            scale = "log" if sunk else "linear"
        bottom = _floor(least, top) if scale == "linear" else _log_floor(least, costs, top)
        return cls.of_box([*low, bottom], [*high, top], scale)


def visible_steps(cost: Cost, path: Path, minimum: ArrayLike | None = None) -> int:
    """Return how many steps of the path stay within reach of the picture.

    A step that ends more than `ESCAPE` times as high above the minimum as the start, and all
    that follow, are beyond it; where there is no minimum, one that ends so far below the start.
    """
    best = _minimum(cost, path, minimum)
    first = float(path.costs[0])
    if best is None:
        # How much J changes in the first step, but over no more than θ's own size.
        length = float(np.linalg.norm(path.gradients[0])) * (1 + np.abs(path.points[0]).max())
        change = min(float(np.ptp(path.costs[:2])), length)
        reach = ESCAPE * max(abs(first), change, np.finfo(float).tiny)
        beyond = np.flatnonzero(np.abs(path.costs - first) > reach)
    else:
        least = float(cost(best))
        beyond = np.flatnonzero(path.costs > least + ESCAPE * max(first - least, 0.0))
    return max(int(beyond[0]) - 1, 0) if len(beyond) else path.steps


def cropped(window: Window, point: ArrayLike) -> Window:
    """Return the window cut for equal scales, its middle as near to `point` (2,) as it can be."""
    checks.instance(window, "window", Window)
    size = window.size[:2]
    kept = np.minimum(size, LONGEST * size.min())
    middle = checks.single_parameters(point, "point")
    begin = np.clip(middle - kept / 2, window.low[:2], window.high[:2] - kept)
    bottom, top = window.height
    return Window.of_box([*begin, bottom], [*(begin + kept), top], window.scale)


def _minimum(cost: Cost, path: Path, minimum: ArrayLike | None) -> FloatArray | None:
    """Return the given minimum, or the known one nearest to the path's end, or None."""
    if minimum is None:
        return known_minimum(cost, near=path.points[-1])
    return checks.single_parameters(minimum, "minimum")


def _floor(least: float, top: float) -> float:
    """Return 0, unless the bowl would then hover: costs are measured from 0."""
    return 0.0 if 0 <= least <= 0.4 * top else least - 0.25 * (top - least)


def _log_floor(least: float, costs: FloatArray, top: float) -> float:
    """Return a positive height below which nothing is drawn, a little under the lowest.

    Over a minimum of 0 no scale is deep enough: iterates under it are drawn on the floor.
    """
    highest = float(costs.max()) if costs.max() > 0 else top
    lowest = least
    if least <= 0:
        positive = float(costs[costs > 0].min(initial=highest))
        lowest = max(min(positive, DEEP * highest), LOWEST * highest)
    if not 0 < lowest < top:
        raise ValueError(f"scale is 'log'; the top of the window is {top:g}, it must be above 0")
    return float(lowest * (lowest / top) ** 0.15)
