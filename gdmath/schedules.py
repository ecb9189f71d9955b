"""Schedules: learning rates that change with the number of steps taken."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol, TypeAlias, cast

from gdmath import checks


class Schedule(Protocol):
    """The protocol of every schedule: the rate of step k, where the first step is 0."""

    def __call__(self, step: int) -> float:
        """Return the learning rate of the step number `step`, counted from 0."""
        ...


Rate: TypeAlias = float | Schedule
"""A learning rate: one number for all steps, or a schedule."""


def checked_rate(rate: object) -> Rate:
    """Return `rate` as a float, or as it is where it is a schedule.

    Raises
    ------
    ValueError
        If it is neither a positive finite number nor a schedule.

    Examples
    --------
    >>> checked_rate(1)
    1.0
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
    name = f"the rate of step {step}"
    return checks.real(rate(step), name, "a finite number, 0 or more", least=0)


def _positive(schedule: Schedule, name: str = "rate") -> None:
    """Replace the field `name` of a frozen schedule by its checked float."""
    value = checks.real(getattr(schedule, name), name, "a positive finite number", above=0)
    object.__setattr__(schedule, name, value)


def _within(schedule: Schedule, name: str, low: float, high: float, ends: str) -> None:
    value = checks.between(getattr(schedule, name), name, low, high, ends=ends)
    object.__setattr__(schedule, name, value)


def _count(step: int) -> int:
    return checks.integer(step, "step", least=0)


@dataclass(frozen=True, slots=True)
class Constant:
    """The same rate α at every step.

    Parameters
    ----------
    rate
        The learning rate α, positive.

    Raises
    ------
    ValueError
        If `rate` is out of range; a call raises it if the step is not a whole number, 0 or more.

    Examples
    --------
    >>> Constant(0.1)(7)
    0.1
    """

    rate: float

    def __post_init__(self) -> None:
        _positive(self)

    def __call__(self, step: int) -> float:
        """Return α.

        Examples
        --------
        >>> Constant(0.5)(2)
        0.5
        """
        _count(step)
        return self.rate


@dataclass(frozen=True, slots=True)
class StepDecay:
    """The rate α γ^⌊k/s⌋: times γ after every s steps, as PyTorch's StepLR.

    Parameters
    ----------
    rate
        The first learning rate α, positive.
    factor
        γ, in (0, 1].
    every
        How many steps s a rate is kept, at least 1.

    Raises
    ------
    ValueError
        If an argument is out of range; a call raises it if the step is not a whole number,
        0 or more.

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
        _positive(self)
        _within(self, "factor", 0, 1, "(]")
        object.__setattr__(self, "every", checks.integer(self.every, "every", least=1))

    def __call__(self, step: int) -> float:
        """Return α γ^⌊k/s⌋ for step k.

        Examples
        --------
        >>> StepDecay(1.0, factor=0.5, every=1)(2)
        0.25
        """
        return self.rate * self.factor ** (_count(step) // self.every)


@dataclass(frozen=True, slots=True)
class ExponentialDecay:
    """The rate α γᵏ, as PyTorch's ExponentialLR.

    Parameters
    ----------
    rate
        The first learning rate α, positive.
    factor
        γ, in (0, 1].

    Raises
    ------
    ValueError
        If an argument is out of range; a call raises it if the step is not a whole number,
        0 or more.

    Examples
    --------
    >>> ExponentialDecay(0.8, factor=0.5)(3)
    0.1
    """

    rate: float
    factor: float

    def __post_init__(self) -> None:
        _positive(self)
        _within(self, "factor", 0, 1, "(]")

    def __call__(self, step: int) -> float:
        """Return α γᵏ for step k.

        Examples
        --------
        >>> ExponentialDecay(1.0, factor=0.5)(2)
        0.25
        """
        return self.rate * self.factor ** _count(step)


@dataclass(frozen=True, slots=True)
class CosineDecay:
    """The rate β + ½ (α − β) (1 + cos πk/T) down to β at step T, and β from there on.

    The cosine annealing of Loshchilov & Hutter (SGDR, 2017, eq. 5) without its restarts; up to
    step T it is PyTorch's CosineAnnealingLR.

    Parameters
    ----------
    rate
        The first learning rate α, positive.
    steps
        How many steps T the decay takes, at least 1.
    final
        The last rate β, from 0 to `rate`.

    Raises
    ------
    ValueError
        If an argument is out of range; a call raises it if the step is not a whole number,
        0 or more.

    Examples
    --------
    >>> schedule = CosineDecay(0.8, steps=10, final=0.2)
    >>> schedule(0), round(schedule(5), 12), schedule(10), schedule(99)
    (0.8, 0.5, 0.2, 0.2)
    """

    rate: float
    steps: int
    final: float = 0.0

    def __post_init__(self) -> None:
        _positive(self)
        object.__setattr__(self, "steps", checks.integer(self.steps, "steps", least=1))
        _within(self, "final", 0, self.rate, "[]")

    def __call__(self, step: int) -> float:
        """Return the rate of step k.

        Examples
        --------
        >>> round(CosineDecay(1.0, steps=4)(2), 12)
        0.5
        """
        share = min(_count(step) / self.steps, 1.0)
        return self.final + (self.rate - self.final) * (0.5 + 0.5 * math.cos(math.pi * share))


@dataclass(frozen=True, slots=True)
class InverseDecay:
    """The rate α / (1 + d k), whose sum diverges while that of its squares does not.

    That is what stochastic gradients need in order to settle (Robbins & Monro, 1951).

    Parameters
    ----------
    rate
        The first learning rate α, positive.
    decay
        d, 0 or more.

    Raises
    ------
    ValueError
        If an argument is out of range; a call raises it if the step is not a whole number,
        0 or more.

    Examples
    --------
    >>> InverseDecay(0.8, decay=0.5)(6)
    0.2
    """

    rate: float
    decay: float

    def __post_init__(self) -> None:
        _positive(self)
        _within(self, "decay", 0, math.inf, "[)")

    def __call__(self, step: int) -> float:
        """Return α / (1 + d k) for step k.

        Examples
        --------
        >>> InverseDecay(1.0, decay=0.5)(2)
        0.5
        """
        return self.rate / (1 + self.decay * _count(step))
