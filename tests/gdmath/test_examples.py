"""Every public function and class shows in an example how it is used."""

import ast
from pathlib import Path

import pytest

MODULES = sorted((Path(__file__).parents[2] / "gdmath").rglob("*.py"))


def shows_no_example(node: ast.stmt) -> bool:
    if not isinstance(node, ast.ClassDef | ast.FunctionDef) or node.name.startswith("_"):
        return False
    if isinstance(node, ast.ClassDef) and any("Protocol" in ast.unparse(b) for b in node.bases):
        return False  # what others implement
    return ">>>" not in (ast.get_docstring(node) or "")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_every_public_docstring_has_an_example(module):
    statements = ast.parse(module.read_text(encoding="utf-8")).body
    assert [node.name for node in statements if shows_no_example(node)] == []
