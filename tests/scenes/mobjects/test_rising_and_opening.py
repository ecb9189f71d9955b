"""What rises, falls and opens out stays true on its way."""

import numpy as np
import pytest

from gdmath import Window
from scenes.mobjects.contour_map import ContourLines, ContourMap
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.cost_surface import CostSurface
from scenes.mobjects.stems import Stems
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch


class TestContourLines:
    @pytest.mark.long
    @pytest.mark.parametrize("share", [0, 0.3, 1])
    def test_lifted_lines_stand_at_a_share_of_their_height(self, cost, axes, share):
        lines = ContourLines(cost, axes, axes.window, levels=[5, 20], lifted=True)
        assert lines.lift == 1
        lines.set_lift(0.5).set_lift(share)
        floor = axes.window.height[0]
        for contour, drawn in zip(lines.contours, lines, strict=True):
            coordinates = axes.to_coordinates(drawn.points)
            np.testing.assert_allclose(
                coordinates[:, 2], floor + share * (contour.level - floor), rtol=1e-9, atol=1e-9
            )
            np.testing.assert_allclose(cost(coordinates[::4, :2]), contour.level, rtol=1e-6)

    def test_lines_on_the_floor_can_be_lifted(self, cost, axes):
        lines = ContourLines(cost, axes, axes.window, levels=[5])
        assert lines.lift == 0
        heights = axes.to_coordinates(lines.set_lift(1)[0].points)[:, 2]
        np.testing.assert_allclose(heights, 5)

    def test_a_flat_map_cannot_be_lifted(self, cost, axes):
        with pytest.raises(ValueError, match="set_lift needs contours in CostAxes"):
            ContourMap(cost, axes.window, levels=[5]).contours.set_lift(1)


def test_the_surface_tells_its_levels(cost, axes):
    surface = CostSurface(cost, axes, resolution=8)
    assert surface.levels == tuple(surface.level_lines)
    log = CostAxes(Window((-9, 9), (-9, 9), (0.1, 500), "log"), facing=-1.0)
    surface = CostSurface(cost, log, resolution=8)
    np.testing.assert_allclose(np.log10(surface.levels), surface.level_lines)


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_pins_reach_from_the_floor_to_the_cost(cost, scale):
    axes = CostAxes(Window((-9, 9), (-9, 9), (20, 500), scale), facing=-1.0)
    places = np.array([(2, 1), (0, 0), (3, -1), (40, 0)])
    heights = cost(places)
    assert heights.min() < 20
    pins = Stems(cost, axes, places)
    inside = (np.abs(places) < 9).all(axis=1) & (heights <= 500)
    np.testing.assert_allclose(
        axes.to_coordinates(pins.heads.points),
        np.column_stack([places, np.maximum(heights, 20)])[inside],
        rtol=1e-9,
        atol=1e-9,
    )


class TestOpeningPatch:
    def test_closed_it_is_its_two_lines(self, tracker, axes):
        patch = TangentPlanePatch(lambda: tracker.plane, axes).set_opening(0)
        drawn = axes.to_coordinates(patch.face.get_start_anchors()) - [
            *tracker.theta,
            tracker.cost_value,
        ]
        assert (np.abs(drawn[:, :2]).min(axis=1) < 1e-9).all()
        ends = axes.to_coordinates(np.concatenate([line.points[[0, -1]] for line in patch.lines]))
        corners = axes.to_coordinates(patch.face.get_start_anchors())
        for end in ends:
            assert np.abs(corners - end).max(axis=1).min() < 1e-6

    @pytest.mark.parametrize("scale", ["linear", "log"])
    @pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
    def test_on_its_way_it_lies_in_the_plane(self, cost, tracker, share, scale):
        axes = CostAxes(Window((-9, 9), (-9, 9), (0.1, 500), scale), facing=-1.0)
        patch = TangentPlanePatch(lambda: tracker.plane, axes).set_opening(share)
        points = patch.face.points if scale == "log" else patch.face.get_start_anchors()
        drawn = axes.to_coordinates(points)
        np.testing.assert_allclose(drawn[:, 2], tracker.plane(drawn[:, :2]), rtol=1e-6)

    def test_open_it_is_whole_again(self, tracker, axes):
        patch = TangentPlanePatch(lambda: tracker.plane, axes)
        whole = patch.face.points.copy()
        patch.set_opening(0.3).set_opening(1)
        np.testing.assert_allclose(patch.face.points, whole)
