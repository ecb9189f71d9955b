"""Which mobjects a frame shows, and their geometry, kept as long as they do not change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from manim import Mobject, PMobject, VMobject

from scenes.camera.mesh_arrays import require_finite
from scenes.camera.mesh_geometry import MeshTopology, mesh_geometry
from scenes.camera.outlines import Outlines, read_outlines
from scenes.camera.pieces import geometry, join
from scenes.camera.strokes import ROUND
from scenes.camera.surface_mesh import SurfaceMesh
from scenes.camera.tables import F64, Geometry, View
from scenes.camera.vmobject_geometry import vmobject_geometry

PIXEL_TOLERANCE = 0.1
IN_FRAME = object()


class Batch(NamedTuple):
    """Mobjects drawn together: members of one top-level mobject, of one kind and z_index."""

    key: Any
    mobjects: list[Mobject]


class Members:
    """The members with points of all mobjects, once each, in drawing order.

    ``batches`` groups them by z_index and top-level mobject. ``held`` names, by identity, those
    that do not turn with the scene: ``IN_FRAME``, or the function of the centre they are fixed
    around. Members of a fixed mobject are fixed with it, even those it got later, like new digits.
    """

    __slots__ = ("_frame", "_groups", "_orientation", "_recurse", "_use_z_index", "batches", "held")

    def __init__(
        self,
        mobjects: Iterable[Mobject],
        use_z_index: bool,
        frame: Collection[Mobject],
        orientation: Mapping[Mobject, Any],
        recurse: bool = True,
    ) -> None:
        self.held: dict[int, Any] = {}
        self._groups: dict[tuple[float, int], list[Mobject]] = {}
        self._use_z_index = use_z_index
        self._frame = frame
        self._orientation = orientation
        self._recurse = recurse
        seen: set[int] = set()
        for position, top in enumerate(mobjects):
            self._collect(top, position, None, seen)
        self.batches = [Batch(key, self._groups[key]) for key in sorted(self._groups)]

    def _collect(self, mobject: Mobject, position: int, hold: Any, seen: set[int]) -> None:
        if id(mobject) in seen:
            return
        seen.add(id(mobject))
        if mobject in self._frame:
            hold = IN_FRAME
        elif mobject in self._orientation:
            hold = self._orientation[mobject]
        if len(mobject.points):
            level = mobject.z_index if self._use_z_index else 0
            self._groups.setdefault((level, position), []).append(mobject)
            if hold is not None:
                self.held[id(mobject)] = hold
        if self._recurse:
            for member in mobject.submobjects:
                self._collect(member, position, hold, seen)


class _Kept(NamedTuple):
    source: Any
    settings: Any
    geometry: Geometry
    middle: F64
    radius: float


class Stage:
    """Turns batches into one geometry; what equals last frame's is not made again."""

    __slots__ = ("_joined", "_kept", "_topologies", "changed")

    def __init__(self) -> None:
        self._kept: dict[Any, _Kept] = {}
        self._topologies: dict[Any, MeshTopology] = {}
        self._joined: tuple[list[Geometry], Geometry] | None = None
        # The pieces that came or went with the last geometry; None if there are others.
        self.changed: list[Geometry] | None = None

    def geometry(self, parts: Sequence[Batch], view: View, light: F64 | None) -> Geometry:
        """Return the geometry of all parts, whose mobjects are of one kind each."""
        kept = {}
        for part in parts:
            last = self._kept.get(part.key)
            if isinstance(part.mobjects[0], SurfaceMesh):
                kept[part.key] = self._mesh(part, last, light)
            elif isinstance(part.mobjects[0], VMobject):
                kept[part.key] = self._vmobjects(part, last, view, light)
            else:
                kept[part.key] = _cloud(part)
        self._kept = kept
        self._topologies = {key: t for key, t in self._topologies.items() if key in kept}
        pieces = [entry.geometry for entry in kept.values()]
        before, joined = self._joined or ([], geometry())
        self.changed = None
        if len(before) == len(pieces):
            pairs = zip(before, pieces, strict=True)
            self.changed = [piece for old, new in pairs if old is not new for piece in (old, new)]
            if not self.changed:
                return joined
        joined = join(pieces) if pieces else geometry()
        self._joined = (pieces, joined)
        return joined

    def _mesh(self, part: Batch, last: _Kept | None, light: F64 | None) -> _Kept:
        mesh = part.mobjects[0]
        assert isinstance(mesh, SurfaceMesh)
        source: list[Any] = [
            mesh.points, mesh.triangles, mesh.rgbas, mesh.values, mesh.level_lines, mesh.line_rgbas,
            mesh.line_widths,
        ]  # fmt: skip
        shown_light = light if mesh.shading else None
        settings = (
            mesh.grid_shape, mesh.grid_lines, mesh.border, mesh.shown,
            None if shown_light is None else tuple(shown_light),
        )  # fmt: skip
        if last is not None and last.settings == settings and _same(last.source, source):
            return last
        require_finite(mesh.points)
        topology = self._topologies.get(part.key)
        if topology is None or not topology.fits(mesh.points, mesh.triangles):
            topology = MeshTopology(mesh.points, mesh.triangles.copy())
            self._topologies[part.key] = topology
        made = mesh_geometry(mesh, topology, light)
        return _Kept([array.copy() for array in source], settings, made, np.zeros(3), 0.0)

    def _vmobjects(self, part: Batch, last: _Kept | None, view: View, light: F64 | None) -> _Kept:
        outlines = read_outlines(part.mobjects)  # type: ignore[arg-type]
        lit = light is not None and bool((outlines.numbers[:, 2] > 0).any())
        shown_light = light if lit else None
        same = (
            last is not None and isinstance(last.source, Outlines) and outlines.same_as(last.source)
        )
        if same:
            assert last is not None
            middle, radius = last.middle, last.radius
        else:
            low, high = outlines.points.min(axis=0), outlines.points.max(axis=0)
            middle, radius = (low + high) / 2, float(np.linalg.norm(high - low)) / 2
        detail = _detail(view, middle, radius)
        settings = (detail, None if shown_light is None else tuple(shown_light))
        if same and last is not None and last.settings == settings:
            return last
        made = vmobject_geometry(outlines, PIXEL_TOLERANCE / detail, shown_light)
        return _Kept(outlines, settings, made, middle, radius)


