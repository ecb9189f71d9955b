"""The mean squared error with a penalty on the slope: ridge and lasso."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import Flag, FloatArray, NotNegative
from gdmath.cost.mean_squared_error import MeanSquaredError
from gdmath.cost.protocol import CostOfData, Observations
from gdmath.cost.quadratic import Quadratic, QuadraticForm, quiet
from gdmath.formula import Formula
from gdmath.locked import Locked, fill


@dataclass(frozen=True, slots=True)
class RidgeCost(QuadraticForm):
    """The ridge cost J(θ) = 1/(2m) Σ (θ0 + θ1 xᵢ − yᵢ)² + (λ/2) θ1², twice that if not `half`.

    λ ≥ 0 is `penalty`; the intercept is not penalised (Hoerl & Kennard, 1970; Hastie, Tibshirani &
    Friedman, The Elements of Statistical Learning, eq. 3.41). It is scikit-learn's ``Ridge`` with
    alpha = m λ.

    Examples
    --------
    >>> from gdmath import Dataset
    >>> RidgeCost(Dataset([-1, 1], [0, 2]), penalty=1).minimizer()
    array([1. , 0.5])
    """

    data: Observations
    penalty: NotNegative
    half: Flag = True
    _form: Quadratic = field(init=False, repr=False)

    def __post_init__(self) -> None:
        Locked.__post_init__(self)
        fill(self, _form=Quadratic.of_line(self.data, self.penalty))

    @property
    def formula(self) -> Formula:
        """J as a formula."""
        error = super(RidgeCost, self).formula
        typst, latex = ("lambda/2", r"\frac{\lambda}{2}") if self.half else ("lambda", r"\lambda")
        return Formula(f"{error.typst} + {typst} theta_1^2", rf"{error.latex} + {latex} \theta_1^2")


@dataclass(frozen=True, slots=True)
class LassoCost(CostOfData):
    """The lasso cost J(θ) = 1/(2m) Σ (θ0 + θ1 xᵢ − yᵢ)² + λ |θ1|, twice that if not `half`.

    J has a kink along θ1 = 0. There `gradient` is the sub-gradient of least length, which is zero
    at the minimum, and `hessian` is that of the squared error alone. λ ≥ 0 is `penalty`; the
    intercept is not penalised (Tibshirani, 1996). With 1/(2m) it is scikit-learn's ``Lasso``.

    Examples
    --------
    >>> from gdmath import Dataset
    >>> LassoCost(Dataset([-1, 1], [0, 2]), penalty=0.25).minimizer()
    array([1.  , 0.75])
    """

    data: Observations
    penalty: NotNegative
    half: Flag = True
    _error: MeanSquaredError = field(init=False, repr=False)

    def __post_init__(self) -> None:
        Locked.__post_init__(self)
        fill(self, _error=MeanSquaredError(self.data, self.half))

    @quiet
    def __call__(self, theta: ArrayLike) -> FloatArray:
        """Return J(θ), of shape (...)."""
        theta = checks.parameters(theta)
        return self._error(theta) + self._strength * np.abs(theta[..., 1])

    @quiet
    def gradient(self, theta: ArrayLike) -> FloatArray:
        """Return the gradient, along the kink θ1 = 0 the shortest sub-gradient; shape (..., 2)."""
        theta = checks.parameters(theta)
        gradient = self._error.gradient(theta)
        gradient[..., 1] += self._pull(theta[..., 1], gradient[..., 1])
        return gradient

    def hessian(self, theta: ArrayLike = (0.0, 0.0)) -> FloatArray:
        """Return the second derivatives, of shape (..., 2, 2), without the kink."""
        return self._error.hessian(theta)

    def hessian_root_at(self, theta: ArrayLike) -> FloatArray:
        """Return the upper triangular R (2, 2) with H = RᵀR, without the kink."""
        return self._error.hessian_root

    def minimizer(self) -> FloatArray:
        """Return θ*, of shape (2,): the slope of least squares, soft-thresholded by λ."""
        flat = np.array([float(self.data.y.mean()), 0.0])
        fall = float(self._error.gradient(flat)[1])  # of the error along θ1, at the level line
        strength = abs(fall) - self._strength
        if strength <= 0:
            return flat
        # Along (−x̄, 1), where the intercept stays the best, the error's Hessian is the variance.
        along = np.array([-float(self.data.x.mean()), 1.0])
        curvature = self._error.bregman(along, (0.0, 0.0)) * 2
        return np.asarray(flat - np.sign(fall) * strength / curvature * along)

    @quiet
    def bregman(self, theta: ArrayLike, at: ArrayLike) -> FloatArray:
        """Return J(θ) − J(a) − ∇J(a)·(θ − a), of shape (...); never < 0."""
        theta, at = checks.parameters(theta), checks.parameters(at, "at")
        pull = self._pull(at[..., 1], self._error.gradient(at)[..., 1])
        kink = self._strength * np.abs(theta[..., 1]) - pull * theta[..., 1]
        return np.asarray(self._error.bregman(theta, at) + np.maximum(kink, 0.0))[()]

    @property
    def formula(self) -> Formula:
        """J as a formula."""
        error, factor = self._error.formula, "" if self.half else "2 "
        return Formula(
            f"{error.typst} + {factor}lambda abs(theta_1)",
            rf"{error.latex} + {factor}\lambda |\theta_1|",
        )

    @property
    def _strength(self) -> float:
        """What the penalty multiplies |θ1| by."""
        return self.penalty if self.half else 2 * self.penalty

    def _pull(self, slope: FloatArray, partial: FloatArray) -> FloatArray:
        """Return the penalty's part of the sub-gradient, where the error's part is `partial`."""
        balance = -np.clip(partial, -self._strength, self._strength)
        return np.where(slope == 0, balance, self._strength * np.sign(slope))
