"""Contours against exact ellipses, hyperbolas and circles; round levels by hand."""

import dataclasses
import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import (
    Dataset,
    GradientDescent,
    HuberCost,
    MeanAbsoluteError,
    MeanSquaredError,
    NoMinimumError,
    SteepestDescent,
    Window,
    descend,
)
from gdmath.contours import Contour, contours, round_levels

ROOT = Path(__file__).parents[3]
GALTON = (ROOT / "tests/data/galton.csv", "parent", "child")
deterministic = settings(derandomize=True, max_examples=60, deadline=None)


class Plain:
    """A cost made of one function of θ0 and θ1; no derivatives, no minimum known."""

    def __init__(self, function):
        self.function = function

    def __call__(self, theta):
        theta = np.asarray(theta, dtype=float)
        return np.asarray(self.function(theta[..., 0], theta[..., 1]))

    def minimizer(self):
        raise NoMinimumError("none is known")


def square(half):
    return Window((-half, half), (-half, half), (0, 1))


def area(line):
    return abs(np.sum(line[:-1, 0] * line[1:, 1] - line[1:, 0] * line[:-1, 1])) / 2


def around(cost, level):
    """The window that the level ellipse of a quadratic cost fills to nine tenths."""
    best = cost.minimizer()
    drop = level - float(cost(best))
    half = np.sqrt(2 * drop * np.diag(np.linalg.inv(cost.hessian(best)))) / 0.9
    ends = np.stack([best - half, best + half], axis=-1).tolist()
    return Window(tuple(ends[0]), tuple(ends[1]), (0, level))


def assert_ellipse(cost, contour, slack=1e-9, rel=2e-3):
    """One closed line on the level, round the minimum, with the ellipse's area."""
    assert contour.closed == (True,)
    (line,) = contour.lines
    least = float(cost(cost.minimizer()))
    drop = contour.level - least
    assert np.abs(cost(line) - contour.level).max() <= slack * drop
    # ½ δᵀHδ ≤ drop has the area 2π drop / √det H; det H = det R² does not cancel
    root = cost.hessian_root
    closed_form = 2 * np.pi * drop / abs(root[0, 0] * root[1, 1])
    assert area(line - cost.minimizer()) == pytest.approx(closed_form, rel=rel)


def test_circles_of_a_round_bowl():
    cost = MeanSquaredError(Dataset([-1, 1], [-1, 1]))  # ½ (θ0² + (θ1 − 1)²)
    levels = [0.5, 2, 4.5]
    found = contours(cost, Window((-4, 4), (-3, 5), (0, 9)), levels)
    assert [contour.level for contour in found] == levels
    for contour, radius in zip(found, (1, 2, 3), strict=True):
        assert contour.closed == (True,)
        (line,) = contour.lines
        assert np.hypot(line[:, 0], line[:, 1] - 1) == pytest.approx(radius, rel=1e-14)
        assert area(line) == pytest.approx(math.pi * radius**2, rel=2e-3)
        assert len(line) > 100 * radius / 3


def test_levels_keep_their_order():
    cost = MeanSquaredError(Dataset([-1, 1], [0, 0]))
    found = contours(cost, square(3), [2, 0.5, 1], resolution=20)
    assert [contour.level for contour in found] == [2, 0.5, 1]
    assert contours(cost, square(3), []) == ()


@pytest.mark.parametrize("share", [1, 0.3, 1e-2, 1e-4, 1e-8])
def test_the_valley_of_real_data_is_whole_at_every_level(share):
    data = Dataset.from_csv(*GALTON)  # κ = 6.8 million
    cost = MeanSquaredError(data)
    least = float(cost(cost.minimizer()))
    window = around(cost, least + 10)
    (contour,) = contours(cost, window, [least + 10 * share])
    # J itself is a number near 2.5 with rounding of its own
    assert_ellipse(cost, contour, slack=1e-9 + 1e-14 / share, rel=0.02)


