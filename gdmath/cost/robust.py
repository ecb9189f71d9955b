"""Costs that a few wild observations do not rule: Huber's, and the mean absolute error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost.mean_loss import MeanLoss, residual_rows
from gdmath.cost.protocol import BEYOND, NoMinimumError
from gdmath.dataset import Sample
from gdmath.formula import Formula

BISECTIONS = 200
"""Halvings after which no interval of float64 is left to halve."""

BLUR = 4 * float(np.finfo(np.float64).eps)
"""Residuals that differ by no more than this share of the largest may differ by rounding."""

Center = Callable[[FloatArray], tuple[float, FloatArray]]
"""From residuals d (m,) to the best intercept, and the slopes ℓ'(d − intercept), which sum to 0."""


@dataclass(frozen=True, slots=True)
class HuberCost(MeanLoss):
    """The cost J(θ) = 1/m Σ h(rᵢ) of the residuals rᵢ = θ0 + θ1 xᵢ − yᵢ (Huber, 1964).

    h(r) = ½ r² where |r| ≤ δ, and δ (|r| − ½ δ) beyond: squares near the line, lengths far off.

    Parameters
    ----------
    data
        The m observations.
    delta
        δ, positive, in units of y.

    Raises
    ------
    ValueError
        If `delta` is not a positive finite number.

    Examples
    --------
    >>> from gdmath import Dataset
    >>> J = HuberCost(Dataset([0, 1], [0.5, -3]), delta=1)
    >>> float(J((0, 0)))  # the mean of 0.125 and 2.5
    1.3125
    """

    data: Sample
    delta: float = 1.0
    _rows: FloatArray = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        delta = checks.real(self.delta, "delta", "a positive finite number", above=0)
        object.__setattr__(self, "delta", delta)
        object.__setattr__(self, "_rows", residual_rows(checks.sample(self.data)))

    def _loss(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        # With s = min(|r|, δ)/2 both parts of h are 2 s (|r| − s).
        np.abs(z, out=z)
        np.minimum(z, self.delta, out=scratch)
        scratch *= 0.5
        z -= scratch
        scratch *= 2
        z *= scratch
        return z

    def _slope(self, z: FloatArray, scratch: FloatArray) -> FloatArray:  # noqa: ARG002
        return np.clip(z, -self.delta, self.delta, out=z)

    def _bend(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        np.abs(z, out=z)
        return np.less_equal(z, self.delta, out=scratch, casting="unsafe")

    def minimizer(self) -> FloatArray:
        """Return θ*, of shape (2,), certified by the sign of the slope on both sides of θ1*.

        Raises
        ------
        NoMinimumError
            If the data are too large or too close together for float64.

        Examples
        --------
        >>> from gdmath import Dataset
        >>> HuberCost(Dataset([0, 1, 2, 3, 4], [0, 1, 2, 3, 99]), delta=0.1).minimizer().round(2)
        array([-0.05,  1.05])
        """
        return _minimizer(self.data, self._center)

    def _center(self, d: FloatArray) -> tuple[float, FloatArray]:
        """Solve Σ clip(d − c, −δ, δ) = 0 for c: a sum that falls, by safeguarded Newton steps."""
        low, high = float(d.min()), float(d.max())
        center = float(np.median(d))
        for _ in range(BISECTIONS):
            slopes = np.clip(d - center, -self.delta, self.delta)
            total = float(slopes.sum())
            if total > 0:
                low = center
            else:
                high = center
            inside = int(np.count_nonzero(np.abs(d - center) <= self.delta))
            following = center + total / inside if inside else 0.5 * (low + high)
            if not low <= following <= high:
                following = 0.5 * (low + high)
            if following == center:
                break
            center = following
        # Where δ is finer than float64 can tell residuals apart, those at the center may have any
        # slope from −δ to δ; one makes the sum vanish.
        beside = np.abs(d - center) <= BLUR * np.abs(d).max() + self.delta
        if slopes.sum() != 0 and beside.any():
            share = slopes[beside] - slopes.sum() / np.count_nonzero(beside)
            slopes[beside] = np.clip(share, -self.delta, self.delta)
        return center, slopes

    @property
    def formula(self) -> Formula:
        """J as a formula.

        Examples
        --------
        >>> from gdmath import Dataset
        >>> HuberCost(Dataset([0, 1], [0, 1])).formula.typst[:23]
        '1/m sum_(i=1)^m h_delta'
        """
        return Formula(
            "1/m sum_(i=1)^m h_delta (theta_0 + theta_1 x_i - y_i)",
            r"\frac{1}{m} \sum_{i=1}^m h_\delta(\theta_0 + \theta_1 x_i - y_i)",
        )


@dataclass(frozen=True, slots=True)
class MeanAbsoluteError(MeanLoss):
    """The cost J(θ) = 1/m Σ |θ0 + θ1 xᵢ − yᵢ| (least absolute deviations; Boscovich, 1757).

    J is made of flat pieces: it has a kink wherever the line passes through an observation.
    There `gradient` is the sub-gradient with sign(0) = 0; `hessian` is 0 everywhere.

    Parameters
    ----------
    data
        The m observations.

    Examples
    --------
    >>> from gdmath import Dataset
    >>> float(MeanAbsoluteError(Dataset([0, 1], [1, -3]))((0, 0)))
    2.0
    """

    data: Sample
    _rows: FloatArray = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rows", residual_rows(checks.sample(self.data)))

    def _loss(self, z: FloatArray, scratch: FloatArray) -> FloatArray:  # noqa: ARG002
        return np.abs(z, out=z)

    def _slope(self, z: FloatArray, scratch: FloatArray) -> FloatArray:  # noqa: ARG002
        return np.sign(z, out=z)

    def _bend(self, z: FloatArray, scratch: FloatArray) -> FloatArray:  # noqa: ARG002
        z[:] = 0.0
        return z

    def minimizer(self) -> FloatArray:
        """Return a θ* at which J is least, of shape (2,); there may be others.

        It is certified by the sign of the sub-gradient on both sides of θ1*.

        Raises
        ------
        NoMinimumError
            If the data are too large or too close together for float64.

        Examples
        --------
        >>> from gdmath import Dataset
        >>> MeanAbsoluteError(Dataset([0, 1, 2, 3, 4], [0, 1, 2, 3, 99])).minimizer().round(12)
        array([0., 1.])
        """
        return _minimizer(self.data, _median)

    @property
    def formula(self) -> Formula:
        """J as a formula.

        Examples
        --------
        >>> from gdmath import Dataset
        >>> MeanAbsoluteError(Dataset([0, 1], [0, 1])).formula.typst[:19]
        '1/m sum_(i=1)^m abs'
        """
        return Formula(
            "1/m sum_(i=1)^m abs(theta_0 + theta_1 x_i - y_i)",
            r"\frac{1}{m} \sum_{i=1}^m |\theta_0 + \theta_1 x_i - y_i|",
        )


def _median(d: FloatArray) -> tuple[float, FloatArray]:
    center = float(np.median(d))
    slopes = np.sign(d - center)
    # Where the line passes through observations any slope from −1 to 1 is a sub-gradient; one
    # makes the sum vanish.
    touching = slopes == 0
    if touching.any():
        slopes[touching] = -slopes.sum() / np.count_nonzero(touching)
    return center, slopes


@np.errstate(all="ignore")  # what is not finite is refused
def _minimizer(data: Sample, center: Center) -> FloatArray:
    """Return where the mean loss of y − θ1 x − θ0 is least, for a convex and even loss.

    With the best θ0 for each θ1 the cost is a convex function of θ1 alone, whose slope is
    −1/m Σ ℓ'(dᵢ − θ0) xᵢ with d = y − θ1 x (the envelope theorem). Its sign change is bisected.
    """
    x_mean = float(data.x.mean())
    dx = data.x - x_mean
    dy = data.y - float(np.median(data.y))
    spread = float(np.abs(dx).max())
    if data.x.min() == data.x.max() or not dy.any():  # the flattest of many lines
        return np.array([center(data.y)[0], 0.0])

    def rising(slope: float) -> float:
        return -float(center(dy - slope * dx)[1] @ dx)

    step = max(float(np.abs(dy).max()) / spread, np.finfo(np.float64).tiny)
    low, high = -step, step
    for _ in range(BISECTIONS):
        if rising(low) <= 0 <= rising(high):
            break
        low, high = 4 * low, 4 * high
    else:
        raise NoMinimumError(f"no minimum was found: {BEYOND}")
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        tilt = rising(middle)
        if tilt == 0:
            low = high = middle
        elif tilt > 0:
            high = middle
        else:
            low = middle
    slope = 0.5 * (low + high)
    best = np.array([center(data.y - slope * data.x)[0], slope])
    if not np.isfinite(best).all():
        raise NoMinimumError(f"no minimum was found: {BEYOND}")
    return best
