"""How a mesh and a mobject without correspondence turn into each other: they fade."""

from functools import wraps
from typing import Any

import numpy as np
from manim import Mobject, PMobject, VMobject

from scenes.camera.mesh_style import StyledMesh


def cross_fade(one: Mobject, other: Mobject) -> None:
    """Make two mobjects of two parts each, so that parts of one kind correspond.

    One part is the mobject's own shape, the other one the other's shape, invisible and stretched to
    its place, as in Manim's ``FadeTransform``. Submobjects stay.
    """
    if not (len(one.points) and len(other.points)):
        return  # groups, whose members are aligned one by one
    first, second = (mobject.copy().clear_updaters() for mobject in (one, other))
    first.submobjects, second.submobjects = [], []
    before, after = _invisible(second, first), _invisible(first, second)
    for mobject, parts in ((one, [first, before]), (other, [after, second])):
        mobject.points = np.zeros((0, 3))
        mobject.submobjects = [*parts, *mobject.submobjects]


def _invisible(mobject: Mobject, place: Mobject) -> Mobject:
    """Return an invisible copy of a mobject where another one is."""
    copy = mobject.copy().replace(place, stretch=True).fade(1)
    if isinstance(copy, PMobject):
        copy.rgbas = copy.rgbas * (1, 1, 1, 0)  # which Manim does not fade
    return copy


def _extend_alignment(kind: Any) -> None:
    """Let mobjects of a kind be aligned with meshes.

    Manim asks the mobject that an animation begins with to align the other one with itself, and it
    takes any other for one of its own kind. This is the one method of Manim that is extended.
    """
    align_points = kind.align_points

    @wraps(align_points)
    def aligned(self: Mobject, mobject: Mobject) -> Mobject:
        if isinstance(mobject, StyledMesh):
            cross_fade(self, mobject)
            return self
        result: Mobject = align_points(self, mobject)
        return result

    kind.align_points = aligned


for _kind in (Mobject, VMobject):
    _extend_alignment(_kind)
