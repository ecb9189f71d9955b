"""Images stand in space like any other surface, and in the frame where they are fixed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import (
    BLUE,
    DEGREES,
    GREEN,
    IN,
    LEFT,
    ORIGIN,
    OUT,
    RED,
    RESAMPLING_ALGORITHMS,
    RIGHT,
    UP,
    WHITE,
    Cube,
    FadeIn,
    Group,
    ImageMobject,
    PointCloudDot,
    Rectangle,
    Square,
    Transform,
)
from PIL import Image

from scenes.camera import DepthCamera, DepthScene, SurfaceMesh

CENTER = (45, 80)
VIEWS = [
    {},
    {"phi": 60 * DEGREES, "theta": -40 * DEGREES},
    {"phi": 110 * DEGREES, "theta": 130 * DEGREES, "gamma": 0.3, "focal_distance": 8.0},
]


def plain(color: Any, width: float = 4, height: float = 3, alpha: int = 255) -> ImageMobject:
    pixels = np.full((6, 8, 4), 255, np.uint8)
    pixels[:, :, :3], pixels[:, :, 3] = color.to_int_rgb(), alpha
    return sized(ImageMobject(pixels), width, height)


def sized(image: ImageMobject, width: float, height: float) -> ImageMobject:
    return image.stretch_to_fit_width(width).stretch_to_fit_height(height)


def rectangle(color: Any, width: float = 4, height: float = 3, opacity: float = 1.0) -> Rectangle:
    return Rectangle(
        width=width, height=height, fill_color=color, fill_opacity=opacity, stroke_width=0
    )


def rgb(color: Any) -> Any:
    return np.rint(np.array(color.to_rgb()) * 255)


def ramp(height: int, width: int) -> Any:
    """Pixels whose red grows to the right and whose green grows downwards."""
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[:, :, 0] = np.linspace(0, 255, width).astype(np.uint8)
    pixels[:, :, 1] = np.linspace(0, 255, height).astype(np.uint8)[:, None]
    pixels[:, :, 2] = 0
    return pixels


def noise(height: int, width: int) -> Any:
    return np.random.default_rng(5).integers(0, 256, (height, width, 4), dtype=np.uint8)


def agree(some: Any, other: Any) -> None:
    """Two frames are equal but for the coverage of edges, which images sample 4 x 4 times."""
    difference = np.abs(some - other).max(axis=2)
    assert (some[:, :, :3] > 0).any()
    assert difference.max() <= 255 / 4
    assert (difference > 1).sum() <= 0.03 * difference.size


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("center", [ORIGIN, 2 * RIGHT, UP + 0.5 * OUT])
def test_a_plain_image_looks_like_a_rectangle_wherever_the_frame_is(
    shoot: Any, view: Any, center: Any
) -> None:
    for mobject in (plain(BLUE), plain(RED).rotate(0.6, UP).shift(RIGHT + IN)):
        like = rectangle(BLUE if mobject.pixel_array[0, 0, 2] > 200 else RED)
        corners = like.get_vertices()
        given = mobject.points[[1, 0, 2, 3]]
        like.set_points_as_corners([*given, given[0]])
        assert len(corners) == 4
        agree(shoot(mobject, frame_center=center, **view), shoot(like, frame_center=center, **view))


def test_an_image_as_large_as_the_frame_is_shown_pixel_by_pixel(shoot: Any) -> None:
    pixels = noise(90, 160)
    pixels[:, :, 3] = 255
    frame = shoot(ImageMobject(pixels, scale_to_resolution=90))
    difference = np.abs(frame - pixels)
    assert difference[2:-2, 2:-2].max() <= 1
    assert difference.max() <= 16  # in the corners, where the two triangles share a pixel


@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 1), (5, 7, 3), (5, 7, 4)])
def test_arrays_of_every_kind_and_files_are_shown(shoot: Any, shape: Any, tmp_path: Any) -> None:
    pixels = np.full(shape, 200, np.uint8)
    image = sized(ImageMobject(pixels), 4, 3)
    expected = 200 if shape[-1] != 4 else 200 * 200 / 255
    assert np.abs(shoot(image)[CENTER][:3] - expected).max() <= 1
    if shape[-1] in (3, 4):
        Image.fromarray(pixels).save(tmp_path / "one.png")
        assert (shoot(sized(ImageMobject(tmp_path / "one.png"), 4, 3)) == shoot(image)).all()


@pytest.mark.parametrize("view", VIEWS)
def test_pixels_stand_where_rays_meet_the_image(view: Any) -> None:
    camera = DepthCamera(pixel_width=320, pixel_height=180, **view)
    pixels = ramp(64, 64)
    image = sized(ImageMobject(pixels), 5, 4).rotate(0.4, RIGHT + UP).shift(0.3 * OUT)
    camera.capture_mobjects([image])
    frame = camera.pixel_array[:, :, :2].astype(float)
    seen = camera.view()
    px, py = np.meshgrid(np.arange(320) + 0.5, np.arange(180) + 0.5)
    x, y = (px - 160) / seen.unit / seen.zoom, (90 - py) / seen.unit / seen.zoom
    ray = np.stack([x, y, np.full_like(x, -seen.focal_distance)], axis=-1) @ seen.rotation
    eye = seen.rotation.T @ [0, 0, seen.focal_distance] + seen.center
    corner, right, down = image.points[0], *(image.points[[1, 2]] - image.points[0])
    system = np.stack(np.broadcast_arrays(right, down, -ray), axis=-1)
    u, v, _ = np.moveaxis(np.linalg.solve(system, (eye - corner)[:, None])[..., 0], -1, 0)
    inside = (np.minimum(u, v) > 0.02) & (np.maximum(u, v) < 0.98)
    assert inside.sum() > 3000
    texel = np.stack([u, v], axis=-1) * 64 - 0.5
    expected = texel * 255 / 63
    assert np.abs(frame - expected)[inside].max() < 2.5  # the ramp itself is cut to whole numbers
    assert np.abs(frame - expected)[inside].mean() < 0.8


@pytest.mark.parametrize("name", ["nearest", "linear", "cubic"])
def test_an_enlarged_image_is_mixed_as_it_asks(shoot: Any, name: str) -> None:
    pixels = np.zeros((1, 2, 4), np.uint8)
    pixels[:, :, 3] = 255
    pixels[0, 1, :3] = 255
    image = sized(ImageMobject(pixels), 8, 4)
    image.set_resampling_algorithm(RESAMPLING_ALGORITHMS[name])
    row = shoot(image)[45, :, 0]
    u = (np.arange(160) + 0.5 - 80) / (8 * 160 / (128 / 9)) * 2 + 1  # texels from the left edge
    share = np.clip(u - 0.5, 0, 1)
    cubic = _catmull_rom(u)
    expected = {"nearest": (u > 1) * 1.0, "linear": share}.get(name, np.clip(cubic, 0, 1))
    inside = (u > 0.05) & (u < 1.95)
    assert np.abs(row - 255 * expected)[inside].max() <= 1


def _catmull_rom(u: Any) -> Any:
    """The cubic through texels 0, 0, 1, 1 and so on, at u texels."""
    texels = np.array([0, 0, 0, 0, 1, 1, 1, 1], float)
    place = u - 0.5 + 3
    n = np.floor(place).astype(int).clip(1, 5)
    t = place - n
    a, b, c, d = (texels[n + k] for k in (-1, 0, 1, 2))
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


def test_a_shrunk_image_shows_the_mean_of_its_pixels(shoot: Any) -> None:
    pixels = np.full((600, 800, 4), 255, np.uint8)
    pixels[(np.indices((600, 800)).sum(axis=0) % 2) == 0] = (0, 0, 0, 255)
    image = sized(ImageMobject(pixels), 8, 6)
    for view in ({}, {"phi": 50 * DEGREES, "theta": -70 * DEGREES}):
        frame = shoot(image, **view)[35:55, 60:100, :3]
        assert np.abs(frame - 127.5).max() <= 20
        assert abs(frame.mean() - 127.5) <= 1


def test_an_opaque_cube_hides_the_image_it_stands_on(shoot: Any) -> None:
    floor = plain(GREEN, 9, 9)
    cube = Cube(2, fill_opacity=1, fill_color=RED, stroke_width=0).shift(1.01 * OUT)
    view = {"phi": 65 * DEGREES, "theta": -50 * DEGREES}
    alone = shoot(cube, **view)
    inside = (alone[:, :, 0] > 0) & ~_rim(alone[:, :, 0] > 0)
    for pair in ((floor, cube), (cube, floor)):
        frame = shoot(*pair, **view)
        difference = np.abs(frame - alone).max(axis=2)[inside]
        assert (difference > 0).sum() <= 5  # edges between faces, smoothed where something is near
        assert difference.max() <= 16
        assert ((frame[:, :, 1] == rgb(GREEN)[1]) & (frame[:, :, 0] == rgb(GREEN)[0])).sum() > 2000
    above = plain(GREEN, 1, 1).shift(4 * OUT)
    assert (shoot(above, cube, **view) != alone).any()


def _rim(inside: Any) -> Any:
    around = np.pad(inside, 2)
    shifted = [np.roll(around, (i, j), (0, 1)) for i in (-2, 0, 2) for j in (-2, 0, 2)]
    return ~np.all(shifted, axis=0)[2:-2, 2:-2]


@pytest.mark.parametrize("view", VIEWS[:2])
def test_translucent_images_blend_from_far_to_near(shoot: Any, view: Any) -> None:
    layers = [plain(RED, alpha=51), plain(GREEN, alpha=102), plain(BLUE, alpha=153)]
    for n, layer in enumerate(layers):
        layer.shift(0.4 * n * OUT)
    between = rectangle(WHITE, opacity=0.5).shift(0.6 * OUT)
    order = [(RED, 0.2), (GREEN, 0.4), (WHITE, 0.5), (BLUE, 0.6)]
    expected = np.zeros(3)
    for color, alpha in order:
        expected = (1 - alpha) * expected + alpha * rgb(color)
    for shown in ([*layers, between], [between, *layers[::-1]]):
        assert np.abs(shoot(*shown, **view)[CENTER][:3] - expected).max() <= 1


def test_a_hidden_pixel_lets_through_what_is_behind(shoot: Any) -> None:
    pixels = np.zeros((4, 4, 4), np.uint8)
    pixels[:, :2] = (255, 255, 255, 255)
    image = sized(ImageMobject(pixels), 6, 4)
    image.set_resampling_algorithm(RESAMPLING_ALGORITHMS["linear"])
    frame = shoot(image.shift(OUT), rectangle(RED, 8, 6))
    assert np.abs(frame[45, 105, :3] - rgb(RED)).max() <= 1
    assert np.abs(frame[45, 55, :3] - 255).max() <= 1
    # Where the image ends, its white is mixed with what is behind and not with black.
    assert (frame[45, 50:110, 0] >= rgb(RED)[0] - 1).all()


def test_an_image_through_a_surface_is_cut_where_they_meet(shoot: Any) -> None:
    wall = rectangle(RED, 8, 6)
    view = {"phi": 90 * DEGREES, "theta": -90 * DEGREES, "focal_distance": 1e4}
    tilted = plain(BLUE, 4, 4).rotate(45 * DEGREES, UP)
    upright = wall.rotate(90 * DEGREES, RIGHT)
    tilted.rotate(90 * DEGREES, RIGHT)
    frame = shoot(upright, tilted, **view)
    left, right = frame[45, 80 - 10, :3], frame[45, 80 + 10, :3]
    seen = {tuple(left), tuple(right)}
    assert seen == {tuple(rgb(RED)), tuple(rgb(BLUE))}


def test_a_kept_frame_notices_every_change_of_an_image() -> None:
    camera = DepthCamera(pixel_width=160, pixel_height=90, phi=0.4)
    image = sized(ImageMobject(noise(20, 30)), 4, 3)

    def shot() -> Any:
        camera.reset()
        camera.capture_mobjects([image])
        return camera.pixel_array.copy()

    last = shot()
    for change in (
        lambda: image.shift(0.3 * RIGHT),
        lambda: image.set_opacity(0.5),
        lambda: image.pixel_array.__setitem__((10, 15), 0),
        lambda: image.set_resampling_algorithm(RESAMPLING_ALGORITHMS["nearest"]),
        lambda: image.set_color(RED),
    ):
        change()
        now = shot()
        assert (now != last).any()
        assert (shot() == now).all()
        last = now


def test_a_fixed_image_stays_and_lies_on_top() -> None:
    badge = plain(GREEN, 2, 1).move_to(3 * LEFT + UP)
    like = rectangle(GREEN, 2, 1).move_to(3 * LEFT + UP)
    wall = Square(12, fill_color=RED, fill_opacity=1, stroke_width=0).shift(2 * OUT)
    for theta, center in ((0.2, ORIGIN), (1.9, 2 * RIGHT)):
        frames = []
        for shown in (badge, like):
            camera = DepthCamera(
                pixel_width=160, pixel_height=90, phi=0.5, theta=theta, frame_center=center
            )
            camera.add_fixed_in_frame_mobjects(shown)
            camera.capture_mobjects([shown, wall])
            frames.append(camera.pixel_array.astype(int))
        agree(*frames)
        assert (frames[0] == [*rgb(GREEN), 255]).all(axis=2).sum() > 150


def test_an_image_of_fixed_orientation_faces_the_viewer_at_its_place() -> None:
    label, place = plain(GREEN, 2, 1), np.array([1.0, 0.5, 0.8])
    camera = DepthCamera(pixel_width=160, pixel_height=90, phi=1.1, theta=0.4, zoom=1.2)
    camera.add_fixed_orientation_mobjects(label.move_to(place))
    camera.capture_mobjects([label])
    like = DepthCamera(pixel_width=160, pixel_height=90)
    there = camera.project_point(place)
    like.capture_mobjects([rectangle(GREEN, 2, 1).move_to([there[0], there[1], 0])])
    agree(camera.pixel_array.astype(int), like.pixel_array.astype(int))


def test_fixed_images_and_fixed_shapes_keep_their_order() -> None:
    for below, above in ((plain, rectangle), (rectangle, plain)):
        group = Group(below(RED), above(BLUE, 2, 2))
        camera = DepthCamera(pixel_width=160, pixel_height=90)
        camera.add_fixed_in_frame_mobjects(group)
        camera.capture_mobjects([group])
        frame = camera.pixel_array.astype(int)
        assert np.abs(frame[CENTER][:3] - rgb(BLUE)).max() <= 1
        assert np.abs(frame[45, 62, :3] - rgb(RED)).max() <= 1


def test_an_image_that_passes_the_eye_is_cut(shoot: Any) -> None:
    floor = sized(ImageMobject(np.full((4, 4, 4), 255, np.uint8)), 10, 120).shift(2 * IN)
    frame = shoot(floor, phi=90 * DEGREES, theta=-90 * DEGREES)
    assert (frame[70:, 70:90, 1] == 255).all()
    assert (frame[:40, :, :3] == 0).all()


def test_straight_lines_stay_straight_on_any_quadrilateral(shoot: Any) -> None:
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[:, :, 3] = 255
    pixels[:32, :32] = pixels[32:, 32:] = (255, 255, 255, 255)
    image = sized(ImageMobject(pixels), 2, 2)
    image.points = np.array([(-2, 2, 0), (2, 2, 0), (-5, -3, 0), (5, -3, 0)], dtype=float)
    frame = shoot(image, width=640, height=360)[:, :, 0]
    # The middle is where the diagonals meet: half of the height is above it in perspective.
    row = int(180 - (2 - 5 * 2 / 7) * 45)
    assert abs(np.argmax(frame[:, 310] < 128, axis=0) - 90) <= 1 or frame[100, 310] > 128
    changes = np.flatnonzero(np.abs(np.diff(frame[95:, 310])) > 100) + 95
    assert abs(changes[0] - row) <= 1


@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_an_image_with_a_corner_that_is_no_number_is_not_seen(shoot: Any, broken: float) -> None:
    image, square = plain(RED), rectangle(BLUE)
    image.points[2, 0] = broken
    assert np.abs(shoot(image, square)[CENTER][:3] - rgb(BLUE)).max() <= 1
    camera = DepthCamera(pixel_width=160, pixel_height=90)
    camera.add_fixed_in_frame_mobjects(image)
    camera.capture_mobjects([square, image])
    assert np.abs(camera.pixel_array[CENTER][:3] - rgb(BLUE)).max() <= 1


def test_pixels_of_no_image_are_refused_in_one_line(shoot: Any) -> None:
    image = plain(RED)
    image.pixel_array = np.zeros((4, 4, 2), np.uint8)
    with pytest.raises(ValueError, match=r"shape \(4, 4, 2\); expected \(height, width, 4\)"):
        shoot(image)


def test_any_number_of_threads_draws_the_same_images(shoot: Any) -> None:
    image = sized(ImageMobject(noise(50, 70)), 6, 4)
    frames = [shoot(image, phi=0.9, theta=0.3, threads=n) for n in (1, 2, 5)]
    assert (frames[0] == frames[1]).all()
    assert (frames[0] == frames[2]).all()


def test_images_in_a_scene_are_faded_moved_and_transformed() -> None:
    class Scene(DepthScene):
        def construct(self) -> None:
            self.set_camera_orientation(phi=0.8, theta=-1.2, frame_center=2 * RIGHT)
            image = plain(BLUE).move_to(2 * RIGHT)
            self.play(FadeIn(image), run_time=0.3)
            self.play(image.animate.shift(0.2 * OUT), run_time=0.2)
            self.play(Transform(image, plain(RED).move_to(2 * RIGHT)), run_time=0.2)
            self.wait(0.1)
            self.seen = self.renderer.get_frame()

    scene = Scene()
    scene.render()
    assert np.abs(scene.seen[CENTER][:3] - rgb(RED)).max() <= 1


@pytest.mark.parametrize("center", [ORIGIN, 2 * RIGHT + UP])
def test_meshes_and_clouds_in_the_frame_are_drawn_where_they_are(center: Any) -> None:
    mesh = SurfaceMesh.from_function(lambda u, v: u * v, (-1, 1), (-1, 1), 8).shift(3 * LEFT)
    cloud = PointCloudDot(radius=0.5, density=20, color=GREEN).shift(2 * RIGHT)
    for mobject in (mesh, cloud):
        straight = DepthCamera(pixel_width=160, pixel_height=90, focal_distance=1e6)
        straight.capture_mobjects([mobject])
        camera = DepthCamera(pixel_width=160, pixel_height=90, phi=1.0, frame_center=center)
        camera.add_fixed_in_frame_mobjects(mobject)
        camera.capture_mobjects([mobject])
        assert (straight.pixel_array[:, :, :3] > 0).any()
        assert np.abs(camera.pixel_array.astype(int) - straight.pixel_array).max() <= 1
