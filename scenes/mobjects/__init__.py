"""What stands on screen; the mobjects that are useful in any Manim scene can be had from here.

What is live is redrawn before every frame. Some parameters mean the same everywhere and are not
explained again:

- `tracker`, the position along a path that a mobject follows, and `cost`, the function J;
- `axes`, the `CostAxes` it stands in, or `place`, the floor it lies on: `CostAxes`, a `ContourMap`,
  or anything with ``on_floor(theta)``; `window`, the ranges shown there;
- `width` and `height`, the size of a plotting area in scene units;
- `symbols`, the names of θ0 and θ1 as Typst mathematics;
- `theme`, the look; further keyword arguments go to the Manim class, or to `Panel`.
"""

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
