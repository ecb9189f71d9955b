"""Line searches: how far to go in a given direction."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.optimizers.protocol import set_positive

ROUNDING = 16 * float(np.finfo(np.float64).eps)
"""Values of J that differ by no more than this share may differ by rounding alone."""

NARROW = 1e-14
"""A bracket no wider than this share of its far end is as good as a point."""

DOUBLINGS = 64
"""After so many doublings a direction in which J still falls counts as unbounded."""

Along = Callable[[float], tuple[float, float]]


class LineSearch(Protocol):
    """The protocol of every line search; theta, gradient and direction are (2,)."""

    def __call__(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, direction: FloatArray
    ) -> float:
        """Return α ≥ 0 such that θ + α d is the next iterate; 0 where no step leads down."""
        ...


@dataclass(frozen=True, slots=True)
class Backtracking:
    """Shorten the step until J falls enough (Armijo, 1966; Nocedal & Wright, 2006, algorithm 3.1).

    α = initial, initial · shrink, initial · shrink², … until

        J(θ + α d) ≤ J(θ) + c α ∇J(θ)·d

    Where J is so flat that this is rounding, the slope decides: J must not rise and
    ∇J(θ + α d)·d ≤ (2c − 1) ∇J(θ)·d (Hager & Zhang, 2005, eq. 4.1). J never rises.

    Parameters
    ----------
    initial
        The first α to try, positive.
    shrink
        What each further try is multiplied by, in (0, 1).
    sufficient
        The share c of the tangent's fall that J must fall by, in (0, 1/2].

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))
    >>> theta = np.array([3.0, 0.0])
    >>> Backtracking(initial=8)(J, theta, J.gradient(theta), -J.gradient(theta))
    1.0
    """

    initial: float = 1.0
    shrink: float = 0.5
    sufficient: float = 1e-4

    def __post_init__(self) -> None:
        set_positive(self, "initial")
        for name, high, ends in (("shrink", 1.0, "()"), ("sufficient", 0.5, "(]")):
            value = checks.between(getattr(self, name), name, 0, high, ends=ends)
            object.__setattr__(self, name, value)

    def __call__(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, direction: FloatArray
    ) -> float:
        """Return α; 0 where no α that moves θ makes J fall, or `direction` leads uphill.

        Examples
        --------
        >>> from gdmath import Dataset, MeanSquaredError
        >>> J, theta = MeanSquaredError(Dataset([-1, 1], [0, 0])), np.array([3.0, 0.0])
        >>> Backtracking()(J, theta, J.gradient(theta), np.array([-6.0, 0.0]))
        0.5
        """
        with np.errstate(all="ignore"):  # a trial that overflows is too long, and no surprise
            return self._search(cost, theta, gradient, direction)

    def _search(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, direction: FloatArray
    ) -> float:
        slope = float(gradient @ direction)
        if math.isnan(slope) or slope > 0:
            return 0.0
        value = float(cost(theta))
        blur = ROUNDING * abs(value)
        alpha = self.initial
        for _ in range(self._hopeless(cost, direction, slope)):
            alpha *= self.shrink
        while True:
            target = theta + alpha * direction
            if target.tolist() == theta.tolist():
                return 0.0
            there = float(cost(target))
            if there <= value + self.sufficient * alpha * slope:
                return alpha
            if value - blur <= there <= value:
                slope_there = float(cost.gradient(target) @ direction)
                if slope_there <= (2 * self.sufficient - 1) * slope:
                    return alpha
            alpha *= self.shrink

    def _hopeless(self, cost: Cost, direction: FloatArray, slope: float) -> int:
        """Return how many of the first tries must fail, and need not be made.

        A quadratic cost falls by −α slope − ½ α² |R d|², so enough exactly where
        α ≤ 2 (1 − c) (−slope) / |R d|². One try more is made, as that is rounded.
        """
        root = getattr(cost, "hessian_root", None)
        if root is None:
            return 0
        bend = math.hypot(*(root @ direction).tolist()) ** 2
        limit = 2 * (1 - self.sufficient) * -slope / bend if bend > 0 else math.inf
        if not 0 < limit < self.initial:
            return 0
        return max(int(math.log(limit / self.initial) / math.log(self.shrink)) - 1, 0)


@dataclass(frozen=True, slots=True)
class ExactLineSearch:
    """Go to where J stops falling: φ'(α) = 0 for φ(α) = J(θ + α d) (Cauchy, 1847).

    First the exact answer for a quadratic, α = −∇J·d / (dᵀH d) with H at θ, is tried. If φ' does
    not vanish there, or J is higher than at θ, α is doubled until J no longer falls, and
    the root of φ' is found in between by secants (the Illinois rule; Dowell & Jarratt, 1971)
    guarded by bisection. The bracket always holds a local minimum of φ: a kink's too. Where J falls
    without end, α is doubled 64 times.

    Parameters
    ----------
    tolerance
        φ' has vanished when |φ'(α)| ≤ tolerance · |φ'(0)|; in (0, 1).

    Raises
    ------
    ValueError
        If `tolerance` is out of range.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-2, 2], [0, 0]))
    >>> theta = np.array([0.0, 3.0])
    >>> ExactLineSearch()(J, theta, J.gradient(theta), -J.gradient(theta))
    0.25
    """

    tolerance: float = 1e-10

    def __post_init__(self) -> None:
        tolerance = checks.between(self.tolerance, "tolerance", 0, 1, ends="()")
        object.__setattr__(self, "tolerance", tolerance)

    def __call__(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, direction: FloatArray
    ) -> float:
        """Return α; 0 where `direction` leads uphill or nowhere.

        Examples
        --------
        >>> from gdmath import Dataset, MeanSquaredError
        >>> J, theta = MeanSquaredError(Dataset([-1, 1], [0, 0])), np.array([3.0, 0.0])
        >>> ExactLineSearch()(J, theta, J.gradient(theta), np.array([-6.0, 0.0]))
        0.5
        """
        with np.errstate(all="ignore"):  # a trial that overflows is too long, and no surprise
            return self._search(cost, theta, gradient, direction)

    def _search(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, direction: FloatArray
    ) -> float:
        d0, d1 = direction.tolist()
        length = math.hypot(d0, d1)
        if not 0 < length < math.inf:
            return 0.0
        u0, u1 = d0 / length, d1 / length  # so that no product below overflows before J does

        def slope_of(gradient: FloatArray) -> float:
            g0, g1 = gradient.tolist()
            return float(g0 * u0 + g1 * u1)

        slope = slope_of(gradient)
        if not slope < 0:
            return 0.0
        theta0, theta1 = theta.tolist()
        value = float(cost(theta))

        def along(distance: float) -> tuple[float, float]:
            """Return J's rise and its slope `distance` further on."""
            there = theta0 + distance * u0, theta1 + distance * u1
            if not (math.isfinite(there[0]) and math.isfinite(there[1])):
                return -math.inf, slope  # J fell all the way to the last float
            target = np.array(there)
            return float(cost(target)) - value, slope_of(cost.gradient(target))

        (a, b), (_, c) = cost.hessian(theta).tolist()
        bend = a * u0 * u0 + 2 * b * u0 * u1 + c * u1 * u1
        trial = -slope / bend if bend > 0 else math.inf
        if not 0 < trial < math.inf:
            trial = max(1.0, math.hypot(theta0, theta1))
        # A slope is no better known than θ is: what rounding θ changes in ∇J counts as 0.
        noise = ROUNDING * max(abs(a), abs(b), abs(c)) * max(abs(theta0), abs(theta1))
        vanished = max(self.tolerance * -slope, noise if math.isfinite(noise) else 0.0)
        return _stationary(along, slope, trial, vanished, blur=ROUNDING * abs(value)) / length


