"""What a lesson comes to, in numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scenes.films import Film
from scenes.lesson.problem import Problem
from scenes.production.job import Picture, expected_minutes

REGIMES = {
    "creeps": "goes straight down, without leaping across the valley",
    "overshoots": "leaps across the valley, and still converges",
    "diverges": "diverges",
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
    for film in films:
        minutes = expected_minutes(film.seconds * settings.pace, picture)
        rows.append((film.name, f"about {_written(minutes)} to render at {picture.name}"))
    return rows


def _rate_facts(problem: Problem) -> list[tuple[str, str]]:
    name = problem.settings.descent.optimizer
    rates = problem.rates
    if rates is None:
        flat = "not curved in every direction at the minimum"
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
