"""Squares, their mean and J are those of the line at every moment."""

import numpy as np
import pytest
from watching import watch

from scenes.lesson.data_and_bad_line import DataAndBadLine


def look(scene):
    return {
        "position": scene.tracker.get_value(),
        "theta": scene.tracker.theta,
        "spread": scene.some.spread,
        "squares": rings(scene.some.squares),
        "segments": rings(scene.all.segments),
        "face": extent(scene.mean.face),
        "part": extent(scene.mean.part),
        "J": number(scene.value.readouts["J"]),
        "line": [number(scene.model.readouts[name]) for name in "ab"],
        "shown": {id(mobject) for mobject in scene.mobjects},
    }


def rings(mobject):
    return [
        np.array([path[:, :2].min(axis=0), path[:, :2].max(axis=0)])
        for path in mobject.get_subpaths()
    ]


def extent(mobject):
    points = mobject.points[:, :2]
    return points.max(axis=0) - points.min(axis=0)


def number(readout):
    return float(readout.text.replace("−", "-").replace(" ", "").replace("+", "")), readout


def written(value, shown):
    digits, readout = shown
    exact = value / 10.0**readout.number_format.exponent
    return digits == pytest.approx(exact, abs=0.5001 * 10.0**-readout.number_format.decimals)


def film(lesson, tmp_path_factory, **settings):
    return watch(DataAndBadLine, lesson, tmp_path_factory.mktemp("film"), look, **settings)


@pytest.fixture(
    scope="module",
    params=["question", "old_faithful", "diverging", "two points in the millions", "galton"],
)
def squared(request, tmp_path_factory):
    return film(request.param, tmp_path_factory)


def residuals(scene, theta):
    x, y = scene.study.problem.data.x, scene.study.problem.data.y
    return y - theta[0] - theta[1] * x


def test_squares_have_the_residual_as_their_side(squared):
    scene = squared.scene
    grown = [moment for moment in squared.moments if moment["spread"] == 1]
    assert len(grown) > 20
    unit = (scene.plot.to_scene(scene.plot.high) - scene.plot.to_scene(scene.plot.low))[1] / (
        scene.plot.high - scene.plot.low
    )[1]
    whole = 0
    for moment in grown:
        x, y = scene.some.observations.T
        wanted = np.abs(y - moment["theta"][0] - moment["theta"][1] * x) * unit
        for low, high in moment["squares"]:
            wide, tall = high - low
            if abs(wide - tall) < 1e-9:  # the others are cut off at the plot's edge
                whole += 1
                assert np.abs(wanted - wide).min() < 1e-9
    assert whole > 20


def test_all_squares_are_whole_as_they_appear(tmp_path_factory):
    first = next(m for m in film("question", tmp_path_factory).moments if m["spread"] == 1)
    assert len(first["squares"]) == 12
    for low, high in first["squares"]:
        assert (high - low)[0] == pytest.approx((high - low)[1], abs=1e-9)


def test_the_mean_square_and_j_are_those_of_all_observations(squared):
    scene = squared.scene
    unit = (scene.plot.to_scene(scene.plot.high) - scene.plot.to_scene(scene.plot.low))[1] / (
        scene.plot.high - scene.plot.low
    )[1]
    for moment in squared.moments[-25:]:
        mean = float((residuals(scene, moment["theta"]) ** 2).mean())
        side = np.sqrt(max(mean, 0)) * unit
        assert moment["face"] == pytest.approx([side, side], rel=1e-4, abs=1e-3)
        assert moment["part"] == pytest.approx([side, side / 2], rel=1e-4, abs=1e-3)
        assert written(mean / 2, moment["J"])
        assert written(moment["theta"][0], moment["line"][0])
        assert written(moment["theta"][1], moment["line"][1])


def test_it_begins_at_the_descents_start_and_ends_at_the_best_line(squared):
    scene = squared.scene
    data = scene.study.problem.data
    assert squared.moments[0]["theta"] == pytest.approx(scene.study.problem.start)
    x = data.x - data.x.mean()
    slope = (x @ data.y) / (x @ x)
    best = [data.y.mean() - slope * data.x.mean(), slope]
    assert squared.moments[-1]["theta"] == pytest.approx(best, rel=1e-6, abs=1e-6)


def test_areas_and_cost_never_grow_as_the_line_moves(squared):
    moving = [moment for moment in squared.moments if moment["position"] > 0]
    areas = [moment["face"][0] for moment in moving]
    assert (np.diff(areas) <= 1e-9).all()


def test_with_the_whole_mean_all_of_the_square_is_j(tmp_path):
    shown = watch(DataAndBadLine, "question", tmp_path, look, **{"cost.half": "false"})
    last = shown.moments[-1]
    assert last["part"] == pytest.approx(last["face"])
    assert written(float((residuals(shown.scene, last["theta"]) ** 2).mean()), last["J"])


@pytest.mark.parametrize("kind", ["huber", "mean_absolute_error", "ridge"])
def test_other_costs_have_residuals_and_no_squares(tmp_path, kind):
    settings = {"cost.kind": f'"{kind}"', "descent.rate": "0.1"}
    shown = watch(DataAndBadLine, "question", tmp_path, look, **settings)
    scene, last = shown.scene, shown.moments[-1]
    assert id(scene.some) not in set().union(*(moment["shown"] for moment in shown.moments))
    assert id(scene.mean) not in last["shown"]
    assert id(scene.all) in last["shown"]
    assert len(last["segments"]) >= 98  # a best line of absolute errors passes through two points
    assert written(float(scene.study.cost(last["theta"])), last["J"])
    captions = [item.content for item in scene.renderer.file_writer.subcaptions]
    assert scene.cost_sentence in captions
    assert not any("square is an area" in caption for caption in captions)


def test_the_label_counts_all_observations(tmp_path):
    many = "{n = 100000, intercept = 4, slope = 3, noise = 1, x_range = [0, 2], seed = 0}"
    shown = watch(DataAndBadLine, "question", tmp_path, fps=1, **{"data.synthetic": many})
    captions = [item.content for item in shown.scene.renderer.file_writer.subcaptions]
    assert any("mean of all 100 000 squares" in caption for caption in captions)
    assert len(shown.scene.plot.shown) == 400
