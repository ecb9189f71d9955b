"""The camera: everything in space through one depth pass, what is fixed to the frame on top."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import cairo
import numpy as np
from manim import Mobject, PMobject, ThreeDCamera, VMobject
from manim.camera.camera import Camera
from manim.mobject.types.image_mobject import AbstractImageMobject
from PIL import Image

from scenes.camera.compilation import drawing_version
from scenes.camera.geometry import Geometry
from scenes.camera.geometry_cache import GEOMETRIES, GeometryCache
from scenes.camera.members import Batch, members_of
from scenes.camera.overlay import Group, Overlay, to_straight
from scenes.camera.paints import Light
from scenes.camera.projection import Perspective
from scenes.camera.rasterizer import Rasterizer
from scenes.camera.surface_mesh import SurfaceMesh
from scenes.camera.tables import F64, U8

FAR = 1e6  # scene units from which what lies in the frame is seen: no perspective is left


@dataclass(slots=True, eq=False)
class _State:
    """Buffers and caches. It has no ``__dict__``, so that Manim's cache hashes its type alone."""

    rasterizer: Rasterizer = field(default_factory=Rasterizer)
    cache: GeometryCache = field(default_factory=GeometryCache)
    overlay: Overlay = field(default_factory=Overlay)
    flat: Rasterizer = field(default_factory=lambda: Rasterizer(1))  # of what is no outline
    canvases: list[tuple[U8, cairo.Context[Any]]] = field(default_factory=list)
    rotation: Any = None
    transparent: bool = False
    held: dict[int, F64] = field(default_factory=dict)  # the shift of what is fixed
    # What the last depth pass saw and drew.
    fresh: bool = False
    background: Any = None
    perspective: Any = None
    saved: U8 | None = None


