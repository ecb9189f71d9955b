"""The scenes in the mobjects' docstrings: copied by a user, each runs and shows its mobject."""

from __future__ import annotations

import doctest
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from configured import configured
from manim import Scene, ThreeDScene

from scenes import mobjects
from scenes.camera import DepthScene

NAMES = [
    "CostSurface",
    "TangentPlanePatch",
    "DescentTrail",
    "GradientArrow",
    "ContourMap",
    "RegressionPlot",
    "CostCurve",
    "Readout",
    "Equation",
    "Legend",
    "Panels",
]

LINES = 5
"""A scene is no longer than this."""

SEEN = 24
"""Pixels that differ by more than this, of 255, are told apart."""

LEAST = 15
"""What is drawn makes a difference in so many pixels; a short arrow's is in about 23."""


@dataclass
class Played:
    """A scene that has been rendered: its first frame, its end, and the end without the mobject."""

    first: np.ndarray
    end: np.ndarray
    without: np.ndarray

    @property
    def drawn(self) -> np.ndarray:
        """Where (rows, columns) the mobject is seen at the end."""
        return differ(self.end, self.without)


def example(name: str) -> doctest.DocTest:
    """Return the docstring's examples, to be run with nothing but what they import."""
    documented = getattr(mobjects, name).__doc__
    return doctest.DocTestParser().get_doctest(documented, {}, name, None, None)


def scene_of(name: str) -> type[Scene]:
    """Run the docstring's examples, which raises their first error; return their scene."""
    test = example(name)
    doctest.DebugRunner(verbose=False).run(test, clear_globs=False)
    [scene] = [
        value
        for value in test.globs.values()
        if isinstance(value, type)
        and issubclass(value, Scene)
        and not value.__module__.startswith(("manim.", "scenes."))  # imported, not defined
    ]
    return scene


def play(scene_class: type[Scene], name: str, folder: Path) -> Played:
    """Render a scene, and draw its end with and without the mobject."""
    small = {"pixel_width": 256, "pixel_height": 144, "frame_rate": 5}
    with configured({**small, "media_dir": str(folder)}):
        scene: Any = scene_class()
        frames: list[np.ndarray] = []
        hand_on = scene.renderer.add_frame

        def add_frame(frame: np.ndarray, num_frames: int = 1) -> None:
            frames.append(colors(frame))
            hand_on(frame, num_frames)

        scene.renderer.add_frame = add_frame
        scene.render()
        assert scene.renderer.file_writer.movie_file_path.is_file()
        family = scene.get_mobject_family_members()
        # Exactly one: the scene has added what its docstring is about.
        [mobject] = [part for part in family if type(part) is getattr(mobjects, name)]
        end = picture(scene)
        scene.remove(mobject)
        return Played(frames[0], end, picture(scene))


def picture(scene: Any) -> np.ndarray:
    scene.renderer.update_frame(scene)
    return colors(scene.renderer.get_frame())


def colors(frame: np.ndarray) -> np.ndarray:
    return np.array(frame, dtype=int)[..., :3]


def differ(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.abs(one - other).max(axis=-1) > SEEN


@pytest.fixture(scope="module", params=NAMES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def played(name, tmp_path_factory):
    return play(scene_of(name), name, tmp_path_factory.mktemp(name))


def test_the_mobject_is_drawn(played):
    assert played.drawn.sum() >= LEAST


def test_something_moves(played):
    assert differ(played.first, played.end).sum() >= LEAST


def test_it_stands_whole_in_the_frame(played):
    end = played.end
    edge = np.concatenate([end[0], end[-1], end[:, 0], end[:, -1]])
    assert not differ(edge, end[0, 0]).any()


def test_the_scene_is_short(name):
    [scene] = [part.source for part in example(name).examples if part.source.startswith("class ")]
    heading, construct, *lines = scene.splitlines()
    assert "Scene):" in heading
    assert construct.split() == ["def", "construct(self):"]
    assert len(lines) <= LINES


def test_a_stock_scene_leaves_the_surface_out(tmp_path):
    ours = scene_of("CostSurface")
    assert issubclass(ours, DepthScene)
    stock = type("Stock", (ThreeDScene,), {"construct": ours.construct})
    assert not play(stock, "CostSurface", tmp_path).drawn.any()
