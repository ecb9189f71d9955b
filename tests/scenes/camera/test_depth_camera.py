"""What the camera draws: order, transparency, edges, strokes, and agreement with stock Manim."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import (
    BLACK,
    BLUE,
    DEGREES,
    GREEN,
    IN,
    LEFT,
    ORIGIN,
    OUT,
    PI,
    RED,
    RIGHT,
    UP,
    WHITE,
    Arrow3D,
    Circle,
    Cone,
    Cube,
    Cylinder,
    Dodecahedron,
    Dot3D,
    Icosahedron,
    Line,
    Line3D,
    ParametricFunction,
    Point,
    PointCloudDot,
    Polygon,
    Prism,
    Rectangle,
    Sphere,
    Square,
    Surface,
    Text,
    ThreeDAxes,
    ThreeDCamera,
    Torus,
    VGroup,
    VMobject,
)

from scenes.camera import DepthCamera, SurfaceMesh

CENTER = (45, 80)


def square(color: Any, z: float, opacity: float = 1.0, size: float = 3.0) -> Square:
    return Square(size, fill_color=color, fill_opacity=opacity, stroke_width=0).shift(z * OUT)


def rgb(color: Any) -> Any:
    return np.rint(np.array(color.to_rgb()) * 255)


def test_the_nearer_square_hides_the_farther_one_in_any_order(shoot: Any) -> None:
    near, far = square(RED, 1), square(BLUE, -1)
    for pair in ((near, far), (far, near)):
        assert np.abs(shoot(*pair)[CENTER][:3] - rgb(RED)).max() <= 1


def test_coinciding_squares_are_drawn_in_order(shoot: Any) -> None:
    view = {"phi": 50 * DEGREES, "theta": 20 * DEGREES}
    first, second = square(RED, 0.3), square(BLUE, 0.3, size=1.5)
    turned = [s.rotate(0.7, axis=RIGHT + UP, about_point=ORIGIN) for s in (first, second)]
    assert np.abs(shoot(*turned, **view)[CENTER][:3] - rgb(BLUE)).max() <= 1
    assert np.abs(shoot(*turned[::-1], **view)[CENTER][:3] - rgb(RED)).max() <= 1


def test_transparent_layers_blend_from_far_to_near_however_many(shoot: Any) -> None:
    colors = [RED, GREEN, BLUE, WHITE] * 8
    layers = [square(color, 0.1 * n, 0.3) for n, color in enumerate(colors)]
    expected = np.zeros(3)
    for color in colors:
        expected = 0.7 * expected + 0.3 * rgb(color)
    shuffled = np.random.default_rng(1).permutation(len(layers))
    pixel = shoot(*(layers[n] for n in shuffled))[CENTER][:3]
    assert np.abs(pixel - expected).max() <= 1


def test_a_transparent_surface_has_no_seams(shoot: Any) -> None:
    mesh = SurfaceMesh.from_function(
        lambda u, v: 0 * u, (-12, 12), (-12, 12), 23, colors=WHITE, opacity=0.5, shading=False
    )
    frame = shoot(mesh, phi=25 * DEGREES, theta=0.3)[10:80, 20:140, :3]
    assert frame.min() >= 127
    assert frame.max() <= 128


@pytest.mark.parametrize("opacity", [0.5, 1.0])
def test_a_stock_surface_has_no_seams(shoot: Any, opacity: float) -> None:
    surface = Surface(
        lambda u, v: np.array([u, v, 0]), (-12, 12), (-12, 12), 23,
        fill_color=WHITE, fill_opacity=opacity, checkerboard_colors=False, stroke_width=0,
    )  # fmt: skip
    frame = shoot(surface, phi=25 * DEGREES, theta=0.3, should_apply_shading=False)
    inner = frame[10:80, 20:140, :3]
    assert inner.max() - inner.min() <= 1
    assert abs(inner.mean() - 255 * opacity) <= 1


def test_any_number_of_threads_gives_the_same_bytes(shoot: Any) -> None:
    mobjects = (
        Sphere(resolution=(12, 8)).set_opacity(0.6),
        Torus(resolution=(16, 8)).shift(RIGHT),
        ThreeDAxes(),
        Text("depth"),
    )
    view = {"phi": 1.0, "theta": 0.4, "width": 321, "height": 181}
    one = shoot(*mobjects, threads=1, **view)
    for threads in (2, 3, 5):
        assert (shoot(*mobjects, threads=threads, **view) == one).all()
    assert (shoot(*mobjects, threads=1, **view) == one).all()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Cube(2, fill_opacity=1),
        lambda: Prism((1, 2, 3), fill_opacity=1),
        lambda: Dodecahedron(faces_config={"fill_opacity": 1, "stroke_width": 0}).faces,
        lambda: Icosahedron(faces_config={"fill_opacity": 1, "stroke_width": 0}).faces,
        lambda: Sphere(radius=1.5),
        lambda: Dot3D(radius=0.5),
        lambda: Circle(1.5, fill_opacity=1).rotate(0.4, RIGHT),
        lambda: Text("Agree", font_size=90).rotate(0.6, UP),
        lambda: Square(2, stroke_width=12),
        lambda: Polygon(LEFT, RIGHT, UP * 2, stroke_width=20, color=RED),
        lambda: Circle(1.2, stroke_width=10),
        lambda: Line(LEFT * 3, RIGHT * 3 + UP),
        lambda: Square(2, fill_opacity=0.7).set_color([RED, GREEN, BLUE]),
        lambda: Rectangle(fill_opacity=1, color=BLUE).set_sheen(0.5, RIGHT),
        lambda: VGroup(Square(3, fill_opacity=1), Circle(1, fill_opacity=1, color=RED)),
        lambda: Circle(1, stroke_width=4).set_stroke(RED, 16, background=True),
    ],
)
def test_opaque_mobjects_look_as_in_stock_manim(shoot: Any, make: Any) -> None:
    view = {"phi": 40 * DEGREES, "theta": -70 * DEGREES}
    size = {"pixel_width": 320, "pixel_height": 180}
    mobject = make()
    stock = ThreeDCamera(**size, **view)
    stock.capture_mobjects([mobject])
    ours = shoot(mobject, width=320, height=180, **view)
    difference = np.abs(ours - stock.pixel_array.astype(int)).max(axis=2)
    assert (ours[:, :, :3] > 0).any()
    assert difference.mean() < 0.5
    assert (difference > 24).mean() < 0.004


@pytest.mark.parametrize(
    "make",
    [
        lambda: Cone(),
        lambda: Cylinder(),
        lambda: Line3D(LEFT, RIGHT + OUT),
        lambda: Arrow3D(LEFT, RIGHT + OUT),
        lambda: Torus(),
        lambda: ThreeDAxes(),
        lambda: PointCloudDot(),
        lambda: ParametricFunction(lambda t: np.array([np.cos(t), np.sin(t), t / 5]), (0, 9)),
        lambda: Line(LEFT, RIGHT).set_color([RED, BLUE]),
    ],
)
def test_every_kind_of_mobject_is_drawn(shoot: Any, make: Any) -> None:
    assert (shoot(make(), phi=1.1, theta=0.5)[:, :, :3].max(axis=2) > 20).sum() > 10


def test_a_stroke_is_as_wide_as_cairos_at_every_depth(shoot: Any) -> None:
    for z in (-5, 0, 8):
        line = Line(8 * LEFT, 8 * RIGHT, stroke_width=40).shift(z * OUT)
        column = shoot(line, width=1600, height=900)[:, 800, 0]
        assert column.sum() / 255 == pytest.approx(40 * 0.01 * 1600 / (128 / 9), abs=0.1)


def test_a_transparent_stroke_does_not_blend_with_itself_at_joints(shoot: Any) -> None:
    curve = Circle(2, stroke_width=30, stroke_opacity=0.5, color=WHITE)
    frame = shoot(curve, width=640, height=360)[:, :, 0]
    assert 127 <= frame.max() <= 129


def test_a_line_in_a_steep_surface_shows_and_one_behind_it_does_not(shoot: Any) -> None:
    wall = SurfaceMesh.from_function(
        lambda u, v: 0.5 * u, (-3, 3), (-3, 3), 40, colors=BLUE, shading=False
    )
    view = {"phi": 75 * DEGREES, "theta": -100 * DEGREES, "width": 640, "height": 360}
    line = Line([-2, -1, -1.0], [2, 1, 1.0], color=WHITE, stroke_width=6)
    bare = (shoot(line, **view)[:, :, 0] > 128).sum()
    assert (shoot(wall, line, **view)[:, :, 0] > 128).sum() > 0.95 * bare
    behind = line.copy().shift(0.3 * IN)
    assert (shoot(wall, behind, **view)[:, :, 0] > 128).sum() == 0


@pytest.mark.parametrize("phi", [60, 75, 85, 100])
def test_a_floor_that_passes_under_the_eye_is_seen_where_its_rays_meet_it(
    shoot: Any, phi: int
) -> None:
    floor = SurfaceMesh.from_function(
        lambda u, v: -1 + 0 * u, (-60, 60), (-60, 60), 3, colors=BLUE, shading=False
    )
    view = {"phi": phi * DEGREES, "theta": -70 * DEGREES}
    frame = shoot(floor, **view)
    turn = DepthCamera(**view).generate_rotation_matrix()
    v, u = np.mgrid[0:90, 0:160] + 0.5
    right, up = (u - 80) * 8 / 90, (45 - v) * 8 / 90
    eye = turn.T @ [0, 0, 20]
    rays = np.stack([right, up, np.full_like(up, -20.0)], axis=-1) @ turn
    reach = (-1 - eye[2]) / rays[..., 2]
    meets = eye + reach[..., None] * rays
    seen = (reach > 0) & (np.abs(meets[..., :2]) < 60).all(axis=-1)
    assert seen.any()
    assert ((frame[:, :, 2] > 100) != seen).mean() < 0.02


def test_a_tangent_plane_is_never_drawn_over_its_convex_bowl(shoot: Any) -> None:
    bowl = SurfaceMesh.from_function(
        lambda u, v: 0.3 * u * u + 0.2 * v * v, (-2, 2), (-2, 2), 64, colors=BLUE, shading=False
    )
    for step, theta in enumerate(np.linspace(0, 2 * PI, 12, endpoint=False)):
        a, b = 1.2 * np.cos(step), 1.5 * np.sin(2 * step)

        def height(u: Any, v: Any, a: float = a, b: float = b) -> Any:
            return 0.3 * a * a + 0.2 * b * b + 0.6 * a * (u - a) + 0.4 * b * (v - b)

        plane = SurfaceMesh.from_function(
            height, (a - 1, a + 1), (b - 1, b + 1), 1, colors=RED, shading=False
        )
        view = {"phi": 30 * DEGREES, "theta": theta, "width": 320, "height": 180}
        inside = shoot(bowl, **view)[:, :, 2] == rgb(BLUE)[2]
        both = shoot(bowl, plane, **view)
        assert inside.sum() > 1000
        # From above, every ray through the bowl's inside meets the bowl before the plane.
        assert np.abs(both[inside][:, :3] - rgb(BLUE)).max() <= 1


def test_what_passes_the_eye_is_cut_and_not_smeared(shoot: Any) -> None:
    floor = SurfaceMesh.from_function(
        lambda u, v: 0 * u - 2, (-5, 5), (-60, 60), (4, 40), colors=GREEN, shading=False
    )
    view = {"phi": 90 * DEGREES, "theta": -90 * DEGREES}
    for mobject in (
        floor,
        Rectangle(width=10, height=120, fill_opacity=1, color=GREEN, stroke_width=0).shift(2 * IN),
    ):
        frame = shoot(mobject, **view)
        assert (frame[70:, 70:90, 1] > 150).all()
        assert (frame[:40, :, :3] == 0).all()
    line = Line([0, -60, -2], [0, 60, -2], stroke_width=20)
    frame = shoot(line, **view)
    assert (frame[70:, 76:84].max(axis=1)[:, 0] > 100).all()
    assert (frame[:40, :, :3] == 0).all()


def test_far_off_screen_geometry_is_harmless(shoot: Any) -> None:
    huge = SurfaceMesh(
        [[-1e9, -1e9, 0], [1e9, -1e9, 0], [0, 1e9, 0]], [[0, 1, 2]], colors=RED, shading=False
    )
    assert np.abs(shoot(huge)[:, :, :3] - rgb(RED)).max() <= 1
    away = square(BLUE, 0).shift(1e7 * RIGHT)
    assert (shoot(away)[:, :, :3] == 0).all()
    assert (shoot(VMobject(), Point(), square(BLUE, 100.0))[:, :, :3] == 0).all()


def test_a_mobject_with_a_nan_is_not_seen_and_hides_no_other(shoot: Any) -> None:
    broken = square(RED, 1)
    broken.points[3] = np.nan
    for group in (VGroup(broken, square(BLUE, 0)), VGroup(square(BLUE, 0), broken)):
        assert np.abs(shoot(group)[CENTER][:3] - rgb(BLUE)).max() <= 1


def test_fixed_mobjects_lie_on_top_and_do_not_move(shoot: Any) -> None:
    label = Square(0.5, fill_opacity=1, fill_color=GREEN, stroke_width=0).move_to(3 * LEFT + UP)
    wall = square(RED, 2, size=9)
    frames = []
    for theta in (0.2, 1.9):
        camera = DepthCamera(pixel_width=160, pixel_height=90, phi=0.5, theta=theta)
        camera.add_fixed_in_frame_mobjects(label)
        camera.capture_mobjects([label, wall])
        frames.append(camera.pixel_array.astype(int))
    x, y = int(80 - 3 * 160 / (128 / 9)), int(45 - 160 / (128 / 9))
    for frame in frames:
        assert np.abs(frame[y, x, :3] - rgb(GREEN)).max() <= 1


def test_members_that_a_fixed_mobject_gets_later_are_fixed_with_it() -> None:
    group = VGroup(square(RED, 0, size=0.2).shift(5 * RIGHT))
    around = VGroup(square(RED, 0, size=0.2).move_to(ORIGIN))
    camera = DepthCamera(pixel_width=160, pixel_height=90, phi=1.2, theta=0.7)
    camera.add_fixed_in_frame_mobjects(group)
    camera.add_fixed_orientation_mobjects(around)
    group.add(square(GREEN, 0, size=1).move_to(3 * LEFT))
    around.add(square(BLUE, 0, size=1).move_to(ORIGIN))
    camera.capture_mobjects([group, around])
    frame = camera.pixel_array.astype(int)
    assert np.abs(frame[45, int(80 - 3 * 160 / (128 / 9)), :3] - rgb(GREEN)).max() <= 1
    assert np.abs(frame[41, 76, :3] - rgb(BLUE)).max() <= 1


def test_a_kept_overlay_notices_every_change() -> None:
    camera = DepthCamera(pixel_width=160, pixel_height=90)
    label = Square(2, fill_opacity=1, fill_color=GREEN, stroke_width=0)
    camera.add_fixed_in_frame_mobjects(label)

    def shot() -> Any:
        camera.reset()
        camera.capture_mobjects([label])
        return camera.pixel_array.astype(int)

    first = shot()
    for _ in range(3):
        assert np.abs(shot() - first).max() <= 1
    label.points[:, 0] += 1.0
    moved = shot()
    assert (moved != first).any()
    for _ in range(2):
        shot()
    label.set_fill(RED)
    assert np.abs(shot()[45, 95, :3] - rgb(RED)).max() <= 1


def test_an_overlay_that_changes_in_part_is_drawn_whole() -> None:
    still = square(GREEN, 0, size=1).move_to(3 * LEFT)
    moving = square(RED, 0, size=1)
    both = VGroup(still, moving)
    camera = DepthCamera(pixel_width=160, pixel_height=90)
    camera.add_fixed_in_frame_mobjects(both)
    for step in range(8):
        moving.move_to((step % 5) * 0.5 * RIGHT)
        camera.reset()
        camera.capture_mobjects([both])
        expected = DepthCamera(pixel_width=160, pixel_height=90)
        expected.add_fixed_in_frame_mobjects(both)
        expected.capture_mobjects([both])
        difference = camera.pixel_array.astype(int) - expected.pixel_array
        assert np.abs(difference).max() <= 1


def test_a_kept_frame_notices_every_change() -> None:
    camera = DepthCamera(pixel_width=160, pixel_height=90, phi=0.4)
    mesh = SurfaceMesh.from_function(lambda u, v: u * v, (-1, 1), (-1, 1), 8, colors=BLUE)
    box = square(RED, 1, 0.5)

    def shot() -> Any:
        camera.reset()
        camera.capture_mobjects([mesh, box])
        return camera.pixel_array.copy()

    frames = [shot() for _ in range(4)]
    assert all((frame == frames[0]).all() for frame in frames)
    last = frames[0]
    for change in (
        lambda: mesh.points.__setitem__((0, 0), -3.0),
        lambda: mesh.set_color(GREEN),
        lambda: box.points.__iadd__(0.2),
        lambda: box.set_fill(WHITE),
        lambda: camera.set_theta(1.0),
        lambda: camera.light_source.shift(20 * RIGHT),
        lambda: setattr(camera, "background_color", WHITE),
    ):
        change()
        now = shot()
        assert (now != last).any()
        for _ in range(2):
            assert (shot() == now).all()
        last = now


def test_a_background_image_stays_behind(shoot: Any, tmp_path: Any) -> None:
    from PIL import Image

    path = tmp_path / "back.png"
    Image.new("RGBA", (160, 90), (10, 200, 30, 255)).save(path)
    frame = shoot(square(RED, 0, 0.5, size=2), background_image=str(path))
    assert tuple(frame[2, 2, :3]) == (10, 200, 30)
    assert np.abs(frame[CENTER][:3] - (0.5 * rgb(RED) + 0.5 * np.array([10, 200, 30]))).max() <= 1


def test_a_transparent_background_keeps_straight_colours() -> None:
    camera = DepthCamera(
        pixel_width=160, pixel_height=90, background_opacity=0.0, background_color=BLACK
    )
    camera.capture_mobjects([Circle(2, fill_opacity=0.5, fill_color=RED, stroke_width=0)])
    image = np.array(camera.get_image()).astype(int)
    inside = image[:, :, 3] > 30
    assert 126 <= image[45, 80, 3] <= 129
    assert np.abs(image[inside][:, :3] - rgb(RED)).max() <= 4
    assert (image[0, 0] == 0).all()


def test_exponential_projection_is_followed(shoot: Any) -> None:
    near = square(RED, 10, size=2)
    assert (shoot(near, exponential_projection=True)[:, :, 0] > 0).sum() != (
        shoot(near)[:, :, 0] > 0
    ).sum()


def test_the_picture_moves_with_the_stage_and_what_is_fixed_does_not() -> None:
    def drawn(center: tuple[float, float, float]) -> tuple[Any, DepthCamera]:
        camera = DepthCamera(pixel_width=160, pixel_height=90, phi=1.0)
        camera.stage_center = np.array(center)
        mesh = SurfaceMesh.from_function(lambda u, v: u * v, (-1, 1), (-1, 1), 8)
        line = Line([-1, 0, 0.5], [1, 0.5, 0.5], color="#ff0000")
        star = Square(0.5, color="#00ff00", fill_opacity=1).move_to([0, -3.5, 0])
        camera.add_fixed_in_frame_mobjects(star)
        plane = Square(1.6, color="#ffb000", fill_opacity=0.6).shift([0.2, 0, 0.1])  # cuts the mesh
        camera.capture_mobjects([mesh, plane, line, star])
        return np.array(camera.pixel_array, dtype=int), camera

    middle, _ = drawn((0, 0, 0))
    moved, camera = drawn((1.6, 0.8, 0))  # 18 and 9 pixels
    np.testing.assert_array_equal(moved[10:71, 38:140], middle[19:80, 20:122])
    np.testing.assert_array_equal(moved[80:], middle[80:])
    assert middle[19:80, 20:122].max() > 100
    np.testing.assert_allclose(camera.project_points(np.zeros((1, 3))), [[1.6, 0.8, 0]])


def test_rows_that_have_not_changed_are_kept_exactly() -> None:
    mesh = SurfaceMesh.from_function(lambda u, v: u * v / 4, (-3, 3), (-2, 2), 12, opacity=0.7)
    line = Line([-3, 0, 1], [3, 0, 1], stroke_width=12)
    moving = Square(0.5, fill_opacity=0.6, stroke_width=20)
    kept = DepthCamera(pixel_width=160, pixel_height=90, phi=1.0)
    places = [[0, 0, 1], [0, 0, 1], [0.5, 0.4, 1], [0.5, 0.4, 1], [-3, -2, 0], [0, 1, 0.5]]
    for step, place in enumerate(places):
        moving.move_to(place)
        shown = [mesh, line, moving] if step != 3 else [mesh, moving]
        fresh = DepthCamera(pixel_width=160, pixel_height=90, phi=1.0)
        kept.reset()
        for camera in (kept, fresh):
            camera.capture_mobjects(shown)
        np.testing.assert_array_equal(kept.pixel_array, fresh.pixel_array)
