"""The schema of lessons: it takes what can be read, and refuses what cannot."""

import json
import re
import tomllib

import jsonschema
import pytest
from click.testing import CliRunner

from scenes.cli import main
from scenes.commands.schema import lesson_schema
from scenes.commands.template import SCHEMA, template
from scenes.settings import EXAMPLES, KEYS, SettingsError, examples, load_lesson

VALIDATOR = jsonschema.Draft7Validator(lesson_schema(template()))


def is_valid(text: str) -> bool:
    return VALIDATOR.is_valid(tomllib.loads(text))


def is_read(text: str, folder) -> bool:
    path = folder / "lesson.toml"
    path.write_text(text, encoding="utf-8")
    try:
        load_lesson(path)
    except SettingsError:
        return False
    return True


def test_the_schema_is_one():
    jsonschema.Draft7Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize("name", examples())
def test_packaged_lessons_fit(name):
    VALIDATOR.validate(tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")))


def test_the_template_fits_with_all_that_it_only_shows():
    VALIDATOR.validate(tomllib.loads(template()))
    shown = re.sub(r"^# (\w+ = )", r"\1", template(), flags=re.MULTILINE)
    VALIDATOR.validate(tomllib.loads(shown))


GOOD = [
    "[descent]\nrate = 1",
    "[descent]\nrate = 0.5",
    '[descent]\nrate = "0.9 critical"',
    '[descent]\nrate = "optimal"',
    "[descent]\nstart = [0, 12]",
    '[descent]\noptimizers = ["adam", "momentum"]',
    "[data]\nsynthetic = {n = 5, noise = 0}",
    "[cost]\nkind = 'ridge'\npenalty = 0.5",
    "pace = 2",
]

BAD = [
    "titel = 'a'",
    "title = 3",
    "pace = 0.01",
    "pace = 'slow'",
    "data = 3",
    "[data]\ncvs = 'a'",
    "[data]\nstandardize = 1",
    "[data]\nsynthetic = {n = 2.5}",
    "[data]\nsynthetic = {m = 5}",
    "[cost]\nkind = 'rigde'",
    "[cost]\nkind = 'ridge'\npenalty = -1",
    "[descent]\nrate = 0",
    "[descent]\nrate = true",
    "[descent]\nrate = 'quick'",
    "[descent]\nrate = '0.9 criticall'",
    "[descent]\nstart = 'near'",
    "[descent]\nstart = [1]",
    "[descent]\nstart = [1, 'a']",
    "[descent]\nmomentum = 1",
    "[descent]\nsteps = 0",
    "[descent]\nsteps = 1.5",
    "[descent]\noptimizers = ['adamm']",
    "[descent]\noptimizers = 'adam'",
    "[window]\nscale = 'sqrt'",
    "[window]\ntheta0 = [1, 2, 3]",
    "[landscape]\nvariables = ['x']",
    "[symbols]\nslope = 1",
]


@pytest.mark.parametrize("text", GOOD)
def test_what_is_read_fits(text, tmp_path):
    assert is_valid(text)
    assert is_read(text, tmp_path)


@pytest.mark.parametrize("text", BAD)
def test_what_is_refused_does_not_fit(text, tmp_path):
    assert not is_valid(text)
    assert not is_read(text, tmp_path)


def test_every_key_is_there_and_says_what_the_template_does():
    found = {}

    def walk(schema, prefix=""):
        for name, value in schema.get("properties", {}).items():
            found[prefix + name] = value
            walk(value, f"{prefix}{name}.")

    walk(VALIDATOR.schema)
    assert tuple(found) == KEYS
    assert found["pace"]["description"] == "larger is slower"
    assert found["pace"]["default"] == 1.0
    assert found["descent.optimizer"]["description"].endswith("newton, steepest_descent")
    assert "Where the data come from" in found["data"]["description"]


def test_init_writes_the_schema_that_the_lesson_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init", "films/cars.toml"]).exit_code == 0
    first = (tmp_path / "films" / "cars.toml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"#:schema {SCHEMA}"  # as Taplo reads it: beside the file
    schema = json.loads((tmp_path / "films" / SCHEMA).read_text(encoding="utf-8"))
    assert schema == json.loads(json.dumps(VALIDATOR.schema))
    assert {path.name for path in (tmp_path / "films").iterdir()} == {SCHEMA, "cars.toml"}
