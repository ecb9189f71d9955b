"""OneLineOnePoint: θ0 lifts, θ1 tilts, and the walk ends at the lowest point."""

import numpy as np
import pytest
from lessons import problem_of, study_of, told

FILM = "one_line_one_point"


@pytest.fixture(params=told(FILM))
def name(request):
    return request.param


def test_the_first_move_lifts_and_the_second_tilts(name):
    points = study_of(FILM, name).path.points
    assert points.shape == (7, 2)
    assert points[0][1] == points[1][1]
    assert points[0][0] < points[1][0]
    assert points[1][0] == points[2][0]
    assert points[1][1] != points[2][1]


def test_the_lines_can_be_told_apart(name):
    if name in ("a start near the minimum", "lasso from its kink"):  # which have small windows
        return
    study = study_of(FILM, name)
    points = study.path.points
    moves = np.abs(np.diff(points[:3], axis=0)) / study.window.size[:2]
    assert moves[0, 0] > 0.1
    assert moves[1, 1] > 0.1
    data = study.problem.data
    if study.problem.settings.cost.kind != "logistic":
        assert np.ptp((points[2] - points[1])[1] * data.x) / np.ptp(data.y) > 0.2


def test_the_walk_stays_in_the_window_and_ends_at_the_best_line(name):
    study = study_of(FILM, name)
    path, window = study.path, study.window
    assert window.contains(path.points).all()
    assert (path.costs <= window.height[1]).all()
    if study.problem.best is not None:
        assert path.points[-1] == pytest.approx(study.cost.minimizer())
        assert path.costs.argmin() == len(path.costs) - 1


def test_the_lines_of_the_whole_floor_lie_in_the_window(name):
    study = study_of(FILM, name)
    assert study.grid.shape == (15, 15, 2)
    assert study.window.contains(study.grid).all()
    steps = np.diff(study.grid[0, :, 0]), np.diff(study.grid[:, 0, 1])
    for step, side in zip(steps, study.window.size, strict=False):
        np.testing.assert_allclose(step, side / 16)


def test_a_canyon_is_standardised_and_says_so(name):
    study, problem = study_of(FILM, name), problem_of(name)
    changed = study.problem.data.is_standardized and not problem.data.is_standardized
    assert (study.notice == "lesson.standardized") == changed
    x = problem.data.x
    low, high = np.linalg.eigvalsh([[1, x.mean()], [x.mean(), (x**2).mean()]])
    if problem.settings.cost.kind == "mean_squared_error":
        assert changed == (high / low > 300)
