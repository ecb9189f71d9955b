"""What is said while films are drawn: live lines on a terminal, plain ones elsewhere."""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from scenes.production.estimate import in_words
from scenes.production.rendering import Rendered, Report, Standing
from scenes.terminal import OutputError, plain

PLAIN_EVERY = 10.0
"""Seconds from one plain line to the next."""

COMPILING = "the camera is being compiled, once after installing"


class Display:
    """One line for each film, as it is drawn; `seconds` are about how long each lasts."""

    def __init__(
        self, console: Console, names: Sequence[str], seconds: Sequence[float], fps: int
    ) -> None:
        self.console, self.fps = console, fps
        self.seconds = dict(zip(names, seconds, strict=True))
        self._numbers = {name: number for number, name in enumerate(names, start=1)}
        self._shares = dict.fromkeys(names, 0.0)
        self._began = time.monotonic()
        self._compiled = dict.fromkeys(names, 0.0)
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
        began = said = heard = time.monotonic()
        compiling = False
        self._progress.start_task(self._tasks[name])
        self._plain(name, f"about {round(self.seconds[name] * self.fps)} frames")

        def report(standing: Standing) -> None:
            nonlocal said, heard, compiling
            now = time.monotonic()
            if standing.compiling:
                self._compiled[name] += now - heard
            drawn = now - began - self._compiled[name]
            speed = standing.frames / max(drawn, 1e-9)
            state = f"{round(standing.seconds * self.fps)} frames, {speed:.1f} a second"
            if not standing.seconds:
                state = "begins"
            if standing.compiling:
                state = COMPILING
            heard = now
            # A film longer than expected is never shown as done before it is.
            total = max(self.seconds[name], 1.02 * standing.seconds)
            self._shares[name] = standing.seconds / total if total else 0.0
            self._progress.update(
                self._tasks[name], completed=standing.seconds, total=total, state=state
            )
            if now - said >= PLAIN_EVERY or (standing.compiling and not compiling):
                said = now
                self._plain(name, state)
            compiling = compiling or standing.compiling

        return report

    def end(self, name: str, state: str, *, seconds: float | None = None) -> None:
        """Say how a film ended; its `seconds` if it was drawn."""
        if seconds is None:
            self._progress.stop_task(self._tasks[name])
        self._progress.update(self._tasks[name], completed=seconds, total=seconds, state=state)
        self._shares[name] = 1.0
        self._plain(name, state)

    def _plain(self, name: str, state: str) -> None:
        """Write a line where no live ones are shown."""
        if not self.console.is_terminal:
            place = f"film {self._numbers[name]} of {len(self._numbers)}"
            write_line(self.console, f"{place}, {name}: {state}{self._left()}")

    def _left(self) -> str:
        """Return how long all films will still take, as fast as they have been until now."""
        done = sum(self._shares[name] * self.seconds[name] for name in self._shares)
        rest = sum(self.seconds.values()) - done
        took = time.monotonic() - self._began - max(self._compiled.values())
        return f"; {in_words(took * rest / done / 60)} left" if done and rest else ""


def summary(console: Console, films: Sequence[tuple[str, Rendered, float]]) -> None:
    """Write a table of finished films: name, file, duration and the seconds that it took."""
    table = Table(box=None, pad_edge=False)
    for heading in ("film", "file", "lasts", "took"):
        table.add_column(heading, overflow="fold", justify="left")
    for name, film, took in films:
        row = (name, plain(_shown(film.file)), clock(film.seconds), f"{took:.0f} s")
        table.add_row(*map(escape, row))
        if not console.is_terminal:
            write_line(console, "\t".join(row))
    if console.is_terminal:
        console.print(table)


def write_line(console: Console, line: str) -> None:
    """Write a line as it is, however long.

    Raises an `OutputError` if it cannot be written.
    """
    try:
        console.file.write(f"{line}\n")
        console.file.flush()
    except OSError as error:
        raise OutputError(error) from error


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
