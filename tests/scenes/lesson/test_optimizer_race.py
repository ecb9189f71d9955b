"""Several optimisers race down one landscape."""

import numpy as np
from manim import ManimColor

from scenes.mobjects.polylines import DASHES

FILM = "OptimizerRace"


def look(scene):
    """Return what the film shows now."""
    flat, curve = scene.map, scene.curve
    return {
        "clock": float(scene.clock.get_value()),
        "steps": [tracker.get_value() for tracker in scene.trackers],
        "dots": [
            trail.dot.get_center().copy() if trail.dot.has_points() else None
            for trail in flat.trails
        ],
        "expected dots": [flat.to_scene(tracker.theta) for tracker in scene.trackers],
        "heights": [dot.get_center().copy() for dot in curve.dots],
        "expected heights": [
            curve.to_scene(
                (min(tracker.get_value(), tracker.path.steps), tracker.cost_value - curve.above)
            )
            for tracker in scene.trackers
        ],
        "lines": [trail.line.points.copy() for trail in flat.trails],
        "box": (flat.area.get_corner((-1, -1, 0)), flat.area.get_corner((1, 1, 0))),
        "curve box": (curve.area.get_corner((-1, -1, 0)), curve.area.get_corner((1, 1, 0))),
    }


def test_all_are_at_the_same_step_at_every_moment(watched):
    for moment in watched.moments:
        assert set(moment["steps"]) == {moment["clock"]}
    assert watched.moments[0]["clock"] == 0
    assert watched.moments[-1]["clock"] == watched.scene.study.steps


def test_each_dot_is_where_its_rule_is_or_out_of_the_picture(watched):
    window = watched.scene.study.window
    for moment in watched.moments:
        low, high = moment["box"]
        for dot, expected, line in zip(
            moment["dots"], moment["expected dots"], moment["lines"], strict=True
        ):
            inside = ((expected >= low - 1e-6) & (expected <= high + 1e-6))[:2].all()
            assert (dot is not None) == inside
            if dot is not None:
                np.testing.assert_allclose(dot, expected, atol=1e-6)
            if len(line):
                assert (line[:, :2] >= low[:2] - 1e-6).all()
                assert (line[:, :2] <= high[:2] + 1e-6).all()
    for racer in watched.scene.study.racers:
        np.testing.assert_array_equal(racer.path.points[0], watched.scene.study.course.over.start)
    assert window.low[0] <= watched.scene.study.course.over.start[0] <= window.high[0]


def test_the_curves_are_as_high_as_the_cost(watched):
    for moment in watched.moments:
        low, high = moment["curve box"]
        for dot, expected in zip(moment["heights"], moment["expected heights"], strict=True):
            np.testing.assert_allclose(dot[:2], np.clip(expected, low, high)[:2], atol=1e-6)


def test_lines_curves_and_legend_of_a_rule_look_alike(watched):
    scene = watched.scene
    colors = scene.theme.optimizers
    for number, racer in enumerate(scene.study.racers):
        color = ManimColor(colors[number])
        assert racer.number == number
        assert scene.map.trails[number].line.get_stroke_color() == color
        assert scene.map.trails[number].dash == DASHES[number]
        assert scene.curve.curves[number].get_stroke_color() == color
        entry = scene.legend.entries[number]
        assert (ManimColor(entry.color), entry.dash) == (color, DASHES[number])
        assert scene.name_of(racer) in entry.name
        place = scene.study.standings.index(racer)
        last = scene.table.entries[place]
        assert (ManimColor(last.color), last.dash) == (color, DASHES[number])
        assert scene.name_of(racer) in last.name


def test_the_table_stands_in_the_order_of_arrival_with_the_steps(watched):
    scene, study = watched.scene, watched.scene.study
    for entry, racer in zip(scene.table.entries, study.standings, strict=True):
        written = f"{scene.name_of(racer)}: {racer.steps}"
        assert (entry.name == written) == study.has_count(racer)
        if not study.has_count(racer):
            said = f"optimizer_race.result_{racer.outcome}"
            assert entry.name == scene.text(said, name=scene.name_of(racer))


def test_each_rule_is_shown_with_what_is_its_own(watched):
    scene, study = watched.scene, watched.scene.study
    for entry, racer in zip(scene.legend.entries, study.racers, strict=True):
        own = study.course.shared is None
        assert ("α" in entry.name) == (own and racer.rate is not None)
        assert ("μ" in entry.name) == (own and racer.momentum is not None)
