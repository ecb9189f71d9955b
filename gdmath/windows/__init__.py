"""Windows: which part of a cost to show, and how windows change while a film looks closer."""

from gdmath.windows.over_points import landscape_window, window_close_to, window_of_paths
from gdmath.windows.step import step_window
from gdmath.windows.window import Range, Scale, Window, cropped, visible_steps
from gdmath.windows.zoom import Zoom, gap_offset

__all__ = [
    "Range", "Scale", "Window", "Zoom", "cropped", "gap_offset", "landscape_window", "step_window",
    "visible_steps", "window_close_to", "window_of_paths",
]  # fmt: skip
