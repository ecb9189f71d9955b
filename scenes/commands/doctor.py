"""What is installed, what is missing, and how to get it."""

import importlib
import importlib.metadata
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `cure` says how to get it where it is missing."""

    name: str
    found: str
    cure: str = ""
    needed: bool = True

    @property
    def fine(self) -> bool:
        """Whether nothing is missing."""
        return not self.cure


MANIM = "pip install 'manim[typst]>=0.22,<0.23'"


def examine(output: Path) -> list[Finding]:
    """Look at all that the films need; they are to be written below `output`."""
    new = sys.version_info >= (3, 11)
    python = f"{platform.python_version()} on {platform.system()}"
    ffmpeg = shutil.which("ffmpeg") or "not there, and not needed: av brings the codecs"
    free = shutil.disk_usage(existing(output)).free / 1e9
    return [
        Finding("python", python, "" if new else "Python 3.11 or newer is needed"),
        _package("manim", f"{MANIM} (see the README)"),
        _package("numba", "pip install numba"),
        _package("numpy", "pip install numpy"),
        _package("av", "pip install av: it encodes the films"),
        _package("rich", "pip install rich"),
        _typst(),
        _package("sympy", "pip install sympy: for formulas as landscapes", needed=False),
        _package("contourpy", "pip install contourpy: for contours", needed=False),
        Finding("ffmpeg", ffmpeg),
        Finding("processors", str(os.cpu_count() or 1)),
        _writable("output", output),
        _writable("temporary files", Path(tempfile.gettempdir())),
        Finding(
            "free space",
            f"{free:.1f} GB",
            "" if free > 1 else "films and their segments need about 1 GB",
        ),
    ]


def existing(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that is there."""
    parts = (folder, *folder.absolute().parents)
    return next(part for part in parts if os.path.exists(part))  # noqa: PTH110 (never raises)


def _package(name: str, cure: str, *, needed: bool = True) -> Finding:
    problem = _tried(lambda: importlib.import_module(name))
    if problem:
        return Finding(name, problem, cure, needed)
    return Finding(name, importlib.metadata.version(name), needed=needed)


def _typst() -> Finding:
    """Look for the typesetter and the family of fonts that comes with it."""

    def draw() -> None:
        typst = importlib.import_module("typst")
        source = b'#set text(font: "New Computer Modern Math")\n$theta_0$'
        if not typst.compile(source, format="svg"):
            raise OSError("it drew nothing")

    problem = _tried(draw)
    cure = f"{MANIM}: it brings the fonts" if problem else ""
    return Finding("typst and fonts", problem or importlib.metadata.version("typst"), cure)


def _writable(name: str, folder: Path) -> Finding:
    def write() -> None:
        with tempfile.NamedTemporaryFile(dir=existing(folder)):
            pass

    problem = _tried(write)
    cure = "choose another folder with --output, or mend its rights" if problem else ""
    return Finding(name, problem or str(folder), cure)


def _tried(action: Callable[[], object]) -> str:
    """Return in one line why an action failed, nothing if it did not."""
    try:
        action()
    except Exception as error:  # whatever is wrong with it is what is asked for
        return f"{type(error).__name__}: {error}".splitlines()[0]
    return ""
