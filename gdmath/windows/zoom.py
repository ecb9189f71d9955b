"""Zooming in on a tangent plane: windows that shrink round the point where it touches."""

import math
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated

import numpy as np

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.locked import Locked, fill
from gdmath.tangent_plane import TangentPlane
from gdmath.windows.window import Window

FACTORS = (10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, 10000.0)  # times narrower than the first
FLAT = 0.02  # a surface that leaves its plane by no more than this share of the height looks flat
FILLED = 0.9  # the plane reaches over this share of the last window's height
EDGE = 0.08  # a gap is shown no nearer than this share of each range to the window's ends
TALL = 0.4  # a gap need not be taller than this share of the window's height


@dataclass(frozen=True, slots=True)
class Zoom(Locked):
    """Windows from a first one down to where the cost and its tangent plane look the same.

    The first, `window`, has a linear scale and holds the point where the plane touches. The last
    is `most` times narrower: the first of `FACTORS` with which the surface looks flat, or the last.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 1], [0, 0]))  # ½ (θ0² + θ1²)
    >>> zoom = Zoom(J, TangentPlane.at(J, (1, 1)), Window((-2, 2), (-2, 2), (0, 3)))
    >>> zoom.most, zoom.at(1).theta0
    (30.0, (-2.0, 2.0))
    """

    cost: Annotated[Cost, checks.cost]
    plane: Annotated[TangentPlane, partial(checks.instance, kind=TangentPlane)]
    window: Annotated[Window, partial(checks.instance, kind=Window)]
    most: float = field(init=False)

    def __post_init__(self) -> None:
        Locked.__post_init__(self)
        if self.window.scale != "linear":
            raise ValueError(f"window has the scale {self.window.scale!r}; it must be linear")
        if not self.window.contains(self._point):
            raise ValueError(f"window is {self.window}; it must hold {self.plane.point.tolist()}")
        flat = (factor for factor in FACTORS if self.looks_flat(factor))
        fill(self, most=next(flat, FACTORS[-1]))

    def at(self, factor: float) -> Window:
        """Return the window whose ranges of θ0 and θ1 are `factor` ≥ 1 times as narrow.

        The point moves to the middle; the heights shrink so that the plane fills the last window.
        """
        factor = checks.real(factor, "factor", "a finite number, 1 or more", least=1)
        way = min(math.log(factor) / math.log(self.most), 1.0)
        first = self.window.size
        size = first / factor
        size[2] = first[2] ** (1 - way) * self._last_height(self.most) ** way
        shares = (1 - way) * (self._point - self.window.low) / first + way * 0.5
        low = self._point - shares * size
        return Window.of_box(low, low + size)

    def looks_flat(self, factor: float) -> bool:
        """Whether J leaves its plane by no more than `FLAT` of the window's height."""
        half = self.window.size[:2] / 2 / factor
        gaps = self.plane.gap(self.cost, self.plane.point + _ROUND * half)
        return bool(np.abs(gaps).max() <= FLAT * self._last_height(factor))

    @property
    def _point(self) -> FloatArray:
        return np.array([*self.plane.point, self.plane.value])

    def _last_height(self, factor: float) -> float:
        """Return the height of a window so narrow that the plane fills it."""
        half, height = self.window.size[:2] / 2, self.window.size[2]
        rise = 2 * float(np.abs(self.plane.slopes) @ half) / factor
        level = float(height) / factor
        # Where the plane is level, or so nearly that its own gap is taller, nothing fills it.
        return rise / FILLED if rise > 1e-3 * level else level


def gap_offset(cost: Cost, plane: TangentPlane, window: Window) -> FloatArray:
    """Return the offset δ (2,) from the touching point at which the gap J − plane is well seen.

    At δ the surface and the plane are inside the window. Of such places it is the nearest, in
    shares of the window, whose gap has `TALL` of the window's height, or else that of the
    tallest gap. Raises ValueError if surface and plane are nowhere inside the window.
    """
    checks.cost(cost)
    checks.instance(plane, "plane", TangentPlane)
    checks.instance(window, "window", Window)
    size = window.size
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    lengths = np.linspace(0.01, 1, 100)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    offsets = (lengths[:, None, None] * circle * size[:2]).reshape(-1, 2)
    theta = plane.point + offsets
    with np.errstate(all="ignore"):
        heights, below = cost(theta), plane(theta)
        gaps = plane.gap(cost, theta)
    seen = window.contains(theta, room=-EDGE) & (heights <= window.high[2] - EDGE * size[2])
    seen &= (below >= window.low[2] + EDGE / 2 * size[2]) & (gaps > 0)
    if not seen.any():
        raise ValueError(f"window is {window}; J and its plane must be inside it somewhere")
    gaps = np.where(seen, np.minimum(gaps, TALL * size[2]), -np.inf)
    return np.asarray(offsets[int(np.argmax(gaps))])  # of equal ones the first, the shortest


_ROUND = np.array([(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0)], dtype=float)
