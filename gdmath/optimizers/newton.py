"""Newton's method, safeguarded."""

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.curvature import known_root
from gdmath.optimizers.line_search import Backtracking, Search
from gdmath.optimizers.protocol import SearchingRule

DEFINITE = 1e-12  # of the product of H's diagonal: det H is above it where H is safely definite
FLOOR = 1e-8  # the least size of an eigenvalue, as a share of the largest, where H is not


@dataclass(frozen=True, slots=True)
class Newton(SearchingRule):
    """The rule θ ← θ − α H⁻¹ ∇J(θ), with H the Hessian at θ, that never goes uphill.

    On a convex quadratic one step reaches the minimum. A cost of data knows R with H = RᵀR
    (`known_root`), whose condition is the root of H's. Elsewhere, where H is not safely positive
    definite, its eigenvalues λ become max(|λ|, 10⁻⁸ max |λ|), or 1 where H = 0, so that the
    direction leads down (Nocedal & Wright, Numerical Optimization, 2006, sections 3.4 and 3.3). The
    line search chooses α, by default the first of 1, ½, ¼, … that satisfies Armijo's condition.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError, descend
    >>> J = MeanSquaredError(Dataset([0, 1, 2], [1, 3, 5]))
    >>> descend(J, start=(9, 8), optimizer=Newton(), steps=9).points.round(6).tolist()
    [[9.0, 8.0], [1.0, 2.0]]
    """

    name: ClassVar[str] = "newton"
    title: ClassVar[str] = "Newton"

    search: Search = field(default_factory=Backtracking)

    def update(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, state: float
    ) -> tuple[FloatArray, float]:
        """Return the step −α H⁻¹ ∇J, of shape (2,), and α."""
        direction = newton_direction_of(cost, theta, gradient)
        rate = self.search(cost, theta, gradient, direction)
        return rate * direction, rate


def newton_direction_of(cost: Cost, theta: FloatArray, gradient: FloatArray) -> FloatArray:
    """Return the direction (2,) for a cost at θ (2,), where ∇J is `gradient`."""
    root = known_root(cost, theta)
    if root is not None:
        # RᵀR p = −g: with x̄ in R01 these are the normal equations about the mean.
        w0, w1 = root.solved(-gradient)
        slope = w1 / root.r11
        intercept = (w0 - root.r01 * slope) / root.r00
        if math.isfinite(intercept) and math.isfinite(slope):
            return np.array([intercept, slope])
    return newton_direction(gradient, cost.hessian(theta))


def newton_direction(gradient: FloatArray, hessian: FloatArray) -> FloatArray:
    """Return −H⁻¹ g, of shape (2,), with H made positive definite where it is not.

    Where H is 0 or not finite, or the result overflows, it is −g.
    """
    g0, g1 = gradient.tolist()
    (a, b), (_, c) = hessian.tolist()
    scale = max(abs(a), abs(b), abs(c))
    if not 0 < scale < math.inf or not math.isfinite(a + b + c):
        return -gradient
    a, b, c = a / scale, b / scale, c / scale
    determinant = a * c - b * b
    if a > 0 and c > 0 and determinant > DEFINITE * a * c:
        p0 = -(c * g0 - b * g1) / determinant
        p1 = -(a * g1 - b * g0) / determinant
    else:
        p0, p1 = _downhill(g0, g1, a, b, c)
    if not (math.isfinite(p0 / scale + p1 / scale) and p0 * g0 + p1 * g1 <= 0):
        return -gradient
    return np.array([p0 / scale, p1 / scale])


def _downhill(g0: float, g1: float, a: float, b: float, c: float) -> tuple[float, float]:
    """Return −|H|⁻¹ g by the eigenvectors of H = [[a, b], [b, c]], whose largest entry is 1."""
    mean, half = (a + c) / 2, (a - c) / 2
    radius = math.hypot(half, b)
    angle = math.atan2(b, half) / 2
    x, y = math.cos(angle), math.sin(angle)
    upper, lower = abs(mean + radius), abs(mean - radius)
    floor = FLOOR * max(upper, lower)
    along = (x * g0 + y * g1) / max(upper, floor)
    across = (x * g1 - y * g0) / max(lower, floor)
    return y * across - x * along, -x * across - y * along
