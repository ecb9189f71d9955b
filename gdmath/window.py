"""The part of the cost to show: parameter ranges, heights, and the heights' scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Self, get_args

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost, NoMinimumError, QuadraticCost
from gdmath.descent import Descent

Range = tuple[float, float]
Scale = Literal["linear", "log"]

HEADROOM = 1.3
"""The rim stands so many times as high above the minimum as the start does."""

ESCAPE = 8.0
"""Iterates more than so many times as high above the minimum as the start are not shown."""

MARGIN = 0.06
"""The share of a range left free on each side."""

SEEN = 0.2
"""At least this share of the floor has the surface over it: a narrower bowl is a needle."""

SUNK = 0.15
"""A path that falls through less than this share of the height is seen on a log scale."""

LOWEST = 1e-6
"""A log scale over a minimum of 0 begins at about this share of the path's top, at the lowest."""

DEEP = 1e-3
"""Such a scale goes down to this share at least: a path may leap to the minimum."""

BLUR = 1e-9
"""What is closer to the minimum than this share is not told from it."""

SINGULAR = 1e-14
"""An eigenvalue of a Hessian that is below this share of the largest may be rounding."""

DIRECTIONS = 64
"""The rim is sought in so many directions from the minimum."""

SAMPLES = 64
"""The surface is judged on so many by so many points."""

NEAREST = 1e-60
"""The rim may be so much nearer than the curvature at the minimum says: an exponential is."""


