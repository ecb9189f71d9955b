"""Files of a film, as Manim writes them: whole under their names, whatever ends the program."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import av
from manim import config, logger
from manim.scene.scene_file_writer import SceneFileWriter
from manim.scene.video_segment_encoder import VideoSegmentEncoder

PART = ".part"
"""How the name ends of a segment that is being written; it begins with a dot."""

STALE = 24 * 3600.0
"""Seconds after which a part that has not grown was left by a program that was killed."""
END, TAIL = b"</svg>", 64
"""How a drawing ends, and in how many bytes."""

WRITTEN = 1.0
"""Seconds in which any text has been written."""

_NO_DECODER = {"codec_whitelist": "none"}
"""Opening a video without decoding its first frames takes less than a millisecond, else ten."""


class WholeSegmentEncoder(VideoSegmentEncoder):
    """Manim's encoder of one segment, which has its name when it is finished and not before."""

    def __init__(self, *, target: Path, spec: Any) -> None:
        self._part = target.with_name(f".{target.stem}-{os.getpid()}{PART}")
        super().__init__(target=self._part, spec=spec)
        self.target = target  # by which Manim's writer knows it

    def finish(self) -> None:
        """Finish the segment and give it its name.

        Raises a `RuntimeError` if it could not be written to its end.
        """
        if self._closed:
            return
        super().finish()
        if not is_whole(self._part):
            raise RuntimeError(f"{self.target}: the segment could not be written to its end")
        self._part.replace(self.target)

    def abort(self) -> None:
        """Remove what there is of the segment."""
        self.target = self._part
        super().abort()


class SegmentWriter(SceneFileWriter):
    """Manim's writer of a scene, which leaves no half file and takes none from its cache."""

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        if self.output_spec.is_video:
            _clear(self.partial_movie_directory)
        for place in ("tex_dir", "text_dir"):
            clear_texts(config.get_dir(place))

    def _create_segment_encoder(self, target: Path) -> VideoSegmentEncoder:
        if self.video_encoder is None:
            raise RuntimeError("a scene without video has no segments")
        return WholeSegmentEncoder(target=target, spec=self.video_encoder)

    def is_already_cached(self, hash_invocation: str) -> bool:
        """Return whether a segment is there; one that is broken is thrown away."""
        if not super().is_already_cached(hash_invocation):
            return False
        path = self.output_plan.segment_path(hash_invocation)
        if is_whole(path):
            return True
        logger.warning(f"{path.name} is broken and is drawn again")
        path.unlink(missing_ok=True)
        return False

    def combine_files(
        self, input_files: list[str], output_file: Path, *args: Any, **options: Any
    ) -> None:
        """Join segments to a film, which takes the place of an older one when it is whole."""
        part = output_file.with_name(f".{output_file.name}")
        try:
            super().combine_files(input_files, part, *args, **options)
            part.replace(output_file)
        finally:
            part.unlink(missing_ok=True)


def is_whole(path: Path) -> bool:
    """Return whether a video has been written to its end.

    No frame is decoded: what a container says last is where everything is (mp4, mov), or how long
    it lasts (webm).
    """
    try:
        with av.open(path, options=_NO_DECODER) as container:
            return bool(container.streams.video) and container.duration is not None
    except (av.FFmpegError, OSError):
        return False


def clear_texts(folder: Path) -> None:
    """Remove drawings of texts that were not written to their end, which Manim would take as such.

    One that is being written by another program at this moment is left alone.
    """
    for path in folder.glob("*.svg"):
        with suppress(OSError), path.open("rb") as drawing:
            status = os.fstat(drawing.fileno())
            drawing.seek(max(0, status.st_size - TAIL))
            if END not in drawing.read() and time.time() - status.st_mtime > WRITTEN:
                path.unlink()


def _clear(folder: Path) -> None:
    """Remove the parts that killed programs have left."""
    for part in folder.glob(f".*{PART}"):
        with suppress(FileNotFoundError):
            if time.time() - part.stat().st_mtime > STALE:
                part.unlink()
