"""Zooming in shows J itself, and the gap is what H says."""

import numpy as np
import pytest

FILM = "Zoom"


def look(scene):
    window, tracker = scene.axes.window, scene.tracker
    cost = tracker.cost
    point = np.array([*tracker.theta, tracker.cost_value])
    surface = scene.axes.to_coordinates(scene.surface.points)
    size = window.size
    dot = scene.axes.to_coordinates(scene.bowl.point.dot.get_center())
    corners = scene.axes.to_coordinates(scene.patch.face.points[::4])
    middle = (np.abs(surface[:, :2] - point[:2]) <= 0.5 * size[:2]).all(axis=1)
    plane = tracker.plane(surface[middle, :2])
    return {
        "time": scene.time,
        "factor": scene.factor,
        "width": size[:2],
        "inside": bool(((point >= window.low) & (point <= window.high)).all()),
        "surface off J": np.abs(surface[:, 2] - cost(surface[:, :2])).max() / size[2],
        "dot off": (np.abs(dot - point) / size).max(),
        "patch off plane": np.abs(corners[:, 2] - tracker.plane(corners[:, :2])).max() / size[2],
        "gap to plane": np.abs(surface[middle, 2] - plane).max() / size[2],
        "gap shown": scene.gap in scene.get_mobject_family_members(),
        "upright": np.diff(scene.axes.to_coordinates(scene.gap.upright.points[[0, -1]]), axis=0)[0],
        "share": scene.share.get_value(),
    }


def test_the_window_holds_the_point_and_the_surface_is_j(watched):
    for moment in watched.moments:
        assert moment["inside"]
        assert moment["surface off J"] < 1e-6
        assert moment["dot off"] < 1e-6
        assert moment["patch off plane"] < 1e-6


def test_the_window_shrinks_by_the_factor_that_is_shown(watched):
    first = watched.moments[0]["width"]
    factors = [moment["factor"] for moment in watched.moments]
    assert max(factors) == pytest.approx(watched.scene.zoom.most)
    assert factors[0] == factors[-1] == 1
    for moment in watched.moments:
        assert moment["width"] == pytest.approx(first / moment["factor"])


def test_up_close_surface_and_plane_are_one(watched):
    closest = max(watched.moments, key=lambda moment: moment["factor"])
    assert closest["gap to plane"] < 0.021


def test_the_gap_is_drawn_as_high_as_it_is_and_at_half_the_way_too(watched):
    scene, cost = watched.scene, watched.scene.study.cost
    shown = [moment for moment in watched.moments if moment["gap shown"]]
    assert bool(shown) == ("gap" in scene.study.captions)
    if not shown:
        return
    theta, size = scene.tracker.theta, scene.axes.window.size
    assert {0.5, 1.0} <= {moment["share"] for moment in shown}
    for moment in shown:
        delta = moment["share"] * scene.study.offset
        gap = cost(theta + delta) - cost(theta) - cost.gradient(theta) @ delta
        assert moment["upright"] / size == pytest.approx(np.array([0, 0, gap]) / size, abs=1e-8)
    written = scene.measured.readouts["gap"]
    assert written.text == written.number_format(float(scene.gap.value))
