"""A lesson's problem: its data, cost, descent and window."""

import re
from importlib import import_module
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from lessons import KEYS, LONG_FILMS

from gdmath import Dataset, MeanSquaredError
from gdmath.cost import COSTS
from gdmath.optimizers import OPTIMIZERS
from scenes.settings import (
    EXAMPLES,
    CostSettings,
    DataSettings,
    DescentSettings,
    LessonSettings,
    RelativeRate,
    SettingsError,
    SymbolSettings,
    SyntheticData,
    WindowSettings,
    load_lesson,
)
from scenes.settings.values import CostName, OptimizerName
from scenes.study.defaults import far_start
from scenes.study.problem import Problem


@pytest.mark.parametrize("name", ["question", "old_faithful"])
def test_the_packaged_examples_converge(name):
    problem = Problem.of(load_lesson(EXAMPLES / f"{name}.toml"))
    assert problem.path.outcome == "converged"
    assert problem.shown.steps == problem.path.steps > 8


def test_old_faithful_ends_at_its_known_answer():
    problem = Problem.of(load_lesson(EXAMPLES / "old_faithful.toml"))
    raw = problem.data.raw_theta(problem.cost.minimizer())
    np.testing.assert_allclose(raw, [33.47439702, 10.7296414], rtol=1e-8)
    assert problem.x_label == "eruption (min)"


def test_a_diverging_path_is_shown_only_as_far_as_it_can_be_seen():
    problem = Problem.of(LessonSettings(descent=DescentSettings(rate=1.2, steps=100)))
    assert problem.path.outcome == "diverged"
    assert 0 < problem.shown.steps < problem.path.steps
    shown = problem.path.points[: problem.shown.steps + 1]
    assert (problem.cost(shown) <= problem.window.height[1]).all()


def test_other_settings_have_another_fingerprint():
    one = Problem.of(LessonSettings())
    other = Problem.of(LessonSettings(descent=DescentSettings(rate=0.39)))
    assert one.fingerprint != other.fingerprint
    assert one.fingerprint == Problem.of(LessonSettings()).fingerprint


def test_a_start_where_the_cost_overflows_is_said():
    settings = LessonSettings(descent=DescentSettings(start=(1e200, 0)))
    with pytest.raises(SettingsError, match="start is"):
        Problem.of(settings)


def test_labels_are_the_columns_names_unless_given(tmp_path):
    (tmp_path / "d.csv").write_text("p,q\n1,2\n3,5\n4,4\n")
    lesson = tmp_path / "l.toml"
    lesson.write_text('[data]\ncsv="d.csv"\nx="p"\ny="q"\ny_label="Q (kg)"')
    problem = Problem.of(load_lesson(lesson))
    assert isinstance(problem.data, Dataset)
    assert (problem.x_label, problem.y_label) == ("p", "Q (kg)")


def test_a_unit_stands_behind_its_label():
    data = DataSettings(x_label="speed", x_unit="mph", y_unit="ft")
    problem = Problem.of(LessonSettings(data=data))
    assert (problem.x_label, problem.y_label) == ("speed (mph)", "y (ft)")


LINE = Dataset([-1, 0, 1, 4], [0, 1, 2, 7])


@pytest.mark.parametrize(
    ("share", "regime", "outcome"),
    [
        (0.45, "crawl", "converged"),
        (0.95, "zigzag", "converged"),
        (1.05, "divergent", "diverged"),
    ],
)
def test_a_rate_relative_to_the_critical_one_goes_as_its_regime_says(share, regime, outcome):
    descent = DescentSettings(rate=RelativeRate(share, "critical"), steps=2000)
    problem = Problem.of(LessonSettings(descent=descent))
    assert problem.rates is not None
    assert problem.rate == pytest.approx(share * 2 / problem.rates.largest)
    assert problem.rates.regime(problem.rate) == regime
    assert problem.path.outcome == outcome


