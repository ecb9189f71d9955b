"""The pins are costs, the contours keep their θ as they fall, and the end is the minimum."""

import numpy as np
import pytest

FILM = "BowlRises"


def look(scene):
    axes = scene.bowl.axes
    bottom = axes.on_floor(axes.window.low[:2])[2]
    contours = []
    if scene.contours in scene.mobjects:
        for contour, drawn in zip(scene.contours.contours, scene.contours, strict=True):
            true = axes.to_scene([*axes.window.low[:2], contour.level])[2]
            points = drawn.points.copy()
            share = (points[:, 2] - bottom) / (true - bottom)
            points[:, 2] = true
            contours.append((contour.level, share, axes.to_coordinates(points[::4])))
    return {
        "contours": contours,
        "lift": scene.contours.lift,
        "theta": axes.to_coordinates(scene.bowl.point.dot.get_center()),
        "number": scene.readout.readouts["value"].text,
        "shown": scene.bowl.point in scene.mobjects,
        "pins": len(scene.pins.heads.points) if scene.pins in scene.mobjects else 0,
    }


def test_every_pin_is_as_high_as_its_cost(watched):
    scene = watched.scene
    axes = scene.bowl.axes
    heads = axes.to_coordinates(scene.pins.heads.points)
    assert len(heads) == 5
    costs = scene.study.cost(heads[:, :2])
    np.testing.assert_allclose(heads[:, 2], costs, rtol=1e-6)
    feet = axes.to_coordinates(scene.pins.lines.points)[::4]
    np.testing.assert_allclose(feet[:, :2], heads[:, :2], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(feet[:, 2], axes.window.height[0], atol=1e-9)


def test_pins_are_left_one_after_another(watched):
    counts = [moment["pins"] for moment in watched.moments]
    first = counts.index(1)
    standing = counts[first : counts.index(5) + 1]
    assert not any(counts[:first])
    assert standing == sorted(standing)
    assert set(standing) == {1, 2, 3, 4, 5}


def test_contours_have_one_cost_each_and_fall_straight_down(watched):
    falling = [moment for moment in watched.moments if moment["contours"]]
    lifts = [moment["lift"] for moment in falling]
    assert lifts == sorted(lifts, reverse=True)
    assert lifts[0] == 1
    assert lifts[-1] == 0
    assert len({round(lift, 3) for lift in lifts}) > 5
    cost = watched.scene.study.cost
    for moment in falling:
        for _, share, drawn in moment["contours"]:
            if len(drawn):  # a line may still be in the making
                np.testing.assert_allclose(share, moment["lift"], atol=1e-6)
    for level, _, drawn in falling[-1]["contours"]:
        np.testing.assert_allclose(cost(drawn[:, :2]), level, rtol=1e-5)
    counted = [len(drawn) for _, _, drawn in falling[-1]["contours"]]
    assert sum(counted) > 100


def test_contours_are_the_level_lines_of_the_surface(watched):
    surface = watched.scene.bowl.surface
    levels = [contour.level for contour in watched.scene.contours.contours]
    drawn = surface.level_lines
    np.testing.assert_allclose(np.log10(levels) if surface.axes.log else levels, drawn)


def test_it_ends_at_the_minimum_with_the_best_line(watched):
    scene, last = watched.scene, watched.moments[-1]
    cost = scene.study.cost
    best = cost.minimizer()
    size = scene.study.window.size[:2]
    np.testing.assert_allclose((last["theta"][:2] - best) / size, 0, atol=1e-6)
    shown = float(last["number"].replace("−", "-"))
    written = scene.readout.readouts["value"].number_format
    assert last["number"] == written(float(cost(best)))
    assert shown >= 0


def test_the_point_is_on_the_surface_whenever_it_is_shown(watched):
    cost, window = watched.scene.study.cost, watched.scene.study.window
    shown = [moment["theta"] for moment in watched.moments if moment["shown"]]
    assert len(shown) > 10
    for theta in shown:
        height = max(float(cost(theta[:2])), window.height[0])
        assert theta[2] == pytest.approx(height, rel=1e-5, abs=1e-6 * window.height[1])


def test_the_levels_named_are_there(watched):
    scene = watched.scene
    named = scene.level_text().split("= ")[1].removesuffix(", dots").split(", ")
    numbers = [float(name.replace(" times 10^(", "e").rstrip(")")) for name in named]
    there = [contour.level for contour in scene.contours.contours if contour.lines]
    np.testing.assert_allclose(numbers, there[: len(numbers)])
    assert min(numbers) >= float(scene.study.cost(scene.study.cost.minimizer()))
