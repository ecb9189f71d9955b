"""Schedules: learning rates that change with the number of steps taken.

A step is a whole number, 0 or more; any other raises ValueError.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, cast

from gdmath import checks
from gdmath.checks import Factor, NotNegative, Positive
from gdmath.locked import Locked, fill

Schedule = Callable[[int], float]
"""A function of a step's number, counted from 0, to its learning rate."""


def checked_rate(rate: object, name: str = "rate") -> float | Schedule:
    """Return a positive number as a float, or a schedule as it is."""
    if callable(rate) and not isinstance(rate, type):
        return cast(Schedule, rate)
    return checks.real(rate, name, "a positive finite number, or a schedule", above=0)


Rate = Annotated[float | Schedule, checked_rate]
"""A learning rate: one number for all steps, or a schedule."""

LATE = 10**300  # a step after this one, which float64 can still hold, counts as this one

Steps = Annotated[int, partial(checks.integer, least=1)]


def rate_at(rate: Rate, step: int) -> float:
    """Return the rate of the step number `step`, from 0: a finite number, 0 or more."""
    if isinstance(rate, float):
        return rate
    return checks.not_negative(rate(step), f"the rate of step {step}")


def _count(step: int) -> int:
    return min(checks.integer(step, "step", least=0), LATE)


@dataclass(frozen=True, slots=True)
class Constant(Locked):
    """The same rate α > 0 at every step."""

    rate: Positive

    def __call__(self, step: int) -> float:
        """Return the rate of step k."""
        _count(step)
        return self.rate


@dataclass(frozen=True, slots=True)
class StepDecay(Locked):
    """The rate α γ^⌊k/s⌋ of step k: times γ after every s steps, as PyTorch's StepLR.

    α > 0 is `rate`, γ in (0, 1] is `factor` and s ≥ 1 is `every`.

    Examples
    --------
    >>> schedule = StepDecay(0.8, factor=0.5, every=10)
    >>> schedule(9), schedule(10), schedule(20)
    (0.8, 0.4, 0.2)
    """

    rate: Positive
    factor: Factor
    every: Steps

    def __call__(self, step: int) -> float:
        """Return the rate of step k."""
        return self.rate * self.factor ** (_count(step) // self.every)


@dataclass(frozen=True, slots=True)
class ExponentialDecay(Locked):
    """The rate α γᵏ of step k, as PyTorch's ExponentialLR; α > 0 and γ in (0, 1] is `factor`."""

    rate: Positive
    factor: Factor

    def __call__(self, step: int) -> float:
        """Return the rate of step k."""
        return self.rate * self.factor ** _count(step)


@dataclass(frozen=True, slots=True)
class CosineDecay(Locked):
    """The rate β + ½ (α − β) (1 + cos πk/T) down to β at step T, and β from there on.

    The cosine annealing of Loshchilov & Hutter (SGDR, 2017, eq. 5) without restarts; up to step T
    it is PyTorch's CosineAnnealingLR. α > 0 is `rate`, T ≥ 1 `steps` and β in [0, α] `final`.
    """

    rate: Positive
    steps: Steps
    final: float = 0.0

    def __post_init__(self) -> None:
        Locked.__post_init__(self)
        fill(self, final=checks.between(self.final, "final", 0, self.rate, ends="[]"))

    def __call__(self, step: int) -> float:
        """Return the rate of step k."""
        share = min(_count(step) / self.steps, 1.0)
        return self.final + (self.rate - self.final) * (0.5 + 0.5 * math.cos(math.pi * share))


@dataclass(frozen=True, slots=True)
class InverseDecay(Locked):
    """The rate α / (1 + d k) of step k, whose sum diverges while that of its squares does not.

    That is what stochastic gradients need in order to settle (Robbins & Monro, 1951). α > 0 is
    `rate` and d ≥ 0 is `decay`.
    """

    rate: Positive
    decay: NotNegative

    def __call__(self, step: int) -> float:
        """Return the rate of step k."""
        return self.rate / (1 + self.decay * _count(step))
