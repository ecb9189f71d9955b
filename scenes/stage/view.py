"""Where the viewer stands: beside the tangent plane's tilt, with room to walk round."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from gdmath import Cost, Window
from gdmath.checks import FloatArray
from gdmath.path import Path
from scenes.study.film_study import BOX

QUARTER = math.pi / 2

ELEVATED = math.radians(66)
"""The usual camera angle phi, from the vertical."""

BELOW = math.radians(114)
"""The camera angle phi of a look from below the floor."""

EDGE = math.radians(8)
"""The viewer's least angle from the ends of a quadrant, where an axis would be seen end on."""

ASIDE = math.radians(18)
"""The viewer's angle from an axis that is looked along, so that depth is still seen."""

BESIDE = math.radians(45)
"""The angle from the viewer round to where the first plane rises."""

SIDE = math.radians(32)
"""The angle of the viewer's walk from before a plane to its side."""

STEEP = 1.2
"""A plane at least this steep lies open to a viewer whom it faces, and is thin from beside."""

FRONT = math.radians(12)
"""The same where the plane is the subject: a steep one is seen wider from in front."""

HIDDEN = 0.5
"""What a view loses in which the surface hides the point."""

SPEED = math.radians(4.2)
"""Radians a second of the orbit, at most."""


@dataclass(frozen=True, slots=True)
class View:
    """The orbit's azimuths, in radians as Manim's camera angle theta, within one quadrant."""

    first: float
    last: float

    @classmethod
    def beside(cls, uphill: tuple[float, float], seconds: float, angle: float = BESIDE) -> Self:
        """Choose the view that sees the first plane open, from the side and in front.

        It rises in the direction `uphill` (2,) on the floor, in scene units, `angle` radians from
        the viewer; the orbit takes some `seconds`.
        """
        toward = math.atan2(uphill[1], uphill[0]) if uphill != (0, 0) else 0.0
        return max((cls._from(toward + side * angle, seconds) for side in (-1, 1)), key=cls._merit)

    @classmethod
    def before(cls, uphill: tuple[float, float], steepness: float) -> Self:
        """Choose the view before a plane that lies open, and the walk from there to its side.

        It rises in the direction `uphill` (2,) on the floor, by `steepness` scene units per scene
        unit. A plane that is not steep is seen from beside all along.

        Examples
        --------
        >>> view = View.before((1.0, 1.0), 3.0)
        >>> [round(math.degrees(angle)) for angle in (view.first, view.last)]
        [45, 13]
        """
        if steepness < STEEP:
            beside = cls.beside(uphill, 0)
            return cls(beside.first, beside.first)
        toward = aside(math.atan2(uphill[1], uphill[0]))
        low = math.floor(toward / QUARTER) * QUARTER + EDGE
        high = low + QUARTER - 2 * EDGE
        sides = (max(toward - SIDE, low), min(toward + SIDE, high))
        return cls(toward, max(sides, key=lambda side: abs(side - toward)))

    def reversed(self) -> Self:
        """Return the orbit that ends where this one begins."""
        return type(self)(self.last, self.first)

    @classmethod
    def open(cls, cost: Cost, window: Window, path: Path, seconds: float, phi: float) -> Self:
        """Choose the view that sees the tangent planes along a path most open, on their upper side.

        A view in which the surface hides the point is worth less; the first plane counts most. The
        orbit takes some `seconds`, at the camera angle `phi` from the vertical, in radians.
        """
        shares = np.array([0, 0, 0.25, 0.5, 0.75, 1])
        thetas = _along(path, window, shares)
        azimuths = np.radians(np.arange(0, 360, 5))
        views = {cls._from(float(azimuth), seconds) for azimuth in azimuths}

        def worth(view: Self) -> float:
            between = view.first + shares * (view.last - view.first)
            seen = [
                _openness(cost, window, theta, azimuth, phi)
                for theta, azimuth in zip(thetas, between, strict=True)
            ]
            return round(float(np.mean(seen)), 9)

        return max(sorted(views, key=lambda view: view.first), key=worth)

    @classmethod
    def clear(
        cls, cost: Cost, window: Window, path: Path, seconds: float, phis: Sequence[float]
    ) -> tuple[Self, float]:
        """Choose the first of the angles `phis` from which the surface hides least of the path.

        Returns what `open` chooses for this angle, and the angle.
        """
        shares = np.linspace(0, 1, 9)
        thetas = _along(path, window, shares)

        def hidden(choice: tuple[Self, float]) -> int:
            view, phi = choice
            azimuths = view.first + shares * (view.last - view.first)
            return sum(
                _is_hidden(cost, window, theta, _sight(azimuth, phi))
                for theta, azimuth in zip(thetas, azimuths, strict=True)
            )

        return min(((cls.open(cost, window, path, seconds, phi), phi) for phi in phis), key=hidden)

    @classmethod
    def toward(cls, direction: tuple[float, float], seconds: float) -> Self:
        """Choose the view that ends where a direction on the floor points to the viewer.

        It may as well point away; of the two, the one with the longer orbit is chosen.
        """
        azimuth = math.atan2(direction[1], direction[0])
        ends = [cls._from(azimuth + turn, seconds) for turn in (0, math.pi)]
        end = max(ends, key=cls._merit)
        return cls(end.last, end.first)

    @classmethod
    def _from(cls, azimuth: float, seconds: float) -> Self:
        quadrant = math.floor(azimuth / QUARTER) * QUARTER
        low, high = quadrant + EDGE, quadrant + QUARTER - EDGE
        first = min(max(azimuth, low), high)
        turn = SPEED * seconds
        last = min(first + turn, high) if high - first > first - low else max(first - turn, low)
        return cls(first, last)

    def _merit(self) -> float:
        """Return how good the view is: the longer the orbit, the better."""
        return abs(self.last - self.first)


