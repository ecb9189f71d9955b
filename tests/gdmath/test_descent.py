"""Paths against their closed form, and how they end."""

import dataclasses
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import (
    Dataset,
    Descent,
    GradientDescent,
    MeanSquaredError,
    MiniBatch,
    Momentum,
    Newton,
    SteepestDescent,
    descend,
)
from gdmath.landscape import FormulaCost
from gdmath.optimizers import Backtracking
from gdmath.path import Path
from gdmath.schedules import ExponentialDecay, InverseDecay

deterministic = settings(derandomize=True, max_examples=40, deadline=None)
COST = MeanSquaredError(Dataset([1, 2, 3], [2, 4, 5]))
HESSIAN = np.array([[1, 2], [2, 14 / 3]])
BEST = np.array([2 / 3, 3 / 2])
LARGEST = np.linalg.eigvalsh(HESSIAN)[1]


def run(start=(4, -3), rate=0.2, steps=20, **options) -> Descent:
    return descend(COST, start, GradientDescent(rate), steps, **options)


@deterministic
@given(
    st.floats(-50, 50), st.floats(-50, 50), st.floats(0.01, 2.2).map(lambda share: share / LARGEST)
)
def test_the_path_is_the_closed_form(intercept, slope, rate):
    start = np.array([intercept, slope])
    path = run(start, rate, steps=30, tolerance=0, bound=1e300)
    contraction = np.eye(2) - rate * HESSIAN
    for k, point in enumerate(path.points):
        expected = BEST + np.linalg.matrix_power(contraction, k) @ (start - BEST)
        np.testing.assert_allclose(point, expected, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(path.costs, COST(path.points), rtol=1e-12)
    np.testing.assert_allclose(path.gradients, COST.gradient(path.points), rtol=1e-12, atol=1e-12)


def test_two_steps_by_hand():
    path = run(start=(0, 1), rate=0.6, steps=1)  # ∇J(0, 1) = (−5/3, −11/3)
    np.testing.assert_allclose(path.points, [(0, 1), (1, 3.2)])
    assert path.outcome == "stopped"
    assert path.steps == 1


@pytest.mark.parametrize("share", [0.1, 0.5, 1, 1.9, 1.99])
def test_below_the_critical_rate_every_step_lowers_the_cost_and_it_converges(share):
    path = run(rate=share / LARGEST, steps=20_000)
    assert path.outcome == "converged"
    assert (np.diff(path.costs) <= 0).all()
    assert np.linalg.norm(path.gradients[-1]) <= 1e-6
    assert np.linalg.norm(path.gradients[-2]) > 1e-6
    np.testing.assert_allclose(path.points[-1], BEST, atol=1e-4)


@pytest.mark.parametrize("share", [2.02, 2.5, 40, 1e9, 1e300])
def test_above_the_critical_rate_it_diverges_without_a_warning(share):
    path = run(rate=share / LARGEST, steps=5000)
    assert path.outcome == "diverged"
    for array in (path.points, path.costs, path.gradients):
        assert np.isfinite(array).all()
    assert (np.diff(path.costs[1:]) > 0).all()


def test_the_bound_decides_where_divergence_is_said():
    path = run(rate=3 / LARGEST, steps=100, bound=1000)
    assert path.outcome == "diverged"
    assert path.costs[-1] > 1000
    assert (path.costs[:-1] <= 1000).all()


def test_it_stops_after_the_steps_allowed():
    path = run(steps=7)
    assert path.outcome == "stopped"
    assert path.points.shape == (8, 2)
    assert path.costs.shape == (8,)
    assert path.gradients.shape == (8, 2)
    assert run(steps=0).points.tolist() == [[4, -3]]


def test_a_start_at_the_minimum_has_converged_already():
    path = run(start=COST.minimizer())
    assert path.outcome == "converged"
    assert path.steps == 0


def test_a_path_is_immutable():
    path = run()
    for array in (path.points, path.costs, path.gradients):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        path.outcome = "converged"


def test_positions_along_the_path():
    path = run(steps=3)
    for k in range(4):
        np.testing.assert_array_equal(path.point_at(k), path.points[k])
    np.testing.assert_allclose(
        path.point_at(1.25), path.points[1] + 0.25 * (path.points[2] - path.points[1])
    )
    np.testing.assert_array_equal(path.point_at(-5), path.points[0])
    np.testing.assert_array_equal(path.point_at(99), path.points[-1])
    assert path.point_at(np.zeros((4, 5))).shape == (4, 5, 2)
    np.testing.assert_array_equal(run(steps=0).point_at(0.5), (4, -3))
    with pytest.raises(ValueError, match="position is nan"):
        path.point_at(np.nan)


def test_gradient_descent_predicts_a_drop_of_rate_times_the_squared_slope():
    path = run(rate=0.2, steps=20)
    np.testing.assert_allclose(
        path.predicted_drops, 0.2 * (path.gradients[:-1] ** 2).sum(axis=1), rtol=1e-9
    )


def test_a_convex_cost_drops_less_than_predicted_by_half_the_curvature():
    path = run(rate=0.2, steps=20)
    steps = np.diff(path.points, axis=0)
    bend = 0.5 * np.einsum("ki,ij,kj->k", steps, HESSIAN, steps)
    np.testing.assert_allclose(path.predicted_drops - path.actual_drops, bend, atol=1e-12)
    np.testing.assert_allclose(path.actual_drops.sum(), path.costs[0] - path.costs[-1])


def test_drops_are_read_only_and_one_a_step():
    path = run(steps=3)
    for drops in (path.predicted_drops, path.actual_drops):
        assert drops.shape == (3,)
        assert not drops.flags.writeable
    assert run(steps=0).predicted_drops.shape == run(steps=0).actual_drops.shape == (0,)


def test_drops_of_a_path_that_overflows_make_no_warning():
    path = Descent([(0, 0), (1e300, 0)], [-1.5e308, 1.5e308], [(1e300, 0), (1, 0)], "diverged")
    assert path.predicted_drops == path.actual_drops == [-np.inf]


def test_the_first_steps_of_a_path():
    path = run(steps=6)
    part = path.up_to(2)
    assert (part.steps, part.outcome) == (2, "stopped")
    np.testing.assert_array_equal(part.points, path.points[:3])
    np.testing.assert_array_equal(part.costs, path.costs[:3])
    assert path.up_to(6) is path
    with pytest.raises(ValueError, match="steps is -1"):
        path.up_to(-1)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"start": (1, 2, 3)}, "start has shape (3,)"),
        ({"start": (1, np.inf)}, "start is [1.0, inf]"),
        ({"start": (1e200, 0)}, "start is [1e+200, 0.0]; the cost is not finite there"),
        ({"steps": -1}, "steps is -1"),
        ({"steps": 2.5}, "steps is 2.5"),
        ({"steps": True}, "steps is True"),
        ({"tolerance": -1}, "tolerance is -1"),
        ({"tolerance": np.nan}, "tolerance is nan"),
        ({"bound": np.nan}, "bound is nan"),
        ({"rate": 0}, "rate is 0; it must be a positive finite number"),
    ],
)
def test_bad_arguments_are_named(options, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        run(**options)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (([], [], [], "stopped"), "points has shape (0,)"),
        (([(0, 0)], [1, 2], [(0, 0)], "stopped"), "costs has shape (2,); it must be (1,)"),
        (([(0, 0)], [np.nan], [(0, 0)], "stopped"), "costs has a value that is not finite"),
        (([(0, 0)], [1], [(0, 0)], "lost"), "outcome is 'lost'"),
    ],
)
def test_a_descent_checks_its_parts(parts, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        Descent(*parts)


def test_the_promise_of_huge_parts_that_cancel():
    huge = 1e200
    path = Descent([(0, 0), (huge, huge)], [1, 0], [(huge, -huge), (0, 0)], "stopped")
    assert path.predicted_drops.tolist() == [0]
    path = Descent([(0, 0), (huge, 0)], [1, 0], [(-huge, 1), (0, 0)], "stopped")
    assert path.predicted_drops.tolist() == [np.inf]


def test_a_cost_that_falls_without_end_is_unbounded():
    path = descend(FormulaCost("a**2 - b**2"), (1, 0.1), GradientDescent(0.3), steps=500)
    assert path.outcome == "unbounded"
    assert path.steps < 60
    assert path.costs[-1] < -1.99e6 < path.costs[-2]


def test_the_bound_below_is_as_far_from_the_start_as_the_one_above():
    cost = FormulaCost("a + b")
    path = descend(cost, (0, 0), GradientDescent(1.0), steps=500, bound=9)
    assert path.costs.tolist() == [0, -2, -4, -6, -8, -10]
    assert path.outcome == "unbounded"


def test_rest_on_a_saddle_is_not_convergence():
    saddle = FormulaCost("a**2 - b**2")
    assert descend(saddle, (1, 0), GradientDescent(0.4), steps=200).outcome == "saddle"
    valley = FormulaCost("a**2 + b**4")
    assert descend(valley, (1, 0), GradientDescent(0.4), steps=200).outcome == "converged"


def test_a_path_that_is_no_descent_has_the_costs_own_heights_and_no_outcome():
    path = Path.through(COST, [(0, 1), (2, 3), BEST])
    np.testing.assert_array_equal(path.costs, COST(path.points))
    np.testing.assert_array_equal(path.gradients, COST.gradient(path.points))
    assert not hasattr(path, "outcome")
    assert type(path.up_to(1)) is Path
    assert path.up_to(1).points.tolist() == [[0, 1], [2, 3]]


@pytest.mark.parametrize(
    ("costs", "arrival"),
    [
        ([9, 5, 1.5, 1, 1], 2),
        ([9, 1, 5, 1.5, 1.2], 3),  # low, high again, and low for good
        ([9, 1, 1, 1, 5], None),
        ([9, 5, 3, 2, 1.9], None),
        ([1, 1, 1, 1, 1], 0),
    ],
)
def test_arrival_is_when_the_path_stays_low(costs, arrival):
    path = Path(np.zeros((5, 2)), costs, np.zeros((5, 2)))
    assert path.arrival(least=1, share=0.1) == arrival


def test_arrival_at_a_share_of_the_first_height():
    rate = 0.9 / LARGEST
    path = run(rate=rate, steps=300, tolerance=0)
    step = path.arrival(float(COST(BEST)), 1e-3)
    above = path.costs - COST(BEST)
    assert above[step] <= 1e-3 * above[0] < above[step - 1]


def test_a_callback_sees_every_iterate():
    seen = []
    path = descend(COST, (4, -3), GradientDescent(0.2), 7, callback=lambda *what: seen.append(what))
    assert [step for step, *_ in seen] == list(range(8))
    np.testing.assert_array_equal([theta for _, theta, _, _ in seen], path.points)
    np.testing.assert_array_equal([height for *_, height, _ in seen], path.costs)
    np.testing.assert_array_equal([gradient for *_, gradient in seen], path.gradients)


@pytest.mark.parametrize("last", [0, 1, 5])
def test_a_callback_may_stop_a_descent(last):
    path = run(steps=20, callback=lambda step, theta, cost, gradient: step == last)
    assert (path.steps, path.outcome) == (last, "stopped")
    assert run(steps=20, callback=lambda *_: None).steps == 20
    done = run(start=COST.minimizer(), callback=lambda *_: True)
    assert done.outcome == "converged"


def test_a_callback_cannot_change_the_path():
    def meddle(step, theta, cost, gradient):
        theta[:] = gradient[:] = 99

    np.testing.assert_array_equal(run(callback=meddle).points, run().points)


def test_a_descent_keeps_its_rule_its_rates_and_the_costs_name():
    rule = GradientDescent(ExponentialDecay(0.2, 0.5))
    path = descend(COST, (4, -3), rule, 4)
    assert path.rule is rule
    assert path.cost_name == "MeanSquaredError"
    assert path.rates.tolist() == [0.2, 0.1, 0.05, 0.025]
    part = path.up_to(2)
    assert (part.rule, part.cost_name, part.rates.tolist()) == (rule, path.cost_name, [0.2, 0.1])
    with pytest.raises(ValueError, match="read-only"):
        path.rates[0] = 1


@pytest.mark.parametrize("rule", [SteepestDescent(), SteepestDescent(Backtracking()), Newton()])
def test_the_rates_of_a_line_search_are_what_it_chose(rule):
    path = descend(FormulaCost("a**4 + 3*b**2 - a*b"), (2, -1), rule, 6)
    for k, (here, there) in enumerate(zip(path.points, path.points[1:], strict=False)):
        slope = path.gradients[k]
        if isinstance(rule, Newton):
            slope = np.linalg.solve(FormulaCost("a**4 + 3*b**2 - a*b").hessian(here), slope)
        np.testing.assert_allclose(there, here - path.rates[k] * slope, atol=1e-12)


def test_the_rates_of_batches_are_those_of_the_inner_rule():
    rule = MiniBatch(Momentum(InverseDecay(0.1, 1.0)), size=2)
    path = descend(COST, (4, -3), rule, 4)
    assert path.rates.tolist() == [0.1 / k for k in (1, 2, 3, 4)]
    searching = descend(COST, (4, -3), MiniBatch(SteepestDescent(), size=3), 1)
    assert searching.rates.tolist() == descend(COST, (4, -3), SteepestDescent(), 1).rates.tolist()


def test_a_foreign_rule_has_no_rates():
    class Down:
        def init(self, theta):
            return None

        def update(self, cost, theta, gradient, state):
            return -0.1 * gradient, state

    path = descend(COST, (4, -3), Down(), 3)
    assert np.isnan(path.rates).tolist() == [True] * 3
    np.testing.assert_array_equal(path.points, run(rate=0.1, steps=3).points)


def test_a_descent_made_by_hand_has_no_rates():
    path = Descent([(0, 0), (1, 1)], [1, 0], [(0, 0), (1, 1)], "stopped")
    assert (path.rule, path.cost_name) == (None, "")
    assert np.isnan(path.rates).all()
    with pytest.raises(ValueError, match=r"rates has shape \(2,\); it must be \(1,\)"):
        Descent([(0, 0), (1, 1)], [1, 0], [(0, 0), (1, 1)], "stopped", rates=[1, 2])


class Counting:
    """A cost that counts how many points it was asked for."""

    def __init__(self):
        self.heights = self.slopes = 0

    def __call__(self, theta):
        self.heights += np.asarray(theta)[..., 0].size
        return COST(theta)

    def gradient(self, theta):
        self.slopes += np.asarray(theta)[..., 0].size
        return COST.gradient(theta)


class Blind:
    """Gradient descent that finds the gradient itself."""

    needs_gradient = False

    def init(self, theta):
        return None

    def update(self, cost, theta, gradient, state):
        return -0.2 * COST.gradient(theta), state


def test_j_is_evaluated_at_each_k_th_iterate_or_when_it_is_asked_for():
    cost, seen = Counting(), []
    path = descend(cost, (4, -3), Blind(), 20, every=8, callback=lambda step, *_: seen.append(step))
    assert seen == [0, 8, 16, 20]
    assert (cost.heights, cost.slopes) == (4, 4)
    np.testing.assert_array_equal(path.points, run(steps=20).points)
    assert (cost.heights, cost.slopes) == (4, 4)
    np.testing.assert_allclose(path.costs, run(steps=20).costs, rtol=1e-14)
    assert (cost.heights, cost.slopes) == (25, 4)
    assert path.costs is path.costs
    assert not path.costs.flags.writeable
    np.testing.assert_allclose(path.gradients, run(steps=20).gradients, rtol=1e-13)
    assert (cost.heights, cost.slopes) == (25, 25)


def test_a_rule_that_needs_the_gradient_gets_it_at_every_step():
    cost = Counting()
    path = descend(cost, (4, -3), GradientDescent(0.2), 20, every=10)
    np.testing.assert_array_equal(path.points, run(steps=20).points)
    assert (cost.heights, cost.slopes) == (3, 21)


def test_the_first_steps_of_a_path_that_is_not_evaluated_are_not_evaluated():
    cost = Counting()
    part = descend(cost, (4, -3), Blind(), 20, every=20).up_to(3)
    assert cost.heights == 2
    assert part.steps == 3
    np.testing.assert_allclose(part.costs, run(steps=3).costs, rtol=1e-14)
    assert cost.heights == 6


def test_a_path_that_is_evaluated_rarely_ends_where_it_was_evaluated_last():
    rule = GradientDescent(40 / LARGEST)
    path = descend(COST, (4, -3), rule, 400, every=200)
    assert (path.outcome, path.steps) == ("diverged", 0)
    path = descend(COST, (4, -3), rule, 400, every=3)
    assert path.outcome == "diverged"
    assert path.steps % 3 == 0
    assert path.costs[-1] > 1e6
    assert len(path.rates) == path.steps
    rest = descend(COST, (4, -3), GradientDescent(0.2), 10_000, every=50)
    assert rest.outcome == "converged"
    assert rest.steps % 50 == 0
