import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.round_numbers import round_step, round_values
from scenes.mobjects.numbers import NumberFormat, grouped, significant, tick_format


@pytest.mark.parametrize(
    ("written", "value", "text"),
    [
        (NumberFormat(2), 3.14159, "3.14"),
        (NumberFormat(2), -3.14159, "−3.14"),
        (NumberFormat(2), -0.001, "0.00"),
        (NumberFormat(1, signed=True), -0.04, "+ 0.0"),
        (NumberFormat(1, signed=True), -2.25, "− 2.2"),
        (NumberFormat(0), 41.6, "42"),
        (NumberFormat(2, exponent=6), 1_234_567, "1.23"),
        (NumberFormat(1, exponent=-3), 0.00456, "4.6"),
    ],
)
def test_numbers_are_written(written, value, text):
    assert written(value) == text


@pytest.mark.parametrize(
    ("values", "decimals", "exponent"),
    [
        ([61, 13, 0.5], 2, 0),
        ([1187, 432, 17.4], 1, 0),
        ([9, 4.2], 2, 0),
        ([0.05, 0.02], 4, 0),
        ([2e6, 1e6], 2, 6),
        ([3e-4], 0, -6),
        ([0.0], 4, 0),
    ],
)
def test_the_last_value_gets_three_digits(values, decimals, exponent):
    written = NumberFormat.for_values(values)
    assert (written.decimals, written.exponent) == (decimals, exponent)


@given(st.floats(1e-6, 1e9), st.integers(2, 8))
def test_steps_are_round_and_divide_about_as_asked(length, parts):
    step = round_step(length, parts)
    mantissa = float(f"{step:e}".split("e")[0])
    assert mantissa == pytest.approx(min((1, 2, 5), key=lambda nice: abs(nice - mantissa)))
    assert parts / 2 <= length / step <= 2 * parts


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_round_values_lie_in_the_range_and_reach_its_ends(low, length):
    high = low + length
    values = round_values(low, high)
    step = round_step(high - low)
    assert values[0] >= low - 1e-6 * step
    assert values[-1] <= high + 1e-6 * step
    assert values[0] - low < 1.001 * step
    assert high - values[-1] < 1.001 * step


@pytest.mark.long
@given(st.floats(-1e7, 1e7), st.floats(1e-4, 1e7))
def test_neighbouring_ticks_are_written_differently(low, length):
    values = round_values(low, low + length)
    written = tick_format(values)
    texts = [written(value) for value in values]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("value", "plain", "typst"),
    [
        (159.146, "159", "159"),
        (0.0367411, "0.0367", "0.0367"),
        (1.234e-7, "1.23e−7", "1.23 times 10^(-7)"),
        (float("inf"), "∞", "infinity"),
        (-0.5, "−0.5", "-0.5"),
        (6_620_000.0, "6.62e6", "6.62 times 10^(6)"),
        (9.9996e-5, "0.0001", "0.0001"),
        (-float("inf"), "−∞", "− infinity"),
        (0, "0", "0"),
        (4, "4", "4"),
    ],
)
def test_three_significant_digits(value, plain, typst):
    written = significant(value)
    assert (written.plain, written.typst) == (plain, typst)


def test_thousands_stand_apart():
    assert [grouped(number) for number in (999, 1000, 100000)] == ["999", "1 000", "100 000"]
