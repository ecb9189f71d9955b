"""Four rates on one cost: what the film of the learning rates says is true."""

import itertools

import numpy as np
import pytest
from scenes.lesson.rate_race import RateRace
from watching import lesson, watch

from gdmath import GradientDescent, descend
from gdmath.cost import QuadraticCost
from gdmath.rates import Rates
from scenes.lesson.learning_rates import LearningRates
from scenes.settings import SettingsError, load_lesson
from scenes.study.problem import Problem

LESSONS = [
    ("question", "16:9"),
    ("old_faithful", "9:16"),
    ("galton", "1:1"),
    ("two points in the millions", "16:9"),
    ("huber", "16:9"),
]


def inside(panel, mobject):
    """Whether nothing of a mobject is drawn outside the panel's rectangle."""
    corners, points = panel.area.points, mobject.points
    return not len(points) or bool(
        ((points >= corners.min(axis=0) - 1e-6) & (points <= corners.max(axis=0) + 1e-6)).all()
    )


def measured(panel, point):
    """Coordinates of a point in the frame, read off the rectangle of a map."""
    corners = panel.area.points[:, :2]
    low, high = corners.min(axis=0), corners.max(axis=0)
    return panel.low + (point[:2] - low) / (high - low) * (panel.high - panel.low)


def look(scene):
    """What a viewer could measure in the present frame."""
    trails = [panel.trails[0] for panel in scene.maps]
    return {
        "position": scene.tracker.get_value(),
        "dots": [
            measured(panel, trail.dot.get_center()) if trail.dot.has_points() else None
            for panel, trail in zip(scene.maps, trails, strict=True)
        ],
        "exits": [trail.exit.has_points() for trail in trails],
        "inside": [
            inside(panel, part)
            for panel, trail in zip(scene.maps, trails, strict=True)
            for part in (trail.line, trail.exit)
        ]
        + [inside(curve, curve.curves[0]) for curve in scene.curves if len(curve)],
        "costs": [line[1].text.replace("−", "-") for line in scene.readouts],
    }


@pytest.fixture(scope="module", params=LESSONS, ids=lambda case: " ".join(case))
def watched(request, tmp_path_factory):
    about, aspect = request.param
    return watch(LearningRates, about, tmp_path_factory.mktemp("film"), look, aspect=aspect)


def test_the_rates_are_shares_of_two_over_the_largest_curvature(watched):
    problem, race = watched.scene.study.problem, watched.scene.study
    largest = np.linalg.eigvalsh(problem.cost.hessian(problem.cost.minimizer()))[1]
    shares = [run.rate * largest / 2 for run in race.runs]
    assert shares == pytest.approx([run.share for run in race.runs], rel=1e-6)
    assert shares[0] < shares[1] < shares[2] < 1 < shares[3]


def test_the_regimes_are_those_of_the_rates(watched):
    rates = Rates.of(watched.scene.study.cost)
    for run in watched.scene.study.runs:
        assert run.regime == rates.regime(run.rate)
    assert watched.scene.study.runs[0].regime == "crawl"
    assert [run.regime for run in watched.scene.study.runs[2:]] == ["zigzag", "divergent"]


def test_the_paths_are_descents_with_the_stated_rates(watched):
    problem = watched.scene.study.problem
    for run in watched.scene.study.runs:
        steps = run.path.steps
        path = descend(problem.cost, problem.start, GradientDescent(run.rate), steps, tolerance=0)
        np.testing.assert_allclose(run.path.points, path.points)
        assert run.path.points[0].tolist() == list(problem.start)


def test_all_four_step_in_time(watched):
    problem, race = watched.scene.study.problem, watched.scene.study
    size = (race.window.high - race.window.low)[:2]
    positions = [moment["position"] for moment in watched.moments]
    assert all(after >= before for before, after in itertools.pairwise(positions))
    assert positions[-1] == race.steps
    for moment in watched.moments:
        for run, dot, written in zip(race.runs, moment["dots"], moment["costs"], strict=True):
            theta = run.path.point_at(moment["position"])
            if dot is not None:
                assert (np.abs(dot - theta) < 1e-6 * size).all()
            cost = float(problem.cost(theta))
            factor = 10.0 ** watched.scene.readouts[0][1].number_format.exponent
            decimals = watched.scene.readouts[0][1].number_format.decimals
            assert float(written) == pytest.approx(cost / factor, abs=0.51 * 10.0**-decimals)


def test_a_path_that_leaves_its_map_is_marked_at_the_edge_and_nowhere_else(watched):
    race = watched.scene.study
    low, high = race.window.low[:2], race.window.high[:2]
    for moment in watched.moments:
        for run, marked in zip(race.runs, moment["exits"], strict=True):
            theta = run.path.point_at(moment["position"])
            assert marked == bool(((theta < low) | (theta > high)).any())
    left = [run.fate in ("leaves", "oversteps") for run in race.runs]
    assert watched.moments[-1]["exits"] == left
    assert left[:3] == [False] * 3


def test_nothing_is_drawn_outside_its_panel(watched):
    assert all(all(moment["inside"]) for moment in watched.moments)


def test_what_becomes_of_each_is_true(watched):
    cost, race = watched.scene.study.cost, watched.scene.study
    least = float(cost(cost.minimizer()))
    left = [float((run.path.costs[-1] - least) / (run.path.costs[0] - least)) for run in race.runs]
    small, good, almost, beyond = race.runs
    assert small.fate == "crawls"
    assert left[0] > left[1]
    assert good.fate in (("arrives",) if (left[1] <= 0.01) else ("slow", "underway"))
    assert almost.fate in ("zigzags", "calm")
    parabola = isinstance(cost, QuadraticCost)
    assert not parabola or good.fate != "underway"  # what holds for a parabola alone is said of it
    assert parabola or good.fate != "slow"
    assert not parabola or beyond.fate in ("leaves", "diverges")
    assert parabola or beyond.fate != "leaves"
    if beyond.fate in ("leaves", "diverges"):
        assert left[3] > left[1]


def race_of(name, folder, **settings):
    with lesson(name, folder, **settings):
        return RateRace.of(Problem.of(load_lesson()))


def test_a_perfectly_fitted_line_has_rates_too(tmp_path):
    race = race_of("question", tmp_path, **{"data.synthetic": "{ noise = 0.0 }"})
    assert race.heights[0] > 0
    assert race.runs[1].fate == "arrives"


def test_a_cost_that_is_curved_nowhere_is_refused_in_one_line(tmp_path):
    with pytest.raises(SettingsError, match="LearningRates needs a cost with a curved minimum"):
        race_of("question", tmp_path, **{"cost.kind": "'mean_absolute_error'"})


def test_the_film_of_such_a_cost_ends_with_exit_code_two(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        watch(LearningRates, "question", tmp_path, **{"cost.kind": "'mean_absolute_error'"})
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
