"""Gradient descent: down the gradient, as far as a learning rate or a line search says."""

from dataclasses import dataclass, field
from typing import ClassVar

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.optimizers.line_search import ExactLineSearch, Search
from gdmath.optimizers.protocol import Rule, SearchingRule
from gdmath.schedules import Rate, rate_at


@dataclass(frozen=True, slots=True)
class GradientDescent(Rule[int]):
    """The rule θ ← θ − α ∇J(θ) (Cauchy, 1847). Its state is the number of steps taken.

    Examples
    --------
    >>> import numpy as np
    >>> rule, theta, gradient = GradientDescent(rate=0.5), np.zeros(2), np.array([2.0, -4.0])
    >>> rule.update(None, theta, gradient, rule.init(theta))
    (array([-1.,  2.]), 1)
    """

    name: ClassVar[str] = "gradient_descent"
    title: ClassVar[str] = "gradient descent"
    initial_state: ClassVar[int] = 0

    rate: Rate

    def update(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, state: int
    ) -> tuple[FloatArray, int]:
        """Return the step −α ∇J, of shape (2,), and the number of steps taken after it."""
        return -rate_at(self.rate, state) * gradient, state + 1


@dataclass(frozen=True, slots=True)
class SteepestDescent(SearchingRule):
    """The rule θ ← θ − α ∇J(θ) with α from a line search at every step (Cauchy, 1847).

    With the exact search consecutive gradients are orthogonal, so the path zigzags through a
    narrow valley (Nocedal & Wright, Numerical Optimization, 2006, section 3.3).

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError, descend
    >>> J = MeanSquaredError(Dataset([0, 1, 2], [1, 3, 5]))
    >>> path = descend(J, start=(9, 8), optimizer=SteepestDescent(), steps=2)
    >>> abs(path.gradients[0] @ path.gradients[1]) < 1e-9
    np.True_
    """

    name: ClassVar[str] = "steepest_descent"
    title: ClassVar[str] = "steepest descent"

    search: Search = field(default_factory=ExactLineSearch)

    def update(
        self, cost: Cost, theta: FloatArray, gradient: FloatArray, state: float
    ) -> tuple[FloatArray, float]:
        """Return the step −α ∇J, of shape (2,), and α."""
        downhill = -gradient
        rate = self.search(cost, theta, gradient, downhill)
        return rate * downhill, rate
