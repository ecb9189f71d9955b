"""Zoom: up close the bowl is its plane, and the gap is what H says."""

import numpy as np
import pytest
from lessons import study_of, told

from gdmath import TangentPlane

FILM = "zoom"
GAP = {"away", "gap", "hessian", "half", "square", "quarter"}


@pytest.fixture(params=told(FILM))
def study(request):
    return study_of(FILM, request.param)


def gap(study, share=1.0):
    """How far J stands above its tangent plane, a share of the way to where it is shown."""
    theta, delta = study.path.points[0], share * study.offset
    cost = study.cost
    return float(cost(theta + delta) - cost(theta) - cost.gradient(theta) @ delta)


def half_square(study):
    """½ δᵀHδ, with differences of the gradient for Hδ."""
    theta, delta, bit = study.path.points[0], study.offset, 1e-6
    change = study.cost.gradient(theta + bit * delta) - study.cost.gradient(theta - bit * delta)
    return float(delta @ change / (4 * bit))


def test_the_gap_is_shown_inside_the_window(study):
    window, theta = study.window, study.path.points[0]
    beside = theta + study.offset
    plane = TangentPlane.at(study.cost, theta)
    assert window.scale == "linear"
    assert window.contains(beside)
    assert gap(study) > 0
    assert float(study.cost(beside)) <= window.height[1]
    assert float(plane(beside)) >= window.height[0]


def test_half_delta_h_delta_is_said_where_it_is_the_gap(study):
    shown = GAP & set(study.captions)
    assert shown in (set(), GAP)
    near = abs(half_square(study) - gap(study)) <= 0.2 * gap(study)
    if abs(half_square(study) / gap(study) - 0.8) > 1e-3:  # not just on the border
        assert bool(shown) == near


def test_a_quarter_is_left_at_half_the_way(study):
    if "quarter" not in study.captions:
        return
    left = gap(study, 0.5) / gap(study)
    if study.exact:
        assert study.captions["quarter"] == "zoom.quarter"
        assert left == pytest.approx(0.25, rel=1e-6)
    else:
        assert study.captions["quarter"] == "zoom.about_a_quarter"
        assert left == pytest.approx(0.25, abs=0.08)
    assert study.exact == (study.problem.settings.cost.kind in ("mean_squared_error", "ridge"))


def test_in_the_narrowest_window_bowl_and_plane_look_the_same(study):
    narrow = study.zoom.at(study.zoom.most)
    theta = study.path.points[0]
    assert narrow.contains(theta)
    sides = (np.linspace(*ends, 41) for ends in (narrow.theta0, narrow.theta1))
    around = np.stack(np.meshgrid(*sides), axis=-1)
    gaps = TangentPlane.at(study.cost, theta).gap(study.cost, around)
    assert np.abs(gaps).max() <= 0.021 * narrow.size[2]


def test_the_window_is_as_many_times_narrower_as_is_said(study):
    first, last = study.zoom.at(1), study.zoom.at(study.zoom.most)
    np.testing.assert_allclose(first.size[:2] / last.size[:2], study.zoom.most)
    assert study.zoom.most >= 10
