"""Plain gradient descent."""

from dataclasses import dataclass
from typing import ClassVar

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.optimizers.protocol import Rule
from gdmath.schedules import Rate, rate_at


@dataclass(frozen=True, slots=True)
class GradientDescent(Rule[int]):
    """The rule θ ← θ − α ∇J(θ) (Cauchy, 1847). Its state is the number of steps taken.

    α is `rate`, a positive number or a schedule.

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
