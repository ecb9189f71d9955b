"""What a lesson is about: read from a small TOML file, checked, and kept in frozen values."""

from __future__ import annotations

import dataclasses
import difflib
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar, cast

from gdmath import Dataset, GradientDescent

VARIABLE = "GDSCENES_LESSON"
"""The environment variable that names the lesson: a file, or a packaged example."""

EXAMPLES = Path(str(resources.files("scenes") / "examples"))
DEFAULT = "question"


class SettingsError(ValueError):
    """A lesson file that cannot be used; one line: file, key, value and what would be right."""


@dataclass(frozen=True, slots=True)
class SyntheticData:
    """The arguments of `Dataset.synthetic`."""

    n: int = 100
    intercept: float = 4.0
    slope: float = 3.0
    noise: float = 1.0
    x_range: tuple[float, float] = (0.0, 2.0)
    seed: int = 0


@dataclass(frozen=True, slots=True)
class DataSettings:
    """Where the data come from: a CSV file and two of its columns, or a synthetic set.

    `standardize` says whether x is shown with mean 0 and standard deviation 1. The labels
    stand at the axes; the columns' names do where none is given.
    """

    csv: Path | None = None
    x: str = ""
    y: str = ""
    x_label: str = ""
    y_label: str = ""
    synthetic: SyntheticData | None = None
    standardize: bool = False

    def load(self) -> Dataset:
        """Read or draw the data.

        Raises
        ------
        ValueError
            If they cannot be used.
        """
        if self.csv is not None:
            data = Dataset.from_csv(self.csv, x=self.x, y=self.y)
        else:
            data = Dataset.synthetic(**dataclasses.asdict(self.synthetic or SyntheticData()))
        return data.standardized() if self.standardize else data


@dataclass(frozen=True, slots=True)
class DescentSettings:
    """The path: the first θ, the learning rate, the most steps, and when it has converged."""

    start: tuple[float, float] = (0.0, 12.0)
    rate: float = 0.4
    steps: int = 100
    tolerance: float = 0.01


@dataclass(frozen=True, slots=True)
class LessonSettings:
    """All that a lesson file says."""

    title: str = "Gradient descent"
    data: DataSettings = field(default_factory=DataSettings)
    descent: DescentSettings = field(default_factory=DescentSettings)


def find_lesson(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the lesson file that `GDSCENES_LESSON` names, else the packaged default.

    Raises
    ------
    SettingsError
        If it names neither a file nor a packaged example.
    """
    named = environment.get(VARIABLE, "").strip() or DEFAULT
    packaged = EXAMPLES / f"{named}.toml"
    if packaged.parent == EXAMPLES and packaged.is_file():
        return packaged
    path = Path(named).expanduser()
    if not path.is_file():
        names = ", ".join(sorted(example.stem for example in EXAMPLES.glob("*.toml")))
        raise SettingsError(
            f"{VARIABLE}: {named} is not there; it must be a lesson file or an example ({names})"
        )
    return path


def load_lesson(path: str | Path | None = None) -> LessonSettings:
    """Read and check a lesson file; without a path, the one that `find_lesson` finds.

    Raises
    ------
    SettingsError
        If the file cannot be read, or a key or value is wrong.
    """
    path = find_lesson() if path is None else Path(path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: is not TOML: {error}") from None
    reader = _Reader(path)
    lesson = reader.table(LessonSettings, table, "")
    _check(reader, lesson)
    return lesson


def _check(reader: _Reader, lesson: LessonSettings) -> None:
    """Check what concerns several keys, and the values that gdmath judges."""
    data, descent = lesson.data, lesson.descent
    if data.csv is not None and data.synthetic is not None:
        raise reader.error("data", "has both csv and synthetic; it must have one of them")
    for key in ("x", "y"):
        if data.csv is not None and not getattr(data, key):
            raise reader.error(f"data.{key}", "is missing; it must name a column of the csv file")
        if data.csv is None and getattr(data, key):
            raise reader.error(f"data.{key}", "names a column, but there is no data.csv")
    if data.synthetic is not None:
        reader.judge("data.synthetic", lambda: data.load())
    reader.judge("descent", lambda: GradientDescent(descent.rate))
    if descent.steps < 1:
        raise reader.error("descent.steps", f"is {descent.steps}; it must be at least 1")
    if not descent.tolerance > 0:
        raise reader.error("descent.tolerance", f"is {descent.tolerance:g}; it must be positive")


Table = TypeVar("Table")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns TOML tables into the dataclasses above, and says what is wrong with them."""

    path: Path

    def error(self, key: str, problem: str) -> SettingsError:
        return SettingsError(f"{self.path}: {key} {problem}")

    def judge(self, key: str, construct: Callable[[], object]) -> None:
        """Pass on what gdmath says of the values under `key`."""
        try:
            construct()
        except ValueError as error:
            raise SettingsError(f"{self.path}: {key}: {error}") from None

    def table(self, kind: type[Table], values: object, prefix: str) -> Table:
        if not isinstance(values, dict):
            raise self.error(prefix.rstrip("."), f"is {values!r}; it must be a table")
        fields = {item.name: item for item in dataclasses.fields(cast(Any, kind))}
        for key in values:
            if key not in fields:
                near = difflib.get_close_matches(key, fields, n=1)
                hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(fields)}"
                raise self.error(prefix + key, f"is no key of a lesson; {hint}")
        read = {
            key: self.value(fields[key].type, value, prefix + key) for key, value in values.items()
        }
        return kind(**read)

    def value(self, kind: Any, value: object, key: str) -> object:
        match kind:
            case "str" if isinstance(value, str):
                return value
            case "bool" if isinstance(value, bool):
                return value
            case "int" if isinstance(value, int) and not isinstance(value, bool):
                return value
            case "float" if _is_number(value):
                return float(cast(float, value))
            case "tuple[float, float]" if (
                isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))
            ):
                return tuple(float(item) for item in value)
            case "Path | None" if isinstance(value, str) and value:
                return self.path.parent / Path(value).expanduser()
            case "SyntheticData | None":
                return self.table(SyntheticData, value, f"{key}.")
            case "DataSettings":
                return self.table(DataSettings, value, f"{key}.")
            case "DescentSettings":
                return self.table(DescentSettings, value, f"{key}.")
        raise self.error(key, f"is {value!r}; it must be {_ALLOWED[kind]}")


def _is_number(value: object) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
    )


_ALLOWED = {
    "str": "text in quotes",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a finite number",
    "tuple[float, float]": "two finite numbers, [a, b]",
    "Path | None": "the path of a CSV file in quotes",
}
