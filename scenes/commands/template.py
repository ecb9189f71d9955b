"""A first lesson file."""

import os
import tempfile
from importlib import resources
from pathlib import Path

NAME = "lesson.toml"


def template() -> str:
    """Return a lesson file that says what holds without it, and what else can be said."""
    return (resources.files("scenes") / "commands" / NAME).read_text(encoding="utf-8")


def write_lesson(path: Path, *, force: bool = False) -> Path:
    """Write the template to `path`, or into it if it is a folder; return the file.

    Raises a `ValueError` if the file is there and not to be replaced, or cannot be written.
    """
    path = path / NAME if path.is_dir() else path
    if path.exists() and not force:
        raise ValueError(f"{path} is there already; --force replaces it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}-", delete=False
        ) as file:
            file.write(template())
        Path(file.name).chmod(0o644)
        os.replace(file.name, path)  # noqa: PTH105
    except OSError as error:
        raise ValueError(f"{path}: cannot be written ({error.strerror})") from None
    return path
