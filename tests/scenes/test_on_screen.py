"""What the film shows is true, at many moments and without pixels."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from manim import Mobject, VMobject, tempconfig

from scenes.camera import DepthCamera
from scenes.lesson.tangent_plane_descent import TangentPlaneDescent
from scenes.settings import VARIABLE

TINY = {"pixel_width": 64, "pixel_height": 36, "frame_rate": 5, "dry_run": True}
VISIBLE = 0.05


@dataclass
class Watched:
    """A film, and what stood on screen at each of its moments."""

    scene: TangentPlaneDescent
    moments: list[dict] = field(default_factory=list)


def look(scene: TangentPlaneDescent) -> dict:
    """Everything that a viewer could measure in the present frame."""
    axes, plot, patch = scene.bowl.axes, scene.plot, scene.bowl.patch
    drawn = plot.line.points[[0, -1]] if len(plot.line.points) else None
    return {
        "position": scene.tracker.get_value(),
        "dot": axes.to_coordinates(scene.bowl.point.dot.get_center()),
        "shadow": axes.to_coordinates(scene.bowl.point.shadow.get_center()),
        "corners": axes.to_coordinates(patch.face.get_start_anchors()),
        "line": None if drawn is None else from_plot(plot, drawn),
        "readouts": {name: text(item) for name, item in scene.readouts.readouts.items()},
        "equation": [text(item) for item in equation_readouts(scene)],
        "tail": trail_end(scene),
        "outside": outside_the_frame(scene),
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


def outside_the_frame(scene) -> list[str]:
    """What is drawn beyond the frame's edge, labels of the axes included."""
    found = []
    camera = scene.camera
    camera.reset_rotation_matrix()
    for mobject in scene.get_mobject_family_members():
        if not mobject.has_points() or max(opacities(mobject)) < VISIBLE:
            continue
        points = camera.transform_points_pre_display(mobject, mobject.points)
        reach = np.abs(points[:, :2]).max(axis=0)
        if (reach > np.array([64 / 36 * 4, 4.0])).any():
            found.append(f"{mobject} reaches {reach}")
    return found


def opacities(mobject) -> tuple[float, float]:
    if not isinstance(mobject, VMobject):
        return (0.0, 0.0)
    stroke = mobject.get_stroke_opacity() if mobject.get_stroke_width() > 0 else 0.0
    return (mobject.get_fill_opacity(), stroke)


def watch(lesson: str, tmp_path_factory) -> Watched:
    media = str(tmp_path_factory.mktemp("media"))
    with (
        pytest.MonkeyPatch.context() as patch,
        tempconfig({**TINY, "media_dir": media, "verbosity": "ERROR", "progress_bar": "none"}),
    ):
        patch.setenv(VARIABLE, lesson)
        patch.setattr(DepthCamera, "capture_mobjects", lambda *_, **__: None)
        scene = TangentPlaneDescent()
        watched = Watched(scene)
        build = scene.build

        def build_and_watch() -> None:
            build()
            observer = Mobject()
            # Added last in every play's order of updates by standing at the end of the scene.
            observer.add_updater(lambda _: moment())
            scene.add(observer)

        def moment() -> None:
            for mobject in (
                scene.bowl.point,
                scene.bowl.patch,
                scene.bowl.trail,
                scene.readouts,
                scene.equation,
            ):
                mobject.update()
            if not scene.plot.updating_suspended:
                scene.plot.update()
            watched.moments.append(look(scene))

        patch.setattr(scene, "build", build_and_watch)
        scene.render()
        watched.moments.append(look(scene))
    return watched


LESSONS = {
    "raw geysers": """
        [data]
        csv = "{examples}/faithful.csv"
        x = "eruptions"
        y = "waiting"
        [descent]
        start = [80, 5]
        rate = 0.12
        steps = 25
        """,
    "diverging": "[descent]\nrate = 0.95\nsteps = 30",
    "perfect fit of two points, x in the millions": """
        [data]
        csv = "two.csv"
        x = "a"
        y = "b"
        standardize = true
        [descent]
        start = [-3000, 70]
        rate = 0.7
        """,
}


@pytest.fixture(scope="module", params=["question", "old_faithful", *LESSONS])
def film(request, tmp_path_factory) -> Watched:
    from scenes.settings import EXAMPLES

    lesson = request.param
    if lesson in LESSONS:
        folder = tmp_path_factory.mktemp("lesson")
        (folder / "two.csv").write_text("a,b\n2000000,-150\n2000003,150\n")
        path = folder / "lesson.toml"
        path.write_text(LESSONS[lesson].replace("{examples}", EXAMPLES.as_posix()))
        lesson = str(path)
    return watch(lesson, tmp_path_factory)


def test_many_moments_are_watched(film):
    assert len(film.moments) > 100
    assert len({moment["position"] for moment in film.moments}) > 25


def test_the_dot_is_on_the_surface_at_theta(film):
    for moment in film.moments:
        theta = film.scene.study.problem.path.point_at(moment["position"])
        scale = film.scene.study.window.high - film.scene.study.window.low
        expected = np.array([*theta, film.scene.study.cost(theta)])
        np.testing.assert_allclose((moment["dot"] - expected) / scale, 0, atol=1e-9)
        np.testing.assert_allclose(moment["shadow"][:2] / scale[:2], theta / scale[:2], atol=1e-9)


