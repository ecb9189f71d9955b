"""A three-dimensional scene seen through the depth camera."""

from collections.abc import Iterable
from typing import Any

from manim import Animation, Camera, Mobject, RendererType, ThreeDScene, config

from scenes.camera.camera import DepthCamera
from scenes.camera.renderer import DepthRenderer


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
                camera_class=camera_class, skip_animations=kwargs.get("skip_animations", False)
            )
        super().__init__(  # type: ignore[no-untyped-call]
            camera_class=camera_class, renderer=renderer, **kwargs
        )

    def get_moving_mobjects(self, *_animations: Animation) -> list[Mobject]:
        """Return all mobjects: each may hide or uncover any other."""
        return list(self.mobjects)

    def get_moving_and_static_mobjects(
        self,
        animations: Iterable[Animation],  # noqa: ARG002
    ) -> tuple[list[Mobject], list[Mobject]]:
        """Return none: without static ones no frame is baked, and all are drawn anew."""
        return [], []
