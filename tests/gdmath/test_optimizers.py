"""The rule of gradient descent: the step is −α ∇J, and nothing is remembered."""

import dataclasses
import math
import re

import numpy as np
import pytest

from gdmath import Dataset, GradientDescent, MeanSquaredError


@pytest.fixture
def cost():
    return MeanSquaredError(Dataset([1, 2, 3], [2, 4, 5]))


def test_the_step_is_minus_rate_times_the_gradient(cost):
    step, _ = GradientDescent(rate=0.25).update(cost, np.array([0.0, 1.0]), np.array([4, -8]), None)
    assert step.tolist() == [-1.0, 2.0]


def test_the_rule_remembers_nothing(cost):
    rule = GradientDescent(rate=0.5)
    assert rule.init(np.zeros(2)) is None
    first, state = rule.update(cost, np.zeros(2), np.array([1.0, 2.0]), None)
    second, _ = rule.update(cost, np.ones(2), np.array([1.0, 2.0]), state)
    assert state is None
    assert first.tolist() == second.tolist() == [-0.5, -1.0]


def test_update_leaves_its_arguments_alone(cost):
    theta, gradient = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    theta.setflags(write=False)
    gradient.setflags(write=False)
    step, _ = GradientDescent(rate=1).update(cost, theta, gradient, None)
    assert not np.shares_memory(step, gradient)


def test_a_step_lowers_the_cost_when_the_rate_is_small(cost):
    theta = np.array([5.0, -4.0])
    step, _ = GradientDescent(rate=0.01).update(cost, theta, cost.gradient(theta), None)
    assert cost(theta + step) < cost(theta)


def test_the_rule_cannot_be_changed():
    rule = GradientDescent(rate=0.1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        rule.rate = 0.2


def test_rules_of_the_same_rate_are_equal():
    assert GradientDescent(rate=1) == GradientDescent(rate=1.0)
    assert hash(GradientDescent(rate=1)) == hash(GradientDescent(rate=1.0))
    assert GradientDescent(rate=1) != GradientDescent(rate=2)


@pytest.mark.parametrize("rate", [0, -0.1, math.nan, math.inf, True, "0.1", None, (0.1,)])
def test_a_rate_out_of_range_is_named(rate):
    message = re.escape(f"rate is {rate!r}; it must be a positive finite number")
    with pytest.raises(ValueError, match=f"^{message}$"):
        GradientDescent(rate=rate)
