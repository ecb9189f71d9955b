"""Slices: the walk passes the lowest point of each curve, which is level there or has a kink."""

import numpy as np
import pytest
from lessons import study_of, told

FILM = "slices"


@pytest.fixture(params=told(FILM))
def study(request):
    return study_of(FILM, request.param)


def slope(cost, theta, axis, bit):
    """The slope along one parameter, by a difference of the cost alone."""
    step = bit * np.eye(2)[axis]
    return float(cost(theta + step) - cost(theta)) / bit


def test_the_walk_goes_to_each_bottom_and_back(study):
    point, first, again, second, end = study.path.points
    np.testing.assert_array_equal(again, point)
    np.testing.assert_array_equal(end, point)
    np.testing.assert_allclose([first[1], second[0]], [point[1], point[0]], rtol=1e-12)
    assert study.window.contains(study.path.points, room=1e-9).all()


def test_no_point_of_a_curve_is_lower_than_its_bottom(study):
    for axis, at in ((0, 1), (1, 3)):
        line = np.tile(study.path.points[at], (501, 1))
        line[:, axis] = np.linspace(study.window.low[axis], study.window.high[axis], 501)
        costs = study.cost(line)
        assert study.path.costs[at] <= costs.min() + 1e-6 * np.ptp(costs)


def test_the_slope_is_zero_or_changes_its_sign_as_it_is_said(study):
    for axis, at in ((0, 1), (1, 3)):
        bottom, bit = study.path.points[at], 1e-6 * study.window.size[axis]
        steep = abs(slope(study.cost, study.path.points[0], axis, bit))
        left, right = (slope(study.cost, bottom, axis, side * bit) for side in (-1, 1))
        said = study.captions[f"bottom_{axis}"]
        if said == "slices.bottom":
            assert max(abs(left), abs(right)) < 2e-3 * steep
        else:
            assert said == "slices.kink"
            assert left <= 1e-3 * steep
            assert right >= -1e-3 * steep


def test_a_smooth_cost_has_no_kink(study):
    if study.problem.settings.cost.kind in ("mean_squared_error", "ridge", "huber", "logistic"):
        bottoms = {study.captions["bottom_0"], study.captions["bottom_1"]}
        assert bottoms == {"slices.bottom"}


def test_absolute_errors_have_kinks():
    captions = study_of(FILM, "absolute errors").captions
    assert "slices.kink" in {captions["bottom_0"], captions["bottom_1"]}


def test_both_curves_slope_where_the_point_stands(study):
    slopes = np.abs(study.path.gradients[0] * study.window.size[:2])
    assert slopes.min() > 0.02 * slopes.max()
