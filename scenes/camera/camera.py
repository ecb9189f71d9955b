"""The camera: everything in space through one depth pass, what is fixed to the frame on top."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from time import perf_counter
from typing import Any, Self

import cairo
import numpy as np
from manim import Mobject, PMobject, ThreeDCamera, VMobject
from manim.camera.camera import Camera
from PIL import Image

from scenes.camera.compilation import drawing_version
from scenes.camera.overlay import Canvas, Group, Overlay, to_premultiplied, to_straight
from scenes.camera.rasterizer import Rasterizer
from scenes.camera.stage import IN_FRAME, Batch, Members, Stage
from scenes.camera.surface_mesh import SurfaceMesh
from scenes.camera.tables import F64, U8, Geometry, View

_UNMOVED: F64 = np.zeros(3)


class _Workshop:
    """Buffers and caches. It has no ``__dict__``, so that Manim's cache hashes its type alone."""

    __slots__ = (
        "base",
        "canvases",
        "fresh",
        "held",
        "overlay",
        "rasterizer",
        "saved",
        "shifts",
        "stage",
        "transparent",
        "turn",
        "view",
    )

    def __init__(self) -> None:
        self.rasterizer = Rasterizer()
        self.stage = Stage()
        self.overlay = Overlay()
        self.canvases: list[Canvas] = []
        self.shifts: dict[Any, F64] = {}
        self.fresh = False
        self.held: dict[int, Any] = {}
        self.base: Any = None
        self.view: Any = None
        self.saved: U8 | None = None
        self.transparent = False
        self.turn: Any = None


