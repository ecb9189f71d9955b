"""The command line, without drawing anything."""

import dataclasses
import errno
import importlib
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gdmath.csv_format import CsvFormat
from scenes.cli import main
from scenes.commands.doctor import Finding, examine
from scenes.commands.template import template
from scenes.films import FILMS, choose
from scenes.lesson.lesson_scene import LessonScene
from scenes.settings import LessonSettings, load_lesson
from scenes.texts import Texts, languages


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str):
        return CliRunner().invoke(main, list(arguments), prog_name="gdscenes")

    return invoke


def test_help_has_the_commands_and_examples(run):
    for arguments in ((), ("--help",), ("-h",)):
        shown = run(*arguments)
        assert shown.exit_code == 0
        for command in ("list", "render", "check", "init", "doctor", "completion"):
            assert re.search(rf"^  {command} ", shown.stdout, re.MULTILINE)
        assert "gdscenes check --lesson lesson.toml" in shown.stdout


@pytest.mark.parametrize("language", languages())
def test_list_has_one_line_for_each_film(run, language):
    lines = run("list", "--language", language).stdout.splitlines()
    assert len(lines) == len(FILMS)
    for line, film in zip(lines, sorted(FILMS, key=lambda film: film.number), strict=True):
        assert re.fullmatch(rf"\s*{film.number}\s+{film.name}\s+\d:\d\d\s+\S.*", line)
        assert line.endswith(Texts.load(language)(f"films.{film.key}"))


def test_every_film_is_a_lesson_scene_with_a_number_of_its_own():
    assert len({film.number for film in FILMS}) == len({film.name for film in FILMS}) == len(FILMS)
    for film in FILMS:
        assert issubclass(getattr(importlib.import_module(film.module), film.name), LessonScene)
        assert film.seconds > 0


def test_films_are_chosen_by_name_number_and_key_once():
    film = FILMS[-1]
    assert choose([film.name, str(film.number), film.key]) == (film,)
    assert choose(["all"]) == choose([film.name, "all"]) == FILMS


def test_check_says_what_the_lesson_comes_to(run):
    shown = run("check", "--set", "descent.rate=0.5 critical", "--quality", "l")
    assert shown.exit_code == 0
    rows = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in shown.stdout.splitlines())
    assert rows["data"].startswith("m = 100")
    assert "θ0 = 3.993, θ1 = 2.935" in rows["minimum"]
    assert "0.500 of the critical 0.8271: goes straight down" in rows["rate"]
    assert rows["path"].startswith("from (0, 12), converged after")
    assert "at 854x480p15" in rows["TangentPlaneDescent"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("rate", "says"), [(0.9, "leaps across the valley"), (1.2, "diverges"), (0.2, "straight")]
)
def test_check_names_the_regime_of_the_rate(run, rate, says):
    assert says in run("check", "--set", f"descent.rate={rate} critical").stdout


@pytest.mark.long
def test_check_says_what_the_landscape_comes_to(run):
    shown = run("check", "--set", "landscape.formula=x^2 + y^2", "--set", "landscape.rate=0.5")
    assert "landscape" in shown.stdout
    assert "x^2 + y^2: from (" in shown.stdout
    assert "converged after 1 step at J = 0" in shown.stdout


@pytest.mark.long
def test_data_laid_over_a_packaged_lesson_have_a_descent_of_their_own(run):
    cars = Path(__file__).parents[1] / "data/cars.csv"
    lay = [f"data.csv={cars}", "data.x=speed", "data.y=dist"]
    shown = run("check", *itertools.chain(*(("--set", key) for key in lay)))
    assert shown.exit_code == 0, shown.stderr
    rows = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in shown.stdout.splitlines())
    assert rows["data"] == "m = 50, speed from 4 to 25 → dist from 2 to 120"
    assert "0.500 of the critical 0.007534" in rows["rate"]
    assert rows["path"].endswith("all shown")
    shown = run("check", *itertools.chain(*(("--set", key) for key in [*lay, "descent.rate=0.4"])))
    assert "none of them shown" in shown.stdout


