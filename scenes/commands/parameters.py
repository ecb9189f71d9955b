"""What words of a command line stand for, and how the shell completes them."""

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from gdmath.text_file import GONE, obstacle
from scenes.films import FILMS
from scenes.toml_file import expanded


class Words(click.ParamType):  # type: ignore[type-arg]  # generic in some releases of click only
    """Any text; the shell completes words, looked up only then, and names of files if they fit.

    `check` raises a `ValueError` for a text that cannot be used.
    """

    name = "text"

    def __init__(
        self,
        words: Callable[[], Iterable[str]],
        *,
        files: bool = False,
        check: Callable[[str], object] = str,
    ) -> None:
        self.words, self.files, self.check = words, files, check

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text; an error blames the option that it was given for."""
        try:
            self.check(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return str(value)

    def shell_complete(
        self, _context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the words that begin so."""
        found = [CompletionItem(word) for word in self.words() if word.startswith(incomplete)]
        return found + [CompletionItem(incomplete, type="file")] * self.files


class Place(click.Path):
    """Where something is to be written, a `Path`; ~ stands for a home folder."""

    def __init__(self, *, file_okay: bool = True) -> None:
        super().__init__(file_okay=file_okay)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; an error blames the option that it was given for."""
        what = "a file or a folder" if self.file_okay else "a folder"
        if not str(value):
            self.fail(f"it must name {what}; . is the current folder", param, ctx)
        place = expanded(value)
        if str(place).startswith("~"):
            self.fail(f"{place}: there is no such user", param, ctx)
        if (problem := obstacle(place)) not in ("", GONE, "is a folder"):
            self.fail(f"{place} {problem}; it must be {what}", param, ctx)
        return Path(str(super().convert(str(place), param, ctx)))


THEMES = Words(
    lambda: import_module("scenes.theme").THEMES,
    files=True,
    check=lambda name: import_module("scenes.theme").load_theme(name),
)
LANGUAGES = Words(
    lambda: import_module("scenes.texts").languages(),
    check=lambda name: import_module("scenes.texts").Texts.load(name),
)
LESSONS = Words(lambda: import_module("scenes.settings").examples(), files=True)
KEYS = Words(lambda: [f"{key}=" for key in import_module("scenes.settings").KEYS])


def complete_films(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Complete the name of a film."""
    return [name for name in ["all", *(film.name for film in FILMS)] if name.startswith(begun)]
