"""Regression on basis functions, seen in two chosen weights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from numpy.polynomial import Chebyshev, Polynomial
from numpy.polynomial.chebyshev import chebval, chebvander
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import Flag, FloatArray
from gdmath.cost.protocol import Observations
from gdmath.cost.quadratic import Quadratic, QuadraticForm
from gdmath.dataset import Sample
from gdmath.formula import Formula
from gdmath.locked import fill

MAX_DEGREE = 100  # of a polynomial; float64 cannot tell powers of x apart long before
Basis = Callable[[FloatArray], FloatArray]
"""A function of x: float64 of shape (n,) to shape (n,)."""


def _functions(basis: object, name: str) -> tuple[Basis, ...]:
    functions = tuple(basis) if isinstance(basis, Sequence) else ()
    if len(functions) < 2 or not all(map(callable, functions)):
        raise checks.wrong(basis, name, "two or more functions of x")
    return functions


def _function(curve: object, name: str) -> Any:
    if curve is not None and not callable(curve):
        raise checks.wrong(curve, name, "a function of x, or None")
    return curve


@dataclass(frozen=True, slots=True, eq=False)
class BasisRegression(QuadraticForm):
    """The mean squared error of y ≈ Σ wₖ φₖ(x), as a function of two of the weights w.

    J(θ) = 1/(2m) Σᵢ (Σₖ wₖ φₖ(xᵢ) − yᵢ)², or 1/m with ``half=False``, where θ stands for the two
    chosen weights and the others keep their values (linear basis function models; Bishop, Pattern
    Recognition and Machine Learning, section 3.1).

    `basis` are two or more functions φₖ, and `weights` the values (k,) of all w, of which the
    `chosen` two are not used. By default they are those of least squares, so that J's minimum is
    that of all weights together. `curve` is Σ wₖ φₖ with these weights, where that is known better
    than as this sum: with powers of years its terms cancel to the last digit.

    Examples
    --------
    >>> from gdmath import Dataset
    >>> data = Dataset([-1, 0, 1, 2], [1, 0, 1, 4])
    >>> J = BasisRegression(data, basis=(np.ones_like, np.square))
    >>> np.abs(J.minimizer().round(12)).tolist()
    [0.0, 1.0]
    """

    _residual: ClassVar[Formula] = Formula(
        "(sum_k w_k phi_k (x_i) - y_i)", r"\Bigl(\sum_k w_k \varphi_k(x_i) - y_i\Bigr)"
    )

    data: Observations
    basis: Annotated[Sequence[Basis], _functions]
    chosen: tuple[int, int] = (0, 1)
    weights: ArrayLike | None = None
    half: Flag = True
    curve: Annotated[Basis | None, _function] = field(default=None, repr=False)
    _form: Quadratic = field(init=False, repr=False)

    def __post_init__(self) -> None:
        QuadraticForm.__post_init__(self)
        data, basis = self.data, self.basis
        chosen = checks.positions(self.chosen, "chosen", len(basis))
        if len(chosen) != 2 or chosen[0] == chosen[1]:
            raise checks.wrong(self.chosen, "chosen", "two different weights")
        columns = [_values(f"basis[{k}]", phi, data.x) for k, phi in enumerate(basis)]
        design = np.stack(columns, axis=-1)
        if self.weights is None:
            # Columns of one size, as xᵏ soon is so large that the others look like rounding.
            sizes = np.maximum(np.abs(design).max(axis=0), np.finfo(np.float64).tiny)
            weights = np.linalg.lstsq(design / sizes, data.y, rcond=None)[0] / sizes
        else:
            weights = checks.numeric(self.weights, "weights")
            if weights.shape != (len(basis),) or not np.isfinite(weights).all():
                raise checks.wrong(self.weights, "weights", f"{len(basis)} finite numbers")
        if self.curve is None:
            others = weights.copy()
            others[chosen] = 0.0
            form = Quadratic.least_squares(design[:, chosen], data.y - design @ others)
        else:  # J as a function of how far the two weights are from those of the curve
            rest = data.y - _values("curve", self.curve, data.x)
            first, second = weights[chosen].tolist()
            form = Quadratic.least_squares(design[:, chosen], rest, (first, second))
        fill(self, chosen=tuple(chosen.tolist()), weights=checks.read_only(weights), _form=form)

    @classmethod
    def polynomial(
        cls,
        data: Sample,
        degree: int,
        chosen: tuple[int, int] = (0, 1),
        weights: ArrayLike | None = None,
        *,
        half: bool = True,
    ) -> Self:
        """Return the cost of the polynomial Σ wₖ xᵏ of a degree from 1 to `MAX_DEGREE`.

        Least squares is solved in Chebyshev polynomials over the range of x, which stay apart
        wherever that lies, and its curve is kept as one of them; `weights` are rounded from it.
        """
        checks.sample(data)
        degree = checks.integer(degree, "degree", least=1, most=MAX_DEGREE)
        curve = None
        if weights is None:
            fit = _ChebyshevCurve.least_squares(data, degree)
            found = fit.weights()
            if np.isfinite(found).all():  # or else the powers overflow, and are refused
                weights = found
                curve = fit if degree > 1 else None  # both weights of a line are chosen
        powers = [partial(_power, k) for k in range(degree + 1)]
        return cls(data, powers, chosen, weights, half, curve)

    def predict(self, theta: ArrayLike, x: ArrayLike) -> FloatArray:
        """Return the curve Σ wₖ φₖ(x) at x (n,), of shape (n,), for one finite θ of shape (2,)."""
        x = checks.numeric(x, "x")
        if x.ndim != 1:
            raise ValueError(f"x has shape {x.shape}; it must be (n,)")
        weights, chosen = np.array(self.weights), list(self.chosen)
        theta = checks.single_parameters(theta)
        if self.curve is None:
            values = np.zeros_like(x)
            weights[chosen] = theta
        else:  # only the two weights are not those of the curve
            values = _values("curve", self.curve, x)
            moved = theta - weights[chosen]
            weights[:] = 0.0
            weights[chosen] = moved
        for k in np.flatnonzero(weights).tolist():
            values = values + weights[k] * _values(f"basis[{k}]", self.basis[k], x)
        return values


def _power(k: int, x: FloatArray) -> FloatArray:
    return np.asarray(x**k)


@dataclass(frozen=True, slots=True)
class _ChebyshevCurve:
    """The polynomial Σ cₖ Tₖ((x − middle) / half), with Chebyshev's Tₖ."""

    middle: float
    half: float
    coefficients: tuple[float, ...]

    @classmethod
    def least_squares(cls, data: Sample, degree: int) -> Self:
        """Return that of least squares; of several, that of the smallest coefficients."""
        low, high = float(data.x.min()), float(data.x.max())
        half = high / 2 - low / 2  # the width itself may overflow
        middle, half = low / 2 + high / 2, half if half > 0 else 1.0
        design = chebvander((data.x - middle) / half, degree)
        found = np.linalg.lstsq(design, data.y, rcond=None)[0]
        return cls(middle, half, tuple(found.tolist()))

    def __call__(self, x: FloatArray) -> FloatArray:
        """Return the curve at x (n,), of shape (n,)."""
        return np.asarray(chebval((x - self.middle) / self.half, self.coefficients))

    def weights(self) -> FloatArray:
        """Return the weights of the powers of x, not finite where they overflow."""
        domain = self.middle - self.half, self.middle + self.half
        with np.errstate(all="ignore"):
            found = Chebyshev(self.coefficients, domain=domain).convert(kind=Polynomial).coef
        return np.pad(np.asarray(found), (0, len(self.coefficients) - len(found)))


def _values(name: str, phi: Basis, x: FloatArray) -> FloatArray:
    with np.errstate(all="ignore"):  # refused below, by value
        try:
            found = phi(x)
        except ArithmeticError as error:
            raise ValueError(f"{name} cannot be evaluated at x: {error}") from error
        values = checks.numeric(found, f"{name}(x)")
    if values.shape != x.shape or not np.isfinite(values).all():
        raise ValueError(
            f"{name}(x) has shape {values.shape} or values that are not finite; "
            f"it must be finite numbers of shape {x.shape}"
        )
    return values
