"""TwoLinesOnePlane: the point moves to where the plane is another, and never below it."""

import numpy as np
import pytest
from lessons import study_of, told

from gdmath import TangentPlane

FILM = "two_lines_one_plane"


@pytest.fixture(params=told(FILM))
def study(request):
    return study_of(FILM, request.param)


def test_the_point_goes_half_the_way_to_the_bottom_of_each_curve(study):
    point, first, second = study.path.points
    np.testing.assert_allclose([first[1], second[0]], [point[1], point[0]], rtol=1e-12)
    assert (study.path.costs[1:] <= study.path.costs[0]).all()
    bottoms = 2 * study.path.points[1:] - point
    for axis, bottom in enumerate(bottoms):
        line = np.tile(bottom, (301, 1))
        line[:, axis] = np.linspace(study.window.low[axis], study.window.high[axis], 301)
        costs = study.cost(line)
        assert float(study.cost(bottom)) <= costs.min() + 1e-6 * np.ptp(costs)


def test_the_plane_becomes_another(study):
    first, *others = study.path.gradients
    change = max(np.abs(gradient - first).max() for gradient in others)
    curved = study.problem.settings.cost.kind in ("mean_squared_error", "ridge")
    assert change > (0.2 if curved else 0.05) * np.abs(first).max()


def test_it_touches_and_never_cuts(study):
    window = study.window
    sides = (np.linspace(*ends, 41) for ends in (window.theta0, window.theta1))
    theta = np.stack(np.meshgrid(*sides), axis=-1)
    heights = study.cost(theta)
    for point in study.path.points:
        gaps = heights - TangentPlane.at(study.cost, point)(theta)
        assert gaps.min() > -1e-9 * np.abs(heights).max()
