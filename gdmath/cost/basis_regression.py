"""Regression on basis functions, seen in two chosen weights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import Flag, FloatArray
from gdmath.cost.orthogonal_fit import OrthogonalFit
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
    that of all weights together, and `curve` is then their Σ wₖ φₖ, found without that sum: with
    powers of years its terms cancel to the last digit, and rounded weights lose the curve. So
    `predict` gives the curve at other x, and ``dataclasses.replace(J, data=other)`` the cost of the
    same weights for other data.

    The functions give float64, which tells powers of years apart up to the 5th or so; `polynomial`
    makes its own and is right far beyond.

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
        design, curve = np.stack(columns, axis=-1), self.curve
        if self.weights is not None:
            weights = checks.numeric(self.weights, "weights")
            if weights.shape != (len(basis),) or not np.isfinite(weights).all():
                raise checks.wrong(self.weights, "weights", f"{len(basis)} finite numbers")
        elif curve is not None:
            raise ValueError("weights is None; it must be given with the curve")
        else:
            fit = OrthogonalFit.of(_OwnColumns(basis), len(basis), data)
            weights, curve = fit.weights(), fit
        if len(basis) == 2:
            curve = None  # no other weight
        if curve is None:
            others = weights.copy()
            others[chosen] = 0.0
            form = Quadratic.least_squares(design[:, chosen], data.y - design @ others)
        else:  # J as a function of how far the two weights are from those of the curve
            rest = data.y - _values("curve", curve, data.x)
            first, second = weights[chosen].tolist()
            form = Quadratic.least_squares(design[:, chosen], rest, (first, second))
        weights = checks.read_only(weights)
        fill(self, chosen=tuple(chosen.tolist()), weights=weights, curve=curve, _form=form)

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

        Least squares is solved in polynomials that are orthogonal over the data, wherever x lies,
        and its curve is kept as a sum of them; `weights` are rounded from it.
        """
        checks.sample(data)
        degree = checks.integer(degree, "degree", least=1, most=MAX_DEGREE)
        curve = None
        if weights is None:
            low, high = float(data.x.min()), float(data.x.max())
            reach = high / 2 - low / 2  # the width itself may overflow
            shifted = _ShiftedPowers(low / 2 + high / 2, reach if reach > 0 else 1.0)
            fit = OrthogonalFit.of(shifted, degree + 1, data)
            found = shifted.weights(fit)
            if np.isfinite(found).all():  # or else the powers overflow, and are refused
                weights, curve = found, fit
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
class _OwnColumns:
    """The functions of a basis, as columns of an `OrthogonalFit`."""

    basis: Sequence[Basis]

    def __call__(self, k: int, x: FloatArray, last: FloatArray) -> FloatArray:
        return _values(f"basis[{k}]", self.basis[k], x)


@dataclass(frozen=True, slots=True)
class _ShiftedPowers:
    """1, and then t times the polynomial before, with t = (x − middle) / reach."""

    middle: float
    reach: float

    def __call__(self, k: int, x: FloatArray, last: FloatArray) -> FloatArray:
        return (x - self.middle) / self.reach * last if k else np.ones_like(x)

    @np.errstate(all="ignore")
    def weights(self, fit: OrthogonalFit) -> FloatArray:
        """Return the weights of the powers of x in a fit, not finite where they overflow."""
        polynomials = np.zeros((len(fit.sizes) + 1, len(fit.sizes)))
        for k, size in enumerate(fit.sizes.tolist()):
            last = polynomials[k]
            given = (
                (np.roll(last, 1) - self.middle * last) / self.reach
                if k
                else np.eye(1, len(last))[0]
            )
            left = given - fit.parts[:, :k, k].sum(axis=0) @ polynomials[1 : k + 1]
            polynomials[k + 1] = left / size if size > 0 else 0.0
        return np.asarray(fit.coefficients @ polynomials[1:])


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