def _stationary(along: Along, slope: float, trial: float, vanished: float, blur: float) -> float:
    """Return a distance at which the slope vanishes or changes sign, J being no higher than at 0.

    `low` always has a falling slope and is no higher than the start; `high` is higher or rises.
    """
    low, low_slope = 0.0, slope
    high, high_slope = math.inf, math.nan
    width = math.inf
    replaced = ""
    doublings = 0
    while True:
        rise, trial_slope = along(trial)
        lower = rise <= blur and (math.isfinite(trial_slope) or rise == -math.inf)
        if rise == -math.inf or (lower and abs(trial_slope) <= vanished):
            return trial
        if lower and trial_slope < 0:
            if replaced == "low":  # Illinois: the end that stays twice counts half
                high_slope /= 2
            low, low_slope, replaced = trial, trial_slope, "low"
        else:
            if replaced == "high":
                low_slope /= 2
            high, high_slope = trial, trial_slope if lower else math.nan
            replaced = "high"
        if high == math.inf:
            if doublings == DOUBLINGS:
                return low
            doublings += 1
            trial = 2 * low
            continue
        before, width = width, high - low
        middle = low + width / 2
        if width <= NARROW * high or not low < middle < high:
            return low
        trial = middle
        if high_slope > 0 and width <= before / 2:
            secant = low + width * (low_slope / (low_slope - high_slope))
            trial = secant if low < secant < high else middle
