"""The lesson that a command line names, and which films it can be told in."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from scenes.films import Film
from scenes.settings import OVERRIDES, VARIABLE, SettingsError, find_lesson, load_lesson
from scenes.study.problem import Problem


@dataclass(frozen=True, slots=True)
class LessonOptions:
    """The options that say which lesson is meant; None and () for those not given."""

    lesson: str | None
    overrides: tuple[str, ...]
    language: str | None
    theme: str | None

    @property
    def all_overrides(self) -> list[str]:
        """The overrides, with the options that stand for one."""
        words = {"language": self.language, "theme": self.theme}
        given = [
            f"{key}={json.dumps(value, ensure_ascii=False)}"
            for key, value in words.items()
            if value is not None
        ]
        return [*self.overrides, *given]

    def problem(self) -> Problem:
        """Read the lesson, and compute it.

        Raises a `SettingsError` if it cannot be used.
        """
        path = find_lesson(named=self.lesson)
        return Problem.of(load_lesson(path, overrides=self.all_overrides))

    def environment(self) -> dict[str, str]:
        """Return the environment of a process that is to read the same lesson."""
        lines = [os.environ.get(OVERRIDES, ""), *self.all_overrides]
        given = {OVERRIDES: "\n".join(line for line in lines if line)}
        lesson = {VARIABLE: str(find_lesson(named=self.lesson).absolute())}
        return {**os.environ, **lesson, **given}


def objections(problem: Problem, films: Iterable[Film]) -> dict[str, SettingsError]:
    """Return why films cannot be told of a lesson, by their names."""
    found = {}
    for film in films:
        try:
            import_module(film.study).Study.of(problem)
        except SettingsError as error:
            found[film.name] = error
    return found
