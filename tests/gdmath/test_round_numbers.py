"""Round numbers by hand."""

import pytest

from gdmath.round_numbers import round_decades, round_step, round_values


@pytest.mark.parametrize(
    ("length", "parts", "step"), [(10, 4, 2), (10, 1, 10), (7, 7, 1), (0.3, 5, 0.05), (4e6, 8, 5e5)]
)
def test_a_step_is_one_two_or_five_times_a_power_of_ten(length, parts, step):
    assert round_step(length, parts) == pytest.approx(step)


def test_values_are_multiples_of_the_step_within_the_ends():
    assert round_values(-1.2, 9, 4) == [0, 2, 4, 6, 8]
    assert round_values(-1, 1, 4) == [-1, -0.5, 0, 0.5, 1]


@pytest.mark.parametrize(
    ("low", "high", "values"),
    [
        (0.02, 300, [0.1, 1, 10, 100]),
        (0.8, 30, [1, 2, 5, 10, 20]),
        (0.5, 99, [1, 3, 10, 30]),
        (1e-9, 1e3, [1e-9, 1e-6, 1e-3, 1, 1000]),
    ],
)
def test_decades_and_what_divides_them(low, high, values):
    assert round_decades(low, high) == pytest.approx(values)
