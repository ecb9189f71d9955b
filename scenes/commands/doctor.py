"""What is installed, what is missing, and how to get it."""

from __future__ import annotations

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


def examine(output: Path) -> list[Finding]:
    """Look at all that the films need; they are to be written below `output`."""
    return [
        _python(),
        *(
            _package(name, module, why)
            for name, module, why in (
                ("manim", "manim", "pip install 'manim[typst]>=0.22,<0.23' (see the README)"),
                ("numba", "numba", "pip install numba"),
                ("numpy", "numpy", "pip install numpy"),
                ("av", "av", "pip install av: it encodes the films"),
                ("rich", "rich", "pip install rich"),
            )
        ),
        _typst(),
        _package("sympy", "sympy", "pip install sympy: for formulas as landscapes", needed=False),
        _package("contourpy", "contourpy", "pip install contourpy: for contours", needed=False),
        _ffmpeg(),
        _processors(),
        _writable("output", output),
        _writable("temporary files", Path(tempfile.gettempdir())),
        _room(output),
    ]


def _python() -> Finding:
    cure = "" if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed"
    return Finding("python", f"{platform.python_version()} on {platform.system()}", cure)


def _package(name: str, module: str, cure: str, *, needed: bool = True) -> Finding:
    problem = _tried(lambda: importlib.import_module(module))
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
    cure = "pip install 'manim[typst]>=0.22,<0.23': it brings the fonts" if problem else ""
    return Finding("typst and fonts", problem or importlib.metadata.version("typst"), cure)


def _ffmpeg() -> Finding:
    found = shutil.which("ffmpeg")
    return Finding("ffmpeg", found or "not there, and not needed: av brings the codecs")


def _processors() -> Finding:
    return Finding("processors", str(os.cpu_count() or 1))


def _writable(name: str, folder: Path) -> Finding:
    there = next((part for part in (folder, *folder.absolute().parents) if part.exists()), folder)

    def write() -> None:
        with tempfile.NamedTemporaryFile(dir=there):
            pass

    problem = _tried(write)
    cure = "choose another folder with --output, or mend its rights" if problem else ""
    return Finding(name, problem or str(folder), cure)


def _room(folder: Path) -> Finding:
    there = next((part for part in (folder, *folder.absolute().parents) if part.exists()), folder)
    free = shutil.disk_usage(there).free / 1e9
    cure = "" if free > 1 else "films and their segments need about 1 GB"
    return Finding("free space", f"{free:.1f} GB", cure)


def _tried(action: Callable[[], object]) -> str:
    """Return in one line why an action failed, nothing if it did not."""
    try:
        action()
    except Exception as error:  # whatever is wrong with it is what is asked for
        return f"{type(error).__name__}: {error}".splitlines()[0]
    return ""
