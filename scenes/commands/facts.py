"""What a lesson comes to, in numbers."""

from collections.abc import Sequence

from gdmath.rates import Regime
from scenes.commands.lesson_options import objections
from scenes.films import Film
from scenes.production.estimate import expected_minutes, expected_together, in_words
from scenes.production.job import Picture
from scenes.settings import LandscapeSettings
from scenes.study.landscape import Terrain
from scenes.study.problem import Problem

REGIMES: dict[Regime, str] = {
    "crawl": "goes straight down, slowly along the valley",
    "monotone": "goes straight down",
    "zigzag": "leaps across the valley, and still converges",
    "edge": "leaps to and fro without end",
    "divergent": "diverges",
}


def facts(problem: Problem, films: Sequence[Film], picture: Picture) -> list[tuple[str, str]]:
    """Return what there is to know about a lesson: names and values, as they are printed."""
    settings, path, start = problem.settings, problem.path, problem.start
    names = (*settings.symbols.plain, "J")
    minimum = "none, or none known"
    if problem.best is not None:
        values = (*problem.best, problem.least)
        pairs = zip(names, values, strict=True)
        minimum = ", ".join(f"{name} = {value:.4g}" for name, value in pairs)
    ends = zip(names, problem.window.low, problem.window.high, strict=True)
    rows = [
        ("lesson", str(settings.file or "")),
        ("data", _data(problem)),
        ("cost", settings.cost.kind),
        ("minimum", minimum),
        *_rate_facts(problem),
        (
            "path",
            f"from ({start[0]:g}, {start[1]:g}), "
            f"{path.outcome} after {_steps(path.steps)}, {_shown(problem)}",
        ),
        ("window", ", ".join(f"{name} from {low:.3g} to {high:.3g}" for name, low, high in ends)),
    ]
    if settings.landscape != LandscapeSettings():
        rows.append(("landscape", _landscape(Terrain.of(settings))))
    wrong = objections(problem, films)
    minutes = {}
    for film in films:
        if film.name in wrong:
            rows.append((film.name, f"cannot be drawn: {wrong[film.name]}"))
            continue
        minutes[film] = expected_minutes(film.name, film.seconds * settings.pace, picture)
        rows.append((film.name, f"about {in_words(minutes[film])} to render at {picture.name}"))
    return [*rows, ("all films", f"about {in_words(expected_together(minutes.values()))}")]


def _data(problem: Problem) -> str:
    data = problem.data
    columns = ((problem.x_label, data.x), (problem.y_label, data.y))
    ranges = [f"{label} from {v.min():.4g} to {v.max():.4g}" for label, v in columns]
    return f"m = {data.m}, {' → '.join(ranges)}"


def _landscape(found: Terrain) -> str:
    asked, descent = found.settings.landscape, found.path
    return (
        f"{asked.name or asked.formula}: from ({found.start[0]:g}, {found.start[1]:g}) with "
        f"rate {found.rate:g}, {descent.outcome} after {_steps(descent.steps)} "
        f"at J = {descent.costs[-1]:.4g}"
    )


def _rate_facts(problem: Problem) -> list[tuple[str, str]]:
    name = problem.settings.descent.optimizer
    rates = problem.rates
    if rates is None:
        flat = "none at a minimum to go by"
        return [("curvature", flat), ("rate", f"{problem.rate:.4g}, {name}")]
    share = problem.rate / rates.critical
    told = f"{problem.rate:.4g} = {share:#.3g} of the critical {rates.critical:.4g}"
    batch = problem.settings.descent.batch
    if name != "gradient_descent":
        told += f" of plain descent; {name} has its own"
    elif batch is None:
        told += f": {REGIMES[rates.regime(problem.rate)]}"
    if batch is not None:
        told += "; batches of some observations scatter about that"
    curvature = (
        f"λ from {rates.smallest:.4g} to {rates.largest:.4g}, condition κ = {rates.condition:.4g}"
    )
    return [("curvature", curvature), ("rate", told), ("optimal rate", f"{rates.optimal:.4g}")]


def _steps(number: int) -> str:
    return "1 step" if number == 1 else f"{number} steps"


def _shown(problem: Problem) -> str:
    """Say how much of the path can be seen."""
    if problem.shown.steps == 0:
        return "none of them shown: the first leads out of the picture, so films stand still"
    if problem.shown.steps == problem.path.steps:
        return "all shown"
    return f"{problem.shown.steps} of them shown"
