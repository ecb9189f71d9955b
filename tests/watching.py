"""Films played without drawing them: one replay of each film, lesson and frame for all who look."""

from __future__ import annotations

import itertools
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Any
from unittest import mock

import numpy as np
from configured import FOLDER, configured
from lessons import path_of
from manim import Mobject, VMobject, config

from scenes.camera import DepthCamera
from scenes.films import FILMS
from scenes.lesson.lesson_scene import LessonScene
from scenes.mobjects.equation import Equation
from scenes.mobjects.readout import Readout
from scenes.mobjects.text import Formula, Words
from scenes.settings import OVERRIDES, VARIABLE

FPS = 2
"""Frames a second: what stands for half a second is seen."""

SHAPES = {"16:9": (128, 72), "1:1": (72, 72), "9:16": (72, 128)}
"""Frames so small that nothing is spent on them, in pixels."""

FRAMES = (
    ("16:9", "en", "dark"),
    ("16:9", "de", "light"),
    ("16:9", "es", "high_contrast"),
    ("1:1", "en", "light"),
    ("1:1", "de", "high_contrast"),
    ("1:1", "es", "dark"),
    ("9:16", "en", "high_contrast"),
    ("9:16", "de", "dark"),
    ("9:16", "es", "light"),
)
"""Every shape with every language, and with every theme: a Latin square."""

MANY = (
    "question",
    "two points in the millions",
    "galton",
    "raw geysers",
    "huber",
    "diverging",
    "galton",
    "old_faithful",
    "two points in the millions",
)
"""Lessons of all kinds, one for each of the frames."""

ABOUT: Mapping[str, tuple[str, ...]] = {
    "DataAndBadLine": (
        *("question", "two points in the millions", "ridge", "whole squares", "huber"),
        *("many points", "galton", "old_faithful", "absolute errors at a rate"),
    ),
    "OneStep": (*MANY[:2], "straight huber", *MANY[3:]),
    "OptimizerRace": (
        *("question", "six racers", "two racers", "rosenbrock", "saddle", "galton"),
        *("himmelblau", "a pole", "a parabola"),
    ),
    "Landscape": (
        *("saddle", "rosenbrock", "a formula", "an edge", "a leaping descent"),
        *("towards a saddle", "himmelblau", "a bowl over the edge", "a flat bottom"),
    ),
}
"""Other lessons, for films that tell others differently."""

LONG = "Prof. Ada Lovelace, Department of Computing & <b> #x $y$ \\ University of London"
AUTHORS = {2: "Ada Lovelace", 0: LONG, 4: LONG, 8: LONG}
"""The author of the lesson in some of the frames: a name, and one that is too long for a line."""

VISIBLE = 0.05
READ = 0.6
"""From these opacities on something can be seen, and read."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A film of a lesson, in a shape of frame, a language and a theme."""

    film: str
    about: str
    aspect: str
    language: str
    theme: str
    author: str = ""

    def __str__(self) -> str:
        return f"{self.film} {self.about} {self.aspect} {self.language} {self.theme}"

    @property
    def overrides(self) -> str:
        """What is laid over the lesson."""
        lines = [f'language="{self.language}"', f'theme="{self.theme}"']
        return "\n".join([*lines, f"author='{self.author}'"] if self.author else lines)


def replays(film: str) -> tuple[Replay, ...]:
    """Return the replays of a film: nine, one in each of the frames."""
    author = AUTHORS if film == "TangentPlaneDescent" else {}
    return tuple(
        Replay(film, about, *frame, author.get(number, ""))
        for number, (about, frame) in enumerate(zip(ABOUT.get(film, MANY), FRAMES, strict=True))
    )


Look = Callable[[Any], Any]
_LOOKS: dict[str, list[Look]] = defaultdict(list)


def look_at(film: str, look: Look) -> None:
    """Let `look` be called with a film's scene at every frame of its replays."""
    if look not in _LOOKS[film]:
        _LOOKS[film].append(look)