@pytest.mark.parametrize("center", [1e3, 1e6, 2e7])
def test_needles_are_whole(center):
    x = center + np.array([-3.0, -1, 0, 2, 2])
    y = [0.0, 1, 0, 1, 2]  # ∂J/∂θ0 is near 0 on a floor as thin as 1 / center
    cost = MeanSquaredError(Dataset(x, y))
    least = float(cost(cost.minimizer()))
    levels = [least + 1, least + 0.2, least + 0.01]
    for contour in contours(cost, around(cost, least + 1), levels):
        assert_ellipse(cost, contour, slack=1e-13 * center + 1e-9, rel=0.02)


@pytest.mark.long
@deterministic
@given(
    st.floats(-3, 3), st.floats(0.05, 3), st.floats(0.01, 0.95), st.floats(-5, 5), st.floats(-5, 5)
)
def test_ellipses_of_any_tilt(mean, spread, share, intercept, slope):
    x = np.array([mean - spread, mean + spread])
    cost = MeanSquaredError(Dataset(x, intercept + slope * x))
    window = around(cost, 4)
    (contour,) = contours(cost, window, [4 * share], resolution=64)
    assert_ellipse(cost, contour, rel=0.05)


def test_the_window_of_a_film():
    data = Dataset.from_csv(*GALTON)
    cost = MeanSquaredError(data)
    path = descend(cost, (0, 0), GradientDescent(rate=2e-4), steps=30)
    window = Window.around(cost, path)
    levels = round_levels(float(cost(cost.minimizer())), window.height[1], 8)
    for contour in contours(cost, window, levels):
        assert contour.lines
        for line in contour.lines:
            assert (line >= window.low[:2]).all()
            assert (line <= window.high[:2]).all()
            assert cost(line) == pytest.approx(contour.level, rel=1e-9)


def test_a_saddle_has_two_branches_that_end_on_the_window_s_edge():
    cost = Plain(lambda a, b: a * a - b * b)
    window = Window((-2, 2), (-1.5, 1.5), (0, 1))
    for level, axis in ((1, 0), (-1, 1)):
        (contour,) = contours(cost, window, [level])
        assert contour.closed == (False, False)
        signs = set()
        for line in contour.lines:
            assert line[:, 0] ** 2 - line[:, 1] ** 2 == pytest.approx(level, rel=1e-12)
            assert len(set(np.sign(line[:, axis]))) == 1
            signs.add(np.sign(line[0, axis]))
            for end in (line[0], line[-1]):
                assert abs(end[0]) == 2 or abs(end[1]) == 1.5
        assert signs == {-1, 1}


def test_near_the_saddle_the_branches_do_not_cross_over():
    # The saddle point stands in the middle of a cell: its corners alternate.
    cost = Plain(lambda a, b: (a - 0.02) * (b - 0.02))
    for level, sides in ((1e-5, {True}), (-1e-5, {False})):
        (contour,) = contours(cost, Window((-1, 1), (-1, 1), (0, 1)), [level], resolution=50)
        assert len(contour.lines) == 2
        for line in contour.lines:
            shifted = line - 0.02
            assert set((shifted[:, 0] > 0) == (shifted[:, 1] > 0)) == sides
            assert len(set(shifted[:, 0] > 0)) == 1


def test_a_circle_cut_by_the_window():
    cost = MeanSquaredError(Dataset([-1, 1], [0, 0]))
    (contour,) = contours(cost, Window((0, 3), (-1, 3), (0, 1)), [2])  # the circle of radius 2
    assert contour.closed == (False,)
    (line,) = contour.lines
    ends = sorted(line[[0, -1]].tolist())
    assert ends[0][0] == 0  # exactly on the edge
    assert ends[0][1] == pytest.approx(2, rel=1e-14)
    assert ends[1][1] == -1
    assert ends[1][0] == pytest.approx(math.sqrt(3), rel=1e-14)
    assert line.min(axis=0).tolist() == [0, -1]


