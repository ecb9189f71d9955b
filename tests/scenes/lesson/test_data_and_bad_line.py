"""Squares, their mean and J are those of the line at every moment."""

import numpy as np
import pytest

from scenes.mobjects.numbers import grouped

FILM = "DataAndBadLine"


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


def residuals(scene, theta):
    x, y = scene.study.problem.data.x, scene.study.problem.data.y
    return y - theta[0] - theta[1] * x


def has_squares(watched):
    return watched.scene.study.problem.settings.cost.kind == "mean_squared_error"


def unit_of(plot):
    """How many scene units one unit of y is."""
    return (plot.to_scene(plot.high) - plot.to_scene(plot.low))[1] / (plot.high - plot.low)[1]


def test_squares_have_the_residual_as_their_side(watched):
    scene = watched.scene
    grown = [moment for moment in watched.moments if moment["spread"] == 1]
    assert bool(grown) == has_squares(watched)
    unit, whole = unit_of(scene.plot), 0
    for moment in grown:
        x, y = scene.some.observations.T
        wanted = np.abs(y - moment["theta"][0] - moment["theta"][1] * x) * unit
        for low, high in moment["squares"]:
            wide, tall = high - low
            if abs(wide - tall) < 1e-9:  # the others are cut off at the plot's edge
                whole += 1
                assert np.abs(wanted - wide).min() < 1e-9
    assert whole > 20 or not grown


def test_all_squares_are_whole_as_they_appear(watched):
    if watched.about != "question":
        return
    first = next(moment for moment in watched.moments if moment["spread"] == 1)
    assert len(first["squares"]) == 12
    for low, high in first["squares"]:
        assert (high - low)[0] == pytest.approx((high - low)[1], abs=1e-9)


def test_the_mean_square_and_j_are_those_of_all_observations(watched):
    scene, share = watched.scene, watched.scene.study.share
    unit = unit_of(scene.plot)
    for moment in watched.moments[-12:]:
        theta = moment["theta"]
        assert written(float(scene.study.cost(theta)), moment["J"])
        assert written(theta[0], moment["line"][0])
        assert written(theta[1], moment["line"][1])
        if has_squares(watched):
            mean = float((residuals(scene, theta) ** 2).mean())
            side = np.sqrt(max(mean, 0)) * unit
            assert moment["face"] == pytest.approx([side, side], rel=1e-4, abs=1e-3)
            assert moment["part"] == pytest.approx([side, share * side], rel=1e-4, abs=1e-3)
            assert written(share * mean, moment["J"])


def test_it_begins_at_the_studys_start_and_ends_at_its_end(watched):
    points = watched.scene.study.path.points
    assert watched.moments[0]["theta"] == pytest.approx(points[0])
    assert watched.moments[-1]["theta"] == pytest.approx(points[-1], rel=1e-6, abs=1e-6)


def test_areas_and_cost_never_grow_as_the_line_moves(watched):
    moving = [moment for moment in watched.moments if moment["position"] > 0]
    assert len(moving) > 5
    if has_squares(watched):
        assert (np.diff([moment["face"][0] for moment in moving]) <= 1e-9).all()
    assert (np.diff([moment["J"][0] for moment in moving]) <= 0).all()


def test_other_costs_have_residuals_and_no_squares(watched):
    scene, last = watched.scene, watched.moments[-1]
    shown = set().union(*(moment["shown"] for moment in watched.moments))
    assert (id(scene.some) in shown) == (id(scene.mean) in last["shown"]) == has_squares(watched)
    captions = [item.content for item in scene.renderer.file_writer.subcaptions]
    assert scene.says("cost") in captions
    if not has_squares(watched):
        assert id(scene.all) in last["shown"]
        # A best line of absolute errors passes through two points.
        assert len(last["segments"]) >= min(scene.study.problem.data.m, 400) - 2


def test_the_label_counts_all_observations(watched):
    if has_squares(watched):
        captions = [item.content for item in watched.scene.renderer.file_writer.subcaptions]
        m = grouped(watched.scene.study.problem.data.m)
        assert watched.scene.says("gather", m=m) in captions
