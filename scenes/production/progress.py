"""What is said while films are drawn: live lines on a terminal, plain ones elsewhere."""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from scenes.production.rendering import Rendered, Report

PLAIN_EVERY = 10.0
"""Seconds from one plain line to the next."""


class Display:
    """One line for each film, as it is drawn; `seconds` are about how long each lasts."""

    def __init__(
        self, console: Console, names: Sequence[str], seconds: Sequence[float], fps: int
    ) -> None:
        self.console, self.fps = console, fps
        self.seconds = dict(zip(names, seconds, strict=True))
        self._progress = Progress(
            TextColumn(f"{{task.description:{max(map(len, names))}}}"),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[state]}"),
            TimeRemainingColumn(compact=True),
            console=console,
            expand=True,
        )
        self._tasks = {
            name: self._progress.add_task(name, total=total, start=False, state="waits")
            for name, total in self.seconds.items()
        }

    def shown(self) -> AbstractContextManager[object]:
        """Return the context that shows the live lines as long as it lasts."""
        return self._progress if self.console.is_terminal else nullcontext()

    def begin(self, name: str) -> Report:
        """Say that a film begins; return what to call with its progress."""
        began = said = time.monotonic()
        self._progress.start_task(self._tasks[name])
        self._plain(f"{name}: about {round(self.seconds[name] * self.fps)} frames")

        def report(frames: int, seconds: float) -> None:
            nonlocal said
            now = time.monotonic()
            speed = frames / max(now - began, 1e-9)
            state = f"{round(seconds * self.fps)} frames, {speed:.1f} a second"
            # A film longer than expected is never shown as done before it is.
            total = max(self.seconds[name], 1.02 * seconds)
            self._progress.update(self._tasks[name], completed=seconds, total=total, state=state)
            if now - said >= PLAIN_EVERY:
                said = now
                self._plain(f"{name}: {state}")

        return report

    def end(self, name: str, state: str, *, seconds: float | None = None) -> None:
        """Say how a film ended; its `seconds` if it was drawn."""
        if seconds is None:
            self._progress.stop_task(self._tasks[name])
        self._progress.update(self._tasks[name], completed=seconds, total=seconds, state=state)
        self._plain(f"{name}: {state}")

    def _plain(self, line: str) -> None:
        """Write a line where no live ones are shown."""
        if not self.console.is_terminal:
            write_line(self.console, line)


def summary(console: Console, films: Sequence[tuple[str, Rendered, float]]) -> None:
    """Write a table of finished films: name, file, duration and the seconds that it took."""
    table = Table(box=None, pad_edge=False)
    for heading in ("film", "file", "lasts", "took"):
        table.add_column(heading, overflow="fold", justify="left")
    for name, film, took in films:
        row = (name, _shown(film.file), clock(film.seconds), f"{took:.0f} s")
        table.add_row(*row)
        if not console.is_terminal:
            write_line(console, "\t".join(row))
    if console.is_terminal:
        console.print(table)


def write_line(console: Console, line: str) -> None:
    """Write a line as it is, however long."""
    console.print(line, soft_wrap=True, highlight=False, markup=False)


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
