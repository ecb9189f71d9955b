"""OneStep: the step is −α∇J, and what is said of its drop is true."""

import numpy as np
import pytest
from lessons import problem_of, study_of, told

FILM = "one_step"


@pytest.fixture(params=told(FILM))
def name(request):
    return request.param


def test_the_step_is_minus_alpha_times_the_gradient(name):
    study = study_of(FILM, name)
    old, new = study.path.points
    np.testing.assert_array_equal(old, problem_of(name).start)
    gradient = study.cost.gradient(old)
    if study.problem.settings.cost.kind == "mean_squared_error":
        data, half = study.problem.data, study.problem.settings.cost.half is not False
        residuals = old[0] + old[1] * data.x - data.y
        own = np.array([residuals.mean(), (residuals * data.x).mean()]) * (1 if half else 2)
        np.testing.assert_allclose(gradient, own, rtol=1e-6, atol=1e-9 * np.abs(own).max())
    np.testing.assert_allclose(new, old - study.rate * gradient, rtol=1e-12)


def test_what_is_said_of_the_drop_is_true(name):
    study = study_of(FILM, name)
    old, new = study.path.points
    gradient = study.cost.gradient(old)
    promised = study.rate * float(gradient @ gradient)
    given = float(study.cost(old) - study.cost(new))
    said = (study.captions["drop"].removeprefix("one_step."), study.captions["why"])
    if said[0] == "same":
        assert said[1] == "one_step.straight"
        assert given == pytest.approx(promised, rel=1e-8)
        assert study.gap == 0
        return
    assert study.gap == pytest.approx(promised - given, rel=1e-6)
    assert study.gap > 0  # a convex cost lies above its plane
    if said[0] == "rises":
        assert said[1] == "one_step.too_far"
        assert given < 0
    else:
        assert said == ("drops", "one_step.bends")
        assert 0 <= given < promised


def test_the_window_holds_both_ends_and_the_plane(name):
    study = study_of(FILM, name)
    old, new = study.path.points
    plane = study.path.costs[0] + study.cost.gradient(old) @ (new - old)
    assert study.window.contains(study.path.points, room=1e-9).all()
    low, high = study.window.height
    for height in (*study.path.costs, plane):
        assert low - 1e-9 * (high - low) <= height <= high + 1e-9 * (high - low)


def test_the_drop_can_be_seen(name):
    study = study_of(FILM, name)
    old, new = study.path.points
    promised = float(study.cost.gradient(old) @ (old - new))
    assert max(promised, np.ptp(study.path.costs)) > 0.1 * study.window.size[2]


def test_the_rate_of_another_rule_is_not_taken_for_plain_descents(name):
    study, problem = study_of(FILM, name), problem_of(name)
    if problem.settings.descent.optimizer == "gradient_descent":
        assert study.rate == problem.rate
    else:
        assert study.rate == pytest.approx(0.5 * problem.rates.optimal)
        assert study.captions["drop"] == "one_step.drops"


def test_where_the_bowl_is_straight_no_gap_of_rounding_is_told():
    assert study_of(FILM, "straight huber").captions["why"] == "one_step.straight"
