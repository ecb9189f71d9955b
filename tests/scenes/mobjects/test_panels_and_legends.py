"""Panels, polylines, legends and equations: what stands round the pictures."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import ValueTracker, VMobject

from gdmath import Dataset, GradientDescent, MeanSquaredError, Window, descend
from gdmath.polyline import clipped
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.descent_readouts import DescentReadouts
from scenes.mobjects.equation import Equation, LiveNumber
from scenes.mobjects.legend import Legend, LegendEntry
from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.panel import Panel
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.plane_equation import PlaneEquation
from scenes.mobjects.polylines import DASHES, dashed, set_polylines
from scenes.mobjects.regression_plot import RegressionPlot
from scenes.mobjects.text import SMALL, Words
from scenes.theme import DARK

points = st.tuples(st.floats(-9, 9), st.floats(-9, 9))
quick = settings(derandomize=True, deadline=None, max_examples=60)


def length(line) -> float:
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


class TestPolylines:
    @pytest.mark.long
    @quick
    @given(st.lists(points, min_size=2, max_size=8), st.sampled_from(DASHES[1:]))
    def test_dashes_lie_on_the_line_and_keep_their_lengths(self, line, dash):
        pieces = dashed(line, dash)
        assert sum(map(length, pieces)) <= length(line) + 1e-9
        allowed = set(dash[::2])
        for piece in pieces[:-1]:
            assert min(abs(length(piece) - one) for one in allowed) < 1e-6

    def test_dashes_and_gaps_take_turns(self):
        first, second = dashed([(0, 0), (5, 0)], dash=(2, 1))
        np.testing.assert_allclose(first, [(0, 0), (2, 0)])
        np.testing.assert_allclose(second, [(3, 0), (5, 0)])

    def test_a_growing_line_keeps_its_dashes(self):
        short = dashed([(0, 0), (1, 0)], DASHES[1])
        long = dashed([(0, 0), (1, 0), (1, 3)], DASHES[1])
        for one, other in zip(short[:-1], long, strict=False):
            np.testing.assert_allclose(one, other)

    @quick
    @given(st.lists(points, min_size=2, max_size=8))
    def test_clipping_keeps_what_is_inside_and_nothing_else(self, line):
        low, high = np.array([-3, -4]), np.array([5, 2])
        pieces = clipped(line, low, high)
        for piece in pieces:
            assert (piece >= low - 1e-9).all()
            assert (piece <= high + 1e-9).all()
        line = np.array(line)
        shares = np.linspace(0, 1, 501)[:, None]
        kept = 0.0
        for start, end in itertools.pairwise(line):
            fine = start + shares * (end - start)
            inside = ((fine >= low) & (fine <= high)).all(axis=1).mean()
            kept += inside * np.linalg.norm(end - start)
        assert sum(map(length, pieces)) == pytest.approx(kept, abs=0.01 * length(line) + 1e-9)

    def test_many_lines_are_one_mobject(self):
        lines = [np.random.default_rng(k).normal(size=(4, 3)) for k in range(3)]
        drawn = set_polylines(VMobject(), lines)
        assert len(drawn.get_subpaths()) == 3
        for part, line in zip(drawn.get_subpaths(), lines, strict=True):
            np.testing.assert_allclose(part[[0, 4, 8, 11]], line)
        assert not set_polylines(drawn, []).has_points()


class TestPanel:
    def test_corners_and_logarithms(self):
        panel = Panel((1, -1), (100, 1), x_label="a", y_label="b", log=(True, False))
        np.testing.assert_allclose(panel.to_scene(panel.low), [-2, -1.25, 0])
        np.testing.assert_allclose(panel.to_scene(panel.high), [2, 1.25, 0])
        np.testing.assert_allclose(panel.to_scene((10, 0)), [0, 0, 0], atol=1e-12)

    def test_it_can_be_turned(self):
        panel = Panel((0, 0), (1, 1), x_label="a", y_label="b")
        before = panel.to_scene((0.3, 0.8))
        panel.rotate(0.5, about_point=np.zeros(3)).shift([1, 0, 0])
        cosine, sine = np.cos(0.5), np.sin(0.5)
        expected = [
            cosine * before[0] - sine * before[1] + 1,
            sine * before[0] + cosine * before[1],
            0,
        ]
        np.testing.assert_allclose(panel.to_scene((0.3, 0.8)), expected)

    @pytest.mark.long
    @pytest.mark.parametrize(
        "text", ["time of an eruption in minutes", "thirtycharacterswithoutanygaps"]
    )
    def test_long_labels_stay_beside_the_area(self, text):
        assert len(text) == 30
        panel = Panel((0, 0), (1, 1), x_label=text, y_label=text, width=2.6, height=2.0)
        assert panel.x_label.width <= 2.6 + 1e-9
        assert panel.y_label.height <= 2.0 + 1e-9
        assert panel.x_label.get_top()[1] < panel.labels.get_bottom()[1]
        assert panel.y_label.get_right()[0] < panel.labels.get_left()[0]

    @pytest.mark.long
    def test_a_label_with_gaps_is_broken_before_it_is_shrunk(self):
        text = "time of an eruption in minutes"
        one = Words(text, size=SMALL, color=DARK.muted)
        panel = Panel((0, 0), (1, 1), x_label=text, y_label="y", width=0.6 * float(one.width))
        assert panel.x_label.height > 1.5 * one.height
        assert panel.x_label.width > 0.45 * one.width


@pytest.mark.long
def test_names_of_thirty_characters_stay_near_the_box():
    name = '"the intercept of the long line"'
    window = Window((0, 1), (0, 1), (0, 1))
    short = CostAxes(window, facing=-1.0)
    axes = CostAxes(window, facing=-1.0, symbols=(name, name))
    reach = np.abs(axes.billboards.get_all_points()).max()
    assert reach < np.abs(short.billboards.get_all_points()).max() + 2.2


class TestLegend:
    @pytest.mark.long
    def test_names_stand_in_a_column_beside_their_lines(self):
        legend = Legend.of_optimizers(["gradient descent", "momentum", "Adam"])
        lefts = [name.get_left()[0] for name in legend.names]
        np.testing.assert_allclose(lefts, lefts[0])
        baselines = [name.baseline for name in legend.names]
        assert np.ptp(np.diff(baselines)) == pytest.approx(0, abs=1e-9)
        assert baselines[0] > baselines[1] > baselines[2]
        for sample, name in zip(legend.samples, legend.names, strict=True):
            assert sample.get_right()[0] < name.get_left()[0]
            assert name.get_bottom()[1] < sample.get_center()[1] < name.get_top()[1]

    def test_six_optimisers_differ_in_colour_and_in_dash(self):
        entries = Legend.of_optimizers(list("abcdef")).entries
        assert len({entry.color for entry in entries}) == 6
        assert len({entry.dash for entry in entries}) == 6

    def test_a_seventh_is_refused(self):
        with pytest.raises(ValueError, match="names has 7 entries; it must have at most 6"):
            Legend.of_optimizers(list("abcdefg"))

    def test_an_entry_can_be_a_marker_alone(self):
        (sample,) = Legend([LegendEntry("data", DARK.data, dash=None)]).samples
        assert len(sample) == 1
        assert sample.width < 0.2


class TestEquation:
    def test_numbers_stand_where_the_formula_has_room_for_them(self):
        x = ValueTracker(2.5)
        number = LiveNumber(x.get_value, [0, 9.99])
        equation = Equation("z = 1/{x} + theta", {"x": number})
        readout, formula = equation.readouts["x"], equation.formula
        box = readout.field.points
        assert formula.get_left()[0] < box[:, 0].min()
        assert box[:, 0].max() < formula.get_right()[0]
        assert readout.digits.get_top()[1] < equation.baseline + 0.3
        assert readout.baseline < equation.baseline

    def test_they_are_live_and_do_not_move_the_rest(self):
        x = ValueTracker(2.5)
        equation = Equation("z = {x}", {"x": LiveNumber(x.get_value, [0, 9.99])})
        right = equation.readouts["x"].digits.get_right()[0]
        formula = equation.formula.get_all_points().copy()
        x.set_value(7.25)
        equation.update()
        assert equation.readouts["x"].text == "7.25"
        assert equation.readouts["x"].digits.get_right()[0] == pytest.approx(right, abs=0.05)
        np.testing.assert_array_equal(equation.formula.get_all_points(), formula)

    def test_on_one_line_they_share_the_baseline(self):
        equation = Equation("z = {x} + b", {"x": LiveNumber(lambda: 1.5, [0, 9.99])})
        assert equation.readouts["x"].baseline == pytest.approx(equation.baseline, abs=0.01)
        equation.scale(1.5).shift([1, 2, 0])
        assert equation.readouts["x"].baseline == pytest.approx(equation.baseline, abs=0.01)

    def test_a_format_can_be_given(self):
        written = NumberFormat(0)
        number = LiveNumber(lambda: 12.4, [99], number_format=written)
        assert Equation("n = {n}", {"n": number}).readouts["n"].text == "12"

    @pytest.mark.parametrize("expression", ["z = {y}", "z", "z = {x} {x}"])
    def test_names_must_agree(self, expression):
        with pytest.raises(ValueError, match=r"numbers has \['x'\]; it must have"):
            Equation(expression, {"x": LiveNumber(lambda: 1.0, [1])})


@pytest.mark.long
def test_parameters_can_have_other_names_everywhere(cost, tracker):
    names = ("b", "w")
    for make in (
        lambda **kwargs: DescentReadouts(tracker, **kwargs),
        lambda **kwargs: PlaneEquation(tracker, **kwargs),
        lambda **kwargs: CostAxes(Window((0, 1), (0, 1), (0, 1)), -1.0, **kwargs).billboards,
        lambda **kwargs: RegressionPlot(
            cost.data, tracker, x_label="x", y_label="y", **kwargs
        ).model_formula(),
    ):
        # A letter with an index has one glyph more than a letter.
        glyphs = [
            len(make(**kwargs).family_members_with_points()) for kwargs in ({}, {"symbols": names})
        ]
        assert glyphs[0] - glyphs[1] == 2


@pytest.mark.long
def test_the_note_says_how_many_are_shown():
    data = Dataset.synthetic(n=100_000)
    cost = MeanSquaredError(data)
    path = descend(cost, (0, 0), GradientDescent(0.1), 2)
    plot = RegressionPlot(data, PathTracker(cost, path), x_label="x", y_label="y")
    assert plot.shown_share == 0.004
    assert plot.note.get_right()[0] <= plot.area.get_right()[0]
    # The sample's mean is that of all, within four standard errors.
    error = data.y.std() / np.sqrt(len(plot.shown))
    assert abs(plot.shown[:, 1].mean() - data.y.mean()) < 4 * error
