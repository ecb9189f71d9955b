"""What is said while films are drawn: live lines on a terminal, plain ones elsewhere."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from scenes.production.rendering import Rendered, Report

PLAIN_EVERY = 10.0
"""Seconds from one plain line to the next."""


class Display:
    """One line for each film, as it is drawn; `seconds` are about how long each lasts."""

    def __init__(
        self, console: Console, names: Sequence[str], seconds: Sequence[float], fps: int
    ) -> None:
        self.console = console
        self.seconds = dict(zip(names, seconds, strict=True))
        self.fps = fps
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the lines as long as the context lasts."""
        if not self.console.is_terminal:
            yield
            return
        width = max(map(len, self.seconds))
        self._progress = Progress(
            TextColumn(f"{{task.description:{width}}}"),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[state]}"),
            TimeRemainingColumn(compact=True),
            console=self.console,
            expand=True,
        )
        for name, seconds in self.seconds.items():
            self._tasks[name] = self._progress.add_task(
                name, total=seconds, start=False, state="waits"
            )
        with self._progress:
            yield

    def begin(self, name: str) -> Report:
        """Say that a film begins; return what to call with its progress."""
        began = time.monotonic()
        if self._progress is None:
            frames = round(self.seconds[name] * self.fps)
            self._plain(f"{name}: about {frames} frames")
        else:
            self._progress.start_task(self._tasks[name])
        said = began

        def report(frames: int, seconds: float) -> None:
            nonlocal said
            now = time.monotonic()
            speed = frames / max(now - began, 1e-9)
            state = f"{round(seconds * self.fps)} frames, {speed:.1f} a second"
            if self._progress is not None:
                # A film longer than expected is never shown as done before it is.
                total = max(self.seconds[name], 1.02 * seconds)
                self._progress.update(
                    self._tasks[name], completed=seconds, total=total, state=state
                )
            elif now - said >= PLAIN_EVERY:
                said = now
                self._plain(f"{name}: {state}")

        return report

    def end(self, name: str, state: str, *, seconds: float | None = None) -> None:
        """Say how a film ended; its `seconds` if it was drawn."""
        if self._progress is None:
            self._plain(f"{name}: {state}")
        elif seconds is None:
            self._progress.stop_task(self._tasks[name])
            self._progress.update(self._tasks[name], state=state)
        else:
            self._progress.update(self._tasks[name], completed=seconds, total=seconds, state=state)

    def _plain(self, line: str) -> None:
        self.console.print(line, soft_wrap=True, highlight=False, markup=False)


def summary(console: Console, films: Sequence[tuple[str, Rendered, float]]) -> None:
    """Write a table of finished films: name, file, duration and the seconds that it took."""
    if not console.is_terminal:
        for name, film, took in films:
            line = f"{name}\t{_shown(film.file)}\t{clock(film.seconds)}\t{took:.0f} s"
            console.print(line, soft_wrap=True, highlight=False, markup=False)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("film", "file", "lasts", "took"):
        table.add_column(heading, overflow="fold", justify="left")
    for name, film, took in films:
        table.add_row(name, _shown(film.file), clock(film.seconds), f"{took:.0f} s")
    console.print(table)


def clock(seconds: float) -> str:
    """Write a duration in minutes and seconds.

    Examples
    --------
    >>> clock(125.6)
    '2:06'
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _shown(path: Path) -> str:
    """Return a path as seen from here, where it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
