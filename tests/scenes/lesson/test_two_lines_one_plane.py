"""The plane is the two tangent lines' own, and its equation has its numbers."""

import numpy as np
import pytest

from scenes.stage.view import BELOW

FILM = "TwoLinesOnePlane"


def number(readout) -> float:
    return float(readout.text.replace("−", "-").replace(" ", "").replace("+", ""))


def look(scene):
    axes = scene.bowl.axes
    shown = set(scene.get_mobject_family_members())
    equation = scene.numbers
    readouts = [equation.value, *equation.slopes, *equation.offsets]
    return {
        "theta": scene.tracker.theta,
        "face": axes.to_coordinates(scene.bowl.patch.face.get_start_anchors()),
        "lines": [axes.to_coordinates(item.line.points[[0, -1]]) for item in scene.lines],
        "line shown": [item.line in shown for item in scene.lines],
        "plane shown": scene.bowl.patch in scene.mobjects,
        "opening": scene.bowl.patch.opening,
        "numbers": [number(readout) for readout in readouts],
        "formats": [readout.number_format for readout in readouts],
        "rows": [row in shown for row in (*scene.parts, *equation)],
        "phi": scene.camera.phi_tracker.get_value(),
    }


def plane_at(cost, theta, places):
    """The height of the tangent plane, by differences of the cost alone."""
    bits = np.maximum(1e-5 * np.abs(theta), 1e-6)
    slopes = [
        float(cost(theta + bit) - cost(theta - bit)) / (2 * bit.sum()) for bit in np.diag(bits)
    ]
    return float(cost(theta)) + (places - theta) @ slopes


def test_the_plane_and_both_lines_are_one_tangent_plane(watched):
    scene = watched.scene
    cost, size = scene.study.cost, scene.study.window.size
    for moment in watched.moments:
        if not moment["plane shown"]:
            continue
        theta = moment["theta"]
        for drawn in (moment["face"], *moment["lines"]):
            expected = plane_at(cost, theta, drawn[:, :2])
            np.testing.assert_allclose(drawn[:, 2], expected, atol=2e-4 * size[2])
        for along, line in enumerate(moment["lines"]):
            np.testing.assert_allclose(
                (line[:, 1 - along] - theta[1 - along]) / size[1 - along], 0, atol=1e-6
            )


def test_the_plane_opens_out_from_the_lines(watched):
    shown = [moment for moment in watched.moments if moment["plane shown"]]
    openings = [moment["opening"] for moment in shown]
    assert openings == sorted(openings)
    assert openings[0] < 0.1
    assert openings[-1] == 1
    assert all(all(moment["line shown"]) for moment in shown)
    areas = [area(watched.scene, moment["face"]) for moment in shown if moment["opening"] < 0.99]
    assert areas == sorted(areas)
    assert areas[0] < 0.15 * areas[-1]


def area(scene, face):
    points = scene.bowl.axes.to_scene(face)
    return float(np.linalg.norm(np.cross(points, np.roll(points, -1, axis=0)).sum(axis=0)) / 2)


def test_the_numbers_are_the_planes_at_every_moment(watched):
    cost = watched.scene.study.cost
    for moment in watched.moments:
        theta = moment["theta"]
        expected = [float(cost(theta)), *cost.gradient(theta), *-theta]
        for shown, written, true in zip(
            moment["numbers"], moment["formats"], expected, strict=True
        ):
            half_digit = 0.5 * 10.0**-written.decimals
            assert shown == pytest.approx(true / 10.0**written.exponent, abs=1.01 * half_digit)


def test_the_equation_fills_part_by_part(watched):
    order = [sum(moment["rows"]) for moment in watched.moments]
    assert order == sorted(order)
    assert set(order) == {0, 2, 4, 6}


def test_the_point_moves_and_the_end_is_seen_from_below(watched):
    path = watched.scene.tracker.path
    last = watched.moments[-1]
    np.testing.assert_allclose(last["theta"], path.points[-1])
    assert last["phi"] == pytest.approx(BELOW)
