"""What each thing on screen looks like: roles, not colours, are used everywhere else."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gdmath.hints import hint
from scenes.toml_file import expanded, read_toml


@dataclass(frozen=True, slots=True)
class Theme:
    """The look of a film, by role; colours are hex codes, opacities in [0, 1].

    `surface` lists the stops of the colour map over the cost's height, low to high;
    `optimizers` the colours of those that race, in their order.
    """

    background: str
    ink: str
    muted: str
    faint: str
    surface: tuple[str, ...]
    surface_opacity: float
    level: str
    plane: str
    plane_opacity: float
    point: str
    point_rim: str
    path: str
    gradient: str
    step: str
    model: str
    data: str
    residual: str
    optimizers: tuple[str, ...]

    @property
    def cost(self) -> str:
        """The colour of J itself, in formulas and curves."""
        return self.surface[3]


DARK = Theme(
    background="#0f1218",
    ink="#eceff4",
    muted="#9aa4b2",
    faint="#343b48",
    # Sampled along cividis' neighbourhood: even in lightness, safe for colour-blind viewers.
    surface=("#1d3a78", "#2f5d93", "#4a86a0", "#7fb0a4", "#bcd4b4", "#eef0cf"),
    surface_opacity=0.75,
    level="#ffffff",
    plane="#ffb000",
    plane_opacity=0.55,
    point="#ffffff",
    point_rim="#0f1218",
    path="#ffffff",
    gradient="#dc267f",
    step="#fe6100",
    model="#648fff",
    data="#c9d3e3",
    residual="#785ef0",
    # Okabe and Ito (2008), without black and the darker blue.
    optimizers=("#56b4e9", "#e69f00", "#009e73", "#f0e442", "#d55e00", "#cc79a7"),
)

LIGHT = Theme(
    background="#ffffff",
    ink="#14181f",
    muted="#525c6b",
    faint="#d3d9e2",
    # Ends where a pale rim would be lost on white, begins where a dark path can be seen.
    surface=("#304c8c", "#396193", "#43769b", "#4f8ba2", "#79aaa8", "#a6c7a8"),
    surface_opacity=0.8,
    level="#ffffff",
    plane="#c27c00",
    plane_opacity=0.55,
    point="#14181f",
    point_rim="#ffffff",
    path="#14181f",
    gradient="#c2186b",
    step="#cc4e00",
    model="#2f5fe0",
    data="#4a5568",
    residual="#6a4fe0",
    optimizers=("#0072b2", "#b36f00", "#00875f", "#111111", "#992e00", "#a84d86"),
)

HIGH_CONTRAST = Theme(
    background="#000000",
    ink="#ffffff",
    muted="#d5d9e0",
    faint="#6b7280",
    surface=("#1f52c4", "#2f78d2", "#4f9fd8", "#86c8d8", "#c6e8d0", "#fffbd0"),
    surface_opacity=0.85,
    level="#000000",
    plane="#ffc400",
    plane_opacity=0.7,
    point="#ffffff",
    point_rim="#000000",
    path="#ffffff",
    gradient="#ff5caa",
    step="#ff8a3d",
    model="#8fb4ff",
    data="#ffffff",
    residual="#b9a4ff",
    optimizers=("#66c2ff", "#ffae1a", "#1fc796", "#fff04d", "#ff7133", "#f0a0cf"),
)

THEMES: Mapping[str, Theme] = {"dark": DARK, "light": LIGHT, "high_contrast": HIGH_CONTRAST}
"""The themes there are, by name."""

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def load_theme(name_or_path: str | Path) -> Theme:
    """Return a theme by its name, or read it from a TOML file.

    A file lays its roles over those of a theme: ``base = "light"``, "dark" if left out. Colours
    are written as ``"#rrggbb"``; `surface` and `optimizers` are lists of colours.

    Raises a `ValueError` if there is no such theme, the file cannot be read, or a role or value in
    it is wrong.

    Examples
    --------
    >>> load_theme("light").background
    '#ffffff'
    """
    if not str(name_or_path).endswith(".toml"):
        return _named(str(name_or_path), "theme")
    path = expanded(name_or_path)
    table = read_toml(path)
    base = _named(table.pop("base", "dark"), f"{path}: base")
    roles = {role: _value(path, base, role, value) for role, value in table.items()}
    return dataclasses.replace(base, **roles)


def _named(name: object, what: str) -> Theme:
    if isinstance(name, str) and name in THEMES:
        return THEMES[name]
    meant = hint(str(name), THEMES)
    raise ValueError(f"{what} is {name!r:.80}; {meant} (a theme of one's own is a file, *.toml)")


def _value(path: Path, base: Theme, role: str, value: Any) -> Any:
    names = [item.name for item in dataclasses.fields(Theme)]
    if role not in names:
        shown = role if role.isprintable() else repr(role)
        raise ValueError(f"{path}: {shown} is no role of a theme; {hint(role, names)}")
    wanted = getattr(base, role)
    if isinstance(wanted, float):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        fits, allowed = number and 0 <= value <= 1, "a number from 0 to 1"
    elif isinstance(wanted, tuple):
        # The surface needs no fixed number of stops, but films pick the fourth for J's own colour.
        least = len(wanted) if role == "optimizers" else 4
        fits = isinstance(value, list) and len(value) >= least and all(map(_is_color, value))
        allowed = f'a list of at least {least} colours "#rrggbb"'
    else:
        fits, allowed = _is_color(value), 'a colour "#rrggbb"'
    if not fits:
        raise ValueError(f"{path}: {role} is {value!r:.80}; it must be {allowed}")
    return type(wanted)(value)


def _is_color(value: object) -> bool:
    return isinstance(value, str) and _COLOR.fullmatch(value) is not None
