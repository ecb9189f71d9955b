"""What the camera costs: ``python tests/benchmarks/camera.py [name ...]`` from the repository.

Every ratio is measured in one run, with equal encoder settings (libx264, veryfast, crf 18).
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from manim import (  # noqa: E402
    BLUE,
    DEGREES,
    DL,
    DOWN,
    GOLD,
    LEFT,
    RIGHT,
    UL,
    WHITE,
    YELLOW,
    DecimalNumber,
    Dot3D,
    ParametricFunction,
    Surface,
    Text,
    ThreeDAxes,
    ThreeDScene,
    ValueTracker,
    VGroup,
    VMobject,
    always_redraw,
    linear,
    tempconfig,
)

from scenes.camera import DepthCamera, DepthScene, SurfaceMesh  # noqa: E402

FILM = {
    "quality": "high_quality",
    "disable_caching": True,
    "verbosity": "ERROR",
    "progress_bar": "none",
    "video_encoder_options": {"preset": "veryfast", "crf": "18"},
}


def bowl(u: Any, v: Any) -> Any:
    return 0.25 * u * u + 0.2 * v * v - 1


def patch(a: float, b: float) -> Callable[[Any, Any], Any]:
    return lambda u, v: bowl(a, b) + 0.5 * a * (u - a) + 0.4 * b * (v - b)


def place(t: float) -> tuple[float, float]:
    return 2.0 - 1.5 * t, 1.5 - 2.5 * t


class Readout(VGroup):  # type: ignore[misc]
    """A name and a number, made of glyphs that are drawn once and then only moved."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.label = Text(name, font_size=24)
        self.glyphs = {c: Text(c, font_size=24)[0] for c in "0123456789"}
        self.point = Text("0.0", font_size=24)[1]
        self.digits = VGroup()
        self.add(self.label, self.digits)
        self.show(0.0)

    def show(self, value: float) -> None:
        x, y = self.label.get_right()[0] + 0.3, self.label.get_bottom()[1]
        digits = []
        for n, character in enumerate(f"{value:.2f}"):
            source = self.point if character == "." else self.glyphs[character]
            glyph = VMobject(stroke_width=0)
            glyph.points = source.points - [
                source.points[:, 0].mean(),
                source.points[:, 1].min(),
                0,
            ]
            glyph.points += [x + 0.2 * n, y, 0]
            glyph.fill_rgbas = source.fill_rgbas
            digits.append(glyph)
        self.digits.submobjects = digits


def orbit(base: Any, ours: bool, seconds: float) -> Any:
    """Bowl 64 x 64, axes with labels, tangent patch, dot, trail and four readouts."""

    class Orbit(base):  # type: ignore[misc]
        def construct(self) -> None:
            self.set_camera_orientation(phi=65 * DEGREES, theta=-50 * DEGREES)
            axes = ThreeDAxes()
            time_ = ValueTracker(0)

            def point(t: float) -> Any:
                a, b = place(t)
                return np.array([a, b, bowl(a, b)])

            if ours:
                surface = SurfaceMesh.from_function(
                    bowl, (-2.5, 2.5), (-2.5, 2.5), 64, colors=BLUE, opacity=0.75,
                    level_lines=np.arange(-0.8, 2, 0.4),
                )  # fmt: skip

                def made() -> Any:
                    a, b = place(time_.get_value())
                    return SurfaceMesh.from_function(
                        patch(a, b), (a - 1, a + 1), (b - 1, b + 1), 1, colors=GOLD, opacity=0.55,
                        border=True,
                    )  # fmt: skip

                plane = made()
                plane.add_updater(lambda m: setattr(m, "points", made().points))
            else:
                surface = Surface(
                    lambda u, v: np.array([u, v, bowl(u, v)]), (-2.5, 2.5), (-2.5, 2.5), 64,
                    fill_opacity=0.75, stroke_width=0, fill_color=BLUE, checkerboard_colors=False,
                )  # fmt: skip

                def drawn() -> Any:
                    a, b = place(time_.get_value())
                    height = patch(a, b)
                    return Surface(
                        lambda u, v: np.array([u, v, height(u, v)]), (a - 1, a + 1), (b - 1, b + 1),
                        1, fill_opacity=0.55, fill_color=GOLD, checkerboard_colors=False,
                    )  # fmt: skip

                plane = always_redraw(drawn)
            dot = Dot3D(radius=0.08, color=WHITE)
            dot.add_updater(lambda m: m.move_to(point(time_.get_value())))
            trail = ParametricFunction(point, (0, 1, 0.02), color=YELLOW)
            labels = VGroup(*(Text(name, font_size=30) for name in "xyz"))
            for label, corner in zip(labels, ((6, 0, 0), (0, 5, 0), (0, 0, 4)), strict=True):
                label.move_to(corner)
            self.add(axes, surface, plane, dot, trail)
            self.add_fixed_orientation_mobjects(*labels)
            rows = VGroup()
            for n in range(4):
                if ours:
                    readout = Readout(f"value {n}")
                    readout.add_updater(lambda m, n=n: m.show(n + time_.get_value()))
                    rows.add(readout)
                    continue
                name = Text(f"value {n}", font_size=24)
                number = DecimalNumber(0, mob_class=Text, font_size=24).next_to(name, RIGHT)
                number.add_updater(lambda m, n=n: m.set_value(n + time_.get_value()))
                rows.add(VGroup(name, number))
            rows.arrange(DOWN, aligned_edge=LEFT).to_corner(UL)
            title = Text("Gradient descent", font_size=30).to_corner(DL)
            self.add_fixed_in_frame_mobjects(rows, title)
            self.begin_ambient_camera_rotation(0.1)
            self.play(time_.animate(rate_func=linear).set_value(1), run_time=seconds)

    return Orbit


