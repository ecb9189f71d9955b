"""The tangent plane touches with equal slopes, and a convex bowl stands on it."""

import dataclasses
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import Dataset, MeanSquaredError, TangentPlane

moderate = st.floats(-50, 50).map(lambda value: round(value, 3))
thetas = st.tuples(moderate, moderate)
random_data = st.lists(st.tuples(moderate, moderate), min_size=2, max_size=15).filter(
    lambda pairs: np.ptp([x for x, _ in pairs]) > 0.5
)
deterministic = settings(derandomize=True, max_examples=60, deadline=None)


class Saddle:
    """J = θ0² − θ1²: a cost that knows nothing but value and slopes."""

    def __call__(self, theta):
        theta = np.asarray(theta, dtype=float)
        return theta[..., 0] ** 2 - theta[..., 1] ** 2

    def gradient(self, theta):
        return np.asarray(theta, dtype=float) * [2, -2]


@pytest.fixture
def cost():
    return MeanSquaredError(Dataset([1, 2, 3], [2, 4, 5]))


def test_the_plane_by_hand(cost):
    plane = TangentPlane.at(cost, (0, 1))  # J = 3/2, ∂J/∂θ0 = −5/3, ∂J/∂θ1 = −11/3
    assert plane.point.tolist() == [0, 1]
    assert plane.value == pytest.approx(3 / 2)
    assert plane.slopes == pytest.approx([-5 / 3, -11 / 3])
    assert plane((0, 1)) == pytest.approx(3 / 2)
    assert plane((3, 1)) == pytest.approx(3 / 2 - 5)
    assert plane((0, 4)) == pytest.approx(3 / 2 - 11)
    # J(2, 0) = (0 + 4 + 9) / 6 and the plane there 3/2 − 10/3 + 11/3
    assert plane.gap(cost, (2, 0)) == pytest.approx(13 / 6 - 11 / 6)


def test_the_unit_normal_by_hand():
    plane = TangentPlane(point=(0, 0), value=0, slopes=(2, -2))
    assert plane.normal == pytest.approx([-2 / 3, 2 / 3, 1 / 3])
    assert TangentPlane((5, 6), 7, (0, 0)).normal.tolist() == [0, 0, 1]


@pytest.mark.parametrize("slopes", [(1e-300, 0), (3e5, -4e5), (1e308, 1e308), (-1.7e308, 1.0)])
def test_the_normal_of_any_plane_has_length_one(slopes):
    normal = TangentPlane((0, 0), 0, slopes).normal
    assert math.hypot(*normal) == pytest.approx(1, rel=1e-14)
    assert normal[2] > 0


@deterministic
@given(thetas, thetas, thetas)
def test_the_normal_is_square_to_every_line_in_the_plane(slopes, first, second):
    plane = TangentPlane((1, 2), 3, slopes)
    along = np.array([*np.subtract(second, first), plane(second) - plane(first)])
    assert plane.normal @ along == pytest.approx(0, abs=1e-11 * (1 + np.abs(along).max()))


@deterministic
@given(random_data, thetas)
def test_the_plane_touches_with_equal_slopes(pairs, at):
    cost = MeanSquaredError(Dataset(*zip(*pairs, strict=True)))
    plane = TangentPlane.at(cost, at)
    size = 1e-9 * (1 + cost(at))
    assert plane(at) == pytest.approx(cost(at))
    assert plane.gap(cost, at) == 0
    for axis in np.eye(2):  # slopes of both by central differences, exact for plane and quadratic
        ahead, behind = at + 0.5 * axis, at - 0.5 * axis
        rise = cost(ahead) - cost(behind)
        assert plane(ahead) - plane(behind) == pytest.approx(rise, rel=1e-8, abs=size)


@deterministic
@given(random_data, thetas, thetas, st.booleans())
def test_the_gap_is_half_the_hessian_form_and_never_negative(pairs, at, theta, half):
    x, y = (np.array(column) for column in zip(*pairs, strict=True))
    cost = MeanSquaredError(Dataset(x, y), half=half)
    design, delta = np.column_stack([np.ones_like(x), x]), np.subtract(theta, at)
    hessian = (1 if half else 2) * design.T @ design / len(x)
    plane = TangentPlane.at(cost, at)
    gap = plane.gap(cost, theta)
    assert gap == pytest.approx(delta @ hessian @ delta / 2, rel=1e-8, abs=1e-9)
    assert gap == pytest.approx(cost(theta) - plane(theta), rel=1e-8, abs=1e-9 * (1 + cost(at)))
    assert gap >= 0


