"""Tables as people have them: encodings, marks in numbers, empty cells, and files that are none."""

import gzip
import json
import os
import re
import time
import warnings
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import Dataset
from gdmath.csv_format import CsvError, CsvFormat, CsvWarning
from gdmath.csv_numbers import NumberFormat, decimal_mark
from gdmath.text_file import file_name

SHARED_ROWS = [(1.0, 2.0), (2.0, 4.0), (3.0, 7.0)]


@pytest.fixture
def read(tmp_path):
    """Read columns a and b, or others, of a file with the given text or bytes."""

    def reader(content, x="a", y="b", **written):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Dataset.from_csv(path, x=x, y=y, **written)

    return reader


def rows(data):
    return list(zip(data.x.tolist(), data.y.tolist(), strict=True))


TEXT = "a\tb\n1\t2\n2\t4\n3\t7"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
@pytest.mark.filterwarnings("ignore::gdmath.csv_format.CsvWarning")
def test_encodings_of_unicode_are_found(read, encoding):
    assert rows(read(TEXT.encode(encoding))) == SHARED_ROWS


@pytest.mark.parametrize("name", ["Größe", "Länge", "Año", "prix €"])
def test_windows_1252_is_read_and_said(read, name):
    content = f"{name};n\n4,2;7\n7;22\n9;11".encode("cp1252")
    with pytest.warns(CsvWarning, match=r"table\.csv is not UTF-8; it was read as Windows-1252"):
        data = read(content, name, "n")
    assert rows(data) == [(4.2, 7.0), (7.0, 22.0), (9.0, 11.0)]


def test_an_encoding_that_is_given_is_obeyed_without_a_word(read):
    content = "Größe,b\n1,2\n2,4\n3,7".encode("cp1252")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert rows(read(content, "Größe", encoding="cp1252")) == SHARED_ROWS
        russian = "вес,рост\n1,2\n2,4\n3,7"
        assert rows(read(russian.encode("cp1251"), "вес", "рост", encoding="cp1251")) == SHARED_ROWS
    with pytest.raises(ValueError, match="cannot be read as ascii text"):
        read(content, "Größe", encoding="ascii")


@pytest.mark.parametrize(
    "content",
    [
        "sep=;\na;b\n1;2\n2;4\n3;7",
        "SEP=,\na,b\n1,2\n2,4\n3,7",
        "sep=\t\na\tb\n1\t2\n2\t4\n3\t7",
        "a|b\n1|2\n2|4\n3|7",
        "# made 1930\na,b\n1,2\n2,4\n3,7",
        "# made 1930, by hand\n#\n\n# in mph, ft\na,b\n1,2\n2,4\n3,7",
        "# a b\n# a,b\n1,2\n2,4\n3,7",
        "#a;b\n1;2\n2;4\n3;7",
        "#\ta\tb\tnote\n7\t1\t2\t\n8\t2\t4\t\n9\t3\t7\t\n",
        "# \ta\tb\n7\t1\t2\n8\t2\t4\n9\t3\t7\n",
        "##;a;b\n7;1;2\n8;2;4\n9;3;7\n",
        '"a", "b"\n1, 2\n"2", "4"\n3, 7',
        "a,b\r1,2\r2,4\r3,7\r",
        '"sep=;"\na;b\n1;2\n2;4\n3;7',
        "a,b\n1,2\n2,4\n3,7\n\x1a",
        "a,b\r\n1,2\r\n2,4\r\n3,7\x1a\r\n",
    ],
)
def test_what_stands_above_the_header_is_passed_over(read, content):
    assert rows(read(content)) == SHARED_ROWS


def test_a_delimiter_that_is_given_is_obeyed(read):
    assert rows(read("a b\n1 2\n2 4\n3 7", delimiter=" ")) == SHARED_ROWS
    assert rows(read("  a    b\n  1    2\n  2  4\n 3 7", delimiter=" ")) == SHARED_ROWS
    assert rows(read("a:b\n1:2\n2:4\n3:7", delimiter=":")) == SHARED_ROWS
    assert rows(read('a b c \n1 2 ""\n2 4 x  \n3 7 y\n', delimiter=" ")) == SHARED_ROWS


