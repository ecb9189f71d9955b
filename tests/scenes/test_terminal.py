"""Nothing that a terminal obeys is shown, and no value without end."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.terminal import LONGEST, LONGEST_LINE, one_line, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mred", r"a\x1b[31mred"),
        ("a\x9b31m", r"a\x9b31m"),
        ("bell\a and back\b", r"bell\x07 and back\x08"),
        ("two\nlines\r\nand more\u2028", "two lines and more"),
        ("half \udc80", r"half \udc80"),
        ("right \u202eto left", r"right \u202eto left"),
        ("θ₀ → Größe 中文 🙂", "θ₀ → Größe 中文 🙂"),
        ("no\u00a0break, soft\u00adhyphen", "no\u00a0break, soft\u00adhyphen"),
        ("", ""),
    ],
)
def test_what_a_terminal_would_obey_is_escaped(text, shown):
    assert plain(text) == one_line(text) == shown


@given(st.text(max_size=30))
def test_no_control_character_is_left(text):
    for letter in plain(text):
        assert unicodedata.category(letter) not in ("Cc", "Cs", "Zl", "Zp")


@pytest.mark.parametrize("letter", ["x", "中", "/"])
def test_a_long_word_is_shortened_in_its_middle(letter):
    shown = one_line(f"file begin{1000 * letter}end: is not there; it must be a file")
    name = shown.split()[1]
    assert name.startswith("begin")
    assert name.endswith("end:")
    assert "…" in name
    assert len(name) == LONGEST
    assert shown.endswith(" is not there; it must be a file")


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_long_value_in_quotes_is_shortened_in_its_middle(quote):
    value = 100 * "some words "
    shown = one_line(f"title is {quote}{value}{quote}; it must be short, {quote}so{quote}")
    assert shown.endswith(f"; it must be short, {quote}so{quote}")
    assert len(shown) == LONGEST + len("title is ; it must be short, 'so'")


def test_what_is_as_long_as_allowed_stays():
    name = LONGEST * "x"
    assert one_line(f"file {name} is not there") == f"file {name} is not there"
    said = "'a' is no film; there are " + ", ".join(40 * ["names"]) + " and 'b'"
    assert one_line(said) == said


def test_no_line_is_without_end():
    assert len(one_line(10_000 * "many words ")) == LONGEST_LINE
