"""BatchAndStochastic: single planes are those of single costs, their mean is the tangent plane."""

import numpy as np
import pytest
from manim import ValueTracker

from gdmath import TangentPlane, Window
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.single_planes import GrowingPlane

FILM = "BatchAndStochastic"


def look(scene):
    axes, seen = scene.bowl.axes, scene.get_mobject_family_members()
    return {
        "singles": [
            axes.to_coordinates(patch.face.get_start_anchors())
            for patch in scene.singles.patches
            if patch.face in seen
        ],
        "mean": axes.to_coordinates(scene.mean.face.get_start_anchors())[:4],
        "mean settled": scene.mean in seen and scene.growth.get_value() > 0,
        "position": scene.growth.get_value(),
        "taken": scene.taken.readouts["count"].text,
        "dots": [trail.dot.get_center() for trail in scene.trails],
        "there": [trail in seen and trail.dot.has_points() for trail in scene.trails],
        "thetas": [tracker.theta for tracker in scene.trackers],
        "counts": [readout.text for readout in scene.tally.readouts],
        "steps": [tracker.step for tracker in scene.trackers],
    }


def test_each_plane_is_drawn_with_the_height_and_slopes_of_its_observations_cost(watched):
    study, patches = watched.scene.study, watched.scene.singles.patches
    theta = study.here.points[0]
    size = float(study.window.height[1])
    for index, patch in zip(study.singles, patches, strict=True):
        own = study.cost.on(index)
        corners = watched.scene.bowl.axes.to_coordinates(patch.face.get_start_anchors()[:4])
        expected = own(theta) + (corners[:, :2] - theta) @ own.gradient(theta)
        np.testing.assert_allclose(corners[:, 2], expected, atol=1e-6 * size)
        np.testing.assert_allclose(corners.mean(axis=0)[:2], theta, rtol=1e-6, atol=1e-6)


def test_planes_appear_in_turn_and_stand_still(watched):
    numbers = [len(moment["singles"]) for moment in watched.moments]
    assert max(numbers) == len(watched.scene.study.singles)
    rising = numbers[: numbers.index(max(numbers)) + 1]
    assert rising == sorted(rising)
    assert numbers[-1] == 0


def test_the_growing_plane_is_the_mean_of_the_planes_that_it_has_taken(watched):
    study, planes = watched.scene.study, watched.scene.mean.planes
    for count, plane in zip(study.counts, planes, strict=True):
        taken = [study.plane_of(int(index)) for index in study.order[:count]]
        slopes = np.array([one.slopes for one in taken])
        np.testing.assert_allclose(
            plane.slopes, slopes.mean(axis=0), atol=1e-9 * np.abs(slopes).max()
        )
    drawn = [moment for moment in watched.moments if moment["mean settled"]]
    assert bool(drawn) == (len(planes) > 1)
    size = float(study.window.height[1])
    for moment in drawn:
        index = min(int(moment["position"] + 1e-9), len(planes) - 1)
        assert moment["taken"] == str(study.counts[index])
        if moment["position"] == index:
            corners = moment["mean"]
            np.testing.assert_allclose(
                corners[:, 2], planes[index](corners[:, :2]), atol=1e-6 * size
            )


def test_dots_and_steps_on_screen_are_where_descent_is(watched):
    scene = watched.scene
    checked = 0
    for moment in watched.moments:
        assert moment["counts"] == [str(step) for step in moment["steps"]]
        for dot, there, theta, flat in zip(
            moment["dots"],
            moment["there"],
            moment["thetas"],
            (scene.map, scene.map, scene.near),
            strict=True,
        ):
            if there:
                checked += 1
                np.testing.assert_allclose(dot, flat.to_scene(theta), atol=1e-6)
    assert checked > 25


def test_between_two_planes_the_growing_plane_is_between_them():
    axes = CostAxes(Window((-2, 2), (-2, 2), (0, 3)), facing=-1.0)
    planes = [TangentPlane((0, 0), 1, (1, 0)), TangentPlane((0, 0), 2, (0, 4))]
    tracker = ValueTracker(0.25)
    plane = GrowingPlane(planes, tracker, axes).present()
    assert plane.value == pytest.approx(1.25)
    np.testing.assert_allclose(plane.slopes, [0.75, 1])
