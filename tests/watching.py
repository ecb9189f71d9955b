"""Watching films without drawing them: what stands on screen at each of their moments."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from manim import Mobject, Scene, VMobject, config, tempconfig

from scenes.camera import DepthCamera
from scenes.mobjects.equation import Equation
from scenes.mobjects.readout import Readout
from scenes.mobjects.text import Formula, Words
from scenes.settings import EXAMPLES, VARIABLE

_TEXTS = tempfile.TemporaryDirectory(prefix="texts-")
TEXTS = _TEXTS.name
"""Where texts set by Typst are kept from test to test; each process has a folder of its own."""

SHAPES = {"16:9": (128, 72), "1:1": (72, 72), "9:16": (72, 128)}
"""Frames so small that nothing is spent on them, in pixels."""

VISIBLE = 0.05
READ = 0.6
"""From these opacities on something can be seen, and read."""

LESSONS = {
    "raw geysers": """
        [data]
        csv = "{examples}/faithful.csv"
        x = "eruptions"
        y = "waiting"
        [descent]
        start = [80, 5]
        rate = 0.12
        steps = 25
        """,
    "diverging": "[descent]\nrate = 0.95\nsteps = 30",
    "two points in the millions": """
        [data]
        csv = "two.csv"
        x = "a predictor with a long name, in km"
        y = "b"
        standardize = true
        [descent]
        start = [-3000, 70]
        rate = 0.7
        """,
    "galton": """
        [data]
        csv = "{tests}/galton.csv"
        x = "parent"
        y = "child"
        [descent]
        start = "far"
        rate = "0.9 critical"
        steps = 30
        """,
    "huber": "[cost]\nkind = 'huber'\n[descent]\nrate = 0.6\n",
}
"""Lessons of every kind, by name; `two.csv` stands beside them."""


@dataclass
class Watched:
    """A film that has been played, and what `look` returned at each of its moments."""

    scene: Any
    moments: list[Any] = field(default_factory=list)


@contextmanager
def lesson(name: str, folder: Path, **settings: str) -> Iterator[None]:
    """Let films be about a packaged lesson, or one of `LESSONS` written into `folder`.

    `settings` are TOML values for keys of the lesson, such as ``theme='"light"'``.
    """
    if name in LESSONS:
        (folder / "two.csv").write_text(
            "a predictor with a long name, in km,b\n2000000,-150\n2000003,150\n".replace(
                "name, in km,b", 'name, in km",b'
            ).replace("a predictor", '"a predictor')
        )
        text = LESSONS[name].replace("{examples}", EXAMPLES.as_posix())
        text = text.replace("{tests}", (Path(__file__).parent / "data").as_posix())
        path = folder / "lesson.toml"
        path.write_text(text)
        name = str(path)
    changes = "\n".join(f"{key}={value}" for key, value in settings.items())
    with mock.patch.dict(os.environ, {VARIABLE: name, "GDSCENES_SET": changes}):
        yield


def watch(
    film: type[Scene],
    about: str,
    folder: Path,
    look: Callable[[Any], Any] | None = None,
    *,
    aspect: str = "16:9",
    fps: int = 5,
    **settings: str,
) -> Watched:
    """Play a film without drawing it, and `look` at it at every frame that would be drawn."""
    width, height = SHAPES[aspect]
    frame = {
        "pixel_width": width,
        "pixel_height": height,
        "frame_height": 8.0,
        "frame_width": 8.0 * width / height,
        "frame_rate": fps,
        "dry_run": True,
        "media_dir": str(folder / "media"),
        "tex_dir": TEXTS,
        "verbosity": "ERROR",
        "progress_bar": "none",
    }
    with lesson(about, folder, **settings), tempconfig(frame):
        scene = film()
        watched = Watched(scene)

        def drawn(*_: Any, **__: Any) -> None:
            if look is not None:
                watched.moments.append(look(scene))

        with mock.patch.object(DepthCamera, "capture_mobjects", drawn):
            scene.render()
            drawn()
    return watched


def visible(scene: Any) -> Iterator[VMobject]:
    """Yield everything on screen that can be seen."""
    for mobject in scene.get_mobject_family_members():
        if isinstance(mobject, VMobject) and mobject.has_points() and opacity(mobject) >= VISIBLE:
            yield mobject


def opacity(mobject: VMobject) -> float:
    """Return the opacity of a mobject, of its fill or its stroke."""
    stroke = mobject.get_stroke_opacity() if mobject.get_stroke_width() > 0 else 0.0
    return max(mobject.get_fill_opacity(), stroke)


def box(scene: Any, mobject: Mobject) -> np.ndarray:
    """Return the lower left and upper right corner (2, 2) of a mobject in the frame."""
    points = np.concatenate([part.points for part in mobject.family_members_with_points()])
    camera = scene.camera
    camera.reset_rotation_matrix()
    family = mobject.family_members_with_points()
    points = camera.transform_points_pre_display(family[0], points)
    return np.array([points[:, :2].min(axis=0), points[:, :2].max(axis=0)])


def outside(scene: Any) -> list[str]:
    """Return what reaches beyond the frame's edge."""
    edge = np.array([config.frame_width, config.frame_height]) / 2
    found = []
    for mobject in visible(scene):
        reach = np.abs(box(scene, mobject)).max(axis=0)
        if (reach > edge + 1e-6).any():
            found.append(f"{name_of(mobject)} reaches {reach.round(2)}, the edge is {edge}")
    return found


def overlaps(scene: Any) -> list[str]:
    """Return pairs of texts fixed in the frame that stand on one another and can be read."""
    fixed = set(scene.camera.fixed_in_frame_mobjects)
    texts = [
        mobject
        for mobject in scene.get_mobject_family_members()
        if isinstance(mobject, Words | Formula | Readout)
        and mobject in fixed
        and mobject.family_members_with_points()
        and max(map(opacity, mobject.family_members_with_points())) >= READ
    ]
    boxes = [box(scene, text) for text in texts]
    equations = [
        set(mobject.get_family())
        for mobject in scene.get_mobject_family_members()
        if isinstance(mobject, Equation)
    ]
    found = []
    for (one, first), (other, second) in itertools.combinations(zip(texts, boxes, strict=True), 2):
        if any(one in equation and other in equation for equation in equations):
            continue  # a live number stands in the gap that its formula leaves
        common = np.minimum(first[1], second[1]) - np.maximum(first[0], second[0])
        if (common > 0.02).all():
            found.append(f"{name_of(one)} stands on {name_of(other)}: {common.round(2)}")
    return found


def name_of(mobject: Mobject) -> str:
    """Return what a mobject is, with its text if it has one."""
    text = getattr(mobject, "text", "") or getattr(mobject, "typst_code", "")
    return f"{type(mobject).__name__} {text!r}" if text else type(mobject).__name__
