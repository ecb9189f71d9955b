"""Landscapes that a lesson names or writes."""

import numpy as np
import pytest

from gdmath.landscape import LANDSCAPES
from scenes.lesson.landscape_problem import LandscapeProblem
from scenes.settings import LandscapeSettings, LessonSettings, SettingsError, SymbolSettings


def problem(**asked) -> LandscapeProblem:
    return LandscapeProblem.of(LessonSettings(landscape=LandscapeSettings(**asked)))


@pytest.mark.parametrize("name", LANDSCAPES)
def test_every_known_landscape_is_descended_inside_its_window(name):
    found = problem(name=name)
    assert found.path.costs[-1] < found.path.costs[0]
    assert (np.diff(found.path.costs) <= 1e-9).all()
    low, high = found.window.low, found.window.high
    assert found.path.steps >= 5
    assert (np.abs(np.diff(found.path.points, axis=0)) <= 0.2 * (high - low)[:2]).all()
    assert (found.path.points >= low[:2]).all()
    assert (found.path.points <= high[:2]).all()
    assert low[2] <= found.path.costs.min() or found.window.scale == "log"
    assert found.path.costs.max() <= high[2]


def test_a_formula_has_its_own_variables_and_names():
    found = problem(formula="u^2 + 3*speed^2", variables=("u", "speed"), start=(2, 1), rate=0.1)
    assert found.symbols == ("u", '"speed"')
    assert (found.start, found.rate) == ((2, 1), 0.1)
    np.testing.assert_allclose(found.path.points[1], [2 - 0.1 * 4, 1 - 0.1 * 6])
    assert float(found.cost((1, 2))) == 13


def test_a_formula_without_a_start_or_a_rate_finds_its_minimum():
    found = problem(formula="(x - 1)^2 + 2*y^2")
    np.testing.assert_allclose(found.path.points[-1], [1, 0], atol=0.02)


def test_a_known_landscape_is_written_in_the_lessons_symbols():
    lesson = LessonSettings(symbols=SymbolSettings("b", "w"))
    found = LandscapeProblem.of(lesson, "booth")
    assert found.symbols == ("b", "w")
    assert "theta" not in found.formula
    assert "b" in found.formula


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"name": "himmelblu"}, "landscape: name is 'himmelblu'; did you mean 'himmelblau'?"),
        ({"formula": "x +"}, "landscape: "),
        ({"formula": "__import__('os')"}, "landscape: "),
        ({"formula": "log(x)", "start": (-1, 0)}, "landscape: start is"),
        ({"formula": "x + q"}, "landscape: "),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(asked, says):
    with pytest.raises(SettingsError) as caught:
        problem(**asked)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