def test_a_tiny_gap_keeps_its_digits(cost):
    delta = np.array([3e-9, -1e-9])  # J − plane would cancel to nothing
    at = np.array([64.0, 128.0])
    delta = (at + delta) - at
    exact = (delta[0] ** 2 + 4 * delta[0] * delta[1] + 14 / 3 * delta[1] ** 2) / 2
    gap = TangentPlane.at(cost, at).gap(cost, at + delta)
    assert gap == pytest.approx(exact, rel=1e-12, abs=0)


def test_the_plane_is_flat_at_the_minimum(cost):
    plane = TangentPlane.at(cost, cost.minimizer())
    assert plane.slopes == pytest.approx([0, 0], abs=1e-14)
    assert plane.normal == pytest.approx([0, 0, 1])
    assert plane((100, -100)) == pytest.approx(1 / 36, abs=1e-11)


def test_the_gap_below_a_saddle_can_be_negative():
    plane = TangentPlane.at(Saddle(), (1, 1))
    assert plane.gap(Saddle(), (3, 1)) == pytest.approx(4)
    assert plane.gap(Saddle(), (1, 4)) == pytest.approx(-9)


def test_the_gap_of_a_plane_that_does_not_touch(cost):
    plane = TangentPlane(point=(0, 1), value=1, slopes=(2, 3))  # J(2, 0) = 13/6; plane 1 + 4 − 3
    assert plane.gap(cost, (2, 0)) == pytest.approx(13 / 6 - 2)


def test_heights_and_gaps_broadcast_over_leading_axes(cost):
    grid = np.stack(np.meshgrid([0, 1, 2], [-1, 0, 1, 2], indexing="ij"), axis=-1)
    plane = TangentPlane.at(cost, (0, 1))
    heights, gaps = plane(grid), plane.gap(cost, grid)
    assert heights.shape == gaps.shape == (3, 4)
    for node in np.ndindex(3, 4):
        a, b = grid[node]
        assert heights[node] == pytest.approx(1.5 - 5 / 3 * a - 11 / 3 * (b - 1))
        assert gaps[node] == pytest.approx((a**2 + 4 * a * (b - 1) + 14 / 3 * (b - 1) ** 2) / 2)
    assert plane((0, 0)).shape == plane.gap(cost, (0, 0)).shape == ()


def test_the_plane_cannot_be_changed():
    point, slopes = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    plane = TangentPlane(point, 5, slopes)
    point[0] = slopes[0] = 99
    assert plane.point.tolist() == [1, 2]
    assert plane.slopes.tolist() == [3, 4]
    with pytest.raises(dataclasses.FrozenInstanceError):
        plane.value = 0
    for array in (plane.point, plane.slopes):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    plane.normal[:] = 0
    assert plane.normal[2] > 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((1, 2, 3), 0, (0, 0)), "point has shape (3,); it must have shape (..., 2)"),
        ((((1, 2),), 0, (0, 0)), "point has shape (1, 2); it must have shape (2,)"),
        (((1, math.nan), 0, (0, 0)), "point is [1.0, nan]; both values must be finite"),
        (((1, 2), math.inf, (0, 0)), "value is inf; it must be a finite number"),
        (((1, 2), "high", (0, 0)), "value is 'high'; it must be a finite number"),
        (((1, 2), 0, (math.inf, 0)), "slopes is [inf, 0.0]; both values must be finite"),
        (((1, 2), 0, 5), "slopes has shape (); it must have shape (..., 2)"),
    ],
)
def test_a_bad_argument_is_named(arguments, message):
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        TangentPlane(*arguments)


def test_a_bad_theta_is_named(cost):
    with pytest.raises(ValueError, match=re.escape("theta has shape (1, 2); it must have shape")):
        TangentPlane.at(cost, [[1, 2]])
    with pytest.raises(ValueError, match=re.escape("theta is [nan, 1.0]")):
        TangentPlane.at(cost, (math.nan, 1))
    plane = TangentPlane.at(cost, (0, 0))
    for function in (plane, lambda theta: plane.gap(cost, theta)):
        with pytest.raises(ValueError, match=re.escape("theta has shape (3,)")):
            function((1, 2, 3))


def test_a_cost_that_overflows_is_refused_without_a_warning(cost):
    with pytest.raises(ValueError, match="value is inf"):
        TangentPlane.at(cost, (1e200, 0))
