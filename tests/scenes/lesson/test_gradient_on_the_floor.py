"""The arrow is the gradient, and upright to the contour where scales are equal."""

import numpy as np
import pytest

FILM = "GradientOnTheFloor"


def tangents(line, point):
    """Return the directions (3, 2) of the pieces of a polyline (n, 2) nearest to a point."""
    begin, run = line[:-1], np.diff(line, axis=0)
    share = ((point - begin) * run).sum(axis=1) / np.maximum((run * run).sum(axis=1), 1e-300)
    feet = begin + np.clip(share, 0, 1)[:, None] * run
    nearest = np.argsort(np.hypot(*(feet - point).T))[:3]
    return run[nearest] / np.hypot(*run[nearest].T)[:, None]


def look(scene):
    tracker, shown = scene.tracker, scene.get_mobject_family_members()
    return {
        "theta": tracker.theta,
        "gradient": tracker.cost.gradient(tracker.theta),
        "level": float(tracker.cost(tracker.theta)),
        "dot": scene.map.to_scene(tracker.theta),
        "map dot": scene.map_here.dot.get_center(),
        "lines": scene.map_here.lines,
        "drawn": [scene.map.on_floor(line)[:, :2] for line in scene.map_here.lines],
        "map arrow": None if scene.map_arrow.hidden else scene.map_arrow.head.points[0],
        "map shown": scene.map_arrow in shown,
        "lift": scene.arrow.lift,
        "scale": scene.arrow.units_per_gradient,
        "arrow tip": None if scene.arrow.hidden else scene.arrow.head.points[0],
        "square": scene.angle.points.copy(),
        "downhill": None
        if not hasattr(scene, "map_downhill") or scene.map_downhill.hidden
        else scene.map_downhill.head.points[0],
    }


def test_the_arrow_is_the_gradient_at_its_scale(watched):
    scene = watched.scene
    axes = scene.bowl.axes
    for moment in watched.moments:
        if moment["arrow tip"] is None:
            continue
        tip = moment["theta"] + moment["scale"] * moment["gradient"]
        floor = axes.window.height[0]
        plane = moment["level"] + moment["gradient"] @ (tip - moment["theta"])
        height = floor + moment["lift"] * (plane - floor)
        if axes.log:
            height = floor * (plane / floor) ** moment["lift"]
        assert moment["arrow tip"] == pytest.approx(axes.to_scene([*tip, height]), abs=1e-6)
    assert {moment["lift"] for moment in watched.moments} >= {0.0, 1.0}


def test_the_contour_has_the_points_cost(watched):
    height = np.ptp(watched.scene.study.window.height)
    for moment in watched.moments:
        assert moment["map dot"] == pytest.approx(moment["dot"])
        for line in moment["lines"]:
            costs = watched.scene.tracker.cost(line)
            assert costs == pytest.approx(np.full(len(line), moment["level"]), abs=1e-7 * height)


def test_at_equal_scales_the_gradient_is_upright_to_the_contour(watched):
    scene = watched.scene
    unit = scene.map.to_scene(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    sides = np.linalg.norm(unit[1:] - unit[0], axis=1)
    assert sides[0] == pytest.approx(sides[1])
    checked = 0
    for moment in watched.moments:
        if not moment["map shown"] or moment["map arrow"] is None:
            continue
        arrow = (moment["map arrow"] - moment["dot"])[:2]
        expected = scene.map_scale * sides[0] * np.hypot(*moment["gradient"])
        assert np.hypot(*arrow) == pytest.approx(expected)
        along = min(
            (line for line in moment["drawn"]),
            key=lambda line: np.hypot(*(line - moment["dot"][:2]).T).min(),
        )
        cosines = tangents(along, moment["dot"][:2]) @ arrow / np.hypot(*arrow)
        assert np.abs(cosines).min() < 0.1  # the drawn contour is a polyline
        square = moment["square"][[0, 3, 7], :2]
        legs = np.diff(square, axis=0)
        assert legs[0] @ legs[1] == pytest.approx(0, abs=1e-9)
        assert legs[1] @ arrow == pytest.approx(-np.hypot(*legs[1]) * np.hypot(*arrow), rel=1e-6)
        checked += 1
    assert checked > 10


def test_the_point_visits_other_places_and_minus_the_gradient_points_downhill(watched):
    places = np.array([moment["theta"] for moment in watched.moments])
    assert len(np.unique(places.round(9), axis=0)) > 3
    last, cost = watched.moments[-1], watched.scene.tracker.cost
    assert last["downhill"] is not None
    way = (last["downhill"] - last["dot"])[:2]
    way /= np.hypot(*way)
    size = float(np.ptp(watched.scene.map.window.theta0))
    assert cost(last["theta"] + 1e-6 * size * way) < last["level"]