@pytest.mark.parametrize("level", [0.5, 5, 50])
def test_a_curved_valley_that_knows_only_its_bottom(level):
    class Banana(Plain):  # Rosenbrock's function (1960)
        def minimizer(self):
            return np.array([1.0, 1.0])

        def hessian(self, theta):
            return np.array([[802.0, -400], [-400, 200]])

    cost = Banana(lambda a, b: (1 - a) ** 2 + 100 * (b - a * a) ** 2)
    (contour,) = contours(cost, Window((-2.5, 2.5), (-2, 4), (0, 100)), [level])
    for line in contour.lines:
        assert np.abs(cost(line) - level).max() <= 1e-10 * level
    # The level set crosses b = a² where (1 − a)² = level.
    left = 1 - math.sqrt(level)
    if left**2 < 4:
        nearest = min(np.hypot(*(line - (left, left**2)).T).min() for line in contour.lines)
        assert nearest < 0.1
    if level <= 5:
        assert len(contour.lines) == 1


def test_a_kinked_cost():
    cost = Plain(lambda a, b: np.abs(a) + np.abs(b))
    (contour,) = contours(cost, square(1.7), [1])
    (line,) = contour.lines
    assert contour.closed == (True,)
    assert np.abs(line).sum(axis=1) == pytest.approx(1, rel=1e-14)
    assert area(line) == pytest.approx(2, rel=1e-3)


def test_a_jump_keeps_its_place():
    cost = Plain(lambda a, b: np.where(a > 0.123, 1.0, 0.0) + 0 * b)
    (contour,) = contours(cost, square(1), [0.5], resolution=16)
    (line,) = contour.lines
    assert line[:, 0] == pytest.approx(0.123, abs=2 / 16)


def test_where_the_cost_is_not_finite_there_is_no_line():
    def function(a, b):
        return np.where(a < -0.5, np.nan, np.where(b > 1.5, np.inf, a * a + b * b))

    cost = Plain(function)
    (inner, outer) = contours(cost, square(2), [0.09, 1])
    assert inner.closed == (True,)
    assert outer.closed == (False,)
    assert outer.lines[0][:, 0].min() >= -0.5
    assert np.hypot(*outer.lines[0].T) == pytest.approx(1, rel=1e-14)
    nowhere = contours(Plain(lambda a, b: a + b + np.nan), square(1), [0.5])
    assert nowhere[0].lines == ()
    logarithm = Plain(lambda a, b: np.log(a) + b * b)  # warns, were it not kept quiet
    assert contours(logarithm, square(1), [-1])[0].lines


@pytest.mark.parametrize("level", [-1, 0, 1000])
def test_a_level_out_of_range_has_no_lines(level):
    cost = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # from 0 to 9
    (contour,) = contours(cost, square(3), [level])
    assert (contour.level, contour.lines, contour.closed) == (level, (), ())


def test_a_flat_cost_has_no_lines():
    assert contours(Plain(lambda a, b: 0 * a + 2), square(1), [2])[0].lines == ()


def test_a_level_through_nodes_of_the_grid():
    cost = Plain(lambda a, b: a + 0 * b)
    (contour,) = contours(cost, square(1), [0.5], resolution=8)  # a column of nodes
    (line,) = contour.lines
    assert set(line[:, 0]) == {0.5}
    assert sorted(line[[0, -1], 1]) == [-1, 1]


def test_lines_cannot_be_changed():
    (contour,) = contours(MeanSquaredError(Dataset([-1, 1], [0, 0])), square(3), [1], 16)
    with pytest.raises(ValueError, match="read-only"):
        contour.lines[0][0, 0] = 5
    with pytest.raises(dataclasses.FrozenInstanceError):
        contour.level = 2


@pytest.mark.parametrize("levels", [[1, np.nan], [np.inf], 1.0, [[1, 2]], "high", None])
def test_wrong_levels_are_named(levels):
    with pytest.raises(ValueError, match=r"^levels (is|must)"):
        contours(Plain(lambda a, b: a + b), square(1), levels)


def test_other_wrong_values_are_named():
    for resolution in (1, 2.5, True):
        with pytest.raises(ValueError, match=f"resolution is {resolution}"):
            contours(Plain(lambda a, b: a + b), square(1), [1], resolution)
    with pytest.raises(ValueError, match=r"lines has the shape \(1, 2\)"):
        Contour(1, [[(0, 0)]])
    with pytest.raises(ValueError, match="level is nan"):
        Contour(np.nan, ())


