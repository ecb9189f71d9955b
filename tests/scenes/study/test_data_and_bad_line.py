"""DataAndBadLine: residuals, squares, and J as a share of their mean."""

import numpy as np
import pytest
from lessons import problem_of, study_of, told

FILM = "data_and_bad_line"
SQUARES = {"square", "squares", "gather", "mean", "part"}


@pytest.fixture(params=told(FILM))
def study(request):
    return study_of(FILM, request.param)


def test_squares_are_shown_where_their_mean_is_the_cost_or_twice_it(study):
    asked = study.problem.settings.cost
    shown = SQUARES & set(study.captions)
    if asked.kind != "mean_squared_error":
        assert not shown
        assert study.captions["moves"] == "data_and_bad_line.moves.others"
        return
    assert shown == SQUARES
    assert study.captions["moves"] == "data_and_bad_line.moves.squares"
    data, theta = study.problem.data, study.path.points[0]
    mean = float(((data.y - theta[0] - theta[1] * data.x) ** 2).mean())
    assert float(study.cost(theta)) == pytest.approx(study.share * mean, rel=1e-9)
    part = "whole" if study.share == 1 else "half"
    assert study.captions["part"] == f"data_and_bad_line.{part}"


def test_the_cost_is_named(study):
    kind = study.problem.settings.cost.kind
    whole = "_whole" if study.problem.settings.cost.half is False else ""
    assert study.captions["cost"] == f"cost.{kind}{whole}"


def test_a_line_of_logits_has_no_residuals(study):
    logistic = study.problem.settings.cost.kind == "logistic"
    assert ("residuals" in study.captions) != logistic


def test_it_begins_at_the_descents_start_and_ends_at_the_best_line_if_one_is_known(study):
    cost, path, data = study.cost, study.path, study.problem.data
    np.testing.assert_array_equal(path.points[0], study.problem.start)
    if study.captions["best"] != "data_and_bad_line.best":
        assert study.captions["best"] == "hook.lower"
        assert study.problem.best is None
        return
    assert path.steps == 1
    if study.problem.settings.cost.kind == "mean_squared_error":
        x = data.x - data.x.mean()
        slope = (x @ data.y) / (x @ x)
        best = [data.y.mean() - slope * data.x.mean(), slope]
        assert path.points[-1] == pytest.approx(best, rel=1e-6, abs=1e-6)
    # No other line has a smaller J.
    around = path.points[-1] + 0.1 * np.eye(2)[[0, 0, 1, 1]] * [[1], [-1], [1], [-1]]
    assert (cost(around) >= path.costs[-1] - 1e-9 * abs(path.costs[-1])).all()


def test_j_shrinks_as_the_line_moves(study):
    costs = study.cost(study.path.point_at(np.linspace(0, study.path.steps, 50)))
    assert costs[-1] < costs[0]
    if study.captions["best"] == "data_and_bad_line.best":
        assert (np.diff(costs) <= 1e-9 * costs[0]).all()


def test_without_a_minimum_the_line_goes_along_the_descent():
    study, problem = study_of(FILM, "separable labels"), problem_of("separable labels")
    assert study.path is problem.shown
    assert study.captions["best"] == "hook.lower"
