"""Arguments are refused with their name, their value and what is allowed."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest

from gdmath import checks


@pytest.mark.parametrize("value", [3, 2.5, np.float64(0.5), np.int64(4), Fraction(1, 4)])
def test_real_accepts_every_kind_of_real_number(value):
    result = checks.real(value, "rate", "positive", above=0)
    assert type(result) is float
    assert result == float(value)


@pytest.mark.parametrize(
    "value", [0, -1.5, math.nan, math.inf, -math.inf, True, "3", None, 1j, [1.0], np.array([1.0])]
)
def test_real_names_the_argument_the_value_and_what_is_allowed(value):
    message = re.escape(f"rate is {value!r}; it must be a positive number")
    with pytest.raises(ValueError, match=f"^{message}$"):
        checks.real(value, "rate", "a positive number", above=0)


def test_real_without_a_lower_end_accepts_zero_and_below():
    assert checks.real(0, "value", "finite") == 0.0
    assert checks.real(-1e300, "value", "finite") == -1e300


def test_the_lower_end_itself_is_refused():
    with pytest.raises(ValueError, match="x is 2"):
        checks.real(2, "x", "more than 2", above=2)
    assert checks.real(math.nextafter(2, 3), "x", "more than 2", above=2) > 2


@pytest.mark.parametrize(
    ("ends", "low_is_in", "high_is_in"),
    [("[]", True, True), ("[)", True, False), ("(]", False, True), ("()", False, False)],
)
def test_between_says_which_ends_belong_to_the_interval(ends, low_is_in, high_is_in):
    message = re.escape(f"; it must be a finite number in {ends[0]}0, 2{ends[1]}")
    for value, allowed in ((0, low_is_in), (2, high_is_in), (1, True), (-1, False), (3, False)):
        if allowed:
            assert checks.between(value, "decay", 0, 2, ends=ends) == value
        else:
            with pytest.raises(ValueError, match=f"^decay is {value}{message}$"):
                checks.between(value, "decay", 0, 2, ends=ends)


@pytest.mark.parametrize("value", [True, np.True_])
def test_a_flag_may_be_numpys(value):
    assert checks.flag(value, "half") is True


@pytest.mark.parametrize("value", [2, 7, np.int64(2), np.uint8(200)])
def test_integer_accepts_whole_numbers_from_the_least_on(value):
    result = checks.integer(value, "n", least=2)
    assert type(result) is int
    assert result == value


@pytest.mark.parametrize("value", [1, -3, 2.0, 2.5, "2", True, None, math.nan])
def test_integer_names_the_argument_the_value_and_the_least(value):
    message = re.escape(f"n is {value!r}; it must be a whole number, at least 2")
    with pytest.raises(ValueError, match=f"^{message}$"):
        checks.integer(value, "n", least=2)


@pytest.mark.parametrize(
    "values",
    [[1, 2], (1.5, 2.5), np.array([1, 2], dtype=np.int8), np.array([1, 2], dtype=np.float32)],
)
def test_numeric_gives_float64_of_the_same_values(values):
    array = checks.numeric(values, "x")
    assert array.dtype == np.float64
    assert array.tolist() == [float(value) for value in values]


@pytest.mark.parametrize(
    "values", [["a", "b"], [1j, 2], [[1], [2, 3]], [object()], {"a": 1}, [1, [2, 3]]]
)
def test_numeric_names_what_is_not_a_real_number(values):
    with pytest.raises(ValueError, match=r"^speeds must be an array of real numbers, not "):
        checks.numeric(values, "speeds")


def test_a_long_value_is_cut_short_in_the_message():
    with pytest.raises(ValueError, match="speeds must be an array") as caught:
        checks.numeric(["word"] * 10_000, "speeds")
    assert len(str(caught.value)) < 150
    assert "'word', 'word'" in str(caught.value)


@pytest.mark.parametrize("shape", [(2,), (5, 2), (3, 4, 2), (0, 2), (2, 2, 2, 2)])
def test_parameters_keep_every_leading_axis(shape):
    theta = np.arange(np.prod(shape), dtype=float).reshape(shape)
    np.testing.assert_array_equal(checks.parameters(theta), theta)


@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 1), (2, 3), (2, 0)])
def test_parameters_name_the_shape_given_and_the_shape_wanted(shape):
    message = re.escape(f"theta has shape {shape}; it must have shape (..., 2)")
    with pytest.raises(ValueError, match=f"^{message}"):
        checks.parameters(np.zeros(shape))


@pytest.mark.parametrize("shape", [(1, 2), (2, 2), (0, 2)])
def test_single_parameters_refuse_more_than_one_point(shape):
    message = re.escape(f"start has shape {shape}; it must have shape (2,)")
    with pytest.raises(ValueError, match=f"^{message}$"):
        checks.single_parameters(np.zeros(shape), "start")


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_single_parameters_refuse_what_is_not_finite(bad):
    message = re.escape(f"start is [1.0, {bad}]; both values must be finite")
    with pytest.raises(ValueError, match=f"^{message}$"):
        checks.single_parameters([1, bad], "start")


def test_single_parameters_are_a_read_only_copy():
    source = np.array([1.0, 2.0])
    point = checks.single_parameters(source)
    source[0] = 99
    assert point.tolist() == [1, 2]
    with pytest.raises(ValueError, match="read-only"):
        point[0] = 5


def test_read_only_copies_strided_views_in_c_order():
    source = np.arange(12.0).reshape(3, 4)[:, ::2].T
    result = checks.read_only(source)
    assert result.flags.c_contiguous
    assert not result.flags.writeable
    assert not np.shares_memory(result, source)
    np.testing.assert_array_equal(result, [[0, 4, 8], [2, 6, 10]])


@pytest.mark.parametrize("check", [checks.parameters, checks.single_parameters])
def test_a_column_of_two_is_refused_with_the_way_out(check):
    with pytest.raises(
        ValueError, match=r"^theta has shape \(2, 1\); .*; theta\.ravel\(\) has the"
    ):
        check([[1], [2]])
    with pytest.raises(ValueError, match=r"^theta has shape \(3, 1\); [^;]*$"):
        check([[1], [2], [3]])
