"""Line searches: how far to go in a given direction."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Protocol

import numpy as np

from gdmath import checks
from gdmath.checks import FloatArray, Inside, Positive
from gdmath.cost import Cost
from gdmath.locked import Locked
from gdmath.roots import bracketed_roots

ROUNDING = 16 * float(np.finfo(np.float64).eps)  # of J: values may differ by as much
DOUBLINGS = 64  # the doublings after which a direction in which J still falls counts as unbounded


class LineSearch(Protocol):
    """The protocol of every line search; theta, gradient and direction are (2,)."""

    def __call__(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, direction: FloatArray
    ) -> float:
        """Return α ≥ 0 such that θ + α d is the next iterate; 0 where no step leads down."""


Search = Annotated[
    LineSearch,
    partial(checks.able, kind="a line search, as Backtracking()", methods=("__call__",)),
]

quiet = np.errstate(all="ignore")
"""Silences a trial that overflows: it is too long, and no surprise."""


@dataclass(frozen=True, slots=True)
class Backtracking(Locked):
    """Shorten the step until J falls enough (Armijo, 1966; Nocedal & Wright, 2006, algorithm 3.1).

    α = initial, initial · shrink, initial · shrink², … until

        J(θ + α d) ≤ J(θ) + c α ∇J(θ)·d

    with `initial` > 0, `shrink` in (0, 1) and the share c in (0, ½] of the tangent's fall, which is
    `sufficient`. Where J is so flat that this is rounding, the slope decides: J must not rise and
    ∇J(θ + α d)·d ≤ (2c − 1) ∇J(θ)·d (Hager & Zhang, 2005, eq. 4.1). J never rises.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))
    >>> theta = np.array([3.0, 0.0])
    >>> Backtracking(initial=8)(J, theta, J.gradient(theta), -J.gradient(theta))
    1.0
    """

    initial: Positive = 1.0
    shrink: Inside = 0.5
    sufficient: Annotated[float, partial(checks.between, low=0, high=0.5, ends="(]")] = 1e-4

    @quiet
    def __call__(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, direction: FloatArray
    ) -> float:
        """Return α; 0 where no α that moves θ makes J fall, or `direction` leads uphill."""
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
        curvature = math.hypot(*(root @ direction).tolist()) ** 2
        limit = 2 * (1 - self.sufficient) * -slope / curvature if curvature > 0 else math.inf
        if not 0 < limit < self.initial:
            return 0
        return max(int(math.log(limit / self.initial) / math.log(self.shrink)) - 1, 0)


@dataclass(frozen=True, slots=True)
class ExactLineSearch(Locked):
    """Go to where J stops falling: φ'(α) = 0 for φ(α) = J(θ + α d) (Cauchy, 1847).

    First the exact answer for a quadratic, α = −∇J·d / (dᵀH d) with H at θ, is tried. If
    |φ'(α)| > `tolerance` · |φ'(0)|, with a tolerance in (0, 1), or J is higher than at θ, α is
    doubled until J no longer falls, `DOUBLINGS` times at most, and the root of φ' is found in
    between: a local minimum, which may be a kink, no higher than J at θ.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-2, 2], [0, 0]))
    >>> theta = np.array([0.0, 3.0])
    >>> ExactLineSearch()(J, theta, J.gradient(theta), -J.gradient(theta))
    0.25
    """

    tolerance: Inside = 1e-10

    @quiet
    def __call__(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, direction: FloatArray
    ) -> float:
        """Return α; 0 where `direction` leads uphill or nowhere."""
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

        def slope_at(distance: float) -> float:
            """Return J's slope: 0 where it has vanished, inf where J is higher than at θ."""
            if distance == 0:
                return slope
            there = theta0 + distance * u0, theta1 + distance * u1
            if not (math.isfinite(there[0]) and math.isfinite(there[1])):
                return 0.0  # J fell all the way to the last float
            target = np.array(there)
            rise, further = float(cost(target)) - value, slope_of(cost.gradient(target))
            if rise == -math.inf:
                return 0.0
            if not (rise <= blur and math.isfinite(further)):
                return math.inf
            return 0.0 if abs(further) <= vanished else further

        (a, b), (_, c) = cost.hessian(theta).tolist()
        curvature = a * u0 * u0 + 2 * b * u0 * u1 + c * u1 * u1
        trial = -slope / curvature if curvature > 0 else math.inf
        if not 0 < trial < math.inf:
            trial = max(1.0, math.hypot(theta0, theta1))
        # A slope is no better known than θ is: what rounding θ changes in ∇J counts as 0.
        noise = ROUNDING * max(abs(a), abs(b), abs(c)) * max(abs(theta0), abs(theta1))
        vanished = max(self.tolerance * -slope, noise if math.isfinite(noise) else 0.0)
        blur = ROUNDING * abs(value)
        return _stationary(slope_at, trial) / length


def _stationary(slope_at: Callable[[float], float], trial: float) -> float:
    """Return a distance at which a falling slope has vanished or changes its sign.

    It is sought from 0 to `trial`, and then as far as `DOUBLINGS` lead.
    """
    low, high = 0.0, trial
    for _ in range(DOUBLINGS + 1):
        slope = slope_at(high)
        if slope == 0:
            return high
        if slope > 0:
            (root,) = bracketed_roots(lambda d: np.array([slope_at(d[0])]), [low], [high])
            return float(root)
        low, high = high, 2 * high
    return low
