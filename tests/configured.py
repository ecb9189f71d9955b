"""Manim's settings while a test uses it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from manim import config

_KEPT = tempfile.TemporaryDirectory(prefix="films-")
FOLDER = _KEPT.name
"""Where texts set by Typst are kept from test to test; each process has a folder of its own."""


@contextmanager
def configured(settings: Mapping[str, Any]) -> Iterator[None]:
    """Change Manim's settings, and write nothing on the terminal.

    Manim's own `tempconfig` also sets the renderer anew, which takes as long as a test.
    """
    before = dict(config._d)
    quiet = {"verbosity": "ERROR", "progress_bar": "none"}
    config.update({**quiet, **settings})
    try:
        yield
    finally:
        config._d.update(before)
