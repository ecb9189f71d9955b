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
    DOWN,
    GOLD,
    LEFT,
    RIGHT,
    UL,
    WHITE,
    DecimalNumber,
    Dot3D,
    Polygon,
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

from gdmath import (  # noqa: E402
    Dataset,
    Descent,
    GradientDescent,
    MeanSquaredError,
    Window,
    descend,
)
from scenes.camera import DepthCamera, DepthScene, SurfaceMesh  # noqa: E402
from scenes.mobjects.cost_axes import CostAxes  # noqa: E402
from scenes.mobjects.cost_surface import CostSurface  # noqa: E402
from scenes.mobjects.descent_trail import DescentTrail  # noqa: E402
from scenes.mobjects.iterate_point import IteratePoint  # noqa: E402
from scenes.mobjects.numbers import NumberFormat  # noqa: E402
from scenes.mobjects.path_tracker import PathTracker  # noqa: E402
from scenes.mobjects.readout import Readout  # noqa: E402
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch  # noqa: E402
from scenes.mobjects.text import Words, in_line  # noqa: E402

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


def problem() -> tuple[MeanSquaredError, Descent]:
    cost = MeanSquaredError(Dataset.synthetic())
    return cost, descend(cost, (0, 12), GradientDescent(0.4), 12)


def ours_orbiting(seconds: float, cells: int = 64) -> Any:
    """Bowl 64 x 64, axes with labels, tangent patch, dot, trail and four readouts: our mobjects."""

    class Ours(DepthScene):
        def construct(self) -> None:
            cost, path = problem()
            tracker = PathTracker(cost, path)
            axes = CostAxes(Window.around(cost, path), -0.9)
            point = IteratePoint(tracker, axes)
            readouts = VGroup(
                *(
                    in_line(
                        Words(f"value {n}", color="#ffffff"),
                        Readout(
                            lambda n=n: tracker.cost_value + n,
                            NumberFormat(2),
                            widest=[100.0],
                            color="#ffffff",
                        ),
                    )
                    for n in range(4)
                )
            )
            begin_orbit(self, readouts)
            for billboards in (axes.billboards, point.billboards):
                self.camera.add_fixed_orientation_mobjects(*billboards)
            patch = TangentPlanePatch(lambda: tracker.plane, axes)
            surface = CostSurface(cost, axes, resolution=cells)
            self.add(axes, surface, patch, DescentTrail(tracker, axes), point)
            slide = tracker.animate(rate_func=linear)  # type: ignore[operator]
            self.play(slide.set_value(path.steps), run_time=seconds)

    return Ours


def stock_orbiting(seconds: float) -> Any:
    """The same picture in stock mobjects on the stock camera."""

    class Stock(ThreeDScene):
        def construct(self) -> None:
            cost, path = problem()
            tracker = PathTracker(cost, path)
            axes = CostAxes(Window.around(cost, path), -0.9)
            window = axes.window

            def place(theta: Any) -> Any:
                return axes.to_scene([*theta, min(float(cost(theta)), window.height[1])])

            surface = Surface(
                lambda u, v: place((u, v)), window.theta0, window.theta1, 64,
                fill_opacity=0.75, stroke_width=0, fill_color=BLUE, checkerboard_colors=False,
            )  # fmt: skip

            def plane() -> Any:
                corners = axes.to_scene(TangentPlanePatch(lambda: tracker.plane, axes).corners)
                return Polygon(*corners, color=GOLD, fill_opacity=0.55, shade_in_3d=True)

            def trail() -> Any:
                positions = np.linspace(0, tracker.get_value() + 1e-3, 50)
                points = [place(theta) for theta in path.point_at(positions)]
                return VMobject(stroke_color=WHITE).set_points_as_corners(points)

            dot = Dot3D(radius=0.08, color=WHITE)
            dot.add_updater(lambda m: m.move_to(place(tracker.theta)))
            readouts = VGroup()
            for n in range(4):
                name = Text(f"value {n}", font_size=24)
                number = DecimalNumber(0, mob_class=Text, font_size=24).next_to(name, RIGHT)
                number.add_updater(lambda m, n=n: m.set_value(tracker.cost_value + n))
                readouts.add(VGroup(name, number))
            begin_orbit(self, readouts)
            self.camera.add_fixed_orientation_mobjects(*axes.billboards)
            self.add(axes, surface, always_redraw(plane), always_redraw(trail), dot)
            slide = tracker.animate(rate_func=linear)  # type: ignore[operator]
            self.play(slide.set_value(path.steps), run_time=seconds)

    return Stock


def begin_orbit(scene: Any, readouts: VGroup) -> None:
    scene.set_camera_orientation(phi=65 * DEGREES, theta=-50 * DEGREES)
    readouts.arrange(DOWN, aligned_edge=LEFT).to_corner(UL)
    scene.add_fixed_in_frame_mobjects(readouts)
    scene.begin_ambient_camera_rotation(0.1)


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


def film(scene_class: Any, frames: list[Any] | None = None) -> tuple[float, dict[str, float]]:
    """Render; return seconds per frame, and milliseconds per frame of every stage.

    The clock runs from the first frame to the closed file: a film this short would else measure
    how long its scene takes to make. The frames are put into
    ``frames`` if it is given; keeping them takes time of its own.
    """
    with tempfile.TemporaryDirectory() as folder, tempconfig({**FILM, "media_dir": folder}):
        scene = scene_class()
        count = 0
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
            nonlocal count
            count += 1
            if frames is not None:
                frames.append(frame)
            hand_on(frame, num_frames)

        scene.renderer.update_frame = timed("frame", update)
        scene.renderer.add_frame = timed("hand-over", add_frame)
        scene.renderer.get_frame = timed("hand-over", copy)
        started: list[float] = []

        def play(*args: Any, **kwargs: Any) -> None:
            started.extend((time.perf_counter(), time.process_time()))
            begin_play(*args, **kwargs)

        begin_play, scene.play = scene.play, play
        scene.render()
        whole, cpu = time.perf_counter() - started[0], time.process_time() - started[1]
    stages = dict(getattr(scene.camera, "seconds", {}))
    stages["hand-over"] = spent["hand-over"]
    stages["all processor time, encoding included"] = cpu
    stages["logic and the rest"] = whole - spent["frame"] - spent["hand-over"]
    return whole / count, {name: 1000 * s / count for name, s in stages.items()}


def report(title: str, stages: dict[str, float]) -> None:
    parts = ", ".join(f"{name} {value:.1f}" for name, value in stages.items())
    print(f"    {title}: {parts} ms a frame", flush=True)


def compare(title: str, target: str, ours: Any, stock: Any) -> None:
    film(ours(0.1))
    fast, stages = film(ours(4.0))
    slow, _ = film(stock(0.5))
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
        ours_orbiting,
        stock_orbiting,
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

    film(ours_orbiting(0.1))
    film(ours_orbiting(2.0), Replay.ready)
    encoded, alone = film(Replay)
    drawn, ours = film(ours_orbiting(4.0))
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
    print(f"a bare mesh of 32, 64, 128, 256 cells a side: {shown} ms to draw", flush=True)
    film(ours_orbiting(0.1))
    coarse, fine = (film(ours_orbiting(2.0, cells))[0] for cells in (32, 256))
    print(
        f"our orbiting film, mesh 32 to 256 cells a side: {fine / coarse:.2f} (target <= 2.5); "
        f"{1000 * coarse:.1f} and {1000 * fine:.1f} ms a frame",
        flush=True,
    )


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
