"""What animations turn into what."""

from collections.abc import Iterable, Iterator
from typing import Any

from manim import (
    AnimationGroup,
    ApplyMethod,
    FadeTransform,
    MoveToTarget,
    Transform,
    TransformFromCopy,
)
from manim.animation.animation import Animation
from manim.animation.transform_matching_parts import TransformMatchingAbstractBase


def successors(animations: Iterable[Animation]) -> Iterator[tuple[Any, Any]]:
    """Yield pairs (mobject, what is shown in its place), in the order in which they are played.

    Targets that Manim makes from the mobject itself, as for ``animate``, are never shown.
    """
    for animation in animations:
        if isinstance(animation, AnimationGroup):
            yield from successors(animation.animations)
        if isinstance(animation, TransformMatchingAbstractBase):
            before, unmatched = animation.to_remove
            yield before, animation.to_add
            yield before, unmatched
        elif isinstance(animation, FadeTransform):
            source, copy = animation.mobject
            yield source, copy
            yield source, animation.to_add_on_completion
        elif isinstance(animation, TransformFromCopy):
            yield animation.target_mobject, animation.mobject
        elif isinstance(animation, Transform) and not isinstance(
            animation, (ApplyMethod, MoveToTarget)
        ):
            yield animation.mobject, animation.target_mobject
