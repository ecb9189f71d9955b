"""Descent: the path that an optimiser takes over a cost, and how it ended."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal, Self, TypeAlias, TypeVar, get_args

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.convergence import Convergence
from gdmath.cost import Cost
from gdmath.cost.mean_loss import OBSERVATIONS
from gdmath.curvature import bends_down
from gdmath.locked import fill
from gdmath.optimizers.protocol import Optimizer
from gdmath.path import OfPoints, Path

Outcome = Literal["converged", "saddle", "stopped", "diverged", "unbounded"]
State = TypeVar("State")

Callback: TypeAlias = Callable[[int, FloatArray, float, FloatArray], Any]
"""A function of an iterate's number, θ (2,), J(θ) and ∇J(θ) (2,); True ends the descent there."""


@dataclass(frozen=True, slots=True, eq=False)
class Descent(Path):
    """The path of an optimiser: its points are iterates, and its outcome says how it ended.

    "converged", or "saddle" where J bends down along a direction: the gradient fell below the
    tolerance; "stopped": the steps allowed were taken; "diverged": J grew past its bound, or
    overflowed; "unbounded": it fell as far below.

    `rule` is the optimiser and `cost_name` the kind of the cost, where they are known; `rates` (n,)
    are the learning rates α of the steps, as the schedule or the line search chose them, nan where
    the rule says none.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = descend(J, start=(9, 8), optimizer=GradientDescent(rate=1), steps=200)
    >>> path.outcome, path.up_to(3).outcome
    ('converged', 'stopped')
    >>> path.cost_name, path.rule, path.rates[0]
    ('MeanSquaredError', GradientDescent(rate=1.0), np.float64(1.0))
    """

    outcome: Annotated[Outcome, partial(checks.choice, allowed=get_args(Outcome))]
    rule: Optimizer[Any] | None
    cost_name: Annotated[str, partial(checks.instance, kind=str)]
    rates: FloatArray

    def __init__(
        self,
        points: ArrayLike,
        costs: ArrayLike | OfPoints,
        gradients: ArrayLike | OfPoints,
        outcome: Outcome,
        rule: Optimizer[Any] | None = None,
        cost_name: str = "",
        rates: ArrayLike | None = None,
    ) -> None:
        fill(self, outcome=outcome, rule=rule, cost_name=cost_name, rates=rates)
        Path.__init__(self, points, costs, gradients)
        used = np.full(self.steps, np.nan) if rates is None else checks.numeric(rates, "rates")
        if used.shape != (self.steps,):
            raise ValueError(f"rates has shape {used.shape}; it must be {(self.steps,)}")
        fill(self, rates=checks.read_only(used))

    def _first(self, steps: int) -> Self:
        return type(self)(
            *self._parts(steps), "stopped", self.rule, self.cost_name, self.rates[:steps]
        )


def descend(
    cost: Cost,
    start: ArrayLike,
    optimizer: Optimizer[State],
    steps: int,
    *,
    tolerance: float | None = None,
    bound: float | None = None,
    every: int | None = None,
    callback: Callback | None = None,
) -> Descent:
    """Follow `optimizer` downhill from `start` (2,), where J is finite, by at most `steps` steps.

    The path has converged at the first iterate with |∇J| ≤ `tolerance`. By default that is 10⁻⁶,
    less where the gradient is short from the start, and the Hessian must not say that J would fall
    much further (`Convergence`). It has diverged at the first with J > `bound`, by default
    10⁶ (1 + |J(start)|), and is unbounded at the first that is as far below the start. An iterate
    at which J or ∇J overflows ends it too, and is left out.

    J and ∇J are evaluated, tested and handed to `callback(step, theta, cost, gradient)` at each
    `every`-th iterate and the last; where the callback returns True the path ends, "stopped". By
    default that is each; but once an epoch for mini-batches of a cost that reads more than
    `OBSERVATIONS` observations each time, so that a step costs what its batch costs. Between, the
    rule is given ∇J if it needs it, only θ must stay finite, and `costs` and `gradients` are
    computed when they are first asked for; a path that overflows ends with the last iterate at
    which J was evaluated.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> descend(J, start=(9, 8), optimizer=GradientDescent(rate=1), steps=200).points[-1].round(4)
    array([1., 1.])
    >>> def stop(step, theta, cost, gradient):
    ...     return cost < 1
    >>> descend(J, (9, 8), GradientDescent(rate=0.5), steps=200, callback=stop).steps
    4
    """
    checks.cost(cost)
    checks.optimizer(optimizer)
    theta = checks.single_parameters(start, "start")
    steps = checks.integer(steps, "steps", least=0)
    if tolerance is not None:
        tolerance = checks.not_negative(tolerance, "tolerance")
    if callback is not None and not callable(callback):
        raise checks.wrong(callback, "callback", "a function of step, theta, cost and gradient")
    stride = _stride(cost, optimizer) if every is None else checks.integer(every, "every", least=1)
    rate_used = getattr(optimizer, "rate_used", None)
    needs_gradient = getattr(optimizer, "needs_gradient", True)
    with np.errstate(all="ignore"):  # overflow is an outcome here, not a surprise
        height, gradient = float(cost(theta)), cost.gradient(theta)
        if not (math.isfinite(height) and np.isfinite(gradient).all()):
            raise ValueError(f"start is {theta.tolist()}; the cost is not finite there")
        if bound is None:
            bound = min(1e6 * (1 + abs(height)), float(np.finfo(np.float64).max))
        bound = checks.real(bound, "bound")
        convergence = Convergence.of(cost, theta, height, gradient, tolerance)
        points, costs, gradients = [theta], [height], [gradient]
        rates: list[float] = []
        state = optimizer.init(theta)
        outcome: Outcome = "stopped"
        before = -math.inf
        while True:
            taken = len(rates)
            ended = callback is not None and callback(taken, theta.copy(), height, gradient.copy())
            if convergence.passed(theta, height, gradient, before):
                outcome = "saddle" if bends_down(cost, theta) else "converged"
            elif height > bound:
                outcome = "diverged"
            elif costs[0] - height > bound - costs[0]:
                outcome = "unbounded"
            if ended or outcome != "stopped" or taken == steps:
                break
            for number in range(taken, min(taken + stride, steps)):
                if number > taken and needs_gradient:
                    gradient = cost.gradient(theta)
                step, state = optimizer.update(cost, theta, gradient, state)
                theta = theta + step
                points.append(theta)
                rates.append(math.nan if rate_used is None else rate_used(number, state))
                if stride > 1 and not np.isfinite(theta).all():
                    break
            before, gradient, height = height, cost.gradient(theta), float(cost(theta))
            # Python's floats: on single numbers they are ten times as fast as NumPy.
            if not all(map(math.isfinite, (height, *theta.tolist(), *gradient.tolist()))):
                outcome = "unbounded" if height == -math.inf else "diverged"
                del points[taken + 1 :], rates[taken:]
                break
            costs.append(height)
            gradients.append(gradient)
    name = type(cost).__name__
    if stride > 1:
        return Descent(points, cost, cost.gradient, outcome, optimizer, name, rates)
    return Descent(points, costs, gradients, outcome, optimizer, name, rates)


def _stride(cost: Any, optimizer: Any) -> int:
    """Return every how many steps J is evaluated: each, or where that costs far more, an epoch."""
    rows = getattr(cost, "rows_read", 0)
    batches = getattr(optimizer, "batches_per_epoch", None)
    return 1 if batches is None or rows <= OBSERVATIONS else batches(rows)
