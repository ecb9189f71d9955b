"""Places worth looking at, and the windows of one step."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import (
    Dataset,
    GradientDescent,
    HuberCost,
    MeanAbsoluteError,
    MeanSquaredError,
    TangentPlane,
    Window,
    descend,
)
from gdmath.gradient_samples import gradient_samples as places
from gdmath.landscape import FormulaCost, named
from gdmath.windows import cropped, gap_offset, step_window

DATA = Dataset([-1, 0, 1, 4], [0, 1, 2, 7])
COSTS = [
    MeanSquaredError(DATA),
    HuberCost(DATA),
    MeanAbsoluteError(DATA),
    named("rosenbrock").cost,
    named("saddle").cost,
    FormulaCost("a**2"),
]


@pytest.mark.parametrize("cost", COSTS, ids=lambda cost: type(cost).__name__)
@pytest.mark.parametrize("rate", [1e-4, 0.01, 0.3])
@pytest.mark.parametrize("start", [(1, 1.2), (2, 0.5), (-1.5, 0)])
def test_both_ends_of_the_step_are_inside_on_the_surface_and_on_the_plane(cost, start, rate):
    path = descend(cost, start, GradientDescent(rate), 1, tolerance=0)
    window = step_window(cost, path, Window((-3, 3), (-3, 3), (-1, 30)))
    plane = TangentPlane.at(cost, start)
    for end in path.points:
        for height in (float(cost(end)), float(plane(end))):
            assert (window.low <= [*end, height]).all()
            assert (window.high >= [*end, height]).all()


@pytest.mark.parametrize("cost", [FormulaCost("a**2"), MeanAbsoluteError(Dataset([-1, 1], [0, 0]))])
def test_a_step_along_one_parameter_over_a_cost_that_is_flat_along_the_other(cost):
    path = descend(cost, (1, 0.2), GradientDescent(1e-3), 1)
    window = step_window(cost, path, Window((-5, 5), (-5, 5), (-1, 25)))
    assert window.theta1[1] - window.theta1[0] == pytest.approx(10)


def test_a_path_without_a_step_is_refused():
    path = descend(COSTS[0], (1, 1), GradientDescent(0.1), 0)
    with pytest.raises(ValueError, match=r"^path has 0 steps; it must have at least one$"):
        step_window(COSTS[0], path, Window((-5, 5), (-5, 5), (-1, 25)))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.sampled_from(COSTS[:5]), st.integers(1, 12), st.floats(-2.9, 2.9), st.floats(-2.9, 2.9))
def test_places_are_inside_and_differ(cost, count, a, b):
    window = Window((-3, 3), (-3, 3), (-10, 60))
    found = places(cost, (a, b), window, count)
    assert found.shape == (count, 2)
    assert (np.abs(found) <= 3).all()
    heights = cost(found[1:])
    assert ((heights >= -10) & (heights <= 60)).all()
    lengths = np.hypot(*cost.gradient(found).T)
    assert (lengths > 0).all()
    assert len(np.unique(found, axis=0)) == count


def test_three_places_of_a_round_bowl_look_three_ways():
    found = places(COSTS[0], (1, 1), Window((-3, 3), (-3, 3), (-10, 60)))
    turns = COSTS[0].gradient(found)
    turns /= np.hypot(*turns.T)[:, None]
    cosines = turns @ turns.T
    assert cosines[~np.eye(3, dtype=bool)].min() < -0.5


def test_a_long_window_is_cropped_round_the_point():
    window = cropped(Window((0, 100), (0, 10), (0, 1)), (95, 5))
    assert window.theta0 == (80, 100)
    assert window.theta1 == (0, 10)


@pytest.mark.parametrize("point", [(0, 0), (0.5, -1), (1, 1)])
def test_the_gap_of_a_bowl_is_shown_where_it_is_tall_and_inside(point):
    cost = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    window = Window((-3, 3), (-3, 3), (-3, 4))
    plane = TangentPlane.at(cost, point)
    delta = gap_offset(cost, plane, window)
    assert plane.gap(cost, point + delta) == pytest.approx(delta @ delta / 2)  # ½ |δ|²
    assert plane.gap(cost, point + delta) >= 0.4 * 7
    assert np.hypot(*delta) < np.sqrt(2 * 0.4 * 7) + 0.07  # and no farther than it must be
    for height in (float(cost(point + delta)), float(plane(point + delta))):
        assert window.contains([*(point + delta), height])


def test_where_no_gap_is_tall_enough_the_tallest_is_shown():
    cost = MeanSquaredError(Dataset([-1, 1], [0, 0]))
    window = Window((-1, 1), (-1, 1), (-1, 9))
    plane = TangentPlane.at(cost, (0, 0))
    delta = gap_offset(cost, plane, window)
    assert np.abs(delta).min() > 0.7  # towards a corner
    assert (np.abs(delta) <= 0.84).all()  # which it does not reach


def test_a_gap_that_is_nowhere_in_the_window_is_refused():
    cost = MeanSquaredError(Dataset([-1, 1], [0, 0]))
    window = Window((1, 2), (1, 2), (-1, 0.1))
    with pytest.raises(ValueError, match=r"^window is .*; J and its plane must be inside"):
        gap_offset(cost, TangentPlane.at(cost, (1, 1)), window)
