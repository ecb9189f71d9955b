"""What the camera's tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import tempconfig

from scenes.camera import DepthCamera


@pytest.fixture(autouse=True)
def _own_media(tmp_path: Path) -> Iterator[None]:
    settings = {
        "media_dir": str(tmp_path / "media"),
        "tex_dir": str(tmp_path / "media" / "Tex"),
        "background_color": "#000000",
        "verbosity": "ERROR",
        "progress_bar": "none",
        "pixel_width": 160,
        "pixel_height": 90,
        "frame_rate": 10,
    }
    with tempconfig(settings):
        yield


@pytest.fixture
def shoot() -> Callable[..., Any]:
    """Return a function that draws mobjects and returns the frame, (height, width, 4) int."""

    def draw(*mobjects: Any, width: int = 160, height: int = 90, **kwargs: Any) -> Any:
        threads = kwargs.pop("threads", None)
        camera = DepthCamera(pixel_width=width, pixel_height=height, **kwargs)
        if threads:
            camera.threads = threads
        camera.capture_mobjects(mobjects)
        return np.array(camera.pixel_array, dtype=int)

    return draw