@pytest.mark.parametrize(
    ("low", "high", "count", "scale", "expected"),
    [
        (0, 10, 4, "linear", (2, 4, 6, 8)),
        (0, 10, 9, "linear", (1, 2, 3, 4, 5, 6, 7, 8, 9)),
        (0, 1, 4, "linear", (0.2, 0.4, 0.6, 0.8)),
        (-0.31, 0.31, 7, "linear", (-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3)),
        (17.4, 52, 7, "linear", (20, 25, 30, 35, 40, 45, 50)),
        (3e-7, 9.5e-7, 3, "linear", (4e-7, 6e-7, 8e-7)),
        (1, 1e6, 5, "log", (10, 100, 1e3, 1e4, 1e5)),
        (1, 1e3, 8, "log", (2, 5, 10, 20, 50, 100, 200, 500)),
        (1e-9, 1e9, 8, "log", (1e-8, 1e-6, 1e-4, 1e-2, 1, 100, 1e4, 1e6, 1e8)),
        (2.1, 3.9, 5, "log", (2.5, 3, 3.5)),
    ],
)
def test_round_levels_by_hand(low, high, count, scale, expected):
    found = round_levels(low, high, count, scale)
    assert found == expected


def test_round_levels_at_the_ends_of_float64():
    assert round_levels(-1.7e308, 1.7e308, 3) == (-1e308, 0, 1e308)
    assert all(0 < value < 1e-322 for value in round_levels(0, 1e-322, 3))
    assert round_levels(0, 5e-324, 3) == ()
    assert round_levels(1e16, 1e16 + 8, 3) == (1e16 + 2, 1e16 + 4, 1e16 + 6)
    assert round_levels(1e-300, 1e300, 5, "log") == (1e-200, 1e-100, 1, 1e100, 1e200)


@pytest.mark.long
@deterministic
@given(
    st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(1, 30),
    st.sampled_from(["linear", "log"]),
)  # fmt: skip
def test_round_levels_are_inside_rising_and_about_as_many(start, span, count, scale):
    low = abs(start) + 1e-9 if scale == "log" else start
    high = low + span
    if high <= low or span < 1e-6 * abs(low):
        return
    found = round_levels(low, high, count, scale)
    assert all(low < value < high for value in found)
    assert list(found) == sorted(set(found))
    assert count / 2 - 1 <= len(found) <= 2 * count + 1
    for value in found:  # few digits beyond those of the range
        digits = math.log10(max(abs(value), span) / span) + math.log10(count) + 3
        assert float(f"{value:.{max(math.ceil(digits), 1)}g}") == value


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((2, 1, 5), "high is 1.0; it must be above low, 2.0"),
        ((1, 1, 5), "high is 1.0; it must be above low, 1.0"),
        ((0, 1, 5, "log"), "low is 0.0; on a log scale it must be above 0"),
        ((0, np.inf, 5), "high is inf"),
        ((np.nan, 1, 5), "low is nan"),
        ((0, 1, 0), "count is 0"),
        ((0, 1, 5, "cubic"), "scale is 'cubic'"),
    ],
)
def test_wrong_ranges_of_levels_are_named(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        round_levels(*arguments)


@pytest.mark.long
@pytest.mark.parametrize("share", [1e-4, 1e-3, 1e-2])
@pytest.mark.parametrize("make", [MeanAbsoluteError, lambda data: HuberCost(data, 0.01)])
def test_the_valley_of_a_cost_without_curvature_is_whole(make, share):
    data = Dataset.from_csv(ROOT / "tests/data/galton.csv", "parent", "child")
    cost = make(data)
    window = Window.around(cost, descend(cost, (0, 0), SteepestDescent(), 40))
    least = float(cost(cost.minimizer()))
    (contour,) = contours(cost, window, [least + share * (window.height[1] - least)])
    assert len(contour.lines) == 1
