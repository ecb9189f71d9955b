"""Descent: the path that an optimiser takes over a cost, and how it ended."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.locked import Locked
from gdmath.optimizers.protocol import Optimizer

Outcome = Literal["converged", "diverged", "stopped"]
State = TypeVar("State")


@dataclass(frozen=True, slots=True, eq=False)
class Descent(Locked):
    """A path of n steps over a cost. Its arrays are read-only and finite.

    Parameters
    ----------
    points
        The iterates θ0 … θn, of shape (n+1, 2).
    costs
        J at each, of shape (n+1,).
    gradients
        ∇J at each, of shape (n+1, 2).
    outcome
        "converged" (the gradient fell below the tolerance), "diverged" (the cost grew past
        its bound or overflowed) or "stopped" (after the number of steps allowed).

    Raises
    ------
    ValueError
        If the shapes disagree, a value is not finite, or the outcome is none of the three.

    Examples
    --------
    >>> Descent([(2, 0), (0, 0)], [2, 0], [(2, 0), (0, 0)], "converged").outcome
    'converged'
    """

    points: FloatArray
    costs: FloatArray
    gradients: FloatArray
    outcome: Outcome

    def __init__(
        self, points: ArrayLike, costs: ArrayLike, gradients: ArrayLike, outcome: Outcome
    ) -> None:
        arrays = {
            "points": checks.read_only(checks.parameters(points, "points")),
            "costs": checks.read_only(checks.numeric(costs, "costs")),
            "gradients": checks.read_only(checks.parameters(gradients, "gradients")),
        }
        count = len(arrays["points"])
        expected = {"points": (count, 2), "costs": (count,), "gradients": (count, 2)}
        for name, array in arrays.items():
            if array.shape != expected[name] or count == 0:
                raise ValueError(f"{name} has shape {array.shape}; it must be {expected[name]}")
            if not np.isfinite(array).all():
                raise ValueError(f"{name} has a value that is not finite; all must be")
            object.__setattr__(self, name, array)
        if not isinstance(outcome, str) or outcome not in get_args(Outcome):
            raise ValueError(
                f"outcome is {checks.shown(outcome)}; it must be one of {get_args(Outcome)}"
            )
        object.__setattr__(self, "outcome", outcome)

    @property
    def steps(self) -> int:
        """The number n of steps taken.

        Examples
        --------
        >>> Descent([(2, 0), (0, 0)], [2, 0], [(2, 0), (0, 0)], "converged").steps
        1
        """
        return len(self.points) - 1

    @property
    def predicted_drops(self) -> FloatArray:
        """How far each step goes down on the tangent plane, −∇J(θk)·(θk+1 − θk), of shape (n,).

        For gradient descent that is α |∇J(θk)|².

        Examples
        --------
        >>> path = Descent([(0, 0), (2, 4)], [9, 1], [(-1, -2), (0, 0)], "converged")
        >>> path.predicted_drops, path.actual_drops
        (array([10.]), array([8.]))
        """
        with np.errstate(over="ignore", invalid="ignore"):  # a path may end in huge numbers
            steps = np.diff(self.points, axis=0)
            drops = -(self.gradients[:-1] * steps).sum(axis=1)
            if not np.isfinite(drops).all():  # two huge parts may cancel
                size = np.abs(self.gradients[:-1]).max(axis=1, keepdims=True)
                size[size == 0] = 1.0
                smaller = -(self.gradients[:-1] / size * steps).sum(axis=1)
                drops = np.where(np.isfinite(drops), drops, smaller * size[:, 0])
            return checks.read_only(drops)

    @property
    def actual_drops(self) -> FloatArray:
        """How far each step lowers the cost, J(θk) − J(θk+1), of shape (n,).

        Examples
        --------
        >>> Descent([(2, 0), (1, 0)], [2, 0.5], [(2, 0), (1, 0)], "stopped").actual_drops
        array([1.5])
        """
        with np.errstate(over="ignore"):
            return checks.read_only(self.costs[:-1] - self.costs[1:])

    def up_to(self, steps: int) -> Descent:
        """Return the path's first `steps` steps, "stopped" there, or the path if it is no longer.

        Raises
        ------
        ValueError
            If `steps` is not a whole number, 0 or more.

        Examples
        --------
        >>> path = Descent([(2, 0), (0, 0)], [2, 0], [(2, 0), (0, 0)], "converged")
        >>> path.up_to(0).outcome
        'stopped'
        """
        steps = checks.integer(steps, "steps", least=0)
        if steps >= self.steps:
            return self
        kept = slice(steps + 1)
        return Descent(self.points[kept], self.costs[kept], self.gradients[kept], "stopped")

    def point_at(self, position: ArrayLike) -> FloatArray:
        """Return θ (..., 2) at positions (...) along the path: iterate k at position k.

        Between two iterates it moves along the straight step. Positions outside [0, n] are
        moved to the nearer end.

        Raises
        ------
        ValueError
            If a position is not a finite number.

        Examples
        --------
        >>> path = Descent([(0, 0), (2, 4)], [2, 1], [(1, 1), (0, 0)], "converged")
        >>> path.point_at(0.25)
        array([0.5, 1. ])
        """
        position = checks.numeric(position, "position")
        if not np.isfinite(position).all():
            raise ValueError(f"position is {position.tolist()}; it must be finite")
        position = np.clip(position, 0, self.steps)
        before = np.minimum(position.astype(int), max(self.steps - 1, 0))
        after = np.minimum(before + 1, self.steps)
        share = (position - before)[..., None]
        # Both products are exact at an iterate, where the share is 0 or 1.
        blend: FloatArray = (1 - share) * self.points[before] + share * self.points[after]
        return blend


def descend(
    cost: Cost,
    start: ArrayLike,
    optimizer: Optimizer[State],
    steps: int,
    *,
    tolerance: float = 1e-6,
    bound: float | None = None,
) -> Descent:
    """Follow `optimizer` downhill from `start`.

    Parameters
    ----------
    cost
        The function to descend.
    start
        The first iterate, of shape (2,).
    optimizer
        The rule that gives each step.
    steps
        At most so many steps are taken, 0 or more.
    tolerance
        The path has converged at the first iterate with |∇J| ≤ tolerance; 0 or more.
    bound
        The path has diverged at the first iterate with J > bound; by default
        10⁶ (1 + |J(start)|). An iterate at which J or ∇J overflows ends it too, and is left out.

    Raises
    ------
    ValueError
        If an argument is out of range, or J is not finite at the start.

    Examples
    --------
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> descend(J, start=(9, 8), optimizer=GradientDescent(rate=1), steps=200).outcome
    'converged'
    """
    checks.able(cost, "cost", "a cost", "__call__", "gradient")
    checks.able(optimizer, "optimizer", "an optimizer", "init", "update")
    theta = checks.single_parameters(start, "start")
    steps = checks.integer(steps, "steps", least=0)
    tolerance = checks.real(tolerance, "tolerance", "a finite number, 0 or more", least=0)
    with np.errstate(all="ignore"):  # overflow is an outcome here, not a surprise
        value, gradient = cost(theta), cost.gradient(theta)
        if not (np.isfinite(value) and np.isfinite(gradient).all()):
            raise ValueError(f"start is {theta.tolist()}; the cost is not finite there")
        if bound is None:
            bound = min(1e6 * (1 + abs(float(value))), float(np.finfo(np.float64).max))
        bound = checks.real(bound, "bound", "a finite number")
        points, costs, gradients = [theta], [float(value)], [gradient]
        state = optimizer.init(theta)
        outcome: Outcome = "stopped"
        for taken in range(steps + 1):
            # Python's floats from here: on single numbers they are ten times as fast as NumPy.
            if math.hypot(*gradient.tolist()) <= tolerance:
                outcome = "converged"
                break
            if costs[-1] > bound:
                outcome = "diverged"
                break
            if taken == steps:
                break
            step, state = optimizer.update(cost, theta, gradient, state)
            theta = theta + step
            gradient = cost.gradient(theta)
            height = float(cost(theta))
            if not all(map(math.isfinite, (height, *theta.tolist(), *gradient.tolist()))):
                outcome = "diverged"
                break
            points.append(theta)
            costs.append(height)
            gradients.append(gradient)
    return Descent(points, costs, gradients, outcome)
