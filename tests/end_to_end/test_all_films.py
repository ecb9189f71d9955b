"""All films, rendered small by one command, and read back from the disk."""

import subprocess
import sys

import av
import numpy as np
import pytest

from scenes.films import FILMS

GDSCENES = [sys.executable, "-P", "-c", "from scenes.cli import main; main(prog_name='gdscenes')"]

PACE = 0.4


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("films")
    done = subprocess.run(
        [*GDSCENES, "render", "all", "--quality", "t", "--output", "out", "--set", f"pace={PACE}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_every_film_is_there_as_long_as_it_says_and_never_black(folder):
    for film in FILMS:
        with av.open(folder / f"{film.name}.mp4") as video:
            stream = video.streams.video[0]
            assert (stream.width, stream.height) == (256, 144)
            frames = np.array([frame.to_ndarray(format="gray") for frame in video.decode(video=0)])
        assert len(frames) / 5 == pytest.approx(PACE * film.seconds, rel=0.15), film.name
        background = np.median(frames[0])
        drawn = (np.abs(frames.astype(int) - background) > 40).mean(axis=(1, 2))
        assert (drawn[5:] > 0.002).all(), film.name
        assert drawn.max() > 0.02, film.name
        moved = np.abs(np.diff(frames.astype(int), axis=0)).max(axis=(1, 2))
        assert (moved > 20).mean() > 0.2, film.name


def test_every_film_has_its_captions(folder):
    for film in FILMS:
        captions = (folder / f"{film.name}.srt").read_text(encoding="utf-8")
        assert captions.count(" --> ") >= 3, film.name
