"""A mesh whose vertices are moved in place leaves nothing behind."""

import numpy as np
from manim import ManimColor

from scenes.camera import DepthCamera, SurfaceMesh


def test_a_mesh_moved_in_place_leaves_nothing_behind():
    square = np.array([[[-3, -3, 0], [3, -3, 0]], [[-3, -2, 0], [3, -2, 0]]], dtype=float)
    mesh = SurfaceMesh(square)
    camera = DepthCamera(pixel_width=160, pixel_height=90)
    frames = []
    for _ in range(5):
        camera.reset()
        camera.capture_mobjects([mesh])
        frames.append(camera.pixel_array.copy())
        mesh.points[:, 1] += 1.2
    background = np.array(ManimColor(camera.background_color).to_int_rgb())
    for frame in frames:
        drawn = (frame[:, :, :3] != background).any(axis=(1, 2))
        assert 8 <= drawn.sum() <= 16