class DepthCamera(ThreeDCamera):
    """A :class:`manim.ThreeDCamera` that decides for every pixel what is in front.

    Projection, light and stroke widths are the stock camera's. Fills, strokes, meshes and images in
    space hide each other by depth, transparent ones are blended from far to near, and edges are
    smooth. What coincides in depth is ordered as in the plane: later is on top. Mobjects fixed in
    the frame or in their orientation are drawn on top, in Manim's order, and so are those that are
    coloured by a background image.

    ``stage_center`` is where the point that the camera turns about stands in the frame, (3,) in
    scene units; mobjects fixed in the frame do not move with it.

    The frame's centre moves the scene once; the stock camera may move it twice.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.stage_center: F64 = np.zeros(3)
        self._state = _State()
        self.drawing_version = drawing_version()
        super().__init__(**kwargs)
        self.type_or_raise(VMobject())  # sets attributes that enter Manim's cache keys

    @property
    def threads(self) -> int:
        """How many threads draw a frame; the picture does not depend on it."""
        return self._state.rasterizer.threads

    @threads.setter
    def threads(self, count: int) -> None:
        if count < 1:
            raise ValueError(f"DepthCamera: threads is {count}; expected at least 1")
        self._state.rasterizer = Rasterizer(count)

    @property
    def rotation_matrix(self) -> Any:
        """The rotation (3, 3) of the last frame drawn.

        It is kept out of Manim's cache keys: a play that comes from the cache draws no frame, and
        the plays after it are the same all the same.
        """
        return self._state.rotation

    @rotation_matrix.setter
    def rotation_matrix(self, matrix: Any) -> None:
        self._state.rotation = matrix

    @property
    def seconds(self) -> dict[str, float]:
        """Seconds spent in each phase of drawing; clear it to begin a new measurement."""
        return self._state.rasterizer.seconds

    def set_pixel_array(self, pixel_array: Any, convert_from_floats: bool = False) -> None:
        """Set the picture (height, width, 4) to draw over, as :meth:`reset` does."""
        super().set_pixel_array(pixel_array, convert_from_floats)
        self._state.fresh = pixel_array is self.background

    def init_background(self) -> None:
        """Make the background anew, premultiplied as Cairo and the depth pass need it."""
        super().init_background()
        assert self.background is not None
        self._state.transparent = bool((self.background[:, :, 3] < 255).any())
        if self._state.transparent:
            rgb, alpha = self.background[:, :, :3], self.background[:, :, 3:].astype(np.uint16)
            rgb[...] = (rgb * alpha + 127) // 255

    def straight(self, picture: U8) -> U8:
        """Return a picture (height, width, 4) as image files want it: straight alpha, in place.

        The camera's own picture is premultiplied. The stock camera hands it on as it is, which
        darkens every edge over a transparent background.
        """
        if self._state.transparent:
            to_straight(picture)
        return picture

    def get_image(self, pixel_array: Any = None) -> Image.Image:
        """Return an array, or else the current frame, as an image."""
        if pixel_array is None:
            pixel_array = self.straight(self.pixel_array.copy())
        return super().get_image(pixel_array)

    def project_points(self, points: Any) -> Any:
        """Project points (n, 3) of the scene into the frame, in scene units; z stays the depth."""
        return super().project_points(points) + self.stage_center

    def hand_on(self, source: Mobject, target: Mobject) -> None:
        """Fix ``target`` as ``source`` is fixed, in the frame or in its orientation.

        Of groups that are fixed in part, members are taken in pairs if there are as many.
        """
        members = source.family_members_with_points()
        around = [self.fixed_orientation_mobjects.get(member) for member in members]
        if members and self.fixed_in_frame_mobjects.issuperset(members):
            self.add_fixed_in_frame_mobjects(target)
        elif members and None not in around:
            center = around[0]
            owned = getattr(center, "__self__", None) in source.get_family()
            self.add_fixed_orientation_mobjects(target, center_func=None if owned else center)
        elif len(source.submobjects) == len(target.submobjects):
            for pair in zip(source.submobjects, target.submobjects, strict=True):
                self.hand_on(*pair)

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw mobjects over the picture. Keyword arguments are those of the stock camera."""
        state = self._state
        begin = perf_counter()
        self.reset_rotation_matrix()
        solid, flat = self._sorted(mobjects, **kwargs)
        perspective = self.view()
        geometry = state.cache.geometry(solid, perspective, self._light())
        state.rasterizer.spend("geometry", begin)
        self._draw_depth(geometry, perspective)
        begin = perf_counter()
        unit = self.pixel_width / self.frame_width
        state.overlay.draw(flat, self.pixel_array, unit, self._flat_draw)
        state.held = {}
        state.fresh = False
        state.rasterizer.spend("overlay", begin)

    def _light(self) -> Light | None:
        """Return where the light stands, None where nothing is shaded."""
        return tuple(self.light_source.points[0].tolist()) if self.should_apply_shading else None

    def view(self) -> Perspective:
        """Return the camera's projection in numbers."""
        unit = self.pixel_width / self.frame_width
        return Perspective(
            np.ascontiguousarray(self.get_rotation_matrix(), dtype=np.float64),
            np.array(self.frame_center, dtype=np.float64),
            float(self.get_focal_distance()),
            float(self.get_zoom()),
            bool(self.exponential_projection),
            int(self.pixel_width),
            int(self.pixel_height),
            float(0.5 * self.pixel_width + self.stage_center[0] * unit),
            float(0.5 * self.pixel_height - self.stage_center[1] * unit),
            float(unit),
            float(self.cairo_line_width_multiple * unit),
        )

    def get_cairo_context(self, pixel_array: Any) -> cairo.Context[Any]:
        """Return a Cairo context that draws on ``pixel_array`` in the frame's own units."""
        for picture, known in self._state.canvases:
            if picture is pixel_array:
                return known
        height, width = pixel_array.shape[:2]
        scale_x, scale_y = width / self.frame_width, -height / self.frame_height
        surface = cairo.ImageSurface.create_for_data(
            pixel_array.data, cairo.FORMAT_ARGB32, width, height
        )
        context = cairo.Context(surface)
        context.set_matrix(cairo.Matrix(scale_x, 0, 0, scale_y, width / 2, height / 2))
        self._state.canvases = [*self._state.canvases[-3:], (pixel_array, context)]
        return context

    def _draw_depth(self, geometry: Geometry, perspective: Perspective) -> None:
        """Draw; while the camera stands still, only the rows in which something has changed."""
        state, picture = self._state, self.pixel_array
        key = tuple(
            part.tobytes() if isinstance(part, np.ndarray) else part for part in perspective
        )
        still = state.fresh and state.perspective == key and state.background is self.background
        state.perspective = key if state.fresh else None
        state.background = self.background
        changed = state.cache.changed
        if not still or state.saved is None or changed is None:
            state.rasterizer.draw(geometry, perspective, picture)
            state.saved = picture.copy() if still else None
            return
        rows = state.rasterizer.rows_of(changed, perspective)
        if len(rows):
            state.rasterizer.draw(geometry, perspective, picture, rows)
            state.saved[rows.start : rows.stop] = picture[rows.start : rows.stop]
        for kept in (slice(0, rows.start), slice(rows.stop, None)):
            picture[kept] = state.saved[kept]

    def _sorted(
        self, mobjects: Iterable[Mobject], **kwargs: Any
    ) -> tuple[list[Batch], list[Group]]:
        """Return what stands in space, and what lies over the frame in drawing order."""
        recurse = kwargs.get("include_submobjects", True) and not kwargs.get("excluded_mobjects")
        if not recurse:
            mobjects = Camera.get_mobjects_to_display(self, mobjects, **kwargs)
        middles = set(self.fixed_orientation_mobjects.values())
        shifts = {middle: self.project_point(middle()) - middle() for middle in middles}
        holds = {mobject: shifts[at] for mobject, at in self.fixed_orientation_mobjects.items()}
        still = np.zeros(3)
        holds.update(dict.fromkeys(self.fixed_in_frame_mobjects, still))
        batches, held = members_of(mobjects, holds, self._kind, self.use_z_index, recurse)
        self._state.held = held
        solid = [batch for batch in batches if batch.kind in GEOMETRIES]
        flat = [
            Group(key, members, np.array([held.get(id(member), still) for member in members]))
            for shown in ("flat", "fixed")
            for key, kind, members in batches
            if kind == shown
        ]
        return solid, flat

    def _kind(self, mobject: Mobject) -> str:
        if isinstance(mobject, SurfaceMesh):
            return "mesh"
        if isinstance(mobject, VMobject):
            if mobject.background_image is not None and mobject.get_background_image():
                return "flat"
            return "vector" if len(mobject.points) >= 4 else ""
        if isinstance(mobject, PMobject):
            return "cloud"
        if isinstance(mobject, AbstractImageMobject):
            return "image"
        return "" if self.type_or_raise(mobject) is Mobject else "flat"

    def transform_points_pre_display(self, mobject: Mobject, points: Any) -> Any:
        """Return points (n, 3) as they lie in the frame, for mobjects that Cairo draws."""
        shift = self._state.held.get(id(mobject))
        if shift is None:
            return super().transform_points_pre_display(mobject, points)
        return Camera.transform_points_pre_display(self, mobject, points) + shift

    def _flat_draw(self, mobjects: list[Mobject], picture: U8) -> None:
        """Draw what lies in the frame, in order: outlines with Cairo, as the stock camera does."""
        for kind, run in itertools.groupby(mobjects, self._kind):
            if kind in ("cloud", "image", "mesh"):
                for mobject in run:
                    self._lay(kind, mobject, picture)
                continue
            for display, members in itertools.groupby(run, self.type_or_raise):
                self.display_funcs[display](list(members), picture)

    def _lay(self, kind: str, mobject: Mobject, picture: U8) -> None:
        """Draw a mobject over ``picture`` as seen along the z axis from far away."""
        shift = self._state.held.get(id(mobject), np.zeros(3))
        frame = self.view()._replace(
            rotation=np.eye(3),
            center=-shift,
            focal_distance=FAR,
            zoom=1.0,
            exponential=False,
            origin_x=0.5 * self.pixel_width,
            origin_y=0.5 * self.pixel_height,
        )
        geometry = GeometryCache().geometry([Batch((), kind, [mobject])], frame, self._light())
        rasterizer = self._state.flat
        rasterizer.draw(geometry, frame, picture, rasterizer.rows_of([geometry], frame))
