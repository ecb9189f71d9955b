"""Landscape: a formula with a calm descent in its window, and the truth about how that ends."""

import importlib.util
import sys

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
        ({"formula": "5"}, "slopes nowhere"),
        ({"formula": "log(x) + y", "start": (-1.0, 1.0)}, "not finite there"),
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
