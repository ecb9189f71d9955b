"""What a lesson is about: read from a small TOML file, checked, and kept in frozen values.

Where a word stands for something that other parts know, such as a theme or a rate relative to
the cost's curvature, the word is kept; `scenes.study` resolves it.
"""

import dataclasses
import os
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

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

    Raises a `SettingsError` if the name is neither a file's nor a packaged example's.
    """
    source = VARIABLE if named is None else "lesson"
    named = (environment.get(VARIABLE, "") if named is None else named).strip() or DEFAULT
    packaged = EXAMPLES / f"{named}.toml"
    if packaged.parent == EXAMPLES and packaged.is_file():
        return packaged
    path = Path(named).expanduser()
    if path.is_dir():
        raise SettingsError(f"{source}: {named} is a folder; it must be a lesson file")
    if not path.is_file():
        names = ", ".join(examples())
        raise SettingsError(
            f"{source}: {named} is not there; it must be a lesson file or an example ({names})"
        )
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
    table = _toml(path)
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


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:  # also of endless integers
        raise SettingsError(f"{path}: is not TOML: {error}") from None


def _resolved(theme: str, folder: Path) -> str:
    """Return the path of a theme's file as seen from here; a name stays as it is."""
    return str(folder / Path(theme).expanduser()) if theme.endswith(".toml") else theme