@pytest.mark.parametrize("row", ["5  6", " 5 6", "5 6 ", "5"])
def test_between_spaces_a_row_with_an_empty_cell_is_refused(read, row):
    with pytest.raises(ValueError, match=r"line 3 has [12] fields; the header has 3"):
        read(f"a b c\n1 2 3\n{row}\n", delimiter=" ")


@pytest.mark.parametrize(("mark", "given"), [(" ", None), (":", None), (",", ";"), ("\t", " ")])
def test_the_delimiter_that_finds_the_columns_is_named(read, mark, given):
    content = "a,b\n1,2\n2,4\n3,7".replace(",", mark)
    says = f"no column 'a'.*; delimiter = \"{json.dumps(mark)[1:-1]}\" finds both columns"
    with pytest.raises(CsvError, match=re.escape(says).replace(r"\.\*", ".*")):
        read(content, delimiter=given)
    assert rows(read(content, delimiter=mark)) == SHARED_ROWS


def test_lines_that_begin_with_a_hash_are_left_out_and_said(read):
    content = "a,b\n1,2\n# wet, cold, dark\n2,4\n#9,9\n3,7\n"
    with pytest.warns(CsvWarning, match="2 rows of 5 left out, beginning with #"):
        assert rows(read(content)) == SHARED_ROWS
    assert rows(read("n,a,b\n#1,1,2\n#2,2,4\n#3,3,7\n")) == SHARED_ROWS  # their numbers
    with pytest.raises(CsvError, match=r"line 3, column 'a' is '#N/A'; .*missing = "):
        read("a,b\n1,2\n#N/A,4\n3,7\n")


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("cp1251", "вес,рост\n1,2\n2,4\n3,7"),
        ("shift_jis", "速度,距離\n1,2\n2,4\n3,7"),
        ("gb18030", "重量,高度\n1,2\n2,4\n3,7"),
        ("mac-roman", "Größe,Länge\n1,2\n2,4\n3,7"),
    ],
)
def test_the_encoding_that_finds_the_columns_is_named(read, encoding, content):
    x, y = content.split("\n")[0].split(",")
    with pytest.raises(CsvError, match=f'; encoding = "{encoding}" finds both columns'):
        read(content.encode(encoding), x, y)
    assert rows(read(content.encode(encoding), x, y, encoding=encoding)) == SHARED_ROWS


def test_an_encoding_that_was_guessed_is_named_where_a_column_is_not_found(read):
    with pytest.raises(CsvError, match=r"no column 'Breite'.*; encoding = \"cp1252\" was guessed"):
        read("Größe,Länge\n1,2\n2,4".encode("cp1252"), "Größe", "Breite")
    with pytest.raises(CsvError, match='encoding = "utf-8" finds both columns'):
        read("Größe,Länge\n1,2\n2,4", "Größe", "Länge", encoding="cp1252")


def test_the_lines_of_errors_are_those_of_the_file(read):
    with pytest.raises(ValueError, match=r"line 5, column 'b' is 'z'"):
        read("sep=;\n# old\n\na;b\n1;z\n2;3")


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "right"),
    [
        ("a;b\n1.200;200,5\n1.300;230,5\n1.400;260,5", [1200, 1300, 1400]),
        ("a;b\n1.200.000;1\n2.400.000;2", [1_200_000, 2_400_000]),
        ("a;b\n1.200,5;2\n3;4", [1200.5, 3]),
        ("a;b\n1,200.5;2\n3;4", [1200.5, 3]),
        ("a;b\n1,200;2.5\n1,300;3.5", [1200, 1300]),
        ("a;b\n1,200;2,5\n1,300;3,5", [1.2, 1.3]),
        ("a;b\n1.200;2.5\n1.300;3.5", [1.2, 1.3]),
        ("a;b\n0.200;2\n1.300;3", [0.2, 1.3]),
        ("a;b\n1234.200;2\n1.300;3", [1234.2, 1.3]),
        ("a\tb\n1.205\t20\n0.998\t30", [1.205, 0.998]),
        ("a,b\n1.205,20\n1.164,30", [1.205, 1.164]),
        ("a;b\n-1,5e3;1\n+,5;2\n5,;3", [-1500, 0.5, 5]),
    ],
)
def test_the_decimal_mark_is_one_for_the_whole_file(read, content, right):
    np.testing.assert_allclose(read(content).x, right, rtol=1e-15)


