"""Least squares in any functions of x, however nearly they depend on each other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np

from gdmath.checks import FloatArray, read_only
from gdmath.cost.quadratic import normed
from gdmath.dataset import Sample
from gdmath.locked import Locked
from gdmath.rounding import ROUNDING

Column = Callable[[int, FloatArray, FloatArray], FloatArray]
"""A function of k, x (n,) and qₖ₋₁(x), which is 1 for k = 0, to the kth function at x, (n,)."""

PASSES = 2  # after which nothing of the functions before is left in one


@dataclass(frozen=True, slots=True, eq=False)
class OrthogonalFit(Locked):
    """The curve Σ cₖ qₖ(x) of least squares in `count` functions, which span what the qₖ span.

    Over the data the qₖ have mean square 1 and are orthogonal: each is a function less its parts in
    the qⱼ before it, taken off twice (Björck, Numerical Methods for Least Squares Problems, 1996,
    section 2.4.5). If the kth function is x qₖ₋₁ they are polynomials, well defined where powers of
    x cannot be told apart (Brubeck, Nakatsukasa & Trefethen, Vandermonde with Arnoldi, SIAM Review
    63, 2021). A function of which no more than rounding is left has no part in the curve.

    `parts` (2, count, count) says at [:, j, k] how much of qⱼ each pass took off the kth function;
    `sizes` (count,) are what was left of each, and `coefficients` (count,) the cₖ.
    """

    column: Column
    parts: FloatArray
    sizes: FloatArray
    coefficients: FloatArray

    @classmethod
    def of(cls, column: Column, count: int, data: Sample) -> Self:
        """Return the fit of `count` functions to the data."""
        parts, sizes = np.zeros((PASSES, count, count)), np.zeros(count)
        coefficients, rest = np.zeros(count), data.y
        earlier = [np.ones(data.m)]
        for k in range(count):
            given = left = column(k, data.x, earlier[-1])
            for taken in parts:
                for j, q in enumerate(earlier[1:]):
                    taken[j, k] = _mean(q * left)
                    left = left - taken[j, k] * q
            size = normed(left)[1]
            sizes[k] = size if size > ROUNDING * normed(given)[1] else 0.0
            earlier.append(_divided(left, sizes[k]))
        for _ in range(PASSES):
            for k, q in enumerate(earlier[1:]):
                part = _mean(q * rest)
                coefficients[k] += part
                rest = rest - part * q
        return cls(column, *map(read_only, (parts, sizes, coefficients)))

    def __call__(self, x: FloatArray) -> FloatArray:
        """Return the curve at x (n,), of shape (n,); at the data's x, to the bit what was fitted.

        The very operations that made the qₖ orthogonal are done again, one x beside the other.
        """
        earlier, curve = [np.ones_like(x)], np.zeros_like(x)
        for k, size in enumerate(self.sizes.tolist()):
            left = self.column(k, x, earlier[-1])
            for taken in self.parts[:, :k, k]:
                for part, q in zip(taken.tolist(), earlier[1:], strict=True):
                    left = left - part * q
            earlier.append(_divided(left, size))
            curve = curve + self.coefficients[k] * earlier[-1]
        return curve

    def weights(self) -> FloatArray:
        """Return the weights (count,) of the functions themselves; of several the smallest ones."""
        triangle = self.parts.sum(axis=0) + np.diag(self.sizes)  # functions = qₖ times this
        lengths = np.linalg.norm(triangle, axis=0)
        lengths[lengths == 0] = 1.0
        kept = self.sizes > 0
        scaled = (triangle / lengths)[kept]
        return np.asarray(np.linalg.lstsq(scaled, self.coefficients[kept], rcond=0)[0] / lengths)


def _mean(values: FloatArray) -> float:
    return float(np.add.reduce(values)) / len(values)


def _divided(left: FloatArray, size: float) -> FloatArray:
    return left / size if size > 0 else np.zeros_like(left)
