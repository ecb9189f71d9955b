"""Every public function, class and method shows in an example how it is used."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

MODULES = sorted((Path(__file__).parents[2] / "gdmath").rglob("*.py"))
INHERITED = {"emptyPrinter"}  # named and called by SymPy


def without_example(parent: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in parent.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef) or node.name in INHERITED:
            continue
        if node.name.startswith("_") and node.name != "__call__":
            continue
        if isinstance(node, ast.ClassDef):
            if any("Protocol" in ast.unparse(base) for base in node.bases):
                continue  # what others implement
            yield from without_example(node)
        if ">>>" not in (ast.get_docstring(node) or ""):
            yield node.name


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_every_public_docstring_has_an_example(module):
    assert list(without_example(ast.parse(module.read_text(encoding="utf-8")))) == []