@pytest.mark.parametrize(
    "content",
    [
        "a;b\n1.200;2\n1.300;3\n",
        "a;b\n1,200;2\n1,300;3\n",
        "a\tb\n1,200\t2\n1,300\t3\n",
        "a\tb\n950\t2\n1.200\t3\n",
        "a|b\n1.200|2\n1.300|3\n",
        'a,b,c\n1.200,2,"0,5"\n1.300,3,"0,7"\n',
        'a,b,c,d\n1.200,2,"0,5",1.0\n1.300,3,"0,7",1.1\n',
        "a;b;date\n1.200;2;12.03\n1.300;3;13.03\n",
        "a;b;tags\n1.200;2;1,2\n1.300;3;1,2,3\n",
        "a;b;tags\n1.200;2;1,2\n1.300;3;new\n",
        "a;b;c;d\n1.200;2;0,5;0.5\n1.300;3;0,7;0.7\n",
    ],
)
def test_what_may_be_meant_in_two_ways_is_refused_with_the_remedy(read, content):
    with pytest.raises(CsvError, match=r"'1[.,]200' may have thousands or decimals.*decimal = "):
        read(content)
    mark = "." if "1.200" in content else ","
    place = 1 if "950" in content else 0
    assert read(content, decimal=mark).x[place] == 1.2
    other = "," if mark == "." else "."
    assert read(content, decimal=other).x[place] == 1200
    assert read(content, thousands=mark).x[place] == 1200


def test_another_column_decides_if_it_is_of_numbers_alone_which_is_said(read):
    content = "a;b;c;tags\n1.200;200;0,5;1,2,3\n1.300;230;;x\n"
    said = r"'1\.200' was read as 1200, by the decimal comma of '0,5' in another column"
    with pytest.warns(CsvWarning, match=said):
        assert read(content).x.tolist() == [1200, 1300]


@pytest.mark.parametrize("quote", ["", '"'])
def test_between_commas_a_point_is_that_of_decimals_quoted_or_not(read, quote):
    cells = [f"{quote}{cell}{quote}" for cell in ("1.200", "1.300")]
    assert read(f"a,b,c\n{cells[0]},2,0.5\n{cells[1]},3,0.7\n").x.tolist() == [1.2, 1.3]
    assert read(f"a,b\n{cells[0]},2\n{cells[1]},3\n").x.tolist() == [1.2, 1.3]
    with pytest.raises(CsvError, match=r"'200,5'.*; decimal = \",\" reads it as 200.5"):
        read(f'a,b\n{cells[0]},"200,5"\n{cells[1]},"230,5"\n')


@pytest.mark.parametrize(
    ("content", "point", "comma"),
    [
        ("a;b\n1.25;200,5\n1.35;230,5", "1.25", "200,5"),
        ("a;b\n1,234,567;200,5\n1;2", "1,234,567", "200,5"),
        ('a,b\n1.5,"4,25"\n2,3', "1.5", "4,25"),
    ],
)
def test_cells_that_contradict_one_another_are_refused(read, content, point, comma):
    says = f"the decimal mark is a point in '{point}', a comma in '{comma}'; decimal = "
    with pytest.raises(CsvError, match=re.escape(says)):
        read(content)


