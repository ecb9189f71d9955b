"""Descent: the path that an optimiser takes over a cost, and how it ended."""

import math
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.cost import Cost
from gdmath.locked import fill
from gdmath.optimizers.protocol import Optimizer
from gdmath.path import Path

Outcome = Literal["converged", "saddle", "stopped", "diverged", "unbounded"]
State = TypeVar("State")

BENT = 1e-2
"""A level point is a saddle, or a summit, where J bends down along a direction by more than this
share of its largest curvature: less may be rounding, or a minimum that is flat on one side."""


@dataclass(frozen=True, slots=True, eq=False)
class Descent(Path):
    """The path of an optimiser: its points are iterates, and its outcome says how it ended.

    "converged", or "saddle" where J bends down along a direction: the gradient fell below the
    tolerance; "stopped": the steps allowed were taken; "diverged": J grew past its bound, or
    overflowed; "unbounded": it fell as far below.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = descend(J, start=(9, 8), optimizer=GradientDescent(rate=1), steps=200)
    >>> path.outcome, path.up_to(3).outcome
    ('converged', 'stopped')
    """

    outcome: Annotated[Outcome, partial(checks.choice, allowed=get_args(Outcome))]

    def __init__(
        self, points: ArrayLike, costs: ArrayLike, gradients: ArrayLike, outcome: Outcome
    ) -> None:
        fill(self, outcome=outcome)
        Path.__init__(self, points, costs, gradients)

    def _first(self, kept: slice) -> Self:
        return type(self)(self.points[kept], self.costs[kept], self.gradients[kept], "stopped")


def descend(
    cost: Cost,
    start: ArrayLike,
    optimizer: Optimizer[State],
    steps: int,
    *,
    tolerance: float = 1e-6,
    bound: float | None = None,
) -> Descent:
    """Follow `optimizer` downhill from `start` (2,), where J is finite, by at most `steps` steps.

    The path has converged at the first iterate with |∇J| ≤ `tolerance`. It has diverged at the
    first with J > `bound`, by default 10⁶ (1 + |J(start)|), and is unbounded at the first that is
    as far below the start. An iterate at which J or ∇J overflows ends it too, and is left out.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> descend(J, start=(9, 8), optimizer=GradientDescent(rate=1), steps=200).points[-1].round(4)
    array([1., 1.])
    """
    checks.cost(cost)
    checks.optimizer(optimizer)
    theta = checks.single_parameters(start, "start")
    steps = checks.integer(steps, "steps", least=0)
    tolerance = checks.not_negative(tolerance, "tolerance")
    with np.errstate(all="ignore"):  # overflow is an outcome here, not a surprise
        value, gradient = cost(theta), cost.gradient(theta)
        if not (np.isfinite(value) and np.isfinite(gradient).all()):
            raise ValueError(f"start is {theta.tolist()}; the cost is not finite there")
        if bound is None:
            bound = min(1e6 * (1 + abs(float(value))), float(np.finfo(np.float64).max))
        bound = checks.real(bound, "bound")
        points, costs, gradients = [theta], [float(value)], [gradient]
        state = optimizer.init(theta)
        outcome: Outcome = "stopped"
        for taken in range(steps + 1):
            # Python's floats from here: on single numbers they are ten times as fast as NumPy.
            if math.hypot(*gradient.tolist()) <= tolerance:
                outcome = "saddle" if bends_down(cost, theta) else "converged"
            elif costs[-1] > bound:
                outcome = "diverged"
            elif costs[0] - costs[-1] > bound - costs[0]:
                outcome = "unbounded"
            if outcome != "stopped" or taken == steps:
                break
            step, state = optimizer.update(cost, theta, gradient, state)
            theta = theta + step
            gradient = cost.gradient(theta)
            height = float(cost(theta))
            if not all(map(math.isfinite, (height, *theta.tolist(), *gradient.tolist()))):
                outcome = "unbounded" if height == -math.inf else "diverged"
                break
            points.append(theta)
            costs.append(height)
            gradients.append(gradient)
    return Descent(points, costs, gradients, outcome)


def bends_down(cost: Any, point: ArrayLike) -> bool:
    """Return whether J bends down along a direction at a point (2,): no level point is a minimum.

    Where the second derivatives cannot tell, as where they are not finite, it is False.
    """
    with np.errstate(all="ignore"):
        hessian = cost.hessian(point) if hasattr(cost, "hessian") else np.nan
    if not np.isfinite(hessian).all():
        return False
    least, most = np.linalg.eigvalsh(hessian)
    return bool(least < -BENT * max(abs(least), abs(most)))
