"""OptimizerRace: every path is its rule's, and the order of arrival is that of the steps."""

import numpy as np
import pytest
from lessons import problem_of, settings_of, study_of, told

from gdmath import Adam, GradientDescent, Momentum, descend
from gdmath.landscape import named
from scenes.settings import SettingsError
from scenes.study.defaults import optimizer_of
from scenes.study.optimizer_race import DEFAULT, MOST, Study
from scenes.study.problem import Problem
from scenes.texts import Texts

FILM = "optimizer_race"
KINDS = (
    *("sqrt(x) + y^2", "log(x) + y^2", "x**x**x**x", "x^y", "1/x + y^2", "-1/(x^2 + y^2)"),
    *("abs(x)/x + y^2", "tan(x) + y^2", "abs(x - 1.3) + abs(y + 0.7) + x/2", "x^64 + y^64"),
    *("1e300(x^2 + y^2)", "exp(exp(exp(x))) + y^2", "x + y", "-exp(x) - exp(y)", "sin(1/x) + y^2"),
)
"""Domains left, poles, jumps, kinks, numbers near the end of float64, no minima."""
ENDS = {
    "question": "converged",
    "six racers": "converged",
    "two racers": "diverged",
    "saddle": "leaves",
    "towards a saddle": "saddle",
    "a parabola": "converged",
    "rosenbrock": "stopped",
    "himmelblau": "converged",
    "a pole": "leaves",
}
"""How gradient descent ends."""


@pytest.fixture(params=told(FILM))
def name(request):
    return request.param


def race_of(name, *overrides):
    return Study.of(Problem.of(settings_of(name, *overrides)))


def test_every_path_is_its_rules_own(name):
    study = study_of(FILM, name)
    asked = study.course.rule
    names = problem_of(name).settings.descent.optimizers or DEFAULT
    assert tuple(racer.name for racer in study.racers) == names
    for number, racer in enumerate(study.racers):
        assert racer.number == number
        np.testing.assert_array_equal(racer.path.points[0], study.course.over.start)
        if asked.batch is None and racer.momentum is None:
            rule = optimizer_of(racer.name, racer.rate or 1.0, asked)
            steps = racer.path.steps
            again = descend(study.cost, study.course.over.start, rule, steps, tolerance=0)
            np.testing.assert_array_equal(racer.path.points, again.points)


def test_the_paths_of_one_rate_are_those_of_gdmath():
    given = 'descent.optimizers=["gradient_descent","momentum","adam"]'
    study = race_of("question", given, "descent.rate=0.4", "descent.start=[0, 12]")
    problem = study.problem
    rules = (GradientDescent(0.4), Momentum(0.4), Adam(0.4))
    for racer, rule in zip(study.racers, rules, strict=True):
        path = descend(problem.cost, (0, 12), rule, 100, tolerance=problem.tolerance)
        np.testing.assert_array_equal(racer.path.points, path.points)
        assert racer.rate == 0.4
    assert study.captions["rates"] == f"{FILM}.same_rate"


def test_the_order_of_arrival_is_that_of_the_steps(name):
    study = study_of(FILM, name)
    tolerance = study.course.over.tolerance
    arrived = [racer for racer in study.standings if racer.outcome == "converged"]
    assert study.standings[: len(arrived)] == tuple(arrived)
    assert [racer.steps for racer in arrived] == sorted(racer.steps for racer in arrived)
    for racer in arrived:
        steepness = np.linalg.norm(study.cost.gradient(racer.path.points), axis=-1)
        assert racer.steps == np.flatnonzero(steepness <= tolerance * (1 + 1e-12))[0]
    assert sorted(racer.number for racer in study.standings) == list(range(len(study.racers)))


