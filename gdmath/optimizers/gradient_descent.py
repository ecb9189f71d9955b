"""Plain gradient descent."""

from __future__ import annotations

from dataclasses import dataclass

from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.schedules import Rate, checked_rate, rate_at


@dataclass(frozen=True, slots=True)
class GradientDescent:
    """The rule θ ← θ − α ∇J(θ) (Cauchy, 1847). Its state is the number of steps taken.

    Parameters
    ----------
    rate
        The learning rate α, positive, or a schedule.

    Raises
    ------
    ValueError
        If `rate` is neither a positive finite number nor a schedule.

    Examples
    --------
    >>> GradientDescent(rate=0.1)
    GradientDescent(rate=0.1)
    """

    rate: Rate

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", checked_rate(self.rate))

    def init(self, theta: FloatArray) -> int:  # noqa: ARG002 (the protocol's signature)
        """Return 0, the number of steps taken.

        Examples
        --------
        >>> import numpy as np
        >>> GradientDescent(rate=0.5).init(np.zeros(2))
        0
        """
        return 0

    def update(
        self,
        cost: Cost,  # noqa: ARG002
        theta: FloatArray,  # noqa: ARG002
        gradient: FloatArray,
        state: int,
    ) -> tuple[FloatArray, int]:
        """Return the step −α ∇J, of shape (2,), and the number of steps taken after it.

        Examples
        --------
        >>> import numpy as np
        >>> rule, theta = GradientDescent(rate=0.5), np.zeros(2)
        >>> rule.update(None, theta, np.array([2.0, -4.0]), rule.init(theta))[0].round(6)
        array([-1.,  2.])
        """
        return -rate_at(self.rate, state) * gradient, state + 1
