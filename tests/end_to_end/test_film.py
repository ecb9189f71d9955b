"""The film as a user makes it: by the command line, read back from the disk."""

import json
import os
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
SCENE = ROOT / "scenes" / "lesson" / "tangent_plane_descent.py"
WIDTH, HEIGHT, FPS = 320, 180, 5


def render(media: Path, lesson: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "manim", "render", "--progress_bar", "none"]
    command += ["--media_dir", str(media), *options, str(SCENE), "TangentPlaneDescent"]
    return subprocess.run(
        command,
        env={**os.environ, "GDSCENES_LESSON": lesson},
        capture_output=True,
        text=True,
        cwd=media,
        timeout=900,
        check=False,
    )


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> Path:
    media = tmp_path_factory.mktemp("film")
    small = ("--resolution", f"{WIDTH},{HEIGHT}", "--fps", str(FPS), "--save_sections")
    done = render(media, "question", *small)
    assert done.returncode == 0, done.stderr + done.stdout
    return media / "videos" / "tangent_plane_descent" / f"{HEIGHT}p{FPS}"


@pytest.fixture(scope="module")
def frames(film) -> np.ndarray:
    with av.open(film / "TangentPlaneDescent.mp4") as video:
        return np.array([frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)])


def test_size_duration_and_frame_count(film, frames):
    with av.open(film / "TangentPlaneDescent.mp4") as video:
        stream = video.streams.video[0]
        assert (stream.width, stream.height) == (WIDTH, HEIGHT)
        assert stream.average_rate == FPS
        assert 35 <= float(stream.duration * stream.time_base) <= 50
    assert 35 * FPS <= len(frames) <= 50 * FPS


def test_the_sections_are_named_and_make_up_the_film(film, frames):
    sections = json.loads((film / "sections" / "TangentPlaneDescent.json").read_text())
    assert [section["name"] for section in sections] == [
        "data",
        "bowl",
        "touch",
        "descend",
        "level",
    ]
    assert sum(int(section["nb_frames"]) for section in sections) == len(frames)
    for section in sections:
        assert (film / "sections" / section["video"]).stat().st_size > 1000


def test_the_captions_are_written(film):
    captions = (film / "TangentPlaneDescent.srt").read_text(encoding="utf-8")
    assert captions.count(" --> ") >= 10
    assert "A plane touches the bowl here." in captions
    assert "The gradient vanishes." in captions


def test_the_picture_is_not_black_and_changes(frames):
    assert (frames[2 * FPS :].max(axis=(1, 2, 3)) > 150).all()
    last, first = frames[-1].astype(int), frames[0].astype(int)
    assert (np.abs(last - first) > 40).any(axis=2).mean() > 0.05


def test_the_last_second_holds(frames):
    still = frames[-FPS:].astype(int)
    assert np.abs(np.diff(still, axis=0)).max() < 40


def test_what_each_part_is_about_is_on_screen(frames):
    """The bowl's colours appear in the stage once it has risen, the plane's gold after it."""
    stage = frames[:, :, : int(0.64 * WIDTH)].astype(int)
    red, green, blue = stage[..., 0], stage[..., 1], stage[..., 2]
    gold = ((red > 90) & (red - blue > 60) & (green - blue > 25)).mean(axis=(1, 2))
    blueish = ((blue > 60) & (blue - red > 20)).mean(axis=(1, 2))
    data, touch = slice(0, 5 * FPS), slice(17 * FPS, None)
    assert gold[data].max() < 0.001
    assert gold[touch].mean() > 0.005  # seen edge-on, the plane is but a line
    assert blueish[touch].min() > 0.01


def test_another_lesson_is_never_taken_from_the_cache(tmp_path):
    still = ("--resolution", "160,90", "--fps", "2", "-n", "0,1")
    lesson = tmp_path / "lesson.toml"
    digests = []
    for rate in (0.4, 0.3):
        lesson.write_text(f"[descent]\nrate = {rate}\n")
        done = render(tmp_path, str(lesson), *still)
        assert done.returncode == 0, done.stderr
        parts = sorted(tmp_path.rglob("partial_movie_files/*/*.mp4"))
        digests.append({part.name for part in parts})
    assert digests[0] < digests[1]


def test_the_same_lesson_is_taken_from_the_cache(tmp_path):
    names = []
    for _ in range(2):
        done = render(tmp_path, "question", "--resolution", "160,90", "--fps", "2", "-n", "0,12")
        assert done.returncode == 0, done.stderr
        names.append({path.name for path in tmp_path.rglob("partial_movie_files/*/*.mp4")})
    assert len(names[0]) > 10
    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[descent]\nrat = 3\n", "descent.rat is no key of a lesson; did you mean rate?"),
        ("[data]\ncsv = 'no.csv'\nx = 'a'\ny = 'b'\n", "there is no such file"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(tmp_path, text, says):
    lesson = tmp_path / "lesson.toml"
    lesson.write_text(text)
    done = render(tmp_path, str(lesson))
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.rglob("*.mp4"))
