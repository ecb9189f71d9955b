"""The step's numbers are gdmath's, and the uprights are as long as the drops they name."""

import numpy as np
import pytest
from watching import watch

from scenes.lesson.one_step import OneStep

LESSONS = ["question", "raw geysers", "diverging", "galton", "huber", "two points in the millions"]


def look(scene):
    coordinates = scene.bowl.axes.to_coordinates
    size = scene.bowl.axes.window.high - scene.bowl.axes.window.low
    dot = coordinates(scene.bowl.point.dot.get_center())
    return {
        "off J": abs(dot[2] - scene.tracker.cost(dot[:2])) / size[2],
        "theta": scene.tracker.theta,
        "step tip": scene.step.tip,
        "shown": set(map(id, scene.get_mobject_family_members())),
    }


@pytest.fixture(scope="module", params=LESSONS)
def watched(request, tmp_path_factory):
    return watch(OneStep, request.param, tmp_path_factory.mktemp("f"), look, fps=3)


def test_the_point_stays_on_the_bowl_and_ends_at_the_new_theta(watched):
    scene = watched.scene
    old, rate = scene.study.problem.path.points[0], scene.study.problem.rate
    new = old - rate * scene.tracker.cost.gradient(old)
    assert all(moment["off J"] < 1e-6 for moment in watched.moments)
    assert watched.moments[0]["theta"] == pytest.approx(old)
    assert watched.moments[-1]["theta"] == pytest.approx(new)
    assert all(moment["step tip"] == pytest.approx(new) for moment in watched.moments)


def test_both_ends_are_in_the_window(watched):
    scene = watched.scene
    window = scene.bowl.axes.window
    ends, heights = scene.path.points, scene.path.costs
    plane = scene.old.plane(ends[1])
    for end in ends:
        assert ((end >= window.low[:2]) & (end <= window.high[:2])).all()
    for height in [*heights, plane]:
        assert window.height[0] <= height <= window.height[1]


def test_the_uprights_are_as_long_as_the_drops(watched):
    scene = watched.scene
    cost, old, new = scene.tracker.cost, *scene.path.points
    gradient, rate = cost.gradient(old), scene.study.problem.rate
    predicted, actual = rate * float(gradient @ gradient), float(cost(old) - cost(new))
    unit = scene.bowl.axes.scale_per_unit[2]
    for line, drop in ((scene.drops.predicted, predicted), (scene.drops.actual, actual)):
        begin, end = line.get_start_and_end()
        assert (begin - end) == pytest.approx([0, 0, unit * drop], rel=1e-6, abs=1e-9)
        assert begin[2] == pytest.approx(scene.bowl.axes.to_scene([*old, float(cost(old))])[2])
    assert predicted >= actual  # a convex cost lies above its plane


def test_every_number_is_the_steps(watched):
    scene = watched.scene
    old = scene.path.points[0]
    gradient, rate = scene.tracker.cost.gradient(old), scene.study.problem.rate
    expected = [
        *old,
        *gradient,
        rate,
        *(-rate * gradient),
        *(old - rate * gradient),
        rate * gradient @ gradient,
        scene.path.costs[0] - scene.path.costs[1],
        rate * gradient @ gradient - (scene.path.costs[0] - scene.path.costs[1]),
    ]
    rows = [*scene.rows, *scene.numbers]
    readouts = [row.readouts[name] for row in rows for name in row.readouts]
    assert len(readouts) == len(expected)
    for readout, value in zip(readouts, expected, strict=True):
        digits = float(readout.text.replace("−", "-")) * 10.0**readout.number_format.exponent
        assert digits == pytest.approx(value, rel=0.006, abs=1e-12)


def test_a_diverging_step_is_said_to_rise(watched):
    captions = [c.content for c in watched.scene.renderer.file_writer.subcaptions]
    rises = watched.scene.path.costs[1] > watched.scene.path.costs[0]
    assert (watched.scene.text("one_step.rises") in captions) == bool(rises)
    assert (watched.scene.text("one_step.drops") in captions) != bool(rises)


def test_the_numbers_of_the_drops_stand_at_the_end(watched):
    shown = watched.moments[-1]["shown"]
    assert all(id(row) in shown for row in watched.scene.numbers)
    assert not any(id(row) in shown for row in watched.scene.rows)
    assert np.isfinite([row.width for row in watched.scene.rows]).all()


def test_where_the_bowl_is_straight_no_gap_of_rounding_is_told(tmp_path):
    asked = {"cost.kind": '"huber"', "descent.start": "[0, 0]", "descent.rate": "1"}
    scene = watch(OneStep, "old_faithful", tmp_path, fps=1, **asked).scene
    assert scene.path.actual_drops == pytest.approx(scene.path.predicted_drops)
    assert scene.verdict() == ("same", "straight")
    assert scene.numbers[2].readouts["a"].value() == 0


def test_the_rate_of_another_rule_is_not_taken_for_plain_descents(tmp_path):
    asked = {"descent.optimizer": '"adam"', "descent.rate": "5"}
    scene = watch(OneStep, "old_faithful", tmp_path, fps=1, **asked).scene
    assert scene.study.problem.rate == 5
    assert scene.rate == pytest.approx(0.5 * scene.study.problem.rates.optimal)
    assert scene.verdict() == ("drops", "bends")
