"""TOML files that somebody names: read, or one line that says why not."""

import stat
import tomllib
from pathlib import Path
from typing import Any

_KINDS = {
    stat.S_ISDIR: "a folder",
    stat.S_ISFIFO: "a pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}


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


def obstacle(path: Path) -> str:
    """Return why a file cannot be read, as far as can be known unopened; nothing if it can."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "is not there"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except ValueError:  # with a character 0
        return "cannot be the name of a file"
    return next((f"is {kind}" for is_kind, kind in _KINDS.items() if is_kind(mode)), "")


def expanded(name: str | Path) -> Path:
    """Return the path of a name; ~ stands for a home folder where there is one."""
    try:
        return Path(name).expanduser()
    except RuntimeError:  # no such user
        return Path(name)