def test_the_optimal_rate_needs_fewest_steps():
    def steps(share: float) -> int:
        rate = RelativeRate(share, "optimal")
        descent = DescentSettings(rate=rate, steps=5000, start="far", tolerance=1e-9)
        return Problem.of(LessonSettings(descent=descent)).path.steps

    assert steps(1.0) < min(steps(0.8), steps(1.08))


@pytest.mark.parametrize("slope", [-2.0, 3.0])
@pytest.mark.parametrize("x_range", [(0.0, 2.0), (5.0, 9.0), (-1.0, 1.0)])
def test_a_far_start_is_on_its_level_curve_and_goes_down_clearly(slope, x_range):
    synthetic = SyntheticData(slope=slope, x_range=x_range)
    descent = DescentSettings(start="far", rate=RelativeRate(0.5, "critical"))
    problem = Problem.of(LessonSettings(data=DataSettings(synthetic=synthetic), descent=descent))
    level = 12 * float(problem.data.y.var()) / 2
    height = problem.path.costs - problem.cost(problem.cost.minimizer())
    assert height[0] == pytest.approx(level, rel=0.12)  # the start is rounded
    assert height[1] < 0.75 * height[0]
    assert (problem.start[1] - problem.cost.minimizer()[1]) * slope < 0


def test_a_far_start_in_a_round_bowl_has_both_parameters_to_go():
    problem = Problem.of(load_lesson(EXAMPLES / "old_faithful.toml"))
    best = problem.cost.minimizer()
    offset = np.abs(np.array(far_start(problem.data, best)) - best)
    assert offset.min() > 0.5 * offset.max()


def test_a_far_start_can_be_read_out():
    start = far_start(LINE, MeanSquaredError(LINE).minimizer())
    assert all(len(f"{abs(value):g}".replace(".", "").strip("0")) <= 3 for value in start)


def test_a_windows_own_ranges_lie_over_the_chosen_ones():
    chosen = Problem.of(LessonSettings()).window
    window = WindowSettings(theta0=(-20, 20), height=(0, 50))
    shown = Problem.of(LessonSettings(window=window)).window
    assert (shown.theta0, shown.height) == ((-20, 20), (0, 50))
    assert shown.theta1 == chosen.theta1


def test_the_cost_is_the_one_asked_for():
    whole = Problem.of(LessonSettings(cost=CostSettings(half=False)))
    half = Problem.of(LessonSettings())
    assert whole.path.costs[0] == pytest.approx(2 * half.path.costs[0])


def test_formulas_use_the_lessons_symbols():
    problem = Problem.of(LessonSettings(symbols=SymbolSettings("b", "w1")))
    assert problem.formula == "1/(2 m) sum_(i=1)^m (b + w_1 x_i - y_i)^2"


def test_lessons_and_gdmath_use_the_same_names():
    assert get_args(OptimizerName) == tuple(OPTIMIZERS)
    assert get_args(CostName) == tuple(COSTS)


@pytest.mark.parametrize("name", get_args(OptimizerName))
def test_every_rule_goes_down(name):
    descent = DescentSettings(optimizer=name, rate=0.1, steps=30)
    path = Problem.of(LessonSettings(descent=descent)).path
    assert path.costs[-1] < path.costs[0]


@pytest.mark.parametrize("kind", [name for name in get_args(CostName) if name != "logistic"])
def test_every_cost_makes_a_problem(kind):
    descent = DescentSettings(start="far", rate=0.1)
    problem = Problem.of(LessonSettings(cost=CostSettings(kind=kind), descent=descent))
    assert problem.path.costs[-1] < 0.7 * problem.path.costs[0]
    assert problem.formula


def test_a_logistic_cost_starts_far_too(tmp_path):
    (tmp_path / "d.csv").write_text(
        "x,y\n" + "\n".join(f"{x},{int(x > 4 or x == 2)}" for x in range(9))
    )
    data = DataSettings(csv=tmp_path / "d.csv", x="x", y="y", standardize=True)
    descent = DescentSettings(start="far", rate=1.0, steps=300)
    lesson = LessonSettings(data=data, cost=CostSettings(kind="logistic"), descent=descent)
    problem = Problem.of(lesson)
    assert problem.path.costs[0] > 3 * problem.path.costs[-1]


