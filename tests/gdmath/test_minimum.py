"""The known minimum of a cost, its height, and level points that are none."""

import numpy as np
import pytest

from gdmath import Dataset, LogisticCost, MeanAbsoluteError, MeanSquaredError
from gdmath.curvature import bends_down
from gdmath.landscape import FormulaCost, named
from gdmath.minimum import known_minimum, least

HIMMELBLAU = named("himmelblau").cost  # four minima of 0, one in each quadrant


@pytest.mark.parametrize(
    ("near", "minimum"),
    [
        ((-3, 3), (-2.805118, 3.131313)),
        ((4, 1), (3, 2)),
        ((-4, -4), (-3.779310, -3.283186)),
        ((3, -2), (3.584428, -1.848127)),
    ],
)
def test_of_several_minima_the_nearest_is_given(near, minimum):
    np.testing.assert_allclose(known_minimum(HIMMELBLAU, near=near), minimum, atol=1e-6)


def test_a_cost_with_one_minimum_has_it_wherever_one_asks():
    cost = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    for near in (None, (9, -9)):
        np.testing.assert_allclose(known_minimum(cost, near=near), [1, 1], atol=1e-12)
    assert least(cost) == pytest.approx(0, abs=1e-24)


def test_where_none_is_known_there_is_no_least_height():
    separated = LogisticCost(Dataset([-1, 1], [0, 1]))
    assert known_minimum(separated) is None
    assert known_minimum(separated, near=(0, 0)) is None
    assert least(separated) is None


@pytest.mark.parametrize(
    ("formula", "bends"),
    [
        ("a**2 - b**2", True),  # a saddle
        ("-a**2 - b**2", True),  # a summit
        ("a**2 - 0.02*b**2", True),
        ("a**2 + b**2", False),
        ("a**2 - 0.005*b**2", False),  # less than a hundredth of the largest curvature
        ("a**4", False),  # whose second derivatives vanish
    ],
)
def test_a_level_point_that_is_no_minimum_bends_down(formula, bends):
    assert bends_down(FormulaCost(formula + " + 0*a*b"), (0, 0)) is bends


def test_where_second_derivatives_say_nothing_nothing_bends_down():
    kinked = MeanAbsoluteError(Dataset([0, 1], [1, 3]))
    assert not bends_down(kinked, (1, 2))
    assert not bends_down(FormulaCost("sqrt(a) + b"), (0, 0))
    assert not bends_down(object(), (0, 0))
