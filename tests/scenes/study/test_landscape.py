"""Landscape: a formula with a calm descent in its window, and the truth about how that ends."""

import importlib.util
import sys
import time
from importlib import import_module

import numpy as np
import pytest
from lessons import problem_of, settings_of, study_of, told

from gdmath.landscape import LANDSCAPES, named
from scenes.settings import LandscapeSettings, LessonSettings, SettingsError, load_lesson
from scenes.study.landscape import Study, Terrain
from scenes.study.problem import Problem
from scenes.texts import Texts

FILM = "landscape"
TEXTS = Texts.load().entries
ENDS = {
    "saddle": "No minimum is in sight.",
    "question": "No minimum is in sight.",
    "rosenbrock": "This is a minimum.",
    "himmelblau": "This is a minimum.",
    "a formula": "This is a minimum.",
    "a parabola": "This is a minimum.",
    "a leaping descent": "the learning rate is too large.",
    "an edge": "has no finite value.",
    "towards a saddle": "Yet this is no minimum.",
    "a flat bottom": "The path ends here.",
    "a bowl over the edge": "Its end is not shown.",
    "a slow descent": "it goes further down.",
}
"""What is said last."""


@pytest.fixture(params=told(FILM))
def name(request):
    return request.param


def said_last(study):
    return TEXTS[study.captions["end_3"]]


def test_the_path_is_the_descents_up_to_where_it_leaves(name):
    study = study_of(FILM, name)
    descent = study.terrain.path
    kept = study.path.steps - study.leaves
    np.testing.assert_array_equal(study.path.points[: kept + 1], descent.points[: kept + 1])
    if problem_of(name).settings.descent.optimizer == "gradient_descent":
        steps = np.diff(descent.points, axis=0)
        expected = -study.terrain.rate * descent.gradients[:-1]
        np.testing.assert_allclose(steps, expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max())
    low, high, size = study.window.low, study.window.high, study.window.size
    points = np.column_stack([study.path.points, study.path.costs])
    assert (points >= low - 1e-9 * size).all()
    assert (points <= high + 1e-9 * size).all()
    if study.leaves:
        last = points[-1]
        room = np.minimum(last - low, high - last) / size
        assert room.min() == pytest.approx(0, abs=1e-6)
    else:
        assert study.path.steps == descent.steps


def test_what_is_said_at_the_end_is_true(name):
    study = study_of(FILM, name)
    said, last = said_last(study), study.path.points[-1]
    assert ENDS.get(name, said) == said
    word = study.captions["end_3"].rpartition(".")[0]
    assert [study.captions[f"end_{line}"] for line in (1, 2)] == [f"{word}.1", f"{word}.2"]
    slope = np.linalg.norm(study.cost.gradient(last))
    if said in ("This is a minimum.", "Yet this is no minimum.", "The path ends here."):
        assert slope <= study.terrain.tolerance * (1 + 1e-9)
        least = np.linalg.eigvalsh(study.cost.hessian(last))[0]
        if said == "This is a minimum.":
            assert least > 0
        elif said == "Yet this is no minimum.":
            assert least < 0
    elif said == "it goes further down.":
        assert slope > study.terrain.tolerance
        assert not study.leaves
    elif said == "has no finite value.":
        assert study.terrain.path.outcome == "diverged"
        assert not study.leaves
    else:
        assert study.leaves
        higher = study.path.costs[-1] >= study.path.costs[0]
        assert higher == (said == "the learning rate is too large.")
        if said == "No minimum is in sight.":
            minima = np.reshape(getattr(study.cost, "minima", ()), (-1, 2))
            assert not study.window.contains(minima).any()


def test_a_step_is_as_long_as_in_the_window(name):
    study = study_of(FILM, name)
    points = np.column_stack([study.path.points, study.path.costs])
    lengths = [np.linalg.norm(step) for step in np.diff(points / study.window.size, axis=0)]
    np.testing.assert_allclose(study.strides, lengths)


def test_the_formula_has_the_symbols_of_the_axes():
    study = study_of(FILM, "himmelblau")
    assert study.symbols == ("c", "m")
    assert "theta" not in study.formula
    assert {"c", "m"} <= set(study.formula)
    assert study_of(FILM, "a formula").symbols == ("x", "y")