def plain(base: Any, turning: bool, seconds: float) -> Any:
    """A stock scene of which only the base class changes."""

    class Plain(base):  # type: ignore[misc]
        def construct(self) -> None:
            self.set_camera_orientation(phi=65 * DEGREES, theta=-50 * DEGREES)
            axes = ThreeDAxes()
            time_ = ValueTracker(0)
            surface = Surface(
                lambda u, v: axes.c2p(u, v, bowl(u, v)), (-2.5, 2.5), (-2.5, 2.5), 32,
                fill_opacity=0.7,
            )  # fmt: skip

            def drawn() -> Any:
                a, b = place(time_.get_value())
                height = patch(a, b)
                return Surface(
                    lambda u, v: axes.c2p(u, v, height(u, v)), (a - 1, a + 1), (b - 1, b + 1), 1,
                    fill_opacity=0.6, fill_color=GOLD, checkerboard_colors=False,
                )  # fmt: skip

            self.add(axes, surface, always_redraw(drawn))
            if turning:
                self.begin_ambient_camera_rotation(0.1)
            self.play(time_.animate(rate_func=linear).set_value(1), run_time=seconds)

    return Plain


def film(scene_class: Any) -> tuple[float, dict[str, float], list[Any]]:
    """Render; return seconds per frame, milliseconds per frame of every stage, and the frames."""
    with tempfile.TemporaryDirectory() as folder, tempconfig({**FILM, "media_dir": folder}):
        scene = scene_class()
        frames: list[Any] = []
        spent = {"frame": 0.0, "hand-over": 0.0}
        hand_on, update = scene.renderer.add_frame, scene.renderer.update_frame
        copy = scene.renderer.get_frame

        def timed(stage: str, function: Any) -> Any:
            def run(*args: Any, **kwargs: Any) -> Any:
                begin = time.perf_counter()
                result = function(*args, **kwargs)
                spent[stage] += time.perf_counter() - begin
                return result

            return run

        def add_frame(frame: Any, num_frames: int = 1) -> None:
            frames.append(frame)
            hand_on(frame, num_frames)

        scene.renderer.update_frame = timed("frame", update)
        scene.renderer.add_frame = timed("hand-over", add_frame)
        scene.renderer.get_frame = timed("hand-over", copy)
        begin, cpu = time.perf_counter(), time.process_time()
        scene.render()
        whole, cpu = time.perf_counter() - begin, time.process_time() - cpu
    stages = dict(getattr(scene.camera, "seconds", {}))
    stages["hand-over"] = spent["hand-over"]
    stages["all processor time, encoding included"] = cpu
    stages["logic and the rest"] = whole - spent["frame"] - spent["hand-over"]
    count = len(frames)
    return whole / count, {name: 1000 * s / count for name, s in stages.items()}, frames


def report(title: str, stages: dict[str, float]) -> None:
    parts = ", ".join(f"{name} {value:.1f}" for name, value in stages.items())
    print(f"    {title}: {parts} ms a frame", flush=True)


def compare(title: str, target: str, ours: Any, stock: Any) -> None:
    film(ours(0.1))
    fast, stages, _ = film(ours(2.0))
    slow, _, _ = film(stock(0.25))
    print(
        f"{title}: {slow / fast:.1f}x (target {target}); "
        f"{1000 * fast:.1f} ms a frame, stock {1000 * slow:.0f}",
        flush=True,
    )
    report("stages", stages)


def bench_orbit() -> None:
    compare(
        "our orbiting scene against stock mobjects on the stock camera",
        ">= 25x",
        lambda seconds: orbit(DepthScene, True, seconds),
        lambda seconds: orbit(ThreeDScene, False, seconds),
    )


def bench_base_class() -> None:
    compare(
        "a stock scene with its base class changed",
        ">= 5x",
        lambda seconds: plain(DepthScene, True, seconds),
        lambda seconds: plain(ThreeDScene, True, seconds),
    )