def _along(path: Path, window: Window, shares: FloatArray) -> FloatArray:
    """Return the points (n, 2) of a path at shares (n,) of its length."""
    strides = np.diff(path.points, axis=0) / window.size[:2]
    far = np.concatenate([[0.0], np.cumsum(np.linalg.norm(strides, axis=1))])
    points: FloatArray = path.point_at(np.interp(shares * far[-1], far, np.arange(len(far))))
    return points


def _sight(azimuth: float, phi: float) -> FloatArray:
    """Return the unit vector (3,) to the viewer, in the box."""
    return np.array(
        [math.sin(phi) * math.cos(azimuth), math.sin(phi) * math.sin(azimuth), math.cos(phi)]
    )


def _openness(cost: Cost, window: Window, theta: FloatArray, azimuth: float, phi: float) -> float:
    """Return the cosine between the sight and the tangent plane's normal, less if it is hidden."""
    size, sight = window.size / BOX, _sight(azimuth, phi)
    normal = np.array([*(-cost.gradient(theta) * size[:2] / size[2]), 1.0])
    facing = float(sight @ normal / np.linalg.norm(normal))
    return facing - HIDDEN * _is_hidden(cost, window, theta, sight)


def _is_hidden(cost: Cost, window: Window, theta: FloatArray, sight: FloatArray) -> bool:
    """Say whether the surface stands between a point of it and the viewer."""
    size = window.size / BOX
    ray = np.array([*theta, float(cost(theta))])
    ray = ray + np.linspace(0.15, 1.5, 28)[:, None] / 2 * sight * size
    ray = ray[window.contains(ray)]
    with np.errstate(all="ignore"):
        return bool((cost(ray[:, :2]) > ray[:, 2]).any())


def azimuth_of(direction: tuple[float, float]) -> float:
    """Return the azimuth of a direction on the floor; of none, that between the axes."""
    return math.atan2(direction[1], direction[0]) if any(direction) else QUARTER / 2


def aside(azimuth: float) -> float:
    """Return the azimuth nearest to this one from where neither axis is seen end on.

    Examples
    --------
    >>> [round(math.degrees(aside(math.radians(angle)))) for angle in (2, 40, 89)]
    [18, 40, 72]
    """
    low = math.floor(azimuth / QUARTER) * QUARTER
    return min(max(azimuth, low + ASIDE), low + QUARTER - ASIDE)


def across(facing: float, along: int) -> float:
    """Return the azimuth in the quadrant of `facing` from where θ0 (0) or θ1 (1) runs across.

    Examples
    --------
    >>> round(math.degrees(across(math.radians(30), along=0)))
    72
    """
    quadrant = math.floor(facing / QUARTER)
    # Whoever stands at an end of the θ1 axis sees θ0 run across.
    late = (quadrant + along) % 2 == 0
    return quadrant * QUARTER + (QUARTER - ASIDE if late else ASIDE)
