"""The step's numbers are gdmath's, and the uprights are as long as the drops they name."""

import numpy as np
import pytest

FILM = "OneStep"


def look(scene):
    coordinates = scene.bowl.axes.to_coordinates
    size = scene.bowl.axes.window.size
    dot = coordinates(scene.bowl.point.dot.get_center())
    return {
        "off J": abs(dot[2] - scene.tracker.cost(dot[:2])) / size[2],
        "theta": scene.tracker.theta,
        "step tip": scene.step.tip,
        "shown": set(map(id, scene.get_mobject_family_members())),
    }


def test_the_point_stays_on_the_bowl_and_ends_at_the_new_theta(watched):
    scene = watched.scene
    old, rate = scene.study.problem.path.points[0], scene.study.problem.rate
    new = old - rate * scene.tracker.cost.gradient(old)
    assert all(moment["off J"] < 1e-6 for moment in watched.moments)
    assert watched.moments[0]["theta"] == pytest.approx(old)
    assert watched.moments[-1]["theta"] == pytest.approx(new)
    assert all(moment["step tip"] == pytest.approx(new) for moment in watched.moments)


def test_the_uprights_are_as_long_as_the_drops(watched):
    scene = watched.scene
    cost, old, new = scene.tracker.cost, *scene.study.path.points
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
    old = scene.study.path.points[0]
    gradient, rate = scene.tracker.cost.gradient(old), scene.study.problem.rate
    expected = [
        *old,
        *gradient,
        rate,
        *(-rate * gradient),
        *(old - rate * gradient),
        rate * gradient @ gradient,
        scene.study.path.costs[0] - scene.study.path.costs[1],
        rate * gradient @ gradient - (scene.study.path.costs[0] - scene.study.path.costs[1]),
    ]
    rows = [*scene.rows, *scene.numbers]
    readouts = [row.readouts[name] for row in rows for name in row.readouts]
    assert len(readouts) == len(expected)
    for readout, value in zip(readouts, expected, strict=True):
        digits = float(readout.text.replace("−", "-")) * 10.0**readout.number_format.exponent
        assert digits == pytest.approx(value, rel=0.006, abs=1e-12)


def test_the_caption_and_the_last_words_are_the_studys(watched):
    captions = [item.content for item in watched.scene.renderer.file_writer.subcaptions]
    assert watched.scene.says("drop") in captions
    assert watched.scene.says("gap") in captions


def test_the_numbers_of_the_drops_stand_at_the_end(watched):
    shown = watched.moments[-1]["shown"]
    assert all(id(row) in shown for row in watched.scene.numbers)
    assert not any(id(row) in shown for row in watched.scene.rows)
    assert np.isfinite([row.width for row in watched.scene.rows]).all()