@pytest.mark.parametrize("landscape", LANDSCAPES)
def test_every_named_landscape_has_a_calm_descent_in_its_window(landscape):
    settings = LessonSettings(landscape=LandscapeSettings(name=landscape))
    study = Study.of(Problem.of(settings))
    known = named(landscape)
    assert study.cost == known.cost
    assert study.path.steps >= 4
    ends = ("This is a minimum.", "No minimum is in sight.", "it goes further down.")
    assert said_last(study) in ends
    low, high = study.window.low, study.window.high
    assert (low[:2] <= known.start).all()
    assert (known.start <= high[:2]).all()
    assert low[2] < study.path.costs[0] < high[2]


def test_the_lessons_own_start_ranges_rate_and_steps_hold():
    asked = LandscapeSettings(
        formula="a^2 + 2*b^2",
        variables=("a", "b"),
        start=(3.0, 1.0),
        theta0=(-4.0, 4.0),
        theta1=(-2.0, 2.0),
        rate=0.1,
        steps=7,
    )
    terrain = Terrain.of(LessonSettings(landscape=asked))
    assert terrain.symbols == ("a", "b")
    assert (terrain.start, terrain.rate, terrain.path.steps) == ((3.0, 1.0), 0.1, 7)
    assert (terrain.window.theta0, terrain.window.theta1) == ((-4.0, 4.0), (-2.0, 2.0))
    np.testing.assert_allclose(terrain.path.points[7], [3 * 0.8**7, 0.6**7])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"name": "rosenbrok"}, "did you mean 'rosenbrock'"),
        ({"formula": "x +"}, "column"),
        ({"formula": "5"}, r"start is not given, and the formula slopes nowhere from -2 to 2"),
        (
            {"formula": "sqrt(-1 - x^2)"},
            r"^landscape\.start .* has a finite value nowhere from -2 to",
        ),
        (
            {"formula": "log(x) + y", "start": (-1.0, 1.0)},
            r"^landscape\.start is .* not finite there",
        ),
        ({"formula": "-sqrt(1-x^2-y^2)", "start": (1.0, 0.0)}, "has no finite gradient there"),
        ({"name": "booth", "formula": "x"}, "landscape has both name and formula"),
        ({"formula": "変", "variables": ("変", "数")}, r"^landscape\.variables is .* has 変 数"),
        (
            {"name": "booth", "rate": 1e-300},
            r"^landscape\.rate is 1e-300, too small: no step leads",
        ),
        ({"name": "booth", "rate": 1e-12}, r"^landscape\.rate is 1e-12, too small"),
        ({"formula": "1e-15*(x + y)"}, r"^landscape: no step leads visibly away from the start"),
        (
            {"name": "booth", "theta0": (-1e300, 1e300)},
            r"^landscape\.theta0 is .* goes from -4 to .*wide",
        ),
        ({"name": "booth", "theta1": (-9e4, 9e4)}, r"^landscape\.theta1 is .*so wide a range"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(asked, message):
    with pytest.raises(SettingsError, match=message) as error:
        Terrain.of(LessonSettings(landscape=LandscapeSettings(**asked)))
    assert "\n" not in str(error.value)


def test_without_sympy_one_line_names_the_extra(monkeypatch):
    monkeypatch.delitem(sys.modules, "gdmath.landscape", raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda *_: None)
    Terrain.of.cache_clear()
    with pytest.raises(SettingsError, match="symbolic") as error:
        Terrain.of(settings_of("saddle"))
    assert "\n" not in str(error.value)


def test_a_landscape_leaves_the_lesson_readable():
    overrides = ["landscape.formula=x**2 + 3*y**2 + sin(3*x)"]
    assert load_lesson(overrides=overrides, environment={}).landscape.formula.startswith("x**2")


def study_with(*overrides):
    return Study.of(problem_of("question", *overrides))


def test_a_landscape_that_cannot_be_used_leaves_the_other_films_alone():
    for wrong in ("landscape.formula=x^", "landscape.name=bootth", 'landscape.variables=["x","x"]'):
        problem = problem_of("question", wrong)
        import_module("scenes.study.hook").Study.of(problem)
        with pytest.raises(SettingsError, match=r"^--set: landscape\."):
            Study.of(problem)


@pytest.mark.parametrize(
    ("height", "says"),
    [
        (
            "[1e9,2e9]",
            r"is \[1e\+09, 2e\+09\]; the descent starts outside, at 50, and goes from .* to 50",
        ),
        ("[0,1]", "the descent starts outside, at 50"),
        ("[0,1e9]", "so wide a range cannot show it"),
    ],
)
def test_a_height_that_does_not_show_the_descent_is_refused(height, says):
    with pytest.raises(SettingsError, match=rf"^--set: window\.height .*{says}"):
        # the lesson's own path stands in none of them
        Terrain.of(settings_of("question", "landscape.name=booth", f"window.height={height}"))


def test_a_height_for_the_data_means_nothing_over_a_landscape_that_is_not_asked_for():
    given = study_with("window.height=[30, 1e4]")
    assert given.window == study_of(FILM, "question").window


def test_a_formula_that_is_defined_in_a_small_part_alone_has_its_start_there():
    study = study_with("landscape.formula=-sqrt(1-x^2-y^2)")
    assert np.hypot(*study.terrain.start) < 1
    assert said_last(study) == "This is a minimum."
    np.testing.assert_allclose(study.path.points[-1], [0, 0], atol=0.02)


def test_round_a_minimum_far_away_the_window_lies_there():
    study = study_with("landscape.formula=(x - 150)^2 + y^2")
    assert study.window.contains([150, 0])
    assert said_last(study) == "This is a minimum."


@pytest.mark.parametrize("tolerance", ["1e9", "15"])
def test_a_tolerance_that_ends_the_descent_at_its_start_is_refused(tolerance):
    given = (f"descent.tolerance={tolerance}", "landscape.name=booth", "descent.start=[0, 1e6]")
    says = r"^--set: descent\.tolerance is .*; the gradient at the start is only 14\.1, so there is"
    with pytest.raises(SettingsError, match=says):
        Terrain.of(settings_of("question", *given))


def test_a_tolerance_that_ends_it_on_a_slope_makes_no_minimum():
    study = Study.of(problem_of("question", "descent.tolerance=10", "landscape.name=booth", *FAR))
    assert study.terrain.path.outcome == "converged"
    assert np.hypot(*study.path.gradients[-1]) > 1
    assert said_last(study) == "it goes further down."


FAR = ("descent.start=[0, 1e6]", "descent.rate=1e-3")


def test_a_landscape_that_hardly_rises_is_descended_too():
    settings = LessonSettings(landscape=LandscapeSettings(formula="1e-4*(x^2 + y^2)"))
    terrain = Terrain.of(settings)
    assert terrain.path.steps > 10
    assert terrain.path.costs[-1] < 0.5 * terrain.path.costs[0]


@pytest.mark.parametrize("start", [(0.0, 0.0), (1e-12, 0.0)])
@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("x^2 + y^2", "This is a minimum."),
        ("x^2 - y^2", "Yet this is no minimum."),
        ("-x^2 - y^2", "Yet this is no minimum."),
    ],
)
def test_a_start_where_the_gradient_vanishes_is_told(formula, said, start):
    given = (f"landscape.formula={formula}", f"landscape.start={list(start)}")
    study = study_with(*given)
    assert (study.path.steps, study.leaves) == (0, False)
    assert said_last(study) == said


