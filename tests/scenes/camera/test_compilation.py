"""A kernel on disk is used as long as the drawing code is the same, and no longer."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scenes.camera import compilation

SOURCE = """
from typing import NamedTuple

from scenes.camera.compilation import kernel


class Pair(NamedTuple):
    a: int
    b: int


@kernel
def total(pair):
    return pair.a + pair.b
"""


def loaded(path: Path, monkeypatch: pytest.MonkeyPatch, source: str = SOURCE) -> ModuleType:
    path.write_text(source)
    spec = importlib.util.spec_from_file_location("one_kernel", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "one_kernel", module)
    spec.loader.exec_module(module)
    return module


def hits(module: Any, of: str = "Pair") -> int:
    assert module.total(getattr(module, of)(2, 3)) == 5
    return sum(module.total.stats.cache_hits.values())


def test_a_compiled_kernel_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "one_kernel.py"
    assert hits(loaded(path, monkeypatch)) == 0
    assert hits(loaded(path, monkeypatch)) == 1


def test_a_kernel_of_other_drawing_code_is_not_used_nor_even_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one_kernel.py"
    assert hits(loaded(path, monkeypatch)) == 0
    monkeypatch.setattr(compilation, "drawing_version", lambda: "another")
    # The old index names a class that is no longer there.
    assert hits(loaded(path, monkeypatch, SOURCE.replace("Pair", "Couple")), "Couple") == 0
    assert hits(loaded(path, monkeypatch, SOURCE.replace("Pair", "Couple")), "Couple") == 1


def test_it_is_known_while_a_kernel_is_compiled_and_not_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one_kernel.py"
    seen: list[bool] = []

    class Watched(compilation.Compilation):
        def on_start(self, event: object) -> None:
            super().on_start(event)
            seen.append(self.running)

    with Watched() as watched:
        hits(loaded(path, monkeypatch))
        assert seen == [True]
        assert not watched.running
        hits(loaded(path, monkeypatch))
    assert seen == [True]


@pytest.mark.parametrize("change", ["content", "name", "another file"])
def test_the_drawing_version_is_of_every_source_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    digest = compilation.drawing_version.__wrapped__
    for name in ("compilation.py", "tables.py"):
        (tmp_path / name).write_text("x = 1\n")
    monkeypatch.setattr(compilation, "__file__", str(tmp_path / "compilation.py"))
    before = digest()
    assert digest() == before
    if change == "content":
        (tmp_path / "tables.py").write_text("x = 2\n")
    elif change == "name":
        (tmp_path / "tables.py").rename(tmp_path / "schema.py")
    else:
        (tmp_path / "more.py").write_text("")
    assert digest() != before