@pytest.mark.parametrize(
    ("cell", "option", "value"),
    [
        ('"1,200"', "thousands", ","),
        ('"1,200.5"', "thousands", ","),
        ("1 200", "thousands", " "),
        ("1\u00a0200", "thousands", " "),
        ("1\u202f200", "thousands", " "),
        ("1'200", "thousands", "'"),
        ("1\u2019200", "thousands", "'"),
        ('"4,25"', "decimal", ","),
        ("", "missing", "drop"),
        ("NA", "missing", "drop"),
        ("n/a", "missing", "drop"),
        ("NaN", "missing", "drop"),
        *(
            (cell, "missing", "drop")
            for cell in (
                *(
                    "-",
                    "--",
                    "\u2014",
                    "\u2212",
                    "?",
                    "...",
                    "n.a.",
                    "n/a",
                    "\\N",
                    "<NA>",
                    "(null)",
                ),
                *("NULL", "-nan", "+NaN", "k.A.", "k. A.", "s/d", "#DIV/0!", "#REF!", "#VALUE!"),
                *("#N/A", "#NV", "#WERT!", "#\u00a1REF!", "#NAME?"),
            )
        ),
    ],
)
def test_a_cell_that_an_option_reads_names_it(read, cell, option, value):
    content = f"n,a,b\nu,1,2\nv,2,{cell}\nw,3,5\nz,4,6\n"
    with pytest.raises(CsvError, match=re.escape(f'; {option} = "{value}"')) as error:
        read(content)
    assert "line 3, column 'b'" in str(error.value)
    assert "\n" not in str(error.value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CsvWarning)
        data = read(content, **{option: value})
    right = {"thousands": 1200.5 if ".5" in cell else 1200.0, "decimal": 4.25}
    assert data.m == (3 if option == "missing" else 4)
    assert option == "missing" or data.y[1] == right[option]


@pytest.mark.parametrize(
    ("cell", "written", "remedy"),
    [
        ('"1,200"', {}, 'thousands = "," reads it as 1200, decimal = "," reads it as 1.2'),
        ('"1\'200,5"', {}, 'decimal = "," and thousands = "\'" read it as 1200.5'),
        ('"1 200,5"', {}, 'decimal = "," and thousands = " " read it as 1200.5'),
        ('"1.200,5"', {}, 'decimal = "," reads it as 1200.5'),
        ("1.5", {"thousands": "."}, 'decimal = "." without thousands = "." reads it as 1.5'),
        ('"1,5"', {"thousands": ","}, 'decimal = "," without thousands = "," reads it as 1.5'),
        ("1.5", {"decimal": ","}, 'decimal = "." reads it as 1.5'),
    ],
)
def test_each_number_that_a_cell_may_be_is_said_with_what_reads_it(read, cell, written, remedy):
    content = f"a,b\n1,2\n3,{cell}\n4,5\n"
    with pytest.raises(CsvError, match=f"{re.escape(f'must be a number; {remedy}')}$"):
        read(content, **written)
    for way in re.findall(r"decimal.*? as [\d.]+|thousands.*? as [\d.]+", remedy):
        options = dict(re.findall(r'(\w+) = "(.)"', way.partition(" without")[0]))
        assert read(content, **options).y[1] == float(way.split()[-1])


