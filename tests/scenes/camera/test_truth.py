"""Frames against exact rays: 4 x 4 per pixel, closed-form hits, composited in float64."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from manim import DEGREES
from numba import njit
from scipy import ndimage

from scenes.camera import DepthCamera, SurfaceMesh

WIDTH, HEIGHT = 854, 480


@dataclass(frozen=True)
class Graph:
    """z = a x^2 + b x y + c y^2 + d x + e y + g over |x - x0| <= reach, |y - y0| <= reach."""

    rgba: tuple[float, float, float, float]
    a: float = 0.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 0.0
    g: float = 0.0
    middle: tuple[float, float] = (0.0, 0.0)
    reach: float = 2.0
    fading: float = 0.0

    def height(self, x: Any, y: Any) -> Any:
        return self.a * x * x + self.b * x * y + self.c * y * y + self.d * x + self.e * y + self.g

    def color(self, point: Any) -> Any:
        return np.array(self.rgba[:3]) + self.fading * point[..., :1] * np.array([1.0, 0.0, -1.0])

    def mesh(self) -> SurfaceMesh:
        (x0, y0), r = self.middle, self.reach
        flat = self.a == self.b == self.c == 0 and self.fading == 0
        mesh = SurfaceMesh.from_function(
            self.height, (x0 - r, x0 + r), (y0 - r, y0 + r), 1 if flat else 256, shading=False
        )
        rgb = self.color(mesh.points)
        return mesh.set_colors(np.column_stack([rgb, np.full(len(rgb), self.rgba[3])]))

    def row(self) -> list[float]:
        graph = [self.a, self.b, self.c, self.d, self.e, self.g, *self.middle, self.reach]
        return [0.0, *graph, *self.rgba, self.fading]


@dataclass(frozen=True)
class Ball:
    rgba: tuple[float, float, float, float]
    center: tuple[float, float, float]
    radius: float

    def color(self, point: Any) -> Any:
        return np.broadcast_to(np.array(self.rgba[:3]), point.shape)

    def mesh(self) -> SurfaceMesh:
        r, (x, y, z) = self.radius, self.center

        def place(u: Any, v: Any) -> Any:
            return np.stack(
                [x + r * np.cos(u) * np.sin(v), y + r * np.sin(u) * np.sin(v), z + r * np.cos(v)]
            )

        return SurfaceMesh.from_function(
            place, (0, 2 * np.pi), (0, np.pi), (256, 128), shading=False
        ).set_colors(self.rgba_rows(257 * 129))

    def rgba_rows(self, count: int) -> Any:
        return np.tile(self.rgba, (count, 1))

    def row(self) -> list[float]:
        ball = [*self.center, self.radius]
        return [1.0, *ball, 0.0, 0.0, 0.0, 0.0, 0.0, *self.rgba, 0.0]


@njit
def quadratic(a: float, b: float, c: float) -> tuple[float, float]:
    """Return both roots of a s^2 + b s + c; NaN for those that are not there."""
    if abs(a) <= 1e-14:
        return (-c / b if b else np.nan), np.nan
    square = b * b - 4 * a * c
    if square < 0:
        return np.nan, np.nan
    q = -0.5 * (b + np.copysign(np.sqrt(square), b))
    return (c / q if q else np.nan), q / a


@njit
def meets(surface: Any, eye: Any, ray: Any) -> tuple[float, float]:
    """Return the parameters along a ray at which it meets a surface, NaN for misses."""
    p, q, h = eye
    x, y, z = ray
    if surface[0] == 1.0:  # a ball
        u, v, w, r = p - surface[1], q - surface[2], h - surface[3], surface[4]
        return quadratic(
            x * x + y * y + z * z, 2 * (x * u + y * v + z * w), u * u + v * v + w * w - r * r
        )
    a, b, c, d, e, g, x0, y0, reach = surface[1:10]
    near, far = quadratic(
        a * x * x + b * x * y + c * y * y,
        2 * a * p * x + b * (p * y + q * x) + 2 * c * q * y + d * x + e * y - z,
        a * p * p + b * p * q + c * q * q + d * p + e * q + g - h,
    )
    if max(abs(p + near * x - x0), abs(q + near * y - y0)) > reach:
        near = np.nan
    if max(abs(p + far * x - x0), abs(q + far * y - y0)) > reach:
        far = np.nan
    return near, far


@njit
def traced(surfaces: Any, eye: Any, ray: Any, color: Any) -> int:
    """Composite what a ray meets into `color` (3,); return a code of what that is."""
    count = len(surfaces)
    at, which = np.empty(2 * count), np.empty(2 * count, np.int64)
    found = 0
    for n in range(count):
        for s in meets(surfaces[n], eye, ray):
            if s > 0:  # never of NaN
                place = found
                while place > 0 and at[place - 1] > s:
                    at[place], which[place] = at[place - 1], which[place - 1]
                    place -= 1
                at[place], which[place] = s, n
                found += 1
    left, code = 1.0, 0
    for rank in range(found):
        surface = surfaces[which[rank]]
        if left <= 0:
            break
        weight, fading = left * surface[13], surface[14] * (eye[0] + at[rank] * ray[0])
        color[0] += weight * (surface[10] + fading)
        color[1] += weight * surface[11]
        color[2] += weight * (surface[12] - fading)
        left *= 1 - surface[13]
        code = code * (count + 1) + which[rank] + 1
    return code


@njit
def frame_of_rays(
    surfaces: Any, eye: Any, turn: Any, unit: float, zoom: float, focal: float
) -> tuple[Any, Any]:
    """Return the sums of 4 x 4 rays a pixel (height, width, 3), and the rays' codes (16, …)."""
    total = np.zeros((HEIGHT, WIDTH, 3))
    codes = np.zeros((16, HEIGHT, WIDTH), np.int64)
    for i in range(HEIGHT):
        for j in range(WIDTH):
            for sub in range(16):
                x = (j + (sub % 4 + 0.5) / 4 - WIDTH / 2) / unit / zoom
                y = (HEIGHT / 2 - i - (sub // 4 + 0.5) / 4) / unit / zoom
                ray = x * turn[0] + y * turn[1] - focal * turn[2]
                codes[sub, i, j] = traced(surfaces, eye, ray, total[i, j])
    return total, codes


def true_frame(camera: DepthCamera, surfaces: list[Any]) -> tuple[Any, Any]:
    """Return the frame (height, width, 3) in [0, 255] and which pixels an edge passes."""
    view = camera.view()
    eye = view.rotation.T @ [0, 0, view.focal_distance] + view.center
    rows = np.array([surface.row() for surface in surfaces])
    turn = np.ascontiguousarray(view.rotation)
    total, codes = frame_of_rays(rows, eye, turn, view.unit, view.zoom, view.focal_distance)
    first = codes[0]
    edge = (codes != first).any(axis=0)
    for axis in (0, 1):
        step = np.diff(first, axis=axis) != 0
        low = [slice(None)] * 2
        high = [slice(None)] * 2
        low[axis], high[axis] = slice(None, -1), slice(1, None)
        edge[tuple(low)] |= step
        edge[tuple(high)] |= step
    return total / 16 * 255, edge


BLUE = (0.2, 0.5, 0.9, 0.6)
GOLD = (1.0, 0.7, 0.1, 0.5)
RED = (0.9, 0.2, 0.3, 0.7)
GREEN = (0.2, 0.8, 0.4, 0.4)
WALL = (0.5, 0.5, 0.6, 1.0)
BOWL = Graph(BLUE, a=0.5, b=0.1, c=0.3, g=-1.0)
SCENES = {
    "bowl and tangent plane": [
        BOWL,
        Graph(GOLD, d=1.0, e=0.1, g=-1.5, middle=(1.0, 0.0), reach=1.2),
    ],
    "crossing planes": [
        Graph(GOLD, d=0.5, e=0.2),
        Graph(GREEN, d=-0.7, e=0.4, g=0.1),
        Graph(RED, d=0.1, e=-1.5, g=-0.2),
    ],
    "ball through a saddle": [
        Graph(BLUE, a=0.4, b=0.3, c=-0.4),
        Ball(RED, (0.3, 0.2, 0.4), 1.0),
    ],
    "balls and an opaque wall": [
        Ball(RED, (-0.8, 0.0, 0.3), 1.0),
        Ball(GREEN, (0.6, 0.3, 0.2), 1.2),
        Graph(WALL, d=0.3, e=0.6, g=-0.5, reach=2.5),
    ],
    "five layers": [
        BOWL,
        Ball(RED, (0.0, 0.0, 0.2), 0.8),
        Graph(GOLD, d=0.2, g=0.4),
        Graph(GREEN, a=-0.2, c=-0.3, e=0.3, g=1.4, fading=0.1),
        Graph((0.8, 0.3, 0.9, 0.5), d=-0.4, e=-0.2, g=-0.3),
    ],
}
VIEWS = [
    {"phi": 70 * DEGREES, "theta": -50 * DEGREES},
    {"phi": 55 * DEGREES, "theta": 20 * DEGREES, "zoom": 1.4, "focal_distance": 12.0},
    {"phi": 110 * DEGREES, "theta": 130 * DEGREES, "gamma": 0.3, "focal_distance": 8.0},
]


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("view", range(len(VIEWS)))
def test_frame_agrees_with_exact_rays(name: str, view: int) -> None:
    surfaces = SCENES[name]
    camera = DepthCamera(pixel_width=WIDTH, pixel_height=HEIGHT, **VIEWS[view])
    camera.capture_mobjects([surface.mesh() for surface in surfaces])
    frame = camera.pixel_array[:, :, :3].astype(float)
    truth, edge = true_frame(camera, surfaces)
    error = np.abs(frame - np.rint(truth))
    worst = error.max(axis=2)
    far = ndimage.distance_transform_edt(~edge) > 1.5
    report = (
        f"mean {error.mean():.4f}, off by more than 16: {(worst > 16).mean():.4%}, "
        f"off by more than 8 away from edges: {int((worst[far] > 8).sum())}, "
        f"worst {worst.max():.0f}"
    )
    print(name, view, report)
    assert edge.any()
    assert (truth > 0).mean() > 0.05
    assert error.mean() <= 0.15, report
    assert (worst > 16).mean() <= 0.001, report
    assert not (worst[far] > 8).any(), report
