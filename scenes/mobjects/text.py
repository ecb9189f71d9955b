"""Words and formulas, set by Typst in one family of fonts that comes with it, and their lines."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from manim import LEFT, MathTypst, Typst, VGroup, VMobject, config

from gdmath.checks import FloatArray
from scenes.texts.letters import PREAMBLE, literal

TITLE, BODY, SMALL = 1 / 14, 1 / 24, 1 / 30
"""Font sizes: the em as a share of the frame's height."""

LINE_SPACING = 1.5
"""From one baseline to the next, in em."""

PARAMETERS = ("theta_0", "theta_1")
"""How the parameters are called, as Typst mathematics, unless a scene names them otherwise."""

# Manim's font size 48 makes an em of half a scene unit.
_FONT_SIZE_PER_UNIT = 96

# A square that stands on the baseline at the end of a text, and is taken away again.
_MARK = "#box(width: 0.1em, height: 0.1em, fill: red)"


def em(share: float) -> float:
    """Return the em, in scene units, that is `share` of the frame's height."""
    return share * float(config.frame_height)


def group(markup: str, label: str) -> str:
    """Return Typst mathematics as a group with a label, by which it can be found and coloured."""
    return f"{{{{ {markup} : {label} }}}}"


class _OnBaseline(VMobject):
    """Text whose baseline's height is known as a share of its own."""

    _baseline_share: float

    @property
    def baseline(self) -> float:
        """The height, in scene units, of the line that the letters stand on."""
        return float(self.get_bottom()[1]) + self._baseline_share * float(self.height)


class Words(_OnBaseline):
    """Plain text, nothing of it read as markup, as one mobject: Manim pays by the mobject.

    `size` is the em as a share of the frame's height. Lines are at most `width` long, in scene
    units; without it all stands in one line.
    """

    def __init__(
        self, text: str, *, size: float = BODY, color: str, width: float | None = None
    ) -> None:
        super().__init__(fill_color=color, fill_opacity=1, stroke_width=0)
        line = f"#{literal(text)}{_MARK}"
        if width is not None:
            line = f"#block(width: {width / em(size):.3f}em)[{line}]"
        letters = _typeset(line, size)
        self._baseline_share = _take_mark(letters)
        self.append_points(outline(letters))


class Formula(MathTypst, _OnBaseline):
    """Typst mathematics; `size` is the em as a share of the frame's height.

    `roles` has the colours of groups written ``{{ theta_0 : point }}``, by label.
    """

    def __init__(
        self,
        expression: str,
        *,
        size: float = BODY,
        color: str,
        roles: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(
            f"{expression} {_MARK}",
            font_size=em(size) * _FONT_SIZE_PER_UNIT,
            typst_preamble=PREAMBLE,
            color=color,
        )
        self._baseline_share = _take_mark(self)
        for label, role_color in (roles or {}).items():
            self.select(label).set_color(role_color)


def stand(line: Any, x: float, baseline: float, side: FloatArray = LEFT) -> None:
    """Move what has a ``baseline`` to a height, and its `side`, LEFT, ORIGIN or RIGHT, to `x`."""
    line.shift((x - line.get_x(side), baseline - line.baseline, 0.0))


def in_line(*parts: VMobject, buff: float = 0.12) -> VGroup:
    """Set parts that have a ``baseline`` side by side on one baseline, from the origin on."""
    right = 0.0
    for part in parts:
        stand(part, right, 0.0)
        right = part.get_right()[0] + buff
    return VGroup(*parts)


def below_one_another(
    *lines: VMobject,
    spacing: float = LINE_SPACING,
    size: float = BODY,
    x: float = 0.0,
    side: FloatArray = LEFT,
) -> VGroup:
    """Set lines that have a ``baseline`` below one another, from the height 0 on.

    `spacing` is from one baseline to the next, in em of a `size`; `x` and `side` as in `stand`.
    """
    for index, line in enumerate(lines):
        stand(line, x, -index * spacing * em(size), side)
    return VGroup(*lines)


def shrunk_to(width: float, text: VMobject) -> VMobject:
    """Return text that is no wider than `width`, in scene units: shrunk where it would be."""
    return text.scale(width / text.width) if text.width > width else text


def glyphs(characters: str) -> dict[str, FloatArray]:
    """Return the outline (n, 3) of each character in em: baseline at y = 0, centred in x."""
    line = _typeset(f"#{literal(characters)}{_MARK}", 1)
    baseline = float(line.get_bottom()[1]) + _take_mark(line) * float(line.height)
    outlines = {}
    for character, glyph in zip(characters, line.submobjects, strict=True):
        origin = np.array([glyph.get_center()[0], baseline, 0.0])
        outlines[character] = (glyph.points - origin) / em(1)
    return outlines


def outline(text: Typst) -> FloatArray:
    """Return the outlines of all glyphs as one path (n, 3); of blanks alone, a single place."""
    glyphs = [glyph.points for glyph in text.family_members_with_points()]
    return np.concatenate(glyphs) if glyphs else np.zeros((4, 3))  # Manim asks where it is


def _typeset(source: str, size: float) -> Typst:
    return Typst(source, font_size=em(size) * _FONT_SIZE_PER_UNIT, typst_preamble=PREAMBLE)


def _take_mark(text: Typst) -> float:
    """Remove the mark; return where it stood above the lower edge, as a share of the height."""
    mark = text.submobjects[-1]
    baseline = float(mark.get_bottom()[1])
    text.remove(mark)
    if not text.height:  # blanks alone
        return 0.0
    return (baseline - float(text.get_bottom()[1])) / float(text.height)
