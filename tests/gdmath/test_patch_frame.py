"""A level square laid into a plane by the least rotation."""

import math

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from gdmath.patch_frame import CORNERS, RIM, PatchFrame

STEEPNESSES = [(0, 0), (1e-9, -1e-9), (0.75, 0), (0, -2), (3, 3), (-0.3, 0.8), (-40, 900)]


def in_plane(square, frame, steepness):
    """Places (n, 2) of the square as points (n, 3) of the plane through the origin."""
    across = frame.across(np.asarray(square, dtype=float))
    return np.column_stack([across, across @ steepness])


@pytest.mark.parametrize("steepness", STEEPNESSES)
def test_it_is_the_rotation_about_the_level_line_by_the_planes_angle(steepness):
    slope0, slope1 = steepness
    steepest = math.hypot(slope0, slope1)
    axis = np.array([slope1, -slope0, 0.0]) / (steepest or 1)
    turned = Rotation.from_rotvec(math.atan(steepest) * axis)
    expected = turned.apply(np.column_stack([CORNERS, np.zeros(4)]))
    frame = PatchFrame.of(np.array(steepness, dtype=float))
    np.testing.assert_allclose(in_plane(CORNERS, frame, steepness), expected, atol=1e-9)


@pytest.mark.parametrize("steepness", STEEPNESSES)
def test_to_square_undoes_it(steepness):
    frame = PatchFrame.of(np.array(steepness, dtype=float))
    places = np.random.default_rng(0).uniform(-1, 1, (20, 2))
    np.testing.assert_allclose(frame.to_square(frame.across(places)), places, atol=1e-9)


def test_it_neither_jumps_nor_spins_where_the_plane_is_level():
    for bearing in np.linspace(0, math.tau, 17):
        frame = PatchFrame.of(1e-6 * np.array([math.cos(bearing), math.sin(bearing)]))
        np.testing.assert_allclose(frame.across(CORNERS), CORNERS, atol=1e-11)


@pytest.mark.parametrize("opening", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("steepness", STEEPNESSES)
def test_the_lines_run_over_the_axes(steepness, opening):
    frame = PatchFrame.of(np.array(steepness, dtype=float))
    ends = frame.line_ends(opening)
    across = frame.across(ends)
    assert abs(across[0, 1]) <= 1e-9 * abs(across[0, 0])
    assert abs(across[1, 0]) <= 1e-9 * abs(across[1, 1])
    if opening == 0:
        np.testing.assert_allclose(np.linalg.norm(ends, axis=1), 1)
    if opening == 1:
        np.testing.assert_allclose(np.abs(ends).max(axis=1), 1)


@pytest.mark.parametrize("steepness", [*STEEPNESSES, (1e17, 1e17)])
def test_it_opens_out_from_the_lines_to_the_whole_square(steepness):
    frame = PatchFrame.of(np.array(steepness, dtype=float))
    areas = []
    for opening in np.linspace(0, 1, 6):
        outline = frame.opened(opening)
        assert outline.shape == (RIM, 2)
        assert np.abs(outline).max() <= 1 + 1e-12
        x, y = outline.T
        areas.append(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2)
    assert areas[0] == pytest.approx(0, abs=1e-4)
    assert areas == sorted(areas)
    assert areas[-1] == pytest.approx(4, rel=1e-9)
    ends = frame.line_ends(0)
    for end in (*ends, *-ends):
        assert np.abs(frame.opened(0) - end).max(axis=1).min() < 1e-9
