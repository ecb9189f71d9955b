"""Sizes, jobs, and that no half-written file stays."""

import json
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from scenes.production import rendering
from scenes.production.job import ASPECTS, QUALITIES, Picture, RenderJob, expected_minutes
from scenes.production.progress import Display, summary
from scenes.production.rendering import Rendered, RenderError, render

JOB = RenderJob(
    name="Film",
    module="m",
    stem="Film_de",
    picture=Picture.of("l"),
    container="mp4",
    transparent=False,
    folder=Path("f"),
    cache=Path("c"),
)


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize("aspect", ASPECTS)
def test_pictures_have_the_shape_asked_for(quality, aspect):
    picture = Picture.of(quality, aspect)
    across, down = map(int, aspect.split(":"))
    assert picture.width / picture.height == pytest.approx(across / down, rel=0.002)
    assert picture.frame_width == pytest.approx(8 * across / down, rel=0.002)
    assert picture.width % 2 == picture.height % 2 == 0
    assert min(picture.width, picture.height) == QUALITIES[quality][0]


def test_the_wide_pictures_are_manims():
    from manim.constants import QUALITIES as MANIMS

    theirs = {item["flag"]: item for item in MANIMS.values() if item["flag"]}
    for quality in QUALITIES.keys() - {"t"}:  # for a try, ours alone
        picture = Picture.of(quality)
        item = theirs[quality]
        assert (picture.width, picture.height) == (item["pixel_width"], item["pixel_height"])
        assert picture.fps == item["frame_rate"]


def test_a_job_survives_its_way_to_the_worker():
    assert RenderJob.from_json(JOB.to_json()) == JOB


def test_more_pixels_take_longer():
    minutes = [expected_minutes(60, Picture.of(quality)) for quality in "lmhpk"]
    assert minutes == sorted(minutes)


@pytest.fixture
def worker(monkeypatch):
    """Let a few lines of Python stand for the worker; they see the job as `job`."""

    def pretend(code: str) -> None:
        start = (
            "import json, signal, sys, time, pathlib;"
            "signal.signal(signal.SIGINT, signal.default_int_handler);"
            "job = json.loads(sys.argv[-1]);"
            "folder = pathlib.Path(job['folder']); film = folder / (job['stem'] + '.mp4')\n"
        )
        real = subprocess.Popen

        def popen(command, **options):
            return real([sys.executable, "-c", start + code, command[-1]], **options)

        monkeypatch.setattr(rendering.subprocess, "Popen", popen)

    return pretend


FINISH = """
film.write_text('new'); film.with_suffix('.srt').write_text('words')
print(json.dumps({'frames': 3, 'seconds': 0.2}), flush=True)
print(json.dumps({'frames': 5, 'seconds': 0.5, 'file': str(film)}))
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_whole_film_takes_its_place(worker, tmp_path):
    worker(FINISH)
    reports = []
    done = render(JOB, tmp_path / "out", {}, lambda *report: reports.append(report))
    assert done == Rendered(tmp_path / "out" / "Film_de.mp4", 0.5, 5)
    assert names(tmp_path / "out") == ["Film_de.mp4", "Film_de.srt"]
    assert done.file.read_text() == "new"
    assert reports == [(3, 0.2), (5, 0.5)]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("film.write_text('half'); raise ValueError('no more')", "Film: ValueError: no more"),
        ("sys.exit(3)", "the worker ended with code 3"),
        ("print('error: a.toml: rate is 0', file=sys.stderr); sys.exit(2)", "^a.toml: rate is 0$"),
    ],
)
def test_a_film_that_fails_leaves_the_old_one(worker, tmp_path, code, says):
    worker(code)
    out, cache = tmp_path / "out", tmp_path / "cache"
    out.mkdir()
    (out / "Film_de.mp4").write_text("old")
    job = RenderJob.from_json(json.dumps({**json.loads(JOB.to_json()), "cache": str(cache)}))
    with pytest.raises(RenderError, match=says) as caught:
        render(job, out, {}, lambda *_: None)
    assert "\n" not in str(caught.value)
    assert names(out) == ["Film_de.mp4"]
    assert (out / "Film_de.mp4").read_text() == "old"


def test_a_folder_in_the_films_place_is_said_and_left_alone(worker, tmp_path):
    worker(FINISH)
    (tmp_path / "out" / "Film_de.mp4").mkdir(parents=True)
    with pytest.raises(RenderError, match=r"Film_de\.mp4: is a folder"):
        render(JOB, tmp_path / "out", {}, lambda *_: None)
    assert names(tmp_path / "out") == ["Film_de.mp4"]


def test_an_interruption_stops_the_worker_and_leaves_nothing(worker, tmp_path):
    worker(
        "try:\n    film.write_text('half')\n"
        "    print(json.dumps({'frames': 1, 'seconds': 0.1}), flush=True)\n    time.sleep(600)\n"
        f"except KeyboardInterrupt:\n    pathlib.Path({str(tmp_path / 'tidied')!r}).touch()\n"
    )

    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(JOB, tmp_path / "out", {}, interrupt)
    assert names(tmp_path / "out") == []
    assert (tmp_path / "tidied").exists()


@pytest.mark.long
def test_a_worker_that_does_not_stop_is_ended(worker, tmp_path, monkeypatch):
    monkeypatch.setattr(rendering, "PATIENCE", 0.2)
    ignore = f"import signal; signal.signal({int(signal.SIGINT)}, signal.SIG_IGN)\n"
    worker(ignore + "print(json.dumps({'frames': 1, 'seconds': 0.1}), flush=True); time.sleep(600)")

    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(JOB, tmp_path / "out", {}, interrupt)
    assert names(tmp_path / "out") == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RenderError, match="Not a directory"):
        render(JOB, tmp_path / "file" / "out", {}, lambda *_: None)


@pytest.mark.parametrize("terminal", [True, False])
def test_the_display_says_how_far_each_film_is(terminal, tmp_path):
    console = Console(file=StringIO(), force_terminal=terminal, width=120)
    display = Display(console, ["One", "Two"], [10.0, 20.0], fps=15)
    with display.shown():
        report = display.begin("One")
        report(30, 2.0)
        report(300, 20.0)  # longer than expected
        display.end("One", "0:20", seconds=20.0)
        display.begin("Two")
        display.end("Two", "failed")
    summary(console, [("One", Rendered(tmp_path / "One.mp4", 20.0, 300), 7.0)])
    written = console.file.getvalue()
    assert ("\x1b" in written) is terminal
    for expected in ("One", "Two", "failed", "0:20", "7 s"):
        assert expected in written
