"""BatchAndStochastic: single planes are those of single costs, their mean is the tangent plane."""

import numpy as np
import pytest
from manim import ValueTracker
from watching import watch

from gdmath import GradientDescent, MiniBatch, TangentPlane, Window, descend
from gdmath.schedules import InverseDecay
from scenes.lesson.batch_and_stochastic import BatchAndStochastic
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.single_planes import GrowingPlane

LESSONS = ["question", "raw geysers", "galton", "huber", "two points in the millions"]


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


@pytest.fixture(scope="module", params=LESSONS)
def watched(request, tmp_path_factory):
    about = request.param
    return about, watch(BatchAndStochastic, about, tmp_path_factory.mktemp("film"), look, fps=5)


def single(noise, index):
    """The cost, height and slopes of one observation by the book, for squared errors."""
    x, y = noise.data.x[index], noise.data.y[index]
    residual = noise.here.points[0] @ [1, x] - y
    return residual**2 / 2, residual * np.array([1, x])


def test_each_plane_has_the_height_and_slopes_of_its_observations_cost(watched):
    about, shown = watched
    noise, patches = shown.scene.study, shown.scene.singles.patches
    theta = noise.here.points[0]
    size = float(noise.window.height[1])
    for index, patch in zip(noise.singles, patches, strict=True):
        own = noise.cost.on(index)
        corners = shown.scene.bowl.axes.to_coordinates(patch.face.get_start_anchors()[:4])
        expected = own(theta) + (corners[:, :2] - theta) @ own.gradient(theta)
        np.testing.assert_allclose(corners[:, 2], expected, atol=1e-6 * size)
        np.testing.assert_allclose(corners.mean(axis=0)[:2], theta, rtol=1e-6, atol=1e-6)
        if about != "huber":
            height, slopes = single(noise, index)
            assert float(own(theta)) == pytest.approx(height, rel=1e-6, abs=1e-6 * size)
            np.testing.assert_allclose(own.gradient(theta), slopes, rtol=1e-6)


def test_planes_appear_in_turn_and_stand_still(watched):
    _, shown = watched
    numbers = [len(moment["singles"]) for moment in shown.moments]
    assert max(numbers) == len(shown.scene.study.singles)
    rising = numbers[: numbers.index(max(numbers)) + 1]
    assert rising == sorted(rising)
    assert numbers[-1] == 0


def test_the_mean_of_all_planes_is_the_tangent_plane(watched):
    _, shown = watched
    noise = shown.scene.study
    theta = noise.here.points[0]
    every = [noise.plane_of(index) for index in range(noise.data.m)]
    slopes = np.mean([plane.slopes for plane in every], axis=0)
    scale = np.abs([plane.slopes for plane in every]).max()
    np.testing.assert_allclose(slopes, noise.cost.gradient(theta), atol=1e-9 * scale)
    mean = np.mean([plane.value for plane in every])
    assert mean == pytest.approx(float(noise.cost(theta)), rel=1e-9)
    last = shown.scene.mean.planes[-1]
    np.testing.assert_allclose(last.slopes, noise.cost.gradient(theta), atol=1e-9 * scale)
    assert last.value == pytest.approx(float(noise.cost(theta)))
    assert sorted(noise.order.tolist()) == list(range(noise.data.m))


def test_the_growing_plane_is_the_mean_of_the_planes_that_it_has_taken(watched):
    _, shown = watched
    noise, planes = shown.scene.study, shown.scene.mean.planes
    for count, plane in zip(noise.counts, planes, strict=True):
        taken = [noise.plane_of(int(index)) for index in noise.order[:count]]
        slopes = np.array([one.slopes for one in taken])
        np.testing.assert_allclose(
            plane.slopes, slopes.mean(axis=0), atol=1e-9 * np.abs(slopes).max()
        )
    drawn = [moment for moment in shown.moments if moment["mean settled"]]
    size = float(noise.window.height[1])
    for moment in drawn:
        index = min(int(moment["position"] + 1e-9), len(planes) - 1)
        assert moment["taken"] == str(noise.counts[index])
        if moment["position"] == index:
            corners = moment["mean"]
            np.testing.assert_allclose(
                corners[:, 2], planes[index](corners[:, :2]), atol=1e-6 * size
            )
    assert noise.counts[-1] == noise.data.m


def test_the_paths_are_those_of_gdmath(watched):
    _, shown = watched
    noise, seed = shown.scene.study, shown.scene.study.problem.settings.descent.seed
    start = noise.batch.points[0]
    plain = GradientDescent(noise.rate)
    slower = GradientDescent(InverseDecay(noise.rate, noise.decay))
    ways = [
        (noise.batch, start, plain),
        (noise.stochastic, start, MiniBatch(plain, 1, seed)),
        (noise.calmed, noise.stochastic.points[-1], MiniBatch(slower, 1, seed + 1)),
    ]
    for path, begin, rule in ways:
        again = descend(noise.cost, begin, rule, path.steps, tolerance=0)
        np.testing.assert_array_equal(path.points, again.points)
    first = MiniBatch(plain, 1, seed).batch_at(0, noise.data.m)
    step = noise.stochastic.points[1] - start
    slope = noise.cost.on(first).gradient(start)
    np.testing.assert_allclose(step, -noise.rate * slope, rtol=1e-6, atol=1e-12)


def test_dots_and_steps_on_screen_are_where_descent_is(watched):
    _, shown = watched
    scene = shown.scene
    checked = 0
    for moment in shown.moments:
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
    assert checked > 50


def test_noise_wanders_and_a_decaying_rate_calms_it(watched):
    about, shown = watched
    noise = shown.scene.study
    assert noise.noisy == (about != "two points in the millions")
    if not noise.noisy:
        best = noise.cost.minimizer()
        assert noise.cost(noise.stochastic.points[-1]) < 1e-3 * noise.cost(noise.batch.points[0])
        assert float(noise.cost.on(0)(best)) == pytest.approx(0, abs=1e-9)
        return
    # The closer map holds the whole of the last path and the minimum.
    near = noise.near
    shown_there = np.vstack([noise.calmed.points, noise.cost.minimizer()])
    assert (shown_there > near.low[:2]).all()
    assert (shown_there < near.high[:2]).all()
    late = slice(-80, None)
    lengths = [
        np.linalg.norm(np.diff(path.points, axis=0)[late], axis=1).mean()
        for path in (noise.batch, noise.stochastic, noise.calmed)
    ]
    assert lengths[0] < 0.1 * lengths[1]
    assert lengths[2] < 0.5 * lengths[1]


def test_a_valley_too_thin_to_draw_is_standardised(tmp_path):
    shown = watch(BatchAndStochastic, "galton", tmp_path, fps=1)
    assert shown.scene.study.data.is_standardized
    assert shown.scene.study.data.m == shown.scene.study.problem.data.m


def test_between_two_planes_the_growing_plane_is_between_them():
    axes = CostAxes(Window((-2, 2), (-2, 2), (0, 3)), facing=-1.0)
    planes = [TangentPlane((0, 0), 1, (1, 0)), TangentPlane((0, 0), 2, (0, 4))]
    tracker = ValueTracker(0.25)
    plane = GrowingPlane(planes, tracker, axes).present()
    assert plane.value == pytest.approx(1.25)
    np.testing.assert_allclose(plane.slopes, [0.75, 1])
