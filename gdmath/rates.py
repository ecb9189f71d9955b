"""Rates: what the Hessian says about the learning rate.

Near a minimum θ* a descent with the learning rate α multiplies the error by I − αH in each
step. Along an eigenvector of H with the eigenvalue λ that is the factor 1 − αλ, so everything
about the rate can be read off αλ (Polyak, Introduction to Optimization, 1987, section 1.4).
"""

import math
from dataclasses import dataclass
from typing import Literal, Self, get_args

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.locked import Locked, fill
from gdmath.rounding import HAIR, ROUNDING

Regime = Literal["monotone", "crawl", "zigzag", "edge", "divergent"]
"""How a step changes the error along an eigenvector, the worst last (see `Rates.regimes`)."""

SEVERITY: tuple[Regime, ...] = get_args(Regime)

CRAWL = 0.1  # below this αλ a step removes less than a tenth of the error
EDGE = 1e-9  # αλ is at the edge when it differs from 2 by at most this share
ORTHONORMAL = 1e-6  # how far scalar products may be from those of orthogonal unit vectors
HUGE = 1e300  # of the optimal rate: more would overflow


@dataclass(frozen=True, slots=True, eq=False)
class Rates(Locked):
    """The eigenvalues of a Hessian, and what they demand of the learning rate.

    `eigenvalues` (2,) are λmin and λmax, ascending, and the columns of `eigenvectors` (2, 2)
    orthogonal unit vectors in their order.

    They hold for a smooth cost near the point of the Hessian. A kink is in no Hessian: nothing
    follows for the mean absolute error, or for the lasso along θ1 = 0.

    Examples
    --------
    >>> rates = Rates(eigenvalues=(1, 4), eigenvectors=((1, 0), (0, 1)))
    >>> rates.critical, rates.optimal, rates.condition
    (0.5, 0.4, 4.0)
    """

    eigenvalues: FloatArray
    eigenvectors: FloatArray

    def __init__(self, eigenvalues: ArrayLike, eigenvectors: ArrayLike) -> None:
        values = checks.single_parameters(eigenvalues, "eigenvalues")
        vectors = checks.numeric(eigenvectors, "eigenvectors")
        if values[0] > values[1]:
            raise ValueError(f"eigenvalues is {values.tolist()}; it must be ascending")
        if vectors.shape != (2, 2):
            raise ValueError(f"eigenvectors has shape {vectors.shape}; it must be (2, 2)")
        if not np.allclose(vectors.T @ vectors, np.eye(2), rtol=0, atol=ORTHONORMAL):
            given = f"eigenvectors is {vectors.tolist()}"
            raise ValueError(f"{given}; its columns must be orthogonal unit vectors")
        fill(self, eigenvalues=values, eigenvectors=checks.read_only(vectors))

    @classmethod
    def of(cls, cost: Cost, theta: ArrayLike | None = None) -> Self:
        """Return the rates for `cost` at `theta` (2,), by default where the cost is least.

        Of a cost that knows its Hessian as H = RᵀR (`hessian_root`) they are R's squared singular
        values: σmin = |det R| / σmax does not cancel, while from H itself λmin is lost, and counts
        as 0, where the condition number nears 10¹⁶, as it does for raw predictors in the millions
        (Golub & Van Loan, Matrix Computations, section 5.3).

        Raises NoMinimumError if `theta` is left out and the cost has no minimum, and ValueError if
        the Hessian at the point is not finite, or is 0: without curvature no rate is too large.
        """
        checks.cost(cost, has=["hessian"])
        if theta is not None:
            theta = checks.single_parameters(theta)
        root = getattr(cost, "hessian_root", None)
        if root is not None:
            if not np.any(root):
                raise _no_curvature(cost)
            return cls._of_root(np.asarray(root, dtype=np.float64))
        point = cost.minimizer() if theta is None else theta
        with np.errstate(all="ignore"):  # refused below, by value
            hessian = np.asarray(cost.hessian(point))
        if hessian.shape != (2, 2) or not np.isfinite(hessian).all():
            where = np.asarray(point).tolist()
            raise ValueError(f"theta is {where}; the Hessian is not finite there")
        if not hessian.any():
            raise _no_curvature(cost)
        values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
        values[np.abs(values) <= HAIR * np.abs(values).max()] = 0.0
        return cls(values, _pointing_up(vectors))

    @classmethod
    def _of_root(cls, root: FloatArray) -> Self:
        if root.shape != (2, 2) or not np.isfinite(root).all():
            raise ValueError(f"hessian_root is {root.tolist()}; it must be (2, 2) finite numbers")
        _, (largest, smallest), directions = np.linalg.svd(root)
        if largest > 0:  # the determinant of a triangle is one product: nothing cancels
            smallest = min(abs(float(root[0, 0])) / largest * abs(float(root[1, 1])), largest)
        with np.errstate(over="ignore", under="ignore"):  # refused by the constructor
            values = np.array([smallest, largest]) ** 2
        return cls(values, _pointing_up(directions[::-1].T))

    @property
    def smallest(self) -> float:
        """λmin."""
        return float(self.eigenvalues[0])

    @property
    def largest(self) -> float:
        """λmax."""
        return float(self.eigenvalues[1])

    @property
    def condition(self) -> float:
        """The condition number κ = λmax / λmin ≥ 1; inf where H is not positive definite."""
        return self.largest / self.smallest if self.smallest > 0 else math.inf

    @property
    def critical(self) -> float:
        """2 / λmax, the rate above which the descent diverges along the steepest direction.

        It is inf where λmax ≤ 0. Where λmin < 0 every rate diverges along that direction (Nesterov,
        Introductory Lectures on Convex Optimization, 2004, theorem 2.1.14, with L = λmax).
        """
        return 2 / self.largest if self.largest > 0 else math.inf

    @property
    def optimal(self) -> float:
        """2 / (λmin + λmax), the rate whose worst contraction is least, (κ − 1) / (κ + 1).

        (Nesterov, 2004, theorem 2.1.15.) A direction with λmin ≤ 0 is left out, as no rate
        contracts it: 1 / λmax; inf where λmax ≤ 0 too.
        """
        if self.largest <= 0:
            return math.inf
        other = self.smallest if self.smallest > 0 else self.largest
        return 1 / (other / 2 + self.largest / 2)  # the sum itself may overflow

    def contraction(self, rate: ArrayLike) -> FloatArray:
        """Return |1 − αλ| (..., 2), what a step at rates α (...) leaves along each eigenvector."""
        return np.asarray(np.abs(1 - self._products(rate)))

    def worst_contraction(self, rate: ArrayLike) -> FloatArray:
        """Return the larger contraction, of shape (...): |θₖ − θ*| ≤ worstᵏ |θ₀ − θ*|.

        The bound is exact for a quadratic cost and the worst start (Boyd & Vandenberghe, Convex
        Optimization, 2004, section 9.3).
        """
        return np.asarray(self.contraction(rate).max(axis=-1))[()]

    def regimes(self, rate: float) -> tuple[Regime, Regime]:
        """Return how the error moves along each eigenvector, in the order of the eigenvalues.

        ==========  ======================  ==================================================
        regime      αλ                      each step
        ==========  ======================  ==================================================
        crawl       0 ≤ αλ < 0.1            leaves more than nine tenths of the error
        monotone    0.1 ≤ αλ ≤ 1            shrinks it on the same side
        zigzag      1 < αλ < 2              shrinks it and jumps to the other side
        edge        αλ = 2                  jumps to the other side and does not shrink it
        divergent   αλ > 2, or λ < 0        enlarges it
        ==========  ======================  ==================================================

        αλ = 2 is meant within 10⁻⁹, but never so loosely that the optimal rate, which stays
        2 / (κ + 1) below it, is at the edge.
        """
        rate = checks.not_negative(rate, "rate")
        products, margins = self._products(rate).tolist(), self._margins(rate)
        edge = min(2 * EDGE, self._least_share) if self.smallest > 0 else 2 * EDGE
        first, second = (_regime(p, m, edge) for p, m in zip(products, margins, strict=True))
        return first, second

    def regime(self, rate: float) -> Regime:
        """Return the regime of the whole descent, that of its worst direction.

        A long valley at a rate near the critical one zigzags and crawls at once; what one sees of
        it is the zigzag.
        """
        return max(self.regimes(rate), key=SEVERITY.index)

    def steps_to(self, shrink: float, rate: float) -> int | None:
        """Return after how many steps at most the share `shrink` in (0, 1) of any error is left.

        None at the edge, beyond it, and where a direction is flat.
        """
        shrink = checks.between(shrink, "shrink", 0, 1, ends="()")
        if self.regime(rate) in ("edge", "divergent"):
            return None
        # The worst contraction is |1 − lost|, here free of that rounding.
        lost = min(*self._products(rate).tolist(), *self._margins(rate))
        if lost == 1:
            return 1
        steps = math.log(shrink) / math.log1p(-lost) if lost > 0 else math.inf
        # A quotient that is whole but for rounding is whole.
        return max(math.ceil(steps * (1 - ROUNDING)), 1) if math.isfinite(steps) else None

    @property
    def _least_share(self) -> float:
        """1 / (κ + 1): along λmin the optimal rate takes twice this share of the error."""
        return 1 / (self.condition + 1)

    def _margins(self, rate: float) -> tuple[float, float]:
        """Return how far αλ is below 2 along each eigenvector, at one rate.

        For λmax this is counted from the optimal rate, where it is 2 / (κ + 1): in a long valley
        that is less than what rounding α changes in αλ.
        """
        smallest, largest = self._products(rate).tolist()
        if self.smallest <= 0:
            return 2 - smallest, 2 - largest
        share, least = min(rate / self.optimal, HUGE), self._least_share
        return 2 - smallest, 2 * (1 - share) + 2 * share * least

    def _products(self, rate: ArrayLike) -> FloatArray:
        rates = checks.numeric(rate, "rate")
        if not (np.isfinite(rates).all() and (rates >= 0).all()):
            raise checks.wrong(rate, "rate", "a finite number, 0 or more")
        with np.errstate(over="ignore"):
            return np.asarray(rates[..., None] * self.eigenvalues)


def _regime(product: float, margin: float, edge: float) -> Regime:
    """Return the regime at αλ, `margin` below 2, of which less than `edge` counts as none."""
    if -max(edge, HAIR) <= margin <= edge:
        return "edge"
    if product < 0 or margin < 0:
        return "divergent"
    if product < CRAWL * (1 - EDGE):
        return "crawl"
    return "monotone" if product <= 1 else "zigzag"


def _no_curvature(cost: Cost) -> ValueError:
    return ValueError(
        f"cost is a {type(cost).__name__} whose Hessian is 0 there; it must have curvature, "
        "as no learning rate follows from none"
    )


def _pointing_up(vectors: FloatArray) -> FloatArray:
    """Return the columns with their larger component positive: the sign is free."""
    larger = vectors[np.abs(vectors).argmax(axis=0), [0, 1]]
    return vectors * np.sign(larger)
