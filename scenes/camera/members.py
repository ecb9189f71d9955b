"""Which mobjects a frame shows, in drawing order, and which do not turn with the scene."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from manim import Mobject


class Batch(NamedTuple):
    """Mobjects drawn together: members of one top-level mobject, of one kind and z_index."""

    key: Any
    kind: str
    mobjects: list[Mobject]


def members_of(
    mobjects: Iterable[Mobject],
    holds: Mapping[Mobject, Any],
    kind_of: Callable[[Mobject], str],
    use_z_index: bool,
    recurse: bool,
) -> tuple[list[Batch], dict[int, Any]]:
    """Return the members with points of all mobjects, once each, and by identity those held.

    What has an entry in ``holds`` is held, of the kind "fixed", and so are its members, even those
    it got later, like new digits.
    """
    held: dict[int, Any] = {}
    places: dict[tuple[float, int], list[Mobject]] = {}
    seen: set[int] = set()

    def collect(mobject: Mobject, position: int, hold: Any) -> None:
        if id(mobject) in seen:
            return
        seen.add(id(mobject))
        hold = holds.get(mobject, hold)
        if len(mobject.points):
            level = mobject.z_index if use_z_index else 0
            places.setdefault((level, position), []).append(mobject)
            if hold is not None:
                held[id(mobject)] = hold
        for member in mobject.submobjects if recurse else ():
            collect(member, position, hold)

    for position, top in enumerate(mobjects):
        collect(top, position, None)

    def kind_or_fixed(mobject: Mobject) -> str:
        return "fixed" if id(mobject) in held else kind_of(mobject)

    batches = [
        Batch((place, kind, n), kind, list(run))
        for place, members in sorted(places.items())
        for n, (kind, run) in enumerate(groupby(members, kind_or_fixed))
    ]
    return batches, held
