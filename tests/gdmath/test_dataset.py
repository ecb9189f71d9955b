"""Checked columns, CSV files as people write them, and the way to standardised x and back."""

import dataclasses
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import Dataset
from gdmath.dataset import MissingFileError

moderate = st.floats(-100, 100).map(lambda value: round(value, 3))


@pytest.fixture
def write(tmp_path):
    def write_file(content: str | bytes):
        path = tmp_path / "table.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.mark.parametrize("shape", [(3,), (3, 1)])
def test_vectors_and_columns_are_kept_as_read_only_vectors(shape):
    source = np.array([1.0, 2, 4]).reshape(shape)
    data = Dataset(source, [[2], [3], [5]])
    assert (data.x.shape, data.y.shape, data.m) == ((3,), (3,), 3)
    assert data.x.dtype == np.float64
    source[:] = 9
    assert data.x.tolist() == [1, 2, 4]
    with pytest.raises(ValueError, match="read-only"):
        data.x[0] = 5
    with pytest.raises(dataclasses.FrozenInstanceError):
        data.y = data.x


@pytest.mark.parametrize(
    ("x", "y", "says"),
    [
        ([[1, 2], [3, 4]], [1, 2], "x has shape (2, 2); it must be (m,) or (m, 1)"),
        ([[1, 2]], [1, 2], "x has shape (1, 2)"),
        (3, [1, 2], "x has shape ()"),
        ([1, 2], [[[1]], [[2]]], "y has shape (2, 1, 1)"),
        ([1, 2, 3], [1, 2], "x has shape (3,) and y has shape (2,)"),
        ([1], [2], "only 1 observation; a line needs at least 2"),
        ([], [], "only 0 observation"),
        ([5, 5, 5], [1, 2, 3], "x is constant, every value is 5"),
        ([1, np.nan], [1, 2], "x is nan in row 1; every value must be finite"),
        ([1, 2], [-np.inf, 2], "y is -inf in row 0"),
        (["a", "b"], [1, 2], "x must be an array of real numbers"),
        ([1j, 2], [1, 2], "x must be an array of real numbers"),
        ([[1], [2, 3]], [1, 2], "x must be an array of real numbers"),
    ],
)
def test_what_cannot_be_regressed_is_refused(x, y, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        Dataset(x, y)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_delimiter_is_found(write, delimiter, mark, line_end):
    rows = [["id", "size (m)", "größe"], ["a", "1.5", "-2e1"], ["b", "2", "7"], ["", "", ""]]
    text = line_end.join(delimiter.join(row) for row in rows)
    data = Dataset.from_csv(write(mark + text.encode()), x="size (m)", y="größe")
    assert data.x.tolist() == [1.5, 2]
    assert data.y.tolist() == [-20, 7]
    assert (data.x_name, data.y_name) == ("size (m)", "größe")


def test_quoted_fields_and_spaces(write):
    path = write('"a, first", b ,note\n"1", 2,"x, y"\n3,"4",z\n')
    data = Dataset.from_csv(path, x="a, first", y="b")
    assert data.x.tolist() == [1, 3]
    assert data.y.tolist() == [2, 4]


def test_decimal_commas_in_a_file_of_semicolons(write):
    data = Dataset.from_csv(write("a;b\n1,5;-2,25\n3;4.5\n"), x="a", y="b")
    assert data.x.tolist() == [1.5, 3]
    assert data.y.tolist() == [-2.25, 4.5]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a,b\n1,2\n3,4\n", "there is no column 'x'; there are a, b"),
        ("", "the file is empty"),
        ("x,y,x\n1,2,3\n4,5,6\n", "the column 'x' stands in the header more than once"),
        ("x,y\n1,2\n\n3,oops\n", "line 4, column 'y' is 'oops'; it must be a number"),
        ("x,y\n1,\n2,3\n", "line 2, column 'y' is empty; it must be a number"),
        ("x,y\n1\n2,3\n", "line 2, column 'y' is empty"),
        ("x,y\n1,2\nnan,3\n", "line 3, column 'x' is nan; it must be a finite number"),
        ("x,y\n1,2\n3,-inf\n", "line 3, column 'y' is -inf"),
        ("x,y\n1,2\n", "only 1 observation"),
        ("x,y\n1,2\n1,3\n", "x is constant, every value is 1"),
        (b"x,y\n1,\xff\n", "cannot be read as UTF-8"),
    ],
)
def test_a_faulty_file_is_named_with_place_and_value(write, content, says):
    path = write(content)
    with pytest.raises(ValueError, match=re.escape(says)) as caught:
        Dataset.from_csv(path, x="x", y="y")
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_both_kinds_of_error(tmp_path):
    path = tmp_path / "gone.csv"
    for kind in (ValueError, FileNotFoundError, MissingFileError):
        with pytest.raises(kind, match=re.escape(f"{path}: there is no such file")):
            Dataset.from_csv(path, x="x", y="y")


