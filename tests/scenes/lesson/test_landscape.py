"""A tangent plane and a descent on a formula."""

import sys
from unittest import mock

import numpy as np
import pytest
from scenes.lesson.landscape_descent import LandscapeDescent
from watching import lesson, visible, watch

from gdmath import TangentPlane
from gdmath.landscape import LANDSCAPES, named
from scenes.lesson.landscape import Landscape
from scenes.mobjects.text import Formula
from scenes.settings import LandscapeSettings, LessonSettings, SettingsError, load_lesson

CASES = {
    "saddle": {},
    "rosenbrock": {"landscape.name": '"rosenbrock"'},
    "himmelblau": {"landscape.name": '"himmelblau"'},
    "own": {"landscape.formula": '"x**2 + 3*y**2 + sin(3*x)"'},
    "leaping": {"landscape.name": '"himmelblau"', "landscape.rate": "0.05"},
    "edge": {"landscape.formula": '"log(x) + y"'},
}
OUTCOMES = {
    "saddle": "escapes",
    "rosenbrock": "minimum",
    "himmelblau": "minimum",
    "own": "minimum",
    "leaping": "diverges",
    "edge": "breaks",
}


def look(scene):
    """Return what the film shows now, in coordinates."""
    position = scene.tracker.get_value()
    axes = scene.bowl.axes
    shown = set(visible(scene))
    return {
        "position": position,
        "dot": axes.to_coordinates(scene.bowl.point.dot.get_center()),
        "lines": [line.copy() for line in scene.crossing.lines],
        "drawn": axes.to_coordinates(scene.crossing.points) if scene.crossing.points.size else None,
        "corners": scene.bowl.patch.corners,
        "crossing is seen": scene.crossing in shown,
        "formulas": [
            mobject.typst_code for mobject in scene.mobjects if isinstance(mobject, Formula)
        ],
    }


