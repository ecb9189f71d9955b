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