def bench_static() -> None:
    compare(
        "static camera, plane sliding",
        ">= 2x",
        lambda seconds: plain(DepthScene, False, seconds),
        lambda seconds: plain(ThreeDScene, False, seconds),
    )


def bench_encoding() -> None:
    class Replay(ThreeDScene):  # type: ignore[misc]
        """Encodes ready frames."""

        ready: list[Any] = []  # noqa: RUF012

        def construct(self) -> None:
            self.add(Dot3D())
            waiting = iter(self.ready)
            self.renderer.render = lambda *_args: self.renderer.add_frame(next(waiting))
            self.play(ValueTracker(0).animate.set_value(1), run_time=len(self.ready) / 60)

    film(orbit(DepthScene, True, 0.1))
    drawn, ours, frames = film(orbit(DepthScene, True, 2.0))
    Replay.ready = frames
    encoded, alone, _ = film(Replay)
    print(
        f"our orbiting film against encoding its frames: {drawn / encoded:.2f} (target <= 1.6); "
        f"{1000 * drawn:.1f} and {1000 * encoded:.1f} ms a frame",
        flush=True,
    )
    report("ours", ours)
    report("encoding", alone)


def bench_growth() -> None:
    times = []
    for cells in (32, 64, 128, 256):
        camera = DepthCamera(pixel_width=1920, pixel_height=1080, phi=1.1)
        mesh = SurfaceMesh.from_function(bowl, (-2.5, 2.5), (-2.5, 2.5), cells, opacity=0.75)
        best = np.inf
        for step in range(12):
            camera.set_theta(-0.9 + 0.01 * step)
            camera.reset()
            begin = time.perf_counter()
            camera.capture_mobjects([mesh])
            best = min(best, time.perf_counter() - begin)
        times.append(1000 * best)
    shown = ", ".join(f"{value:.1f}" for value in times)
    print(f"mesh 32 to 256 cells a side: {times[-1] / times[0]:.2f} (target <= 2.5); {shown} ms")


MEMORY = """
import sys
sys.path.insert(0, {root!r})
from manim import *
from scenes.camera import DepthCamera, SurfaceMesh
mesh = SurfaceMesh.from_function(lambda u, v: u * v / 3, (-4, 4), (-4, 4), 256, opacity=0.7)
more = [mesh.copy().shift(0.2 * n * OUT) for n in range(5)]
camera = DepthCamera(pixel_width=3840, pixel_height=2160, phi=1.0)
for step in range(3):
    camera.set_theta(0.1 * step)
    camera.reset()
    camera.capture_mobjects([ThreeDAxes(), *more])
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(int(status["VmHWM"].split()[0]) / 1024)
"""

START = """
import sys, time
begin = time.perf_counter()
sys.path.insert(0, {root!r})
from manim import *
if {ours}:
    from scenes.camera import DepthCamera as Camera, SurfaceMesh
else:
    Camera = ThreeDCamera
camera = Camera(pixel_width=1920, pixel_height=1080, phi=1.0)
things = [ThreeDAxes(), Surface(lambda u, v: np.array([u, v, u * v]), resolution=4), Dot3D()]
if {ours}:
    things.append(SurfaceMesh.from_function(lambda u, v: u * v, resolution=32, border=True))
camera.capture_mobjects(things)
print(time.perf_counter() - begin)
"""


def _run(source: str, **environment: str) -> float:
    import os

    done = subprocess.run(
        [sys.executable, "-c", source],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.split()[-1])


def bench_memory() -> None:
    megabytes = _run(MEMORY.format(root=str(ROOT)))
    print(f"3840 x 2160, six layers of 256 x 256 cells: {megabytes:.0f} MiB (target <= 1024)")


def bench_start() -> None:
    ours, stock = START.format(root=str(ROOT), ours=True), START.format(root=str(ROOT), ours=False)
    with tempfile.TemporaryDirectory() as folder:
        fresh = _run(ours, NUMBA_CACHE_DIR=folder)
        warm = min(_run(ours, NUMBA_CACHE_DIR=folder) for _ in range(2))
    plain_start = min(_run(stock) for _ in range(2))
    print(
        f"first frame: fresh install {fresh:.1f} s (target <= 25), "
        f"then {warm - plain_start:+.2f} s against stock (target <= 1); stock {plain_start:.1f} s"
    )


BENCHES = {
    "orbit": bench_orbit,
    "base-class": bench_base_class,
    "static": bench_static,
    "encoding": bench_encoding,
    "growth": bench_growth,
    "memory": bench_memory,
    "start": bench_start,
}

if __name__ == "__main__":
    names = sys.argv[1:] or list(BENCHES)
    unknown = sorted(set(names) - set(BENCHES))
    if unknown:
        sys.exit(f"unknown benchmark {unknown[0]}; expected one of {', '.join(BENCHES)}")
    for name in names:
        BENCHES[name]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak of this process {peak:.0f} MiB")