@pytest.mark.long
def test_check_says_what_cannot_be_drawn(run):
    shown = run("check", "--set", "cost.kind=mean_absolute_error")
    assert shown.exit_code == 0
    assert re.search(r"LearningRates\s+cannot be drawn: --set: cost.kind is", shown.stdout)
    assert re.search(r"Hook\s+about", shown.stdout)


@pytest.mark.long
def test_check_says_that_batches_scatter_and_writes_any_rate(run):
    assert "scatter" in run("check", "--set", "descent.batch=2").stdout
    huge = run("check", "--set", "descent.rate=1e100")
    assert "1e+100 = 1.21e+100 of the critical" in huge.stdout


@pytest.mark.parametrize("command", ["list", "render", "check", "init", "doctor", "completion"])
def test_every_command_has_examples(run, command):
    assert re.search(rf"gdscenes (completion )?{command}", run(command, "--help").stdout)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("check --theme l", {"light"}),
        ("check --language ", {"de", "en", "es"}),
        ("check --lesson o", {"old_faithful"}),
        ("render --set descent.r", {"descent.rate="}),
        ("render Hoo", {"Hook"}),
    ],
)
def test_the_shell_completes_words(run, words, expected):
    *before, _ = f"gdscenes {words}".split(" ")
    environment = {
        "_GDSCENES_COMPLETE": "bash_complete",
        "COMP_WORDS": f"gdscenes {words}",
        "COMP_CWORD": str(len(before)),
    }
    shown = CliRunner().invoke(main, [], prog_name="gdscenes", env=environment)
    found = [line.split(",", 1) for line in shown.stdout.splitlines()]
    assert {word for kind, word in found if kind == "plain"} == expected