@dataclass(frozen=True, slots=True)
class Window:
    """The ranges of θ0, θ1 and J to show.

    Parameters
    ----------
    theta0, theta1
        The (low, high) ends of the parameters.
    height
        The height of the floor and the top, (bottom, top); the surface is cut at J = top.
    scale
        Whether heights are drawn as J ("linear") or as its logarithm ("log").

    Raises
    ------
    ValueError
        If a range is not two finite numbers, rising, or a log scale begins at 0 or below.

    Examples
    --------
    >>> Window((0, 1), (0, 2), (0, 5)).high.tolist()
    [1.0, 2.0, 5.0]
    """

    theta0: Range
    theta1: Range
    height: Range
    scale: Scale = "linear"

    def __post_init__(self) -> None:
        for name in ("theta0", "theta1", "height"):
            ends = getattr(self, name)
            array = checks.numeric(ends, name)
            if array.shape != (2,) or not (np.isfinite(array).all() and array[0] < array[1]):
                raise ValueError(
                    f"{name} is {checks.shown(ends)}; it must be two finite numbers, rising"
                )
            object.__setattr__(self, name, tuple(array.tolist()))
        if self.scale not in get_args(Scale):
            raise ValueError(f"scale is {self.scale!r}; it must be one of {get_args(Scale)}")
        if self.scale == "log" and self.height[0] <= 0:
            raise ValueError(f"height is {self.height}; on a log scale it must begin above 0")

    @property
    def low(self) -> FloatArray:
        """The lowest θ0, θ1 and J, of shape (3,).

        Examples
        --------
        >>> Window((0, 1), (0, 2), (3, 5)).low.tolist()
        [0.0, 0.0, 3.0]
        """
        return np.array([self.theta0[0], self.theta1[0], self.height[0]])

    @property
    def high(self) -> FloatArray:
        """The highest θ0, θ1 and J, of shape (3,).

        Examples
        --------
        >>> Window((0, 1), (0, 2), (3, 5)).high.tolist()
        [1.0, 2.0, 5.0]
        """
        return np.array([self.theta0[1], self.theta1[1], self.height[1]])

    @classmethod
    def around(
        cls,
        cost: Cost,
        path: Descent,
        minimum: ArrayLike | None = None,
        *,
        scale: Scale | Literal["auto"] = "auto",
    ) -> Self:
        """Choose the window that shows `cost` with the path and the minimum inside.

        The top is chosen from the path's highest iterate worth showing. The ranges are those of
        the rim {J = top} round the minimum, widened to hold the path: for a quadratic cost the
        level ellipse, whose half widths are √(2 (top − J*) (H⁻¹)ᵢᵢ), for others what is found
        along rays. Where the bowl would be a needle, the top is raised until the surface covers
        `SEEN` of the floor; where the path would then lie on a plate, heights are logarithmic.

        Parameters
        ----------
        cost
            The function to show.
        path
            The descent to hold.
        minimum
            The minimum (2,) to hold; by default that of `cost` which is nearest to the path's
            end, if any is known.
        scale
            How heights are drawn; "auto" chooses.

        Raises
        ------
        ValueError
            If the minimum is not two finite numbers, or heights of 0 and below are to be drawn
            on a log scale.

        Examples
        --------
        >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, descend
        >>> J = MeanSquaredError(Dataset([-1, 1], [-1, 1]))
        >>> Window.around(J, descend(J, (1, 1), GradientDescent(rate=0.5), steps=9)).height
        (0.0, 0.65)
        """
        if scale not in (*get_args(Scale), "auto"):
            raise ValueError(f"scale is {scale!r}; it must be auto or one of {get_args(Scale)}")
        checks.able(cost, "cost", "a cost", "__call__", "minimizer")
        if not isinstance(path, Descent):
            raise ValueError(f"path is {checks.shown(path)}; it must be a Descent")
        best = _minimum(cost, path, minimum)
        steps = visible_steps(cost, path, best)
        shown, costs = path.points[: steps + 1], path.costs[: steps + 1]
        least = float(costs.min()) if best is None else float(cost(best))
        drop = float(costs.max()) - least
        if best is not None:
            drop = _worth_showing(cost, best, least, drop)
        elif drop <= 0:
            drop = max(abs(least), 1.0)
        top = least + HEADROOM * drop
        reach = _spread(shown) if best is None else _reach(cost, best, top, shown)
        low = np.minimum(reach.min(axis=0), shown.min(axis=0))
        high = np.maximum(reach.max(axis=0), shown.max(axis=0))
        pad = MARGIN * (high - low)
        low, high = low - pad, high + pad
        surface = _surface(cost, low, high)
        if best is None:
            least = min(least, float(np.quantile(surface, 0.02, method="lower")))
        top = max(top, float(np.quantile(surface, SEEN, method="lower")))
        if scale == "auto":
            sunk = drop < SUNK * (top - least) and least >= 0
            scale = "log" if sunk else "linear"
        bottom = _floor(least, top) if scale == "linear" else _log_floor(least, costs, top)
        ends = np.stack([low, high], axis=-1).tolist()
        return cls((ends[0][0], ends[0][1]), (ends[1][0], ends[1][1]), (bottom, top), scale)


def visible_steps(cost: Cost, path: Descent, minimum: ArrayLike | None = None) -> int:
    """Return how many steps of the path stay within reach of the picture.

    A step that ends more than `ESCAPE` times as high above the minimum as the start, and all
    that follow, are beyond it; where there is no minimum, one that ends so far below the start.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, descend
    >>> J = MeanSquaredError(Dataset([-1, 1], [-1, 1]))
    >>> visible_steps(J, descend(J, (1, 1), GradientDescent(rate=3), steps=9))
    1
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


def _minimum(cost: Cost, path: Descent, minimum: ArrayLike | None) -> FloatArray | None:
    """Return the given minimum, or the known one nearest to the path's end, or None."""
    if minimum is not None:
        return checks.single_parameters(minimum, "minimum")
    known = np.asarray(getattr(cost, "minima", ()), dtype=np.float64).reshape(-1, 2)
    if len(known):
        nearest: FloatArray = known[np.argmin(np.linalg.norm(known - path.points[-1], axis=1))]
        return nearest
    try:
        return cost.minimizer()
    except NoMinimumError:
        return None


