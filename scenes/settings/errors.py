"""What is said of a lesson that cannot be used."""

from __future__ import annotations


class SettingsError(ValueError):
    """A lesson that cannot be used; one line: file, key, value and what would be right."""
