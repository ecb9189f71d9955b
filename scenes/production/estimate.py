"""How long films take to render: every number that was measured for it stands here."""

from collections.abc import Iterable, Mapping

from scenes.production.job import Picture

START = 5.0
"""Seconds from the command to a film's first frame: the lesson, Manim, the kernels, the texts."""

TYPICAL = (33.0, 5.0)
FRAME: Mapping[str, tuple[float, float]] = {
    "Hook": (12.0, 40.0),
    "DataAndBadLine": (15.0, 5.0),
    "OneLineOnePoint": (27.0, 5.0),
    "BowlRises": (32.0, 5.0),
    "Slices": (28.0, 5.0),
    "TwoLinesOnePlane": (43.0, 5.0),
    "Zoom": (34.0, 5.0),
    "GradientOnTheFloor": (37.0, 5.0),
    "OneStep": (36.0, 5.0),
    "TangentPlaneDescent": (46.0, 5.0),
    "FourViews": (29.0, 5.0),
    "LearningRates": (38.0, 5.0),
    "WhyItZigzags": (23.0, 5.0),
    "BatchAndStochastic": (37.0, 5.0),
    "OptimizerRace": (31.0, 5.0),
    "Landscape": (47.0, 5.0),
}
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
