"""The theme and the language that a lesson names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scenes.settings import LessonSettings
from scenes.texts import Texts
from scenes.theme import Theme, load_theme


def look_of(settings: LessonSettings) -> tuple[Theme, Texts]:
    """Return the theme and the texts that a lesson names.

    Raises
    ------
    SettingsError
        If there are none such.
    """
    with _named(settings, "theme"):
        theme = load_theme(settings.theme)
    with _named(settings, "language"):
        texts = Texts.load(settings.language)
    return theme, texts


@contextmanager
def _named(settings: LessonSettings, key: str) -> Iterator[None]:
    """Pass on what is wrong with `key`, with where it was given."""
    try:
        yield
    except ValueError as error:
        raise settings.error(key, str(error).removeprefix(f"{key} ")) from None