def test_batches_are_drawn_by_their_seed():
    def path(seed: int) -> bytes:
        descent = DescentSettings(batch=10, seed=seed, rate=0.1, steps=20)
        return Problem.of(LessonSettings(descent=descent)).path.points.tobytes()

    assert path(1) == path(1) != path(2)


def test_too_large_a_batch_is_said():
    lesson = LessonSettings(descent=DescentSettings(batch=101), file=Path("a.toml"))
    with pytest.raises(SettingsError, match=r"^a\.toml: descent\.batch is 101; .* at most 100, "):
        Problem.of(lesson)


def test_steps_are_shown_as_far_as_they_stay_in_the_lessons_own_window():
    descent = DescentSettings(start=(0.0, 12.0), rate=0.4)
    free = Problem.of(LessonSettings(descent=descent))
    window = WindowSettings(theta1=(free.shown.points[2, 1], 12.0))
    cut = Problem.of(LessonSettings(descent=descent, window=window))
    low, high = cut.window.low[:2], cut.window.high[:2]
    steps = cut.shown.steps
    assert 2 <= steps < free.shown.steps
    assert ((cut.shown.points >= low) & (cut.shown.points <= high)).all()
    beyond = cut.path.points[steps + 1]
    assert ((beyond < low) | (beyond > high)).any()


@pytest.mark.parametrize(
    ("window", "says"),
    [
        (WindowSettings(theta0=(100, 101)), "theta0 is .100, 101.; the descent starts outside"),
        (WindowSettings(height=(0, 0.5)), "height is .0, 0.5.; the descent starts outside, at"),
    ],
)
def test_a_window_must_hold_the_start(window, says):
    with pytest.raises(SettingsError, match=f"^window.{says}"):
        Problem.of(LessonSettings(window=window))


def test_a_relative_rate_needs_a_curved_minimum():
    cost = CostSettings(kind="mean_absolute_error")
    descent = DescentSettings(rate=RelativeRate(0.5, "critical"))
    with pytest.raises(SettingsError, match=r"0\.5 critical, but this cost has no curvature"):
        Problem.of(LessonSettings(cost=cost, descent=descent))


def test_a_window_may_be_logarithmic():
    shown = Problem.of(LessonSettings(window=WindowSettings(scale="log"))).window
    assert shown.scale == "log"
    assert shown.height[0] > 0


def problem_of(columns, folder, **descent):
    """The problem of a lesson about two columns of numbers, and nothing else but `descent`."""
    rows = "".join(f"{x},{y}\n" for x, y in zip(*columns, strict=True))
    (folder / "d.csv").write_text(f"x,y\n{rows}")
    data = DataSettings(csv=folder / "d.csv", x="x", y="y")
    return Problem.of(LessonSettings(data=data, descent=DescentSettings(**descent)))


@pytest.mark.parametrize("unit", [1e-6, 1e-3, 1, 1e6])
@pytest.mark.parametrize("span", [1e-3, 1, 1e5])
def test_without_a_rate_or_a_start_any_data_are_descended_in_any_units(unit, span, tmp_path):
    random = np.random.default_rng(1)
    x = span * random.uniform(0, 2, 60)
    y = unit * (4 + 3 * x / span + random.normal(size=60))
    problem = problem_of((x, y), tmp_path)
    assert problem.path.outcome in ("converged", "stopped")
    assert problem.shown.steps == problem.path.steps > 10
    assert (np.diff(problem.path.costs) < 0).all()
    least = float(problem.cost(problem.cost.minimizer()))
    left = (problem.path.costs[-1] - least) / (problem.path.costs[0] - least)
    assert left <= 1.01e-5 or problem.path.outcome == "stopped"
    if span == 1:  # a bowl, and no valley
        assert problem.path.outcome == "converged"