def _same(before: Any, now: list[Any]) -> bool:
    return isinstance(before, list) and all(
        a.shape == b.shape and np.array_equal(a, b) for a, b in zip(before, now, strict=True)
    )


def _detail(view: View, middle: F64, radius: float) -> float:
    """Return pixels per scene unit where a batch comes nearest, rounded up to a power of two."""
    distance = view.focal_distance - (view.rotation @ (middle - view.center))[2] - radius
    nearest = max(distance, 0.05 * view.focal_distance) if np.isfinite(distance) else 1.0
    scale = view.unit * abs(view.zoom) * view.focal_distance / nearest
    return float(2.0 ** np.ceil(np.log2(max(scale, 1e-3))))


def _cloud(part: Batch) -> _Kept:
    """Return point clouds as round dots, as wide as Manim's."""
    points, widths, colors, counts = [], [], [], []
    for mobject in part.mobjects:
        assert isinstance(mobject, PMobject)
        if mobject.stroke_width > 0 and len(mobject.points):
            points.append(mobject.points)
            colors.append(mobject.rgbas)
            counts.append(len(mobject.points))
            widths += [mobject.stroke_width] * len(mobject.points)
    total = sum(counts)
    if not total:
        return _Kept(None, None, geometry(), np.zeros(3), 0.0)
    index = np.arange(total)
    none, ends = np.full(total, -1), np.full(total, ROUND)
    made = geometry(
        points=np.concatenate(points),
        segments=np.column_stack([index, index, none, none, ends, ends]),
        segment_width=np.array(widths),
        segment_paint=index,
        segment_stroke=index,
        segment_order=np.zeros(total),
        segment_bias=np.zeros(total),
        paint_ends=np.column_stack([index, index]),
        paint_stops=np.column_stack([index, np.ones(total)]),
        stops=np.clip(np.concatenate(colors), 0, 1),
    )
    return _Kept(None, None, made, np.zeros(3), 0.0)
