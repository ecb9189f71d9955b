"""WhyItZigzags: the valley and the round bowl are one bowl, and every count is right."""

import numpy as np
import pytest
from lessons import problem_of, study_of, told

from gdmath import Dataset, GradientDescent, MeanSquaredError
from gdmath.rates import Rates
from gdmath.tuning import heavy_ball
from scenes.study.why_it_zigzags import LEFT, down, raw_data

FILM = "why_it_zigzags"
THIN = ("galton", "two points in the millions", "years")


@pytest.fixture(params=told(FILM))
def name(request):
    return request.param


def curvatures(data):
    x = data.x
    return np.linalg.eigvalsh([[1, x.mean()], [x.mean(), (x**2).mean()]])


def test_level_lines_are_at_their_level_over_both_floors(name):
    study = study_of(FILM, name)
    for long, round_ in zip(study.plain.lines, study.straight.lines, strict=True):
        for line, same in zip(long.lines, round_.lines, strict=True):
            np.testing.assert_allclose(study.plain.cost(line), long.level, rtol=1e-6)
            np.testing.assert_allclose(study.straight.cost(same), long.level, rtol=1e-6)
    assert len(study.plain.lines) >= 3
    assert study.heavy.lines is study.plain.lines
    assert study.plain.window.height == study.straight.window.height


def test_all_three_begin_with_the_same_line(name):
    study = study_of(FILM, name)
    first = study.straight.data.raw_theta(study.straight.path.points[0])
    np.testing.assert_allclose(first, study.plain.path.points[0], rtol=1e-9)
    np.testing.assert_array_equal(study.heavy.path.points[0], study.plain.path.points[0])
    assert study.straight.path.costs[0] == pytest.approx(study.plain.path.costs[0])


def test_the_condition_numbers_are_those_of_the_hessians(name):
    study = study_of(FILM, name)
    low, high = curvatures(study.plain.data)
    assert study.change.before.condition == pytest.approx(high / low, rel=1e-6)
    assert study.change.after.condition == pytest.approx(1)
    own_low, own_high = curvatures(raw_data(problem_of(name).data))
    if own_low > 1e-12 * own_high:
        assert study.own_condition == pytest.approx(own_high / own_low, rel=1e-3)
    assert 5 <= study.change.before.condition <= 400


def test_x_is_counted_anew_where_its_own_bowl_is_no_valley_or_too_thin(name):
    study = study_of(FILM, name)
    own = raw_data(problem_of(name).data)
    recounted = study.captions.get("recounted")
    if study.own_condition < 5:
        assert recounted == f"{FILM}.round"
    elif study.own_condition > 400:
        assert recounted == f"{FILM}.thin"
    else:
        assert recounted is None
        assert (study.origin, study.step) == (0, 1)
        assert study.labels[0] == problem_of(name).x_label
    if recounted:
        assert study.labels[0] != problem_of(name).x_label
    if name in THIN:
        assert recounted == f"{FILM}.thin"
    if name == "a round bowl":
        assert recounted == f"{FILM}.round"
        assert study.own_condition == pytest.approx(1.5)
    counted = study.plain.data.x * study.step + study.origin
    np.testing.assert_allclose(counted, own.x, rtol=1e-12, atol=1e-12 * np.abs(own.x).max())
    np.testing.assert_array_equal(study.plain.data.y, own.y)


def test_the_counts_are_those_of_999_of_1000_parts_and_momentum_needs_fewer(name):
    study = study_of(FILM, name)
    for way in (study.plain, study.heavy, study.straight):
        excess = way.path.costs - way.cost(way.cost.minimizer())
        assert excess[-1] <= LEFT * excess[0] < excess[-2]
    steps = [way.path.steps for way in (study.straight, study.heavy, study.plain)]
    assert steps == sorted(steps)
    assert study.heavy.path.steps < study.plain.path.steps
    if study.change.before.condition > 30:
        assert study.heavy.path.steps < 0.6 * study.plain.path.steps


def test_the_valleys_rate_is_nine_tenths_of_the_critical_one(name):
    study = study_of(FILM, name)
    path = study.plain.path
    half = study.problem.settings.cost.half is not False
    rate = 0.9 * 2 / (curvatures(study.plain.data)[1] * (1 if half else 2))
    step = path.points[1] - path.points[0]
    np.testing.assert_allclose(step, -rate * path.gradients[0], rtol=1e-6)


def test_descent_in_the_round_bowl_is_straight(name):
    way = study_of(FILM, name).straight
    to_bottom = way.cost.minimizer() - way.path.points[:-1]
    steps = np.diff(way.path.points, axis=0)
    cross = to_bottom[:, 0] * steps[:, 1] - to_bottom[:, 1] * steps[:, 0]
    lengths = np.linalg.norm(to_bottom, axis=1) * np.linalg.norm(steps, axis=1)
    assert (np.abs(cross) <= 1e-6 * lengths).all()


def test_another_cost_is_told_by_its_squares(name):
    kind = problem_of(name).settings.cost.kind
    said = "valley" if kind == "mean_squared_error" else "valley_squares"
    assert study_of(FILM, name).captions["valley"] == f"{FILM}.{said}"


def test_raw_data_are_what_was_standardised():
    data = Dataset([2_000_000, 2_000_003, 2_000_004], [1, 2, 5], "a", "b")
    again = raw_data(data.standardized())
    np.testing.assert_allclose(again.x, data.x, rtol=1e-15)
    assert (again.x_name, again.is_standardized) == ("a", False)


def test_the_heavy_ball_contracts_as_polyak_says():
    rates = Rates((1, 100), np.eye(2))
    rule = heavy_ball(rates)
    assert rule.rate == pytest.approx(0.6 * 4 / 11**2)
    for curvature in (1, 100):  # the eigenvalues of one step of the ball, of modulus √μ
        step = [[1 + rule.momentum - rule.rate * curvature, -rule.momentum], [1, 0]]
        np.testing.assert_allclose(
            np.abs(np.linalg.eigvals(np.array(step))), np.sqrt(rule.momentum), rtol=1e-6
        )


def test_a_start_at_the_bottom_is_down():
    cost = MeanSquaredError(Dataset([-1, 1], [0, 2]))
    assert down(cost, cost.minimizer(), GradientDescent(0.5)).steps == 0


def test_without_the_half_the_round_bowl_bends_twice_as_much():
    assert study_of(FILM, "whole squares").change.after.largest == pytest.approx(2)
    assert study_of(FILM, "question").change.after.largest == pytest.approx(1)
