"""LearningRates: four rates as shares of the critical one, and what becomes of each is true."""

import numpy as np
import pytest
from lessons import problem_of, study_of, told

from gdmath import GradientDescent, descend
from scenes.study.learning_rates import Study

FILM = "learning_rates"
QUADRATIC = ("mean_squared_error", "ridge")


@pytest.fixture(params=told(FILM))
def study(request):
    return study_of(FILM, request.param)


def is_quadratic(study):
    return study.problem.settings.cost.kind in QUADRATIC


def left(study, run):
    """The share of the first height above the minimum that is left at the end, or None."""
    if study.problem.best is None:
        return None
    least = float(study.cost(study.problem.best))
    return float((run.path.costs[-1] - least) / (run.path.costs[0] - least))


def test_the_rates_are_shares_of_two_over_the_largest_curvature(study):
    shares = [run.share for run in study.runs]
    assert shares == sorted(shares)
    assert (shares[0], *shares[2:]) == (0.04, 0.95, 1.05)
    rates = [run.rate for run in study.runs]
    assert rates == pytest.approx([share * study.rates.critical for share in shares], rel=1e-12)
    if study.problem.settings.cost.kind == "mean_squared_error":
        x, half = study.problem.data.x, study.problem.settings.cost.half is not False
        largest = np.linalg.eigvalsh([[1, x.mean()], [x.mean(), (x**2).mean()]])[1]
        assert study.rates.critical == pytest.approx(2 / (largest * (1 if half else 2)), rel=1e-6)


def test_the_paths_are_descents_with_the_stated_rates(study):
    for run in study.runs:
        steps = run.path.steps
        again = descend(
            study.cost, study.problem.start, GradientDescent(run.rate), steps, tolerance=0
        )
        np.testing.assert_allclose(run.path.points, again.points)
        np.testing.assert_array_equal(run.path.points[0], study.problem.start)


def test_on_a_parabola_the_regimes_are_those_of_the_rates(study):
    if is_quadratic(study):
        regimes = [study.rates.regime(run.rate) for run in study.runs]
        assert regimes[0] == "crawl"
        assert regimes[2:] == ["zigzag", "divergent"]


def test_what_becomes_of_each_is_true(study):
    for run in study.runs:
        costs, verdict = run.path.costs, run.verdict
        rest = left(study, run)
        outside = ~study.window.contains(run.path.points)
        assert outside.any() == (verdict in ("leaves", "oversteps"))
        assert not outside[:-1].any()
        if verdict == "arrives":
            assert rest <= 0.01
        elif verdict in ("crawls", "slow", "underway"):
            assert rest is None or rest > 0.01
        elif verdict == "zigzags":
            steps = np.diff(run.path.points, axis=0)
            assert ((steps[1:] * steps[:-1]).sum(axis=1) < 0).any()
        elif verdict in ("leaves", "diverges"):  # every jump is larger than the last
            assert is_quadratic(study)
            jumps = np.linalg.norm(
                np.diff(run.path.points, axis=0) @ study.rates.eigenvectors[:, 1:], axis=1
            )
            assert (np.diff(jumps) > -1e-9 * jumps.max()).all()
        elif verdict == "calm":
            assert costs[-1] < costs[0]


def test_a_rate_too_small_is_safe_and_lags_behind(study):
    small, good = study.runs[:2]
    if small.verdict == "crawls":
        assert (np.diff(small.path.costs) <= 1e-9 * abs(small.path.costs[0])).all()
        assert small.path.costs[-1] > good.path.costs[-1]


def test_a_good_rate_gets_on_and_is_slow_only_in_a_long_valley(study):
    _, good, *_ = study.runs
    assert good.verdict in ("arrives", "slow", "underway")
    if good.verdict in ("slow", "underway"):
        assert good.path.costs[-1] < good.path.costs[0]
    if good.verdict == "slow":
        assert study.rates.condition > 10


def test_what_holds_for_a_parabola_alone_is_said_of_it(study):
    said = {run.verdict for run in study.runs}
    if is_quadratic(study):
        assert study.captions["both_sides"] == f"{FILM}.both_sides"
        assert "underway" not in said
        assert study.runs[3].verdict in ("leaves", "diverges")
    else:
        assert study.captions["both_sides"] == f"{FILM}.both_sides_near"
        assert not {"slow", "leaves", "diverges"} & said


def test_the_best_rate_is_said_to_be_close_to_the_critical_one_where_it_is(study):
    smallest, largest = study.rates.eigenvalues
    close = (
        study.problem.rates is not None and smallest > 0 and largest / (smallest + largest) > 0.9
    )
    assert ("close" in study.captions) == ("border" in study.captions) == close


def test_every_verdict_has_its_word_and_its_reason(study):
    for number, run in enumerate(study.runs):
        for part in ("word", "why"):
            assert study.captions[f"{part}_{number}"] == f"{FILM}.{run.verdict}.{part}"


def test_the_curves_reach_over_all_costs(study):
    low, high = study.heights
    costs = np.concatenate([run.path.costs for run in study.runs])
    assert 0 < low < high
    assert high == costs.max()
    assert low == max(costs.min(), 1e-6 * high)
    assert study.path.steps == max(run.path.steps for run in study.runs) <= 36


def test_a_perfectly_fitted_line_has_rates_too():
    study = study_of(FILM, "a line without noise")
    assert float(study.cost(problem_of("a line without noise").best)) == pytest.approx(0, abs=1e-20)
    assert study.heights[0] > 0
    assert study.runs[1].verdict == "arrives"


def test_nothing_arrives_that_is_low_at_its_last_step_alone():
    changes = ("data.standardize=true", "cost={kind='lasso',penalty=2.0}")
    study = Study.of(problem_of("galton as it comes", *changes))
    run = study.runs[1]
    assert run.path.arrival(study.problem.least, 1e-2) == run.path.steps
    assert run.verdict != "arrives"
