"""The grid under contours: even under a round bowl, dense along the floor of a narrow valley."""

import numpy as np
import pytest

from gdmath import Dataset, MeanAbsoluteError, MeanSquaredError, Window
from gdmath.landscape import FormulaCost
from gdmath.level_sets.contour_grid import nodes

LEVELS = np.array([2.0])
WINDOW = Window((-3, 3), (-3, 3), (0, 9))


def test_under_a_round_bowl_it_is_even():
    cost = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    grid = nodes(cost, WINDOW, LEVELS, cells=50)
    even = np.arange(51) / 50
    assert grid.shape == (51, 51, 2)
    np.testing.assert_allclose(grid[..., 0], np.broadcast_to(even, (51, 51)), atol=1e-15)
    np.testing.assert_allclose(grid[..., 1], np.broadcast_to(even[:, None], (51, 51)), atol=1e-15)


@pytest.mark.parametrize("levels", [[-1.0], []])
def test_where_no_level_is_above_the_minimum_it_is_even(levels):
    cost = MeanSquaredError(Dataset([-1000, 1000], [0, 0]))
    assert nodes(cost, WINDOW, np.array(levels), cells=50).shape == (51, 51, 2)


def test_where_no_minimum_is_known_it_is_even():
    cost = FormulaCost("a**2 - 1000*b**2")
    assert nodes(cost, WINDOW, LEVELS, cells=50).shape == (51, 51, 2)


@pytest.mark.parametrize("kind", [MeanSquaredError, MeanAbsoluteError])
def test_it_crowds_round_the_floor_of_a_narrow_valley(kind):
    cost = kind(Dataset([990, 1010], [990, 1010]))  # least at (0, 1); θ1 falls by θ0 / 1000
    grid = nodes(cost, Window((-9, 9), (0, 2), (0, 9)), LEVELS, cells=50)
    assert grid.shape == (101, 101, 2)
    assert grid.min() == 0
    assert grid.max() == 1
    for row in grid[10:-10]:  # each runs across the valley, at one θ0
        theta0 = -9 + 18 * row[:, 0]
        np.testing.assert_allclose(theta0, theta0[0])
        assert (np.diff(row[:, 1]) > 0).all()
        floor = (1 - theta0[0] / 1000) / 2
        assert np.diff(row[:, 1]).min() < 1e-3  # an even grid has 0.01
        assert abs(row[np.diff(row[:, 1]).argmin(), 1] - floor) < 2e-3
