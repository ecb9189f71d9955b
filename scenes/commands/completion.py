"""What the shell can complete: words that are looked up only then."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem


class Words(click.ParamType):  # type: ignore[type-arg]  # generic in some releases of click only
    """Any text; the shell completes some words, and the names of files where they fit too."""

    name = "text"

    def __init__(self, words: Callable[[], Iterable[str]], *, files: bool = False) -> None:
        self.words, self.files = words, files

    def shell_complete(
        self, _context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the words that begin so."""
        found = [CompletionItem(word) for word in self.words() if word.startswith(incomplete)]
        return found + [CompletionItem(incomplete, type="file")] * self.files


def theme_names() -> Iterable[str]:
    """Return the names of the themes."""
    from scenes.theme import THEMES

    return THEMES


def language_codes() -> Iterable[str]:
    """Return the codes of the languages."""
    from scenes.texts import languages

    return languages()


def examples() -> Iterable[str]:
    """Return the names of the packaged lessons."""
    from scenes.settings import EXAMPLES

    return [path.stem for path in sorted(EXAMPLES.glob("*.toml"))]


def keys() -> Iterable[str]:
    """Return the keys of a lesson, each with an equals sign."""
    from scenes.settings import LessonSettings
    from scenes.settings.reader import keys_of

    return [f"{key}=" for key in keys_of(LessonSettings)]
