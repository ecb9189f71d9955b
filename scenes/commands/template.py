"""A first lesson file, and the schema by which editors complete it."""

import json
import os
import tempfile
from importlib import resources
from pathlib import Path

from gdmath.text_file import GONE, obstacle
from scenes.commands.schema import lesson_schema

NAME = "lesson.toml"
SCHEMA = "lesson.schema.json"
"""The name by which the first line of the template asks editors for it, beside the lesson."""


def template() -> str:
    """Return a lesson file that says what holds without it, and what else can be said."""
    return (resources.files("scenes") / "commands" / NAME).read_text(encoding="utf-8")


def write_lesson(path: Path, *, force: bool = False) -> Path:
    """Write the template to `path`, or into it if it is a folder, and the schema beside it.

    A link stays one: what it leads to is written. Returns the lesson's file. Raises a `ValueError`
    if a file is there and not to be replaced, is no ordinary one, or cannot be written; then none
    is.
    """
    path = path / NAME if path.is_dir() else path
    if path.name == SCHEMA:
        raise ValueError(f"{path} is the name of the schema; a lesson must have another")
    schema = json.dumps(lesson_schema(template()), indent=2, ensure_ascii=False)
    texts = {path: template(), path.with_name(SCHEMA): f"{schema}\n"}
    for file, text in texts.items():
        problem = obstacle(file)
        if problem not in ("", GONE):
            raise ValueError(f"{file} {problem}; it must be a file")
        if not (problem or force or (file != path and _holds(file, text))):
            raise ValueError(f"{file} is there already; --force replaces it")
    for file, text in texts.items():
        _write(file, text)
    return path


def _holds(path: Path, text: str) -> bool:
    """Return whether a file has this text, as the schema has that an earlier lesson came with."""
    try:
        return path.read_bytes() == text.encode()
    except OSError:
        return False


def _write(path: Path, text: str) -> None:
    """Write a file, whole or not at all.

    Raises a `ValueError` if it cannot be written.
    """
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{NAME}-", dir=target.parent) as folder:
            part = Path(folder) / NAME
            part.write_text(text, encoding="utf-8")
            os.replace(part, target)  # noqa: PTH105
    except OSError as error:
        raise ValueError(f"{path}: cannot be written ({error.strerror})") from None
