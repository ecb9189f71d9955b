"""A scene seen through the depth camera, drawn when somebody will see it."""

from typing import Any

from manim import Camera, RendererType, Scene, ThreeDScene, config
from manim.animation.animation import Animation
from manim.renderer.cairo_renderer import CairoRenderer

from scenes.camera.camera import DepthCamera
from scenes.camera.segments import SegmentWriter
from scenes.camera.successors import successors


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

    def update_frame(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Draw the frame, or remember that it is owed."""
        self._owed = scene if self._playing and self.skip_animations else None
        if self._owed is None:
            super().update_frame(scene, *args, **kwargs)

    def get_frame(self) -> Any:
        """Return a copy of the current frame, (height, width, 4) uint8, with straight alpha."""
        if self._playing and self.skip_animations:
            return self.camera.pixel_array  # which nobody will see: no copy
        if self._owed is not None and not self._playing:
            self.update_frame(self._owed)
        frame = super().get_frame()
        return self.camera.straight(frame) if isinstance(self.camera, DepthCamera) else frame


class DepthScene(ThreeDScene):
    """A :class:`manim.ThreeDScene` drawn with depth per pixel. A scene changes its base class only.

    Static and moving mobjects are drawn together in every frame, so that nothing jumps in front of
    anything else as an animation begins or ends.

    Raises
    ------
    ValueError
        If Manim runs with the OpenGL renderer, which has its own camera.
    """

    def __init__(
        self, camera_class: type[Camera] = DepthCamera, renderer: Any = None, **kwargs: Any
    ) -> None:
        if config.renderer == RendererType.OPENGL:
            raise ValueError(
                f"{type(self).__name__}: a DepthScene needs the Cairo renderer, but the "
                "renderer is opengl; run it with --renderer=cairo"
            )
        if renderer is None:
            renderer = DepthRenderer(
                file_writer_class=SegmentWriter,
                camera_class=camera_class,
                skip_animations=kwargs.get("skip_animations", False),
            )
        super().__init__(  # type: ignore[no-untyped-call]
            camera_class=camera_class, renderer=renderer, **kwargs
        )

    def get_moving_and_static_mobjects(self, animations: Any) -> Any:  # noqa: ARG002
        """Return none: without static ones no frame is baked, and all are drawn anew."""
        return [], []

    def compile_animations(self, *args: Any, **kwargs: Any) -> list[Animation]:
        """Return the animations to play; what is fixed hands this on to what it turns into.

        A target that is on the screen already stays as it is.
        """
        animations = super().compile_animations(*args, **kwargs)
        pairs = [pair for pair in successors(animations) if pair[1].family_members_with_points()]
        if pairs and isinstance(self.camera, DepthCamera):
            shown = set(self.get_mobject_family_members())
            for source, target in pairs:
                if target not in shown:
                    self.camera.hand_on(source, target)
        return animations