def _worth_showing(cost: Cost, best: FloatArray, least: float, drop: float) -> float:
    """Return the height of the start above the minimum, or a height for a start that is on it."""
    blur = BLUR * best  # a bowl no wider than this is rounding
    with np.errstate(all="ignore"):  # then nothing is negligible
        rounding = 0.5 * float(blur @ cost.hessian(best) @ blur)
        if not math.isfinite(rounding):  # a kink, or an overflow
            rounding = float(cost(best + BLUR * (1 + np.abs(best)))) - least
    negligible = max(BLUR * abs(least), rounding if math.isfinite(rounding) else 0.0)
    if drop > negligible:
        return drop
    return abs(least) if abs(least) > negligible else 1.0


def _reach(cost: Cost, best: FloatArray, top: float, shown: FloatArray) -> FloatArray:
    """Return points (n, 2) as far out as the rim {J = top} round the minimum."""
    rise = top - float(cost(best))
    if isinstance(cost, QuadraticCost) and np.diag(cost.hessian_root).all():
        # H⁻¹ = R⁻¹ R⁻ᵀ: unlike that of H itself, this inverse does not cancel.
        widths = np.sqrt(2 * rise) * np.hypot(*np.linalg.inv(cost.hessian_root).T)
        return np.stack([best - widths, best + widths])
    hessian = cost.hessian(best)
    smallest, largest = np.linalg.eigvalsh(hessian)
    if smallest > SINGULAR * largest:
        spokes = np.linalg.inv(np.linalg.cholesky(hessian)) * np.sqrt(2 * rise)
    else:
        extent = np.abs(shown - best).max(axis=0)
        extent[extent == 0] = extent.max() or 1.0
        spokes = np.diag(extent)
    angles = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    rays = np.stack([np.cos(angles), np.sin(angles)], axis=-1) @ spokes
    rim: FloatArray = best + rays * _crossing(cost, best, rays, top)[:, None]
    return rim


def _crossing(cost: Cost, best: FloatArray, rays: FloatArray, top: float) -> FloatArray:
    """Return how far (n,) along each ray J rises to `top`; 4 where it does not by then."""
    even = np.linspace(0, 4, 4 * SAMPLES + 1)[1:]
    fine = np.concatenate([np.geomspace(NEAREST, even[0], 4 * SAMPLES)[:-1], even])
    with np.errstate(all="ignore"):
        heights = cost(best + rays[:, None, :] * fine[:, None])
        first = np.argmax(~(heights < top), axis=1)
        never = (heights < top).all(axis=1)
        low, high = np.where(first, fine[first - 1], 0.0), fine[first]
        for _ in range(30):
            middle = 0.5 * (low + high)
            inside = cost(best + rays * middle[:, None]) < top
            low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    crossing: FloatArray = np.where(never, fine[-1], high)
    return crossing


def _spread(shown: FloatArray) -> FloatArray:
    """Return the corners (2, 2) of a box round a path that has no minimum: not too narrow."""
    low, high = shown.min(axis=0), shown.max(axis=0)
    size = float((high - low).max()) or max(float(np.abs(shown).max()), 1.0)
    middle, half = (low + high) / 2, np.maximum((high - low) / 2, size / 4)
    return np.stack([middle - 1.5 * half, middle + 1.5 * half])


def _surface(cost: Cost, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return heights of J over the box between two corners (2,), infinite where J overflows.

    Most of the box is not taken for infinite: then the highest finite one stands for it.
    """
    shares = (np.arange(SAMPLES) + 0.5) / SAMPLES
    grid = np.stack(np.meshgrid(shares, shares, indexing="ij"), axis=-1)
    with np.errstate(all="ignore"):
        heights = np.ravel(cost(low + grid * (high - low)))
    heights = heights[heights > -np.inf]
    finite = heights[np.isfinite(heights)]
    if not len(finite):
        return np.zeros(1)
    return heights if len(finite) >= SEEN * len(heights) + 1 else finite


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