def test_synthetic_data_are_the_questions_and_repeat():
    data = Dataset.synthetic()
    assert data.m == 100
    assert 0 <= data.x.min() < data.x.max() <= 2
    noise = data.y - (4 + 3 * data.x)
    assert abs(noise.mean()) < 0.4
    assert 0.8 < noise.std() < 1.2
    assert (data.y == Dataset.synthetic().y).all()
    assert (data.y != Dataset.synthetic(seed=1).y).any()


def test_synthetic_data_follow_their_arguments():
    data = Dataset.synthetic(n=5, intercept=-1, slope=0.5, noise=0, x_range=(10, 12), seed=3)
    assert data.y == pytest.approx(-1 + 0.5 * data.x)
    assert (data.m, data.x.min() >= 10, data.x.max() <= 12) == (5, True, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"n": 1}, "n is 1"),
        ({"n": 2.5}, "n is 2.5"),
        ({"noise": -1}, "noise is -1"),
        ({"x_range": (2, 0)}, "x_range is (2, 0)"),
        ({"x_range": (0, 1, 2)}, "x_range is (0, 1, 2)"),
        ({"slope": np.inf}, "slope is inf"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_synthetic_arguments_out_of_range_are_named(arguments, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        Dataset.synthetic(**arguments)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.lists(moderate, min_size=2, max_size=20).filter(lambda x: np.ptp(x) > 0.1),
    moderate,
    moderate,
)
def test_standardizing_and_the_way_back(x, intercept, slope):
    raw = Dataset(x, np.zeros(len(x)))
    data = raw.standardized()
    assert data.x.mean() == pytest.approx(0, abs=1e-9)
    assert data.x.std() == pytest.approx(1)
    assert (data.y == raw.y).all()
    assert (data.is_standardized, raw.is_standardized) == (True, False)
    theta = data.standardized_theta((intercept, slope))
    np.testing.assert_allclose(
        theta[0] + theta[1] * data.x, intercept + slope * raw.x, rtol=1e-9, atol=1e-6
    )
    np.testing.assert_allclose(data.raw_theta(theta), (intercept, slope), rtol=1e-9, atol=1e-6)


def test_standardizing_twice_still_leads_back_to_the_raw_data():
    raw = Dataset([1, 2, 6], [0, 1, 5])
    twice = raw.standardized().standardized()
    np.testing.assert_allclose(
        twice.raw_theta([[0, 1], [2, 3]]), raw.standardized().raw_theta([[0, 1], [2, 3]])
    )
    assert twice.raw_theta(np.zeros((4, 5, 2))).shape == (4, 5, 2)


def test_raw_data_are_their_own_raw_data():
    data = Dataset([1, 2], [3, 5])
    np.testing.assert_array_equal(data.raw_theta((3, 4)), (3, 4))
    with pytest.raises(ValueError, match=re.escape("theta has shape (3,)")):
        data.raw_theta((1, 2, 3))
