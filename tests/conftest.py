"""What every test is: fast, a look at a played film, or a picture; and who shares a worker."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent

DRAWN = (
    HERE / "scenes" / "camera",
    HERE / "scenes" / "mobjects" / "test_docstring_scenes.py",
    HERE / "end_to_end" / "test_all_films.py",
    HERE / "end_to_end" / "test_cli.py",
    HERE / "end_to_end" / "test_film.py",
)
"""Where pictures are drawn."""


def kind_of(item: pytest.Item) -> str:
    """Return the marker of a test."""
    if any(item.path == place or place in item.path.parents for place in DRAWN):
        return "render"
    return "films" if "watched" in getattr(item, "fixturenames", ()) else "fast"


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark every test; whatever shares a replay or studies follows one another in one worker."""
    for item in items:
        item.add_marker(kind_of(item))
        if group := group_of(item):
            item.add_marker(pytest.mark.xdist_group(group))
    yield  # tests that are not asked for are left out
    first: dict[Any, int] = {}
    for item in items:
        first.setdefault(group_of(item) or item, len(first))
    items.sort(key=lambda item: first[group_of(item) or item])


def group_of(item: pytest.Item) -> str:
    """Return what a test shares with others: a replay, a film's studies, or its file's pictures."""
    given = getattr(item, "callspec", None)
    params = {} if given is None else given.params
    if "watched" in params:
        return str(params["watched"])
    if item.path.parent == HERE / "scenes" / "study":
        return str(params.get("film", item.path.stem.removeprefix("test_")))
    if kind_of(item) == "render":
        return item.path.stem
    return ""


@pytest.fixture(autouse=True)
def _nothing_is_played_where_all_is_fast(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    manim = sys.modules.get("manim")
    if manim is not None and request.node.get_closest_marker("fast"):

        def render(*_: Any, **__: Any) -> None:
            pytest.fail("a fast test plays a film")

        monkeypatch.setattr(manim.Scene, "render", render)
