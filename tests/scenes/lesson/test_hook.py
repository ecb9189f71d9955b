"""The hook is true at every moment, and always arrives."""

import numpy as np
import pytest
from watching import FPS

from scenes.mobjects.text import Formula, Words

FILM = "Hook"


def look(scene):
    axes, plot = scene.bowl.axes, scene.plot
    words = [
        mobject
        for mobject in scene.get_mobject_family_members()
        if isinstance(mobject, Words | Formula)
    ]
    labels = {*plot.get_family(), *axes.get_family()}
    return {
        "position": scene.tracker.get_value(),
        "dot": axes.to_coordinates(scene.bowl.point.dot.get_center()),
        "corners": axes.to_coordinates(scene.bowl.patch.face.get_start_anchors())
        if not axes.log
        else None,
        "line": plot.line.points.copy(),
        "shown": {type(mobject).__name__ for mobject in scene.mobjects},
        "words": [word for word in words if word not in labels],
        "azimuth": scene.camera.theta_tracker.get_value(),
    }


def test_point_plane_and_line_are_of_one_instant(watched):
    scene = watched.scene
    slide = [moment for moment in watched.moments if moment["position"] > 0]
    assert len(slide) > 15
    data = scene.study.problem.data
    for moment in slide:
        theta = scene.tracker.path.point_at(moment["position"])
        cost = scene.study.cost
        spread = scene.study.window.size
        assert (moment["dot"] - [*theta, cost(theta)]) / spread == pytest.approx(0, abs=1e-9)
        flat = cost(theta) + (moment["corners"][:, :2] - theta) @ cost.gradient(theta)
        assert (moment["corners"][:, 2] - flat) / spread[2] == pytest.approx(0, abs=1e-9)
        x, y = in_plot(scene.plot, moment["line"][[0, -1]]).T
        assert (y - theta[0] - theta[1] * x) / np.ptp(data.y) == pytest.approx(0, abs=1e-9)


def test_it_ends_at_the_minimum_with_a_level_plane_and_the_fitted_line(watched):
    scene, last = watched.scene, watched.moments[-1]
    data, cost = scene.study.problem.data, scene.study.cost
    best = cost.minimizer()
    first = cost(scene.tracker.path.points[0]) - cost(best)
    theta = last["dot"][:2]
    assert cost(theta) - cost(best) < 1e-4 * first
    heights = last["corners"][:, 2]
    assert np.ptp(heights) < 0.04 * np.ptp(scene.study.window.height)
    x, y = in_plot(scene.plot, last["line"][[0, -1]]).T
    assert (y - best[0] - best[1] * x) / np.ptp(data.y) == pytest.approx(0, abs=0.05)


def test_no_words_but_the_names_of_axes(watched):
    assert all(moment["words"] == [] for moment in watched.moments)


def test_the_orbit_is_calm(watched):
    turns = np.abs(np.diff([moment["azimuth"] for moment in watched.moments]))
    assert 0 < np.degrees(turns.max()) * FPS < 8


def in_plot(plot, points):
    origin, far = plot.to_scene(plot.low), plot.to_scene(plot.high)
    return plot.low + (points - origin)[:, :2] / (far - origin)[:2] * (plot.high - plot.low)
