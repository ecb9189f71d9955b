"""What all rules have in common, and the first steps of each by their closed form."""

import dataclasses
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import Dataset, MeanSquaredError, descend
from gdmath.optimizers import (
    OPTIMIZERS,
    AdaGrad,
    Adam,
    AdamW,
    GradientDescent,
    Momentum,
    Nesterov,
    Newton,
    RMSProp,
    Rule,
    SteepestDescent,
)
from gdmath.schedules import Constant, ExponentialDecay, InverseDecay, StepDecay

deterministic = settings(derandomize=True, max_examples=40, deadline=None)
COST = MeanSquaredError(Dataset([1, 2, 3], [2, 4, 5]))
RATED = {name: rule for name, rule in OPTIMIZERS.items() if rule.needs_rate}
coordinates = st.floats(-50, 50)
gradients = st.lists(st.tuples(coordinates, coordinates).map(np.array), min_size=1, max_size=8)


def make(name, rate=0.1):
    return OPTIMIZERS[name](rate=rate) if name in RATED else OPTIMIZERS[name]()


def steps_of(rule, gradients, theta=(0.0, 0.0)):
    """Feed the rule these gradients, θ moving with its steps."""
    theta = np.array(theta, dtype=float)
    state, steps = rule.init(theta), []
    for gradient in gradients:
        step, state = rule.update(COST, theta, np.asarray(gradient, dtype=float), state)
        theta = theta + step
        steps.append(step)
    return np.array(steps)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_rule_says_what_it_is(name):
    rule = OPTIMIZERS[name]
    fields = {field.name for field in dataclasses.fields(rule)}
    assert (rule.name, rule.hyperparameters()) == (name, fields)
    assert re.fullmatch("[A-Za-z ]+", rule.title)
    assert rule.needs_rate == ("rate" in fields) == (rule not in (Newton, SteepestDescent))
    assert rule.is_adaptive == (rule in (AdaGrad, RMSProp, Adam, AdamW))


def test_titles_are_told_apart_and_momentum_and_decay_are_known():
    assert len({rule.title for rule in OPTIMIZERS.values()}) == len(OPTIMIZERS)
    with_momentum = {n for n, rule in OPTIMIZERS.items() if "momentum" in rule.hyperparameters()}
    assert with_momentum == {"momentum", "nesterov"}
    decaying = {n for n, rule in OPTIMIZERS.items() if "weight_decay" in rule.hyperparameters()}
    assert decaying == {"adamw"}


@pytest.mark.parametrize("name", RATED)
def test_an_adaptive_rule_is_one_whose_step_does_not_grow_with_the_gradient(name):
    gentle, steep = (steps_of(make(name), [size * np.array([2.0, -3.0])]) for size in (1, 1e3))
    assert np.allclose(gentle, steep, rtol=1e-6) == RATED[name].is_adaptive


def test_a_new_rule_is_one_class():
    @dataclasses.dataclass(frozen=True, slots=True)
    class SignDescent(Rule[int]):
        name, title = "sign_descent", "sign descent"
        is_adaptive = True
        initial_state = 0

        rate: float
        momentum: float = 0.5

        def update(self, cost, theta, gradient, state):
            return -self.rate * np.sign(gradient), state + 1

    assert SignDescent.hyperparameters() == {"rate", "momentum"}
    assert (SignDescent.needs_rate, SignDescent.is_adaptive) == (True, True)
    path = descend(COST, (0, 0), SignDescent(0.25), 6)
    assert path.points[2].tolist() == [0.5, 0.5]
    assert path.costs[-1] < path.costs[0]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_update_is_pure(name):
    rule, theta = make(name), np.array([5.0, -4.0])
    gradient = COST.gradient(theta)
    theta.setflags(write=False)
    gradient.setflags(write=False)
    state = rule.init(theta)
    _, state = rule.update(COST, theta, gradient, state)
    kept = repr(state)
    first, after = rule.update(COST, theta, gradient, state)
    again, after_again = rule.update(COST, theta, gradient, state)
    assert first.shape == (2,)
    assert first.tolist() == again.tolist()
    assert after == after_again
    assert repr(state) == kept
    assert hash(state) == hash(copy_of(state))
    assert not np.shares_memory(first, gradient)
    assert not np.shares_memory(first, theta)


def copy_of(state):
    return type(state)(*state) if isinstance(state, tuple) else state


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_rule_is_a_frozen_value(name):
    rule = make(name)
    field = dataclasses.fields(rule)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(rule, field, 1.0)
    assert rule == make(name)
    assert hash(rule) == hash(make(name))
    assert not hasattr(rule, "__dict__")


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_zero_gradient_gives_a_finite_step(name):
    steps = steps_of(make(name), np.zeros((3, 2)))
    assert np.isfinite(steps).all()
    assert not steps.any()


