"""The frame of a square patch: how a level square lies when it is tilted into a plane."""

import math
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from gdmath.checks import FloatArray

CORNERS = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])  # (4, 2), of the square
PER_SIDE = 12  # points on each side of an outline, its first corner among them

RIM = 4 * PER_SIDE + 8
"""Points of an outline: on the sides, where the two lines end, and midway between these ends."""


@dataclass(frozen=True, slots=True)
class PatchFrame:
    """The least rotation of a level square into a plane.

    It turns about the level line through the middle by φ, the plane's angle to the floor. Seen
    from above, the square's coordinates stay along that line, and shrink by cos φ across it
    (Rodrigues' rotation formula, for the axis ẑ × n). `uphill` is the unit vector (2,) on the floor
    in which the plane rises, any where it is level; `cosine` is cos φ.

    Examples
    --------
    >>> PatchFrame.of(np.array([0.75, 0.0])).across(CORNERS).tolist()
    [[-0.8, -1.0], [0.8, -1.0], [0.8, 1.0], [-0.8, 1.0]]
    """

    uphill: FloatArray
    cosine: float

    @classmethod
    def of(cls, steepness: FloatArray) -> Self:
        """Return the frame in a plane with these slopes (2,), scene units per scene unit."""
        steepest = math.hypot(*steepness)
        uphill = steepness / steepest if steepest else np.array([1.0, 0.0])
        return cls(uphill, 1 / math.hypot(1.0, steepest))

    def across(self, square: npt.NDArray[Any]) -> FloatArray:
        """Return the offsets (..., 2) on the floor, from the middle, of places in the square."""
        return self._stretched(square, self.cosine, 1.0)

    def to_square(self, across: npt.NDArray[Any]) -> FloatArray:
        """Return the places (..., 2) in the square over offsets on the floor: `across` undone."""
        return self._stretched(across, 1 / self.cosine, 1.0)

    def line_ends(self, opening: float = 1.0) -> FloatArray:
        """Return the ends (2, 2), as rows, of the lines over the two axes, in the square.

        Closed, the lines are as long as the square's sides; open, they reach its rim.
        """
        along = self._stretched(np.eye(2), 1.0, self.cosine)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        rim = along / np.abs(along).max(axis=1, keepdims=True)
        return np.asarray(opening * rim + (1 - opening) * along)

    def opened(self, opening: float) -> FloatArray:
        """Return the outline (RIM, 2) of the square as it opens, from 0, its two lines, to 1.

        Each point of the rim moves on a straight way from its nearest line.
        """
        ends = self.line_ends(opening=0)
        ends = np.concatenate([ends, -ends])
        bearings = _bearing(ends)
        order = np.argsort(bearings)
        bearings, ends = bearings[order], ends[order]
        gaps = (np.roll(bearings, -1) - bearings) % math.tau
        rim = np.concatenate([_sides(), _on_rim(bearings), _on_rim(bearings + gaps / 2)])
        rim = rim[np.argsort(_bearing(rim), kind="stable")]
        after = np.searchsorted(bearings, _bearing(rim), side="right")
        passed = (_bearing(rim) - bearings[after - 1]) % math.tau
        gap = gaps[after - 1]
        share = passed / np.where(gap > 0, gap, 1.0)  # the lines of a sheer plane are one
        nearest = np.where(share < 0.5, after - 1, after) % 4
        weight = np.abs(1 - 2 * share)[:, None]
        return np.asarray(opening * rim + (1 - opening) * weight * ends[nearest])

    def _stretched(self, places: npt.NDArray[Any], along: float, across: float) -> FloatArray:
        """Stretch places (..., 2) along the uphill direction and across it."""
        level = np.array([-self.uphill[1], self.uphill[0]])
        rise = (places @ self.uphill)[..., None] * self.uphill
        return np.asarray(along * rise + across * (places @ level)[..., None] * level)


def _sides() -> FloatArray:
    """Return points (n, 2) on the sides, the corners among them, anticlockwise."""
    shares = np.arange(PER_SIDE)[:, None] / PER_SIDE
    sides = np.roll(CORNERS, -1, axis=0) - CORNERS
    return np.asarray(CORNERS[:, None] + shares * sides[:, None]).reshape(-1, 2)


def _on_rim(bearings: FloatArray) -> FloatArray:
    """Return the points (n, 2) of the rim at angles from the first axis."""
    along = np.column_stack([np.cos(bearings), np.sin(bearings)])
    return np.asarray(along / np.abs(along).max(axis=1, keepdims=True))


def _bearing(places: FloatArray) -> FloatArray:
    """Return the angle of places (n, 2) from the first axis, from 0 up to a whole turn."""
    return np.arctan2(places[:, 1], places[:, 0]) % math.tau
