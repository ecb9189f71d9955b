"""A renderer that draws no frame which nobody will see."""

from collections.abc import Iterable
from typing import Any

from manim import Mobject, Scene
from manim.renderer.cairo_renderer import CairoRenderer

from scenes.camera.camera import DepthCamera


class DepthRenderer(CairoRenderer):
    """Manim's Cairo renderer; a skipped play is not drawn until a frame is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._playing = False
        self._owed: Scene | None = None

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Play animations; in a skipped play the mobjects move and nothing is drawn."""
        self._playing = True
        try:
            super().play(scene, *args, **kwargs)
        finally:
            self._playing = False

    def update_frame(
        self,
        scene: Scene,
        mobjects: Iterable[Mobject] | None = None,
        include_submobjects: bool = True,
        ignore_skipping: bool = True,
        **kwargs: Any,
    ) -> None:
        """Draw the frame, or remember that it is owed."""
        self._owed = scene if self._playing and self.skip_animations else None
        if self._owed is None:
            super().update_frame(scene, mobjects, include_submobjects, ignore_skipping, **kwargs)

    def get_frame(self) -> Any:
        """Return a copy of the current frame, (height, width, 4) uint8, with straight alpha."""
        if self._playing and self.skip_animations:
            return self.camera.pixel_array  # which nobody will see: no copy
        if self._owed is not None and not self._playing:
            self.update_frame(self._owed)
        frame = super().get_frame()
        return self.camera.straight(frame) if isinstance(self.camera, DepthCamera) else frame
