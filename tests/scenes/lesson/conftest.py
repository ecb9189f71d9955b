"""The replays of films, and what a module's `look` has seen of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from watching import Played, look_at, play, replays

from scenes.films import FILMS


@dataclass(frozen=True)
class Watched:
    """A played film, with what the test module's `look` returned at each of its frames."""

    played: Played
    moments: list[Any]

    @property
    def about(self) -> str:
        """The lesson's name."""
        return self.played.replay.about

    @property
    def scene(self) -> Any:
        """The scene, at its end."""
        return self.played.scene


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let tests of `watched` look at all replays of their module's `FILM`, or of every film."""
    if "watched" not in metafunc.fixturenames:
        return
    own = getattr(metafunc.module, "FILM", None)
    films = [own] if own else [film.name for film in FILMS]
    for film in films:
        look_at(film, metafunc.module.look)
    cases = [replay for film in films for replay in replays(film)]
    metafunc.parametrize("watched", cases, indirect=True, ids=str)


@pytest.fixture
def watched(request: pytest.FixtureRequest) -> Watched:
    """Return the replay; it has been played when the first test asks."""
    played = play(request.param)
    return Watched(played, played.seen[request.module.look])
