"""The cuts lie on the surface, the tangents touch them, and the numbers are their slopes."""

import numpy as np
import pytest

FILM = "Slices"


def number(readout) -> float:
    return float(readout.text.replace("−", "-"))


def look(scene):
    axes = scene.bowl.axes
    shown = set(scene.get_mobject_family_members())
    return {
        "theta": scene.tracker.theta,
        "curves": [axes.to_coordinates(cut.curve.points[::4]) for cut in scene.cuts],
        "tangents": [axes.to_coordinates(item.line.points[[0, -1]]) for item in scene.tangents],
        "cut shown": [cut.curve in shown for cut in scene.cuts],
        "tangent shown": [item.line in shown for item in scene.tangents],
        "number shown": [item.readouts["slope"] in shown for item in scene.slopes],
        "numbers": [number(item.readouts["slope"]) for item in scene.slopes],
        "gradient": [number(scene.gradient.readouts[name]) for name in ("first", "second")],
    }


def test_the_curves_lie_on_the_surface_at_one_value_of_the_other_parameter(watched):
    scene = watched.scene
    cost, size = scene.study.cost, scene.study.window.size
    seen = [False, False]
    for moment in watched.moments:
        for along, curve in enumerate(moment["curves"]):
            if not moment["cut shown"][along] or len(curve) < 2:
                continue
            seen[along] = True
            fixed = scene.cuts[along].at
            np.testing.assert_allclose(
                curve[:, 1 - along] / size[1 - along], fixed / size[1 - along], atol=1e-6
            )
            heights = np.maximum(cost(curve[:, :2]), scene.study.window.height[0])
            np.testing.assert_allclose(curve[:, 2], heights, rtol=1e-4, atol=1e-5 * size[2])
    assert seen == [True, True]


def test_a_tangent_in_sight_touches_its_curve_with_the_partial_derivative(watched):
    scene = watched.scene
    if scene.bowl.axes.log:
        pytest.skip("tangents are curved on a logarithmic height")
    cost, size = scene.study.cost, scene.study.window.size
    for moment in watched.moments:
        theta = moment["theta"]
        for along, (start, end) in enumerate(moment["tangents"]):
            run = end - start
            if not moment["tangent shown"][along] or abs(run[along]) < 1e-6 * size[along]:
                continue  # it is only growing
            bit = np.zeros(2)
            bit[along] = 1e-5 * size[along]
            slope = float(cost(theta + bit) - cost(theta - bit)) / (2 * bit[along])
            steep = size[2] / size[along]
            assert run[2] / run[along] == pytest.approx(slope, rel=1e-3, abs=1e-4 * steep)
            share = (theta[along] - start[along]) / run[along]
            touched = start + share * run
            np.testing.assert_allclose(touched[:2] / size[:2], theta / size[:2], atol=1e-6)
            assert touched[2] == pytest.approx(float(cost(theta)), abs=1e-5 * size[2])


def test_numbers_are_the_partial_derivatives_and_change(watched):
    scene = watched.scene
    gradients = np.array([scene.study.cost.gradient(moment["theta"]) for moment in watched.moments])
    numbers = np.array([moment["numbers"] for moment in watched.moments])
    for along in (0, 1):
        written = scene.slopes[along].readouts["slope"].number_format
        scaled = gradients[:, along] / 10.0**written.exponent
        half_digit = 0.5 * 10.0**-written.decimals
        shown = [moment["number shown"][along] for moment in watched.moments]
        np.testing.assert_allclose(numbers[shown, along], scaled[shown], atol=1.01 * half_digit)
        assert len(np.unique(numbers[shown, along])) > 5


def test_it_ends_with_both_cuts_both_tangents_and_the_gradient(watched):
    last = watched.moments[-1]
    assert last["cut shown"] == last["tangent shown"] == [True, True]
    assert watched.scene.gradient in watched.scene.mobjects
    assert last["gradient"] == last["numbers"]
    assert min(map(abs, last["numbers"])) > 0
    place = watched.scene.tracker.path.points[0]
    np.testing.assert_allclose(last["theta"], place)
    assert [cut.at for cut in watched.scene.cuts] == [place[1], place[0]]
