"""Windows: which part of a cost to show, and how windows change while a film looks closer."""

from gdmath.windows.step import step_window
from gdmath.windows.window import Range, Scale, Window, cropped, visible_steps
from gdmath.windows.zoom import Zoom, gap_offset

__all__ = [
    "Range", "Scale", "Window", "Zoom", "cropped", "gap_offset", "step_window", "visible_steps",
]  # fmt: skip