BAD = [
    (("check", "--set", "landscape.name=bootth"), "did you mean 'booth'?"),
    (("chek",), "No such command 'chek'. Did you mean 'check'?"),
    (("render", "--qualty", "l"), "No such option"),
    (("render", "--quality", "x"), "'x' is not one of"),
    (("render",), "no film is named; name some as `gdscenes list` does, by name or number"),
    (("render", "-q", "l", "--lesson", "old_faithful"), "or all 16 (gdscenes render all)"),
    (("render", "all", "17"), "'17' is no film; they have the numbers 1 to 16"),
    (("render", "Hook", "0"), "'0' is no film; they have the numbers 1 to 16"),
    (("render", "al"), "'al' is no film"),
    (("render", "TangentPlaneDecent"), "is no film; did you mean TangentPlaneDescent?"),
    (("render", "all", "--transparent", "--format", "mp4"), "mp4 has no transparency"),
    (("render", "all", "--lesson", "no.toml"), "no.toml is not there"),
    (
        ("render", "1", "--set", "descent.rat=1"),
        "--set: descent.rat is no key of a lesson; did you",
    ),
    (("check", "--set", "descent.start=[1e200, 0]"), "start is"),
    (("check", "--set", "cost.kind=logistic"), "--set: cost: y is "),
    (
        ("check", "--set", "window.theta0=[100, 101]"),
        "--set: window.theta0 is [100, 101]; the descent",
    ),
    (
        ("check", "--set", "data.synthetic.n=100000000000"),
        "data.synthetic.n is 100000000000; it must",
    ),
    (("check", "--theme", "lihgt"), "'--theme': theme is 'lihgt'; did you mean light?"),
    (("check", "--theme", "no.toml"), "'--theme': no.toml: is not there"),
    (("check", "--theme", "file.toml/x.toml"), "'--theme': file.toml/x.toml: is not there"),
    (("check", "--theme", "~no-such-user/x.toml"), "~no-such-user/x.toml: is not there"),
    (("check", "--set", "theme=~no-such-user/x.toml"), "no-such-user/x.toml: is not there"),
    (("check", "--set", "theme=lihgt"), "--set: theme is 'lihgt'; did you mean light?"),
    (("check", "--theme", "a\x1b[31mb"), r"theme is 'a\x1b[31mb'"),
    (("check", "--theme", "/dev/zero.toml"), "/dev/zero.toml: is not there"),
    (("check", "--lesson", "/dev/zero"), "/dev/zero is a device; it must be a lesson file"),
    (("check", "--lesson", "/proc/self/mem"), "/proc/self/mem: "),
    (("check", "--lesson", 300 * "x"), "xxx cannot be read (File name too long)"),
    (("check", "--lesson", "x" + 300 * "/x"), "is not there"),
    (("check", "--lesson", "~no-such-user/x.toml"), "~no-such-user/x.toml is not there"),
    (("check", "--lesson", "file/x.toml"), "file/x.toml is not there"),
    (("check", "--lesson", "a\x1b[31mb"), r"a\x1b[31mb is not there"),
    (("check", "--lesson", "a\0b"), r"a\x00b cannot be the name of a file"),
    (("render", "Landscape", "--set", "landscape.name=bootth"), "did you mean 'booth'?"),
    (("render", "OptimizerRace", "--set", "landscape.formula=x^"), "formula 'x^', column 3"),
    (
        ("render", "LearningRates", "--set", "cost.kind=mean_absolute_error"),
        "--set: cost.kind is 'mean_absolute_error'; the film LearningRates needs",
    ),
    (("render", "Hook", "--output", "file/x"), "must be a folder that can be written to"),
    (("render", "Hook", "--output", "/proc/x"), "--output: /proc/x must be a folder that can be"),
    (("render", "Hook", "--output", "/dev/null/x"), "(Not a directory)"),
    (("render", "Hook", "--output", 300 * "x"), "File name too long"),
    (("render", "Hook", "--output", "~no-such-user/x"), "there is no such user"),
    (("render", "Hook", "--output", "a\0b"), r"a\x00b"),
    (("init", "~no-such-user/x.toml"), "there is no such user"),
    (("init", 300 * "x"), "File name too long"),
    (("init", "/proc/x.toml"), "/proc/x.toml: cannot be written"),
    (("init", "file/x.toml"), "file/"),
    (("render", "Hook", "--output", ""), "it must name a folder"),
    (("check", "--set", "rate=0.3"), "rate is no key of a lesson; did you mean descent.rate?"),
    (("check", "--set", "cvs=a"), "cvs is no key of a lesson; did you mean data.csv?"),
    (("check", "--set", "title=中文"), "no font on this machine has 中 文"),
    (("check", "--set", 'title="a\\u0000"'), "it must be one line of text"),
    (("check", "--set", "descent.tolerance=1e9"), "so there is nothing to descend"),
    (("check", "--set", "symbols.slope=α"), "mean something else in the films"),
    (
        ("check", "--set", 'descent.optimizers=["adam"]', "--set", "descent.momentum=0.5"),
        "descent.momentum means nothing for adam",
    ),
    (
        ("check", "--set", "landscape.name=booth", "--set", 'landscape.variables=["u", "v"]'),
        "landscape.variables means nothing beside name",
    ),
    (("check", "--lesson", "."), ". is a folder; it must be a lesson file"),
    (("check", "--language", "fr"), "'--language': language is 'fr'; there are de, en, es"),
    (("list", "--language", "fr"), "'--language': language is 'fr'"),
    (("render", "1", "--language", "fr"), "'--language': language is 'fr'"),
    (("check", "--set", "language=fr"), "--set: language is 'fr'"),
    (("render", "--output", "file"), "is a file"),
    (("render", "Hook", "--output", "/dev/null"), "/dev/null is a device; it must be a folder"),
    (("init", "/dev/null", "--force"), "/dev/null is a device; it must be a file or a folder"),
    (("init", ""), "it must name a file or a folder"),
    (("init", "lesson.schema.json"), "is the name of the schema"),
    (("check", "--lesson", ""), "lesson: '' is empty; it must be a lesson file or an example"),
    (("render", "1", "--lesson", " "), "lesson: '' is empty"),
    (("completion", "tcsh"), "'tcsh' is not one of"),
]


@pytest.mark.parametrize(("arguments", "says"), BAD)
def test_bad_input_is_one_line_and_exit_code_2(run, tmp_path, arguments, says):
    (tmp_path / "file").write_text("")
    shown = run(*arguments)
    assert shown.exit_code == 2
    assert shown.stdout == ""
    assert shown.stderr.startswith("error: ")
    assert says in shown.stderr
    assert shown.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


