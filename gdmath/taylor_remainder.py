"""What Taylor's theorem leaves beyond the tangent plane, as an integral of the Hessian."""

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.quadrature import SHARES, WEIGHTS
from gdmath.rounding import ROUNDING

SHORT = 1e-3  # of the heights compared: where J bends by less on the way, their difference cancels


def taylor_remainder(
    cost: Cost, theta: FloatArray, at: FloatArray, difference: FloatArray
) -> FloatArray:
    """Return J(θ) − J(a) − ∇J(a)·(θ − a), of shape (...), without cancellation near a.

    `difference` is that difference as computed for θ (..., 2) and a (2,), which near a is rounding
    alone. There it is replaced by

        ∫₀¹ (1 − s) δᵀH(a + sδ) δ ds,   δ = θ − a

    (Taylor's theorem; Apostol, Calculus, volume 1, section 7.7), wherever the two differ by no more
    than rounding: at a kink, which no Hessian has, and where J bends too fast for the rule's
    `NODES`, the difference stays. Where J or H is not finite it stays too.
    """
    delta = theta - at
    slopes = np.abs(cost.gradient(at))
    heights = np.abs(difference) + abs(cost(at)) + np.abs(delta) @ slopes
    heights = heights + np.abs(theta) @ slopes  # what rounding θ changes
    bend = 0.5 * np.abs(cost.hessian(at)).max() * np.square(delta).sum(axis=-1)
    near = np.flatnonzero(np.ravel(bend <= SHORT * heights))
    if not near.size:
        return difference
    moves = delta.reshape(-1, 2)[near]
    hessians = cost.hessian(at + SHARES[:, None, None] * moves)  # (nodes, n, 2, 2)
    integral = np.einsum("s,nj,snjk,nk->n", WEIGHTS, moves, hessians, moves)
    result = np.array(difference)
    flat = result.reshape(-1)
    same = np.abs(integral - flat[near]) <= ROUNDING * np.ravel(heights)[near]
    flat[near[same]] = integral[same]
    return result[()]
