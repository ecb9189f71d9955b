"""Films that are asked for on the command line, drawn a few at a time."""

import os
import sys
import tempfile
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from scenes.commands.lesson_options import LessonOptions, objections
from scenes.commands.signals import ended_as_by_ctrl_c
from scenes.films import FILMS, Film
from scenes.production.job import OPAQUE, Picture, RenderJob
from scenes.production.progress import Display, clock, summary
from scenes.production.rendering import Rendered, RenderError, Standing, render
from scenes.study.problem import Problem
from scenes.terminal import one_line, say_error

MEDIA = Path("media")
CACHE = ".cache"
"""Where an output folder keeps what makes the next render faster; without one, `MEDIA` does."""

AT_ONCE = 2
"""Films drawn at once, where there are processors for them: one alone leaves a third of two
processors idle."""

Done = tuple[str, Rendered, float]
"""A film's name, what was drawn, and the seconds that it took."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for on the command line."""

    films: tuple[Film, ...]
    lesson: LessonOptions
    quality: str
    aspect: str
    container: str | None
    transparent: bool
    open_films: bool
    output: Path | None


def carry_out(order: Order) -> int:
    """Render the films; return the exit code.

    Raises a `ValueError` if the lesson or the options cannot be used; then nothing is drawn.
    """
    container = order.container or ("mov" if order.transparent else "mp4")
    if order.transparent and container in OPAQUE:
        raise ValueError(
            f"--transparent: {container} has no transparency; use --format mov or webm"
        )
    problem = order.lesson.problem()
    settings = problem.settings
    picture = Picture.of(order.quality, order.aspect)
    lesson = settings.file.stem if settings.file else "lesson"
    target = (order.output or MEDIA / "films" / lesson / picture.name).absolute()
    cache = (order.output / CACHE if order.output else MEDIA).absolute()
    films = _drawable(problem, order.films)
    _make_folder("--output", target)
    _make_folder("the folder for what is kept", cache)
    suffix = "" if settings.language == "en" else f"_{settings.language}"
    jobs = [
        RenderJob(
            name=film.name,
            module=film.module,
            stem=f"{film.name}{suffix}",
            picture=picture,
            container=container,
            transparent=order.transparent,
            folder=target,
            cache=cache,
        )
        for film in films
    ]
    seconds = [film.seconds * settings.pace for film in films]
    done, failed = _render_all(jobs, target, order.lesson.environment(), seconds)
    for message in failed:
        say_error(message)
    if order.open_films:
        for _, film, _ in done:
            click.launch(str(film.file))
    return 1 if failed else 0


def _make_folder(name: str, folder: Path) -> None:
    """Make a folder that can be written to.

    Raises a `ValueError` if it cannot be, that says why.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        right = "must be a folder that can be written to"
        raise ValueError(f"{name}: {folder} {right} ({error.strerror})") from None


def _drawable(problem: Problem, films: tuple[Film, ...]) -> tuple[Film, ...]:
    """Return the films that the lesson can be told in; of all, some may be left out.

    Raises a `SettingsError` if one that is asked for by name cannot be drawn, or none can.
    """
    wrong = objections(problem, films)
    kept = tuple(film for film in films if film.name not in wrong)
    if wrong and (films != FILMS or not kept):
        raise next(iter(wrong.values()))
    for name, error in wrong.items():
        click.echo(one_line(f"{name} is left out: {error}"), err=True)
    return kept


def _render_all(
    jobs: list[RenderJob], target: Path, environment: dict[str, str], seconds: list[float]
) -> tuple[list[Done], list[str]]:
    """Render jobs, a few at once; one that fails does not keep the others from being drawn."""
    console = Console(file=sys.stdout)
    display = Display(console, [job.name for job in jobs], seconds, jobs[0].picture.fps)
    done: list[Done] = []
    failed: list[str] = []
    stopped = threading.Event()

    def draw(job: RenderJob) -> Done:
        began = time.monotonic()
        report = display.begin(job.name)

        def heard(standing: Standing) -> None:
            if stopped.is_set():  # Ctrl-C reaches the main thread alone
                raise KeyboardInterrupt
            report(standing)

        try:
            film = render(job, target, environment, heard)
        except RenderError:
            display.end(job.name, "failed")
            raise
        display.end(job.name, clock(film.seconds), seconds=film.seconds)
        return job.name, film, time.monotonic() - began

    try:
        with (
            ended_as_by_ctrl_c(),
            display.shown(),
            ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1)) as pool,
        ):
            films: list[Future[Done]] = []
            try:
                films = [pool.submit(draw, job) for job in jobs]
                for future in films:
                    try:
                        done.append(future.result())
                    except RenderError as error:
                        failed.append(str(error))
            except BaseException:  # stopped, or nobody can read what is said
                stopped.set()
                for future in films:
                    future.cancel()
                raise
    finally:
        if done:
            summary(console, done)
    return done, failed
