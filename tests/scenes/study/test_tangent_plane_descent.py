"""TangentPlaneDescent and FourViews: what is said of the lesson's own descent is what is seen."""

import numpy as np
import pytest
from lessons import problem_of, study_of, told

FILM = "tangent_plane_descent"
ENDS = {
    "question": "converged",
    "galton": "stopped",
    "one step": "stopped",
    "diverging": "diverged",
    "the first step leaps out": "leaps",
    "a window that cuts the path": "leaves",
}


@pytest.fixture(params=told(FILM))
def name(request):
    return request.param


def slopes(study):
    """|∇J| at the first and the last point shown."""
    return np.linalg.norm(study.cost.gradient(study.path.points[[0, -1]]), axis=1)


def test_the_lessons_own_descent_is_shown(name):
    problem = problem_of(name)
    for film in (FILM, "four_views"):
        study = study_of(film, name)
        assert study.problem is problem
        assert study.path is problem.shown
        assert study.window is problem.window


def test_climbs_is_said_where_j_ends_higher(name):
    study = study_of(FILM, name)
    if study.path.steps == 0:  # nothing is said of steps that are not shown
        return
    higher = study.path.costs[-1] > study.path.costs[0]
    assert (study.captions.get("slide_2") == f"{FILM}.climbs") == higher
    rises = study_of("four_views", name).captions["in_step"] == "four_views.in_step_rises"
    assert rises == higher


def test_levels_out_is_said_where_the_last_gradient_is_much_shorter(name):
    study = study_of(FILM, name)
    first, last = slopes(study)
    said = study.captions.get("slide_2", "")
    if said.startswith(f"{FILM}.levels_out"):
        assert last < 0.5 * first
        assert study.path.costs[-1] < study.path.costs[0]
    elif said == "":
        assert last >= 0.5 * first


def test_what_is_said_of_steps_holds_for_the_rule(name):
    study = study_of(FILM, name)
    path, asked = study.path, study.problem.settings.descent
    plain = asked.optimizer == "gradient_descent" and asked.batch is None
    said = {
        study.captions[beat] for beat in ("each_step", "slide_1", "slide_2") & study.captions.keys()
    }
    of_plain = {f"{FILM}.each_step", f"{FILM}.steep", f"{FILM}.levels_out"}
    assert (f"{FILM}.each_step" in said) == plain
    if not plain:
        assert not of_plain & said
    if plain and path.steps:
        steps = np.diff(path.points, axis=0)
        expected = -study.problem.rate * path.gradients[:-1]
        np.testing.assert_allclose(steps, expected, rtol=1e-6, atol=1e-9 * np.abs(expected).max())
    if f"{FILM}.levels_out" in said and path.steps > 1:
        lengths = np.linalg.norm(np.diff(path.points, axis=0), axis=1)
        assert lengths[-1] < lengths[0]


def test_the_end_is_said_as_it_is(name):
    study, problem = study_of(FILM, name), problem_of(name)
    said = {study.captions[f"end_{line}"] for line in (1, 2, 3)}
    word = study.captions["end_1"].split(".")[1]
    assert said == {f"{FILM}.{word}.{line}" for line in (1, 2, 3)}
    assert study_of("four_views", name).captions["end"] == f"four_views.{word}"
    assert ENDS.get(name, word) == word
    _, last = slopes(study)
    costs, window = study.path.costs, study.window
    if word == "converged":  # the gradient vanishes, the plane is level, the line fits
        assert last <= problem.tolerance
        assert study.path.steps == problem.path.steps
    elif word == "stopped":  # the plane still slopes, the line can get better
        assert last > problem.tolerance
        assert problem.best is None or costs[-1] > study.cost(problem.best)
        assert study.path.steps == problem.path.steps
    elif word == "leaves":
        beyond = problem.path.points[study.path.steps + 1]
        height = problem.path.costs[study.path.steps + 1]
        seen = window.contains(beyond) and height <= window.height[1] * (1 + 1e-9)
        assert not seen
    else:  # the cost grows: the learning rate is too large
        assert word in ("diverged", "leaps")
        assert problem.path.costs[-1] > problem.path.costs[0]
        assert (word == "leaps") == (study.path.steps == 0)
        if study.path.steps:
            assert costs[-1] > costs[0]


def test_the_cost_is_named(name):
    asked = problem_of(name).settings.cost
    whole = "_whole" if asked.half is False else ""
    assert study_of(FILM, name).captions["cost"] == f"cost.{asked.kind}{whole}"


def test_a_first_step_out_of_the_picture_that_goes_down_does_not_climb():
    problem = problem_of("a window with the start in its corner")
    assert problem.shown.steps == 0
    assert problem.path.costs[1] < problem.path.costs[0]
    said = study_of(FILM, "a window with the start in its corner").captions
    assert "climbs" not in said.get("slide_2", "")
    assert study_of("four_views", "a window with the start in its corner").captions["in_step"] == (
        "four_views.in_step"
    )