def test_ends_are_told_apart(name):
    study = study_of(FILM, name)
    for racer in study.racers:
        if racer.name == "gradient_descent":
            assert ENDS.get(name, racer.outcome) == racer.outcome
    for racer in study.racers:
        inside = study.course.over.window.contains(racer.path.points)
        if racer.outcome == "leaves":
            assert racer.path.costs[-1] < racer.path.costs[0]
            assert inside[: racer.steps].all() or inside[racer.steps - 1]
        elif racer.outcome == "diverged":
            last = racer.path.points[-1]
            next_ = last - racer.rate * study.cost.gradient(last)
            with np.errstate(all="ignore"):
                breaks = not np.isfinite(study.cost(next_))  # the formula ends before it
            assert racer.path.costs[-1] > racer.path.costs[0] or breaks
        elif racer.outcome == "saddle":
            assert np.linalg.eigvalsh(study.cost.hessian(racer.path.points[-1]))[0] < 0
        elif racer.outcome == "undefined":
            assert racer.path.costs[-1] < racer.path.costs[0]
        else:
            assert racer.outcome in ("converged", "stopped")


def test_the_verdict_is_that_of_the_race(name):
    study = study_of(FILM, name)
    said = study.captions["verdict"].removeprefix(f"{FILM}.")
    first, winners = study.standings[0], study.winners
    if said in ("nobody", "nobody_yet"):
        assert winners == ()
        assert first.outcome not in ("converged", "leaves")
        return
    assert first in winners
    assert {(racer.outcome, racer.steps) for racer in winners} == {(first.outcome, first.steps)}
    others = [racer for racer in study.racers if racer not in winners]
    if first.outcome == "converged":
        assert all(racer.outcome != "converged" or racer.steps > first.steps for racer in others)
    else:
        assert not any(racer.outcome == "converged" for racer in study.racers)
        assert all(racer.outcome != "leaves" or racer.steps > first.steps for racer in others)
    left = first.outcome == "leaves"
    assert said == ("tied" if len(winners) > 1 else "left" if left else "arrived")
    assert study.captions["heading"] == f"{FILM}.heading{'_left' if left else ''}"
    if said == "left":  # no minimum is in sight
        minima = np.reshape(getattr(study.cost, "minima", ()), (-1, 2))
        assert not study.course.over.window.contains(minima).any()


def test_rates_are_said_to_be_one_or_each_ones_own(name):
    study = study_of(FILM, name)
    rates = {racer.rate for racer in study.racers} - {None}
    if study.captions["rates"] == f"{FILM}.same_rate":
        assert rates == {study.course.shared}
    else:
        assert study.captions["rates"] == f"{FILM}.own_rates"
        assert study.course.shared is None
    for racer in study.racers:
        assert (racer.rate is None) == (racer.name == "newton")


def test_the_table_counts_who_arrives_or_leaves_first(name):
    study = study_of(FILM, name)
    first = study.standings[0].outcome
    for racer in study.racers:
        counted = racer.outcome == "converged" or (racer.outcome == first == "leaves")
        assert study.has_count(racer) == counted


def test_the_map_lies_in_the_window_and_holds_the_start(name):
    study = study_of(FILM, name)
    whole, seen = study.course.over.window, study.map_window
    assert whole.contains(seen.low[:2], room=1e-9)
    assert whole.contains(seen.high[:2], room=1e-9)
    assert seen.contains(study.course.over.start)
    assert study.steps == max(racer.path.steps for racer in study.racers)
    assert study.highest >= study.path.costs[0] * (1 - 1e-12) or study.course.lowest is None


def test_newton_is_there_at_once_on_a_parabola():
    (winner,) = study_of(FILM, "six racers").winners
    assert (winner.name, winner.steps) == ("newton", 1)


def test_a_rule_has_its_own_momentum_where_rates_are_its_own():
    study = study_of(FILM, "question")
    shares = {racer.name: racer.momentum for racer in study.racers}
    assert shares["gradient_descent"] is shares["adam"] is None
    assert 0 < shares["momentum"] < 1
    kept = race_of("question", 'descent.optimizers=["momentum","adam"]', "descent.momentum=0.6")
    assert kept.racers[0].momentum == 0.6


def test_over_a_landscape_the_race_starts_where_its_descent_does():
    study, known = study_of(FILM, "himmelblau"), named("himmelblau")
    assert study.cost == known.cost
    np.testing.assert_array_equal(study.course.over.start, known.start)
    assert study.symbols == ("c", "m")
    assert study.map_window == study.window == study.course.over.window
    assert study.course.lowest == 0


