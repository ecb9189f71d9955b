"""Which films a lesson cannot be told in, found out before any is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from scenes.films import Film
from scenes.lesson.landscape_descent import LandscapeDescent
from scenes.lesson.problem import Problem
from scenes.lesson.rate_race import RateRace
from scenes.settings import LandscapeSettings, SettingsError

NEEDS: Mapping[str, Callable[[Problem], object]] = {
    "Landscape": lambda problem: LandscapeDescent.of(problem.settings),
    "OptimizerRace": lambda problem: (
        problem.settings.landscape == LandscapeSettings() or LandscapeDescent.of(problem.settings)
    ),
    "LearningRates": RateRace.of,
}
"""What films make of a lesson beside its problem, by their names."""


def objections(problem: Problem, films: Iterable[Film]) -> dict[str, SettingsError]:
    """Return why films cannot be drawn of a lesson, by their names."""
    found = {}
    for film in films:
        if film.name not in NEEDS:
            continue
        try:
            NEEDS[film.name](problem)
        except SettingsError as error:
            found[film.name] = error
    return found
