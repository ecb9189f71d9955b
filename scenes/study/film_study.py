"""What every film's study has."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Self

import numpy as np

from gdmath import Window
from gdmath.path import Path
from scenes.settings import SettingsError
from scenes.study.problem import Problem

BOX = np.array([1.0, 1.0, 0.5])
"""The proportions of the box that a cost stands in: half as high as its floor is wide."""


class Captions(Mapping[str, str]):
    """Which text each beat is said by: text keys by beats, which do not change."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._keys = dict(keys)

    def __getitem__(self, beat: str) -> str:
        return self._keys[beat]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


@dataclass(frozen=True, slots=True)
class FilmStudy(ABC):
    """All that a film shows and says of a lesson; the film only draws it.

    Each film has one, in the module called as the film's.
    """

    problem: Problem
    """What the film is told of: the lesson's problem, or a variant of it that can be seen."""
    cost: Any
    path: Path
    window: Window
    """The function J, and the path and the ranges that are shown of it."""
    captions: Captions
    """What may truthfully be said: for each beat the key of its text; others are not played."""
    notice: str
    """The key of a sentence that the first caption ends with, or nothing."""

    @classmethod
    @abstractmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem.

        Raises the one `SettingsError` that says why the film cannot be told of it.
        """

    @property
    def symbols(self) -> tuple[str, str]:
        """The parameters' names, in Typst's mathematics."""
        return self.problem.symbols


def refuse_rise(problem: Problem, film: str) -> None:
    """Refuse a descent whose shown part ends no lower than it begins, for a film that goes down."""
    if not problem.falls:
        raise problem.settings.error(
            "descent", f"leads no lower, as far as it is shown; the film {film} needs one that does"
        )


def refuse_window(problem: Problem, film: str, needs: str) -> SettingsError:
    """Return the error of a window, the lesson's or the one chosen, that shows a film nothing."""
    window, asked = problem.window, problem.settings.window
    given = next((name for name in ("height", "theta0", "theta1") if getattr(asked, name)), "")
    low, high = window.height
    return problem.settings.error(
        f"window.{given}" if given else "data",
        f"{'shows' if given else 'makes a picture with'} J from {low:.3g} to {high:.3g}; "
        f"the film {film} needs {needs}",
    )


def captions(
    film: str,
    beats: str,
    chosen: Mapping[str, str] = MappingProxyType({}),
    elsewhere: Mapping[str, str] = MappingProxyType({}),
) -> Captions:
    """Return the text key of each beat of a film.

    The words of `beats` are said by the texts of these names in the film's table, the `chosen` ones
    by the keys given in it, those `elsewhere` by keys of other tables; "" leaves a beat out.

    Examples
    --------
    >>> dict(captions("hook", "plane", {"end": "level", "none": ""}, {"cost": "cost.huber"}))
    {'plane': 'hook.plane', 'end': 'hook.level', 'cost': 'cost.huber'}
    """
    own = {beat: beat for beat in beats.split()} | dict(chosen)
    keys = {beat: f"{film}.{key}" for beat, key in own.items() if key}
    return Captions(keys | dict(elsewhere))