@pytest.mark.parametrize("formula", ["log(x) + y", "sqrt(x) + y**2", "x**0.5 * y"])
def test_where_a_formula_ends_each_rule_takes_a_rate_with_which_it_moves(formula):
    study = race_of("question", f"landscape.formula='{formula}'")
    assert all(racer.path.steps for racer in study.racers)


@pytest.mark.parametrize("start", [[0, 0], [1e-12, 0]])
@pytest.mark.parametrize(
    "formula", ["x**2 + y**2", "-x**2 - y**2", "x**2 - y**2", "3 + 0*x", "sqrt(x**2 + y**2 + 1)"]
)
def test_a_race_in_which_nobody_moves_is_refused(formula, start):
    with pytest.raises(
        SettingsError, match=r"landscape\.start is .*; no racer's first step"
    ) as error:
        race_of("question", f"landscape.formula='{formula}'", f"landscape.start={start}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("landscape.rate=1e300", r"landscape\.rate is 1e\+300; a number other than 0 must be from"),
        ("landscape.rate=1e-300", r"landscape\.rate is 1e-300; a number other than 0 must be from"),
        ("landscape.rate=1e-50", r"landscape\.rate is 1e-50, too small"),
        ("descent.tolerance=1e9", r"descent\.tolerance is 1e\+09; the gradient at the start"),
    ],
)
def test_a_race_is_refused_for_what_the_lesson_gave(given, says):
    overrides = ("landscape.name=booth", "descent.start=[0, 1e6]", given)
    with pytest.raises(SettingsError, match=rf"^--set: {says}"):
        race_of("question", *overrides)


@pytest.mark.parametrize("formula", ["sqrt(x) + y^2", "log(x) + y^2", "asin(x) + y^2"])
def test_a_rule_that_leaves_the_domain_is_said_to(formula):
    study = race_of("question", f"landscape.formula={formula}")
    for racer in study.racers:
        assert racer.outcome == "undefined"
        assert racer.path.costs[-1] < racer.path.costs[0]
        assert np.isfinite(racer.path.costs).all()
        rule = optimizer_of(racer.name, racer.rate, study.course.rule)
        if racer.momentum is None:
            longer = descend(study.cost, study.course.over.start, rule, 10_000, tolerance=0)
            assert longer.steps == racer.steps
            assert longer.outcome == "diverged"
    assert study.winners == ()
    assert study.highest == max(racer.path.costs.max() for racer in study.racers)
    assert f"{FILM}.result_undefined" in Texts.load().entries


def test_where_j_has_a_value_everywhere_a_leap_is_a_divergence():
    study = race_of("question", "landscape.formula=x^64 + y^64")
    assert study.racers[0].outcome == "diverged"


def test_after_one_step_the_word_is_step():
    study = race_of("question", "landscape.name=booth", "landscape.steps=1")
    assert study.captions["verdict"] == f"{FILM}.nobody_yet"
    assert Texts.load()(study.captions["verdict"]) == "No rule is there yet after one step."


def test_a_race_takes_no_more_steps_than_can_be_followed():
    study = race_of("question", "descent.steps=100000", 'descent.optimizers=["gradient_descent"]')
    assert study.course.steps == MOST
    assert study.steps <= MOST


@pytest.mark.long
@pytest.mark.parametrize("formula", KINDS)
def test_every_kind_of_formula_is_raced_over_or_refused_without_a_warning(formula):
    try:
        study = race_of("question", f"landscape.formula={formula}")
    except SettingsError as error:
        assert "no racer's first step" in str(error)  # noqa: PT017 (one of two ends)
        return
    assert study.steps >= 1
    window = study.course.over.window
    for racer in study.racers:
        assert np.isfinite(racer.path.costs).all()
        assert (
            f"{FILM}.result_{racer.outcome}" in Texts.load().entries or racer.outcome == "converged"
        )
    assert np.isfinite(study.highest)
    assert window.contains(study.course.over.start)
