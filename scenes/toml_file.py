"""TOML files that somebody names: read, or one line that says why not."""

import tomllib
from pathlib import Path
from typing import Any

from gdmath.text_file import obstacle


def read_toml(path: Path) -> dict[str, Any]:
    """Return the table of a file.

    Raises a `ValueError` that names the file if it is not there, is no ordinary file, cannot be
    read, or is not TOML.
    """
    if problem := obstacle(path):
        raise ValueError(f"{path}: {problem}")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:  # also of endless integers
        raise ValueError(f"{path}: is not TOML: {error}") from None


def expanded(name: str | Path) -> Path:
    """Return the path of a name; ~ stands for a home folder where there is one."""
    try:
        return Path(name).expanduser()
    except RuntimeError:  # no such user
        return Path(name)
