"""Draws one film: ``python -m scenes.production.worker JOB``, with the job as JSON.

What it says on its standard output are lines of JSON: ``{"frames": 120, "seconds": 2.0}`` for
the frames drawn and the seconds of film that are done, and at the end ``{"file": ...}``. All else
goes to the standard error.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any, TextIO

from scenes.production.job import FRAME_HEIGHT, RenderJob

EVERY = 0.25
"""Seconds from one report to the next."""

KEPT = 2000
"""Segments of a film that are kept, the newest."""

ENCODING = {
    "mp4": {"crf": "18", "preset": "veryfast"},
    "mov": {"crf": "18", "preset": "veryfast"},
    "gif": {"crf": "12", "preset": "veryfast"},
    "webm": {"crf": "24", "b": "0", "deadline": "realtime", "cpu-used": "6", "row-mt": "1"},
}


def main() -> None:
    """Draw the job of the command line."""
    job = RenderJob.from_json(sys.argv[1])
    reports, sys.stdout = sys.stdout, sys.stderr
    file, seconds, frames = draw(job, reports)
    _say(reports, frames=frames, seconds=seconds, file=str(file))


def draw(job: RenderJob, reports: TextIO) -> tuple[Path, float, int]:
    """Draw a film; return its file, its seconds and the number of frames drawn."""
    from manim import config

    segments = job.folder / "segments"
    kept = job.cache / "segments" / job.name
    _configure(config, job, segments)
    _lend(kept, segments)
    scene = getattr(importlib.import_module(job.module), job.name)()
    writer = scene.renderer.file_writer
    count = _Count(writer.write_frame)
    writer.write_frame = count
    done = threading.Event()

    def report() -> None:
        while not done.wait(EVERY):
            try:
                _say(reports, frames=count.frames, seconds=scene.renderer.time)
            except OSError:  # nobody listens any more
                os._exit(1)

    threading.Thread(target=report, daemon=True).start()
    try:
        scene.render()
    finally:
        done.set()
        # Manim has finished or removed every segment by now: what is there is whole.
        _keep(segments, kept)
    return Path(writer.movie_file_path), float(scene.renderer.time), count.frames


class _Count:
    """Counts the frames that are handed on."""

    def __init__(self, write_frame: Any) -> None:
        self.frames = 0
        self._write_frame = write_frame

    def __call__(self, pixels: Any, *, repeat: int = 1) -> None:
        self._write_frame(pixels, repeat=repeat)
        self.frames += repeat


def _configure(config: Any, job: RenderJob, segments: Path) -> None:
    picture = job.picture
    config.pixel_width, config.pixel_height = picture.width, picture.height
    config.frame_rate = picture.fps
    config.frame_height, config.frame_width = FRAME_HEIGHT, picture.frame_width
    config.media_dir = str(job.cache)
    config.video_dir = str(job.folder)
    config.images_dir = str(job.folder)
    config.partial_movie_dir = str(segments)
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


def _lend(kept: Path, segments: Path) -> None:
    """Put the segments of earlier renders where Manim looks for them."""
    segments.mkdir(parents=True, exist_ok=True)
    for path in kept.glob("*.*") if kept.is_dir() else ():
        try:
            os.link(path, segments / path.name)
        except OSError:  # no hard links here: the film is drawn anew
            return


def _keep(segments: Path, kept: Path) -> None:
    """Keep new segments for later renders."""
    kept.mkdir(parents=True, exist_ok=True)
    for path in segments.glob("*.*"):
        if path.suffix != ".txt" and path.is_file():
            path.replace(kept / path.name)
    newest = sorted(kept.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest[KEPT:]:
        path.unlink(missing_ok=True)


def _say(reports: TextIO, **values: object) -> None:
    reports.write(json.dumps(values) + "\n")
    reports.flush()


if __name__ == "__main__":
    main()
