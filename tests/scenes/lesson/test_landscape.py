"""A tangent plane and a descent on a formula."""

import numpy as np
import pytest
from watching import visible

from gdmath import TangentPlane
from scenes.mobjects.text import Formula

FILM = "Landscape"


def look(scene):
    """Return what the film shows now, in coordinates."""
    position = scene.tracker.get_value()
    axes = scene.bowl.axes
    shown = set(visible(scene))
    return {
        "position": position,
        "dot": axes.to_coordinates(scene.bowl.point.dot.get_center()),
        "lines": [line.copy() for line in scene.crossing.lines],
        "drawn": axes.to_coordinates(scene.crossing.points) if scene.crossing.points.size else None,
        "corners": scene.bowl.patch.corners,
        "crossing is seen": scene.crossing in shown,
        "formulas": [
            mobject.typst_code for mobject in scene.mobjects if isinstance(mobject, Formula)
        ],
    }


def test_the_point_runs_over_the_surface_along_the_path(watched):
    study = watched.scene.study
    for moment in watched.moments:
        theta = study.path.point_at(moment["position"])
        expected = [*theta, study.cost(theta)]
        np.testing.assert_allclose(moment["dot"], expected, rtol=1e-6, atol=1e-6)


def test_the_plane_is_tangent_and_its_curve_lies_in_both(watched):
    study = watched.scene.study
    size = study.window.size[2]
    for moment in watched.moments:
        plane = TangentPlane.at(study.cost, study.path.point_at(moment["position"]))
        corners = moment["corners"]
        np.testing.assert_allclose(plane(corners[:, :2]), corners[:, 2], atol=1e-9 * size)
        for line in moment["lines"]:
            np.testing.assert_allclose(line[:, 2], plane(line[:, :2]), atol=1e-9 * size)
            # A window's floor and top cut the curve between two of its points.
            np.testing.assert_allclose(study.cost(line[1:-1, :2]), line[1:-1, 2], atol=1e-6 * size)
            low, high = corners.min(axis=0), corners.max(axis=0)
            assert (line[:, :2] >= low[:2] - 1e-9).all()
            assert (line[:, :2] <= high[:2] + 1e-9).all()


def test_what_is_drawn_is_that_curve(watched):
    moment = watched.moments[-1]
    if moment["drawn"] is None:
        assert not moment["lines"]
        return
    ends = np.concatenate(moment["lines"])
    first = moment["drawn"][::4]
    distance = np.abs(first[:, None] - ends[None]).max(axis=-1).min(axis=1)
    assert distance.max() < 1e-6 * np.ptp(ends, axis=0).max()


def test_the_plane_is_said_to_cross_where_it_does(watched):
    crosses = bool(watched.moments[0]["lines"])
    said = watched.scene.study.captions["cross"].rpartition(".")[2]
    assert said == ("crosses" if crosses else "stays")
    if watched.about in ("saddle", "towards a saddle"):
        assert crosses


def test_the_saddle_is_crossed_through_the_touching_point(watched):
    if watched.about not in ("saddle", "towards a saddle"):
        return
    for moment in watched.moments:
        points = np.concatenate(moment["lines"])[:, :2] - moment["dot"][:2]
        np.testing.assert_allclose(np.abs(points[:, 0]), np.abs(points[:, 1]), atol=1e-6)
    assert watched.moments[-1]["crossing is seen"]


def test_the_film_ends_where_the_path_does(watched):
    study, last = watched.scene.study, watched.moments[-1]
    assert last["position"] == pytest.approx(study.path.steps, abs=1e-5)
    low, high, size = study.window.low, study.window.high, study.window.size
    assert (last["dot"] >= low - 1e-4 * size).all()
    assert (last["dot"] <= high + 1e-4 * size).all()


def test_the_formula_on_screen_is_the_costs(watched):
    first = next(moment["formulas"] for moment in watched.moments if moment["formulas"])
    assert len(first) == 1
    assert watched.scene.study.formula in first[0]
