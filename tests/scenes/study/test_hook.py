"""Hook is told with a descent that arrives, wherever one does."""

import numpy as np
import pytest
from lessons import problem_of, study_of, told

OWN = {"question", "old_faithful", "two points in the millions", "whole squares"}
"""Lessons whose own descent arrives."""


@pytest.fixture(params=told("hook"))
def name(request):
    return request.param


def left(study):
    """How much of the first height above the best line, and of the first slope, is left."""
    cost, path = study.cost, study.path
    best = cost.minimizer()
    height = (cost(path.points[-1]) - cost(best)) / (cost(path.points[0]) - cost(best))
    slopes = np.linalg.norm(cost.gradient(path.points[[0, -1]]), axis=1)
    return float(height), float(slopes[1] / slopes[0])


def test_level_is_said_only_of_a_plane_that_is(name):
    study = study_of("hook", name)
    if study.captions["end"] == "hook.level":
        height, slope = left(study)
        assert 0 <= height <= 1e-3
        assert slope <= 0.05
    else:
        assert study.captions["end"] == "hook.lower"
        assert study.path.costs[-1] < study.path.costs[0]


def test_squares_and_ridge_always_arrive(name):
    study = study_of("hook", name)
    if study.problem.settings.cost.kind in ("mean_squared_error", "ridge"):
        assert study.captions["end"] == "hook.level"
        assert study.path.steps <= 150


def test_it_begins_at_the_lessons_own_line(name):
    study, problem = study_of("hook", name), problem_of(name)
    raw = [p.data.raw_theta(p.path.points[0]) for p in (study.problem, problem)]
    np.testing.assert_allclose(raw[0], raw[1], rtol=1e-6, atol=1e-9 * np.abs(raw[1]).max())
    np.testing.assert_array_equal(study.problem.data.y, problem.data.y)


def test_plain_descent_at_a_calm_rate_never_goes_up(name):
    study = study_of("hook", name)
    if study.problem.is_plain and study.captions["end"] == "hook.level":
        costs = study.path.costs
        assert (np.diff(costs) <= 1e-9 * costs[0]).all()


def test_a_lesson_that_arrives_is_told_as_it_is(name):
    if name in OWN:
        assert study_of("hook", name).problem.settings is problem_of(name).settings


def test_the_line_of_a_diverging_lesson_is_that_of_least_squares():
    study = study_of("hook", "diverging")
    slope, intercept = np.polyfit(study.problem.data.x, study.problem.data.y, 1)
    assert study.path.points[-1] == pytest.approx([intercept, slope], abs=0.1)


def test_a_creeping_valley_is_standardised_and_the_notice_says_so(name):
    study = study_of("hook", name)
    changed = study.problem.data.is_standardized and not problem_of(name).data.is_standardized
    assert (study.notice == "lesson.standardized") == changed
    if name in ("galton", "galton as it comes", "years"):
        assert changed
