"""How far a cost stands above its tangent plane."""

import numpy as np
import pytest

from gdmath import Dataset, MeanSquaredError, NoMinimumError, TangentPlane, Window
from gdmath.level_sets.contours import contours
from gdmath.level_sets.plane_crossing import PlaneGap


class Saddle:
    """J = θ0² − θ1², by hand."""

    def __call__(self, theta):
        theta = np.asarray(theta)
        return theta[..., 0] ** 2 - theta[..., 1] ** 2

    def gradient(self, theta):
        return np.asarray(theta) * [2.0, -2.0]

    def hessian(self, theta):
        return np.broadcast_to(np.diag([2.0, -2.0]), (*np.shape(theta)[:-1], 2, 2))


def test_the_gap_of_a_saddle_is_the_saddle_moved_to_the_touching_point():
    point = np.array([1.0, -0.5])
    gap = PlaneGap(Saddle(), TangentPlane.at(Saddle(), point))
    theta = np.random.default_rng(0).normal(size=(50, 2))
    np.testing.assert_allclose(gap(theta), Saddle()(theta - point), atol=1e-12)
    np.testing.assert_allclose(gap.gradient(theta), Saddle().gradient(theta - point), atol=1e-12)
    np.testing.assert_allclose(gap.hessian(point), np.diag([2.0, -2.0]))


def test_the_plane_crosses_a_saddle_on_the_two_diagonals():
    gap = PlaneGap(Saddle(), TangentPlane.at(Saddle(), (0.25, 0.1)))
    (level,) = contours(gap, Window((-2, 2), (-2, 2), (-4, 4)), [0.0], 49)
    points = np.concatenate(level.lines) - [0.25, 0.1]
    np.testing.assert_allclose(np.abs(points[:, 0]), np.abs(points[:, 1]), atol=1e-9)
    assert {(1, 1), (1, -1), (-1, 1), (-1, -1)} <= set(map(tuple, np.sign(points).astype(int)))


def test_a_convex_cost_lies_above_its_planes():
    cost = MeanSquaredError(Dataset([-1, 0, 1, 4], [0, 1, 2, 7]))
    gap = PlaneGap(cost, TangentPlane.at(cost, (3, -2)))
    theta = np.random.default_rng(1).normal(size=(99, 2), scale=5)
    assert (gap(theta) > 0).all()
    assert gap((3, -2)) == 0


def test_its_least_value_is_not_known():
    cost = MeanSquaredError(Dataset([-1, 1], [0, 0]))
    with pytest.raises(NoMinimumError, match="not known"):
        PlaneGap(cost, TangentPlane.at(cost, (1, 0))).minimizer()
