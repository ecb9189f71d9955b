"""Mini-batches: any optimiser, on the gradient of a few samples at a time."""

import math
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Annotated, Any, ClassVar, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.locked import Locked
from gdmath.optimizers.protocol import Optimizer

State = TypeVar("State")
Indices = NDArray[np.int64]


class MiniBatchState(NamedTuple):
    """The number of steps taken and the state of the inner rule."""

    steps: int
    inner: Any


@dataclass(frozen=True, slots=True)
class MiniBatch(Locked, Generic[State]):
    """An optimiser that sees a batch of the samples at each step (Robbins & Monro, 1951).

    Every epoch goes through all m samples once, in an order that its number and the seed alone say,
    in batches of `size`; the last one has what is left. With size 1 this is stochastic gradient
    descent. The rule `optimizer` is given the batch's cost and gradient. The cost must be a
    `DataCost` of at least `size` samples; `update` raises ValueError for others.

    Examples
    --------
    >>> from gdmath.optimizers import GradientDescent
    >>> rule = MiniBatch(GradientDescent(0.1), size=2, seed=7)
    >>> [rule.batch_at(step, m=5).tolist() for step in range(3)]
    [[2, 0], [4, 1], [3]]
    """

    needs_gradient: ClassVar[bool] = False  # of all samples: it finds that of its batch

    optimizer: Annotated[Optimizer[State], checks.optimizer]
    size: Annotated[int, partial(checks.integer, least=1)]
    seed: Annotated[int, partial(checks.integer, least=0)] = 0

    def init(self, theta: FloatArray) -> MiniBatchState:
        """Return the state before the first step."""
        return MiniBatchState(0, self.optimizer.init(theta))

    def update(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, state: MiniBatchState
    ) -> tuple[FloatArray, MiniBatchState]:
        """Return the inner rule's step (2,) on the next batch, and the state after it."""
        data, on = getattr(cost, "data", None), getattr(cost, "on", None)
        if data is None or on is None:
            raise ValueError(
                f"cost is a {type(cost).__name__}, which has no samples; "
                "mini-batches need a cost with data and on(indices)"
            )
        batch: Cost = on(self.batch_at(state.steps, data.m))
        step, inner = self.optimizer.update(batch, theta, batch.gradient(theta), state.inner)
        return step, MiniBatchState(state.steps + 1, inner)

    def rate_used(self, step: int, state: MiniBatchState) -> float:
        """Return the inner rule's α of the step number `step`, after which the state is `state`."""
        used = getattr(self.optimizer, "rate_used", None)
        return math.nan if used is None else float(used(step, state.inner))

    def batch_at(self, step: int, m: int) -> Indices:
        """Return which of m samples the step number `step`, from 0, uses: shape (b,), read-only.

        b is `size`, or less at the end of an epoch.
        """
        step = checks.integer(step, "step", least=0)
        epoch, batch = divmod(step, self.batches_per_epoch(m))
        return _order(self.seed, epoch, m)[batch * self.size : (batch + 1) * self.size]

    def batches_per_epoch(self, m: int) -> int:
        """Return in how many steps all of m samples are used once."""
        m = checks.integer(m, "m", least=1)
        if self.size > m:
            raise ValueError(f"size is {self.size}; it must be at most {m}, the number of samples")
        return -(-m // self.size)


@lru_cache(maxsize=16)
def _order(seed: int, epoch: int, m: int) -> Indices:
    order: Indices = np.random.default_rng((seed, epoch)).permutation(m)
    order.setflags(write=False)
    return order
