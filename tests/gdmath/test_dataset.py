"""Data: checked columns, seeded draws, the standardized view and the way back."""

import dataclasses
import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import Dataset

ROOT = Path(__file__).parents[2]
moderate = st.floats(-100, 100).map(lambda value: round(value, 3))


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([1, 2, 3], (2, 4, 5)),
        (np.array([[1], [2], [3]]), [[2], [4], [5]]),
        (np.array([1, 2, 3], dtype=np.int16), np.array([2, 4, 5], dtype=np.float32)),
        (range(1, 4), np.array([2, 0, 4, 0, 5])[::2]),
    ],
)
def test_vectors_and_columns_become_float64_vectors(x, y):
    data = Dataset(x, y)
    assert (data.x.dtype, data.y.dtype) == (np.float64, np.float64)
    assert data.x.tolist() == [1, 2, 3]
    assert data.y.tolist() == [2, 4, 5]
    assert data.m == 3


def test_two_points_are_enough():
    assert Dataset([0, 1], [5, 5]).m == 2


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([[1, 2, 3]], [1, 2, 3], "x has shape (1, 3); it must be (m,) or (m, 1)"),
        ([1, 2], [[1, 2], [3, 4]], "y has shape (2, 2); it must be (m,) or (m, 1)"),
        ([[[1]], [[2]]], [1, 2], "x has shape (2, 1, 1); it must be (m,) or (m, 1)"),
        (5, [1, 2], "x has shape (); it must be (m,) or (m, 1)"),
        ([1, 2, 3], [1, 2], "x has shape (3,) and y has shape (2,); they must have the same"),
        ([1, math.nan, 3], [1, 2, 3], "x is nan in row 1; every value must be finite"),
        ([1, 2, 3], [1, 2, math.inf], "y is inf in row 2; every value must be finite"),
        ([[-math.inf], [math.nan]], [1, 2], "x is -inf in row 0; every value must be finite"),
        ([7, 7, 7], [1, 2, 3], "x is constant, every value is 7; a line needs two different"),
        ([1], [2], "the number of observations is 1; a line needs at least 2"),
        ([1, "two"], [1, 2], "x must be an array of real numbers, not [1, 'two']"),
        ([1, 2], [1j, 2], "y must be an array of real numbers"),
        ([[1], [2, 3]], [1, 2], "x must be an array of real numbers"),
    ],
)
def test_bad_columns_are_refused_by_name(x, y, message):
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        Dataset(x, y)


def test_no_observations_are_refused():
    with pytest.raises(ValueError, match="a line needs at least 2"):
        Dataset([], [])


@pytest.mark.parametrize("scale", [0, -1, math.nan, "wide"])
def test_a_scale_out_of_range_is_named(scale):
    message = re.escape(f"x_scale is {scale!r}; it must be a positive finite number")
    with pytest.raises(ValueError, match=message):
        Dataset([1, 2], [1, 2], x_scale=scale)
    with pytest.raises(ValueError, match="x_center is inf; it must be a finite number"):
        Dataset([1, 2], [1, 2], x_center=math.inf)


def test_the_data_cannot_be_changed():
    x, y = np.array([1.0, 2, 3]), np.array([[2.0], [4], [5]])
    data = Dataset(x, y)
    x[0] = y[0] = 99
    assert data.x.tolist() == [1, 2, 3]
    assert data.y.tolist() == [2, 4, 5]
    for array in (data.x, data.y):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        data.x = x


def test_a_sample_keeps_the_order_and_the_repetitions_that_were_asked_for():
    part = Dataset([1, 2, 3], [2, 4, 5]).sample([2, 0, 2])
    assert (part.x.tolist(), part.y.tolist(), part.m) == ([3, 1, 3], [5, 2, 5], 3)


def test_its_text_tells_size_and_names():
    data = Dataset(range(1000), range(1000), x_name="speed", y_name="dist")
    assert repr(data) == "Dataset(m=1000, x='speed', y='dist')"


def test_synthetic_defaults_are_a_hundred_points_about_4_plus_3_x():
    data = Dataset.synthetic()
    assert data.m == 100
    assert 0 <= data.x.min() < 0.1
    assert 1.9 < data.x.max() <= 2
    noise = data.y - (4 + 3 * data.x)
    assert abs(noise.mean()) < 0.4  # four standard errors
    assert 0.7 < noise.std() < 1.3
    assert abs(np.corrcoef(data.x, noise)[0, 1]) < 0.4


def test_synthetic_is_the_same_for_the_same_seed_alone():
    first, again, other = (Dataset.synthetic(seed=seed) for seed in (7, 7, 8))
    assert first.x.tobytes() == again.x.tobytes()
    assert first.y.tobytes() == again.y.tobytes()
    assert first.x.tobytes() != other.x.tobytes()


def test_synthetic_follows_its_arguments():
    data = Dataset.synthetic(n=5000, intercept=-2, slope=0.5, noise=3, x_range=(10, 30), seed=1)
    assert data.m == 5000
    assert 10 <= data.x.min() < 10.1
    assert 29.9 < data.x.max() <= 30
    assert (data.y - (0.5 * data.x - 2)).std() == pytest.approx(3, rel=0.05)
    exact = Dataset.synthetic(n=10, intercept=1, slope=2, noise=0)
    assert exact.y == pytest.approx(1 + 2 * exact.x)


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ({"n": 1}, "n is 1; it must be a whole number, at least 2"),
        ({"n": 10.0}, "n is 10.0; it must be a whole number"),
        ({"intercept": math.nan}, "intercept is nan; it must be a finite number"),
        ({"slope": "steep"}, "slope is 'steep'; it must be a finite number"),
        ({"noise": -1}, "noise is -1; it must be a finite number, 0 or more"),
        ({"x_range": (2, 0)}, "x_range is (2, 0); it must be two finite numbers, rising"),
        ({"x_range": (1, 1)}, "x_range is (1, 1); it must be two finite numbers, rising"),
        ({"x_range": (0, 1, 2)}, "x_range is (0, 1, 2); it must be two finite numbers"),
        ({"x_range": (0, math.inf)}, "x_range is (0, inf); it must be two finite numbers"),
        ({"seed": -1}, "seed is -1; it must be a whole number, at least 0"),
    ],
)
def test_synthetic_names_an_argument_out_of_range(argument, message):
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        Dataset.synthetic(**argument)


