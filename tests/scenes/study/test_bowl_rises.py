"""BowlRises: lines on the walls of the bowl, and the lowest one last."""

import numpy as np
import pytest
from lessons import study_of, told

FILM = "bowl_rises"


@pytest.fixture(params=told(FILM))
def study(request):
    return study_of(FILM, request.param)


def test_five_lines_stand_on_the_walls_and_the_sixth_is_the_best(study):
    path, window = study.path, study.window
    assert path.points.shape == (6, 2)
    assert window.contains(path.points, room=1e-9).all()
    assert (path.costs[:-1] > path.costs[-1]).all() or study.problem.best is None
    assert (path.costs <= window.height[1]).all()
    assert np.ptp(path.points / window.size[:2], axis=0).min() > 0.1


def test_best_is_said_where_no_line_is_better(study):
    if study.captions["end"] != "bowl_rises.best":
        assert study.problem.best is None
        assert study.captions["end"] == "bowl_rises.lower"
        assert study.path.costs[-1] == study.problem.path.costs.min()
        return
    window, cost = study.window, study.cost
    sides = (np.linspace(*ends, 101) for ends in (window.theta0, window.theta1))
    everywhere = cost(np.stack(np.meshgrid(*sides), axis=-1))
    assert study.path.costs[-1] <= everywhere.min() + 1e-9 * window.height[1]
    if study.problem.settings.cost.kind == "mean_squared_error":
        data = study.problem.data
        slope = np.cov(data.x, data.y, bias=True)[0, 1] / data.x.var()
        line = np.array([data.y.mean() - slope * data.x.mean(), slope])
        np.testing.assert_allclose((study.path.points[-1] - line) / window.size[:2], 0, atol=1e-6)


def test_the_bowl_is_narrowest_where_it_bends_most():
    study = study_of(FILM, "two points in the millions")  # a round bowl in θ
    size = study.window.size[:2]
    across, along = study.narrow
    bend = study.cost.hessian(study.path.points[-1]) * np.outer(size, size)
    step = np.array([across, along]) / np.hypot(across, along)
    bends = [direction @ bend @ direction for direction in (step, step[::-1] * [1, -1])]
    assert bends[0] >= bends[1] * (1 - 1e-9)


def test_without_a_minimum_the_lowest_line_is_not_called_the_best():
    assert study_of(FILM, "separable labels").captions["end"] == "bowl_rises.lower"