KINDS = (
    *("sqrt(x) + y^2", "log(x) + y^2", "x**x**x**x", "x^x + y^2", "asin(x) + y^2", "x^y"),
    *("1/x + y^2", "-1/(x^2 + y^2)", "abs(x)/x + y^2", "tan(x) + y^2", "atan(1e9x) + y^2"),
    *("abs(x - 1.3) + abs(y + 0.7) + x/2", "abs(x)^0.5 + abs(y)^0.5", "sin(100x) + sin(100y)"),
    *(
        "x^64 + y^64",
        "1e300(x^2 + y^2)",
        "1e9(x^2 + y^2)",
        "exp(exp(exp(x))) + y^2",
        "x + y",
        "x^2",
    ),
    *("-x^4 - y^4", "-exp(x) - exp(y)", "sin(1/x) + y^2", "(x - 1e6)^2 + y^2"),
)
"""Domains left, poles, jumps, kinks, ripples, numbers near the end of float64, no minima."""


@pytest.mark.long
@pytest.mark.parametrize("formula", KINDS)
def test_every_kind_of_formula_makes_a_path_in_its_window_without_a_warning(formula):
    study = study_with(f"landscape.formula={formula}")
    points = np.column_stack([study.path.points, study.path.costs])
    assert np.isfinite(points).all()
    assert study.window.contains(points, room=1e-9).all()
    np.testing.assert_allclose(study.cost(study.path.points), study.path.costs)
    assert all(key in TEXTS for key in study.captions.values())


@pytest.mark.long
def test_as_many_steps_as_there_may_be_take_a_moment():
    began = time.perf_counter()
    study = study_with("landscape.name=rosenbrock", "landscape.steps=100000")
    assert study.terrain.path.outcome == "converged"
    assert time.perf_counter() - began < 15  # seconds; of 16 rates one is followed to the end
