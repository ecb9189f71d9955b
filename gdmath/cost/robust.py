"""Costs that a few wild observations do not rule: Huber's, and the mean absolute error."""

import math
from abc import abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from gdmath.checks import FloatArray, Positive
from gdmath.cost.mean_loss import MeanLoss
from gdmath.cost.protocol import BEYOND, NoMinimumError, Observations
from gdmath.dataset import Sample
from gdmath.formula import Formula
from gdmath.roots import bracketed_roots
from gdmath.rounding import EPS, HAIR

GROWTH = 16.0  # a bracket that holds no root moves on to this many times its outer end
NEWTON_STEPS, HALVINGS = 50, 30  # the most of Newton's steps, and of shorter ones tried for each
DEFINITE = 1e-9  # of the product of a Hessian's diagonal: below it Newton's steps are not trusted
LEVEL = 1e-14  # the share by which costs may differ by rounding alone


class RobustLoss(MeanLoss):
    """A convex and even loss of the residuals, with an intercept that is best for each slope."""

    __slots__ = ()

    @abstractmethod
    def _center(self, d: FloatArray) -> tuple[float, FloatArray]:
        """Return the best intercept for y − θ1 x = d (m,), and slopes ℓ' there that sum to 0."""

    @np.errstate(all="ignore")  # what is not finite is refused
    def minimizer(self) -> FloatArray:
        """Return a θ* at which J is least, of shape (2,); there may be others.

        With the best θ0 for each θ1 the cost is a convex function of θ1 alone, whose slope is
        −1/m Σ ℓ'(dᵢ − θ0) xᵢ with d = y − θ1 x (the envelope theorem); it is least where that
        changes its sign. Data too large or too close together for float64 raise NoMinimumError.
        """
        data = self.data
        dx = data.x - float(data.x.mean())
        dy = data.y - float(np.median(data.y))
        if data.x.min() == data.x.max() or not dy.any():  # the flattest of many lines
            return np.array([self._center(data.y)[0], 0.0])

        def rising(slopes: FloatArray) -> FloatArray:
            return -_sums(np.stack([self._center(dy - slope * dx)[1] * dx for slope in slopes]))

        # The size of most slopes, not of the steepest: an observation however wild costs no digits.
        size = float(np.median(np.abs(dy[dy != 0])) / np.abs(dx).max())
        high = max(size, np.finfo(np.float64).tiny)
        low = -high
        while True:
            at_low, at_high = rising(np.array([low, high]))
            if at_low <= 0 <= at_high:
                break
            if not np.isfinite([low, high, at_low, at_high]).all():
                raise NoMinimumError(f"no minimum was found: {BEYOND}")
            low, high = (GROWTH * low, low) if at_low > 0 else (high, GROWTH * high)
        slope = float(bracketed_roots(rising, [low], [high])[0])
        best = np.array([self._center(data.y - slope * data.x)[0], slope])
        if not np.isfinite(best).all():
            raise NoMinimumError(f"no minimum was found: {BEYOND}")
        return best