@dataclass
class Played:
    """A film that has been played: its scene, and what was seen of it.

    Attributes
    ----------
    seen
        What each look returned at every frame.
    said
        The beats at which the film asked its study for words, with the names of the values given.
    """

    replay: Replay
    scene: Any
    seen: dict[Look, list[Any]] = field(default_factory=dict)
    said: dict[str, set[str]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def play(replay: Replay) -> Played:
    """Play a film without drawing it; those who have asked look at every frame of it."""
    width, height = SHAPES[replay.aspect]
    frame = {
        "pixel_width": width,
        "pixel_height": height,
        "frame_height": 8.0,
        "frame_width": 8.0 * width / height,
        "frame_rate": FPS,
        "dry_run": True,
        "disable_caching": True,  # nothing is written: digests of all mobjects would be for nothing
        "media_dir": FOLDER,
    }
    film = next(film for film in FILMS if film.name == replay.film)
    looks = _LOOKS[replay.film]
    asks = LessonScene.says

    def says(scene: Any, beat: str, **values: object) -> str:
        played.said[beat] = set(values)
        return asks(scene, beat, **values)

    def drawn(*_: Any, **__: Any) -> None:
        scene.camera.reset_rotation_matrix()
        for look in looks:
            played.seen[look].append(look(scene))

    lesson = {VARIABLE: str(path_of(replay.about)), OVERRIDES: replay.overrides}
    with (
        mock.patch.dict(os.environ, lesson),
        configured(frame),
        mock.patch.object(LessonScene, "says", says),
        mock.patch.object(DepthCamera, "capture_mobjects", drawn),
    ):
        scene = getattr(import_module(film.module), film.name)()
        played = Played(replay, scene, {look: [] for look in looks})
        scene.render()
        drawn()
    return played


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
    family = mobject.family_members_with_points()
    points = np.concatenate([part.points for part in family])
    points = scene.camera.transform_points_pre_display(family[0], points)
    return np.array([points[:, :2].min(axis=0), points[:, :2].max(axis=0)])


def outside(scene: Any) -> list[str]:
    """Return what reaches beyond the frame's edge."""
    edge = np.array([config.frame_width, config.frame_height]) / 2 + 1e-6
    # At once, what the camera treats alike: what stands still in the frame, and what it projects.
    fixed, facing = scene.camera.fixed_in_frame_mobjects, scene.camera.fixed_orientation_mobjects
    alike: dict[Any, list[VMobject]] = defaultdict(list)
    for mobject in visible(scene):
        kind = "fixed" if mobject in fixed else mobject if mobject in facing else "free"
        alike[kind].append(mobject)
    found = []
    for mobjects in alike.values():
        points = np.concatenate([mobject.points for mobject in mobjects])
        placed = scene.camera.transform_points_pre_display(mobjects[0], points)
        if (np.abs(placed[:, :2]).max(axis=0) > edge).any():
            for mobject in mobjects:
                reach = np.abs(box(scene, mobject)).max(axis=0)
                if (reach > edge).any():
                    found.append(f"{name_of(mobject)} reaches {reach.round(2)} of {edge.round(2)}")
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
    if len(texts) < 2:
        return []
    boxes = np.array([box(scene, text) for text in texts])
    low, high = boxes[:, 0], boxes[:, 1]
    common = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    equations = [
        set(mobject.get_family())
        for mobject in scene.get_mobject_family_members()
        if isinstance(mobject, Equation)
    ]
    found = []
    for one, other in itertools.combinations(range(len(texts)), 2):
        if not (common[one, other] > 0.02).all():
            continue
        first, second = texts[one], texts[other]
        if any(first in equation and second in equation for equation in equations):
            continue  # a live number stands in the gap that its formula leaves
        overlap = common[one, other].round(2)
        found.append(f"{name_of(first)} stands on {name_of(second)}: {overlap}")
    return found


def name_of(mobject: Mobject) -> str:
    """Return what a mobject is, with its text if it has one."""
    text = getattr(mobject, "text", "") or getattr(mobject, "typst_code", "")
    return f"{type(mobject).__name__} {text!r}" if text else type(mobject).__name__
