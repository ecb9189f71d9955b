"""Imports run one way, and nothing heavy is loaded before it is needed."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from scenes.films import FILMS

ROOT = Path(__file__).parents[2]

ALLOWED = {
    "gdmath": {"gdmath"},
    "scenes/terminal.py": set(),
    "scenes/toml_file.py": {"gdmath.text_file"},
    "scenes/theme.py": {"gdmath.hints", "scenes.toml_file"},
    "scenes/texts": {"scenes.texts"},
    "scenes/films.py": {"gdmath.hints"},
    "scenes/settings": {
        "scenes.terminal",
        "gdmath",
        "scenes.settings",
        "scenes.texts",
        "scenes.theme",
        "scenes.toml_file",
    },
    "scenes/study": {"gdmath", "scenes.settings", "scenes.study"},
    "scenes/camera": {"scenes.camera"},
    "scenes/mobjects": {
        "gdmath",
        "scenes.camera",
        "scenes.mobjects",
        "scenes.texts",
        "scenes.theme",
    },
    "scenes/stage": {"gdmath", "scenes.mobjects", "scenes.stage", "scenes.study", "scenes.theme"},
    "scenes/lesson": {
        "gdmath",
        "scenes.camera",
        "scenes.lesson",
        "scenes.mobjects",
        "scenes.settings",
        "scenes.stage",
        "scenes.study",
        "scenes.terminal",
        "scenes.texts",
        "scenes.theme",
    },
    "scenes/production": {
        "scenes.camera.compilation",
        "scenes.production",
        "scenes.terminal",
    },
    "scenes/commands": {
        "gdmath",
        "scenes.commands",
        "scenes.films",
        "scenes.production",
        "scenes.settings",
        "scenes.study",
        "scenes.terminal",
        "scenes.texts",
        "scenes.theme",
        "scenes.toml_file",
    },
    "scenes/cli.py": {
        "scenes.commands",
        "scenes.films",
        "scenes.production",
        "scenes.terminal",
        "scenes.texts",
    },
}

HEAVY = ("manim", "numba", "typst")
"""What drawing needs, and nothing else does."""


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


def test_every_module_has_a_direction():
    covered = {(ROOT / part).resolve() for part in ALLOWED}
    for file in (ROOT / "scenes").rglob("*.py"):
        if file != ROOT / "scenes" / "__init__.py":
            assert any(file == place or place in file.parents for place in covered), file


def loaded_by(code: str, tmp_path: Path) -> set[str]:
    """Return the modules that a program has loaded at its end."""
    report = tmp_path / "loaded.json"
    tail = (
        "\nimport json, pathlib, sys\n"
        f"pathlib.Path({str(report)!r}).write_text(json.dumps(list(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code + tail], capture_output=True, check=True, cwd=ROOT)
    return set(json.loads(report.read_text()))


def test_the_command_line_is_there_at_once(tmp_path):
    names = loaded_by("import scenes.cli", tmp_path)
    assert "click" in names
    assert not {"numpy", "rich", "sympy", *HEAVY} & names


def test_studies_need_no_manim(tmp_path):
    modules = [film.study for film in FILMS]
    assert len({*modules}) == 16
    for file in (ROOT / "scenes" / "study").glob("*.py"):
        modules.append(f"scenes.study.{file.stem}")
    names = loaded_by("import " + ", ".join(modules), tmp_path)
    assert "numpy" in names
    assert not {"sympy", *HEAVY} & names


@pytest.mark.parametrize(
    ("command", "needed"), [("check", "scenes.study.zoom"), ("list", "scenes.texts")]
)
def test_check_and_list_need_no_manim(command, needed, tmp_path):
    code = f"from scenes.cli import main\ntry: main([{command!r}])\nexcept SystemExit: pass"
    names = loaded_by(code, tmp_path)
    assert needed in names
    assert not {*HEAVY} & names


def test_gdmath_needs_numpy_alone(tmp_path):
    names = loaded_by("from gdmath import *", tmp_path)
    assert "numpy" in names
    assert not {"scenes", "scipy", "sympy", "contourpy", *HEAVY} & names


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