@dataclass(frozen=True, slots=True)
class HuberCost(RobustLoss):
    """The cost J(θ) = 1/m Σ h(rᵢ) of the residuals rᵢ = θ0 + θ1 xᵢ − yᵢ (Huber, 1964).

    h(r) = ½ r² where |r| ≤ δ, and δ (|r| − ½ δ) beyond; δ > 0 is `delta`, in units of y.

    Examples
    --------
    >>> from gdmath import Dataset
    >>> float(HuberCost(Dataset([0, 1], [0.5, -3]), delta=1)((0, 0)))  # the mean of 0.125 and 2.5
    1.3125
    """

    formula: ClassVar[Formula] = Formula(
        "1/m sum_(i=1)^m h_delta (theta_0 + theta_1 x_i - y_i)",
        r"\frac{1}{m} \sum_{i=1}^m h_\delta(\theta_0 + \theta_1 x_i - y_i)",
    )

    data: Observations
    delta: Positive = 1.0
    _rows: FloatArray = field(init=False, repr=False, compare=False)

    def _loss(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        # With s = min(|r|, δ)/2 both parts of h are 2 s (|r| − s).
        np.abs(z, out=z)
        np.minimum(z, self.delta, out=scratch)
        scratch *= 0.5
        z -= scratch
        scratch *= 2
        z *= scratch
        return z

    def _loss_gradient(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        return np.clip(z, -self.delta, self.delta, out=z)

    def _loss_hessian(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        np.abs(z, out=z)
        return np.less_equal(z, self.delta, out=scratch, casting="unsafe")

    def minimizer(self) -> FloatArray:
        """Return a θ* at which J is least, of shape (2,); there may be others.

        Newton's method first: J is quadratic as long as no residual passes ±δ, so a step after
        which each is on the side where it was ends at the minimum (Madsen & Nielsen, Finite
        algorithms for robust linear regression, BIT 30, 1990). Where too few residuals are within
        ±δ, or the steps do not end, it is sought as for every loss of this kind. Data too large or
        too close together for float64 raise NoMinimumError.
        """
        found = self._newton_minimizer()
        return super(HuberCost, self).minimizer() if found is None else found

    @np.errstate(all="ignore")  # what is not finite leads nowhere
    def _newton_minimizer(self) -> FloatArray | None:
        x, y = self.data.x, self.data.y
        center, scale = float(x.mean()), float(x.std())
        if not 0 < scale < math.inf:
            return None
        line = HuberCost(Sample((x - center) / scale, y), self.delta)
        theta = np.array([float(y.mean()), float(line.data.x @ y) / len(y)])
        value, sides = float(line(theta)), line._sides(theta)
        for _ in range(NEWTON_STEPS):
            gradient, hessian = line.gradient(theta), line.hessian(theta)
            (a, b), (_, c) = hessian.tolist()
            if not a * c - b * b > DEFINITE * a * c:
                return None
            step = np.linalg.solve(hessian, -gradient)
            most = value + LEVEL * value
            trials = (theta + 0.5**halving * step for halving in range(HALVINGS))
            there = next((trial for trial in trials if line(trial) <= most), None)
            if there is None:
                return None
            before, sides = sides, line._sides(there)
            theta, value = there, float(line(there))
            if np.array_equal(sides, before):
                break
        else:
            return None
        theta = theta - np.linalg.solve(hessian, line.gradient(theta))  # what rounding left
        slope = float(theta[1]) / scale
        best = np.array([float(theta[0]) - slope * center, slope])
        return best if np.isfinite(best).all() else None

    def _sides(self, theta: FloatArray) -> NDArray[np.int8]:
        """Return which residuals (m,) at θ (2,) are within ±δ, 0, and on which side others are."""
        residuals = theta[0] + theta[1] * self.data.x - self.data.y
        above, below = residuals > self.delta, residuals < -self.delta
        return np.asarray(above.astype(np.int8) - below.astype(np.int8))

    def _loss_bregman(self, z: FloatArray, shift: FloatArray) -> FloatArray:
        # ∫ |z + d − t| dt over what of the way from z to z + d lies within ±δ: a trapezium.
        inside = np.clip(z, -self.delta, self.delta)
        whole = shift + (z - inside)
        part = np.clip(whole, -self.delta - inside, self.delta - inside)
        return np.asarray(0.5 * np.abs(part) * (np.abs(whole) + np.abs(whole - part)))

    def _center(self, d: FloatArray) -> tuple[float, FloatArray]:
        """Solve Σ clip(d − c, −δ, δ) = 0 for c; the sum falls, and changes sign in median ± δ."""

        def total(centers: FloatArray) -> FloatArray:
            return _sums(np.clip(d - centers[:, None], -self.delta, self.delta))

        middle = float(np.median(d))
        low, high = max(middle - self.delta, d.min()), min(middle + self.delta, d.max())
        center = float(bracketed_roots(total, [low], [high])[0])
        slopes = np.clip(d - center, -self.delta, self.delta)
        # Where δ is finer than float64 can tell residuals apart, those at the center may have any
        # slope from −δ to δ; one makes the sum vanish.
        beside = np.abs(d - center) <= HAIR * np.abs(d).max() + self.delta
        if slopes.sum() != 0 and beside.any():
            share = slopes[beside] - slopes.sum() / np.count_nonzero(beside)
            slopes[beside] = np.clip(share, -self.delta, self.delta)
        return center, slopes


@dataclass(frozen=True, slots=True)
class MeanAbsoluteError(RobustLoss):
    """The cost J(θ) = 1/m Σ |θ0 + θ1 xᵢ − yᵢ| (least absolute deviations; Boscovich, 1757).

    J is made of flat pieces: it has a kink wherever the line passes through an observation.
    There `gradient` is the sub-gradient with sign(0) = 0; `hessian` is 0 everywhere.

    Examples
    --------
    >>> from gdmath import Dataset
    >>> float(MeanAbsoluteError(Dataset([0, 1], [1, -3]))((0, 0)))
    2.0
    """

    formula: ClassVar[Formula] = Formula(
        "1/m sum_(i=1)^m abs(theta_0 + theta_1 x_i - y_i)",
        r"\frac{1}{m} \sum_{i=1}^m |\theta_0 + \theta_1 x_i - y_i|",
    )

    data: Observations
    _rows: FloatArray = field(init=False, repr=False, compare=False)

    def _loss(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        return np.abs(z, out=z)

    def _loss_gradient(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        return np.sign(z, out=z)

    def _loss_hessian(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        z[:] = 0.0
        return z

    def _loss_bregman(self, z: FloatArray, shift: FloatArray) -> FloatArray:
        there = z + shift
        return np.asarray(np.abs(there) * np.abs(np.sign(there) - np.sign(z)))

    def _center(self, d: FloatArray) -> tuple[float, FloatArray]:
        center = float(np.median(d))
        slopes = np.sign(d - center)
        # Where the line passes through observations any slope from −1 to 1 is a sub-gradient; one
        # makes the sum vanish.
        touching = slopes == 0
        if touching.any():
            slopes[touching] = -slopes.sum() / np.count_nonzero(touching)
        return center, slopes


def _sums(terms: FloatArray) -> FloatArray:
    """Return sums along the last axis; 0 where they are rounding alone."""
    sums = terms.sum(axis=-1)
    return np.where(np.abs(sums) <= EPS * np.abs(terms).sum(axis=-1), 0.0, sums)
