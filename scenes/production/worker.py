"""Draws one film: ``python -m scenes.production.worker JOB``, with the job as JSON.

What it says on its standard output are lines of JSON: ``{"frames": 120, "seconds": 2.0}`` for
the frames drawn and the seconds of film that are done, with ``"compiling": true`` while kernels
are compiled; at the end also ``"file"``, or ``{"error": ...}`` alone. All else goes to the standard
error.
"""

import contextlib
import importlib
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any, TextIO

from scenes.production.failures import reason
from scenes.production.job import FRAME_HEIGHT, RenderJob

EVERY = 0.25
"""Seconds from one report to the next."""

KEPT = 2000
"""How many of a film's segments, and of all texts, are kept: the newest."""

PASSING = (".txt", ".typ")
"""Manim's lists of segments and its sources of texts, which are not kept."""

ENCODING = {
    "mp4": {"crf": "18", "preset": "veryfast"},
    "mov": {"crf": "18", "preset": "veryfast"},
    "gif": {"crf": "12", "preset": "veryfast"},
    "webm": {"crf": "24", "b": "0", "deadline": "realtime", "cpu-used": "6", "row-mt": "1"},
}


def main() -> None:
    """Draw the job of the command line."""
    # A shell's background jobs are born deaf to it; the command asks its workers to stop with it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    job = RenderJob.from_json(sys.argv[1])
    reports, sys.stdout = sys.stdout, sys.stderr
    try:
        file, seconds, frames = draw(job, reports)
    except Exception as error:
        _say(reports, error=reason(error, job.cache))  # a full disk has no place for a log
        raise
    _say(reports, frames=frames, seconds=seconds, file=str(file))


def draw(job: RenderJob, reports: TextIO) -> tuple[Path, float, int]:
    """Draw a film; return its file, its seconds and the number of frames drawn."""
    from manim import config

    from scenes.camera.compilation import Compilation

    # Manim writes both under names that other workers use too: each has folders of its own.
    segments, texts = job.folder / "segments", job.folder / "texts"
    kept_segments, kept_texts = job.cache / "segments" / job.name, job.cache / "texts"
    _configure(config, job, segments, texts)
    _lend(kept_segments, segments)
    _lend(kept_texts, texts)
    scene = getattr(importlib.import_module(job.module), job.name)()
    writer = scene.renderer.file_writer
    count = _Count(writer.write_frame)
    writer.write_frame = count
    done, compilation = threading.Event(), Compilation()

    def report() -> None:
        while not done.wait(EVERY):
            try:
                now = {"frames": count.frames, "seconds": scene.renderer.time}
                _say(reports, **now, compiling=compilation.running)
            except OSError:  # nobody listens any more
                os._exit(1)

    threading.Thread(target=report, daemon=True).start()
    try:
        with compilation:
            scene.render()
        _keep(texts, kept_texts)
    finally:
        done.set()
        _keep(segments, kept_segments)  # those that are whole; the others have no names yet
    return Path(writer.movie_file_path), float(scene.renderer.time), count.frames


class _Count:
    """Counts the frames that are handed on."""

    def __init__(self, write_frame: Any) -> None:
        self.frames = 0
        self._write_frame = write_frame

    def __call__(self, pixels: Any, *, repeat: int = 1) -> None:
        self._write_frame(pixels, repeat=repeat)
        self.frames += repeat


def _configure(config: Any, job: RenderJob, segments: Path, texts: Path) -> None:
    picture = job.picture
    config.pixel_width, config.pixel_height = picture.width, picture.height
    config.frame_rate = picture.fps
    config.frame_height, config.frame_width = FRAME_HEIGHT, picture.frame_width
    config.media_dir = str(job.cache)
    config.video_dir = str(job.folder)
    config.images_dir = str(job.folder)
    config.partial_movie_dir = str(segments)
    config.tex_dir = str(texts)
    config.output_file = job.stem
    config.format = job.container
    config.video_encoder_options = (
        {} if job.transparent and job.container != "webm" else (ENCODING[job.container])
    )
    config.transparent = job.transparent
    config.progress_bar = "none"
    config.verbosity = "ERROR"
    config.max_files_cached = -1
    config.notify_outdated_version = False


def _lend(kept: Path, folder: Path) -> None:
    """Put what earlier renders have kept where Manim looks for it."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in kept.glob("*.*") if kept.is_dir() else ():
        try:
            os.link(path, folder / path.name)
        except FileNotFoundError:  # another worker has tidied up
            continue
        except OSError:  # no hard links here: all is made anew
            return


def _keep(folder: Path, kept: Path) -> None:
    """Keep what is new and whole for later renders."""
    kept.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("[!.]*.*"):
        if path.suffix not in PASSING and path.is_file():
            path.replace(kept / path.name)
    ages: dict[Path, float] = {}
    for path in kept.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another worker tidies up too
            ages[path] = path.stat().st_mtime
    for path in sorted(ages, key=ages.__getitem__)[:-KEPT]:
        path.unlink(missing_ok=True)


def _say(reports: TextIO, **values: object) -> None:
    reports.write(json.dumps(values) + "\n")
    reports.flush()


if __name__ == "__main__":
    main()
