"""A first lesson file, and the schema by which editors complete it."""

import json
import os
import tempfile
from importlib import resources
from pathlib import Path

from scenes.commands.schema import lesson_schema

NAME = "lesson.toml"
SCHEMA = "lesson.schema.json"
"""The name by which the first line of the template asks editors for it, beside the lesson."""


def template() -> str:
    """Return a lesson file that says what holds without it, and what else can be said."""
    return (resources.files("scenes") / "commands" / NAME).read_text(encoding="utf-8")


def write_lesson(path: Path, *, force: bool = False) -> Path:
    """Write the template to `path`, or into it if it is a folder, and the schema beside it.

    Returns the lesson's file. Raises a `ValueError` if it is there and not to be replaced, or
    cannot be written.
    """
    path = path / NAME if path.is_dir() else path
    if path.exists() and not force:
        raise ValueError(f"{path} is there already; --force replaces it")
    schema = json.dumps(lesson_schema(template()), indent=2, ensure_ascii=False)
    _write(path.with_name(SCHEMA), f"{schema}\n")
    _write(path, template())
    return path


def _write(path: Path, text: str) -> None:
    """Write a file, whole or not at all.

    Raises a `ValueError` if it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
            part = Path(folder) / path.name
            part.write_text(text, encoding="utf-8")
            os.replace(part, path)  # noqa: PTH105
    except OSError as error:
        raise ValueError(f"{path}: cannot be written ({error.strerror})") from None
