"""Frames against exact rays: 4 x 4 per pixel, closed-form hits, composited in float64."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from manim import DEGREES
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

    def hits(self, eye: Any, ray: Any) -> Any:
        """Return parameters (..., 2) along the rays, NaN for misses."""
        x, y, z = ray[..., 0], ray[..., 1], ray[..., 2]
        p, q, h = eye
        square = self.a * x * x + self.b * x * y + self.c * y * y
        linear = (
            2 * self.a * p * x
            + self.b * (p * y + q * x)
            + 2 * self.c * q * y
            + self.d * x
            + self.e * y
            - z
        )
        roots = quadratic(square, linear, self.height(p, q) - h)
        places = eye + roots[..., None] * ray[..., None, :]
        inside = (np.abs(places[..., :2] - self.middle) <= self.reach).all(axis=-1) & (roots > 0)
        return np.where(inside, roots, np.nan)


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

    def hits(self, eye: Any, ray: Any) -> Any:
        arm = eye - np.array(self.center)
        roots = quadratic((ray * ray).sum(-1), 2 * ray @ arm, arm @ arm - self.radius**2)
        return np.where(roots > 0, roots, np.nan)


def quadratic(a: Any, b: Any, c: Any) -> Any:
    """Return both roots (..., 2) of a s^2 + b s + c; one and NaN where a vanishes."""
    a, b, c = np.broadcast_arrays(np.asarray(a, float), b, c)
    with np.errstate(all="ignore"):
        root = np.sqrt(b * b - 4 * a * c)
        q = -0.5 * (b + np.copysign(root, b))
        far = np.where(np.abs(a) > 1e-14, q / a, np.nan)
        near = np.where(np.abs(a) > 1e-14, c / q, -c / b)
    return np.stack([near, far], axis=-1)


def true_frame(camera: DepthCamera, surfaces: list[Any]) -> tuple[Any, Any]:
    """Return the frame (height, width, 3) in [0, 255] and which pixels an edge passes."""
    view = camera.view()
    eye = view.rotation.T @ [0, 0, view.focal_distance] + view.center
    total = np.zeros((HEIGHT, WIDTH, 3))
    codes = []
    for sub in range(16):
        px = np.arange(WIDTH) + (sub % 4 + 0.5) / 4
        py = np.arange(HEIGHT) + (sub // 4 + 0.5) / 4
        x, y = np.meshgrid((px - WIDTH / 2) / view.unit, (HEIGHT / 2 - py) / view.unit)
        ray = np.stack([x / view.zoom, y / view.zoom, np.full_like(x, -view.focal_distance)], -1)
        ray = ray @ view.rotation
        hits = np.concatenate([surface.hits(eye, ray) for surface in surfaces], axis=-1)
        order = np.argsort(np.where(np.isnan(hits), np.inf, hits), axis=-1)
        code = np.zeros(x.shape, dtype=np.int64)
        left = np.ones(x.shape)
        frame = np.zeros((*x.shape, 3))
        for rank in range(hits.shape[-1]):
            which = order[..., rank]
            s = np.take_along_axis(hits, which[..., None], -1)[..., 0]
            for n, surface in enumerate(surfaces):
                at = (which // 2 == n) & ~np.isnan(s) & (left > 0)
                if not at.any():
                    continue
                weight = (left[at] * surface.rgba[3])[:, None]
                frame[at] += weight * surface.color(eye + s[at][:, None] * ray[at])
                left[at] *= 1 - surface.rgba[3]
                code[at] = code[at] * (len(surfaces) + 1) + n + 1
        total += frame
        codes.append(code)
    first = codes[0]
    edge = np.any([code != first for code in codes[1:]], axis=0)
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
