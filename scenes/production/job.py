"""What is to be rendered, and how large."""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

QUALITIES = {
    "t": (144, 5),
    "l": (480, 15),
    "m": (720, 30),
    "h": (1080, 60),
    "p": (1440, 60),
    "k": (2160, 60),
}
"""The pixels of the shorter side, and frames a second; "t" is for a try, the others are Manim's."""

ASPECTS = ("16:9", "9:16", "1:1")
FORMATS = ("mp4", "webm", "mov", "gif")
OPAQUE = ("mp4",)
"""Formats that have no transparency."""

FRAME_HEIGHT = 8.0
"""Of every frame, in scene units."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The size of a frame in pixels, and frames a second."""

    width: int
    height: int
    fps: int

    @classmethod
    def of(cls, quality: str, aspect: str = "16:9") -> Self:
        """Return the picture of one of `QUALITIES` and one of `ASPECTS`."""
        short, fps = QUALITIES[quality]
        if aspect == "1:1":
            return cls(short, short, fps)
        long = round(short * 16 / 9 / 2) * 2  # encoders want even sizes
        return cls(long, short, fps) if aspect == "16:9" else cls(short, long, fps)

    @property
    def frame_width(self) -> float:
        """The width of the frame in scene units; its height is `FRAME_HEIGHT`."""
        return FRAME_HEIGHT * self.width / self.height

    @property
    def name(self) -> str:
        """The name of a folder for films of this size."""
        return f"{self.width}x{self.height}p{self.fps}"


@dataclass(frozen=True, slots=True)
class RenderJob:
    """One film, the scene `name` of `module`, to be drawn by one worker.

    It leaves files called `stem`, of one of `FORMATS`, in `folder`. Finished segments and texts are
    kept in `cache` from film to film.
    """

    name: str
    module: str
    stem: str
    picture: Picture
    container: str
    transparent: bool
    folder: Path
    cache: Path

    def to_json(self) -> str:
        """Write the job for `from_json`."""
        return json.dumps(dataclasses.asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        table = json.loads(text)
        table["picture"] = Picture(**table["picture"])
        for key in ("folder", "cache"):
            table[key] = Path(table[key])
        return cls(**table)
