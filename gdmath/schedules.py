"""Schedules: learning rates that change with the number of steps taken.

An argument out of range raises ValueError, as does a step that is not a whole number, 0 or more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol, TypeAlias, cast

from gdmath import checks
from gdmath.locked import fill


class Schedule(Protocol):
    """The protocol of every schedule."""

    def __call__(self, step: int) -> float:
        """Return the learning rate of the step number `step`, counted from 0."""
        ...


Rate: TypeAlias = float | Schedule
"""A learning rate: one number for all steps, or a schedule."""


def checked_rate(rate: object) -> Rate:
    """Return a positive number as a float, or a schedule as it is.

    Raises
    ------
    ValueError
        If `rate` is neither.
    """
    if callable(rate) and not isinstance(rate, type):
        return cast(Schedule, rate)
    return checks.real(rate, "rate", "a positive finite number, or a schedule", above=0)


def rate_at(rate: Rate, step: int) -> float:
    """Return the learning rate of the step number `step`, counted from 0.

    Raises
    ------
    ValueError
        If a schedule gives anything but a finite number, 0 or more.

    Examples
    --------
    >>> rate_at(0.5, 3), rate_at(InverseDecay(0.5, decay=1), 3)
    (0.5, 0.125)
    """
    if isinstance(rate, float):
        return rate
    return checks.not_negative(rate(step), f"the rate of step {step}")


def _count(step: int) -> int:
    return checks.integer(step, "step", least=0)


@dataclass(frozen=True, slots=True)
class Constant:
    """The same rate α > 0 at every step."""

    rate: float

    def __post_init__(self) -> None:
        fill(self, rate=checks.positive(self.rate, "rate"))

    def __call__(self, step: int) -> float:
        """Return the rate of step k."""
        _count(step)
        return self.rate


@dataclass(frozen=True, slots=True)
class StepDecay:
    """The rate α γ^⌊k/s⌋ of step k: times γ after every s steps, as PyTorch's StepLR.

    α > 0 is `rate`, γ in (0, 1] is `factor` and s ≥ 1 is `every`.

    Examples
    --------
    >>> schedule = StepDecay(0.8, factor=0.5, every=10)
    >>> schedule(9), schedule(10), schedule(20)
    (0.8, 0.4, 0.2)
    """

    rate: float
    factor: float
    every: int

    def __post_init__(self) -> None:
        fill(
            self,
            rate=checks.positive(self.rate, "rate"),
            factor=checks.between(self.factor, "factor", 0, 1, ends="(]"),
            every=checks.integer(self.every, "every", least=1),
        )

    def __call__(self, step: int) -> float:
        """Return the rate of step k."""
        return self.rate * self.factor ** (_count(step) // self.every)


@dataclass(frozen=True, slots=True)
class ExponentialDecay:
    """The rate α γᵏ of step k, as PyTorch's ExponentialLR.

    α > 0 is `rate` and γ in (0, 1] is `factor`.
    """

    rate: float
    factor: float

    def __post_init__(self) -> None:
        rate = checks.positive(self.rate, "rate")
        fill(self, rate=rate, factor=checks.between(self.factor, "factor", 0, 1, ends="(]"))

    def __call__(self, step: int) -> float:
        """Return the rate of step k."""
        return self.rate * self.factor ** _count(step)


@dataclass(frozen=True, slots=True)
class CosineDecay:
    """The rate β + ½ (α − β) (1 + cos πk/T) down to β at step T, and β from there on.

    The cosine annealing of Loshchilov & Hutter (SGDR, 2017, eq. 5) without its restarts; up to
    step T it is PyTorch's CosineAnnealingLR. α > 0 is `rate`, T ≥ 1 is `steps` and β in [0, α] is
    `final`.
    """

    rate: float
    steps: int
    final: float = 0.0

    def __post_init__(self) -> None:
        rate = checks.positive(self.rate, "rate")
        fill(
            self,
            rate=rate,
            steps=checks.integer(self.steps, "steps", least=1),
            final=checks.between(self.final, "final", 0, rate, ends="[]"),
        )

    def __call__(self, step: int) -> float:
        """Return the rate of step k."""
        share = min(_count(step) / self.steps, 1.0)
        return self.final + (self.rate - self.final) * (0.5 + 0.5 * math.cos(math.pi * share))


@dataclass(frozen=True, slots=True)
class InverseDecay:
    """The rate α / (1 + d k) of step k, whose sum diverges while that of its squares does not.

    That is what stochastic gradients need in order to settle (Robbins & Monro, 1951). α > 0 is
    `rate` and d ≥ 0 is `decay`.
    """

    rate: float
    decay: float

    def __post_init__(self) -> None:
        rate = checks.positive(self.rate, "rate")
        fill(self, rate=rate, decay=checks.not_negative(self.decay, "decay"))

    def __call__(self, step: int) -> float:
        """Return the rate of step k."""
        return self.rate / (1 + self.decay * _count(step))
