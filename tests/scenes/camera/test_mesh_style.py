"""A mesh is styled as Manim's Surface is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import BLUE, DEGREES, GREEN, RED, WHITE, YELLOW, Surface, ThreeDAxes, VGroup

from scenes.camera import SurfaceMesh

VIEW = {"phi": 50 * DEGREES, "theta": 0.5, "should_apply_shading": False}


def pair(cells: int = 6) -> list[Any]:
    """A mesh and Manim's surface over the same square, without lines."""

    def place(u: Any, v: Any) -> Any:
        return np.array([u, v, 0 * u])

    mesh = SurfaceMesh.from_function(place, (-2, 2), (-2, 2), cells, colors=BLUE)
    surface = Surface(
        place, (-2, 2), (-2, 2), cells, checkerboard_colors=False, fill_color=BLUE,
        fill_opacity=1, stroke_width=0,
    )  # fmt: skip
    return [mesh, surface]


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m,
        lambda m: m.set_fill(RED),
        lambda m: m.set_fill("#00ff00", 0.5),
        lambda m: m.set_fill(opacity=0.3),
        lambda m: m.set_fill(RED, opacity=0.0),
        lambda m: m.set_color(GREEN),
        lambda m: m.set_opacity(0.4),
        lambda m: m.set_style(fill_color=YELLOW, fill_opacity=0.7),
        lambda m: m.set_style(fill_color=RED, stroke_color=WHITE, stroke_width=3),
        lambda m: m.set_stroke(WHITE, 2),
        lambda m: m.set_stroke(RED, width=4, opacity=0.5),
        lambda m: m.set_stroke(width=0),
        lambda m: m.set_stroke(WHITE, 8, background=True) if m.submobjects == [] else m,
    ],
)
def test_a_styled_mesh_looks_like_the_styled_surface(shoot: Any, change: Any) -> None:
    mesh, surface = (shoot(change(m), width=320, height=180, **VIEW) for m in pair())
    assert np.abs(mesh - surface).mean() < 0.2
    assert (np.abs(mesh - surface).max(axis=2) > 24).mean() < 0.004


def test_members_of_a_group_are_styled_with_it() -> None:
    mesh = pair()[0]
    inner = mesh.copy()
    mesh.add(inner)
    mesh.set_fill(RED, 0.5).set_stroke(GREEN, 3)
    for each in (mesh, inner):
        assert np.allclose(each.rgbas, [*RED.to_rgb(), 0.5])
        assert np.allclose(each.line_widths, 3)
    mesh.set_fill(BLUE, family=False)
    assert np.allclose(inner.rgbas[:, :3], RED.to_rgb())
    group = VGroup()
    group.submobjects = [mesh]
    group.set_fill(YELLOW).set_stroke(WHITE, 1).set_opacity(0.25)
    assert np.allclose(mesh.rgbas, [*YELLOW.to_rgb(), 0.25])


def test_a_fill_may_have_a_colour_for_every_vertex() -> None:
    mesh = pair(1)[0]
    colors = np.random.default_rng(0).random((4, 3))
    assert np.allclose(mesh.set_fill(colors, 0.5).rgbas, np.column_stack([colors, np.full(4, 0.5)]))
    with pytest.raises(ValueError, match=r"colors have shape .* for 4 vertices"):
        mesh.set_fill([RED, BLUE])


def test_lines_that_a_mesh_has_are_styled_and_no_others_drawn() -> None:
    mesh = SurfaceMesh.from_function(lambda u, v: u, level_lines=[0.5], resolution=4)
    mesh.set_stroke(RED, 5, 0.7)
    assert not mesh.border
    assert mesh.grid_lines is None
    assert np.allclose(mesh.line_rgbas, [*RED.to_rgb(), 0.7])
    loose = SurfaceMesh(np.eye(3), [[0, 1, 2]]).set_stroke(RED, 2)
    assert loose.border
    assert loose.grid_lines is None


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_fill_by_value_is_that_of_the_surface_at_the_vertices(axis: int) -> None:
    axes = ThreeDAxes(x_range=(0, 5, 1), y_range=(0, 4, 1), z_range=(-1, 1, 0.5))

    def place(u: Any, v: Any) -> Any:
        return axes.c2p(u, v, np.sin(u) * np.cos(v))

    mesh = SurfaceMesh.from_function(place, (0, 5), (0, 4), (5, 4), opacity=0.8)
    mesh.set_fill_by_value(axes, [(RED, -0.5), (YELLOW, 0), (GREEN, 0.5)], axis=axis)
    for point, rgba in zip(mesh.points, mesh.rgbas, strict=True):
        value = axes.point_to_coords(point)[axis]
        low = np.interp(value, [-0.5, 0, 0.5], [0, 1, 2])
        stops = np.array([RED.to_rgb(), YELLOW.to_rgb(), GREEN.to_rgb()])
        n = min(int(low), 1)
        expected = (1 - (low - n)) * stops[n] + (low - n) * stops[n + 1]
        assert np.allclose(rgba, [*expected, 0.8])
    mesh.set_fill_by_value(axes=axes, colors=[BLUE, RED], axis=axis)
    span = (axes.x_range, axes.y_range, axes.z_range)[axis][:2]
    share = np.interp([axes.point_to_coords(p)[axis] for p in mesh.points], span, [0, 1])
    assert np.allclose(mesh.rgbas[:, 0], (1 - share) * BLUE.to_rgb()[0] + share * RED.to_rgb()[0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: m.set_style(sheen_factor=0.5), "a mesh has no sheen_factor"),
        (lambda m: m.set_style(background_stroke_width=2), "no background_stroke_width"),
        (lambda m: m.set_fill_by_value(ThreeDAxes()), "colorscale is empty"),
    ],
)
def test_what_a_mesh_has_not_is_refused_in_one_line(change: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        change(pair(1)[0])
    assert "\n" not in str(caught.value)
