"""Whole scenes: plays, caching, skipping, outputs and the command line."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from manim import (
    DEGREES,
    GREEN,
    LEFT,
    OUT,
    RED,
    RIGHT,
    UP,
    WHITE,
    Circle,
    Create,
    FadeIn,
    FadeOut,
    Integer,
    Rotate,
    Sphere,
    Square,
    Surface,
    Text,
    ThreeDAxes,
    Transform,
    ValueTracker,
    always_redraw,
    config,
    tempconfig,
)
from manim.utils.hashing import get_json
from PIL import Image

from scenes.camera import DepthCamera, DepthScene, SurfaceMesh

ROOT = Path(__file__).parents[3]


def box(color: Any, z: float) -> Square:
    return Square(3, fill_color=color, fill_opacity=1, stroke_width=0).shift(z * OUT)


class Recorder(DepthScene):
    """Keeps every frame it hands on, and counts what it draws."""

    def setup(self) -> None:
        self.frames: list[Any] = []
        self.drawn = 0
        hand_on, draw = self.renderer.add_frame, self.camera.capture_mobjects

        def add_frame(frame: Any, num_frames: int = 1) -> None:
            if not self.renderer.skip_animations:
                self.frames += [frame] * num_frames
            hand_on(frame, num_frames)

        def capture(*args: Any, **kwargs: Any) -> None:
            self.drawn += 1
            draw(*args, **kwargs)

        self.renderer.add_frame = add_frame
        self.camera.capture_mobjects = capture


def test_a_static_mobject_before_a_moving_one_stays_in_front() -> None:
    class Scene(Recorder):
        def construct(self) -> None:
            front, back = box(RED, 1), box(GREEN, -1)
            self.add(back, front)
            self.wait(0.2)
            self.play(back.animate.shift(0.5 * RIGHT), run_time=0.5)
            self.play(Rotate(back, 0.5), front.animate.shift(0.01 * UP), run_time=0.3)
            self.wait(0.2)

    scene = Scene()
    scene.render()
    assert len(scene.frames) == 12
    for frame in scene.frames:
        assert np.abs(frame[45, 80, :3] - np.rint(np.array(RED.to_rgb()) * 255)).max() <= 1


def test_nothing_jumps_as_a_play_begins_or_ends() -> None:
    class Scene(Recorder):
        def construct(self) -> None:
            self.set_camera_orientation(phi=60 * DEGREES, theta=-40 * DEGREES)
            mesh = SurfaceMesh.from_function(lambda u, v: u * v, (-2, 2), (-2, 2), 16, opacity=0.6)
            ball = Sphere(radius=0.7, resolution=(12, 8))
            self.add(ThreeDAxes(), mesh, ball)
            tracker = ValueTracker(0)
            self.wait(0.2)
            self.play(tracker.animate.set_value(1), run_time=0.3)
            self.play(ball.animate.shift(1e-9 * RIGHT), run_time=0.3)
            self.wait(0.2)

    scene = Scene()
    scene.render()
    assert len(scene.frames) == 10
    for frame in scene.frames:
        assert np.abs(frame.astype(int) - scene.frames[0]).max() <= 1


def test_camera_moves_ambient_rotation_and_redrawn_mobjects() -> None:
    class Scene(Recorder):
        def construct(self) -> None:
            tracker = ValueTracker(0)
            plane = always_redraw(
                lambda: Surface(
                    lambda u, v: np.array([u, v, tracker.get_value() * u]), (-1, 1), (-1, 1), 2
                )
            )
            label, title = Text("x").shift(RIGHT), Text("title").to_corner(UP + LEFT)
            self.add_fixed_orientation_mobjects(label)
            self.add_fixed_in_frame_mobjects(title)
            number = always_redraw(lambda: Integer(10 * tracker.get_value()).shift(2 * UP))
            self.add(ThreeDAxes(), plane, number)
            self.move_camera(phi=1.0, theta=0.3, zoom=1.2, frame_center=0.3 * RIGHT, run_time=0.3)
            self.begin_ambient_camera_rotation(0.5)
            self.play(tracker.animate.set_value(1), run_time=0.5)
            self.wait(0.3)
            self.stop_ambient_camera_rotation()
            self.play(FadeOut(plane, shift=OUT), run_time=0.2)

    with tempconfig({"tex_template": None}):
        scene = Scene()
        Integer.set_default(mob_class=Text)
        try:
            scene.render()
        finally:
            Integer.set_default()
    assert len(scene.frames) == 13
    changes = [(a != b).any() for a, b in zip(scene.frames, scene.frames[1:], strict=False)]
    assert all(changes[:10])


def test_meshes_in_animations() -> None:
    class Scene(Recorder):
        def construct(self) -> None:
            mesh = SurfaceMesh.from_function(lambda u, v: u * v, (-1, 1), (-1, 1), 6)
            goal = mesh.copy().scale(2).set_color(RED)
            self.play(Create(mesh), run_time=0.3)
            self.play(Transform(mesh, goal), run_time=0.3)
            self.play(mesh.animate.shift(UP).set_opacity(0.5), run_time=0.3)
            self.play(FadeOut(mesh), FadeIn(goal), run_time=0.3)
            self.remove(goal)
            self.wait(0.1)

    scene = Scene()
    scene.render()
    assert (scene.frames[-1][:, :, :3] == 0).all()
    assert all((frame[:, :, :3] > 0).any() for frame in scene.frames[2:-1])


def test_skipped_plays_draw_nothing() -> None:
    class Scene(Recorder):
        def construct(self) -> None:
            ball = Circle(fill_opacity=1)
            self.add(ball)
            for _ in range(3):
                self.play(ball.animate.shift(0.5 * RIGHT), run_time=0.3)
                self.wait(0.2)

    with tempconfig({"from_animation_number": 4, "disable_caching": True}):
        scene = Scene()
        scene.render()
    assert len(scene.frames) == 5
    assert scene.drawn == 4  # three frames of the last play, one of the frozen wait
    with tempconfig({"format": "png", "save_last_frame": True}):
        still = Scene()
        still.render()
    assert still.drawn == 1


def test_a_frame_asked_for_after_a_skipped_play_is_the_current_one() -> None:
    class Scene(Recorder):
        def construct(self) -> None:
            self.play(FadeIn(box(RED, 0)), run_time=0.3)
            self.seen = self.renderer.get_frame()

    with tempconfig({"format": "png", "save_last_frame": True}):
        scene = Scene()
        scene.render()
    assert scene.seen[45, 80, 0] > 200


def test_the_camera_hashes_its_code_and_state_but_no_buffers() -> None:
    camera = DepthCamera(pixel_width=160, pixel_height=90)
    before = get_json(camera)
    assert camera.drawing_version in before
    assert len(before) < 20_000
    camera.capture_mobjects([box(RED, 0), Sphere(resolution=(6, 4))])
    assert get_json(camera) == before
    camera.drawing_version = "another"
    assert get_json(camera) != before


def test_every_array_of_a_mesh_enters_the_hash() -> None:
    def mesh() -> SurfaceMesh:
        return SurfaceMesh.from_function(
            lambda u, v: u * v, (-1, 1), (-1, 1), 80, level_lines=[0.0], border=True
        )

    first = get_json(mesh())
    assert get_json(mesh()) == first
    for change in (
        lambda m: m.points.__setitem__((3000, 2), 5.0),
        lambda m: m.rgbas.__setitem__((3000, 0), 0.123),
        lambda m: m.values.__setitem__(3000, 9.0),
        lambda m: m.triangles.__setitem__((4000, 0), 1),
        lambda m: setattr(m, "level_lines", np.array([0.5])),
        lambda m: setattr(m, "border", False),
        lambda m: setattr(m, "shown", (0.0, 0.5)),
    ):
        other = mesh()
        change(other)
        assert get_json(other) != first


def test_a_play_is_cached_until_something_changes() -> None:
    def scene(height: float) -> Recorder:
        class Scene(Recorder):
            def construct(self) -> None:
                mesh = SurfaceMesh.from_function(lambda u, v: height * u, (-1, 1), (-1, 1), 40)
                self.add(mesh)
                self.play(FadeIn(Circle()), run_time=0.3)

        made = Scene()
        made.render()
        return made

    first, again, other = scene(1.0), scene(1.0), scene(1.0001)
    hashes = [s.renderer.animations_hashes[0] for s in (first, again, other)]
    assert hashes[0] == hashes[1] != hashes[2]
    assert first.drawn == 3
    assert again.drawn == 0
    assert other.drawn == 3


def test_opengl_is_refused_in_one_line() -> None:
    with tempconfig({"renderer": "opengl"}), pytest.raises(ValueError, match="--renderer=cairo"):
        DepthScene.__init__(DepthScene.__new__(DepthScene))
    assert config.renderer.value == "cairo"


SCENE = """
    from manim import *
    from scenes.camera import DepthScene, SurfaceMesh

    class Small(DepthScene):
        def construct(self):
            self.set_camera_orientation(phi=1.0, theta=-0.8)
            mesh = SurfaceMesh.from_function(lambda u, v: u * v, (-2, 2), (-2, 2), 16, opacity=0.7)
            self.next_section("one")
            self.add(Sphere(radius=0.7, resolution=(8, 6)))
            self.play(FadeIn(mesh), run_time=0.3)
            self.next_section("two")
            self.wait(0.2)
