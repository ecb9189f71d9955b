"""The lesson that a command line names, with what it lays over it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scenes.lesson.lettering import check_letters
from scenes.lesson.look import look_of
from scenes.lesson.problem import Problem
from scenes.settings import OVERRIDES, VARIABLE, LessonSettings, find_lesson, load_lesson


@dataclass(frozen=True, slots=True)
class Asked:
    """The options that say which lesson is meant; None and () for those not given."""

    lesson: str | None = None
    overrides: tuple[str, ...] = ()
    language: str | None = None
    theme: str | None = None

    @property
    def all_overrides(self) -> list[str]:
        """The overrides, with the options that stand for one."""
        given = list(self.overrides)
        for key in ("language", "theme"):
            if (value := getattr(self, key)) is not None:
                given.append(f"{key}={json.dumps(value, ensure_ascii=False)}")
        return given

    def settings(self) -> LessonSettings:
        """Read the lesson.

        Raises
        ------
        SettingsError
            If it cannot be used.
        """
        return load_lesson(find_lesson(named=self.lesson), overrides=self.all_overrides)

    def environment(self) -> dict[str, str]:
        """Return the environment of a process that is to read the same lesson."""
        lines = [os.environ.get(OVERRIDES, ""), *self.all_overrides]
        return _without_empty(
            {
                **os.environ,
                VARIABLE: str(Path(find_lesson(named=self.lesson)).absolute()),
                OVERRIDES: "\n".join(line for line in lines if line),
            }
        )


def read(asked: Asked) -> Problem:
    """Read a lesson and compute it; its theme and language are there.

    Raises
    ------
    SettingsError
        If it cannot be used.
    """
    settings = asked.settings()
    look_of(settings)
    problem = Problem.of(settings)
    check_letters(problem)
    return problem


def _without_empty(environment: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in environment.items() if value or key != OVERRIDES}
