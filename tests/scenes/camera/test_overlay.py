"""What is fixed in the frame is drawn the same, however long it has rested."""

import itertools

import numpy as np
from manim import Dot, Square, VGroup

from scenes.camera import DepthCamera
from scenes.camera.outlines import read_outlines
from scenes.camera.overlay import Group, Overlay


def frames_of(draw, count=12):
    """Pictures of a row of dots of which the third moves; `draw` makes each."""
    row = VGroup(*(Dot((x, 0, 0), radius=0.3) for x in range(-3, 4)))
    for n in range(count):
        row[2].set_y(0.05 * n)
        if n == 9:
            row[5].set_color("#ff0000")
        yield draw(row)


def test_parts_that_rest_are_drawn_as_if_each_frame_were_the_first():
    camera = DepthCamera(pixel_width=320, pixel_height=180)

    def kept(row):
        camera.add_fixed_in_frame_mobjects(row)
        camera.reset()
        camera.capture_mobjects([row])
        return camera.pixel_array.copy()

    def anew(row):
        fresh = DepthCamera(pixel_width=320, pixel_height=180)
        fresh.add_fixed_in_frame_mobjects(row)
        fresh.reset()
        fresh.capture_mobjects([row])
        return fresh.pixel_array.copy()

    for one, other in zip(frames_of(kept), frames_of(anew), strict=True):
        assert np.abs(one.astype(int) - other).max() <= 1


def test_what_rests_is_not_drawn_again():
    overlay, camera = Overlay(), DepthCamera(pixel_width=320, pixel_height=180)
    picture = np.zeros((180, 320, 4), dtype=np.uint8)
    painted = []

    def paint(mobjects, target):
        painted.append(len(mobjects))
        camera.display_multiple_vectorized_mobjects(mobjects, target)

    def draw(row):
        before = len(painted)
        members = list(row)
        group = Group("row", members, np.zeros((len(members), 3)))
        overlay.draw([group], picture, 40.0, paint)
        return painted[before:]

    drawn = list(itertools.islice(frames_of(draw, 9), 9))
    assert drawn[0] == [7]
    assert drawn[-1] == [1]


def test_it_is_known_which_have_changed():
    members = [Square(), Dot(), Square()]
    before = read_outlines(members)
    members[0].set_stroke(width=9)
    members[2].set_fill("#00ff00", 0.4)
    assert read_outlines(members).differing(before).tolist() == [True, False, True]
    members[1].shift((0, 1, 0))
    assert read_outlines(members).differing(before).all()
