"""What is fixed stays fixed in what it turns into."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import (
    BLUE,
    DEGREES,
    DOWN,
    GREEN,
    LEFT,
    OUT,
    RED,
    RIGHT,
    UP,
    AnimationGroup,
    ClockwiseTransform,
    Dot,
    FadeTransform,
    FadeTransformPieces,
    Group,
    LaggedStart,
    ReplacementTransform,
    Square,
    Succession,
    Text,
    Transform,
    TransformFromCopy,
    TransformMatchingShapes,
    VGroup,
)

from scenes.camera import DepthCamera, DepthScene

VIEW = {"phi": 70 * DEGREES, "theta": -30 * DEGREES}

ANIMATIONS = [
    Transform,
    ReplacementTransform,
    TransformFromCopy,
    ClockwiseTransform,
    FadeTransform,
    FadeTransformPieces,
    TransformMatchingShapes,
    lambda a, b: TransformMatchingShapes(a, b, transform_mismatches=True),
    lambda a, b: TransformMatchingShapes(a, b, fade_transform_mismatches=True),
    lambda a, b: AnimationGroup(ReplacementTransform(a, b)),
    lambda a, b: LaggedStart(ReplacementTransform(a, b), lag_ratio=0.5),
    lambda a, b: Succession(Transform(a, a.copy().shift(DOWN)), ReplacementTransform(a, b)),
]


def played(make: Any, fix: str, source: Any, target: Any) -> tuple[Any, list[Any]]:
    """Play what ``make`` gives; return the scene, and which mobjects each frame shows in space."""

    class Scene(DepthScene):
        def construct(self) -> None:
            self.set_camera_orientation(**VIEW)
            getattr(self, fix)(source)
            self.in_space: list[int] = []
            draw = self.camera._draw_depth

            def drawn(geometry: Any, perspective: Any) -> None:
                self.in_space.append(len(geometry.points))
                draw(geometry, perspective)

            self.camera._draw_depth = drawn
            self.play(make(source, target), run_time=0.4)
            self.wait(0.1)

    scene = Scene()
    scene.render()
    return scene, scene.in_space


def flat(*mobjects: Any) -> Any:
    camera = DepthCamera(pixel_width=160, pixel_height=90)
    camera.add_fixed_in_frame_mobjects(*mobjects)
    camera.capture_mobjects(mobjects)
    return camera.pixel_array.astype(int)


@pytest.mark.parametrize("make", ANIMATIONS)
def test_what_is_fixed_in_the_frame_never_lies_on_the_floor(make: Any) -> None:
    source, target = Text("depth").shift(UP), Text("death").shift(2 * UP + LEFT)
    scene, in_space = played(make, "add_fixed_in_frame_mobjects", source, target)
    assert len(in_space) >= 5
    assert not any(in_space)
    shown = [target] if target in scene.mobjects else [source]
    if make is TransformFromCopy:
        shown = [source, target]
    assert np.abs(scene.renderer.get_frame().astype(int) - flat(*shown)).max() <= 2


@pytest.mark.parametrize("make", ANIMATIONS)
def test_what_is_fixed_in_its_orientation_faces_the_viewer_still(make: Any) -> None:
    source, target = Text("depth").shift(OUT), Text("death").shift(OUT + RIGHT)
    scene, in_space = played(make, "add_fixed_orientation_mobjects", source, target)
    assert not any(in_space)
    if target in scene.mobjects and make is not TransformFromCopy:
        camera = DepthCamera(pixel_width=160, pixel_height=90, **VIEW)
        camera.add_fixed_orientation_mobjects(target)
        camera.capture_mobjects([target])
        difference = np.abs(scene.renderer.get_frame().astype(int) - camera.pixel_array)
        assert difference.max() <= 2


def test_a_label_that_stands_by_a_point_hands_its_point_on() -> None:
    point = Dot([1, 1, 1])
    source, target = Text("a").next_to(point), Text("b").next_to(point)
    scene = DepthScene()
    scene.camera.add_fixed_orientation_mobjects(source, center_func=point.get_center)
    scene.compile_animations(ReplacementTransform(source, target))
    for member in target.get_family():
        assert scene.camera.fixed_orientation_mobjects[member] == point.get_center


def test_of_a_group_fixed_in_part_each_member_hands_on_what_it_has() -> None:
    scene = DepthScene()
    title, body = Square(), Square()
    new_title, new_body = Square(), Square()
    scene.camera.add_fixed_in_frame_mobjects(title)
    scene.compile_animations(ReplacementTransform(VGroup(title, body), VGroup(new_title, new_body)))
    assert new_title in scene.camera.fixed_in_frame_mobjects
    assert new_body not in scene.camera.fixed_in_frame_mobjects


def test_what_is_not_fixed_hands_nothing_on() -> None:
    scene = DepthScene()
    source, target, fixed = Square(), Square(), Square()
    scene.camera.add_fixed_in_frame_mobjects(fixed)
    scene.compile_animations(
        ReplacementTransform(source, target), Transform(Group(Square()), Group(Square()))
    )
    assert scene.camera.fixed_in_frame_mobjects == {fixed}


def test_a_target_on_the_screen_stays_where_it_stands() -> None:
    scene = DepthScene()
    title, box = Square(color=RED), Square(color=BLUE)
    scene.add(title, box)
    scene.camera.add_fixed_in_frame_mobjects(title)
    scene.compile_animations(Transform(title, box))
    assert box not in scene.camera.fixed_in_frame_mobjects


def test_animations_of_the_mobject_itself_fix_nothing_more() -> None:
    scene = DepthScene()
    title = Text("title", color=GREEN)
    scene.add_fixed_in_frame_mobjects(title)
    before = set(scene.camera.fixed_in_frame_mobjects)
    title.generate_target()
    title.target.shift(UP)
    scene.compile_animations(title.animate.shift(UP).set_color(RED))
    assert scene.camera.fixed_in_frame_mobjects == before
