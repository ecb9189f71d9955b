"""Themes can be read, also by colour-blind viewers."""

import dataclasses
import itertools

import numpy as np
import pytest

from scenes.theme import DARK, LIGHT, THEMES, Theme, load_theme

# Viénot, Brettel & Mollon (1999): linear RGB as a dichromat sees it.
SEEN = {
    "trichromat": np.eye(3),
    "protanope": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "deuteranope": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
}
XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]


def linear(color: str) -> np.ndarray:
    share = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted(float(np.array(XYZ[1]) @ linear(color)) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(color: str, viewer: str) -> np.ndarray:
    """CIELAB of a colour as a viewer sees it."""
    xyz = np.array(XYZ) @ np.clip(np.array(SEEN[viewer]) @ linear(color), 0, 1)
    x, y, z = np.cbrt(xyz / [0.9505, 1.0, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("name", THEMES)
def test_text_can_be_read(name):
    theme = THEMES[name]
    for role in ("ink", "muted"):
        assert contrast(getattr(theme, role), theme.background) >= 4.5, role


@pytest.mark.parametrize("name", THEMES)
def test_symbols_and_lines_stand_out(name):
    theme = THEMES[name]
    large = [theme.point, theme.plane, theme.gradient, theme.step, theme.model, theme.data]
    for color in [*large, theme.residual, theme.path, theme.surface[3], *theme.optimizers]:
        assert contrast(color, theme.background) >= 3, color


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("viewer", SEEN)
def test_optimizers_can_be_told_apart(name, viewer):
    colors = THEMES[name].optimizers
    assert len(colors) == 6
    for one, other in itertools.combinations(colors, 2):
        assert np.linalg.norm(lab(one, viewer) - lab(other, viewer)) > 9, (one, other)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("viewer", SEEN)
def test_the_surface_grows_lighter_with_height_for_everyone(name, viewer):
    lightness = [lab(color, viewer)[0] for color in THEMES[name].surface]
    assert (np.diff(lightness) > 4).all()


def test_the_contrast_formula_agrees_with_published_pairs():
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ff0000", "#ffffff") == pytest.approx(4.00, abs=0.005)


@pytest.fixture
def theme_file(tmp_path):
    def write(text: str) -> Theme:
        path = tmp_path / "mine.toml"
        path.write_text(text)
        return load_theme(path)

    return write


def test_a_file_lays_roles_over_its_base(theme_file):
    assert theme_file("") == DARK
    mine = theme_file('base = "light"\nplane = "#00FF00"\nplane_opacity = 1\n')
    assert mine == dataclasses.replace(LIGHT, plane="#00FF00", plane_opacity=1.0)
    colors = [f"#00000{digit}" for digit in range(7)]
    assert theme_file(f"optimizers = {colors}").optimizers == tuple(colors)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("plain = '#000000'", "plain is no role of a theme; did you mean plane?"),
        ("plane = 'gold'", "plane is 'gold'; it must be a colour"),
        ("plane = '#00000'", "plane is '#00000'; it must be a colour"),
        ("plane = '#000000\\n'", "it must be a colour"),
        ("plane_opacity = 1.5", "plane_opacity is 1.5; it must be a number from 0 to 1"),
        ("plane_opacity = true", "plane_opacity is True; it must be a number"),
        ("surface = ['#000000']", "it must be a list of at least 4 colours"),
        ("optimizers = ['#000000']", "it must be a list of at least 6 colours"),
        ("base = 'drak'", "base is 'drak'; did you mean dark?"),
        ("base = 3", "base is 3; there are dark, light, high_contrast"),
        ("plane", "is not TOML"),
    ],
)
def test_a_wrong_file_is_said_in_one_line(theme_file, tmp_path, text, says):
    with pytest.raises(ValueError, match="mine") as caught:
        theme_file(text)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'mine.toml'}: ")
    assert says in message
    assert "\n" not in message


def test_a_theme_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ValueError, match="theme is 'lihgt'; did you mean light"):
        load_theme("lihgt")
    with pytest.raises(ValueError, match=r"no\.toml: is not there"):
        load_theme(tmp_path / "no.toml")
