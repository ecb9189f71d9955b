"""Schedules by their formulas; tests/gdmath/test_torch_agreement.py holds them to PyTorch's."""

import dataclasses
import math
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath.schedules import (
    Constant,
    CosineDecay,
    ExponentialDecay,
    InverseDecay,
    StepDecay,
    checked_rate,
    rate_at,
)

deterministic = settings(derandomize=True, max_examples=40, deadline=None)
ALL = [
    Constant(0.5),
    StepDecay(0.5, factor=0.1, every=3),
    ExponentialDecay(0.5, factor=0.9),
    CosineDecay(0.5, steps=9, final=0.1),
    InverseDecay(0.5, decay=0.3),
]
rates = st.floats(1e-6, 10)
steps = st.integers(0, 10_000)


@pytest.mark.parametrize("schedule", ALL)
def test_it_starts_at_its_rate_and_never_rises(schedule):
    values = [schedule(step) for step in range(40)]
    assert values[0] == 0.5
    assert all(after <= before for before, after in pairwise(values))
    assert all(type(value) is float for value in values)


def test_step_decay_by_hand():
    schedule = StepDecay(8, factor=0.5, every=3)
    assert [schedule(k) for k in range(8)] == [8, 8, 8, 4, 4, 4, 2, 2]


@deterministic
@given(rates, st.floats(0.01, 1), steps)
def test_exponential_decay_multiplies_at_each_step(rate, factor, step):
    schedule = ExponentialDecay(rate, factor)
    assert schedule(step + 1) == pytest.approx(factor * schedule(step), rel=1e-9, abs=1e-300)


@deterministic
@given(rates, st.integers(1, 1000), st.floats(0, 1))
def test_cosine_decay_is_half_a_wave_that_ends_at_the_final_rate(rate, length, share):
    final = share * rate
    schedule = CosineDecay(rate, steps=length, final=final)
    assert schedule(0) == pytest.approx(rate)
    assert schedule(length) == schedule(length + 1) == schedule(10 * length) == final
    for step in range(0, length + 1, 7):  # the wave is odd about its middle
        assert schedule(step) + schedule(length - step) == pytest.approx(rate + final)


@deterministic
@given(rates, st.floats(0, 10), steps)
def test_the_inverse_of_inverse_decay_grows_evenly(rate, decay, step):
    schedule = InverseDecay(rate, decay)
    assert 1 / schedule(step) == pytest.approx((1 + decay * step) / rate)


@pytest.mark.parametrize("schedule", ALL)
@pytest.mark.parametrize("step", [-1, 0.5, True, None])
def test_a_step_out_of_range_is_named(schedule, step):
    with pytest.raises(ValueError, match=re.escape(f"step is {step!r}; it must be a whole")):
        schedule(step)


@pytest.mark.parametrize("schedule", ALL)
def test_a_schedule_is_a_frozen_value(schedule):
    with pytest.raises(dataclasses.FrozenInstanceError):
        schedule.rate = 1
    assert schedule == dataclasses.replace(schedule)
    assert hash(schedule) == hash(dataclasses.replace(schedule))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Constant(0), "rate is 0; it must be a positive finite number"),
        (lambda: StepDecay(math.nan, 0.5, 3), "rate is nan"),
        (lambda: StepDecay(1, 0, 3), "factor is 0; it must be a finite number in (0, 1]"),
        (lambda: StepDecay(1, 1.5, 3), "factor is 1.5; it must be a finite number in (0, 1]"),
        (lambda: StepDecay(1, 0.5, 0), "every is 0; it must be a whole number, at least 1"),
        (lambda: ExponentialDecay(1, "x"), "factor is 'x'"),
        (lambda: CosineDecay(1, 0), "steps is 0"),
        (lambda: CosineDecay(1, 9, -0.1), "final is -0.1; it must be a finite number in [0, 1]"),
        (lambda: CosineDecay(0.5, 9, 0.6), "final is 0.6; it must be a finite number in [0, 0.5]"),
        (lambda: InverseDecay(1, -1), "decay is -1; it must be a finite number, 0 or more"),
        (lambda: InverseDecay(1, math.inf), "decay is inf"),
        (lambda: checked_rate("fast"), "rate is 'fast'; it must be a positive finite number, or"),
    ],
)
def test_arguments_out_of_range_are_named(make, says):
    with pytest.raises(ValueError, match=f"^{re.escape(says)}"):
        make()


def test_a_rate_is_a_number_or_a_schedule():
    assert rate_at(checked_rate(2), 5) == 2.0
    assert rate_at(checked_rate(StepDecay(2, 0.5, 5)), 5) == 1.0
    assert rate_at(checked_rate(lambda step: step), 3) == 3.0


@pytest.mark.parametrize(
    ("schedule", "last"),
    [
        (Constant(0.1), 0.1),
        (ExponentialDecay(0.1, 0.5), 0.0),
        (ExponentialDecay(0.1, 1), 0.1),
        (StepDecay(0.1, factor=0.5, every=7), 0.0),
        (StepDecay(0.1, factor=1, every=7), 0.1),
        (CosineDecay(0.1, steps=9, final=0.025), 0.025),
        (InverseDecay(0.1, decay=0), 0.1),
        (InverseDecay(0.1, decay=1e10), 0.0),
    ],
)
def test_a_step_no_float_can_hold_has_the_last_rate(schedule, last):
    assert schedule(10**400) == last
    assert CosineDecay(0.1, steps=10**400)(5) == 0.1
    assert StepDecay(0.1, factor=0.5, every=10**400)(10**399) == 0.1