@pytest.mark.parametrize("unit", [1e-6, 1, 1e6])
@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_without_a_rate_every_rule_gets_down(rule, unit, tmp_path):
    random = np.random.default_rng(1)
    x = random.uniform(-1, 1, 60)
    y = unit * (4 + 3 * x + random.normal(size=60))
    problem = problem_of((x, y), tmp_path, optimizer=rule)
    least = float(problem.cost(problem.cost.minimizer()))
    # AdamW's weight decay keeps it from steps of a large unit's size.
    share = 1 if (rule, unit) == ("adamw", 1e6) else 0.2
    assert problem.path.costs[-1] - least < share * (problem.path.costs[0] - least)
    assert problem.shown.steps >= 1


@pytest.mark.parametrize(
    ("descent", "says"),
    [
        ({"tolerance": 1e9}, "descent.tolerance is 1e+09; the gradient at the start is only"),
        ({"start": (1.0, 2.0)}, "descent.start is [1, 2]; the gradient at the start is only"),
        ({"start": (1e3, 1.0), "rate": 1e305}, "descent.rate is too large: the first step"),
    ],
)
def test_a_descent_that_cannot_begin_is_refused(descent, says, tmp_path):
    with pytest.raises(SettingsError, match=re.escape(says)):
        problem_of(([0, 1, 2], [1, 3, 5]), tmp_path, **descent)


@pytest.mark.parametrize(
    ("descent", "window", "outcome"),
    [
        ({"rate": 0.4}, {}, "converged"),
        ({"rate": 0.4, "steps": 5}, {}, "stopped"),
        ({"rate": 0.95, "steps": 30}, {}, "diverged"),
        ({"rate": 50.0}, {}, "leaps"),
        ({"rate": 0.4}, {"theta1": (4.0, 13.0)}, "leaves"),
    ],
)
def test_what_is_said_of_the_end_is_what_is_seen(descent, window, outcome):
    asked = DescentSettings(start=(0.0, 12.0), **descent)
    problem = Problem.of(LessonSettings(descent=asked, window=WindowSettings(**window)))
    assert problem.last_words == outcome
    assert problem.arrives == (outcome == "converged")
    assert problem.is_plain
    assert problem.falls == (outcome in ("converged", "stopped", "leaves"))


def test_other_rules_and_batches_are_not_plain():
    for asked in (DescentSettings(optimizer="adam"), DescentSettings(batch=5)):
        assert not Problem.of(LessonSettings(descent=asked)).is_plain


@pytest.mark.parametrize(
    ("window", "says"),
    [
        (
            WindowSettings(height=(1e9, 2e9)),
            r"height is \[1e\+09, 2e\+09\]; .* starts outside, at 33.*goes from 0.4.* to 33",
        ),
        (WindowSettings(height=(34, 90)), r"height is \[34, 90\]; the descent starts outside"),
        (WindowSettings(theta0=(-1e300, 8e307)), "theta0 is .*: so wide a range cannot show it"),
        (
            WindowSettings(theta1=(-1e200, 1e200)),
            "theta1 is .*; the descent goes from 2.97 to 12: ",
        ),
        (WindowSettings(height=(0, 1e300)), "height is .*: so wide a range cannot show it"),
        (WindowSettings(theta1=(12 - 1e-9, 12 + 1e-9)), "theta1 is .*: so narrow a range cannot"),
        (
            WindowSettings(theta0=(-1e200, 1e200), theta1=(-1e200, 1e200), height=(0, 1e200)),
            "theta0 is .*: so wide",
        ),
    ],
)
def test_a_window_must_show_the_path(window, says):
    descent = DescentSettings(start=(0.0, 12.0), rate=0.4)
    with pytest.raises(SettingsError, match=f"^window.{says}") as error:
        Problem.of(LessonSettings(window=window, descent=descent))
    assert "\n" not in str(error.value)


def test_a_window_may_be_wide_and_a_path_that_leaps_out_of_it_far():
    descent = DescentSettings(start=(0.0, 12.0), rate=0.4)
    wide = WindowSettings(theta0=(-9e3, 9e3), height=(0, 1e5))
    shown = Problem.of(LessonSettings(window=wide, descent=descent)).window
    assert (shown.theta0, shown.height) == (wide.theta0, wide.height)
    leaping = DescentSettings(start=(0.0, 12.0), rate=1e100)
    narrow = WindowSettings(theta0=(-1, 1))
    assert Problem.of(LessonSettings(window=narrow, descent=leaping)).shown.steps == 0


