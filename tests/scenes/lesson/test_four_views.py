"""The four views show one moment of one descent, at every frame."""

import itertools

import numpy as np
import pytest

from scenes.lesson.four_views import NAMES

FILM = "FourViews"


def measured(panel, points):
    """Coordinates of points in the frame, read off the panel's rectangle; log₁₀ where it is log."""
    corners = panel.area.points[:, :2]
    low, high = corners.min(axis=0), corners.max(axis=0)
    ends = np.array([panel.low, panel.high], dtype=float)
    for axis in (0, 1):
        if panel.log[axis]:
            ends[:, axis] = np.log10(ends[:, axis])
    return ends[0] + (np.asarray(points)[..., :2] - low) / (high - low) * (ends[1] - ends[0])


def inside(panel, mobject):
    """Whether nothing of a mobject is drawn outside the panel's rectangle."""
    corners, points = panel.area.points, mobject.points
    return not len(points) or bool(
        ((points >= corners.min(axis=0) - 1e-6) & (points <= corners.max(axis=0) + 1e-6)).all()
    )


def look(scene):
    """What a viewer could measure in the present frame."""
    trail, line = scene.map.trails[0], scene.plot.line
    shown = [name for name in NAMES if scene.names[name] in scene.get_mobject_family_members()]
    return {
        "shown": shown,
        "position": scene.tracker.get_value(),
        "on the map": measured(scene.map, trail.dot.get_center()),
        "on the bowl": scene.bowl.axes.to_coordinates(scene.bowl.point.dot.get_center()),
        "plane": scene.bowl.axes.to_coordinates(scene.bowl.patch.lines[0].get_midpoint()),
        "line": measured(scene.plot, line.points[[0, -1]]) if line.has_points() else None,
        "curve": measured(scene.curve, scene.curve.dots[0].get_center()),
        "inside": inside(scene.map, trail.line)
        and inside(scene.curve, scene.curve.curves[0])
        and inside(scene.plot, line),
    }


def descending(watched):
    """The moments at which all four views are complete."""
    return [moment for moment in watched.moments if moment["shown"] == list(NAMES)][4:]


def test_the_views_appear_one_after_another_and_stay(watched):
    counts = [len(moment["shown"]) for moment in watched.moments]
    assert set(counts) >= {1, 2, 3, 4}
    assert all(after >= before for before, after in itertools.pairwise(counts))


def test_every_view_shows_the_same_parameters(watched):
    problem = watched.scene.study.problem
    size = problem.window.size[:2]
    for moment in descending(watched):
        theta = problem.path.point_at(moment["position"])
        cost = float(problem.cost(theta))
        assert (np.abs(moment["on the map"] - theta) < 1e-6 * size).all()
        assert (np.abs(moment["on the bowl"][:2] - theta) < 1e-6 * size).all()
        assert moment["on the bowl"][2] == pytest.approx(cost, rel=1e-5)
        step, height = moment["curve"]
        assert step == pytest.approx(moment["position"], abs=1e-6 * problem.shown.steps)
        height = 10**height if watched.scene.curve.log[1] else height
        assert height == pytest.approx(cost, rel=1e-6, abs=1e-6 * problem.path.costs[0])


def test_the_line_has_these_parameters(watched):
    problem, plot = watched.scene.study.problem, watched.scene.plot
    tall = plot.high[1] - plot.low[1]
    for moment in descending(watched):
        intercept, slope = problem.path.point_at(moment["position"])
        if moment["line"] is not None:
            x, y = moment["line"].T
            # An end on the upper or lower edge of a steep line is where its x rounds.
            blur = tall + abs(slope) * (plot.high[0] - plot.low[0])
            assert (np.abs(y - intercept - slope * x) < 1e-6 * blur).all()


def test_level_lines_are_at_constant_cost(watched):
    problem = watched.scene.study.problem
    drop = problem.window.height[1] - problem.window.height[0]
    contours = watched.scene.map.contours.contours
    assert len(contours) >= 4
    for contour in contours:
        for line in contour.lines:
            assert np.abs(problem.cost(line) - contour.level).max() < 1e-6 * drop


def test_nothing_is_drawn_outside_its_panel(watched):
    assert all(moment["inside"] for moment in watched.moments)


def test_it_ends_where_the_shown_descent_ends(watched):
    last, shown = watched.moments[-1], watched.scene.study.path
    assert last["position"] == shown.steps
    assert last["on the map"] == pytest.approx(shown.points[-1], rel=1e-5, abs=1e-5)
