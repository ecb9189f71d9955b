"""WhyItZigzags: the valley and the round bowl are one bowl, and every count is counted."""

import numpy as np
import pytest
from scenes.lesson.valley import LEFT, Valley, down, heavy_ball, raw_data
from watching import watch

from gdmath import Dataset, MeanSquaredError, Standardizing
from gdmath.optimizers import GradientDescent
from gdmath.rates import Rates
from scenes.lesson.why_it_zigzags import WhyItZigzags

LESSONS = ["question", "old_faithful", "raw geysers", "galton", "two points in the millions"]


def look(scene):
    trails = [*scene.long_map.trails, *scene.round_map.trails]
    return {
        "on screen": [trail in scene.get_mobject_family_members() for trail in trails],
        "dots": [trail.dot.get_center() for trail in trails],
        "thetas": [trail.tracker.theta for trail in trails],
        "counts": [(readout.text, readout.value()) for readout in scene.tally.readouts],
        "positions": [trail.tracker.get_value() for trail in trails],
    }


@pytest.fixture(scope="module", params=LESSONS)
def watched(request, tmp_path_factory):
    about = request.param
    return about, watch(WhyItZigzags, about, tmp_path_factory.mktemp("film"), look, fps=5)


def test_the_dots_stand_at_the_iterates_of_gdmath(watched):
    _, shown = watched
    maps = [shown.scene.long_map, shown.scene.long_map, shown.scene.round_map]
    seen = 0
    for moment in shown.moments:
        for flat, there, dot, theta in zip(
            maps, moment["on screen"], moment["dots"], moment["thetas"], strict=True
        ):
            if there:
                seen += 1
                np.testing.assert_allclose(dot, flat.to_scene(theta), atol=1e-6)
    assert seen > 50


def test_each_map_has_one_scale_on_both_axes(watched):
    scene = watched[1].scene
    for flat in (scene.long_map, scene.round_map):
        size = (flat.high - flat.low)[:2]
        assert flat.area.width / size[0] == pytest.approx(flat.area.height / size[1])


def test_level_lines_are_at_their_level_over_both_floors(watched):
    valley = watched[1].scene.study
    pairs = zip(valley.lines_before, valley.lines_after, strict=True)
    for long, round_ in pairs:
        for line, same in zip(long.lines, round_.lines, strict=True):
            np.testing.assert_allclose(valley.before(line), long.level, rtol=1e-6)
            np.testing.assert_allclose(valley.after(same), long.level, rtol=1e-6)
    assert len(valley.lines_before) >= 3


def test_the_valleys_line_and_the_round_bowls_are_the_same_line(watched):
    valley = watched[1].scene.study
    first = valley.standardized.raw_theta(valley.straight.points[0])
    np.testing.assert_allclose(first, valley.plain.points[0], rtol=1e-9)
    np.testing.assert_array_equal(valley.heavy.points[0], valley.plain.points[0])
    assert valley.straight.costs[0] == pytest.approx(valley.plain.costs[0])


def test_the_points_keep_their_places_when_x_is_standardised(watched):
    scene = watched[1].scene
    before, after = scene.plot, scene.plot_after
    np.testing.assert_allclose(
        before.to_scene(before.shown), after.to_scene(after.shown), atol=1e-6
    )


def test_the_condition_numbers_are_those_of_the_hessians(watched):
    about, shown = watched
    valley = shown.scene.study
    x = valley.raw.x
    low, high = np.linalg.eigvalsh([[1, x.mean()], [x.mean(), (x**2).mean()]])
    assert valley.rates_before.condition == pytest.approx(high / low, rel=1e-9)
    assert valley.rates_after.condition == pytest.approx(1)
    change = Standardizing.of(valley.raw)
    assert valley.rates_before.condition == pytest.approx(change.before.condition)
    if about in ("galton", "two points in the millions"):
        assert valley.own == "thin"
        assert valley.own_condition > 1e6
        assert 5 < valley.rates_before.condition < 400
        own = raw_data(shown.scene.study.problem.data)
        np.testing.assert_allclose(valley.raw.x * valley.step + valley.origin, own.x, rtol=1e-12)
        np.testing.assert_array_equal(valley.raw.y, own.y)
        assert valley.labels[0].startswith("(")
    else:
        assert valley.own == "valley"
        assert valley.own_condition == valley.rates_before.condition


def test_the_steps_on_screen_are_counted_and_momentum_needs_fewer(watched):
    _, shown = watched
    valley = shown.scene.study
    for moment in shown.moments:
        assert all(text == str(value) for text, value in moment["counts"])
    last = [value for _, value in shown.moments[-1]["counts"]]
    assert last == [valley.plain.steps, valley.straight.steps, valley.heavy.steps]
    assert valley.straight.steps < valley.heavy.steps < 0.6 * valley.plain.steps
    for cost, path in (
        (valley.before, valley.plain),
        (valley.before, valley.heavy),
        (valley.after, valley.straight),
    ):
        excess = path.costs - cost(cost.minimizer())
        assert excess[-1] <= LEFT * excess[0] < excess[-2]


def test_the_valleys_rate_is_nine_tenths_of_the_critical_one(watched):
    valley = watched[1].scene.study
    step = valley.plain.points[1] - valley.plain.points[0]
    rate = 0.9 * 2 / valley.rates_before.largest
    np.testing.assert_allclose(step, -rate * valley.plain.gradients[0], rtol=1e-9)


def test_descent_in_the_round_bowl_is_straight(watched):
    valley = watched[1].scene.study
    to_bottom = valley.after.minimizer() - valley.straight.points[:-1]
    steps = np.diff(valley.straight.points, axis=0)
    cross = to_bottom[:, 0] * steps[:, 1] - to_bottom[:, 1] * steps[:, 0]
    lengths = np.linalg.norm(to_bottom, axis=1) * np.linalg.norm(steps, axis=1)
    assert (np.abs(cross) <= 1e-6 * lengths).all()


def test_a_nearly_round_bowl_is_said_and_counted_anew(tmp_path):
    text = '[data]\ncsv = "two.csv"\nx = "a"\ny = "b"\n[descent]\nrate = 0.1\nstart = [1, 2]\n'
    (tmp_path / "two.csv").write_text("a,b\n-1,2\n0,3\n1,7\n")
    (tmp_path / "round.toml").write_text(text)
    shown = watch(WhyItZigzags, str(tmp_path / "round.toml"), tmp_path, fps=1)
    valley = shown.scene.study
    assert valley.own == "round"
    assert valley.own_condition == pytest.approx(1.5)
    assert 5 < valley.rates_before.condition < 400
    np.testing.assert_allclose(valley.raw.x * valley.step + valley.origin, [-1, 0, 1], atol=1e-12)


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


def test_valley_of_a_cost_without_the_half(tmp_path):
    shown = watch(WhyItZigzags, "question", tmp_path, fps=1, **{"cost.half": "false"})
    half = Valley.of(shown.scene.study.problem)
    assert half.rates_after.largest == pytest.approx(2)
