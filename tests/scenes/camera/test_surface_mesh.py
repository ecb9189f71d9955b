"""A SurfaceMesh obeys Manim's protocol and refuses what it cannot draw."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import (
    BLUE,
    OUT,
    PI,
    RED,
    RIGHT,
    UP,
    WHITE,
    YELLOW,
    Create,
    FadeIn,
    FadeOut,
    Group,
    ThreeDAxes,
    Transform,
)

from scenes.camera import SurfaceMesh


def saddle(**kwargs: Any) -> SurfaceMesh:
    return SurfaceMesh.from_function(lambda u, v: u * v, (-1, 1), (-2, 2), (8, 6), **kwargs)


def test_a_grid_has_its_vertices_and_triangles() -> None:
    mesh = saddle()
    assert mesh.points.shape == (9 * 7, 3)
    assert mesh.triangles.shape == (8 * 6 * 2, 3)
    assert np.allclose(mesh.points[:, 2], mesh.points[:, 0] * mesh.points[:, 1])


def test_functions_of_points_and_of_arrays_give_the_same_mesh() -> None:
    def whole(u: Any, v: Any) -> Any:
        return np.stack([u, v, u**2 + v], axis=-1)

    def first(u: Any, v: Any) -> Any:
        return np.array([u, v, u**2 + v])

    def single(u: Any, v: Any) -> list[float]:
        return [float(u), float(v), float(u) ** 2 + float(v)]

    meshes = [SurfaceMesh.from_function(f, resolution=(2, 2)) for f in (whole, first, single)]
    axes = ThreeDAxes()
    meshes.append(
        SurfaceMesh.from_function(lambda u, v: axes.c2p(u, v, u**2 + v), resolution=2).shift(0 * UP)
    )
    for mesh in meshes[1:3]:
        assert np.allclose(mesh.points, meshes[0].points)
    expected = np.array([axes.c2p(*point) for point in meshes[0].points])
    assert np.allclose(meshes[3].points, expected)


@settings(max_examples=25, deadline=None)
@given(st.floats(-3, 3), st.floats(0.2, 4), st.floats(-PI, PI))
def test_moving_scaling_and_turning_act_on_the_vertices(
    shift: float, scale: float, angle: float
) -> None:
    mesh = saddle()
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    expected = (mesh.points * scale) @ turn.T + shift * RIGHT
    mesh.scale(scale, about_point=[0, 0, 0]).rotate(angle, OUT, about_point=[0, 0, 0]).shift(
        shift * RIGHT
    )
    assert np.allclose(mesh.points, expected)


def test_bounding_box_and_apply_function() -> None:
    mesh = saddle()
    assert np.allclose([mesh.width, mesh.height, mesh.depth], [2, 4, 4])
    assert np.allclose(mesh.get_center(), 0)
    mesh.apply_function(lambda p: p * [1, 1, 0])
    assert mesh.depth == 0
    mesh.move_to([1, 2, 3])
    assert np.allclose(mesh.get_center(), [1, 2, 3])


def test_a_copy_is_independent() -> None:
    mesh = saddle()
    copy = mesh.copy().shift(UP).set_color(RED)
    assert not np.allclose(copy.points, mesh.points)
    assert not np.allclose(copy.rgbas, mesh.rgbas)


def test_transform_moves_vertices_and_colours() -> None:
    start, goal = saddle(colors=BLUE), saddle(colors=RED, opacity=0.5).shift(2 * OUT)
    animation = Transform(start, goal)
    animation.begin()
    animation.interpolate(0.5)
    assert np.allclose(start.points[:, 2].mean(), 1)
    assert np.allclose(start.rgbas[:, 3], 0.75)
    animation.interpolate(1)
    assert np.allclose(start.points, goal.points)
    assert np.allclose(start.rgbas, goal.rgbas)


@pytest.mark.parametrize("fade", [FadeIn, FadeOut])
def test_fading_changes_opacity_of_surface_and_lines(fade: Any) -> None:
    mesh = saddle(opacity=0.8, level_lines=[0.0], border=True)
    whole = Group(mesh, saddle())
    animation = fade(whole, shift=UP)
    animation.begin()
    animation.interpolate(0.5)
    assert np.allclose(mesh.rgbas[:, 3], 0.4)
    animation.interpolate(0.0 if fade is FadeIn else 1.0)
    assert np.allclose(mesh.rgbas[:, 3], 0)
    assert np.allclose(mesh.line_rgbas[:, 3], 0)


def test_create_reveals_along_u() -> None:
    mesh = saddle()
    full = mesh.copy()
    animation = Create(mesh, rate_func=lambda t: t)
    animation.begin()
    animation.interpolate(0.25)
    assert mesh.points[:, 0].max() == pytest.approx(-0.5)
    assert mesh.points[:, 0].min() == pytest.approx(-1)
    animation.interpolate(1)
    animation.finish()
    assert np.allclose(mesh.points, full.points)


def test_create_of_loose_triangles_shows_some_of_them(shoot: Any) -> None:
    mesh = SurfaceMesh(saddle().points, saddle().triangles, colors=WHITE, shading=False)
    half = mesh.copy().pointwise_become_partial(mesh, 0, 0.5)
    drawn = [(shoot(m)[:, :, 0] > 0).sum() for m in (half, mesh)]
    assert 0.3 < drawn[0] / drawn[1] < 0.7


def test_become_takes_over_another_shape() -> None:
    mesh, other = saddle(), SurfaceMesh.from_function(lambda u, v: u, resolution=3, colors=RED)
    mesh.become(other)
    assert mesh.points.shape == (16, 3)
    assert mesh.rgbas.shape == (16, 4)
    assert mesh.triangles.max() == 15
    assert mesh.values.shape == (16,)


def test_animate_and_updaters(shoot: Any) -> None:
    mesh = saddle()
    builder = mesh.animate.shift(OUT).set_opacity(0.25)
    animation = builder.build()
    animation.begin()
    animation.interpolate(1)
    animation.finish()
    assert np.allclose(mesh.get_center(), OUT)
    assert np.allclose(mesh.rgbas[:, 3], 0.25)
    mesh.add_updater(lambda m, dt: m.shift(dt * RIGHT))
    mesh.update(0.5)
    assert mesh.get_center()[0] == pytest.approx(0.5)


def test_colours_from_maps_stops_and_arrays() -> None:
    ramp = saddle(color_map=[RED, BLUE], color_range=(-2, 2))
    low, high = ramp.values.argmin(), ramp.values.argmax()
    assert np.allclose(ramp.rgbas[low, :3], RED.to_rgb())
    assert np.allclose(ramp.rgbas[high, :3], BLUE.to_rgb())
    mapped = saddle(color_map=lambda t: np.stack([t, t, t], axis=-1), opacity=0.5)
    assert np.allclose(mapped.rgbas[high], [1, 1, 1, 0.5])
    given = np.random.default_rng(0).random((63, 3))
    assert np.allclose(saddle(colors=given).rgbas[:, :3], given)
    assert np.allclose(saddle(colors=YELLOW).rgbas[0, :3], YELLOW.to_rgb())


def test_level_lines_are_crisp_and_stay_with_the_vertices(shoot: Any) -> None:
    def tilted(**kwargs: Any) -> SurfaceMesh:
        return SurfaceMesh.from_function(
            lambda u, v: u, (-2, 2), (-2, 2), 16, colors=BLUE, shading=False, **kwargs
        )

    lines = {"level_lines": [0.3], "level_width": 3, "level_opacity": 1.0}
    for zoom in (1.0, 3.0):
        frame = shoot(tilted(**lines), width=640, height=360, zoom=zoom)
        row = frame[180, :, 0] - 88  # BLUE's red is 88
        assert row.clip(0).sum() / (255 - 88) == pytest.approx(3 * 0.01 * 640 / (128 / 9), rel=0.05)
        place = (np.arange(640) + 0.5)[row > 20].mean()
        expected = 320 + 0.3 * zoom * 640 / (128 / 9) * 20 / (20 - 0.3)
        assert place == pytest.approx(expected, abs=0.6)
    flat = tilted(**lines).apply_function(lambda p: p * [1, 1, 0])
    assert (shoot(flat, width=640, height=360)[180, :, 0] > 200).sum() >= 1


def test_grid_lines_and_border_are_drawn(shoot: Any) -> None:
    plain = saddle(colors=BLUE, shading=False)
    ruled = saddle(colors=BLUE, shading=False, grid_lines=(4, 3), grid_width=6, grid_opacity=1.0)
    rimmed = saddle(colors=BLUE, shading=False, border=True, border_width=6)
    counts = [
        (shoot(m, width=640, height=360)[:, :, 0] > 200).sum() for m in (plain, ruled, rimmed)
    ]
    assert counts[0] == 0
    assert counts[1] > 200
    assert counts[2] > 200


def test_a_closed_surface_has_no_visible_seam(shoot: Any) -> None:
    tube = SurfaceMesh.from_function(
        lambda u, v: np.stack([np.cos(u), np.sin(u), v]), (0, 2 * PI), (-1, 1), (64, 4),
        opacity=0.5, colors=WHITE, border=True, border_color=RED,
    )  # fmt: skip
    # Seen from +x the seam runs down the middle; a rim is red, and there must be none there.
    frame = shoot(tube, phi=PI / 2, theta=0.0, width=320, height=180)
    middle = frame[85:95, 150:170]
    assert (middle[:, :, 0] - middle[:, :, 1]).max() <= 8


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SurfaceMesh(np.zeros((0, 3)), [[0, 1, 2]]), "0 vertices; expected at least 3"),
        (lambda: SurfaceMesh(np.zeros((4, 2)), [[0, 1, 2]]), r"shape \(4, 2\); expected \(n, 3\)"),
        (lambda: SurfaceMesh(np.zeros((1, 5, 3))), r"grid is \(1, 5\)"),
        (lambda: SurfaceMesh(np.full((2, 2, 3), np.nan)), "vertices are not finite"),
        (lambda: SurfaceMesh([[0, 0, 0], [1, 0, 0], [0, np.inf, 0]], [[0, 1, 2]]), "vertex 2"),
        (
            lambda: SurfaceMesh(np.zeros((3, 3)), [[0, 1, 3]]),
            "use vertices 0 to 3; expected 0 to 2",
        ),
        (lambda: SurfaceMesh(np.zeros((3, 3)), [[0, 1, -1]]), "use vertices -1 to 1"),
        (lambda: SurfaceMesh(np.zeros((3, 3)), np.zeros((0, 3), int)), "t at least 1"),
        (lambda: SurfaceMesh(np.zeros((3, 3)), [[0.0, 1.0, 2.0]]), "expected integers"),
        (lambda: SurfaceMesh(np.zeros((3, 3))), "need triangles"),
        (lambda: saddle(colors=np.zeros((5, 3))), r"colors have shape \(5, 3\) for 63 vertices"),
        (lambda: saddle(values=[1, 2]), r"values has shape \(2,\) for 63 vertices"),
        (lambda: saddle(values=np.full(63, np.nan)), "values holds NaN"),
        (lambda: saddle(level_lines=[np.nan]), "level_lines hold NaN"),
        (lambda: saddle(grid_lines=(0, 3)), r"grid_lines is \(0, 3\)"),
        (lambda: saddle(color_map=[RED], color_range=(1, 0)), "expected low <= high"),
        (lambda: SurfaceMesh.from_grid(np.zeros(3), np.zeros(4), 0), "shapes that broadcast"),
        (lambda: SurfaceMesh.from_function(lambda u, v: [u, v]), r"gave shape \(2,\)"),
        (lambda: SurfaceMesh.from_function(lambda u, v: u, resolution=0), "at least one cell"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_line(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        make()
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("SurfaceMesh")


def test_vertices_that_become_nan_are_refused_when_drawn(shoot: Any) -> None:
    mesh = saddle()
    mesh.points[5] = np.nan
    with pytest.raises(ValueError, match="the first is vertex 5"):
        shoot(mesh)
