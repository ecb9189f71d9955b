"""The README's examples run as they stand."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_runs(number, monkeypatch):
    monkeypatch.chdir(ROOT / "tests" / "data")  # where cars.csv is
    names: dict = {}
    exec(EXAMPLES[number], names)  # noqa: S102 (our own README)
    assert len(names) > 3


def test_there_are_examples():
    assert len(EXAMPLES) >= 3


def test_what_the_map_names_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    entries = re.findall(r"^ *(\S.*?) {2,}\S", text.split("```")[1], re.MULTILINE)
    names = {name for entry in entries for name in entry.split() if re.fullmatch("[a-z_]+", name)}
    files = {path.stem for part in ("gdmath", "scenes") for path in (ROOT / part).rglob("*.py")}
    folders = {path.name for part in ("gdmath", "scenes") for path in (ROOT / part).rglob("*")}
    assert len(names) > 60
    assert names <= files | folders