@pytest.mark.parametrize("rate", [1e-300, 1e-17])
@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "adam"])
def test_a_rate_with_which_nothing_moves_is_refused(rate, optimizer):
    descent = DescentSettings(rate=rate, optimizer=optimizer, start=(0.0, 12.0))
    with pytest.raises(SettingsError, match=rf"^descent\.rate is {rate:g}, too small: no step"):
        Problem.of(LessonSettings(descent=descent))


def test_at_the_critical_rate_nothing_is_said_to_climb(tmp_path):
    # θ1 goes to and fro between 2 and 0 for ever: H = diag(1, 1), the critical rate is 2
    problem = problem_of(([-1, 1], [-1, 1]), tmp_path, start=(0.0, 2.0), rate=2.0)
    assert problem.path.costs[-1] == problem.path.costs[0]
    assert not problem.descends
    assert not problem.climbs
    said = import_module("scenes.study.tangent_plane_descent").Study.of(problem).captions
    assert said["slide_2"] == "tangent_plane_descent.even"
    said = import_module("scenes.study.four_views").Study.of(problem).captions
    assert said["in_step"] == "four_views.in_step_even"


@pytest.mark.parametrize(
    ("labels", "reason"),
    [([0, 0, 0, 1, 1, 1], "some x separates the labels"), ([1] * 6, "every label is 1")],
)
def test_labels_without_a_minimum_blame_no_start_that_nobody_gave(labels, reason, tmp_path):
    rows = "".join(f"{x},{y}\n" for x, y in enumerate(labels))
    (tmp_path / "d.csv").write_text(f"x,y\n{rows}")
    data = DataSettings(csv=tmp_path / "d.csv", x="x", y="y")
    lesson = LessonSettings(data=data, cost=CostSettings(kind="logistic"))
    with pytest.raises(SettingsError, match=rf"^data: J has no minimum: {reason}.*descent\.start"):
        Problem.of(lesson)


@pytest.mark.parametrize(
    "x",
    [
        [1, 1 + 2**-52, 1, 1 + 2**-52],
        [1e8, 1e8 + 2**-26, 1e8 + 2**-25, 1e8],
        [5, 5 + 1e-12, 5 + 2e-12, 5 + 3e-12],
        [1e15, 1e15 + 1, 1e15 + 2, 1e15 + 3],
    ],
)
def test_an_x_that_hardly_changes_blames_the_data(x, tmp_path):
    with pytest.raises(
        SettingsError, match=r"^data: x goes from .*, close together and far from 0;"
    ):
        problem_of((x, [1, 2, 3, 5]), tmp_path)


@pytest.mark.parametrize("tolerance", [None, 0.01])
@pytest.mark.parametrize("delta", [1e-9, 1e-300])
def test_a_delta_that_leaves_no_gradient_is_blamed(delta, tolerance):
    cost, descent = CostSettings(kind="huber", delta=delta), DescentSettings(tolerance=tolerance)
    with pytest.raises(
        SettingsError, match=rf"^cost\.delta is {delta:g}; the gradient at the start"
    ):
        Problem.of(LessonSettings(cost=cost, descent=descent))


@pytest.mark.parametrize(("x_unit", "y_unit"), [(1, 1e90), (1e90, 1), (1e90, 1e90), (1, 1e-90)])
def test_data_of_any_size_make_studies_without_a_warning(x_unit, y_unit, tmp_path):
    random = np.random.default_rng(1)
    x = random.uniform(0, 2, 40)
    y = y_unit * (4 + 3 * x + random.normal(size=40))
    problem = problem_of((x_unit * x, y), tmp_path)
    for film in KEYS:
        if film not in LONG_FILMS:
            import_module(f"scenes.study.{film}").Study.of(problem)
