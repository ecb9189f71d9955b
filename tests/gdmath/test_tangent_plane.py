"""The plane touches, has the gradient's slopes, and lies below the bowl by ½ δᵀHδ."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import Dataset, MeanSquaredError, TangentPlane

moderate = st.floats(-100, 100).map(lambda value: round(value, 3))
thetas = st.tuples(moderate, moderate)
deterministic = settings(derandomize=True, max_examples=80, deadline=None)

# x = 1, 2, 3 and y = 2, 4, 5: at (0, 1) J is 9/6 and ∇J is (−5/3, −11/3).
COST = MeanSquaredError(Dataset([1, 2, 3], [2, 4, 5]))


class Saddle:
    """J = θ0² − θ1², which knows nothing of gaps."""

    def __call__(self, theta):
        theta = np.asarray(theta, dtype=float)
        return theta[..., 0] ** 2 - theta[..., 1] ** 2

    def gradient(self, theta):
        return np.asarray(theta, dtype=float) * [2, -2]

    def hessian(self, theta):
        raise NotImplementedError

    def minimizer(self):
        raise NotImplementedError


def test_by_hand():
    plane = TangentPlane.at(COST, (0, 1))
    assert plane.value == pytest.approx(1.5)
    assert plane.slopes == pytest.approx([-5 / 3, -11 / 3])
    assert plane((3, 1)) == pytest.approx(1.5 - 5)
    assert plane((0, 4)) == pytest.approx(1.5 - 11)
    assert plane([[0, 1], [1, 2]]) == pytest.approx([1.5, 1.5 - 16 / 3])
    norm = np.sqrt(25 / 9 + 121 / 9 + 1)
    assert plane.normal == pytest.approx(np.array([5 / 3, 11 / 3, 1]) / norm)


@deterministic
@given(thetas, thetas)
def test_the_gap_is_half_the_hessian_form_and_never_negative(at, theta):
    plane = TangentPlane.at(COST, at)
    delta = np.subtract(theta, at)
    hessian = np.array([[1, 2], [2, 14 / 3]])
    assert plane.gap(COST, theta) == pytest.approx(delta @ hessian @ delta / 2, abs=1e-9)
    assert plane.gap(COST, theta) >= 0
    difference = COST(theta) - plane(theta)
    assert plane.gap(COST, theta) == pytest.approx(difference, abs=1e-8)


def test_the_gap_keeps_its_digits_close_to_the_touching_point():
    plane = TangentPlane.at(COST, (0, 1))
    assert plane.gap(COST, (1e-9, 1)) == pytest.approx(0.5e-18, rel=1e-6)
    assert plane.gap(COST, (0, 1)) == 0


def test_the_gap_to_another_cost_is_still_the_difference():
    other = MeanSquaredError(Dataset([0, 1, 5], [3, 3, -1]))
    plane = TangentPlane.at(COST, (0, 1))
    grid = np.random.default_rng(0).normal(size=(4, 5, 2))
    np.testing.assert_allclose(plane.gap(other, grid), other(grid) - plane(grid), rtol=1e-9)


def test_any_cost_has_a_gap():
    plane = TangentPlane.at(Saddle(), (1, 2))
    assert plane.gap(Saddle(), (1, 5)) == pytest.approx(-9)
    assert plane.gap(Saddle(), (4, 2)) == pytest.approx(9)


@deterministic
@given(thetas)
def test_it_touches_with_equal_slopes(at):
    plane = TangentPlane.at(COST, at)
    assert plane(at) == COST(at)
    for axis in np.eye(2):
        step = 0.5
        slope = (COST(at + step * axis) - COST(at - step * axis)) / (2 * step)
        rise = (plane(at + step * axis) - plane(at - step * axis)) / (2 * step)
        assert rise == pytest.approx(slope, rel=1e-7, abs=1e-7)


@deterministic
@given(thetas, thetas)
def test_the_normal_is_a_unit_vector_across_the_plane(at, theta):
    plane = TangentPlane.at(COST, at)
    assert np.linalg.norm(plane.normal) == pytest.approx(1)
    assert plane.normal[2] > 0
    along = np.array([*np.subtract(theta, at), float(plane(theta)) - plane.value])
    assert plane.normal @ along == pytest.approx(0, abs=1e-9 * (1 + np.abs(along).max()))


def test_the_normal_of_a_very_steep_plane():
    assert TangentPlane((0, 0), 0, (1e200, -1e200)).normal == pytest.approx(
        [-np.sqrt(0.5), np.sqrt(0.5), 0]
    )


def test_it_is_immutable():
    plane = TangentPlane.at(COST, (0, 1))
    with pytest.raises(dataclasses.FrozenInstanceError):
        plane.value = 3
    with pytest.raises(ValueError, match="read-only"):
        plane.slopes[0] = 1


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: TangentPlane.at(COST, (1, 2, 3)), "theta has shape"),
        (lambda: TangentPlane.at(COST, [(1, 2)]), "theta has shape"),
        (lambda: TangentPlane.at(COST, (np.nan, 2)), "theta is"),
        (lambda: TangentPlane((0, 0), np.inf, (1, 1)), "value is inf"),
        (lambda: TangentPlane((0, 0), 1, (1, np.nan)), "slopes is"),
        (lambda: TangentPlane((0, 0), 1, (1, 1))(3), "theta has shape"),
    ],
)
def test_bad_input_is_named(make, says):
    with pytest.raises(ValueError, match=f"^{says}"):
        make()
