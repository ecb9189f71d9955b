"""Imports run one way."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ALLOWED = {
    "gdmath": {"gdmath"},
    "scenes/theme.py": set(),
    "scenes/settings": {"gdmath", "scenes.settings"},
    "scenes/texts": {"scenes.texts"},
    "scenes/camera": {"scenes.camera"},
    "scenes/mobjects": {"gdmath", "scenes.camera", "scenes.mobjects", "scenes.theme"},
    "scenes/lesson": {
        "gdmath",
        "scenes.camera",
        "scenes.lesson",
        "scenes.mobjects",
        "scenes.settings",
        "scenes.texts",
        "scenes.theme",
    },
    "scenes/films.py": set(),
    "scenes/production": {"scenes.production"},
    "scenes/commands": {
        "gdmath",
        "scenes.commands",
        "scenes.films",
        "scenes.lesson",
        "scenes.production",
        "scenes.settings",
        "scenes.texts",
        "scenes.theme",
    },
    "scenes/cli.py": {"scenes.commands", "scenes.films", "scenes.production", "scenes.texts"},
}


def project_imports(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return {name for name in names if name.split(".")[0] in ("gdmath", "scenes")}


@pytest.mark.parametrize("part", ALLOWED)
def test_imports_run_one_way(part):
    place = ROOT / part
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    assert files
    for file in files:
        for name in project_imports(file):
            assert any(name == a or name.startswith(f"{a}.") for a in ALLOWED[part]), (file, name)


def test_the_command_line_is_there_at_once():
    loaded = "import sys, scenes.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    names = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "click" in names
    assert not {"manim", "numpy", "gdmath", "rich"} & set(names)


def test_gdmath_needs_numpy_alone():
    loaded = (
        "import sys; from gdmath import *;"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    names = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "numpy" in names
    assert not {"manim", "scenes", "scipy", "sympy"} & set(names)


def test_gdmath_imports_what_is_asked_for_and_no_more():
    code = (
        "import sys, gdmath; early = 'numpy' in sys.modules;"
        "found = {getattr(gdmath, name).__name__ for name in gdmath.__all__};"
        "print(early, found == set(gdmath.__all__), hasattr(gdmath, 'Foo'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "False True False"