@pytest.mark.parametrize("cell", ["1e400", "-1e400", "inf", "-Infinity"])
def test_a_number_that_is_not_finite_has_no_remedy(read, cell):
    for written in ({}, {"missing": "drop"}):
        with pytest.raises(ValueError, match=f"'b' is {cell}; it must be a finite number$"):
            read(f"a,b\n1,2\n3,{cell}\n4,5\n", **written)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("$4.20", "without the sign of a currency"),
        ("4.20 €", "without the sign of a currency"),
        ("£1", "without the sign of a currency"),
        ("45%", "without a sign of percent"),
        ("45 %", "without a sign of percent"),
        ("4.2 kg", "without a unit"),
        ("12cm", "without a unit"),
        ("EUR 12", "without a unit"),
        ("\u22125", "its minus is not the one of the keyboard"),
        ("\u20135", "its minus is not the one of the keyboard"),
        ("1_000", "digits 0 to 9 alone"),
        ("٣", "digits 0 to 9 alone"),
        ("１２", "digits 0 to 9 alone"),
    ],
)
def test_a_cell_that_must_be_mended_says_how(read, cell, says):
    with pytest.raises(ValueError, match=r"line 3, column 'b' is .*must be a number") as error:
        read(f"a,b\n1,2\n3,{cell}\n4,5\n")
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("content", "units"),
    [
        ("n,a,b\n,mph,ft\nu,1,2\nv,2,3\n", True),
        ("n,a,b\nunit,mph,ft\nu,1,2\nv,2,3\n", True),
        ("n,a,b\nu,abc,5\nv,1,2\n", False),
        ("n,a,b\nu,abc,NA\nv,1,2\n", False),
        ("n,a,b\nu,NA,NA\nv,1,2\n", False),
        ('n,a,b\nu,"1,5",kg\nv,1,2\n', False),
        ("n,a,b\nu,x,y\nv,z,w\n", False),
    ],
)
def test_a_row_of_units_is_one_of_words_alone_above_numbers(read, content, units):
    with pytest.raises(ValueError, match="line 2, column 'a'") as error:
        read(content)
    assert ("row of units" in str(error.value)) == units


TWO = "n,a,b\nu,1,2\nv,2,3\n"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        *(
            (f"{TWO}{total}\n", 4)
            for total in (
                *("Total,3,5", "Summe:,,5", "MEAN,1.5,2.5", ",total,5", "Grand Total,9,9"),
                *("Gesamtergebnis,9,9", "Gesamt,9,9", "Total general,9,9", "Summe,9,9"),
                *("Somme,9,9", "Sub-total,9,9", "** TOTAL **,9,9", "Total 2020,3,5"),
            )
        ),
        (f"{TWO}Total,9,9\nMean,1,2\n", 4),
        (f"{TWO}Total,9,9\nSource: the ministry,,\n", 4),
        ("n,name,a,b\n1,u,1,2\n2,v,2,3\n3,Total,9,9\n", 4),
        (f"{TWO}Subtotal,3,5\nw,4,9\nx,5,1\nSubtotal,9,10\n", 4),
        (f"{TWO}Ada Total,3,5\nw,4,9\nx,5,1\n", 4),
        (f"{TWO}Average,1.5,2.5\nw,4,9\n", 4),
        ("n,a,b\nTotal,7,8\nu,1,2\nv,2,3\nTotal,3,5\nw,4,4\n", 5),
    ],
)
@pytest.mark.filterwarnings("ignore::gdmath.csv_format.CsvWarning")
def test_a_row_of_totals_is_refused_with_the_ways_out(read, content, line):
    says = f'line {line} is a row of totals; totals = "drop" leaves it out, "keep" reads it'
    with pytest.raises(CsvError, match=re.escape(says)):
        read(content)
    kept = [row for row in content.splitlines()[1:] if re.match(r"(1,|2,)?[uvwx],|Total,7", row)]
    assert read(content, totals="drop", missing="drop").m == len(kept)


@pytest.mark.parametrize(
    "content",
    [
        "n,a,b\ntotal,1,2\nv,2,3\nw,3,5",
        "n,a,b\nu,1,2\nv,2,3\nTotal,4,7\nw,3,5",  # a company
        "n,a,b\nu,1,2\nTotal,2,3\nv,3,5\nTotal,4,7",  # its second year
        "n,a,b\nTotal,1,2\nTotal,2,3\nTotal,3,5",  # everybody, year by year
        "n,a,b\nu,1,2\nv,2,3\nTotalEnergies,3,5",
        "n,a,b\nu,1,2\nv,2,3\nsocial media,9,9",
    ],
)
def test_a_row_that_is_only_called_a_total_is_read(read, content):
    assert read(content).m == len(content.splitlines()) - 1


def test_what_looks_like_a_row_of_totals_can_be_kept(read):
    assert read(f"{TWO}Total,9,9\n", totals="keep").y.tolist() == [2, 3, 9]
    with pytest.warns(CsvWarning, match="1 row of 3 left out, with totals"):
        assert read(f"{TWO}Total,9,9\n", totals="drop").m == 2


