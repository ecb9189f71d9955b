"""Level lines of a cost: on the floor of its axes, or as a flat map with axes of its own."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import ManimColor, VGroup, VMobject
from numpy.typing import ArrayLike

from gdmath import Cost, Window
from gdmath.checks import FloatArray
from gdmath.level_sets.contours import Contour, contours
from gdmath.round_numbers import round_levels
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.floor_trail import FloorTrail
from scenes.mobjects.gradient_arrow import Floor
from scenes.mobjects.height_colors import height_colors
from scenes.mobjects.legend import race_styles
from scenes.mobjects.panel import Panel
from scenes.mobjects.path_tracker import PathTracker
from scenes.mobjects.polylines import set_polylines
from scenes.mobjects.text import PARAMETERS, SMALL, Formula, group
from scenes.theme import DARK, Theme

COUNT = 10
"""Levels, about, unless they are given."""

_FOOT = 0.25  # share of the colour map at the floor: below it is too dark for thin lines


class ContourLines(VGroup):
    """The lines J = level, coloured as the surface is at that height; one mobject a level.

    `levels` are about `COUNT` round ones unless given, or those of `known` contours. Lines are
    `lifted` to their own heights in `CostAxes`, or lie on the floor; `lift` is the share of it.
    """

    def __init__(
        self,
        cost: Cost,
        place: Floor,
        window: Window,
        *,
        levels: Sequence[float] | None = None,
        known: Sequence[Contour] | None = None,
        lifted: bool = False,
        stroke_width: float = 1.75,
        theme: Theme = DARK,
    ) -> None:
        super().__init__()
        if known is None:
            if levels is None:
                levels = round_levels(*window.height, COUNT, scale=window.scale)
            known = contours(cost, window, levels)
        self.contours = tuple(known)
        self.lift = 0.0
        self._place = place
        heights = np.array([contour.level for contour in self.contours])
        colors = height_colors(theme, window, heights, foot=_FOOT)
        for contour, color in zip(self.contours, colors, strict=True):
            drawn = VMobject(stroke_color=ManimColor(color[:3]), stroke_width=stroke_width)
            self.add(set_polylines(drawn, [place.on_floor(line) for line in contour.lines]))
        if lifted:
            self.set_lift(1.0)

    def set_lift(self, share: float) -> Self:
        """Let each stand at `share` of its own height over the floor; 1 is on the surface.

        Raises a `ValueError` for lines that do not lie in `CostAxes`.
        """
        if not isinstance(self._place, CostAxes):
            raise ValueError("set_lift needs contours in CostAxes; these lie in a flat map")
        axes = self._place
        for contour, drawn in zip(self.contours, self, strict=True):
            foot = [*axes.window.low[:2], axes.window.height[0]]
            ends = axes.to_scene([foot, [*foot[:2], contour.level]])
            drawn.shift((share - self.lift) * (ends[1] - ends[0]))
        self.lift = share
        return self


class ContourMap(Panel):
    """The cost seen from above: level lines, and the paths of descent among them.

    The paths of several `trackers` have the optimisers' colours and dashes. `levels` and `known`
    contours are as in `ContourLines`. With `equal_scales` one unit of θ0 is as long as one of θ1,
    so that the gradient is at a right angle to the level lines; width and height are then the
    largest there may be.

    Examples
    --------
    >>> from manim import Scene
    >>> from gdmath import Dataset, GradientDescent, MeanSquaredError, Window, descend
    >>> from scenes.mobjects import ContourMap, PathTracker
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = descend(J, start=(-1, 3), optimizer=GradientDescent(rate=0.3), steps=9)
    >>> class FromAbove(Scene):
    ...     def construct(self):
    ...         tracker = PathTracker(J, path)
    ...         self.add(ContourMap(J, Window.around(J, path), tracker, width=7, height=5.5))
    ...         self.play(tracker.animate.set_value(6))
    """

    def __init__(
        self,
        cost: Cost,
        window: Window,
        trackers: PathTracker | Sequence[PathTracker] = (),
        *,
        levels: Sequence[float] | None = None,
        known: Sequence[Contour] | None = None,
        width: float = 4.0,
        height: float = 3.0,
        equal_scales: bool = False,
        symbols: tuple[str, ...] = PARAMETERS,
        theme: Theme = DARK,
        **kwargs: Any,
    ) -> None:
        low, high = window.low[:2], window.high[:2]
        if equal_scales:
            width, height = min(width / (high - low)[0], height / (high - low)[1]) * (high - low)
        names = [
            Formula(group(symbol, "name"), size=SMALL, color=theme.point) for symbol in symbols[:2]
        ]
        super().__init__(
            low,
            high,
            x_label=names[0],
            y_label=names[1],
            width=float(width),
            height=float(height),
            theme=theme,
            **kwargs,
        )
        self.window = window
        self.equal_scales = equal_scales
        self.contours = ContourLines(cost, self, window, levels=levels, known=known, theme=theme)
        trackers = [trackers] if isinstance(trackers, PathTracker) else list(trackers)
        styles = race_styles(len(trackers), theme) if len(trackers) > 1 else [(theme.path, ())]
        self.trails = VGroup(
            *(
                FloorTrail(tracker, self, window, color=color, dash=dash, theme=theme)
                for tracker, (color, dash) in zip(trackers, styles, strict=False)
            )
        )
        self.add(self.contours, self.trails)

    def on_floor(self, theta: ArrayLike) -> FloatArray:
        """Return the scene points (..., 3) of parameters (..., 2): the map is its own floor."""
        return self.to_scene(theta)
