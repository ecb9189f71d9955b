"""Costs that are the mean of a loss of each observation, evaluated in blocks that fit the cache."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.dataset import Sample
from gdmath.locked import Locked

OBSERVATIONS = 16_384
"""At most so many observations are evaluated at a time."""

BLOCK = 65_536
"""At most about so many numbers, parameters × observations, are evaluated at a time: 512 KiB."""


class MeanLoss(Locked, ABC):
    """J(θ) = 1/m Σ ℓ(zᵢ) with zᵢ = aᵢ θ0 + bᵢ θ1 + cᵢ: what such costs share.

    A subclass is a frozen dataclass. It gives ``_rows``, the aᵢ, bᵢ and cᵢ of shape (3, m), and the
    loss with its first two derivatives, element by element. Then ∇J is the mean of
    ℓ'(zᵢ) (aᵢ, bᵢ), and H that of ℓ''(zᵢ) (aᵢ, bᵢ)ᵀ(aᵢ, bᵢ).

    Examples
    --------
    >>> from gdmath import HuberCost
    >>> issubclass(HuberCost, MeanLoss)
    True
    """

    __slots__ = ()

    data: Sample
    _rows: FloatArray

    @abstractmethod
    def _loss(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        """Return ℓ(z); may overwrite `z` and `scratch`, of the same shape."""

    @abstractmethod
    def _slope(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        """Return ℓ'(z); may overwrite `z` and `scratch`, of the same shape."""

    @abstractmethod
    def _bend(self, z: FloatArray, scratch: FloatArray) -> FloatArray:
        """Return ℓ''(z); may overwrite `z` and `scratch`, of the same shape."""

    def __call__(self, theta: ArrayLike) -> FloatArray:
        """Return J(θ), of shape (...).

        Raises
        ------
        ValueError
            If `theta` is not of shape (..., 2).

        Examples
        --------
        >>> from gdmath import Dataset, HuberCost
        >>> float(HuberCost(Dataset([-1, 1], [0, 9]), delta=2)((0, 0)))
        8.0
        """
        return self._mean(
            checks.parameters(theta), lambda z, scratch, _: self._loss(z, scratch).sum(axis=1), ()
        )

    def gradient(self, theta: ArrayLike) -> FloatArray:
        """Return the partial derivatives of J, of shape (..., 2).

        Raises
        ------
        ValueError
            If `theta` is not of shape (..., 2).

        Examples
        --------
        >>> from gdmath import Dataset, HuberCost
        >>> HuberCost(Dataset([-1, 1], [0, 9]), delta=2).gradient((0, 0)).tolist()
        [-1.0, -1.0]
        """
        theta = checks.parameters(theta)
        return self._mean(
            theta, lambda z, scratch, rows: self._slope(z, scratch) @ rows[:2].T, (2,)
        )

    def hessian(self, theta: ArrayLike) -> FloatArray:
        """Return the second derivatives, of shape (..., 2, 2), without the kinks.

        Raises
        ------
        ValueError
            If `theta` is not of shape (..., 2).

        Examples
        --------
        >>> from gdmath import Dataset, HuberCost
        >>> HuberCost(Dataset([-1, 1], [0, 9]), delta=2).hessian((0, 0)).tolist()
        [[0.5, -0.5], [-0.5, 0.5]]
        """
        theta = checks.parameters(theta)

        def block(z: FloatArray, scratch: FloatArray, rows: FloatArray) -> FloatArray:
            a, b = rows[0], rows[1]
            sums: FloatArray = self._bend(z, scratch) @ np.stack([a * a, a * b, b * b], axis=-1)
            return sums

        entries = self._mean(theta, block, (3,))
        return entries[..., [[0, 1], [1, 2]]]

    def on(self, indices: ArrayLike) -> Self:
        """Return the same cost over the observations at `indices` alone, one or more of them.

        Raises
        ------
        ValueError
            If an index is not a whole number from 0 to m − 1.

        Examples
        --------
        >>> from gdmath import Dataset, MeanAbsoluteError
        >>> J = MeanAbsoluteError(Dataset([1, 2, 3], [2, 4, 6]))
        >>> float(J.on([0, 2])((0, 0)))
        4.0
        """
        part: Self = replace(self, data=self.data.sample(indices))  # type: ignore[type-var]
        return part

    def _mean(
        self,
        theta: FloatArray,
        block: Callable[[FloatArray, FloatArray, FloatArray], FloatArray],
        shape: tuple[int, ...],
    ) -> FloatArray:
        """Return the mean over the observations of what `block` sums for some z (k, n)."""
        points = np.ones((theta[..., 0].size, 3))
        points[:, :2] = theta.reshape(-1, 2)
        rows = self._rows
        total = np.zeros((len(points), *shape))
        width = min(rows.shape[1], OBSERVATIONS)
        height = min(max(BLOCK // width, 1), max(len(points), 1))
        # Memory given back to the system and taken again would cost more than the arithmetic.
        buffers = np.empty((2, height * width))
        with np.errstate(over="ignore", invalid="ignore"):  # far away J is infinite
            for some in _slices(len(points), height):
                for part in _slices(rows.shape[1], width):
                    size = (some.stop - some.start, part.stop - part.start)
                    z, scratch = buffers[:, : size[0] * size[1]].reshape(2, *size)
                    np.matmul(points[some], rows[:, part], out=z)
                    total[some] += block(z, scratch, rows[:, part])
        mean: FloatArray = (total / rows.shape[1]).reshape((*theta.shape[:-1], *shape))[()]
        return mean


def _slices(count: int, size: int) -> Iterator[slice]:
    return (slice(first, min(first + size, count)) for first in range(0, count, size))


def residual_rows(data: Sample) -> FloatArray:
    """Return the rows (3, m) with which z is the residual θ0 + θ1 xᵢ − yᵢ.

    Examples
    --------
    >>> residual_rows(Sample([2, 3], [4, 5])).tolist()
    [[1.0, 1.0], [2.0, 3.0], [-4.0, -5.0]]
    """
    return checks.read_only(np.stack([np.ones(data.m), data.x, -data.y]))
