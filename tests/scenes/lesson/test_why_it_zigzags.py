"""WhyItZigzags: the dots run along the paths, both maps have true angles, every step is counted."""

import numpy as np
import pytest

from scenes.mobjects.text import SMALL, Words

FILM = "WhyItZigzags"


def look(scene):
    trails = [*scene.long_map.trails, *scene.round_map.trails]
    return {
        "on screen": [trail in scene.get_mobject_family_members() for trail in trails],
        "dots": [trail.dot.get_center() for trail in trails],
        "thetas": [trail.tracker.theta for trail in trails],
        "counts": [(readout.text, readout.value()) for readout in scene.tally.readouts],
        "positions": [trail.tracker.get_value() for trail in trails],
    }


def test_the_dots_stand_at_the_iterates_of_gdmath(watched):
    scene = watched.scene
    maps = [scene.long_map, scene.long_map, scene.round_map]
    seen = 0
    for moment in watched.moments:
        for flat, there, dot, theta in zip(
            maps, moment["on screen"], moment["dots"], moment["thetas"], strict=True
        ):
            if there:
                seen += 1
                np.testing.assert_allclose(dot, flat.to_scene(theta), atol=1e-6)
    assert seen > 25


def test_each_map_has_one_scale_on_both_axes(watched):
    scene = watched.scene
    for flat in (scene.long_map, scene.round_map):
        size = (flat.high - flat.low)[:2]
        assert flat.area.width / size[0] == pytest.approx(flat.area.height / size[1])


def test_the_points_keep_their_places_when_x_is_standardised(watched):
    scene = watched.scene
    before, after = scene.plot, scene.plot_after
    np.testing.assert_allclose(
        before.to_scene(before.shown), after.to_scene(after.shown), atol=1e-6
    )


def test_the_steps_on_screen_are_counted(watched):
    study = watched.scene.study
    for moment in watched.moments:
        assert all(text == str(value) for text, value in moment["counts"])
    last = [value for _, value in watched.moments[-1]["counts"]]
    assert last == [study.plain.path.steps, study.straight.path.steps, study.heavy.path.steps]


def test_the_steps_are_named_in_the_films_language(watched):
    scene = watched.scene
    name = Words(scene.text("why_it_zigzags.steps"), size=SMALL, color="#000000")
    heading = scene.tally.heading  # the table is drawn smaller where it has little room
    assert heading.points.shape == name.points.shape
    name.scale_to_fit_width(heading.width)
    np.testing.assert_allclose(
        heading.points - heading.get_center(), name.points - name.get_center(), atol=1e-6
    )


def test_the_count_of_x_is_said_where_the_raw_one_makes_no_valley(watched):
    captions = [item.content for item in watched.scene.renderer.file_writer.subcaptions]
    study = watched.scene.study
    if "recounted" in study.captions:
        count = {"origin": f"{study.origin:.12g}", "step": f"{study.step:.12g}"}
        assert captions[1] == watched.scene.says("recounted", **count)
    else:
        assert captions[1] == watched.scene.says("valley")
