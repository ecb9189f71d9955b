"""The theme and the language that a lesson names."""

from __future__ import annotations

from scenes.settings import LessonSettings, SettingsError
from scenes.texts import Texts
from scenes.theme import Theme, load_theme


def look_of(settings: LessonSettings) -> tuple[Theme, Texts]:
    """Return the theme and the texts that a lesson names.

    Raises
    ------
    SettingsError
        If there are none such.
    """
    try:
        return load_theme(settings.theme), Texts.load(settings.language)
    except ValueError as error:
        raise SettingsError(f"{settings.file}: {error}" if settings.file else str(error)) from None