def test_the_patch_is_tangent_with_the_gradients_slopes(film):
    cost = film.scene.study.cost
    for moment in film.moments:
        theta = film.scene.study.problem.path.point_at(moment["position"])
        corners = moment["corners"]
        design = np.column_stack([np.ones(4), corners[:, :2] - theta])
        (height, *slopes), *_ = np.linalg.lstsq(design, corners[:, 2], rcond=None)
        top = film.scene.study.window.height[1]
        assert height == pytest.approx(float(cost(theta)), abs=1e-8 * top)
        np.testing.assert_allclose(slopes, cost.gradient(theta), rtol=1e-6, atol=1e-6 * top)
        np.testing.assert_allclose(design @ [height, *slopes], corners[:, 2], atol=1e-8 * top)


def test_readouts_and_equation_show_gdmaths_numbers(film):
    cost = film.scene.study.cost
    readouts = film.scene.readouts.readouts
    for moment in film.moments:
        theta = film.scene.study.problem.path.point_at(moment["position"])
        gradient = cost.gradient(theta)
        truth = {
            "theta_0": theta[0],
            "theta_1": theta[1],
            "J": cost(theta),
            "steepness": np.hypot(*gradient),
        }
        assert moment["readouts"]["step"] == str(int(moment["position"] + 1e-9))
        for name, value in truth.items():
            check(moment["readouts"][name], readouts[name].number_format, float(value))
        shown = [cost(theta), *gradient, *-theta]
        for written, readout, value in zip(
            moment["equation"], equation_readouts(film.scene), shown, strict=True
        ):
            check(written, readout.number_format, float(value))


def check(written: str, number_format, value: float) -> None:
    unit = 10.0 ** (number_format.exponent - number_format.decimals)
    assert float(written) * 10.0**number_format.exponent == pytest.approx(value, abs=0.51 * unit)


def test_the_insets_line_is_theta(film):
    seen = 0
    for moment in film.moments:
        if moment["line"] is None:
            continue
        seen += 1
        theta = film.scene.study.problem.path.point_at(moment["position"])
        ends = moment["line"]
        tall = film.scene.plot.high[1] - film.scene.plot.low[1]
        np.testing.assert_allclose(
            ends[:, 1] / tall, (theta[0] + theta[1] * ends[:, 0]) / tall, atol=1e-6
        )
    assert seen > 60


def test_the_trail_ends_at_the_dot(film):
    scale = film.scene.study.window.high - film.scene.study.window.low
    for moment in film.moments:
        if moment["position"] > 0:
            np.testing.assert_allclose((moment["tail"] - moment["dot"]) / scale, 0, atol=1e-9)


def test_every_iterate_is_passed_in_turn_and_the_first_steps_are_slow(film):
    positions = np.array([moment["position"] for moment in film.moments])
    assert (np.diff(positions) >= -1e-9).all()
    positions = np.unique(positions)
    assert positions[0] == 0
    assert positions[-1] == film.scene.study.path.steps
    within = [np.sum((positions > k) & (positions <= k + 1)) for k in (0, positions[-1] - 1)]
    assert within[0] >= within[1] - 1
    assert within[0] >= 1.5 * TINY["frame_rate"]


def test_the_last_moment_stands_where_descent_ended(film):
    problem, last = film.scene.study.problem, film.moments[-1]
    if problem.path.outcome == "converged":
        assert np.linalg.norm(problem.cost.gradient(last["dot"][:2])) <= (
            problem.tolerance * (1 + 1e-6)
        )
        curvature = np.linalg.eigvalsh(problem.cost.hessian())[0]
        distance = np.linalg.norm(last["dot"][:2] - problem.cost.minimizer())
        assert distance <= problem.tolerance / curvature * (1 + 1e-6)
        heights = last["corners"][:, 2]
        assert np.ptp(heights) < 0.02 * problem.window.height[1]
    else:
        shown = problem.path.points[problem.shown.steps]
        np.testing.assert_allclose(last["dot"][:2], shown)


def test_nothing_leaves_the_frame(film):
    found = [line for moment in film.moments for line in moment["outside"]]
    assert found == []


def test_the_viewer_walks_round_slowly(film):
    azimuths = np.array([moment["azimuth"] for moment in film.moments])
    speeds = np.abs(np.diff(np.degrees(azimuths))) * TINY["frame_rate"]
    assert 1 < speeds.max() < 9


def test_the_film_lasts_35_to_50_seconds(film):
    assert 35 <= film.scene.time <= 50


def test_captions_run_through_the_whole_film(film):
    captions = film.scene.renderer.file_writer.subcaptions
    assert len(captions) >= 10
    end = 0.0
    for caption in captions:
        assert caption.start.total_seconds() == pytest.approx(end, abs=0.25)
        end = caption.end.total_seconds()
        assert len(caption.content) / (end - caption.start.total_seconds()) < 25
    assert end == pytest.approx(film.scene.time, abs=0.5)
