"""Quadratic costs in closed form, from one pass over the data."""

import math
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost.protocol import BEYOND, CostOfData
from gdmath.dataset import Sample
from gdmath.formula import Formula
from gdmath.rounding import ROUNDING

quiet = np.errstate(over="ignore", invalid="ignore")
"""Silences overflow: far away a cost is infinite."""


@dataclass(frozen=True, slots=True)
class Quadratic:
    """The function q(θ) = least + ½ |R(θ − a) − c|², with R upper triangular.

    A sum of squares does not cancel, and each evaluation is O(1) in the number of observations
    (the QR form of least squares; Golub & Van Loan, Matrix Computations, section 5.3). `root` is
    (R00, R01, R11), `origin` a, by default 0, and `image` c = R(θ* − a). Data whose squares
    overflow raise ValueError.
    """

    root: tuple[float, float, float]
    image: tuple[float, float]
    least: float
    origin: tuple[float, float] = (0.0, 0.0)

    @classmethod
    def of_line(cls, data: Sample, penalty: float = 0.0) -> Self:
        """Return 1/(2m) Σ (θ0 + θ1 xᵢ − yᵢ)² + ½ penalty θ1².

        With x̄, ȳ, the variance s of x and the slope b of least squares this is

            least + ½ (θ0 + θ1 x̄ − ȳ)² + ½ (s + penalty) (θ1 − s b / (s + penalty))²

        (the normal equations about the mean; Draper & Smith, Applied Regression Analysis, ch. 1).
        """
        x, y = data.x, data.y
        m = len(x)
        with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
            total = np.add.reduce  # the method costs more than the sum of a small batch
            x_mean, y_mean = float(total(x)) / m, float(total(y)) / m
            dx, dy = x - x_mean, y - y_mean
            shift = float(total(dx)) / m  # what rounding left of the mean
            x_mean, dx = x_mean + shift, dx - shift
            variance = float(dx @ dx) / m
            if variance > 0:
                slope = float(dx @ dy) / m / variance
                dy -= slope * dx
            else:  # one observation, or the same x throughout: q does not fix the slope
                slope = 0.0 if not dx.any() else np.inf
            curvature = variance + penalty
            shrunk = variance / curvature * slope if curvature > 0 else slope
            least = 0.5 * float(dy @ dy) / m + 0.5 * penalty * slope * shrunk
            root = math.sqrt(curvature) if curvature < math.inf else math.inf
            form = cls((1.0, x_mean, root), (y_mean, root * shrunk), least)
        if not all(map(math.isfinite, (*form.root, *form.image, least, slope))):
            raise ValueError(
                f"{BEYOND}: x from {x.min():g} to {x.max():g}, "
                f"y from {y.min():g} to {y.max():g}; rescale them"
            )
        return form

    @classmethod
    def least_squares(
        cls,
        design: FloatArray,
        target: FloatArray,
        origin: tuple[float, float] = (0.0, 0.0),
    ) -> Self:
        """Return 1/(2m) |A (θ − a) − b|² for a design A (m, 2), a target b (m,) and an origin a.

        The columns of A are made orthogonal one after the other, each twice, after which nothing
        of what came before is left in it (Björck, Numerical Methods for Least Squares Problems,
        1996, section 2.4.5): for the columns 1 and x that is x less its mean.
        """
        with np.errstate(all="ignore"):  # refused below, by value
            sizes = np.square([design[:, 0], design[:, 1], target]).mean(axis=1)
        if not np.isfinite(sizes).all():
            raise ValueError(
                f"the data are too large for float64: the basis functions have values to "
                f"{np.abs(design).max():g}, and to fit are values to {np.abs(target).max():g}; "
                "rescale them"
            )
        first, r00 = normed(design[:, 0])
        r01, rest = _without(first, design[:, 1])
        second, r11 = normed(rest)
        if r11 <= ROUNDING * normed(design[:, 1])[1]:
            second, r11 = np.zeros_like(second), 0.0
        c0, rest = _without(first, target)
        c1, rest = _without(second, rest)
        least = 0.5 * float(np.square(rest).mean())
        return cls((r00, r01, r11), (c0, c1), least, origin)

    def deviations(self, theta: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the two components of R(θ − a) − c, each of shape (...)."""
        r00, r01, r11 = self.root
        # One point at a time, as descents ask, Python's floats are several times as fast.
        single = theta.ndim == 1
        intercept, slope = theta.tolist() if single else (theta[..., 0], theta[..., 1])
        intercept, slope = intercept - self.origin[0], slope - self.origin[1]
        return r00 * intercept + r01 * slope - self.image[0], r11 * slope - self.image[1]

    def __call__(self, theta: FloatArray) -> FloatArray:
        """Return q, of shape (...)."""
        u, v = self.deviations(theta)
        return np.float64(self.least) + 0.5 * (u * u + v * v)

    def gradient(self, theta: FloatArray) -> FloatArray:
        """Return Rᵀ(R(θ − a) − c), of shape (..., 2)."""
        u, v = self.deviations(theta)
        r00, r01, r11 = self.root
        parts = r00 * u, r01 * u + r11 * v
        return np.array(parts) if theta.ndim == 1 else np.stack(parts, axis=-1)

    @property
    def matrix(self) -> FloatArray:
        """R, of shape (2, 2)."""
        r00, r01, r11 = self.root
        return np.array([[r00, r01], [0.0, r11]])

    def minimizer(self) -> FloatArray:
        """Return where q is least, of shape (2,): of many such points the one nearest to 0."""
        r00, r01, r11 = self.root
        if r00 == 0 or r11 == 0:
            image = self.matrix @ self.origin + self.image
            return np.asarray(np.linalg.pinv(self.matrix) @ image)
        slope = self.image[1] / r11
        intercept = (self.image[0] - r01 * slope) / r00
        found = np.array([self.origin[0] + intercept, self.origin[1] + slope])
        origin = np.array(self.origin)  # which may be nearer to it than the next float is
        return min(found, origin, key=lambda theta: math.hypot(*self.deviations(theta)))


def normed(column: FloatArray) -> tuple[FloatArray, float]:
    """Return a column (m,) of mean square 1, and the root of the mean square that it had."""
    peak = float(np.abs(column).max())
    if peak == 0:
        return column, 0.0
    scaled = column / peak  # whose squares do not vanish
    size = math.sqrt(float(np.add.reduce(scaled * scaled)) / len(column))
    return scaled / size, peak * size


def _without(unit: FloatArray, column: FloatArray) -> tuple[float, FloatArray]:
    """Return how much of `unit` is in a column (m,), and what is left of it."""
    total = 0.0
    for _ in range(2):
        part = float(np.add.reduce(unit * column)) / len(column)
        total, column = total + part, column - part * unit
    return total, column


class QuadraticForm(CostOfData):
    """What quadratic costs share: everything but the data's one pass and the formula.

    A subclass is a frozen dataclass with a `Quadratic` named ``_form`` and a bool ``half``:
    J is ``_form`` itself, or twice that where the factor is 1/m instead of 1/(2m).
    """

    __slots__ = ()

    _residual: ClassVar[Formula] = Formula(
        "(theta_0 + theta_1 x_i - y_i)", r"(\theta_0 + \theta_1 x_i - y_i)"
    )

    half: bool
    _form: Quadratic

    @property
    def formula(self) -> Formula:
        """J as a formula."""
        typst, latex = ("1/(2 m)", r"\frac{1}{2m}") if self.half else ("1/m", r"\frac{1}{m}")
        return Formula(
            f"{typst} sum_(i=1)^m {self._residual.typst}^2",
            rf"{latex} \sum_{{i=1}}^m {self._residual.latex}^2",
        )

    @property
    def _factor(self) -> float:
        return 1.0 if self.half else 2.0

    @quiet
    def __call__(self, theta: ArrayLike) -> FloatArray:
        """Return J(θ), of shape (...)."""
        return self._factor * self._form(checks.parameters(theta))

    @quiet
    def gradient(self, theta: ArrayLike) -> FloatArray:
        """Return the partial derivatives of J, of shape (..., 2)."""
        return self._factor * self._form.gradient(checks.parameters(theta))

    def hessian(self, theta: ArrayLike = (0.0, 0.0)) -> FloatArray:
        """Return the second derivatives, of shape (..., 2, 2); the same at every θ."""
        leading = checks.parameters(theta).shape[:-1]
        r00, r01, r11 = self._form.root
        mixed = r00 * r01
        matrix = self._factor * np.array([[r00 * r00, mixed], [mixed, r01 * r01 + r11 * r11]])
        return np.broadcast_to(matrix, (*leading, 2, 2)).copy() if leading else matrix

    @property
    def hessian_root(self) -> FloatArray:
        """The upper triangular R with H = RᵀR, of shape (2, 2)."""
        return math.sqrt(self._factor) * self._form.matrix

    def minimizer(self) -> FloatArray:
        """Return θ*, where J is least, of shape (2,); of many such points the one nearest to 0."""
        return self._form.minimizer()

    @quiet
    def bregman(self, theta: ArrayLike, at: ArrayLike) -> FloatArray:
        """Return J(θ) − J(a) − ∇J(a)·(θ − a) = ½ δᵀHδ with δ = θ − a, of shape (...); never < 0."""
        delta = checks.parameters(theta) - checks.parameters(at, "at")
        return self._factor * Quadratic(self._form.root, (0.0, 0.0), 0.0)(delta)
