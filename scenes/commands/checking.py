"""What a lesson comes to, in numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from gdmath.rates import Regime
from scenes.films import Film
from scenes.lesson.landscape_descent import LandscapeDescent
from scenes.lesson.problem import Problem
from scenes.production.job import Picture, expected_minutes

REGIMES: dict[Regime, str] = {
    "crawl": "goes straight down, slowly along the valley",
    "monotone": "goes straight down",
    "zigzag": "leaps across the valley, and still converges",
    "edge": "leaps to and fro without end",
    "divergent": "diverges",
}


def facts(problem: Problem, films: Iterable[Film], picture: Picture) -> list[tuple[str, str]]:
    """Return what there is to know about a lesson: names and values, as they are printed."""
    settings = problem.settings
    best = problem.cost.minimizer()
    intercept, slope = settings.symbols.plain
    rows = [
        ("lesson", str(settings.file or "")),
        ("data", f"m = {problem.data.m}, {problem.x_label} → {problem.y_label}"),
        ("cost", settings.cost.kind),
        (
            "minimum",
            f"{intercept} = {best[0]:.4g}, {slope} = {best[1]:.4g}, "
            f"J = {float(problem.cost(best)):.4g}",
        ),
        *_rate_facts(problem),
        (
            "path",
            f"from ({problem.start[0]:g}, {problem.start[1]:g}), "
            f"{problem.path.outcome} after {problem.path.steps} steps, "
            f"{problem.shown.steps} of them shown",
        ),
        ("window", _window(problem, intercept, slope)),
    ]
    if settings.landscape.name or settings.landscape.formula:
        rows.append(("landscape", _landscape(LandscapeDescent.of(settings))))
    total = 0.0
    for film in films:
        minutes = expected_minutes(film.seconds * settings.pace, picture)
        total += minutes
        rows.append((film.name, f"about {_written(minutes)} to render at {picture.name}"))
    return [*rows, ("all films", f"about {_written(total)}")]


def _landscape(found: LandscapeDescent) -> str:
    name = found.settings.landscape.name or found.settings.landscape.formula
    return (
        f"{name}: from ({found.start[0]:g}, {found.start[1]:g}) with rate {found.rate:g}, "
        f"{found.path.outcome} after {found.path.steps} steps at J = {found.path.costs[-1]:.4g}"
    )


def _rate_facts(problem: Problem) -> list[tuple[str, str]]:
    name = problem.settings.descent.optimizer
    rates = problem.rates
    if rates is None:
        flat = "none at a minimum to go by"
        return [("curvature", flat), ("rate", f"{problem.rate:.4g}, {name}")]
    share = problem.rate / rates.critical
    told = f"{problem.rate:.4g} = {share:.2f} of the critical {rates.critical:.4g}"
    if name == "gradient_descent":
        told += f": {REGIMES[rates.regime(problem.rate)]}"
    else:
        told += f" of plain descent; {name} has its own"
    curvature = (
        f"λ from {rates.smallest:.4g} to {rates.largest:.4g}, condition κ = {rates.condition:.4g}"
    )
    return [("curvature", curvature), ("rate", told), ("optimal rate", f"{rates.optimal:.4g}")]


def _window(problem: Problem, intercept: str, slope: str) -> str:
    ends = np.stack([problem.window.low, problem.window.high], axis=-1)
    names = (intercept, slope, "J")
    return ", ".join(
        f"{name} from {low:.3g} to {high:.3g}"
        for name, (low, high) in zip(names, ends, strict=True)
    )


def _written(minutes: float) -> str:
    return f"{minutes:.0f} min" if minutes >= 2 else f"{60 * minutes:.0f} s"
