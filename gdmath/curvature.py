"""What the second derivatives of a cost say of a point: how they bend, and how much is left."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gdmath.checks import FloatArray
from gdmath.rounding import ROUNDING

BENT = 1e-2
"""A level point is a saddle, or a summit, where J bends down along a direction by more than this
share of its largest curvature: less may be rounding, or a minimum that is flat on one side."""


class Root(NamedTuple):
    """The upper triangular R of a positive definite Hessian H = RᵀR."""

    r00: float
    r01: float
    r11: float

    def solved(self, gradient: FloatArray) -> tuple[float, float]:
        """Return w = R⁻ᵀg for a gradient g (2,): ½ |w|² is ½ gᵀH⁻¹g."""
        g0, g1 = gradient.tolist()
        w0 = g0 / self.r00
        return w0, (g1 - self.r01 * w0) / self.r11


def known_root(cost: Any, theta: FloatArray) -> Root | None:
    """Return R at θ (2,) of a cost that knows it without forming H, in which digits are lost.

    None if it does not, or H is singular to rounding.
    """
    if hasattr(cost, "hessian_root"):
        matrix = cost.hessian_root
    elif hasattr(cost, "hessian_root_at"):
        matrix = cost.hessian_root_at(theta)
    else:
        return None
    (r00, r01), (_, r11) = np.asarray(matrix).tolist()
    regular = r00 != 0 and abs(r11) > ROUNDING * abs(r01)
    return Root(r00, r01, r11) if regular else None


def height_left(cost: Any, theta: FloatArray, gradient: FloatArray) -> float:
    """Return ½ gᵀH⁻¹g: how much higher J at θ (2,) is than its minimum, if it is quadratic.

    This is half the square of the Newton decrement (Boyd & Vandenberghe, Convex Optimization, 2004,
    section 9.5.1). 0 where H is not positive definite.
    """
    root = known_root(cost, theta)
    if root is None:
        hessian = second_derivatives(cost, theta)
        if not np.isfinite(hessian).all():
            return 0.0
        try:
            (r00, _), (r01, r11) = np.linalg.cholesky(hessian).tolist()
        except np.linalg.LinAlgError:
            return 0.0
        root = Root(r00, r01, r11)
    w0, w1 = root.solved(gradient)
    return 0.5 * (w0 * w0 + w1 * w1)


def bends_down(cost: Any, point: ArrayLike) -> bool:
    """Return whether J bends down along a direction at a point (2,): no level point is a minimum.

    Where the second derivatives cannot tell, as where they are not finite, it is False.
    """
    with np.errstate(all="ignore"):
        hessian = second_derivatives(cost, np.asarray(point))
    if not np.isfinite(hessian).all():
        return False
    least, most = np.linalg.eigvalsh(hessian)
    return bool(least < -BENT * max(abs(least), abs(most)))


def second_derivatives(cost: Any, theta: FloatArray) -> FloatArray:
    """Return the Hessian (2, 2) at θ (2,); nan if the cost has none."""
    hessian = cost.hessian(theta) if hasattr(cost, "hessian") else np.full((2, 2), np.nan)
    return np.asarray(hessian, dtype=np.float64)
