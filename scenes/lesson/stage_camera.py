"""A camera whose three-dimensional picture stands beside the frame's middle."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import ThreeDCamera
from manim.typing import Point3D_Array

from gdmath.checks import FloatArray


class StageCamera(ThreeDCamera):
    """Manim's camera, with the projected picture shifted in the frame.

    Attributes
    ----------
    stage_center
        Where the point that the camera turns about stands in the frame, in scene units, (3,).
    fingerprint
        What the film is about. Manim makes the keys of its cache from the camera's attributes
        too, so another lesson is another film, even where it begins the same.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.stage_center: FloatArray = np.zeros(3)
        self.fingerprint = ""
        super().__init__(**kwargs)

    def project_points(self, points: Point3D_Array) -> Point3D_Array:
        """Project points (n, 3) of the scene into the frame; z stays the depth."""
        return super().project_points(points) + self.stage_center
