"""What is redrawn before every frame."""

from __future__ import annotations

from typing import Any


def keep_fresh(mobject: Any) -> None:
    """Call a mobject's method `refresh` now, and before every frame."""
    mobject.add_updater(lambda live: live.refresh())
    mobject.refresh()
