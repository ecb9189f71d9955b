"""When a descent has converged: where its gradient is short, and nothing much is left below."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.curvature import height_left, second_derivatives

TOLERANCE = 1e-6  # a gradient is short, or is this share of the first one if that is below 1
LEFT = 1e-5  # of the height descended: as much may be left below a converged descent
ROUNDING = 16 * float(np.finfo(np.float64).eps)  # of a number: it may be so far off


@dataclass(frozen=True, slots=True)
class Convergence:
    """The test of a descent's iterates, in the scale of its problem or with a tolerance given.

    With a tolerance given, an iterate has converged where |∇J| ≤ `tolerance`. Without, |∇J| must be
    at most 10⁻⁶, and at most this share of |∇J(start)|; or, where J falls no more, so short that
    rounding θ changes it as much. And the Hessian must not say that J would fall much further.
    `bends` are the sizes (2, 2) of the second derivatives at the start, None if one is given.
    """

    cost: Cost
    first: float
    tolerance: float
    bends: tuple[tuple[float, float], tuple[float, float]] | None = None

    @classmethod
    def of(
        cls,
        cost: Cost,
        start: FloatArray,
        first: float,
        gradient: FloatArray,
        tolerance: float | None,
    ) -> Self:
        """Return the test for a descent from `start` (2,), where J is `first` and ∇J `gradient`."""
        if tolerance is not None:
            return cls(cost, first, tolerance)
        sizes = np.abs(second_derivatives(cost, start))
        (a, b), (_, c) = np.where(np.isfinite(sizes), sizes, 0.0).tolist()
        short = TOLERANCE * min(1.0, math.hypot(*gradient.tolist()))
        return cls(cost, first, short, ((a, b), (b, c)))

    def passed(self, theta: FloatArray, height: float, gradient: FloatArray, before: float) -> bool:
        """Return whether the descent has converged at θ (2,), where J is `height`.

        `before` is J at the iterate before, −inf at the start.
        """
        g0, g1 = gradient.tolist()
        length = math.hypot(g0, g1)
        if self.bends is None or length == 0:
            return bool(length <= self.tolerance)
        short = length <= self.tolerance
        if not short and height < before:
            return False
        # What θ, and so ∇J and J, may be off by rounding.
        off0, off1 = (ROUNDING * abs(value) for value in theta.tolist())
        (a, b), (_, c) = self.bends
        noise0, noise1 = a * off0 + b * off1, b * off0 + c * off1
        if not short and (abs(g0) > noise0 or abs(g1) > noise1):
            return False
        blur = ROUNDING * abs(height) + 0.5 * (off0 * noise0 + off1 * noise1)
        if height > self.first + blur:  # a leap so far that rounding alone is steep there
            return False
        most = max(LEFT * (self.first - height), blur) if short else blur
        return bool(height_left(self.cost, theta, gradient) <= most)
