"""Costs: how badly the line y ≈ θ0 + θ1·x fits, as a function of θ = (θ0, θ1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.dataset import Dataset
from gdmath.formula import Formula


class Cost(Protocol):
    """A function J of two parameters; theta is (..., 2) and broadcasts over leading axes."""

    def __call__(self, theta: ArrayLike) -> FloatArray:
        """Return J, of shape (...)."""
        ...

    def gradient(self, theta: ArrayLike) -> FloatArray:
        """Return ∇J, of shape (..., 2)."""
        ...

    def hessian(self, theta: ArrayLike) -> FloatArray:
        """Return the second derivatives, of shape (..., 2, 2)."""
        ...

    def minimizer(self) -> FloatArray:
        """Return the parameters (2,) at which J is least.

        Raises
        ------
        NoMinimumError
            If there are none, or none are known.
        """
        ...

    @property
    def formula(self) -> Formula:
        """J as a formula."""
        ...


class NoMinimumError(ValueError):
    """A cost that has no least value, or none that is known."""


@runtime_checkable
class BregmanCost(Cost, Protocol):
    """A cost that knows its gap above a tangent plane without cancellation."""

    def bregman(self, theta: ArrayLike, at: ArrayLike) -> FloatArray:
        """Return J(θ) − J(a) − ∇J(a)·(θ − a), of shape (...)."""
        ...


@dataclass(frozen=True, slots=True)
class MeanSquaredError:
    """The mean squared error J(θ) = 1/(2m) Σ (θ0 + θ1 xᵢ − yᵢ)², or 1/m with ``half=False``.

    J is a quadratic, so one pass over the data says all: with x̄, ȳ and the variance s of x,
    and u = θ0 + θ1 x̄ − ȳ, v = θ1 − θ1*,

        J(θ) = J(θ*) + ½ (u² + s v²)

    (the normal equations about the mean; e.g. Draper & Smith, Applied Regression Analysis,
    ch. 1). Every evaluation is O(1) in m, and a sum of squares does not cancel.

    Parameters
    ----------
    data
        The m observations.
    half
        Whether J has the factor 1/(2m) (true) or 1/m.

    Raises
    ------
    ValueError
        If the values are so large that their squares overflow.

    Examples
    --------
    >>> J = MeanSquaredError(Dataset([1, 2, 3], [2, 4, 5]))
    >>> J((0, 1)).round(12)
    np.float64(1.5)
    >>> J.gradient((0, 1))
    array([-1.66666667, -3.66666667])
    """

    data: Dataset
    half: bool = True
    _x_mean: float = field(init=False, repr=False)
    _y_mean: float = field(init=False, repr=False)
    _x_variance: float = field(init=False, repr=False)
    _best_slope: float = field(init=False, repr=False)
    _least: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        x, y = self.data.x, self.data.y
        with np.errstate(over="ignore", invalid="ignore"):
            x_mean, y_mean = float(x.mean()), float(y.mean())
            dx, dy = x - x_mean, y - y_mean
            shift = float(dx.mean())  # what rounding left of the mean
            x_mean, dx = x_mean + shift, dx - shift
            x_variance = float(dx @ dx) / len(x)
            slope = float(dx @ dy) / len(x) / x_variance if x_variance > 0 else np.inf
            residual = dy - slope * dx
            least = 0.5 * float(residual @ residual) / len(x)
        moments = {
            "_x_mean": x_mean,
            "_y_mean": y_mean,
            "_x_variance": x_variance,
            "_best_slope": slope,
            "_least": least,
        }
        if not np.isfinite(list(moments.values())).all():
            raise ValueError(
                f"the data are too large or too close together for float64: x from {x.min():g} to "
                f"{x.max():g}, y from {y.min():g} to {y.max():g}; rescale them"
            )
        for name, value in moments.items():
            object.__setattr__(self, name, value)

    @property
    def _factor(self) -> float:
        return 1.0 if self.half else 2.0

    def __call__(self, theta: ArrayLike) -> FloatArray:
        """Return J(θ), of shape (...).

        Raises
        ------
        ValueError
            If `theta` is not of shape (..., 2).
        """
        u, v = self._deviations(theta)
        return self._factor * (self._least + 0.5 * (u * u + self._x_variance * v * v))

    def gradient(self, theta: ArrayLike) -> FloatArray:
        """Return (∂J/∂θ0, ∂J/∂θ1), of shape (..., 2).

        Raises
        ------
        ValueError
            If `theta` is not of shape (..., 2).
        """
        u, v = self._deviations(theta)
        partials = (u, self._x_mean * u + self._x_variance * v)
        return self._factor * np.stack(partials, axis=-1)

    def hessian(self, theta: ArrayLike = (0.0, 0.0)) -> FloatArray:
        """Return the second derivatives, of shape (..., 2, 2); the same at every θ.

        Raises
        ------
        ValueError
            If `theta` is not of shape (..., 2).
        """
        leading = checks.parameters(theta).shape[:-1]
        mean = self._x_mean
        matrix = self._factor * np.array([[1.0, mean], [mean, self._x_variance + mean * mean]])
        return np.broadcast_to(matrix, (*leading, 2, 2)).copy()

    def minimizer(self) -> FloatArray:
        """Return θ* = (θ0*, θ1*), the line of least squares, of shape (2,)."""
        slope = self._best_slope
        return np.array([self._y_mean - slope * self._x_mean, slope])

    def bregman(self, theta: ArrayLike, at: ArrayLike) -> FloatArray:
        """Return J(θ) − J(a) − ∇J(a)·(θ − a) = ½ δᵀHδ with δ = θ − a, of shape (...); never < 0.

        Raises
        ------
        ValueError
            If `theta` or `at` is not of shape (..., 2).
        """
        delta = checks.parameters(theta) - checks.parameters(at, "at")
        u = delta[..., 0] + self._x_mean * delta[..., 1]
        v = delta[..., 1]
        return np.asarray(self._factor * 0.5 * (u * u + self._x_variance * v * v))[()]

    def _deviations(self, theta: ArrayLike) -> tuple[FloatArray, FloatArray]:
        theta = checks.parameters(theta)
        intercept, slope = theta[..., 0], theta[..., 1]
        return intercept + slope * self._x_mean - self._y_mean, slope - self._best_slope
