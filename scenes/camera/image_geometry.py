"""What Manim's images look like in space: two triangles with a texture."""

from typing import Any

import numpy as np
from PIL.Image import Resampling

from scenes.camera import tables
from scenes.camera.geometry import Geometry, rows
from scenes.camera.tables import F64, U8
from scenes.camera.topology import mesh_edges

_TRIANGLES = np.array([(0, 1, 3), (0, 3, 2)], dtype=np.int32)  # of corners as Manim orders them
_MIXING = {Resampling.NEAREST: tables.NEAREST, Resampling.BILINEAR: tables.LINEAR}


def image_geometry(corners: F64, pixels: U8, resampling: int) -> Geometry:
    """Return an image as triangles.

    ``corners`` (4, 3) are the upper left, upper right, lower left and lower right one, in scene
    units; ``pixels`` (height, width, 4) are straight RGBA up to 255. As in stock Manim, an image
    with a corner that is no number is not seen.

    Raises
    ------
    ValueError
        If the pixels have another shape.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 4 or not pixels.size:
        raise ValueError(
            f"DepthCamera: an image has pixels of shape {pixels.shape}; expected (height, width, 4)"
        )
    if corners.shape != (4, 3) or not np.isfinite(corners).all():
        return Geometry()
    height, width = pixels.shape[:2]
    texels = np.clip(pixels, 0, 255).astype(np.uint8).reshape(-1, 4)
    weights = _weights(corners)[:, None]
    right, down = float(width), float(height)
    places = np.array([(0, 0, 1), (right, 0, 1), (0, down, 1), (right, down, 1)])
    return Geometry(
        points=rows(tables.POINT, place=corners, field=places * weights),
        triangles=rows(tables.TRIANGLE, point=_TRIANGLES),
        edges=mesh_edges(_TRIANGLES),
        paints=rows(tables.PAINT, texture=[0]),
        textures=rows(
            tables.TEXTURE,
            width=[width],
            height=height,
            mixing=_MIXING.get(Resampling(resampling), tables.CUBIC),
        ),
        texels=rows(tables.TEXEL, color=texels),
    )


def _weights(corners: F64) -> Any:
    """Return how much each corner weighs, (4,): by where the diagonals cut each other.

    Thus an image on a flat quadrilateral that is no parallelogram looks as if seen in perspective.
    """
    first, second, third, last = corners
    diagonals = np.stack([last - first, second - third], axis=1)
    (a, b), *_ = np.linalg.lstsq(diagonals, second - first, rcond=None)
    if not (0.0 < a < 1.0 and 0.0 < b < 1.0):
        return np.ones(4)
    return 0.5 / np.array([1.0 - a, 1.0 - b, b, a])
