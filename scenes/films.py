"""The films there are. A line here adds one."""

from collections.abc import Iterable
from dataclasses import dataclass

from gdmath.hints import hint


@dataclass(frozen=True, slots=True)
class Film:
    """One film: the scene `name` of `module`, and its length for the packaged lesson."""

    number: int
    name: str
    module: str
    seconds: float

    @property
    def key(self) -> str:
        """The key of the film's table of texts, and of its one line under ``films``."""
        return self.module.rpartition(".")[2]

    @property
    def study(self) -> str:
        """The module of the film's study."""
        return f"scenes.study.{self.key}"


FILMS: tuple[Film, ...] = (
    Film(1, "Hook", "scenes.lesson.hook", 14.0),
    Film(2, "DataAndBadLine", "scenes.lesson.data_and_bad_line", 33.0),
    Film(3, "OneLineOnePoint", "scenes.lesson.one_line_one_point", 38.0),
    Film(4, "BowlRises", "scenes.lesson.bowl_rises", 43.0),
    Film(5, "Slices", "scenes.lesson.slices", 43.0),
    Film(6, "TwoLinesOnePlane", "scenes.lesson.two_lines_one_plane", 31.5),
    Film(7, "Zoom", "scenes.lesson.zoom", 43.0),
    Film(8, "GradientOnTheFloor", "scenes.lesson.gradient_on_the_floor", 38.5),
    Film(9, "OneStep", "scenes.lesson.one_step", 35.0),
    Film(10, "TangentPlaneDescent", "scenes.lesson.tangent_plane_descent", 48.5),
    Film(11, "FourViews", "scenes.lesson.four_views", 39.0),
    Film(12, "LearningRates", "scenes.lesson.learning_rates", 45.0),
    Film(13, "WhyItZigzags", "scenes.lesson.why_it_zigzags", 52.0),
    Film(14, "BatchAndStochastic", "scenes.lesson.batch_and_stochastic", 56.0),
    Film(15, "OptimizerRace", "scenes.lesson.optimizer_race", 41.0),
    Film(16, "Landscape", "scenes.lesson.landscape", 34.0),
)


def choose(names: Iterable[str]) -> tuple[Film, ...]:
    """Return the films called so, by class, number or key; all if "all" is among the names.

    Raises a `ValueError` if there are no names, or no film is called so.

    Examples
    --------
    >>> [film.name for film in choose(["10", "TangentPlaneDescent"])]
    ['TangentPlaneDescent']
    """
    names = list(names)
    if not names:
        raise ValueError(
            "no film is named; name some as `gdscenes list` does, by name or number "
            f"(gdscenes render Hook 10), or all {len(FILMS)} (gdscenes render all)"
        )
    known = {name: film for film in FILMS for name in (film.name, film.key, str(film.number))}
    for name in names:
        if name not in known and name != "all":
            numbers = f"they have the numbers 1 to {len(FILMS)}"
            meant = numbers if name.isdecimal() else hint(name, (film.name for film in FILMS))
            raise ValueError(f"{name!r:.80} is no film; {meant}")
    return FILMS if "all" in names else tuple(dict.fromkeys(known[name] for name in names))
