"""Sizes, jobs, and that no half-written file stays."""

import dataclasses
import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from scenes.films import FILMS
from scenes.production import progress, rendering
from scenes.production.estimate import FRAME, expected_minutes, expected_together
from scenes.production.failures import reason
from scenes.production.job import ASPECTS, QUALITIES, Picture, RenderJob
from scenes.production.progress import Display, summary
from scenes.production.rendering import Rendered, RenderError, Standing, render
from scenes.production.workplace import PREFIX, clear, workplace
from scenes.terminal import OutputError

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
    minutes = [expected_minutes("Hook", 60, Picture.of(quality)) for quality in "tlmhpk"]
    assert minutes == sorted(minutes)


def test_what_is_expected_is_known_of_films_there_are():
    assert set(FRAME) <= {film.name for film in FILMS}


def test_two_films_at_once_take_as_long_as_one_at_least_and_less_than_both():
    assert expected_together([]) == 0
    assert expected_together([3]) == 3
    assert expected_together([3, 1]) >= 3
    assert 3 < expected_together([3, 3]) < 6


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
    done = render(JOB, tmp_path / "out", {}, reports.append)
    assert done == Rendered(tmp_path / "out" / "Film_de.mp4", 0.5, 5)
    assert names(tmp_path / "out") == ["Film_de.mp4", "Film_de.srt"]
    assert done.file.read_text() == "new"
    assert reports == [Standing(3, 0.2), Standing(5, 0.5)]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("film.write_text('half'); raise ValueError('no more')", "Film: ValueError: no more"),
        ("sys.exit(3)", "the worker ended with code 3"),
        ("print('error: a.toml: rate is 0', file=sys.stderr); sys.exit(2)", "^a.toml: rate is 0$"),
        (
            "print(json.dumps({'error': 'no space left on device: /x'})); sys.exit(1)",
            "^Film: no space left on device: /x$",
        ),
        ("import os; os.kill(os.getpid(), 9)", r"was ended by the system \(Killed\)"),
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


def test_what_is_told_of_a_full_disk_is_the_disk():
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    wrapped = RuntimeError("Failed to encode video segment")
    wrapped.__cause__ = full
    assert reason(wrapped, Path("/films")) == "no space left on device: /films"
    full.filename = "/films/x.mp4"
    assert reason(full, Path("/films")) == "no space left on device: /films/x.mp4"
    full.filename = f"/films/{PREFIX}abc/film/segments/.0-1.part"
    assert reason(full, Path("/films")) == "no space left on device: /films"
    assert reason(ValueError("no more"), Path("/films")) == "ValueError: no more"
    gone = FileNotFoundError(errno.ENOENT, "gone", "a")
    assert reason(gone, Path("/films")) == "a: gone"


def test_a_log_that_cannot_be_kept_hides_no_error(worker, tmp_path):
    worker("print(json.dumps({'error': 'no space left on device: /x'})); sys.exit(1)")
    (tmp_path / "file").write_text("")
    job = dataclasses.replace(JOB, cache=tmp_path / "file")
    with pytest.raises(RenderError, match=r"^Film: no space left on device: /x$"):
        render(job, tmp_path / "out", {}, lambda _: None)


def test_an_error_of_whoever_listens_is_not_the_films(worker, tmp_path):
    worker(FINISH)

    def broken(_):
        raise OutputError(OSError(errno.EPIPE, "Broken pipe"))

    with pytest.raises(OutputError, match="the standard output cannot be written"):
        render(JOB, tmp_path / "out", {}, broken)
    assert names(tmp_path / "out") == []


def test_a_workplace_of_the_dead_is_cleared_and_one_of_the_living_is_not(tmp_path):
    (tmp_path / f"{PREFIX}dead" / "film").mkdir(parents=True)
    (tmp_path / "film.mp4").write_text("")
    with workplace(tmp_path) as (folder, _):
        assert folder.parent == tmp_path
        assert names(tmp_path) == sorted([folder.name, "film.mp4"])
        clear(tmp_path)
        with workplace(tmp_path) as (other, _):
            assert names(tmp_path) == sorted([folder.name, other.name, "film.mp4"])
    assert names(tmp_path) == ["film.mp4"]


def test_the_workplace_of_a_killed_render_is_left_alone_until_its_worker_has_ended(tmp_path):
    code = (
        "import subprocess, sys, time, pathlib\n"
        "from scenes.production.workplace import workplace\n"
        "with workplace(pathlib.Path(sys.argv[1])) as (folder, lock):\n"
        "    child = [sys.executable, '-c', 'import time; time.sleep(600)']\n"
        "    print(subprocess.Popen(child, pass_fds=(lock,)).pid, flush=True)\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        child = int(process.stdout.readline())
        process.kill()
    clear(tmp_path)
    assert len(names(tmp_path)) == 1
    os.kill(child, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while names(tmp_path) and time.monotonic() < deadline:
        clear(tmp_path)
        time.sleep(0.05)
    assert names(tmp_path) == []


@pytest.mark.parametrize("terminal", [True, False])
def test_the_display_says_how_far_each_film_is(terminal, tmp_path):
    console = Console(file=StringIO(), force_terminal=terminal, width=120)
    display = Display(console, ["One", "Two"], [10.0, 20.0], fps=15)
    with display.shown():
        report = display.begin("One")
        report(Standing(0, 0.0, compiling=True))
        report(Standing(30, 2.0))
        report(Standing(300, 20.0))  # longer than expected
        display.end("One", "0:20", seconds=20.0)
        display.begin("Two")
        display.end("Two", "failed")
    summary(console, [("One", Rendered(tmp_path / "One.mp4", 20.0, 300), 7.0)])
    written = console.file.getvalue()
    assert ("\x1b" in written) is terminal
    for expected in ("One", "Two", "failed", "0:20", "7 s"):
        assert expected in written
    if not terminal:
        assert "film 1 of 2, One: the camera is being compiled" in written
        assert re.search(r"film 1 of 2, One: 0:20; \d+ (s|min) left\n", written)
        assert "film 2 of 2, Two: failed\n" in written


def test_the_time_left_is_that_of_all_films(monkeypatch):
    now = 100.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    console = Console(file=StringIO(), width=120)
    display = Display(console, ["One", "Two", "Three"], [10.0, 20.0, 10.0], fps=15)
    report = display.begin("One")
    now += 50
    report(Standing(0, 0.0, compiling=True))  # once only: it says nothing about the rest
    now += 30
    report(Standing(75, 5.0))
    assert console.file.getvalue().splitlines()[-1] == (
        "film 1 of 3, One: 75 frames, 2.5 a second; 4 min left"  # 30 s for 5 s of 40 s
    )


def test_control_characters_of_a_folder_reach_no_terminal(tmp_path):
    console = Console(file=StringIO(), width=120)
    summary(console, [("One", Rendered(tmp_path / "a\x1b[31mb" / "One.mp4", 20.0, 300), 7.0)])
    assert r"a\x1b[31mb" in console.file.getvalue()
