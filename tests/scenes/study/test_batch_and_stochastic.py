"""BatchAndStochastic: single planes are those of single costs; what is said of noise is true."""

import numpy as np
import pytest
from lessons import problem_of, study_of, told

from gdmath import GradientDescent, MiniBatch, descend
from gdmath.schedules import InverseDecay
from scenes.study.batch_and_stochastic import Study

FILM = "batch_and_stochastic"
QUIET = ("two points in the millions", "a line without noise")


@pytest.fixture(params=told(FILM))
def name(request):
    return request.param


def single(study, index):
    """The cost, height and slopes of one observation by the book, for squared errors."""
    theta, data = study.here.points[0], study.data
    residual = theta @ [1, data.x[index]] - data.y[index]
    return residual**2 / 2, residual * np.array([1, data.x[index]])


def test_each_plane_has_the_height_and_slopes_of_its_observations_cost(name):
    study = study_of(FILM, name)
    assert 1 <= len(set(study.singles)) == len(study.singles) <= 6
    theta, asked = study.here.points[0], study.problem.settings.cost
    for index in study.singles:
        plane = study.plane_of(index)
        own = study.cost.on(index)
        np.testing.assert_array_equal(plane.point, theta)
        assert plane.value == pytest.approx(float(own(theta)), rel=1e-12)
        np.testing.assert_allclose(plane.slopes, own.gradient(theta), rtol=1e-12)
        if asked.kind == "mean_squared_error" and asked.half is not False:
            height, slopes = single(study, index)
            size = float(study.window.height[1])
            assert plane.value == pytest.approx(height, rel=1e-6, abs=1e-6 * size)
            np.testing.assert_allclose(plane.slopes, slopes, rtol=1e-6, atol=1e-9 * size)


def test_the_mean_of_all_planes_is_the_tangent_plane(name):
    study = study_of(FILM, name)
    theta = study.here.points[0]
    every = [study.plane_of(index) for index in range(study.data.m)]
    scale = np.abs([plane.slopes for plane in every]).max()
    slopes = np.mean([plane.slopes for plane in every], axis=0)
    np.testing.assert_allclose(slopes, study.cost.gradient(theta), atol=1e-9 * scale)
    value = np.mean([plane.value for plane in every])
    assert value == pytest.approx(float(study.cost(theta)), rel=1e-9)
    whole = study.plane_of(study.order[: study.counts[-1]])
    np.testing.assert_allclose(whole.slopes, study.cost.gradient(theta), atol=1e-9 * scale)


def test_all_observations_are_taken_once_the_shown_ones_first(name):
    study = study_of(FILM, name)
    assert sorted(study.order.tolist()) == list(range(study.data.m))
    assert tuple(study.order[: len(study.singles)]) == study.singles
    assert study.counts[0] == len(study.singles)
    assert study.counts[-1] == study.data.m
    assert list(study.counts) == sorted(set(study.counts))
    few = study.data.m == len(study.singles)
    assert (study.captions["settles"] == f"{FILM}.grow_all") == few


def test_the_paths_are_those_of_gdmath(name):
    study = study_of(FILM, name)
    seed = study.problem.settings.descent.seed
    start, plain = study.path.points[0], GradientDescent(study.rate)
    slower = GradientDescent(InverseDecay(study.rate, study.decay))
    ways = [
        (study.path, start, plain),
        (study.stochastic, start, MiniBatch(plain, 1, seed)),
        (study.calmed, study.stochastic.points[-1], MiniBatch(slower, 1, seed + 1)),
    ]
    for path, begin, rule in ways:
        again = descend(study.cost, begin, rule, path.steps, tolerance=0)
        np.testing.assert_array_equal(path.points, again.points)
    first = MiniBatch(plain, 1, seed).batch_at(0, study.data.m)
    step = study.stochastic.points[1] - start
    slope = study.cost.on(first).gradient(start)
    np.testing.assert_allclose(step, -study.rate * slope, rtol=1e-6, atol=1e-12)


def test_batch_descent_steps_down_every_time(name):
    path = study_of(FILM, name).path
    if problem_of(name).settings.cost.kind in ("mean_squared_error", "ridge", "huber", "logistic"):
        assert (np.diff(path.costs) <= 1e-9 * abs(path.costs[0])).all()
    assert path.costs[-1] < path.costs[0]


def test_what_is_said_of_the_end_is_true(name):
    study = study_of(FILM, name)
    noisy = study.captions["end"] == f"{FILM}.unsettled"
    assert noisy == (name not in QUIET)
    assert ("calm" in study.captions) == ("close" in study.captions) == noisy
    best = study.problem.best
    if not noisy:  # the line fits every observation, all planes are level, it comes to rest
        best = study.cost.minimizer()
        assert study.cost(study.stochastic.points[-1]) < 1e-3 * study.cost(study.path.points[0])
        for index in range(study.data.m):
            assert float(study.cost.on(index)(best)) == pytest.approx(0, abs=1e-9)
            np.testing.assert_allclose(study.cost.on(index).gradient(best), 0, atol=1e-6)
        return
    if best is None:
        return
    best = study.cost.minimizer()
    tilts = [np.linalg.norm(study.cost.on(int(i)).gradient(best)) for i in study.order[:50]]
    assert max(tilts) > 0


def test_the_closer_map_holds_the_whole_of_the_last_path(name):
    study = study_of(FILM, name)
    assert study.near.contains(study.calmed.points).all() or name in QUIET
    if study.problem.best is not None and name not in QUIET:
        assert study.near.contains(study.cost.minimizer())


@pytest.mark.parametrize("about", ["question", "raw geysers", "galton", "huber", "cars", "ridge"])
def test_noise_wanders_and_a_decaying_rate_calms_it(about):
    study, late = study_of(FILM, about), slice(-80, None)
    batch, stochastic, calmed = (
        np.linalg.norm(np.diff(path.points, axis=0)[late], axis=1).mean()
        for path in (study.path, study.stochastic, study.calmed)
    )
    assert batch < 0.1 * stochastic
    assert calmed < 0.5 * stochastic


def test_a_valley_too_thin_to_draw_is_standardised_and_the_notice_says_so(name):
    study, problem = study_of(FILM, name), problem_of(name)
    x = problem.data.x
    low, high = np.linalg.eigvalsh([[1, x.mean()], [x.mean(), (x**2).mean()]])
    changed = high / low > 400 and not problem.data.is_standardized
    assert (study.notice == "lesson.standardized") == changed
    assert study.data.is_standardized == (changed or problem.data.is_standardized)
    np.testing.assert_array_equal(study.data.y, problem.data.y)


def test_without_a_minimum_it_begins_at_the_descents_lowest_line():
    for about in ("separable labels", "separable labels at a leap"):
        study, problem = study_of(FILM, about), problem_of(about)
        assert problem.best is None
        assert study.path.costs[-1] < study.path.costs[0]


@pytest.mark.parametrize("penalty", [5, 50, 500])
def test_a_heavy_penalty_takes_a_shorter_rate(penalty):
    change = f"cost={{kind='ridge',penalty={penalty}}}"
    study = Study.of(problem_of("standardised cars", change))
    assert (np.diff(study.path.costs) <= 0).all()
    assert study.calmed.costs.max() < study.path.costs[0]