class DepthCamera(ThreeDCamera):
    """A :class:`manim.ThreeDCamera` that decides for every pixel what is in front.

    Projection, light and stroke widths are the stock camera's. Fills, strokes and meshes in space
    hide each other by depth, transparent ones are blended from far to near, and edges are smooth.
    Mobjects fixed in the frame or in their orientation are drawn on top, in Manim's order, and so
    are images. What coincides in depth is ordered as in the plane: later is on top.

    ``stage_center`` is where the point that the camera turns about stands in the frame, (3,) in
    scene units; mobjects fixed in the frame do not move with it.

    The frame's centre moves the scene once; the stock camera may move it twice.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.stage_center: F64 = np.zeros(3)
        self._workshop = _Workshop()
        self.drawing_version = drawing_version()
        super().__init__(**kwargs)
        self.type_or_raise(VMobject())  # sets attributes that enter Manim's cache keys

    @property
    def threads(self) -> int:
        """How many threads draw a frame; the picture does not depend on it."""
        return self._workshop.rasterizer.threads

    @threads.setter
    def threads(self, count: int) -> None:
        if count < 1:
            raise ValueError(f"DepthCamera: threads is {count}; expected at least 1")
        self._workshop.rasterizer = Rasterizer(count)

    @property
    def rotation_matrix(self) -> Any:
        """The rotation (3, 3) of the last frame drawn.

        It is kept out of Manim's cache keys: a play that comes from the cache draws no frame, and
        the plays after it are the same all the same.
        """
        return self._workshop.turn

    @rotation_matrix.setter
    def rotation_matrix(self, matrix: Any) -> None:
        self._workshop.turn = matrix

    @property
    def seconds(self) -> dict[str, float]:
        """Seconds spent in each stage of drawing; clear it to begin a new measurement."""
        return self._workshop.rasterizer.seconds

    def reset(self) -> Self:
        """Reset the picture to the background."""
        super().reset()
        self._workshop.fresh = True
        return self

    def set_pixel_array(self, pixel_array: Any, convert_from_floats: bool = False) -> None:
        """Set the picture (height, width, 4) to draw over."""
        super().set_pixel_array(pixel_array, convert_from_floats)
        self._workshop.fresh = False

    def init_background(self) -> None:
        """Make the background anew, premultiplied as Cairo and the depth pass need it."""
        super().init_background()
        assert self.background is not None
        self._workshop.transparent = bool((self.background[:, :, 3] < 255).any())
        if self._workshop.transparent:
            to_premultiplied(self.background)

    def straight(self, picture: U8) -> U8:
        """Return a picture (height, width, 4) as image files want it: straight alpha, in place.

        The camera's own picture is premultiplied. The stock camera hands it on as it is, which
        darkens every edge over a transparent background.
        """
        if self._workshop.transparent:
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

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw mobjects over the picture. Keyword arguments are those of the stock camera."""
        begin = perf_counter()
        self.reset_rotation_matrix()
        self._workshop.shifts = {}
        solid, flat = self._sorted(mobjects, **kwargs)
        view = self.view()
        light = None
        if self.should_apply_shading:
            light = np.array(self.light_source.points[0], dtype=np.float64)
        geometry = self._workshop.stage.geometry(solid, view, light)
        self._spend("geometry", begin)
        self._draw_depth(geometry, view)
        begin = perf_counter()
        unit = self.pixel_width / self.frame_width
        self._workshop.overlay.draw(flat, self.pixel_array, unit, self._paint)
        self._workshop.held = {}
        self._workshop.fresh = False
        self._spend("overlay", begin)

    def view(self) -> View:
        """Return the camera's projection in numbers."""
        unit = self.pixel_width / self.frame_width
        return View(
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
        for canvas in self._workshop.canvases:
            if canvas.picture is pixel_array:
                return canvas.context
        canvas = Canvas(pixel_array, self.frame_width, self.frame_height)
        self._workshop.canvases = [*self._workshop.canvases[-3:], canvas]
        return canvas.context

    def _spend(self, stage: str, begin: float) -> None:
        self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - begin

    def _draw_depth(self, geometry: Geometry, view: View) -> None:
        """Draw; while the view stands still, only the rows in which something has changed."""
        shop = self._workshop
        key = tuple(part.tobytes() if isinstance(part, np.ndarray) else part for part in view)
        still = shop.fresh and shop.view == key and shop.base is self.background
        shop.view = key if shop.fresh else None
        shop.base = self.background
        changed = shop.stage.changed
        if not still or shop.saved is None or changed is None:
            shop.rasterizer.draw(geometry, view, self.pixel_array)
            shop.saved = self.pixel_array.copy() if still else None
            return
        rows = shop.rasterizer.rows_of(changed, view)
        if len(rows):
            shop.rasterizer.draw(geometry, view, self.pixel_array, rows)
            shop.saved[rows.start : rows.stop] = self.pixel_array[rows.start : rows.stop]
        for kept in (slice(0, rows.start), slice(rows.stop, None)):
            self.pixel_array[kept] = shop.saved[kept]

    def _sorted(
        self, mobjects: Iterable[Mobject], **kwargs: Any
    ) -> tuple[list[Batch], list[Group]]:
        """Return what stands in space, in batches of one kind, and what lies over the frame."""
        recurse = kwargs.get("include_submobjects", True) and not kwargs.get("excluded_mobjects")
        if not recurse:
            mobjects = Camera.get_mobjects_to_display(self, mobjects, **kwargs)
        members = Members(
            mobjects,
            self.use_z_index,
            self.fixed_in_frame_mobjects,
            self.fixed_orientation_mobjects,
            recurse,
        )
        self._workshop.held = members.held
        solid: list[Batch] = []
        flat: list[Group] = []
        images: list[Group] = []
        for batch in members.batches:
            for n, (kind, run) in enumerate(itertools.groupby(batch.mobjects, self._kind)):
                same = list(run)
                if kind == "fixed":
                    flat.append(Group((batch.key, n), same, self._shifts(same)))
                elif kind == "image":
                    images.append(Group((batch.key, n), same, np.zeros((len(same), 3))))
                elif kind == "mesh":
                    solid += [Batch((batch.key, n, m), [mesh]) for m, mesh in enumerate(same)]
                elif kind:
                    solid.append(Batch((batch.key, n), same))
        return solid, images + flat

    def _kind(self, mobject: Mobject) -> str:
        if id(mobject) in self._workshop.held:
            return "fixed"
        if isinstance(mobject, SurfaceMesh):
            return "mesh"
        if isinstance(mobject, VMobject):
            if mobject.background_image is not None and mobject.get_background_image():
                return "image"
            return "vector" if len(mobject.points) >= 4 else ""
        if isinstance(mobject, PMobject):
            return "cloud"
        return "" if self.type_or_raise(mobject) is Mobject else "image"

    def _shifts(self, mobjects: list[Mobject]) -> F64:
        """Return how far (m, 3) each mobject is moved on its way to the frame."""
        return np.array([self._shift(self._workshop.held[id(mobject)]) for mobject in mobjects])

    def _shift(self, hold: Any) -> F64:
        """Return the shift (3,) of what is held; found once a frame for each centre."""
        if hold is IN_FRAME:
            return _UNMOVED
        shifts = self._workshop.shifts
        if hold not in shifts:
            center = hold()
            shifts[hold] = self.project_point(center) - center
        return shifts[hold]

    def transform_points_pre_display(self, mobject: Mobject, points: Any) -> Any:
        """Return points (n, 3) as they lie in the frame, for mobjects that Cairo draws."""
        hold = self._workshop.held.get(id(mobject))
        if hold is None:
            return super().transform_points_pre_display(mobject, points)
        return Camera.transform_points_pre_display(self, mobject, points) + self._shift(hold)

    def _paint(self, mobjects: list[Mobject], picture: U8) -> None:
        """Draw with Cairo, as the stock camera does."""
        for kind, run in itertools.groupby(mobjects, self.type_or_raise):
            self.display_funcs[kind](list(run), picture)
