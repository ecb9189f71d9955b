"""A camera for Manim that draws three-dimensional scenes with depth and transparency per pixel."""

from scenes.camera.camera import DepthCamera
from scenes.camera.scene import DepthScene
from scenes.camera.surface_mesh import SurfaceMesh

__all__ = ["DepthCamera", "DepthScene", "SurfaceMesh"]
