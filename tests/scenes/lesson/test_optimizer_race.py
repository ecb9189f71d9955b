"""Several optimisers race down one landscape."""

import numpy as np
import pytest
from manim import ManimColor
from watching import watch

from gdmath import Adam, GradientDescent, Momentum, descend
from scenes.lesson.optimizer_race import OptimizerRace
from scenes.mobjects.polylines import DASHES
from scenes.theme import DARK

SIX = '["gradient_descent","momentum","adam","nesterov","rmsprop","newton"]'
CASES = {
    "default": ("question", {}),
    "six": ("question", {"descent.optimizers": SIX}),
    "galton": ("galton", {}),
    "diverging": ("diverging", {"descent.optimizers": '["gradient_descent","adam"]'}),
    "himmelblau": ("question", {"landscape.name": '"himmelblau"'}),
    "rosenbrock": ("question", {"landscape.name": '"rosenbrock"'}),
    "saddle": ("question", {"landscape.name": '"saddle"'}),
    "own": ("question", {"landscape.formula": '"x**2 + 3*y**2"', "landscape.rate": "0.3"}),
}


def look(scene):
    """Return what the film shows now."""
    flat, curve = scene.map, scene.curve
    return {
        "clock": float(scene.clock.get_value()),
        "steps": [tracker.get_value() for tracker in scene.trackers],
        "dots": [
            trail.dot.get_center().copy() if trail.dot.has_points() else None
            for trail in flat.trails
        ],
        "expected dots": [flat.to_scene(tracker.theta) for tracker in scene.trackers],
        "heights": [dot.get_center().copy() for dot in curve.dots],
        "expected heights": [
            curve.to_scene(
                (min(tracker.get_value(), tracker.path.steps), tracker.cost_value - curve.above)
            )
            for tracker in scene.trackers
        ],
        "lines": [trail.line.points.copy() for trail in flat.trails],
        "box": (flat.area.get_corner((-1, -1, 0)), flat.area.get_corner((1, 1, 0))),
        "curve box": (curve.area.get_corner((-1, -1, 0)), curve.area.get_corner((1, 1, 0))),
    }


@pytest.fixture(scope="module", params=CASES)
def case(request, tmp_path_factory):
    about, settings = CASES[request.param]
    folder = tmp_path_factory.mktemp("film")
    return request.param, watch(OptimizerRace, about, folder, look, fps=2, **settings)


def test_all_are_at_the_same_step_at_every_moment(case):
    _, shown = case
    for moment in shown.moments:
        assert set(moment["steps"]) == {moment["clock"]}
    assert shown.moments[0]["clock"] == 0
    assert shown.moments[-1]["clock"] == shown.scene.study.steps


def test_each_dot_is_where_its_rule_is_or_out_of_the_picture(case):
    _, shown = case
    window = shown.scene.study.window
    for moment in shown.moments:
        low, high = moment["box"]
        for dot, expected, line in zip(
            moment["dots"], moment["expected dots"], moment["lines"], strict=True
        ):
            inside = ((expected >= low - 1e-6) & (expected <= high + 1e-6))[:2].all()
            assert (dot is not None) == inside
            if dot is not None:
                np.testing.assert_allclose(dot, expected, atol=1e-6)
            if len(line):
                assert (line[:, :2] >= low[:2] - 1e-6).all()
                assert (line[:, :2] <= high[:2] + 1e-6).all()
    for racer in shown.scene.study.racers:
        np.testing.assert_array_equal(racer.path.points[0], shown.scene.study.start)
    assert window.low[0] <= shown.scene.study.start[0] <= window.high[0]


def test_the_curves_are_as_high_as_the_cost(case):
    _, shown = case
    for moment in shown.moments:
        low, high = moment["curve box"]
        for dot, expected in zip(moment["heights"], moment["expected heights"], strict=True):
            np.testing.assert_allclose(dot[:2], np.clip(expected, low, high)[:2], atol=1e-6)


def test_lines_curves_and_legend_of_a_rule_look_alike(case):
    _, shown = case
    scene = shown.scene
    for number, racer in enumerate(scene.study.racers):
        color = ManimColor(DARK.optimizers[number])
        assert racer.number == number
        assert scene.map.trails[number].line.get_stroke_color() == color
        assert scene.map.trails[number].dash == DASHES[number]
        assert scene.curve.curves[number].get_stroke_color() == color
        entry = scene.legend.entries[number]
        assert (ManimColor(entry.color), entry.dash) == (color, DASHES[number])
        assert scene.name_of(racer) in entry.name
        place = scene.study.standings.index(racer)
        last = scene.table.entries[place]
        assert (ManimColor(last.color), last.dash) == (color, DASHES[number])
        assert scene.name_of(racer) in last.name


def test_the_order_of_arrival_is_that_of_the_steps(case):
    _, shown = case
    race, ground = shown.scene.study, shown.scene.study
    tolerance = ground.tolerance
    arrived = [racer for racer in race.standings if racer.ending == "arrived"]
    assert race.standings[: len(arrived)] == tuple(arrived)
    assert [racer.steps for racer in arrived] == sorted(racer.steps for racer in arrived)
    for racer in arrived:
        steepness = np.linalg.norm(ground.cost.gradient(racer.path.points), axis=-1)
        assert racer.steps == np.flatnonzero(steepness <= tolerance * (1 + 1e-12))[0]
    for entry, racer in zip(shown.scene.table.entries, race.standings, strict=True):
        assert (racer.ending == "arrived") <= entry.name.endswith(f" {racer.steps}")


def test_the_paths_are_those_of_gdmath(tmp_path):
    shown = watch(
        OptimizerRace,
        "question",
        tmp_path,
        fps=1,
        **{"descent.optimizers": '["gradient_descent","momentum","adam"]'},
    )
    problem = shown.scene.study.problem
    rules = (GradientDescent(0.4), Momentum(0.4), Adam(0.4))
    for racer, rule in zip(shown.scene.study.racers, rules, strict=True):
        path = descend(problem.cost, (0, 12), rule, 100, tolerance=0.01)
        np.testing.assert_array_equal(racer.path.points, path.points)
        assert racer.rate == 0.4


def test_endings_are_told_apart(case):
    name, shown = case
    endings = {racer.name: racer.ending for racer in shown.scene.study.racers}
    assert endings["gradient_descent"] == {
        "diverging": "diverged",
        "rosenbrock": "stopped",
        "saddle": "left",
        "galton": endings["gradient_descent"],
    }.get(name, "arrived")
    if name == "six":
        assert shown.scene.study.winners[0].name == "newton"
        assert shown.scene.study.winners[0].steps == 1


def test_a_rule_that_needs_no_rate_shows_none(tmp_path):
    settings = {"landscape.name": '"himmelblau"', "descent.optimizers": '["newton","adam"]'}
    scene = watch(OptimizerRace, "question", tmp_path, fps=1, **settings).scene
    assert [entry.name.count("α") for entry in scene.legend.entries] == [0, 1]


def test_who_rests_on_a_saddle_has_not_arrived(tmp_path):
    asked = {"landscape.name": '"saddle"', "landscape.start": "[1.5, 0.0]"}
    scene = watch(OptimizerRace, "question", tmp_path, fps=1, **asked).scene
    assert {racer.ending for racer in scene.study.racers} == {"level"}
    assert scene.study.winners == ()
    assert all(entry.name.endswith("level, no minimum") for entry in scene.table.entries)