LONG = 100 * "long value "


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--lesson", 30 * "folder/" + 300 * "x"),
        ("check", "--theme", LONG),
        ("check", "--language", LONG),
        ("check", "--language", 900 * "x"),
        ("check", "--quality", LONG),
        ("check", "--quality", 900 * "x"),
        ("check", "--set", f"title={1000 * '中'}"),
        ("check", "--set", f"{900 * 'x'}=1"),
        ("check", "--set", f"{900 * 'x'}.y=1"),
        ("check", "--set", f"descent.optimizer={900 * 'x'}"),
        ("check", "--set", f"descent.start=[{', '.join(500 * ['1'])}]"),
        ("check", "--set", f"data.csv={900 * 'x'}"),
        ("check", "--set", f"landscape.formula={900 * 'x'}"),
        ("render", 900 * "x"),
        ("render", "Hook", "--output", f"/dev/null/{900 * 'x'}"),
        ("init", 900 * "x"),
        (900 * "x",),
        (f"--{900 * 'x'}",),
    ],
)
def test_long_values_are_shortened_in_every_error(run, arguments):
    shown = run(*arguments)
    assert shown.exit_code == 2
    assert shown.stderr.startswith("error: ")
    assert len(shown.stderr) < 700
    assert max(map(len, re.findall(r"x+|\S+", shown.stderr))) <= 201  # and a full stop
    assert shown.stderr.count("\n") == 1


def test_a_pipe_is_no_lesson_and_no_theme(run, tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    assert "pipe.toml is a pipe; it must be" in run("check", "--lesson", "pipe.toml").stderr
    assert "pipe.toml: is a pipe" in run("check", "--theme", "pipe.toml").stderr
    (tmp_path / "lesson.toml").write_text('theme = "pipe.toml"')
    assert "pipe.toml: is a pipe" in run("check", "--lesson", "lesson.toml").stderr


@pytest.mark.parametrize("what", ["stat", "read_text"])
def test_a_lesson_without_rights_is_named(run, tmp_path, monkeypatch, what):
    (tmp_path / "mine.toml").write_text("")
    real = getattr(Path, what)

    def forbidden(path: Path, *arguments, **options):
        if path.name == "mine.toml":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, what, forbidden)
    for option in ("--lesson", "--theme"):
        shown = run("check", option, "mine.toml")
        assert shown.exit_code == 2
        assert "mine.toml" in shown.stderr
        assert "cannot be read (Permission denied)" in shown.stderr


def test_control_characters_reach_no_listing(run, tmp_path):
    (tmp_path / "data.csv").write_text("a\x1b[31mb,y\n1,2\n2,4\n3,7\n", encoding="utf-8")
    (tmp_path / "l.toml").write_text('[data]\ncsv = "data.csv"\nx = "q"\ny = "y"\n')
    shown = run("check", "--lesson", "l.toml")
    assert shown.exit_code == 2
    for text in (shown.stderr, run("init", "a\x1b[31mb/x.toml").stdout):
        assert "\x1b" not in text
        assert r"a\x1b[31mb" in text


def gdscenes(*arguments: str, **options) -> subprocess.CompletedProcess[bytes]:
    code = "from scenes.cli import main; main(prog_name='gdscenes')"
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments], check=False, timeout=60, **options
    )