@pytest.fixture(scope="module", params=CASES)
def case(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("film")
    return request.param, watch(Landscape, "question", folder, look, fps=3, **CASES[request.param])


def test_the_point_runs_over_the_surface_through_every_iterate(case):
    _, shown = case
    ground = shown.scene.study
    for moment in shown.moments:
        theta = ground.shown.point_at(moment["position"])
        expected = [*theta, ground.cost(theta)]
        np.testing.assert_allclose(moment["dot"], expected, rtol=1e-6, atol=1e-6)
    kept = ground.shown.steps - ground.leaves
    np.testing.assert_array_equal(ground.shown.points[: kept + 1], ground.path.points[: kept + 1])
    steps = ground.path.points[1:] - ground.path.points[:-1]
    expected = -ground.rate * ground.path.gradients[:-1]
    np.testing.assert_allclose(steps, expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max())


def test_the_plane_is_tangent_and_its_curve_lies_in_both(case):
    _, shown = case
    ground = shown.scene.study
    size = np.ptp(ground.window.height)
    for moment in shown.moments:
        plane = TangentPlane.at(ground.cost, ground.shown.point_at(moment["position"]))
        corners = moment["corners"]
        np.testing.assert_allclose(plane(corners[:, :2]), corners[:, 2], atol=1e-9 * size)
        for line in moment["lines"]:
            np.testing.assert_allclose(line[:, 2], plane(line[:, :2]), atol=1e-9 * size)
            # A window's floor and top cut the curve between two of its points.
            np.testing.assert_allclose(ground.cost(line[1:-1, :2]), line[1:-1, 2], atol=1e-6 * size)
            low, high = corners.min(axis=0), corners.max(axis=0)
            assert (line[:, :2] >= low[:2] - 1e-9).all()
            assert (line[:, :2] <= high[:2] + 1e-9).all()


def test_what_is_drawn_is_that_curve(case):
    _, shown = case
    moment = shown.moments[-1]
    if moment["drawn"] is None:
        assert not moment["lines"]
        return
    ends = np.concatenate(moment["lines"])
    first = moment["drawn"][::4]
    distance = np.abs(first[:, None] - ends[None]).max(axis=-1).min(axis=1)
    assert distance.max() < 1e-6 * np.ptp(ends, axis=0).max()


def test_the_saddle_is_crossed_through_the_touching_point(tmp_path):
    shown = watch(Landscape, "question", tmp_path, look, fps=2)
    for moment in shown.moments:
        points = np.concatenate(moment["lines"])[:, :2] - moment["dot"][:2]
        np.testing.assert_allclose(np.abs(points[:, 0]), np.abs(points[:, 1]), atol=1e-6)
    assert shown.moments[-1]["crossing is seen"]


def test_the_film_ends_where_the_descent_does(case):
    name, shown = case
    ground, last = shown.scene.study, shown.moments[-1]
    assert ground.outcome == OUTCOMES[name]
    assert last["position"] == pytest.approx(ground.shown.steps, abs=1e-5)
    low, high = ground.window.low, ground.window.high
    if ground.outcome == "minimum":
        assert np.hypot(*ground.cost.gradient(last["dot"][:2])) <= 0.011
        assert (np.linalg.eigvalsh(ground.cost.hessian(last["dot"][:2])) > 0).all()
    if ground.leaves:
        room = np.minimum(last["dot"] - low, high - last["dot"]) / (high - low)
        assert room.min() == pytest.approx(0, abs=1e-5)
    assert (last["dot"] >= low - 1e-4 * (high - low)).all()
    assert (last["dot"] <= high + 1e-4 * (high - low)).all()


def test_the_formula_on_screen_is_the_costs(case):
    _, shown = case
    first = next(moment["formulas"] for moment in shown.moments if moment["formulas"])
    assert len(first) == 1
    assert shown.scene.study.cost.formula.typst in first[0]


@pytest.mark.parametrize("name", LANDSCAPES)
def test_every_named_landscape_has_a_calm_descent_in_its_window(name):
    ground = LandscapeDescent.of(LessonSettings(landscape=LandscapeSettings(name=name)))
    known = named(name)
    assert ground.cost == known.cost
    assert ground.shown.steps >= 4
    assert ground.outcome in ("minimum", "escapes", "stopped")
    low, high = ground.window.low, ground.window.high
    assert (low[:2] <= known.start).all()
    assert (known.start <= high[:2]).all()
    assert low[2] < ground.path.costs[0] < high[2]
    assert (ground.shown.points >= low[:2] - 1e-9).all()
    assert (ground.shown.points <= high[:2] + 1e-9).all()


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
    ground = LandscapeDescent.of(LessonSettings(landscape=asked))
    assert ground.symbols == ("a", "b")
    assert (ground.start, ground.rate, ground.path.steps) == ((3.0, 1.0), 0.1, 7)
    assert (ground.window.theta0, ground.window.theta1) == ((-4.0, 4.0), (-2.0, 2.0))
    np.testing.assert_allclose(ground.path.points[7], [3 * 0.8**7, 0.6**7])


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
        LandscapeDescent.of(LessonSettings(landscape=LandscapeSettings(**asked)))
    assert "\n" not in str(error.value)


def test_without_sympy_one_line_names_the_extra(tmp_path, capsys, monkeypatch):
    monkeypatch.delitem(sys.modules, "gdmath.landscape", raising=False)
    with (
        mock.patch("importlib.util.find_spec", return_value=None),
        pytest.raises(SystemExit) as stopped,
    ):
        watch(Landscape, "question", tmp_path, fps=1)
    assert stopped.value.code == 2
    written = capsys.readouterr().err.strip().splitlines()
    assert len(written) == 1
    assert "symbolic" in written[0]


def test_a_landscape_leaves_the_lesson_readable(tmp_path):
    with lesson("question", tmp_path, **CASES["own"]):
        assert load_lesson().landscape.formula.startswith("x**2")
