"""Four rates on one cost: what the film of the learning rates says is true."""

import itertools

import numpy as np
import pytest

FILM = "LearningRates"


def inside(panel, mobject):
    """Whether nothing of a mobject is drawn outside the panel's rectangle."""
    corners, points = panel.area.points, mobject.points
    return not len(points) or bool(
        ((points >= corners.min(axis=0) - 1e-6) & (points <= corners.max(axis=0) + 1e-6)).all()
    )


def measured(panel, point):
    """Coordinates of a point in the frame, read off the rectangle of a map."""
    corners = panel.area.points[:, :2]
    low, high = corners.min(axis=0), corners.max(axis=0)
    return panel.low + (point[:2] - low) / (high - low) * (panel.high - panel.low)


def look(scene):
    """What a viewer could measure in the present frame."""
    trails = [panel.trails[0] for panel in scene.maps]
    return {
        "position": scene.tracker.get_value(),
        "dots": [
            measured(panel, trail.dot.get_center()) if trail.dot.has_points() else None
            for panel, trail in zip(scene.maps, trails, strict=True)
        ],
        "exits": [trail.exit.has_points() for trail in trails],
        "inside": [
            inside(panel, part)
            for panel, trail in zip(scene.maps, trails, strict=True)
            for part in (trail.line, trail.exit)
        ]
        + [inside(curve, curve.curves[0]) for curve in scene.curves if len(curve)],
        "costs": [line[1].text.replace("−", "-") for line in scene.readouts],
    }


def test_all_four_step_in_time(watched):
    problem, race = watched.scene.study.problem, watched.scene.study
    size = race.window.size[:2]
    positions = [moment["position"] for moment in watched.moments]
    assert all(after >= before for before, after in itertools.pairwise(positions))
    assert positions[-1] == race.path.steps
    for moment in watched.moments:
        for run, dot, written in zip(race.runs, moment["dots"], moment["costs"], strict=True):
            theta = run.path.point_at(moment["position"])
            if dot is not None:
                assert (np.abs(dot - theta) < 1e-6 * size).all()
            cost = float(problem.cost(theta))
            factor = 10.0 ** watched.scene.readouts[0][1].number_format.exponent
            decimals = watched.scene.readouts[0][1].number_format.decimals
            assert float(written) == pytest.approx(cost / factor, abs=0.51 * 10.0**-decimals)


def test_a_path_that_leaves_its_map_is_marked_at_the_edge_and_nowhere_else(watched):
    race = watched.scene.study
    low, high = race.window.low[:2], race.window.high[:2]
    for moment in watched.moments:
        for run, marked in zip(race.runs, moment["exits"], strict=True):
            theta = run.path.point_at(moment["position"])
            assert marked == bool(((theta < low) | (theta > high)).any())
    left = [run.verdict in ("leaves", "oversteps") for run in race.runs]
    assert watched.moments[-1]["exits"] == left


def test_nothing_is_drawn_outside_its_panel(watched):
    assert all(all(moment["inside"]) for moment in watched.moments)
