"""What stands on screen; the mobjects that are useful in any Manim scene can be had from here."""

from scenes.mobjects.contour_map import ContourMap
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.cost_curve import CostCurve
from scenes.mobjects.cost_surface import CostSurface
from scenes.mobjects.descent_trail import DescentTrail
from scenes.mobjects.equation import Equation, LiveNumber
from scenes.mobjects.gradient_arrow import GradientArrow
from scenes.mobjects.iterate_point import IteratePoint
from scenes.mobjects.legend import Legend, LegendEntry
from scenes.mobjects.numbers import NumberFormat
from scenes.mobjects.panel import Panel
from scenes.mobjects.panels import Panels
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.readout import Readout
from scenes.mobjects.regression_plot import RegressionPlot
from scenes.mobjects.tangent_plane_patch import TangentPlanePatch

__all__ = [
    "ContourMap",
    "CostAxes",
    "CostCurve",
    "CostSurface",
    "DescentTrail",
    "Equation",
    "GradientArrow",
    "IteratePoint",
    "Legend",
    "LegendEntry",
    "LiveNumber",
    "NumberFormat",
    "Panel",
    "Panels",
    "PathTracker",
    "Readout",
    "RegressionPlot",
    "TangentPlanePatch",
]
