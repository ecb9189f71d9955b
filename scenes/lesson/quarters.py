"""Four views in one frame: where each stands, and its name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.lesson.layout import Layout, Region

_NAME, _PANEL = 0.14, 0.86  # of a view's height
_LOW = (1.15, 0.78)  # a wide quarter's box; the lower it is, the wider its steep planes
_BOWL_NAME = 0.1  # of the bowl's, which is higher in a wide frame
_SIDE = (0.49, 0.02, 0.49)  # two views side by side, and the gap between
_ROWS = (0.49, 0.02, 0.49)
_TALL_ROWS = (0.58, 0.01, 0.41)
_BESIDE = (0.3, 0.02, 0.68)  # of a low view's width, with its name at the left


@dataclass(frozen=True, slots=True)
class Place:
    """Where the name of a view stands, and the view."""

    name: Region
    panel: Region

    @classmethod
    def below_its_name(cls, region: Region) -> Self:
        """Divide a region into name and view."""
        return cls(*region.rows(_NAME, _PANEL))


@dataclass(frozen=True, slots=True)
class Quarters:
    """The places of four views: the map under the bowl, the curve under the line.

    In a wide frame the bowl reaches up beside the title, which stands over the line. In a tall
    frame the bowl has the whole width, line and map stand under it, and the curve stands under
    the captions.

    Attributes
    ----------
    title
        Where the title stands.
    line, bowl, map, curve
        The views.
    shape
        Of the bowl's box, as in `LessonScene.make_bowl`.

    Examples
    --------
    >>> quarters = Quarters.of(Layout.of(16, 9))
    >>> quarters.map.panel.left == quarters.bowl.panel.left
    True
    """

    title: Region
    line: Place
    bowl: Place
    map: Place
    curve: Place
    shape: tuple[float, float] = (1.0, 1.0)

    @classmethod
    def of(cls, layout: Layout) -> Self:
        """Divide a frame."""
        upper, _, lower = layout.body.rows(*(_TALL_ROWS if layout.is_tall else _ROWS))
        left, _, right = lower.columns(*_SIDE)
        if layout.is_tall:
            beside, _, low = layout.lower.columns(*_BESIDE)
            return cls(
                title=layout.title,
                line=Place.below_its_name(left),
                bowl=Place.below_its_name(upper),
                map=Place.below_its_name(right),
                curve=Place(beside, low),
            )
        line, _, bowl = upper.columns(*_SIDE)
        title = layout.title
        if layout.is_wide:
            title = replace(title, right=line.right)
            bowl = replace(bowl, top=title.top)
        return cls(
            title=title,
            line=Place.below_its_name(line),
            bowl=Place(*bowl.rows(_BOWL_NAME, 1 - _BOWL_NAME)),
            map=Place.below_its_name(right),
            curve=Place.below_its_name(left),
            shape=_LOW,
        )
