"""Costs that are the mean of a loss of each observation, evaluated in blocks that fit the cache."""

import dataclasses
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost.protocol import CostOfData
from gdmath.dataset import Sample
from gdmath.locked import fill

OBSERVATIONS = 16_384  # the most observations that are evaluated at a time
SMALL = 4_096  # parameters × observations: so few are evaluated at once, without blocks
BLOCK = 65_536  # about the most numbers, parameters × observations, at a time: 512 KiB


class MeanLoss(CostOfData, ABC):
    """J(θ) = 1/m Σ ℓ(zᵢ) with zᵢ = aᵢ θ0 + bᵢ θ1 + cᵢ: what such costs share.

    A subclass is a frozen dataclass with a field ``_rows``, the aᵢ, bᵢ and cᵢ of shape (3, m), and
    gives ℓ with its first two derivatives and its gap above its tangents, element by element. ∇J is
    the mean of ℓ'(zᵢ) (aᵢ, bᵢ), and H that of ℓ''(zᵢ) (aᵢ, bᵢ)ᵀ(aᵢ, bᵢ).
    """

    __slots__ = ()

    _rows: FloatArray

    def __post_init__(self) -> None:
        CostOfData.__post_init__(self)
        fill(self, _rows=checks.read_only(self._rows_of(self.data)))

    def on(self, indices: ArrayLike) -> Self:
        """Return the same cost over the observations at `indices` alone, one or more of them."""
        chosen = checks.positions(indices, "indices", self.data.m)
        part = object.__new__(type(self))  # the rows of a checked cost need no check
        fill(part, **{name: getattr(self, name) for name in _fields(type(self))})
        rows = self._rows[:, chosen]
        rows.flags.writeable = False
        fill(part, data=self.data.sample(chosen), _rows=rows)
        return part

    def _rows_of(self, data: Sample) -> FloatArray:
        """Return the rows, with which z by default is the residual θ0 + θ1 xᵢ − yᵢ."""
        return np.stack([np.ones(data.m), data.x, -data.y])

    @abstractmethod
    def _loss(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        """Return ℓ(z); may overwrite `z` and `scratch`, of the same shape."""

    @abstractmethod
    def _loss_gradient(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        """Return ℓ'(z); may overwrite `z` and `scratch`, of the same shape."""

    @abstractmethod
    def _loss_hessian(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        """Return ℓ''(z); may overwrite `z` and `scratch`, of the same shape."""

    @abstractmethod
    def _loss_bregman(self, z: FloatArray, shift: FloatArray) -> FloatArray:
        """Return ℓ(z + d) − ℓ(z) − ℓ'(z) d for shifts d of the same shape, without cancellation."""

    @property
    def rows_read(self) -> int:
        """The number of observations that one evaluation reads, which is all of them."""
        return self.data.m

    def __call__(self, theta: ArrayLike) -> FloatArray:
        """Return J(θ), of shape (...)."""
        return self._mean(theta, lambda z, scratch, _: self._loss(z, scratch).sum(axis=1), ())

    def gradient(self, theta: ArrayLike) -> FloatArray:
        """Return the partial derivatives of J, of shape (..., 2)."""
        return self._mean(
            theta, lambda z, scratch, rows: self._loss_gradient(z, scratch) @ rows[:2].T, (2,)
        )

    def hessian(self, theta: ArrayLike) -> FloatArray:
        """Return the second derivatives, of shape (..., 2, 2), without the kinks."""

        def block(z: FloatArray, scratch: FloatArray, rows: FloatArray) -> FloatArray:
            a, b = rows[0], rows[1]
            products = np.stack([a * a, a * b, b * b], axis=-1)
            return np.asarray(self._loss_hessian(z, scratch) @ products)

        entries = self._mean(theta, block, (3,))
        return entries[..., [[0, 1], [1, 2]]]

    def hessian_root_at(self, theta: ArrayLike) -> FloatArray:
        """Return the upper triangular R (2, 2) with H = RᵀR at θ (2,), without cancellation.

        It is found about the mean of bᵢ/aᵢ weighted by ℓ''(zᵢ) aᵢ², as a line's is about x̄.
        """
        theta = checks.single_parameters(theta)
        a, b, c = self._rows
        with np.errstate(over="ignore", invalid="ignore"):
            z = theta[0] * a + theta[1] * b + c
            weights = self._loss_hessian(z, np.empty_like(z)) / len(z)
            size = float(weights @ (a * a))
            if size == 0:
                return np.zeros((2, 2))
            mean, rest = 0.0, b
            for _ in range(2):  # what rounding left of the mean is taken off too
                part = float((weights * a) @ rest) / size
                mean, rest = mean + part, rest - part * a
            root = math.sqrt(size)
            return np.array([[root, mean * root], [0.0, math.sqrt(float(weights @ (rest * rest)))]])

    def bregman(self, theta: ArrayLike, at: ArrayLike) -> FloatArray:
        """Return J(θ) − J(a) − ∇J(a)·(θ − a), of shape (...), as the mean of the losses' own."""
        theta, at = np.broadcast_arrays(checks.parameters(theta), checks.parameters(at, "at"))
        starts = np.column_stack([at.reshape(-1, 2), np.ones(at[..., 0].size)])
        rows, total = self._rows, np.zeros(len(starts))
        with np.errstate(over="ignore", invalid="ignore"):  # far away J is infinite
            moves = (theta - at).reshape(-1, 2)
            for some, part in _blocks(len(starts), rows.shape[1]):
                z, shift = starts[some] @ rows[:, part], moves[some] @ rows[:2, part]
                total[some] += self._loss_bregman(z, shift).sum(axis=1)
        mean: FloatArray = (total / rows.shape[1]).reshape(theta.shape[:-1])[()]
        return mean

    def _mean(
        self,
        theta: ArrayLike,
        block: Callable[[FloatArray, FloatArray, FloatArray], FloatArray],
        shape: tuple[int, ...],
    ) -> FloatArray:
        """Return the mean over the observations of what `block` sums for some z (k, n)."""
        theta = checks.parameters(theta)
        points = np.ones((theta[..., 0].size, 3))
        points[:, :2] = theta.reshape(-1, 2)
        rows = self._rows
        if len(points) * rows.shape[1] <= SMALL:  # as a batch's, which is asked for very often
            with np.errstate(over="ignore", invalid="ignore"):
                z = points @ rows
                few: FloatArray = block(z, np.empty_like(z), rows) / rows.shape[1]
            return few.reshape((*theta.shape[:-1], *shape))[()]
        total = np.zeros((len(points), *shape))
        # Memory given back to the system and taken again would cost more than the arithmetic.
        height, width = _block(len(points), rows.shape[1])
        buffers = np.empty((2, height * width))
        with np.errstate(over="ignore", invalid="ignore"):  # far away J is infinite
            for some, part in _blocks(len(points), rows.shape[1]):
                size = (some.stop - some.start, part.stop - part.start)
                z, scratch = buffers[:, : size[0] * size[1]].reshape(2, *size)
                np.matmul(points[some], rows[:, part], out=z)
                total[some] += block(z, scratch, rows[:, part])
        mean: FloatArray = (total / rows.shape[1]).reshape((*theta.shape[:-1], *shape))[()]
        return mean


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _block(points: int, observations: int) -> tuple[int, int]:
    """Return how many of the points and of the observations are evaluated at a time."""
    width = min(observations, OBSERVATIONS)
    return min(max(BLOCK // width, 1), max(points, 1)), width


def _blocks(points: int, observations: int) -> Iterator[tuple[slice, slice]]:
    """Return which points are evaluated for which observations, block by block."""
    height, width = _block(points, observations)
    return (
        (some, part) for some in _slices(points, height) for part in _slices(observations, width)
    )


def _slices(count: int, size: int) -> Iterator[slice]:
    return (slice(first, min(first + size, count)) for first in range(0, count, size))
