"""Bracketed roots, many at a time: smooth, kinked, overflowing, and without a change of sign."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from gdmath.roots import bracketed_roots, segment_roots


def test_smooth_roots_are_those_of_another_method():
    shifts = np.linspace(0.1, 5, 40)
    found = bracketed_roots(lambda x: np.exp(x) - shifts - 1, np.zeros(40), 4.0)
    expected = [brentq(lambda x, s=s: np.exp(x) - s - 1, 0, 4, xtol=1e-15) for s in shifts]
    assert found == pytest.approx(expected, rel=1e-14)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.floats(0.01, 0.99))
def test_falling_functions_and_any_scale(low, width, share):
    root = low + share * width
    (found,) = bracketed_roots(lambda x: root - x, [low], [low + width])
    assert found == pytest.approx(root, rel=1e-14, abs=1e-14 * max(abs(low), width))


def test_a_jump_is_found_to_the_last_digit():
    (found,) = bracketed_roots(lambda x: np.where(x < 0.3, -0.1, 5.0), [0], [1])
    assert found == pytest.approx(0.3, rel=1e-14)


@pytest.mark.parametrize("beyond", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_lies_beyond(beyond):
    def height(x):
        return np.where(x > 0.7, beyond, x - 2.0)

    (found,) = bracketed_roots(height, [0], [1])
    assert found == pytest.approx(0.7, rel=1e-14)
    assert found <= 0.7  # where the function is still finite


def test_few_evaluations_are_needed_where_it_is_smooth():
    calls = []
    bracketed_roots(lambda x: calls.append(1) or x**3 - 2, np.zeros(5), 2.0)
    assert len(calls) < 25


def test_roots_at_the_ends_are_those():
    assert bracketed_roots(lambda x: x, [0, -1], [1, 0]).tolist() == [0, 0]


def test_without_a_change_of_sign_the_nearer_end_is_given():
    found = bracketed_roots(lambda x: x + np.array([1.0, -5.0]), [0, 0], [1, 1])
    assert found.tolist() == [0, 1]


def test_one_of_many_is_not_moved_by_the_others():
    alone = bracketed_roots(lambda x: np.cos(x), [0], [2])
    together = bracketed_roots(lambda x: np.array([np.cos(x[0]), x[1] - 0.25]), [0, 0], [2, 1])
    assert together[0] == alone[0]
    assert together[1] == 0.25


def test_segments_of_the_plane_meet_a_circle():
    angles = np.linspace(0, 6, 50)
    outward = 7 * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    start = np.tile([0.1, -0.2], (50, 1))
    points = segment_roots(lambda p: np.hypot(*p.T) - 3, start, outward)
    assert np.hypot(*points.T) == pytest.approx(3, rel=1e-14)


def test_a_segments_ends_are_exact():
    start, end = np.array([[0.1, 0.7]]), np.array([[0.3, 1e9]])
    assert segment_roots(lambda p: p[:, 0] - 0.1, start, end).tolist() == start.tolist()
    assert segment_roots(lambda p: p[:, 0] - 0.3, start, end).tolist() == end.tolist()
