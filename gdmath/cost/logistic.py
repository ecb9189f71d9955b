"""The cross-entropy of logistic regression."""

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from gdmath.checks import FloatArray
from gdmath.cost.mean_loss import MeanLoss
from gdmath.cost.protocol import BEYOND, NoMinimumError, Observations
from gdmath.dataset import Sample
from gdmath.formula import Formula
from gdmath.quadrature import SHARES, WEIGHTS

NEWTON_STEPS = 200  # the most steps, far more than any data with a minimum need
LEVEL = 1e-14  # the share by which costs may differ by rounding alone
CERTIFIED = 1e-10  # the largest part of a minimum's gradient, for x of mean 0 and deviation 1


@dataclass(frozen=True, slots=True)
class LogisticCost(MeanLoss):
    """The mean cross-entropy J(θ) of p = 1/(1 + exp(−(θ0 + θ1 x))) and labels y of 0 and 1.

    J = 1/m Σ log(1 + exp(−zᵢ)) with the margins zᵢ = ±(θ0 + θ1 xᵢ), + where yᵢ = 1 (Hastie,
    Tibshirani & Friedman, The Elements of Statistical Learning, section 4.4). The logarithm is
    written as max(−z, 0) + log1p(exp(−|z|)), which neither overflows nor cancels at any z.

    Examples
    --------
    >>> from gdmath import Dataset
    >>> float(LogisticCost(Dataset([-1, 1, 2], [0, 1, 0]))((0, 0)).round(6))  # log 2
    0.693147
    """

    formula: ClassVar[Formula] = Formula(
        "-1/m sum_(i=1)^m (y_i log p_i + (1 - y_i) log(1 - p_i)), quad "
        "p_i = 1/(1 + e^(-(theta_0 + theta_1 x_i)))",
        r"-\frac{1}{m} \sum_{i=1}^m \bigl(y_i \log p_i + (1 - y_i) \log(1 - p_i)\bigr), \quad "
        r"p_i = \frac{1}{1 + e^{-(\theta_0 + \theta_1 x_i)}}",
    )

    data: Observations
    _rows: FloatArray = field(init=False, repr=False, compare=False)

    def _rows_of(self, data: Sample) -> FloatArray:
        wrong = (data.y != 0) & (data.y != 1)
        if wrong.any():
            row = int(np.argmax(wrong))
            raise ValueError(f"y is {data.y[row]:g} in row {row}; a label must be 0 or 1")
        sign = 2 * data.y - 1
        return np.stack([sign, sign * data.x, np.zeros(data.m)])

    def _loss(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        np.abs(z, out=scratch)
        np.negative(scratch, out=scratch)
        np.exp(scratch, out=scratch)
        np.log1p(scratch, out=scratch)
        scratch -= np.minimum(z, 0.0, out=z)
        return scratch

    def _loss_gradient(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        np.exp(z, out=z)  # where it overflows, the slope is 0
        z += 1
        return np.divide(-1, z, out=z)

    def _loss_hessian(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        np.abs(z, out=z)
        np.negative(z, out=z)
        np.exp(z, out=z)
        np.add(z, 1, out=scratch)
        z /= scratch
        z /= scratch
        return z

    def _loss_bregman(self, z: FloatArray, shift: FloatArray) -> FloatArray:
        # ℓ(z) − ℓ(−z) is linear: of the two the one that is small has nothing that cancels.
        shift = np.where(z < 0, -shift, shift)
        z = np.abs(z)
        tail = np.exp(-z)
        rise = self._loss(z + shift, np.empty_like(z)) - np.log1p(tail)
        gaps = np.asarray(rise + shift * tail / (1 + tail))
        near = np.abs(shift) <= 1
        z, shift = z[near], shift[near]
        bend = np.zeros_like(z)
        for share, weight in zip(SHARES, WEIGHTS, strict=True):
            bend += weight * self._loss_hessian(z + share * shift, np.empty_like(z))
        gaps[near] = shift * shift * bend
        return gaps

    def minimizer(self) -> FloatArray:
        """Return θ*, of shape (2,), by Newton steps, certified by the gradient there.

        Where all x are the same, many points are least; this is the one with slope 0. Where all
        labels are the same, or some x separates them, J falls for ever as θ grows (Albert &
        Anderson, 1984): NoMinimumError.
        """
        x, y = self.data.x, self.data.y
        negatives, positives = x[y == 0], x[y == 1]
        if not (len(negatives) and len(positives)):
            raise NoMinimumError(
                f"J has no minimum: every label is {y[0]:g}, so that it falls for ever"
            )
        if x.min() == x.max():
            return np.array([math.log(len(positives) / len(negatives)), 0.0])
        if negatives.max() <= positives.min() or positives.max() <= negatives.min():
            raise NoMinimumError(
                "J has no minimum: some x separates the labels 0 and 1, so that it falls for ever"
            )
        with np.errstate(over="ignore", invalid="ignore"):
            center, scale = float(x.mean()), float(x.std())
        if not 0 < scale < math.inf:
            raise NoMinimumError(f"no minimum was found: {BEYOND}")
        standardized = LogisticCost(Sample((x - center) / scale, y))
        theta = np.zeros(2)
        for _ in range(NEWTON_STEPS):
            gradient = standardized.gradient(theta)
            step = np.linalg.lstsq(standardized.hessian(theta), -gradient, rcond=None)[0]
            value, share = standardized(theta), 1.0
            # Near the minimum J is level to within rounding: the full step is the best one.
            while standardized(theta + share * step) > value + LEVEL * value and share > 1e-10:
                share /= 2
            theta = theta + share * step
            if np.abs(step).max() <= 1e-14 * (1 + np.abs(theta).max()):
                break
        if np.abs(standardized.gradient(theta)).max() > CERTIFIED:
            raise NoMinimumError("no minimum was found: the labels are all but separated")
        slope = theta[1] / scale
        return np.array([theta[0] - slope * center, slope])