"""


@pytest.mark.parametrize(
    ("options", "ending"),
    [
        ([], ".mp4"),
        (["-s"], ".png"),
        (["-s", "-t"], ".png"),
        (["--format=gif"], ".gif"),
        (["--format=webm", "-t"], ".webm"),
        (["--format=png"], ".png"),
        (["--save_sections"], ".mp4"),
        (["-n", "1"], ".mp4"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_command_line(tmp_path: Path, options: list[str], ending: str) -> None:
    source = tmp_path / "small.py"
    source.write_text(textwrap.dedent(SCENE))
    command = [sys.executable, "-m", "manim", "render", str(source), "Small"]
    command += ["-r", "128,72", "--fps", "10", "--media_dir", str(tmp_path / "media"), *options]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    made = [path for path in (tmp_path / "media").rglob(f"*{ending}") if "partial" not in str(path)]
    assert made
    if options == ["--save_sections"]:
        manifest = next((tmp_path / "media").rglob("Small.json"))
        assert [section["name"] for section in json.loads(manifest.read_text())] == ["one", "two"]
    if ending == ".png":
        image = np.array(Image.open(sorted(made)[-1]).convert("RGBA"))
        assert image.shape == (72, 128, 4)
        assert (image[0, 0, 3] == 0) == ("-t" in options)
    if ending in (".mp4", ".webm"):
        longest = max(made, key=lambda path: path.stat().st_size)
        with av.open(str(longest)) as film:
            frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
        assert len(frames) == (2 if "-n" in options else 5)
        assert frames[-1].max() > 100


def test_white_on_transparent_stays_white() -> None:
    class Scene(DepthScene):
        def construct(self) -> None:
            self.add(Circle(2, fill_opacity=0.5, color=WHITE, stroke_width=3))

    with tempconfig({"format": "png", "save_last_frame": True, "transparent": True}):
        scene = Scene()
        scene.render()
        frame = scene.renderer.get_frame()
    shown = frame[:, :, 3] > 20
    assert shown.any()
    assert (frame[shown][:, :3] > 240).all()
