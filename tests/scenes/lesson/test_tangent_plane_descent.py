"""What the flagship shows is true at every moment; the author stands at its beginning."""

from collections import Counter

import numpy as np
import pytest
from watching import FPS

FILM = "TangentPlaneDescent"


def look(scene) -> dict:
    """Everything that a viewer could measure in the present frame."""
    axes, plot, face = scene.bowl.axes, scene.plot, scene.bowl.patch.face
    shown = set(scene.get_mobject_family_members())
    drawn = plot.line.points[[0, -1]] if len(plot.line.points) else None
    return {
        "position": scene.tracker.get_value(),
        "dot": axes.to_coordinates(scene.bowl.point.dot.get_center()),
        "shadow": axes.to_coordinates(scene.bowl.point.shadow.get_center()),
        "plane": axes.to_coordinates(face.points if axes.log else face.get_start_anchors()),
        "line": None if drawn is None else from_plot(plot, drawn),
        "readouts": {
            name: text(item) for name, item in scene.readouts.readouts.items() if item in shown
        },
        "equation": [text(item) if item in shown else None for item in equation_readouts(scene)],
        "tail": trail_end(scene),
        "credits": scene.credits in scene.mobjects,
        "time": scene.time,
        "azimuth": scene.camera.theta_tracker.get_value(),
    }


def text(readout) -> str:
    return readout.text.replace("−", "-").replace(" ", "")


def equation_readouts(scene):
    return [scene.equation.value, *scene.equation.slopes, *scene.equation.offsets]


def from_plot(plot, points):
    origin, far = plot.to_scene(plot.low), plot.to_scene(plot.high)
    return plot.low + (points - origin)[:, :2] / (far - origin)[:2] * (plot.high - plot.low)


def trail_end(scene):
    pieces = [piece for piece in scene.bowl.trail.pieces if piece.has_points()]
    return scene.bowl.axes.to_coordinates(pieces[-1].points[-1]) if pieces else None


def test_many_moments_are_watched(watched):
    assert len(watched.moments) > 60
    assert len({moment["position"] for moment in watched.moments}) > 10


def test_the_dot_is_on_the_surface_at_theta(watched):
    for moment in watched.moments:
        theta = watched.scene.study.problem.path.point_at(moment["position"])
        scale = watched.scene.study.window.size
        expected = np.array([*theta, watched.scene.study.cost(theta)])
        np.testing.assert_allclose((moment["dot"] - expected) / scale, 0, atol=1e-9)
        np.testing.assert_allclose(moment["shadow"][:2] / scale[:2], theta / scale[:2], atol=1e-9)


def test_the_patch_is_tangent_with_the_gradients_slopes(watched):
    cost = watched.scene.study.cost
    for moment in watched.moments:
        theta = watched.scene.study.problem.path.point_at(moment["position"])
        corners = moment["plane"]
        design = np.column_stack([np.ones(len(corners)), corners[:, :2] - theta])
        (height, *slopes), *_ = np.linalg.lstsq(design, corners[:, 2], rcond=None)
        top = watched.scene.study.window.height[1]
        assert height == pytest.approx(float(cost(theta)), abs=1e-8 * top)
        np.testing.assert_allclose(slopes, cost.gradient(theta), rtol=1e-6, atol=1e-6 * top)
        np.testing.assert_allclose(design @ [height, *slopes], corners[:, 2], atol=1e-8 * top)


def test_readouts_and_equation_show_gdmaths_numbers(watched):
    cost = watched.scene.study.cost
    readouts, seen = watched.scene.readouts.readouts, Counter()
    for moment in watched.moments:
        theta = watched.scene.study.problem.path.point_at(moment["position"])
        gradient = cost.gradient(theta)
        truth = {
            "theta_0": theta[0],
            "theta_1": theta[1],
            "J": cost(theta),
            "steepness": np.hypot(*gradient),
        }
        for name, written in moment["readouts"].items():
            seen[name] += 1
            if name == "step":
                assert written == str(int(moment["position"] + 1e-9))
            else:
                check(written, readouts[name].number_format, float(truth[name]))
        shown = [cost(theta), *gradient, *-theta]
        for written, readout, value in zip(
            moment["equation"], equation_readouts(watched.scene), shown, strict=True
        ):
            if written is not None:
                seen["equation"] += 1
                check(written, readout.number_format, float(value))
    assert set(seen) == {"step", "equation", *truth}
    assert min(seen.values()) > 15


def check(written: str, number_format, value: float) -> None:
    unit = 10.0 ** (number_format.exponent - number_format.decimals)
    assert float(written) * 10.0**number_format.exponent == pytest.approx(value, abs=0.51 * unit)


def test_the_insets_line_is_theta(watched):
    seen = 0
    for moment in watched.moments:
        if moment["line"] is None:
            continue
        seen += 1
        theta = watched.scene.study.problem.path.point_at(moment["position"])
        ends = moment["line"]
        tall = watched.scene.plot.high[1] - watched.scene.plot.low[1]
        np.testing.assert_allclose(
            ends[:, 1] / tall, (theta[0] + theta[1] * ends[:, 0]) / tall, atol=1e-6
        )
    assert seen > 25


def test_the_trail_ends_at_the_dot(watched):
    scale = watched.scene.study.window.size
    for moment in watched.moments:
        if moment["position"] > 0:
            np.testing.assert_allclose((moment["tail"] - moment["dot"]) / scale, 0, atol=1e-9)


def test_every_iterate_is_passed_in_turn_and_the_first_steps_are_slow(watched):
    positions = np.array([moment["position"] for moment in watched.moments])
    assert (np.diff(positions) >= -1e-9).all()
    positions = np.unique(positions)
    assert positions[0] == 0
    assert positions[-1] == watched.scene.study.path.steps
    within = [np.sum((positions > k) & (positions <= k + 1)) for k in (0, positions[-1] - 1)]
    assert within[0] >= within[1] - 1
    assert within[0] >= 1.5 * FPS


def test_the_last_moment_stands_where_descent_ended(watched):
    problem, last = watched.scene.study.problem, watched.moments[-1]
    if problem.path.outcome == "converged":
        assert np.linalg.norm(problem.cost.gradient(last["dot"][:2])) <= (
            problem.tolerance * (1 + 1e-6)
        )
        curvature = np.linalg.eigvalsh(problem.cost.hessian())[0]
        distance = np.linalg.norm(last["dot"][:2] - problem.cost.minimizer())
        assert distance <= problem.tolerance / curvature * (1 + 1e-6)
        heights = last["plane"][:, 2]
        assert np.ptp(heights) < 0.02 * problem.window.height[1]
    else:
        shown = problem.path.points[problem.shown.steps]
        np.testing.assert_allclose(last["dot"][:2], shown)


def test_the_viewer_walks_round_slowly(watched):
    azimuths = np.array([moment["azimuth"] for moment in watched.moments])
    speeds = np.abs(np.diff(np.degrees(azimuths))) * FPS
    assert 1 < speeds.max() < 9


def test_the_film_lasts_35_to_50_seconds(watched):
    assert 35 <= watched.scene.time <= 50


def test_the_author_stands_at_the_beginning_and_nowhere_else(watched):
    there = [moment["time"] for moment in watched.moments if moment["credits"]]
    line = watched.scene.credits.family_members_with_points()
    if watched.played.replay.author:
        assert len(there) > 8
        assert len(line) == 1
    else:
        assert not line
    assert max(there) < 10
