"""Meshes turn into meshes of other grids, and into anything else and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import (
    BLUE,
    DEGREES,
    GREEN,
    OUT,
    RED,
    RIGHT,
    UP,
    WHITE,
    Circle,
    FadeOut,
    FadeTransform,
    Group,
    ImageMobject,
    PointCloudDot,
    ReplacementTransform,
    Square,
    Surface,
    Text,
    Transform,
    TransformFromCopy,
    VGroup,
)

from scenes.camera import DepthScene, SurfaceMesh


def bowl(cells: Any, **kwargs: Any) -> SurfaceMesh:
    return SurfaceMesh.from_function(
        lambda u, v: u * u + 0.5 * v, (-1, 1), (-2, 2), cells, **kwargs
    )


def same(some: Any, other: Any) -> None:
    """Frames are equal but for seams, where an invisible part keeps faces of a solid apart."""
    difference = np.abs(some - other).max(axis=2)
    assert difference.max() <= 20
    assert (difference > 2).mean() < 0.005


def begun(animation: Any) -> Any:
    animation.begin()
    return animation


@pytest.mark.parametrize("first", [6, 7, 8, 9, (6, 9)])
@pytest.mark.parametrize("second", [6, 7, 8, 9, (9, 6), (3, 17)])
def test_meshes_of_other_grids_turn_into_each_other(first: Any, second: Any, shoot: Any) -> None:
    start, goal = bowl(first, colors=BLUE), bowl(second, colors=RED, opacity=0.5).shift(2 * OUT)
    view = {"phi": 60 * DEGREES, "theta": 0.4}
    before, after = shoot(start, **view), shoot(goal, **view)
    animation = begun(Transform(start, goal, rate_func=lambda t: t))
    assert (shoot(start, **view) == before).all()
    animation.interpolate(0.5)
    corners = [start.points[0], start.points[-1]]
    assert np.allclose(corners, [(-1, -2, 1), (1, 2, 3)])
    assert np.allclose(start.rgbas[:, 3], 0.75)
    animation.interpolate(1)
    assert (shoot(start, **view) == after).all()
    assert start.grid_shape == goal.grid_shape
    animation.interpolate(0)
    assert (shoot(start, **view) == before).all()


def test_a_flat_grid_stays_flat_between_two_grids() -> None:
    start, goal = (
        SurfaceMesh.from_function(lambda u, v: 0 * u, (-1, 1), (-1, 1), cells) for cells in (6, 9)
    )
    animation = begun(Transform(start, goal, rate_func=lambda t: t))
    animation.interpolate(0.3)
    grid = start.points.reshape(*start.grid_shape, 3)
    steps = np.linspace(-1, 1, grid.shape[0])
    assert np.allclose(grid[:, :, 0], steps[:, None])
    assert np.allclose(grid[:, :, 2], 0)


@pytest.mark.parametrize("cells", [6, 7, 8, 9])
@pytest.mark.parametrize(
    "make",
    [
        lambda: Square(2, fill_opacity=1, color=GREEN),
        lambda: Circle(1, color=RED),
        lambda: Text("mesh"),
        lambda: VGroup(Square(), Circle(fill_opacity=0.5)),
        lambda: Surface(lambda u, v: np.array([u, v, u * v]), resolution=(3, 2)),
        lambda: SurfaceMesh(np.eye(3), [[0, 1, 2]]),
        lambda: SurfaceMesh.from_function(lambda u, v: u / u, (-1, 1), (-1, 1), 6),
        lambda: PointCloudDot(),
        lambda: ImageMobject(np.full((8, 8, 4), 200, np.uint8)).scale(20),
        lambda: Group(Square(), bowl(3)),
    ],
)
def test_a_mesh_turns_into_anything_and_anything_into_a_mesh(
    shoot: Any, make: Any, cells: int
) -> None:
    for pair in ((make(), bowl(cells)), (bowl(cells), make())):
        start, goal = pair
        first, last = shoot(start), shoot(goal)
        animation = begun(Transform(start, goal, rate_func=lambda t: t))
        same(shoot(start), first)
        animation.interpolate(0.5)
        between = shoot(start)
        assert (between != first).any()
        assert (between != last).any()
        animation.interpolate(1)
        animation.finish()
        same(shoot(start), last)
        start.shift(RIGHT).scale(0.5).rotate(0.3).fade(0.5)
        assert np.isfinite(start.get_center()).all()


def test_there_and_back_again(shoot: Any) -> None:
    shape = Square(2, fill_opacity=1, color=GREEN)
    first, mesh = shoot(shape), bowl(6)
    for goal, expected in ((mesh, shoot(mesh)), (Square(2, fill_opacity=1, color=GREEN), first)):
        animation = begun(Transform(shape, goal))
        animation.interpolate(1)
        animation.finish()
        assert np.abs(shoot(shape) - expected).max() <= 1


def test_transforms_of_meshes_in_a_scene() -> None:
    class Scene(DepthScene):
        def construct(self) -> None:
            shape, mesh, finer = Square(), bowl(6), bowl(9).shift(UP)
            self.add(shape)
            self.play(Transform(shape, mesh), run_time=0.2)
            self.play(ReplacementTransform(shape, finer), run_time=0.2)
            self.play(TransformFromCopy(finer, other := bowl(7)), run_time=0.2)
            self.play(FadeTransform(other, label := Text("end")), run_time=0.2)
            self.play(FadeOut(finer, label), run_time=0.2)
            self.wait(0.1)
            self.last = self.renderer.get_frame()

    scene = Scene()
    scene.render()
    assert (scene.last[:, :, :3] == 0).all()


def test_shapes_without_a_mesh_are_transformed_as_ever() -> None:
    start, goal = Square(color=WHITE), Circle(color=RED)
    animation = begun(Transform(start, goal))
    animation.interpolate(1)
    assert not start.submobjects
    assert np.allclose(start.get_center(), goal.get_center())
    assert start.get_color() == RED
