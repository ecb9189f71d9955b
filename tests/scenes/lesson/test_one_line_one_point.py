"""Line, point, height and numbers are of one instant."""

import numpy as np
import pytest
from watching import watch

from scenes.lesson.one_line_one_point import OneLineOnePoint


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


LESSONS = ["question", "old_faithful", "diverging", "galton", "two points in the millions", "huber"]


@pytest.fixture(scope="module", params=LESSONS)
def film(request, tmp_path_factory):
    return watch(OneLineOnePoint, request.param, tmp_path_factory.mktemp("film"), look)


def test_line_point_height_and_numbers_agree(film):
    scene = film.scene
    cost, window = scene.study.cost, scene.study.window
    spread = window.high - window.low
    data = scene.study.problem.data
    for moment in film.moments:
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


def test_the_first_move_lifts_and_the_second_tilts(film):
    points = film.scene.tracker.path.points
    assert points[0][1] == points[1][1]
    assert points[0][0] < points[1][0]
    assert points[1][0] == points[2][0]
    assert points[1][1] != points[2][1]


def test_the_lines_can_be_told_apart(film):
    scene = film.scene
    points, window = scene.tracker.path.points, scene.study.window
    moves = np.abs(np.diff(points[:3], axis=0)) / (window.high - window.low)[:2]
    assert moves[0, 0] > 0.1
    assert moves[1, 1] > 0.1
    x = scene.study.problem.data.x
    tilt = np.ptp((points[2] - points[1])[1] * x) / np.ptp(scene.study.problem.data.y)
    assert tilt > 0.2


def test_the_tour_stays_in_the_window_and_ends_at_the_best_line(film):
    scene = film.scene
    path, window = scene.tracker.path, scene.study.window
    places = np.column_stack([path.points, path.costs])
    assert (places >= window.low).all()
    assert (places <= window.high).all()
    assert path.points[-1] == pytest.approx(scene.study.cost.minimizer())


def test_pins_stand_at_the_height_of_their_lines(film):
    scene = film.scene
    cost, spread = scene.study.cost, scene.study.window.high - scene.study.window.low
    for moment in film.moments:
        stops = moment["stops"]
        if id(scene.stops) not in moment["shown"]:
            continue
        reached = int(moment["position"] + 1e-6)
        assert len(stops) == max(reached - 1, 0)
        assert stops[:, :2] == pytest.approx(scene.tracker.path.points[2 : reached + 1])
        assert (stops[:, 2] - cost(stops[:, :2])) / spread[2] == pytest.approx(0, abs=1e-9)
    last = film.moments[-1]
    assert last["pin_rise"] == 1
    assert len(last["pins"]) > 40
    assert (last["pins"][:, 2] - cost(last["pins"][:, :2])) / spread[2] == pytest.approx(
        0, abs=1e-9
    )
    assert {id(scene.pins), id(scene.surface)} <= last["shown"]


def test_the_point_lies_on_the_floor_until_the_cost_is_introduced(film):
    first = [moment for moment in film.moments if moment["position"] < 2]
    assert first
    assert all(moment["rise"] == 0 for moment in first)
    assert all(id(film.scene.height) not in moment["shown"] for moment in first)
    assert film.moments[-1]["rise"] == 1


def test_a_canyon_is_standardised_and_says_so(tmp_path):
    scene = watch(OneLineOnePoint, "galton", tmp_path, fps=1).scene
    assert scene.study.problem.data.is_standardized
    assert "standardised" in scene.x_label
    question = watch(OneLineOnePoint, "question", tmp_path, fps=1).scene
    assert not question.problem.data.is_standardized


def in_plot(plot, points):
    origin, far = plot.to_scene(plot.low), plot.to_scene(plot.high)
    return plot.low + (points - origin)[:, :2] / (far - origin)[:2] * (plot.high - plot.low)
