"""What each thing on screen looks like: roles, not colours, are used everywhere else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """The look of a film, by role; colours are hex codes, opacities in [0, 1].

    `surface` lists the stops of the colour map over the cost's height, low to high; `optimizers`
    the colours of up to six optimisers, in their fixed order.
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
    # Okabe and Ito's set, without black: told apart by colour-blind viewers too.
    optimizers=("#e69f00", "#56b4e9", "#cc79a7", "#009e73", "#d55e00", "#f0e442"),
)
