"""Line, point, height and numbers are of one instant."""

import numpy as np
import pytest

FILM = "OneLineOnePoint"


def look(scene):
    axes, point = scene.axes, scene.point
    return {
        "position": scene.tracker.get_value(),
        "dot": axes.to_coordinates(point.dot.get_center()),
        "foot": axes.to_coordinates(point.shadow.get_center()),
        "rise": point.rise,
        "line": scene.plot.line.points.copy(),
        "settled": not scene.plot.updating_suspended,
        "numbers": [equation.readouts["value"] for equation in scene.numbers],
        "texts": [equation.readouts["value"].text for equation in scene.numbers],
        "stops": axes.to_coordinates(scene.stops.heads.points),
        "pins": axes.to_coordinates(scene.pins.heads.points),
        "pin_rise": scene.pins.rise,
        "shown": {id(mobject) for mobject in scene.get_mobject_family_members()},
    }


def test_line_point_height_and_numbers_agree(watched):
    scene = watched.scene
    cost, window = scene.study.cost, scene.study.window
    spread = window.size
    data = scene.study.problem.data
    for moment in watched.moments:
        theta = scene.tracker.path.point_at(moment["position"])
        floor = window.height[0]
        height = floor + moment["rise"] * (float(cost(theta)) - floor)
        assert (moment["dot"] - [*theta, height]) / spread == pytest.approx(0, abs=1e-9)
        assert (moment["foot"] - [*theta, floor]) / spread == pytest.approx(0, abs=1e-9)
        for value, readout, text in zip(
            [*theta, float(cost(theta))], moment["numbers"], moment["texts"], strict=True
        ):
            if id(readout) in moment["shown"]:
                assert text == readout.number_format(value)
        if moment["position"] > 0 and len(moment["line"]):
            x, y = in_plot(scene.plot, moment["line"][[0, -1]]).T
            assert (y - theta[0] - theta[1] * x) / np.ptp(data.y) == pytest.approx(0, abs=1e-9)


def test_pins_stand_at_the_height_of_their_lines(watched):
    scene = watched.scene
    cost, spread = scene.study.cost, scene.study.window.size
    for moment in watched.moments:
        stops = moment["stops"]
        if id(scene.stops) not in moment["shown"]:
            continue
        reached = int(moment["position"] + 1e-6)
        assert len(stops) == max(reached - 1, 0)
        assert stops[:, :2] == pytest.approx(scene.tracker.path.points[2 : reached + 1])
        assert (stops[:, 2] - cost(stops[:, :2])) / spread[2] == pytest.approx(0, abs=1e-9)
    last = watched.moments[-1]
    assert last["pin_rise"] == 1
    assert len(last["pins"]) > 40
    assert (last["pins"][:, 2] - cost(last["pins"][:, :2])) / spread[2] == pytest.approx(
        0, abs=1e-9
    )
    assert {id(scene.pins), id(scene.surface)} <= last["shown"]


def test_the_point_lies_on_the_floor_until_the_cost_is_introduced(watched):
    first = [moment for moment in watched.moments if moment["position"] < 2]
    assert first
    assert all(moment["rise"] == 0 for moment in first)
    assert all(id(watched.scene.height) not in moment["shown"] for moment in first)
    assert watched.moments[-1]["rise"] == 1


def test_a_standardised_x_is_named_so_at_its_axis(watched):
    scene = watched.scene
    label = scene.study.problem.x_label
    said = scene.text("plot.standardized", label=label)
    assert scene.x_label == (said if scene.study.problem.data.is_standardized else label)


def in_plot(plot, points):
    origin, far = plot.to_scene(plot.low), plot.to_scene(plot.high)
    return plot.low + (points - origin)[:, :2] / (far - origin)[:2] * (plot.high - plot.low)
