"""What a lesson is about: read from a small TOML file, checked, and kept in frozen values.

Where a word stands for something that other parts know, such as a theme or a rate relative to
the cost's curvature, the word is kept; `scenes.study` resolves it.
"""

import dataclasses
import os
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path

from gdmath.text_file import obstacle
from scenes.settings.consistency import check, check_landscape
from scenes.settings.errors import Places, SettingsError
from scenes.settings.overrides import (
    OVERRIDES,
    OWN_DESCENT,
    RIVALS,
    drop_rivals,
    from_environment,
    lay_over,
    rivals_of_rule,
)
from scenes.settings.reader import Reader, keys_of
from scenes.settings.symbols import SymbolSettings
from scenes.settings.values import (
    CostSettings,
    DataSettings,
    DescentSettings,
    LandscapeSettings,
    LessonSettings,
    RelativeRate,
    SyntheticData,
    WindowSettings,
)
from scenes.toml_file import expanded, read_toml

__all__ = [
    "EXAMPLES",
    "KEYS",
    "OVERRIDES",
    "VARIABLE",
    "CostSettings",
    "DataSettings",
    "DescentSettings",
    "LandscapeSettings",
    "LessonSettings",
    "RelativeRate",
    "SettingsError",
    "SymbolSettings",
    "SyntheticData",
    "WindowSettings",
    "check_landscape",
    "examples",
    "find_lesson",
    "load_lesson",
]

VARIABLE = "GDSCENES_LESSON"
"""The environment variable that names the lesson: a file, or a packaged example."""

EXAMPLES = Path(str(resources.files("scenes") / "examples"))
DEFAULT = "question"

KEYS = keys_of(LessonSettings)
"""All keys of a lesson, dotted."""


def examples() -> list[str]:
    """Return the names of the packaged lessons, sorted."""
    return sorted(path.stem for path in EXAMPLES.glob("*.toml"))


def find_lesson(environment: Mapping[str, str] = os.environ, named: str | None = None) -> Path:
    """Return the lesson file called `named`, else by `GDSCENES_LESSON`, else the default.

    Raises a `SettingsError` if the name is neither a packaged example's nor that of a file.
    """
    source = VARIABLE if named is None else "lesson"
    named = environment.get(VARIABLE, "").strip() or DEFAULT if named is None else named.strip()
    if named in examples():
        return EXAMPLES / f"{named}.toml"
    path = expanded(named)
    if problem := obstacle(path) if named else "is empty":
        right = f"it must be a lesson file or an example ({', '.join(examples())})"
        raise SettingsError(f"{source}: {named or repr(named)} {problem}; {right}")
    return path


def load_lesson(
    path: str | Path | None = None,
    *,
    overrides: Iterable[str] = (),
    environment: Mapping[str, str] = os.environ,
) -> LessonSettings:
    """Read and check a lesson file; without a path, the one that `find_lesson` finds.

    Overrides, ``descent.rate=0.05``, are laid over the file and over those in the `environment`,
    where `GDSCENES_LESSON` and `GDSCENES_SET` are looked for.

    Raises a `SettingsError` if the file cannot be read, or a key or value is wrong.
    """
    path = find_lesson(environment) if path is None else Path(path)
    try:
        table = read_toml(path)
    except ValueError as error:
        raise SettingsError(str(error)) from None
    given = lay_over(table, from_environment(environment), OVERRIDES)
    given |= lay_over(table, overrides, "--set")
    rivals = RIVALS if path.parent != EXAMPLES else RIVALS | OWN_DESCENT
    drop_rivals(table, given, rivals | rivals_of_rule(table))
    reader = Reader(Places(str(path), given), path.parent, KEYS)
    read = reader.table(LessonSettings, table)
    theme = _resolved(read.theme, Path.cwd() if "theme" in given else path.parent)
    lesson = dataclasses.replace(read, file=path, given=given, theme=theme)
    check(lesson)
    return lesson


def _resolved(theme: str, folder: Path) -> str:
    """Return the path of a theme's file as seen from here; a name stays as it is."""
    return str(folder / expanded(theme)) if theme.endswith(".toml") else theme