def test_standardized_by_hand():
    data = Dataset([1, 2, 3, 6], [2, 4, 5, 9], x_name="a", y_name="b")  # mean 3, variance 14/4
    view = data.standardized()
    assert view.x == pytest.approx(np.array([-2, -1, 0, 3]) / math.sqrt(3.5))
    assert view.y.tolist() == [2, 4, 5, 9]
    assert (view.x_name, view.y_name) == ("a", "b")
    assert (view.x_center, view.x_scale) == pytest.approx((3, math.sqrt(3.5)))
    assert view.is_standardized
    assert not data.is_standardized


def test_a_scaled_predictor_is_standardized_on_top_of_its_own_scale():
    view = Dataset([1, 3], [0, 1], x_center=10, x_scale=4).standardized()  # raw x are 14 and 22
    assert (view.x_center, view.x_scale) == (18, 4)
    assert view.raw_theta((1, 4)).tolist() == [-17, 1]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.lists(moderate, min_size=2, max_size=20).filter(lambda xs: np.ptp(xs) > 0.5),
    st.tuples(moderate, moderate),
    st.booleans(),
)
def test_the_way_back_gives_the_same_line(xs, theta, twice):
    raw = Dataset(xs, xs)
    view = raw.standardized().standardized() if twice else raw.standardized()
    assert view.x.mean() == pytest.approx(0, abs=1e-9)
    assert view.x.std() == pytest.approx(1)
    back = view.raw_theta(theta)
    size = 1 + np.abs(theta).max()
    line = theta[0] + theta[1] * view.x
    assert back[0] + back[1] * raw.x == pytest.approx(line, rel=1e-9, abs=1e-9 * size)
    assert view.standardized_theta(back) == pytest.approx(theta, rel=1e-9, abs=1e-9 * size)


def test_the_fit_of_the_standardized_data_leads_back_to_the_raw_fit():
    raw = Dataset.from_csv(ROOT / "tests/data/galton.csv", "parent", "child")
    view = raw.standardized()
    design = np.column_stack([np.ones(view.m), view.x])
    fit, *_ = np.linalg.lstsq(design, view.y, rcond=None)
    assert view.raw_theta(fit) == pytest.approx([23.94153018, 0.64629058], rel=1e-8)


def test_parameters_lead_back_over_leading_axes():
    view = Dataset([0, 10], [0, 1]).standardized()  # centre 5, scale 5
    thetas = np.array([[[5, 5], [0, 10]], [[1, 0], [-2, -5]]])
    raw = [[[0, 1], [-10, 2]], [[1, 0], [3, -1]]]
    assert view.raw_theta(thetas) == pytest.approx(np.array(raw))
    assert view.standardized_theta(raw) == pytest.approx(thetas)


@pytest.mark.parametrize("name", ["theta", "raw_theta"])
def test_parameters_of_a_wrong_shape_are_named(name):
    data = Dataset([1, 2], [3, 4])
    function = {"theta": data.raw_theta, "raw_theta": data.standardized_theta}[name]
    message = re.escape(f"{name} has shape (3,); it must have shape (..., 2)")
    with pytest.raises(ValueError, match=f"^{message}"):
        function((1, 2, 3))


@pytest.mark.parametrize("size", [1e-200, 1e200, 1e308])
def test_a_standard_deviation_beyond_float64_is_refused(size):
    data = Dataset([-size, 0.5 * size, size], [1, 2, 3])
    with pytest.raises(ValueError, match=r"^x has the standard deviation (0|inf), beyond float64"):
        data.standardized()


@pytest.mark.parametrize("center", [1e12, -1e12, 3e14, 1e15])
@pytest.mark.parametrize("spread", [1.0, 7.0])
def test_data_are_standardized_wherever_they_lie(center, spread):
    t = spread * np.array([0.0, 1, 1, 2, 4, 7])
    data = Dataset(center + t, t)
    assert (data.x - center).tolist() == t.tolist()
    view = data.standardized()
    assert view.x.mean() == pytest.approx(0, abs=1e-14)
    assert view.x.std() == pytest.approx(1, rel=1e-14)
    assert view.x == pytest.approx((t - t.mean()) / t.std(), rel=1e-12, abs=1e-12)
    assert view.x_scale == pytest.approx(t.std(), rel=1e-12)
    assert view.x_center == pytest.approx(center + t.mean(), rel=1e-15)


def test_the_deviation_of_data_at_a_billion_billion():
    t = np.array([0.0, 1, 2, 3, 4, 5, 6, 8])
    view = Dataset(1e12 + t, t).standardized()
    assert view.x_scale == pytest.approx(t.std())  # 2.5


def test_a_row_is_refused_with_the_way_out():
    with pytest.raises(
        ValueError, match=r"x has shape \(1, 3\); .*; x\.ravel\(\) has the shape \(3,\)"
    ):
        Dataset([[1, 2, 3]], [1, 2, 3])
