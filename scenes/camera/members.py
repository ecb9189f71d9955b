"""Which mobjects a frame shows, and which of them do not turn with the scene."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from manim import Mobject

IN_FRAME = object()


class Batch(NamedTuple):
    """Mobjects drawn together: members of one top-level mobject, of one kind and z_index."""

    key: Any
    kind: str
    mobjects: list[Mobject]


class Members:
    """The members with points of all mobjects, once each, in drawing order.

    ``groups`` are those of one z_index and one top-level mobject each. ``holds`` names, by
    identity, those that do not turn with the scene: ``IN_FRAME``, or the function of the centre
    they are fixed around. Members of a fixed mobject are fixed with it, even those it got later,
    like new digits.
    """

    __slots__ = ("_holders", "_recurse", "_use_z_index", "groups", "holds")

    def __init__(
        self,
        mobjects: Iterable[Mobject],
        use_z_index: bool,
        holders: Mapping[Mobject, Any],
        recurse: bool = True,
    ) -> None:
        self.holds: dict[int, Any] = {}
        self.groups: dict[tuple[float, int], list[Mobject]] = {}
        self._use_z_index = use_z_index
        self._holders = holders
        self._recurse = recurse
        seen: set[int] = set()
        for position, top in enumerate(mobjects):
            self._collect(top, position, None, seen)
        self.groups = dict(sorted(self.groups.items()))

    def _collect(self, mobject: Mobject, position: int, hold: Any, seen: set[int]) -> None:
        if id(mobject) in seen:
            return
        seen.add(id(mobject))
        hold = self._holders.get(mobject, hold)
        if len(mobject.points):
            level = mobject.z_index if self._use_z_index else 0
            self.groups.setdefault((level, position), []).append(mobject)
            if hold is not None:
                self.holds[id(mobject)] = hold
        if self._recurse:
            for member in mobject.submobjects:
                self._collect(member, position, hold, seen)
