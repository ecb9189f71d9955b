"""CSV files: what is read, and what every refusal names."""

import re
from pathlib import Path

import pytest

from gdmath import Dataset

ROOT = Path(__file__).parents[2]


@pytest.fixture
def read(tmp_path):
    """Read columns a and b (or others) of a file with the given text or bytes."""

    def reader(content, x="a", y="b"):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Dataset.from_csv(path, x=x, y=y)

    return reader


def refused(path, message):
    """Expect a ValueError whose text is the path and then the message."""
    return pytest.raises(ValueError, match="^" + re.escape(f"{path}: {message}"))


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1.5,2\n-3e0,4\n",
        "a;b\n1.5;2\n-3;4\n",
        "a\tb\n1.5\t2\n-3\t4\n",
        "a;b\n1,5;2\n-3,0;4\n",
        "a\tb\n1,5\t2\n-3,0\t4,0\n",
        "\ufeffa,b\n1.5,2\n-3,4\n",
        '\ufeff"a";"b"\n1,5;2\n-3;4\n',
        '"a","b"\n"1.5","2"\n"-3","4"\n',
        "b,unit,a\n2,m,1.5\n4,m,-3\n",
        'note,a,b\n"one, two; ""three""",1.5,2\n"over\ntwo lines",-3,4\n',
        'note;a;b\n"1,2,3";1,5;2\nx,y;-3;4\n',
        " a , b \n 1.5 , 2 \n-3,4\n",
        "a,b\r\n1.5,2\r\n-3,4\r\n",
        "a,b\n1.5,2\n\n-3,4",
        "a;b\n1.5;2\n;\n-3;4\n\n",
    ],
)
def test_delimiters_marks_quotes_and_blank_lines(read, content):
    data = read(content)
    assert data.x.tolist() == [1.5, -3]
    assert data.y.tolist() == [2, 4]
    assert (data.x_name, data.y_name) == ("a", "b")


def test_the_delimiter_is_the_one_that_finds_the_columns(read):
    data = read('"a, in m";b\n1;2\n3;4\n', x="a, in m")
    assert data.x.tolist() == [1, 3]
    assert read("größe,b\n1,2\n3,4\n", x="größe").x_name == "größe"


@pytest.mark.parametrize(
    ("path", "x", "y", "m", "first"),
    [
        ("scenes/examples/faithful.csv", "eruptions", "waiting", 272, (3.6, 79)),
        ("tests/data/cars.csv", "speed", "dist", 50, (4, 2)),
        ("tests/data/galton.csv", "parent", "child", 928, (70.5, 61.7)),
    ],
)
def test_real_files(path, x, y, m, first):
    data = Dataset.from_csv(ROOT / path, x=x, y=y)
    assert data.m == m
    assert (data.x[0], data.y[0]) == first


@pytest.mark.parametrize("as_type", [str, Path])
def test_paths_and_strings(tmp_path, as_type):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    assert Dataset.from_csv(as_type(tmp_path / "t.csv"), "a", "b").m == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty; it must begin with a header row"),
        ("\n \n\n", "the file is empty; it must begin with a header row"),
        ("a,c,d\n1,2,3\n", "there is no column 'b'; there are a, c, d"),
        ("a;c;d\n1;2;3\n", "there is no column 'b'; there are a, c, d"),
        ("A,B\n1,2\n", "there is no column 'a'; there are A, B"),
        ("a,b,a\n1,2,3\n", "the column 'a' stands in the header more than once"),
        ("a,b\n1,2\n3,four\n", "line 3, column 'b' is 'four'; it must be a number"),
        ("a,b\n1,2\n1 000,4\n", "line 3, column 'a' is '1 000'; it must be a number"),
        ('a,b\n"1,5",2\n3,4\n', "line 2, column 'a' is '1,5'; it must be a number; decimal ="),
        ("a,b\n1,2\n3,\n", "line 3, column 'b' is empty; it must be a number"),
        ("a,b\n1,2\n3\n", "line 3, column 'b' is empty; it must be a number"),
        ("a,b\n1,nan\n3,4\n", "line 2, column 'b' is 'nan'; it must be a number; missing ="),
        ("a,b\n1,2\n-inf,4\n", "line 3, column 'a' is -inf; it must be a finite number"),
        ("a,b\n1e999,2\n3,4\n", "line 2, column 'a' is 1e999; it must be a finite number"),
        ("a,b\n\n1,2\n\n\n3,?\n", "line 6, column 'b' is '?'; it must be a number"),
        ('n,a,b\n"u\nv",1,2\nw,3,?\n', "line 4, column 'b' is '?'; it must be a number"),
        ("a,b\n7,2\n7,4\n", "x is constant, every value is 7"),
        ("a,b\n1,2\n", "the number of observations is 1; a line needs at least 2"),
        ("a,b\n", "the number of observations is 0"),
    ],
)
def test_a_bad_file_is_refused_by_file_line_column_and_value(read, tmp_path, content, message):
    with refused(tmp_path / "table.csv", message):
        read(content)


def test_data_that_make_no_line_name_the_columns(read):
    with pytest.raises(ValueError, match=re.escape("(x is column 'v', y is 'w')")):
        read("v,w\n7,2\n7,4\n", "v", "w")


def test_a_missing_file_is_both_kinds_of_error(tmp_path):
    path = tmp_path / "nowhere.csv"
    with refused(path, "there is no such file"):
        Dataset.from_csv(path, "a", "b")
    with pytest.raises(FileNotFoundError):
        Dataset.from_csv(path, "a", "b")


def test_a_name_of_two_lines_is_shown_on_one(tmp_path):
    with refused(tmp_path / "a b.csv", "there is no such file"):
        Dataset.from_csv(tmp_path / "a\nb.csv", "a", "b")


def test_a_folder_is_refused_by_name(tmp_path):
    with pytest.raises(ValueError, match="^" + re.escape(f"{tmp_path}: is a folder")):
        Dataset.from_csv(tmp_path, "a", "b")


def test_a_quote_that_never_ends_is_refused(read, tmp_path):
    with refused(tmp_path / "table.csv", "line 3 begins a row that is not CSV (unexpected end"):
        read('a,b,c\n1,2,x\n3,4,"y\n5,6,z\n7,8,w\n')


def test_a_row_with_more_fields_than_the_header_is_refused(read, tmp_path):
    with refused(tmp_path / "table.csv", "line 2"):
        read("a,b\n1,5,2\n3,6,4\n")


def test_an_endless_field_is_refused_where_it_is_asked_for_alone(read, tmp_path):
    with refused(tmp_path / "table.csv", "line 3, column 'b' is 999") as error:
        read("a,b\n1,2\n3," + "9" * 200_000 + "\n")
    assert len(str(error.value)) < 400
    assert read("a,shape,b\n1,x,2\n3," + "9 " * 100_000 + ",4\n").y.tolist() == [2, 4]
