"""A renderer that draws no frame which nobody will see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from manim import Mobject, Scene
from manim.renderer.cairo_renderer import CairoRenderer

from scenes.camera.camera import DepthCamera


class DepthRenderer(CairoRenderer):
    """Manim's Cairo renderer; a skipped play is not drawn until a frame is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._playing: Scene | None = None
        self._owed: Scene | None = None

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Play animations; in a skipped play the mobjects move and nothing is drawn."""
        self._playing = scene
        try:
            super().play(scene, *args, **kwargs)
        finally:
            self._playing = None

    def update_frame(
        self,
        scene: Scene,
        mobjects: Iterable[Mobject] | None = None,
        include_submobjects: bool = True,
        ignore_skipping: bool = True,
        **kwargs: Any,
    ) -> None:
        """Draw the frame, or remember that it is owed."""
        if self._playing is not None and self.skip_animations:
            self._owed = scene
            return
        self._owed = None
        super().update_frame(scene, mobjects, include_submobjects, ignore_skipping, **kwargs)

    def render(
        self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None
    ) -> None:
        """Draw a frame and hand it on, unless the play is skipped."""
        if self.skip_animations:
            self._owed = scene
            return
        super().render(scene, time, moving_mobjects)

    def get_frame(self) -> Any:
        """Return a copy of the current frame, (height, width, 4) uint8, with straight alpha."""
        if self._owed is not None and self._playing is None:
            self.update_frame(self._owed)
        frame = super().get_frame()
        return self.camera.straight(frame) if isinstance(self.camera, DepthCamera) else frame

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        """Hand a frame to the file writer."""
        if not self.skip_animations:
            super().add_frame(frame, num_frames)

    def freeze_current_frame(self, duration: float) -> None:
        """Hold the current frame for ``duration`` seconds."""
        if not self.skip_animations:
            super().freeze_current_frame(duration)
