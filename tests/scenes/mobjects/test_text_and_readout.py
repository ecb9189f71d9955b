import numpy as np
import pytest
from manim import ValueTracker

from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.readout import Readout
from scenes.mobjects.text import SMALL, Formula, Words, em, in_line

INK = "#eceff4"


def digits(readout: Readout) -> list[np.ndarray]:
    """The outlines of the characters, right to left; a glyph is its closed rings taken together."""
    rings = [np.array(ring) for ring in readout.digits.get_subpaths()]
    spans = sorted(((ring[:, 0].min(), ring[:, 0].max(), ring) for ring in rings), key=_right)
    characters: list[list[tuple]] = []
    for span in spans:
        if characters and span[1] > min(part[0] for part in characters[-1]):
            characters[-1].append(span)  # a hole, or a ring that overlaps in x
        else:
            characters.append([span])
    return [np.concatenate([part[2] for part in character]) for character in characters]


def _right(span) -> float:
    return -span[1]


@pytest.fixture
def tracker() -> ValueTracker:
    return ValueTracker(0)


@pytest.fixture
def readout(tracker) -> Readout:
    return Readout(tracker.get_value, NumberFormat(2), widest=[-100, 100], color=INK)


def test_a_readout_follows_its_value(tracker, readout):
    for value, text in [(1.5, "1.50"), (-99.999, "−100.00"), (7, "7.00")]:
        tracker.set_value(value)
        readout.update()
        assert readout.text == text
        assert len(digits(readout)) == len(text)


def test_digits_do_not_jitter(tracker, readout):
    tracker.set_value(11.11)
    readout.update()
    before = digits(readout)
    tracker.set_value(88.11)  # the last two digits stay what they were
    readout.update()
    after = digits(readout)
    for index in (0, 1, 2):
        np.testing.assert_array_equal(before[index], after[index])
    centers = [outline[:, 0].min() / 2 + outline[:, 0].max() / 2 for outline in before]
    steps = -np.diff([*centers[:2], *centers[3:]])
    assert steps[0] == pytest.approx(steps[2], abs=0.02 * em(1))


def test_the_field_keeps_its_size(tracker, readout):
    size = (readout.width, readout.height)
    for value in (0, -100, 3.2):
        tracker.set_value(value)
        readout.update()
        assert (readout.width, readout.height) == pytest.approx(size, rel=0.02)


def test_digits_move_and_grow_with_the_readout(tracker, readout):
    tracker.set_value(12.34)
    readout.update()
    before = digits(readout)
    readout.scale(2, about_point=np.zeros(3)).shift([1, 2, 0])
    readout.update()
    for old, new in zip(before, digits(readout), strict=True):
        np.testing.assert_allclose(new, 2 * old + [1, 2, 0], atol=1e-9)


def test_a_number_longer_than_foreseen_is_still_written_whole(tracker):
    narrow = Readout(tracker.get_value, NumberFormat(0), widest=[9], color=INK)
    tracker.set_value(12345)
    narrow.update()
    assert narrow.text == "12345"
    assert len(digits(narrow)) == 5


def test_words_are_never_read_as_markup():
    plain = Words('#panic() $x$ *b* \\ " _i_', color=INK)
    assert len(plain.get_subpaths()) >= len('#panic()$x$*b*\\"_i_')


def test_parts_stand_on_one_baseline():
    parts = in_line(Words("step", color=INK), Formula("theta_0", color=INK), Words("x", color=INK))
    step, theta, x = parts
    assert step.baseline == pytest.approx(0, abs=1e-6)
    assert theta.baseline == pytest.approx(0, abs=1e-6)
    assert x.get_bottom()[1] == pytest.approx(0, abs=0.01)
    assert step.get_bottom()[1] < -0.03  # the p hangs below
    assert step.get_right()[0] < theta.get_left()[0] < theta.get_right()[0] < x.get_left()[0]


def test_sizes_are_shares_of_the_frame():
    tall = Words("H", size=1 / 10, color=INK)
    small = Words("H", size=SMALL, color=INK)
    assert tall.height / small.height == pytest.approx(3, rel=1e-3)
    assert 0.6 * em(1 / 10) < tall.height < 0.8 * em(1 / 10)


def test_roles_colour_their_groups():
    formula = Formula("{{theta_0 : a}} + x", color="#ffffff", roles={"a": "#ff0000"})
    assert formula.submobjects[0].get_color().to_hex() == "#FF0000"
    assert formula.submobjects[-1].get_color().to_hex() == "#FFFFFF"


@pytest.mark.parametrize("text", ["", "   "])
def test_blank_text_draws_nothing(text):
    words = Words(text, color="#ffffff")
    assert (words.width, words.height, words.baseline) == (0, 0, 0)
    assert words.shift((1, 2, 0)).get_center().tolist() == [1, 2, 0]