@pytest.mark.parametrize(
    "arguments", [("list",), ("--help",), ("render", "--help"), ("--version",)]
)
def test_an_output_that_cannot_be_written_is_one_line(arguments):
    with Path("/dev/full").open("wb") as full:
        done = gdscenes(*arguments, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr == (
        b"error: the standard output cannot be written (No space left on device)\n"
    )


def test_a_closed_output_is_one_line():
    done = gdscenes("list", stderr=subprocess.PIPE, preexec_fn=lambda: os.close(1))
    assert done.returncode == 2
    assert done.stderr == b"error: the standard output cannot be written (it is closed)\n"


@pytest.mark.parametrize("arguments", [("list",), ("--help",), ("--version",)])
def test_an_output_that_nobody_reads_any_more_ends_silently(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    done = gdscenes(*arguments, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


def test_letters_that_the_output_does_not_have_are_no_error():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = gdscenes("list", "--language", "de", capture_output=True, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")


def test_help_says_how_to_get_more_than_the_default(run):
    text = " ".join(run("render", "--help").stdout.split())
    assert "[default: m]" in text
    assert "t: 144p5, for a try" in text
    assert "For more h: 1080p60" in text
    assert ".cache" in text
    assert "-q t" in run("--help").stdout


@pytest.mark.long
def test_init_writes_a_lesson_that_says_what_holds_anyway(run, tmp_path):
    shown = run("init")
    assert (shown.exit_code, shown.stdout) == (0, "lesson.toml\n")
    given = load_lesson(tmp_path / "lesson.toml")
    assert given.data.load().y.tolist() == LessonSettings().data.load().y.tolist()
    data = dataclasses.replace(given.data, synthetic=None)
    assert dataclasses.replace(given, data=data) == LessonSettings()
    assert run("check", "--lesson", "lesson.toml").exit_code == 0


def test_init_replaces_nothing_unless_told_to(run, tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text("title = 'mine'")
    shown = run("init", ".")
    assert shown.exit_code == 2
    assert "lesson.toml is there already; --force replaces it" in shown.stderr
    assert path.read_text() == "title = 'mine'"
    assert run("init", "--force").exit_code == 0
    assert path.read_text(encoding="utf-8") == template()
    names = sorted(item.name for item in tmp_path.iterdir())
    assert names == ["lesson.schema.json", "lesson.toml"]


def test_init_writes_through_links(run, tmp_path):
    real = tmp_path / "real"
    real.mkdir()
    (real / "mine.toml").write_text("title = 'mine'")
    (tmp_path / "link.toml").symlink_to(real / "mine.toml")
    (tmp_path / "new.toml").symlink_to(real / "new.toml")
    assert "is there already" in run("init", "link.toml").stderr
    assert run("init", "link.toml", "--force").exit_code == 0
    assert run("init", "new.toml").exit_code == 0
    for name in ("link.toml", "new.toml"):
        assert (tmp_path / name).is_symlink()
        assert (tmp_path / name).read_text(encoding="utf-8") == template()
    assert sorted(path.name for path in real.iterdir()) == ["mine.toml", "new.toml"]


def test_init_replaces_no_schema_of_somebody_and_no_pipe(run, tmp_path):
    schema = tmp_path / "lesson.schema.json"
    schema.write_text("{}")
    shown = run("init", "cars.toml")
    assert shown.exit_code == 2
    assert "lesson.schema.json is there already; --force replaces it" in shown.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["lesson.schema.json"]
    assert run("init", "cars.toml", "--force").exit_code == 0
    assert run("init", "geysers.toml").exit_code == 0  # with the same schema
    schema.unlink()
    os.mkfifo(schema)
    assert "lesson.schema.json is a pipe; it must be a file" in run("init", "a.toml").stderr
    assert not (tmp_path / "a.toml").exists()
    (tmp_path / "round.toml").symlink_to("round.toml")
    assert "round.toml cannot be read (Too many" in run("init", "round.toml", "--force").stderr


def test_the_template_has_every_key():
    text = template()
    for field in dataclasses.fields(LessonSettings):
        inner = field.default_factory
        if not field.metadata.get("key", True):
            continue
        if inner is dataclasses.MISSING:
            assert re.search(rf"^{field.name} = ", text, re.MULTILINE), field.name
            continue
        part = text.split(f"\n[{field.name}]\n")[1].split("\n[")[0]
        for item in dataclasses.fields(inner):
            assert re.search(rf"^(# )?{item.name} = ", part, re.MULTILINE), item.name


WRITTEN = tuple(f"{item.name} =" for item in dataclasses.fields(CsvFormat))


def test_what_the_template_only_shows_can_be_used_too(tmp_path):
    shown = re.sub(r"^# (\w+ = )", r"\1", template(), flags=re.MULTILINE)
    shown = shown.replace('kind = "mean_squared_error"', 'kind = "huber"')
    drop = ("half", "penalty", "csv", "x =", "y =", "formula", *WRITTEN)
    kept = "\n".join(line for line in shown.splitlines() if not line.startswith(drop))
    path = tmp_path / "lesson.toml"
    path.write_text(kept, encoding="utf-8")
    given = load_lesson(path)
    assert (given.cost.delta, given.descent.batch, given.landscape.rate) == (1.0, 10, 0.001)


@pytest.mark.parametrize("name", ["~nobody-here/t.csv", "n" * 300, "/dev/zero", "."])
def test_data_that_are_no_file_are_one_line(run, name):
    keys = [f"data.csv={name}", "data.x=a", "data.y=b"]
    shown = run("check", *itertools.chain(*(("--set", key) for key in keys)))
    assert shown.exit_code == 2
    assert shown.stderr.startswith("error: --set: data.csv")
    assert len(shown.stderr) < 700
    assert len(shown.stderr.splitlines()) == 1


def test_what_was_guessed_about_a_file_is_noticed_once(run, tmp_path):
    (tmp_path / "t.csv").write_bytes("Größe,b\n1,2\n2,4\n3,NA\n4,9\n".encode("cp1252"))
    keys = ["data.csv=t.csv", "data.x=Größe", "data.y=b", "data.missing=drop"]
    shown = run("check", *itertools.chain(*(("--set", key) for key in keys)))
    assert shown.exit_code == 0, shown.stderr
    assert shown.stderr.splitlines() == [
        f"notice: {tmp_path / 't.csv'} is not UTF-8; it was read as Windows-1252: "
        "look whether letters such as ä and é are right",
        f"notice: {tmp_path / 't.csv'}: 1 row of 4 left out, without a value",
    ]
    assert "Größe from 1 to 4" in shown.stdout


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a,b\n1,2\n2,NA\n3,7\n4,9", "column 'b' is 'NA'.*data.missing = \"drop\""),
        ("a;b\n1.200;2\n1.300;4\n", 'data.decimal = "."'),
        ('a,b\n"1,200",2\n1,4\n', 'data.thousands = ","'),
    ],
)
def test_a_cell_that_a_key_reads_names_the_key(run, tmp_path, content, says):
    (tmp_path / "t.csv").write_text(content)
    keys = ["data.csv=t.csv", "data.x=a", "data.y=b"]
    shown = run("check", *itertools.chain(*(("--set", key) for key in keys)))
    assert shown.exit_code == 2
    assert re.search(says, shown.stderr)
    assert len(shown.stderr.splitlines()) == 1


def test_doctor_finds_what_the_films_need(run, tmp_path):
    shown = run("doctor")
    assert shown.exit_code == 0
    for name in ("python", "manim", "numba", "typst and fonts", "sympy", "contourpy", "output"):
        assert f"  {name} " in shown.stdout
    assert list(tmp_path.iterdir()) == []


def test_doctor_says_how_to_get_what_is_missing(run, monkeypatch):
    real = importlib.import_module

    def missing(name: str, package=None):
        if name == "numba":
            raise ImportError("No module named 'numba'")
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", missing)
    shown = run("doctor")
    assert shown.exit_code == 1
    assert "MISSING   numba" in shown.stdout
    assert "pip install numba" in shown.stdout


def test_doctor_says_where_it_cannot_write(tmp_path):
    (tmp_path / "file").write_text("")
    findings = {finding.name: finding for finding in examine(tmp_path / "file" / "media")}
    assert not findings["output"].fine
    assert isinstance(findings["python"], Finding)
    assert findings["python"].fine


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(run, shell):
    shown = run("completion", shell)
    assert shown.exit_code == 0
    assert "_GDSCENES_COMPLETE" in shown.stdout


def test_films_complete(run):
    environment = {
        "_GDSCENES_COMPLETE": "bash_complete",
        "COMP_WORDS": "gdscenes render Tang",
        "COMP_CWORD": "2",
    }
    shown = CliRunner(env=environment).invoke(main, [], prog_name="gdscenes")
    assert shown.stdout == "plain,TangentPlaneDescent\n"
