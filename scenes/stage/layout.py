"""Where things stand in the frame."""

import itertools
from dataclasses import dataclass, replace
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

LOWER_FREE = 0.4  # of an untitled wide frame's height, below the panel
UNDER = 0.45  # of the panel's width, for a stage that reaches under it

SQUARE_PANELS = 0.4  # of the height between title and captions, for the panels of a square frame
TALL_TITLE = 0.08  # of a tall frame's height
TALL_UPPER = 0.38  # of the height between title and captions, for a tall frame's upper panel
TALL_CAPTIONS = (0.7, 0.8)  # from the top; below it, players put their own buttons

NOTE = 1.0
"""The height that a note needs, two lines or a fraction, in scene units."""

WIDE, TALL = 1.2, 0.8
"""Frames of more than `WIDE` times their height are wide, of less than `TALL` times tall."""


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

    def rows(self, *shares: float) -> tuple[Self, ...]:
        """Cut into rows whose heights have these shares of the whole, from the top down.

        Examples
        --------
        >>> [row.height for row in Region(0, 4, 0, 8).rows(1, 3)]
        [2.0, 6.0]
        """
        tops = self.top - self.height * np.cumsum([0.0, *shares]) / sum(shares)
        pairs = itertools.pairwise(tops.tolist())
        return tuple(replace(self, bottom=bottom, top=top) for top, bottom in pairs)

    def columns(self, *shares: float) -> tuple[Self, ...]:
        """Cut into columns whose widths have these shares of the whole, from the left.

        Examples
        --------
        >>> [column.width for column in Region(0, 4, 0, 8).columns(1, 3)]
        [1.0, 3.0]
        """
        sides = self.left + self.width * np.cumsum([0.0, *shares]) / sum(shares)
        pairs = itertools.pairwise(sides.tolist())
        return tuple(replace(self, left=left, right=right) for left, right in pairs)

    def below(self, height: float) -> Self:
        """Return what is left of the region under its uppermost `height`."""
        return replace(self, top=self.top - height)

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
    """The regions of a frame, for a film that is wide (16:9), square (1:1) or tall (9:16).

    Examples
    --------
    >>> round(Layout.of(16, 9).stage.width / 16, 2)
    0.6
    """

    title: Region
    stage: Region
    """Where the three-dimensional picture stands."""
    upper: Region
    lower: Region
    """Two panels: at the right of a wide stage, under a square one side by side, and under a tall
    one above and below the captions."""
    caption: Region
    """Where captions stand, and nothing else."""
    body: Region
    """All between title and captions, for films that divide it."""

    @classmethod
    def of(cls, width: float, height: float) -> Self:
        """Divide a frame of this size, in scene units, centred on the origin."""
        left, right = -width * (0.5 - MARGIN), width * (0.5 - MARGIN)
        bottom, top = -height * (0.5 - MARGIN), height * (0.5 - MARGIN)
        inside = Region(left, right, bottom, top)
        if width <= TALL * height:
            return cls._tall(inside, height)
        divide = cls._wide if width > WIDE * height else cls._square
        return divide(inside, width, height)

    @property
    def is_wide(self) -> bool:
        """Whether the frame is wide."""
        return self.title.width > WIDE * (self.title.top - self.caption.bottom)

    @property
    def is_tall(self) -> bool:
        """Whether the frame is tall: half its width is too narrow for an axis's numbers."""
        return self.caption.bottom > self.lower.bottom

    def with_lower(self, share: float) -> Self:
        """Return the layout whose lower panel has a share of the panels' height.

        Only a wide frame's panels, one above the other, can be divided anew. Raises a `ValueError`
        if the share is not between 0 and 1.
        """
        if not 0 < share < 1:
            raise ValueError(f"share is {share}; it must be a number between 0 and 1")
        upper, lower = self.upper, self.lower
        if self.stage.right >= upper.left:
            return self
        gap = upper.bottom - lower.top
        middle = lower.bottom + share * (upper.top - lower.bottom)
        return replace(
            self, upper=replace(upper, bottom=middle), lower=replace(lower, top=middle - gap)
        )

    def beside(self, *others: VMobject) -> tuple[Region, Region]:
        """Return where a note can stand while others stand in the lower panel, and the stage.

        In a small panel there is no room for both: the note then stands on a strip of the stage.
        """
        stage, lower = self.stage, self.lower
        if lower.height >= max(other.height for other in others) + NOTE:
            return lower, stage
        split = stage.top - NOTE
        return replace(stage, bottom=split + 0.1), replace(stage, top=split)

    def untitled(self) -> Self:
        """Return the layout of a film without a title and with one panel: the stage is larger.

        A wide stage reaches under the panel, which stands in its upper right corner.
        """
        stage, upper, lower, body = self.stage, self.upper, self.lower, self.body
        left, right, bottom, top = body.left, body.right, body.bottom, self.title.top
        if stage.right < upper.left:
            overlap = stage.right + UNDER * (upper.right - upper.left)
            stage = Region(left, overlap, bottom, top)
            upper = Region(upper.left, right, bottom + LOWER_FREE * (top - bottom), top)
        else:
            stage = Region(left, right, stage.bottom, top)
            if upper.right < lower.left:
                upper = Region(left, right, upper.bottom, upper.top)
        return replace(self, stage=stage, upper=upper)

    @classmethod
    def _wide(cls, inside: Region, width: float, height: float) -> Self:
        left, right, top = inside.left, inside.right, inside.top
        bottom, under_title = -height * (0.5 - CAPTIONS), top - TITLE * height
        split = -width / 2 + STAGE * width
        panels = split + GAP * width
        middle = bottom + LOWER * (under_title - bottom)
        return cls(
            title=replace(inside, bottom=under_title),
            stage=Region(left, split, bottom, under_title),
            upper=Region(panels, right, middle, under_title),
            lower=Region(panels, right, bottom, middle - GAP * width),
            caption=replace(inside, top=bottom),
            body=Region(left, right, bottom, under_title),
        )

    @classmethod
    def _square(cls, inside: Region, width: float, height: float) -> Self:
        left, right, top = inside.left, inside.right, inside.top
        bottom, under_title = -height * (0.5 - CAPTIONS), top - TITLE * height
        middle = bottom + SQUARE_PANELS * (under_title - bottom)
        gap = GAP * width
        return cls(
            title=replace(inside, bottom=under_title),
            stage=Region(left, right, middle, under_title),
            upper=Region(left, -gap / 2, bottom, middle - gap),
            lower=Region(gap / 2, right, bottom, middle - gap),
            caption=replace(inside, top=bottom),
            body=Region(left, right, bottom, under_title),
        )

    @classmethod
    def _tall(cls, inside: Region, height: float) -> Self:
        under_title = inside.top - TALL_TITLE * height
        above, below = (height * (0.5 - share) for share in TALL_CAPTIONS)
        middle = above + TALL_UPPER * (under_title - above)
        gap = GAP * height / 2
        return cls(
            title=replace(inside, bottom=under_title),
            stage=replace(inside, bottom=middle, top=under_title),
            upper=replace(inside, bottom=above + gap, top=middle - gap),
            lower=replace(inside, top=below - gap),
            caption=replace(inside, bottom=below, top=above),
            body=replace(inside, bottom=above + gap, top=under_title),
        )