@pytest.mark.parametrize("name", RATED)
@pytest.mark.parametrize("size", [1e-300, 1e160, 1e300])
def test_squares_that_overflow_or_vanish_make_no_nan(name, size):
    steps = steps_of(make(name), np.full((4, 2), (size, -size)))
    assert np.isfinite(steps).all()
    assert (steps[:, 0] <= 0).all()
    assert (steps[:, 1] >= 0).all()


@pytest.mark.parametrize("rule", [AdaGrad, Adam, RMSProp])
def test_adaptive_rules_do_not_care_how_steep_the_cost_is(rule):
    gradients = np.array([(1.0, -2.0), (0.5, 3.0), (-1.0, 0.25)])
    plain = steps_of(rule(rate=0.1, epsilon=1e-300), gradients)
    np.testing.assert_allclose(
        steps_of(rule(rate=0.1, epsilon=1e-300), gradients * 2.0**600), plain, rtol=1e-14
    )


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_rule_lowers_the_cost(name):
    path = descend(COST, (4, -3), make(name, rate=0.05), 400)
    assert path.costs[-1] < 0.2 * path.costs[0]


@pytest.mark.parametrize("name", RATED)
def test_a_rate_without_bounds_diverges_without_a_warning(name):
    path = descend(COST, (4, -3), make(name, rate=1e300), 50)
    assert path.outcome == "diverged"
    assert np.isfinite(path.points).all()


@pytest.mark.parametrize("name", RATED)
def test_a_constant_schedule_is_a_rate(name):
    np.testing.assert_array_equal(
        descend(COST, (4, -3), make(name, Constant(0.03)), 20).points,
        descend(COST, (4, -3), make(name, 0.03), 20).points,
    )


@pytest.mark.parametrize("name", RATED)
def test_a_schedule_is_asked_for_each_step_from_zero(name):
    asked = []

    def schedule(step):
        asked.append(step)
        return 0.01

    steps_of(make(name, schedule), np.ones((4, 2)))
    assert asked == [0, 1, 2, 3]


def test_gradient_descent_with_a_schedule_by_hand():
    rule = GradientDescent(InverseDecay(1.0, decay=1))
    np.testing.assert_allclose(steps_of(rule, [(6, 12)] * 3), [(-6, -12), (-3, -6), (-2, -4)])
    assert rule.init(np.zeros(2)) == 0
    assert rule.update(COST, np.zeros(2), np.array([6.0, 12.0]), 2)[1] == 3


def test_gradient_descent_step_is_minus_rate_times_the_gradient():
    step, _ = GradientDescent(rate=0.25).update(COST, np.array([0.0, 1.0]), np.array([4, -8]), 0)
    assert step.tolist() == [-1.0, 2.0]


@deterministic
@given(gradients, st.floats(0, 0.99))
def test_momentum_is_a_sum_of_fading_gradients(gradients, kept):
    steps = steps_of(Momentum(rate=0.5, momentum=kept), gradients)
    for k, step in enumerate(steps):
        velocity = sum(kept ** (k - j) * g for j, g in enumerate(gradients[: k + 1]))
        np.testing.assert_allclose(step, -0.5 * velocity, atol=1e-12, rtol=1e-12)


@deterministic
@given(gradients, st.floats(0, 0.99))
def test_nesterov_looks_one_momentum_step_ahead(gradients, kept):
    heavy = steps_of(Momentum(rate=1, momentum=kept), gradients)
    nesterov = steps_of(Nesterov(rate=1, momentum=kept), gradients)
    np.testing.assert_allclose(nesterov, -np.array(gradients) + kept * heavy, atol=1e-12)


@pytest.mark.parametrize("rule", [Momentum, Nesterov])
@deterministic
@given(coordinates, coordinates, st.floats(1e-3, 0.4))
def test_no_momentum_is_gradient_descent(rule, intercept, slope, rate):
    start = (intercept, slope)
    np.testing.assert_array_equal(
        descend(COST, start, rule(rate, momentum=0), 30).points,
        descend(COST, start, GradientDescent(rate), 30).points,
    )


def test_the_heavy_ball_is_polyaks():
    points = descend(COST, (4, -3), Momentum(0.05, momentum=0.8), 30).points
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        polyak = here - 0.05 * COST.gradient(here) + 0.8 * (here - before)
        np.testing.assert_allclose(after, polyak, atol=1e-12)


def test_adagrad_by_hand():
    steps = steps_of(AdaGrad(rate=0.5), [(3, 5), (4, 12)])
    np.testing.assert_allclose(steps, [(-0.5, -0.5), (-0.5 * 4 / 5, -0.5 * 12 / 13)], rtol=1e-10)


