"""Rates for a descent that names none: round ones to choose from, calm ones, and a heavy ball's."""

import numpy as np
import pytest

from gdmath import Adam, AdamW, Dataset, GradientDescent, MeanAbsoluteError, MeanSquaredError, Rates
from gdmath.tuning import calm_rate, heavy_ball, ladder, rates_at_minimum, stochastic_rate

J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)


def test_the_ladder_has_three_rates_a_decade_and_both_ends():
    assert ladder(-1, 0) == (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
    assert len(ladder(-7, 2)) == 30
    assert ladder(1, 0) == ()


def test_a_calm_rate_is_half_the_optimal_one():
    assert calm_rate(GradientDescent, J, Rates.of(J), (3, 4)) == pytest.approx(0.5)


@pytest.mark.parametrize(("start", "rate"), [((3, 4), 0.2), ((0, 0), 0.05), ((-600, 1), 30)])
def test_an_adaptive_rule_takes_about_twenty_steps_to_the_minimum(start, rate):
    assert calm_rate(Adam, J, Rates.of(J), start) == pytest.approx(rate)


def test_a_rule_with_weight_decay_shrinks_the_parameters_by_a_tenth_at_most():
    rate = calm_rate(AdamW, J, Rates.of(J), (3000, 1))
    assert rate * AdamW(rate).weight_decay == pytest.approx(0.1)


def test_without_curvature_the_first_step_is_a_twentieth_of_the_way():
    cost = MeanAbsoluteError(Dataset([-1, 1], [10, 10]))
    assert rates_at_minimum(cost) is None
    rate = calm_rate(GradientDescent, cost, None, (0, 0))
    np.testing.assert_allclose(rate * cost.gradient((0, 0)), [-0.5, 0], atol=1e-12)


def test_a_stochastic_rate_is_calm_for_the_observation_farthest_out():
    # One observation at x = 3 has the curvature 1 + 3² along (1, 3).
    assert stochastic_rate(Dataset([-1, 3], [0, 0])) == pytest.approx(0.07)


def test_a_heavy_ball_by_hand():
    rule = heavy_ball(Rates((1, 9), np.eye(2)))
    assert rule.rate == pytest.approx(0.6 * 4 / (3 + 1) ** 2)
    assert rule.momentum == pytest.approx((1 - np.sqrt(0.15)) ** 2)
