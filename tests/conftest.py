"""What every test is: fast, long, a look at a played film, or a picture; who shares a worker."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lessons import FEW, KINDS, LESSONS, LONG_FILMS

HERE = Path(__file__).parent
STUDIES = HERE / "scenes" / "study"

DRAWN = (
    HERE / "scenes" / "camera",
    HERE / "scenes" / "mobjects" / "test_docstring_scenes.py",
    HERE / "end_to_end" / "test_all_films.py",
    HERE / "end_to_end" / "test_cli.py",
    HERE / "end_to_end" / "test_film.py",
    HERE / "end_to_end" / "test_interruptions.py",
)
"""Where pictures are drawn."""

MADE = (
    HERE / "scenes" / "mobjects",
    HERE / "scenes" / "stage",
    HERE.parent / "scenes" / "mobjects",
)
"""Where mobjects are made, which takes Manim: no part of the fast half either."""


@cache
def is_drawn(path: Path) -> bool:
    """Return whether the tests of a file draw pictures."""
    return is_below(path, DRAWN)


@cache
def is_below(path: Path, places: tuple[Path, ...]) -> bool:
    """Return whether a file is one of some places, or lies in one."""
    return any(path == place or place in path.parents for place in places)


def kind_of(item: pytest.Item) -> str:
    """Return the marker of a test; of studies, those of one lesson of each kind are fast."""
    if is_drawn(item.path):
        return "render"
    if "watched" in getattr(item, "fixturenames", ()):
        return "films"
    if is_below(item.path, MADE) or item.get_closest_marker("long") or is_one_more(item):
        return "long"
    return "fast"


def is_one_more(item: pytest.Item) -> bool:
    """Return whether a test is about a study of one more lesson of a kind."""
    if item.path.parent != STUDIES:
        return False
    few = FEW if group_of(item) in LONG_FILMS else KINDS
    return any(value in LESSONS and value not in few for value in names_in(item))


def params_of(item: pytest.Item) -> dict[str, Any]:
    """Return the parameters of a test by name."""
    given = getattr(item, "callspec", None)
    return {} if given is None else given.params


def names_in(item: pytest.Item) -> list[str]:
    """Return the parameters of a test that are words."""
    return [value for value in params_of(item).values() if isinstance(value, str)]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let more renders be interrupted than the few of an ordinary run."""
    parser.addoption(
        "--interruptions", type=int, default=4, help="renders to stop at random moments"
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave files with pictures and mobjects alone where only fast tests are asked for."""
    slow = is_drawn(collection_path) or is_below(collection_path, MADE)
    return (config.option.markexpr == "fast" and slow) or None


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


def pytest_collection_finish() -> None:
    """Let each process set its texts in a folder of its own; two in one take them from each other.

    Where Manim is not there by then, nothing is set.
    """
    if "manim" in sys.modules:
        from configured import FOLDER
        from manim import config

        config.tex_dir = f"{FOLDER}/texts"


def group_of(item: pytest.Item) -> str:
    """Return what a test shares with others: a replay, a film's studies, or its file's pictures."""
    params = params_of(item)
    if "watched" in params:
        return str(params["watched"])
    if item.path.parent == STUDIES:
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
