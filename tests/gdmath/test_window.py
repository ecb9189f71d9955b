"""The window shows the path, the minimum and a whole bowl."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import Dataset, GradientDescent, MeanSquaredError, Window, descend
from gdmath.window import visible_steps

ROOT = Path(__file__).parents[2]
GEYSERS = Dataset.from_csv(ROOT / "scenes/examples/faithful.csv", "eruptions", "waiting")
CARS = Dataset.from_csv(ROOT / "tests/data/cars.csv", "speed", "dist")
HEIGHTS = Dataset.from_csv(ROOT / "tests/data/galton.csv", "parent", "child")


def rate_of(cost: MeanSquaredError, share: float) -> GradientDescent:
    return GradientDescent(share * 2 / float(np.linalg.eigvalsh(cost.hessian())[1]))


def assert_inside(window: Window, theta: np.ndarray) -> None:
    low, high = window.low[:2], window.high[:2]
    margin = 0.02 * (high - low)
    assert (theta > low + margin).all()
    assert (theta < high - margin).all()


@pytest.mark.parametrize("data", [GEYSERS, CARS, HEIGHTS], ids=["geysers", "cars", "heights"])
@pytest.mark.parametrize("standardize", [False, True])
@settings(derandomize=True, max_examples=15, deadline=None)
@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(0.05, 0.95))
def test_path_minimum_and_the_whole_rim_are_inside(data, standardize, intercept, slope, share):
    cost = MeanSquaredError(data.standardized() if standardize else data)
    path = descend(cost, (intercept, slope), rate_of(cost, share), 40)
    window = Window.around(cost, path)
    assert_inside(window, path.points)
    assert_inside(window, cost.minimizer())
    bottom, top = window.height
    least = float(cost(cost.minimizer()))
    assert bottom <= least < path.costs[0] < top
    # The level ellipse J = top, from the Hessian's square root.
    values, vectors = np.linalg.eigh(cost.hessian())
    turns = np.linspace(0, 2 * np.pi, 60)
    circle = np.stack([np.cos(turns), np.sin(turns)], axis=-1)
    rim = cost.minimizer() + circle * np.sqrt(2 * (top - least) / values) @ vectors.T
    np.testing.assert_allclose(cost(rim), top, rtol=1e-5)
    assert (rim > window.low[:2]).all()
    assert (rim < window.high[:2]).all()


def test_the_bowl_is_neither_a_plate_nor_a_needle():
    cost = MeanSquaredError(GEYSERS.standardized())
    for start in [(40, -25), (70, 12), (-500, 300)]:
        window = Window.around(cost, descend(cost, start, rate_of(cost, 0.3), 20))
        bottom, top = window.height
        share = (float(cost(cost.minimizer())) - bottom) / (top - bottom)
        assert 0 <= share <= 0.45
        filled = (float(cost(start)) - bottom) / (top - bottom)
        assert 0.6 < filled < 0.95


def test_costs_are_shown_from_zero_where_that_leaves_room():
    cost = MeanSquaredError(GEYSERS.standardized())
    far = Window.around(cost, descend(cost, (0, 0), rate_of(cost, 0.3), 5))
    near = Window.around(cost, descend(cost, (70, 12), rate_of(cost, 0.3), 5))
    assert far.height[0] == 0
    assert 0 < near.height[0] < float(cost(cost.minimizer()))


def test_a_diverging_path_is_shown_as_far_as_it_can_be_seen():
    cost = MeanSquaredError(Dataset.synthetic())
    path = descend(cost, (0, 12), rate_of(cost, 1.05), 200)
    assert path.outcome == "diverged"
    shown = visible_steps(cost, path)
    assert 2 <= shown < path.steps
    window = Window.around(cost, path)
    assert_inside(window, path.points[: shown + 1])
    assert path.costs[: shown + 1].max() < window.height[1]


def test_a_path_within_reach_is_shown_whole():
    cost = MeanSquaredError(Dataset.synthetic())
    path = descend(cost, (0, 12), rate_of(cost, 0.5), 30)
    assert visible_steps(cost, path) == 30


@pytest.mark.parametrize("y", [[0, 1, 2], [0, 5, 1]])
def test_a_path_that_starts_at_the_minimum_has_a_window(y):
    cost = MeanSquaredError(Dataset([-1, 0, 1], y))
    window = Window.around(cost, descend(cost, cost.minimizer(), GradientDescent(0.1), 5))
    assert_inside(window, cost.minimizer())
    assert window.height[1] > float(cost(cost.minimizer()))


@pytest.mark.parametrize("ranges", [((1, 0), (0, 1), (0, 1)), ((0, 1), (0, np.inf), (0, 1))])
def test_ranges_must_rise(ranges):
    with pytest.raises(ValueError, match=r"^theta. is .*; it must be two finite numbers, rising"):
        Window(*ranges)
