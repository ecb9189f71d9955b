"""Panels stand in line and apart, whatever stands at their axes."""

import itertools

import numpy as np
import pytest

from scenes.mobjects import Panel, Panels


def make(width: float, label: str) -> Panel:
    return Panel((0, 0), (1e5, 900), x_label="x", y_label=label, width=width, height=width / 2)


@pytest.mark.long
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_areas_are_in_line_and_nothing_overlaps(columns):
    parts = [make(width, "a long name" * (width > 3)) for width in (2, 3, 4, 2.5, 3.5)]
    panels = Panels(*parts, columns=columns, gap=0.3)
    np.testing.assert_allclose(panels.get_center(), 0, atol=1e-9)
    for index, panel in enumerate(parts):
        row, column = divmod(index, columns)
        assert panel.area.get_left()[0] == pytest.approx(parts[column].area.get_left()[0])
        assert panel.area.get_bottom()[1] == pytest.approx(
            parts[row * columns].area.get_bottom()[1]
        )
    for one, other in itertools.combinations(parts, 2):
        across = abs(one.get_center()[0] - other.get_center()[0]) - (one.width + other.width) / 2
        upright = abs(one.get_center()[1] - other.get_center()[1]) - (one.height + other.height) / 2
        assert max(across, upright) >= 0.3 - 1e-9


def test_no_panels_and_wrong_numbers():
    assert len(Panels()) == 0
    with pytest.raises(ValueError, match="columns is 0"):
        Panels(columns=0)
    with pytest.raises(ValueError, match="gap is -1"):
        Panels(gap=-1)


@pytest.mark.long
@pytest.mark.parametrize("height", [0.5, 0.9, 1.6, 3.0])
@pytest.mark.parametrize("ends", [(15, 5000), (1e-6, 1e6), (0.4, 40)])
def test_numbers_at_a_logarithmic_axis_stand_apart(height, ends):
    panel = Panel(
        (0, ends[0]), (10, ends[1]), x_label="step", y_label="J", height=height, log=(False, True)
    )
    left = panel.area.get_left()[0]
    upright = [label for label in panel.labels if label.get_right()[0] < left]
    assert upright
    upright.sort(key=lambda label: label.get_y())
    for lower, upper in itertools.pairwise(upright):
        assert upper.get_bottom()[1] > lower.get_top()[1]
