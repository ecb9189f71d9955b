"""The geometry of what a frame shows, kept as long as it does not change."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from scenes.camera.geometry import Geometry, merge
from scenes.camera.image_geometry import image_geometry
from scenes.camera.members import Batch
from scenes.camera.mesh_arrays import require_finite
from scenes.camera.mesh_geometry import cloud_geometry, mesh_geometry
from scenes.camera.outlines import read_outlines, same_arrays
from scenes.camera.paints import Light
from scenes.camera.projection import Perspective
from scenes.camera.tables import F64, SHADED
from scenes.camera.topology import MeshTopology
from scenes.camera.vmobject_geometry import vmobject_geometry

GEOMETRIES = ("cloud", "mesh", "vector", "image")
"""The kinds of batches that have one."""

PIXEL_TOLERANCE = 0.1
"""How far a polyline may be from its curve, in pixels."""


class _Entry(NamedTuple):
    """A batch's geometry, what it was made from, and what was found on the way."""

    geometry: Geometry
    source: Any = None  # arrays
    settings: Any = None
    found: Any = None  # a mesh's topology; the middle and the radius of VMobjects


class GeometryCache:
    """Turns batches into one geometry; what equals last frame's is not made again.

    ``changed`` are the pieces of geometry that came or went with the last frame; None if there are
    more or fewer batches than before.
    """

    __slots__ = ("_entries", "_merged", "changed")

    def __init__(self) -> None:
        self._entries: dict[Any, _Entry] = {}
        self._merged = Geometry()
        self.changed: list[Geometry] | None = None

    def geometry(
        self, batches: Sequence[Batch], perspective: Perspective, light: Light | None
    ) -> Geometry:
        """Return the geometry of all batches."""
        before = [entry.geometry for entry in self._entries.values()]
        entries: dict[Any, _Entry] = {}
        for key, kind, mobjects in batches:
            if kind == "vector":
                entries[key] = _vectors(mobjects, self._entries.get(key), perspective, light)
            elif kind == "cloud":
                entries[key] = _Entry(cloud_geometry(mobjects))
            else:
                for n, mobject in enumerate(mobjects):
                    last = self._entries.get((*key, n))
                    entries[*key, n] = (
                        _image(mobject, last) if kind == "image" else _mesh(mobject, last, light)
                    )
        self._entries = entries
        pieces = [entry.geometry for entry in entries.values()]
        self.changed = None
        if len(before) == len(pieces):
            pairs = zip(before, pieces, strict=True)
            self.changed = [piece for old, new in pairs if old is not new for piece in (old, new)]
        if self.changed != []:
            self._merged = merge(pieces)
        return self._merged


def _image(image: Any, last: _Entry | None) -> _Entry:
    corners, pixels = image.points, image.get_pixel_array()
    settings = image.resampling_algorithm
    if (
        last is not None
        and last.settings == settings
        and same_arrays(last.source, (corners, pixels))
    ):
        return last
    made = image_geometry(corners, pixels, settings)
    return _Entry(made, [corners.copy(), pixels.copy()], settings)


def _mesh(mesh: Any, last: _Entry | None, light: Light | None) -> _Entry:
    names = ("points", "triangles", "rgbas", "values", "level_lines", "line_rgbas", "line_widths")
    source = [getattr(mesh, name) for name in names]
    shown_light = light if mesh.shading else None
    settings = (mesh.grid_shape, mesh.grid_lines, mesh.border, mesh.shown, shown_light)
    if last is not None and last.settings == settings and same_arrays(last.source, source):
        return last
    require_finite(mesh.points)
    topology = None if last is None else last.found
    if topology is None or not topology.fits(mesh.points, mesh.triangles):
        topology = MeshTopology(mesh.points, mesh.triangles.copy())
    made = mesh_geometry(mesh, topology, light)
    return _Entry(made, [array.copy() for array in source], settings, topology)


def _vectors(
    mobjects: list[Any], last: _Entry | None, perspective: Perspective, light: Light | None
) -> _Entry:
    outlines = read_outlines(mobjects)
    if last is not None and same_arrays(outlines.arrays, last.source):
        middle, radius = last.found
    else:
        last = None
        low, high = outlines.points.rows.min(axis=0), outlines.points.rows.max(axis=0)
        middle, radius = (low + high) / 2, float(np.linalg.norm(high - low)) / 2
    detail = _detail(perspective, middle, radius)
    shown_light = light if outlines.numbers[SHADED].any() else None
    settings = (detail, shown_light)
    if last is not None and last.settings == settings:
        return last
    made = vmobject_geometry(outlines, PIXEL_TOLERANCE / detail, shown_light)
    return _Entry(made, outlines.arrays, settings, (middle, radius))


def _detail(perspective: Perspective, middle: F64, radius: float) -> float:
    """Return pixels per scene unit where a batch comes nearest, rounded up to a power of two."""
    focal = perspective.focal_distance
    distance = focal - (perspective.rotation @ (middle - perspective.center))[2] - radius
    nearest = max(distance, 0.05 * focal) if np.isfinite(distance) else 1.0
    scale = perspective.unit * abs(perspective.zoom) * focal / nearest
    return float(2.0 ** np.ceil(np.log2(max(scale, 1e-3))))
