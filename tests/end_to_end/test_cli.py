"""A film as the command line makes it, and what is left when it is stopped."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import av
import numpy as np
import pytest

GDSCENES = [sys.executable, "-P", "-c", "from scenes.cli import main; main(prog_name='gdscenes')"]
SHORT = ("--quality", "l", "--set", "pace=0.1", "--set", "descent.steps=3")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*GDSCENES, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with a lesson of its own and the film of it."""
    folder = tmp_path_factory.mktemp("gdscenes")
    (folder / "lesson.toml").write_text('theme = "mine.toml"\nlanguage = "de"\ntitle = "Ä"\n')
    (folder / "manim.py").write_text("raise ImportError('not this one')")
    (folder / "mine.toml").write_text('base = "light"\nbackground = "#fff0e0"\n')
    done = run(folder, "render", "10", "--lesson", "lesson.toml", "--output", "out", *SHORT)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "out/TangentPlaneDescent_de.mp4" in done.stdout
    return folder


def test_the_film_has_the_size_the_length_and_the_look_asked_for(folder):
    with av.open(folder / "out" / "TangentPlaneDescent_de.mp4") as video:
        stream = video.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (854, 480, 15)
        assert 2 <= float(stream.duration * stream.time_base) <= 8
        last = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)][-1]
    corner = last[:10, :10].reshape(-1, 3).mean(axis=0)
    np.testing.assert_allclose(corner, [0xFF, 0xF0, 0xE0], atol=6)


def test_the_captions_are_german(folder):
    captions = (folder / "out" / "TangentPlaneDescent_de.srt").read_text(encoding="utf-8")
    assert "Jeder Punkt ist eine Beobachtung." in captions
    assert captions.count(" --> ") >= 10


def test_nothing_but_the_film_is_left(folder):
    names = sorted(path.name for path in (folder / "out").iterdir())
    assert names == [".cache", "TangentPlaneDescent_de.mp4", "TangentPlaneDescent_de.srt"]
    assert not (folder / "media").exists()


def test_texts_are_kept_but_never_written_where_another_worker_reads(folder):
    kept = list((folder / "out" / ".cache" / "texts").iterdir())
    assert {path.suffix for path in kept} == {".svg"}
    for path in kept:
        assert ElementTree.fromstring(path.read_bytes()).tag.endswith("svg")  # noqa: S314 (ours)
    assert not (folder / "out" / ".cache" / "Tex").exists()


def test_an_interrupted_render_leaves_the_older_film_and_no_half_one(folder):
    film = folder / "out" / "TangentPlaneDescent_de.mp4"
    before = film.read_bytes()
    command = ["render", "10", "--lesson", "lesson.toml", "--output", "out", "--quality", "k"]
    with subprocess.Popen(
        [*GDSCENES, *command],
        cwd=folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        # As in a terminal, also where the tests run in the background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        deadline = time.monotonic() + 120
        while not list((folder / "out").glob(".rendering-*/film/segments/*.mp4")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip() == "stopped"
    assert film.read_bytes() == before
    assert [path.name for path in (folder / "out").glob(".*")] == [".cache"]
    for segment in (folder / "out" / ".cache" / "segments").rglob("*.mp4"):
        with av.open(segment) as video:
            assert next(video.decode(video=0)) is not None


def test_a_lesson_without_its_data_is_said_before_anything_is_drawn(tmp_path):
    (tmp_path / "lesson.toml").write_text('[data]\ncsv = "no.csv"\nx = "a"\ny = "b"\n')
    done = run(tmp_path, "render", "all", "--lesson", "lesson.toml")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert "no.csv" in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["lesson.toml"]


def test_help_and_list_are_there_without_manim(tmp_path):
    for arguments in (["--help"], ["list"]):
        code = f"import sys; sys.modules['manim'] = None; {GDSCENES[-1]}"
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
