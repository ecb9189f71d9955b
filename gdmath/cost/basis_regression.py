"""Regression on basis functions, seen in two chosen weights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, ClassVar, Self

import numpy as np
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


@dataclass(frozen=True, slots=True, eq=False)
class BasisRegression(QuadraticForm):
    """The mean squared error of y ≈ Σ wₖ φₖ(x), as a function of two of the weights w.

    J(θ) = 1/(2m) Σᵢ (Σₖ wₖ φₖ(xᵢ) − yᵢ)², or 1/m with ``half=False``, where θ stands for the two
    chosen weights and the others keep their values (linear basis function models; Bishop, Pattern
    Recognition and Machine Learning, section 3.1).

    `basis` are two or more functions φₖ, and `weights` the values (k,) of all w, of which the
    `chosen` two are not used. By default they are those of least squares, so that J's minimum is
    that of all weights together.

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
    _form: Quadratic = field(init=False, repr=False)

    def __post_init__(self) -> None:
        QuadraticForm.__post_init__(self)
        data, basis = self.data, self.basis
        chosen = checks.positions(self.chosen, "chosen", len(basis))
        if len(chosen) != 2 or chosen[0] == chosen[1]:
            raise checks.wrong(self.chosen, "chosen", "two different weights")
        design = np.stack([_values(k, phi, data.x) for k, phi in enumerate(basis)], axis=-1)
        if self.weights is None:
            # Columns of one size, as xᵏ soon is so large that the others look like rounding.
            sizes = np.maximum(np.abs(design).max(axis=0), np.finfo(np.float64).tiny)
            weights = np.linalg.lstsq(design / sizes, data.y, rcond=None)[0] / sizes
        else:
            weights = checks.numeric(self.weights, "weights")
            if weights.shape != (len(basis),) or not np.isfinite(weights).all():
                raise checks.wrong(self.weights, "weights", f"{len(basis)} finite numbers")
        others = weights.copy()
        others[chosen] = 0.0
        form = Quadratic.least_squares(design[:, chosen], data.y - design @ others)
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
        """Return the cost of the polynomial Σ wₖ xᵏ of a degree from 1 to `MAX_DEGREE`."""
        degree = checks.integer(degree, "degree", least=1, most=MAX_DEGREE)
        return cls(data, [partial(_power, k) for k in range(degree + 1)], chosen, weights, half)

    def predict(self, theta: ArrayLike, x: ArrayLike) -> FloatArray:
        """Return the curve Σ wₖ φₖ(x) at x (n,), of shape (n,), for one finite θ of shape (2,)."""
        x = checks.numeric(x, "x")
        if x.ndim != 1:
            raise ValueError(f"x has shape {x.shape}; it must be (n,)")
        weights = np.array(self.weights)
        weights[list(self.chosen)] = checks.single_parameters(theta)
        curve: FloatArray = sum(
            w * _values(k, phi, x)
            for k, (w, phi) in enumerate(zip(weights, self.basis, strict=True))
        )
        return curve


def _power(k: int, x: FloatArray) -> FloatArray:
    return np.asarray(x**k)


def _values(k: int, phi: Basis, x: FloatArray) -> FloatArray:
    with np.errstate(all="ignore"):  # refused below, by value
        try:
            found = phi(x)
        except ArithmeticError as error:
            raise ValueError(f"basis[{k}] cannot be evaluated at x: {error}") from error
        values = checks.numeric(found, f"basis[{k}](x)")
    if values.shape != x.shape or not np.isfinite(values).all():
        raise ValueError(
            f"basis[{k}](x) has shape {values.shape} or values that are not finite; "
            f"it must be finite numbers of shape {x.shape}"
        )
    return values
