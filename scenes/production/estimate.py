"""How long films take to render: every number that was measured for it stands here."""

from collections.abc import Iterable, Mapping

from scenes.production.job import Picture

START = 4.0
"""Seconds from the command to a film's first frame: the lesson, Manim, the kernels, the texts."""

TYPICAL = (8.0, 7.5)
FRAME: Mapping[str, tuple[float, float]] = {}
"""What a frame of each film takes: milliseconds, and how many more for a million pixels.

Of films drawn alone, nothing taken from earlier renders, kernels compiled, on two cores without a
graphics card; `TYPICAL` stands for films that are not listed."""

GAIN = 1.3
"""How many times as fast films are done that are drawn two at once."""


def expected_minutes(film: str, seconds: float, picture: Picture) -> float:
    """Return about how many minutes it takes to render a film that lasts `seconds`."""
    frame, megapixel = FRAME.get(film, TYPICAL)
    milliseconds = frame + megapixel * picture.width * picture.height / 1e6
    return (START + seconds * picture.fps * milliseconds / 1e3) / 60


def expected_together(minutes: Iterable[float]) -> float:
    """Return about how many minutes films take that are drawn two at once."""
    alone = list(minutes)
    return max(max(alone, default=0.0), sum(alone) / GAIN)


def in_words(minutes: float) -> str:
    """Write a duration that is known about.

    Examples
    --------
    >>> in_words(0.5), in_words(12.4)
    ('30 s', '12 min')
    """
    return f"{minutes:.0f} min" if minutes >= 2 else f"{60 * minutes:.0f} s"
