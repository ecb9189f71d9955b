"""Where things stand in the frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import VMobject

from gdmath.checks import FloatArray

MARGIN = 0.04  # of the frame, on all sides
CAPTIONS = 0.12  # of the frame's height, at the bottom
STAGE = 0.64  # of the frame's width, at the left
TITLE = 0.11  # of the frame's height, at the top
LOWER = 0.56  # of the panels' height, for the lower one
GAP = 0.02  # of the frame's width, between the stage and the panels


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of the frame, in scene units."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def center(self) -> FloatArray:
        """The middle, as a point (3,)."""
        return np.array([(self.left + self.right) / 2, (self.bottom + self.top) / 2, 0.0])

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    def hold(self, mobject: VMobject, align: tuple[int, int] = (0, 0)) -> VMobject:
        """Move `mobject` inside, shrunk if it is too large; `align` is −1, 0 or 1 in x and y."""
        excess = max(mobject.width / self.width, mobject.height / self.height)
        if excess > 1:
            mobject.scale(1 / excess)
        room = np.array([self.width - mobject.width, self.height - mobject.height, 0.0])
        mobject.move_to(self.center + room / 2 * np.array([*align, 0]))
        return mobject


@dataclass(frozen=True, slots=True)
class Layout:
    """The regions of a wide frame: title, stage, and two panels; the captions' zone stays free."""

    title: Region
    stage: Region
    upper: Region
    lower: Region

    @classmethod
    def of(cls, width: float, height: float) -> Self:
        """Divide a frame of this size, in scene units, centred on the origin."""
        left, right = -width * (0.5 - MARGIN), width * (0.5 - MARGIN)
        bottom, top = -height * (0.5 - CAPTIONS), height * (0.5 - MARGIN)
        split = -width / 2 + STAGE * width
        under_title = top - TITLE * height
        panels = split + GAP * width
        middle = bottom + LOWER * (under_title - bottom)
        return cls(
            title=Region(left, right, under_title, top),
            stage=Region(left, split, bottom, under_title),
            upper=Region(panels, right, middle, under_title),
            lower=Region(panels, right, bottom, middle - GAP * width),
        )
