"""Segments of a film: under their names when they are whole, drawn again when they are not."""

import os
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from manim import Circle, Create, FadeIn, Square, config
from manim._config.video_encoder import VideoEncoderSpec

from scenes.camera import DepthScene
from scenes.camera.segments import STALE, WholeSegmentEncoder, is_whole

CONTAINERS = {
    "mp4": ("libx264", "yuv420p"),
    "mov": ("qtrle", "argb"),
    "webm": ("libvpx-vp9", "yuva420p"),
}
MANY = 150
"""Frames, of which encoders write some before they know the last."""
FRAME = np.random.default_rng(0).integers(0, 255, (64, 96, 4), dtype=np.uint8)


def encoder(folder: Path, kind: str = "mp4") -> WholeSegmentEncoder:
    codec, pixels = CONTAINERS[kind]
    spec = VideoEncoderSpec(kind, codec, pixels, 96, 64, Fraction(15), ())
    return WholeSegmentEncoder(target=folder / f"segment.{kind}", spec=spec)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", CONTAINERS)
@pytest.mark.parametrize("frames", [1, MANY])
def test_a_segment_has_its_name_when_it_is_whole(tmp_path, kind, frames):
    writing = encoder(tmp_path, kind)
    for _ in range(frames):
        writing.write_frame(FRAME)
        for name in names(tmp_path):
            assert name.startswith(".")
            assert name.endswith(".part")
    writing.finish()
    writing.finish()
    assert names(tmp_path) == [f"segment.{kind}"]
    assert is_whole(writing.target)


def test_an_aborted_segment_leaves_an_older_one_alone(tmp_path):
    (tmp_path / "segment.mp4").write_text("older")
    writing = encoder(tmp_path)
    writing.write_frame(FRAME)
    writing.abort()
    assert names(tmp_path) == ["segment.mp4"]
    assert (tmp_path / "segment.mp4").read_text() == "older"


@pytest.mark.parametrize("kind", CONTAINERS)
def test_a_video_that_ends_too_early_is_not_whole(tmp_path, kind):
    writing = encoder(tmp_path, kind)
    writing.write_frame(FRAME, repeat=MANY)
    part = tmp_path / "killed"
    os.link(next(tmp_path.glob(".*")), part)
    assert not is_whole(part)  # as a killed program leaves it
    writing.finish()
    whole = writing.target.read_bytes()
    # One that was whole once is not cut; a webm says how long it lasts at its beginning.
    lengths = (0, 10) if kind == "webm" else (0, 10, len(whole) // 2)
    part.unlink()
    for length in lengths:
        part.write_bytes(whole[:length])
        assert not is_whole(part)
    part.write_text("no video")
    assert not is_whole(part)
    assert not is_whole(tmp_path / "nothing")
    assert not is_whole(tmp_path)


@pytest.mark.parametrize("place", ["tex_dir", "text_dir"])
def test_texts_that_were_not_written_to_their_end_are_set_again(place):
    folder = config.get_dir(place)
    folder.mkdir(parents=True, exist_ok=True)
    past = time.time() - 3600
    for name, content in {"whole": "<svg></svg>\n", "half": "<svg><g", "empty": ""}.items():
        (folder / f"{name}.svg").write_text(content)
        os.utime(folder / f"{name}.svg", (past, past))
    (folder / "now.svg").write_text("<svg")
    Short()
    assert names(folder) == ["now.svg", "whole.svg"]


class Short(DepthScene):
    def construct(self):
        self.play(FadeIn(Square()), run_time=0.4)
        self.play(Create(Circle()), run_time=0.4)


def film(scene: DepthScene) -> bytes:
    scene.render()
    with av.open(scene.renderer.file_writer.movie_file_path) as video:
        return b"".join(frame.to_ndarray().tobytes() for frame in video.decode(video=0))


@pytest.mark.parametrize("damage", ["half", "nothing", "other"])
def test_a_broken_segment_is_thrown_away_and_drawn_again(damage):
    first = Short()
    expected = film(first)
    segments = [Path(path) for path in first.renderer.file_writer.partial_movie_files]
    kept = segments[0].stat().st_mtime_ns
    content = segments[1].read_bytes()
    left = {"half": content[: len(content) // 2], "nothing": b"", "other": b"no video"}[damage]
    segments[1].write_bytes(left)
    assert film(Short()) == expected
    assert is_whole(segments[1])
    assert segments[0].stat().st_mtime_ns == kept


def test_a_film_takes_the_older_ones_place_when_it_is_whole(monkeypatch):
    first = Short()
    film(first)
    movie = Path(first.renderer.file_writer.movie_file_path)
    before = movie.read_bytes()
    real = av.open

    def failing(file, *arguments, **options):
        opened = real(file, *arguments, **options)
        if str(file).endswith(f".{movie.name}"):
            opened.close()
            raise KeyboardInterrupt
        return opened

    monkeypatch.setattr(av, "open", failing)
    with pytest.raises(KeyboardInterrupt):
        Short().render()
    assert movie.read_bytes() == before
    assert not list(movie.parent.glob(".*"))


def test_parts_of_killed_programs_are_cleared_when_they_are_old():
    scene = Short()
    folder = scene.renderer.file_writer.partial_movie_directory
    folder.mkdir(parents=True, exist_ok=True)
    old, new = folder / ".old-1.part", folder / ".new-2.part"
    for part in (old, new):
        part.touch()
    past = time.time() - STALE - 60
    os.utime(old, (past, past))
    Short()
    assert not old.exists()
    assert new.exists()