def test_rmsprop_by_hand():
    steps = steps_of(RMSProp(rate=0.1, decay=0.75, epsilon=0.5), [(2, 4), (4, 0)])
    second = math.sqrt(0.75 * 1 + 0.25 * 16)
    np.testing.assert_allclose(
        steps, [(-0.1 * 2 / 1.5, -0.1 * 4 / 2.5), (-0.1 * 4 / (second + 0.5), 0)], rtol=1e-14
    )


@deterministic
@given(coordinates, coordinates)
def test_adams_first_step_is_the_sign_of_the_gradient(g0, g1):
    g = np.array([g0, g1]).round(9)  # so that ε is negligible
    step = steps_of(Adam(rate=0.3, epsilon=1e-30), [g])[0]
    np.testing.assert_allclose(step, -0.3 * np.sign(g), rtol=1e-12)


def test_adam_by_hand():
    rule = Adam(rate=1, beta1=0.5, beta2=0.75, epsilon=1)
    steps = steps_of(rule, [(2, 0), (-4, 0)])
    mean = (0.5 * (0.5 * 2) + 0.5 * -4) / (1 - 0.25)
    size = math.sqrt((0.75 * 0.25 * 4 + 0.25 * 16) / (1 - 0.75**2))
    np.testing.assert_allclose(steps[:, 0], [-2 / 3, -mean / (size + 1)], rtol=1e-14)


@deterministic
@given(gradients)
def test_adamw_without_decay_is_adam(gradients):
    np.testing.assert_array_equal(
        steps_of(AdamW(rate=0.1, weight_decay=0), gradients), steps_of(Adam(rate=0.1), gradients)
    )


def test_adamw_shrinks_theta_by_rate_times_decay():
    steps = steps_of(AdamW(rate=0.1, weight_decay=0.5), np.zeros((3, 2)), theta=(8, -4))
    np.testing.assert_allclose(8 + steps[:, 0].cumsum(), 8 * 0.95 ** np.arange(1, 4))
    np.testing.assert_allclose(-4 + steps[:, 1].cumsum(), -4 * 0.95 ** np.arange(1, 4))


def test_defaults_are_pytorchs():
    assert Momentum(0.1).momentum == Nesterov(0.1).momentum == 0.9
    assert AdaGrad() == AdaGrad(rate=0.01, epsilon=1e-10)
    assert RMSProp() == RMSProp(rate=0.01, decay=0.99, epsilon=1e-8)
    assert Adam() == Adam(rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8)
    assert AdamW() == AdamW(1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01)


def test_rules_of_the_same_rate_are_equal():
    assert GradientDescent(rate=1) == GradientDescent(rate=1.0)
    assert GradientDescent(rate=1) != GradientDescent(rate=2)
    assert Adam(StepDecay(1, 0.5, 3)) == Adam(StepDecay(1, 0.5, 3))
    assert Adam(ExponentialDecay(1, 0.5)) != Adam(ExponentialDecay(1, 0.4))


@pytest.mark.parametrize("name", RATED)
def test_a_rate_out_of_range_is_named(name):
    for rate in (0, -0.1, math.nan, math.inf, True, "0.1", None, (0.1,)):
        message = re.escape(f"rate is {rate!r}; it must be a positive finite number, or a schedule")
        with pytest.raises(ValueError, match=f"^{message}$"):
            make(name, rate)


@pytest.mark.parametrize(
    ("rule", "name", "bad"),
    [
        (Momentum, "momentum", (1, -0.1, math.nan, "0.9", True)),
        (Nesterov, "momentum", (1, -0.1, math.nan, "0.9", True)),
        (AdaGrad, "epsilon", (0, -1, math.inf, None)),
        (RMSProp, "decay", (1, -0.1, math.nan)),
        (RMSProp, "epsilon", (0, -1)),
        (Adam, "beta1", (1, -0.1, math.nan)),
        (Adam, "beta2", (1, 2, None)),
        (Adam, "epsilon", (0, -1)),
        (AdamW, "beta1", (1, -0.1)),
        (AdamW, "weight_decay", (-0.1, math.inf, math.nan, "1")),
    ],
)
def test_a_hyper_parameter_out_of_range_is_named(rule, name, bad):
    for value in bad:
        with pytest.raises(ValueError, match=re.escape(f"{name} is {value!r}; it must be a")) as e:
            rule(rate=0.1, **{name: value})
        assert "\n" not in str(e.value)


def test_the_table_cannot_be_changed():
    with pytest.raises(TypeError):
        OPTIMIZERS["mine"] = Adam
