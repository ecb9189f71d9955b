"""What is redrawn before every frame."""

from typing import Any


def keep_fresh(mobject: Any) -> None:
    """Call a mobject's method `refresh` now, and before every frame."""
    mobject.add_updater(lambda live: live.refresh())
    mobject.refresh()