def test_rows_without_a_value_are_left_out_if_asked_and_said(read):
    content = "a,b,c\n1,2,\n2,NA,\n,4,\n3,7,NA\n"
    with pytest.warns(CsvWarning, match=r"2 rows of 4 left out"):
        assert rows(read(content, missing="drop")) == [(1.0, 2.0), (3.0, 7.0)]
    for row in ("3,four", "NA,four", "four,NA"):
        with pytest.raises(ValueError, match=r"line 4, column '[ab]' is 'four'"):
            read(f"a,b\n1,2\nNA,3\n{row}\n4,5", missing="drop")
    for content, m in (("a,b\nNA,2\n3,NA", 0), ("a,b\nNA,2\n3,4", 1)):
        says = (
            f"number of observations is {m}; {2 - m} rows? of 2 left out, without a value; a line"
        )
        with pytest.raises(ValueError, match=says):
            read(content, missing="drop")


numbers = st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 2))


@given(st.lists(st.tuples(numbers, numbers), min_size=3, max_size=8, unique_by=lambda p: p[0]))
@settings(max_examples=60, deadline=None)
def test_a_table_as_a_german_spreadsheet_writes_it_is_read_as_meant_or_refused(tmp_path_factory, p):
    """Thousands points and decimal commas: the right numbers, or an error, never others."""

    def german(x):
        text = f"{x:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
        return text.removesuffix(",00")

    path = tmp_path_factory.mktemp("german") / "t.csv"
    path.write_text("a;b\n" + "".join(f"{german(x)};{german(y)}\n" for x, y in p))
    assert rows(Dataset.from_csv(path, "a", "b", decimal=",")) == p
    with suppress(CsvError):
        assert rows(Dataset.from_csv(path, "a", "b")) == p


@pytest.mark.parametrize("text", ["1.200", "999,999", "1.200.300", "0.200", "1.2e3", "-12.345"])
def test_marks_of_numbers(text):
    mark = decimal_mark(text)
    assert (mark == "?") == (
        NumberFormat(".", ",").read(text) is not None
        and NumberFormat(",", ".").read(text) is not None
    )


# --- the header ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "x", "y"),
    [
        ("1,2\n2,4\n3,7", "1", "2"),
        ("1.5;2,5\n2;4\n3;7", "1.5", "2,5"),
        ("u,1.5,2.5\nv,2,4\nw,3,7", "1.5", "2.5"),
        ("u,1,2\nv,2,4\nw,3,7", "1", "2"),
    ],
)
def test_a_header_that_is_data_is_refused(read, content, x, y):
    with pytest.raises(ValueError, match="is data; it must be a header row"):
        read(content, x, y)


def test_fields_below_no_name_are_refused(read):
    with pytest.raises(ValueError, match="line 2 has 4 fields; the header has 2"):
        read("a,b,,\n1,5,2,5\n2,5,3,7\n")
    assert rows(read(",a,b,\n0,1,2,\n1,2,4,\n2,3,7,")) == SHARED_ROWS  # the number of the row


def test_years_may_be_the_names_of_columns(read):
    assert rows(read("land,1990,2000\nu,1,2\nv,2,4\nw,3,7", "1990", "2000")) == SHARED_ROWS


@pytest.mark.parametrize("name", ["", " "])
def test_a_column_without_a_name_is_refused(read, name):
    with pytest.raises(ValueError, match=f"y is '{name}'; it must be the name of a column"):
        read("a,,c\n1,2,3\n2,4,5", "a", name)


def test_one_column_twice_is_refused(read):
    with pytest.raises(ValueError, match="x and y are both column 'a'"):
        read("a,b\n1,2\n2,4", "a", "a")


