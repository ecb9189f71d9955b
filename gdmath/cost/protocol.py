"""What every cost can do."""

from dataclasses import replace
from typing import Annotated, Protocol, Self, runtime_checkable

from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.dataset import Sample
from gdmath.formula import Formula
from gdmath.locked import Locked

BEYOND = "the data are too large or too close together for float64"
"""Why no minimum is found where squares overflow or vanish."""


class NoMinimumError(ValueError):
    """A cost that has no least value, or none that is known."""


class Cost(Protocol):
    """A function J of two parameters; theta is (..., 2) and broadcasts over leading axes.

    Any other shape raises ValueError. Where J has a kink, `gradient` is a sub-gradient and
    `hessian` leaves the kink out; the cost's docstring says so.
    """

    def __call__(self, theta: ArrayLike) -> FloatArray:
        """Return J, of shape (...)."""

    def gradient(self, theta: ArrayLike) -> FloatArray:
        """Return ∇J, of shape (..., 2)."""

    def hessian(self, theta: ArrayLike) -> FloatArray:
        """Return the second derivatives, of shape (..., 2, 2)."""

    def minimizer(self) -> FloatArray:
        """Return the parameters (2,) at which J is least; NoMinimumError if none are known."""

    @property
    def formula(self) -> Formula:
        """J as a formula."""


@runtime_checkable
class DataCost(Cost, Protocol):
    """A cost that is a mean over observations, so that a batch of them has a cost of its own."""

    @property
    def data(self) -> Sample:
        """The m observations."""

    def on(self, indices: ArrayLike) -> Self:
        """Return the same cost over some of the observations alone."""


@runtime_checkable
class BregmanCost(Cost, Protocol):
    """A cost that knows its gap above a tangent plane without cancellation."""

    def bregman(self, theta: ArrayLike, at: ArrayLike) -> FloatArray:
        """Return J(θ) − J(a) − ∇J(a)·(θ − a), of shape (...)."""


@runtime_checkable
class QuadraticCost(Cost, Protocol):
    """A cost whose Hessian is the same everywhere and known as H = RᵀR, without cancellation."""

    @property
    def hessian_root(self) -> FloatArray:
        """The upper triangular R, of shape (2, 2)."""


Observations = Annotated[Sample, checks.sample]


class CostOfData(Locked):
    """A frozen dataclass with a field `data`, which the cost is computed from."""

    __slots__ = ()

    data: Observations

    def on(self, indices: ArrayLike) -> Self:
        """Return the same cost over the observations at `indices` alone, one or more of them.

        The mean of the costs of all single observations is J, and so is the mean of their
        gradients; but of the lasso's shortest sub-gradients on the kink it need not be.
        """
        part: Self = replace(self, data=self.data.sample(indices))  # type: ignore[type-var]
        return part