@pytest.mark.parametrize(
    ("stands", "asked"),
    [
        ("Gr\u00f6\u00dfe", "Gro\u0308\u00dfe"),
        ("Gro\u0308\u00dfe", "Gr\u00f6\u00dfe"),
        ("price (EUR)", "price\u00a0(EUR)"),
        ("price  \u00a0(EUR)", "price (EUR)"),
    ],
)
def test_a_column_is_found_however_its_letters_are_composed(read, stands, asked):
    assert rows(read(f"{stands},b\n1,2\n2,4\n3,7", asked)) == SHARED_ROWS


def test_an_endless_header_is_one_short_line(read):
    for content in ("n" * 200_000 + ",b\n1,2\n", ",".join(f"c{i}" for i in range(99_999)) + "\n1"):
        with pytest.raises(ValueError, match=r"table\.csv") as error:
            read(content, "speed", "dist")
        assert "\n" not in str(error.value)
        assert len(str(error.value)) < 600


def test_control_characters_of_a_header_are_shown_escaped(read):
    with pytest.raises(ValueError, match="no column") as error:
        read("\x1b[31mred,b\n1,2\n", "z", "b")
    assert "\\x1b[31mred" in str(error.value)
    assert str(error.value).isprintable()


# --- files that are no table --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "compressed with gzip"),
        (b"PK\x03\x04" + b"\0" * 30, "a workbook of Excel"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 30, "an Excel workbook"),
        (b"a,b\n1,2\n\0\0", "not text"),
        (bytes(range(256)), "not text"),
        (b"", "the file is empty"),
    ],
)
def test_a_file_that_is_no_text_is_named(read, content, says):
    with pytest.raises(ValueError, match=re.escape(says)) as error:
        read(content)
    assert not content or "CSV UTF-8" in str(error.value)


def test_pipes_and_devices_are_refused_at_once(tmp_path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    began = time.monotonic()
    for path in (pipe, Path("/dev/zero"), Path("/dev/tty")):
        with pytest.raises(ValueError, match=r"is a pipe|is a device|no such file"):
            Dataset.from_csv(path, "a", "b")
    assert time.monotonic() - began < 5


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "table.csv"
    path.touch()
    os.truncate(path, 3_000_000_000_000)  # of no blocks
    with pytest.raises(ValueError, match=r"table\.csv: has 3,000,000,000,000 bytes; it must"):
        Dataset.from_csv(path, "a", "b")


def test_memory_that_is_not_there_is_one_line(read, monkeypatch):
    def exhausted(*_):
        raise MemoryError

    monkeypatch.setattr("gdmath.csv_table.read_text", exhausted)
    with pytest.raises(ValueError, match=r"table\.csv: needs more memory than there is"):
        read("a,b\n1,2\n")


def test_a_name_that_is_too_long_is_one_short_line(tmp_path):
    with pytest.raises(ValueError, match="cannot be read") as error:
        Dataset.from_csv(tmp_path / ("n" * 300), "a", "b")
    assert len(str(error.value)) < 300


def test_the_name_of_a_file_is_shown_escaped():
    assert file_name(Path("a\x1b[31m.csv")) == "a\\x1b[31m.csv"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"delimiter": ";;"}, "delimiter is ';;'; it must be one character"),
        ({"delimiter": ""}, "delimiter is ''; it must be one character"),
        ({"encoding": "utf-9"}, "encoding is 'utf-9'; it must be an encoding of text"),
        *(
            ({"encoding": name}, f"encoding is '{name}'; it must be an encoding of text")
            for name in (
                *("base64", "rot13", "hex", "zlib", "unicode_escape", "Unicode-Escape", "idna"),
                *("raw_unicode_escape", "punycode", "undefined", ""),
            )
        ),
        ({"decimal": ";"}, "decimal is ';'; it must be one of"),
        ({"thousands": "_"}, "thousands is '_'; it must be one of"),
        ({"totals": "no"}, "totals is 'no'; it must be one of"),
        ({"missing": "keep"}, "missing is 'keep'; it must be one of"),
        ({"decimal": ",", "thousands": ","}, "decimal and thousands are both ','"),
    ],
)
def test_a_format_that_cannot_be_is_refused(written, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        CsvFormat(**written)
