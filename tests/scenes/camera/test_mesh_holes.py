"""Where a function is undefined its surface has a hole."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from scenes.camera import SurfaceMesh

SQUARE = ((-2, 2), (-2, 2), 8)


def quotient(x: Any, y: Any) -> Any:
    return x * x * y / (x * x + y * y)


def pole(x: float, y: float) -> float:
    return 1 / math.hypot(x, y)


def outside(x: float, y: float) -> float:
    """Defined for x² + y² ≤ 4 alone."""
    return math.sqrt(4 - x * x - y * y)


def complex_root(x: float, y: float) -> Any:
    return (4 - x * x - y * y) ** 0.5


def array_root(x: Any, y: Any) -> Any:
    return np.sqrt(4 - x * x - y * y)


def curve(x: Any, y: Any) -> Any:
    return np.array([x, y, np.log(x * x + y * y)])


@pytest.mark.parametrize("function", [quotient, pole, curve])
def test_a_function_undefined_at_one_point_has_a_hole_there(shoot: Any, function: Any) -> None:
    mesh = SurfaceMesh.from_function(function, *SQUARE, shading=False)
    assert mesh.points.shape == (81, 3)
    assert np.isfinite(mesh.points).all()
    assert len(mesh.triangles) == 2 * 64 - 6
    assert 40 not in mesh.triangles
    frame = shoot(mesh.apply_function(lambda p: p * [1, 1, 0]))
    assert (frame[43:47, 78:82, :3] == 0).all()
    assert (frame[45, 80 + 15, :3] > 0).any()
    assert (frame[45 + 15, 80, :3] > 0).any()


@pytest.mark.parametrize("function", [outside, complex_root, array_root])
def test_a_function_defined_in_a_disk_has_its_triangles_alone(function: Any) -> None:
    mesh = SurfaceMesh.from_function(function, (-3, 3), (-3, 3), 12)
    used = mesh.points[np.unique(mesh.triangles)]
    assert (np.hypot(used[:, 0], used[:, 1]) <= 2).all()
    assert np.allclose(used[:, 2], np.sqrt(4 - used[:, 0] ** 2 - used[:, 1] ** 2))
    corners = np.hypot(*np.meshgrid(*[np.linspace(-3, 3, 13)] * 2, indexing="ij")).ravel() <= 2
    whole = SurfaceMesh.from_function(lambda u, v: u, (-3, 3), (-3, 3), 12).triangles
    assert len(mesh.triangles) == corners[whole].all(axis=1).sum()
    assert mesh.points[:, 2].max() <= 2


def test_holes_leave_colours_values_and_lines_as_they_are(shoot: Any) -> None:
    mesh = SurfaceMesh.from_function(
        quotient, *SQUARE, color_map=["#000000", "#ffffff"], level_lines=[0.0], grid_lines=(4, 4),
        border=True, border_color="#ff0000", border_width=16,
    )  # fmt: skip
    used = np.unique(mesh.triangles)
    assert mesh.values.min() == mesh.values[used].min()
    assert mesh.values.max() == mesh.values[used].max()
    rim = shoot(mesh.apply_function(lambda p: p * [1, 1, 0]), width=320, height=180)
    red = (rim[75:105, 145:175, 0] > 200) & (rim[75:105, 145:175, 1] < 50)
    assert red.sum() > 30  # the border runs round the hole


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1j, None])
def test_any_value_that_is_no_real_number_is_a_hole(value: Any) -> None:
    mesh = SurfaceMesh.from_function(lambda x, y: value if x == y == 0 else x + y, *SQUARE)
    assert 40 not in mesh.triangles
    assert len(mesh.triangles) == 122


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda x, y: 1 / 0, "the function is defined nowhere: division by zero"),
        (lambda x, y: math.sqrt(-1), "the function is defined nowhere: math domain error"),
        (lambda x, y: float("nan"), "the function is defined nowhere"),
        (lambda x, y: 1.0 if x == y == 0 else math.log(-1), "defined at no three neighbours"),
    ],
)
def test_a_function_without_a_surface_is_refused_in_one_line(function: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        SurfaceMesh.from_function(function, *SQUARE)
    assert str(caught.value).startswith("SurfaceMesh")
    assert "\n" not in str(caught.value)


def test_an_error_of_another_kind_is_not_hidden() -> None:
    with pytest.raises(NameError):
        SurfaceMesh.from_function(lambda x, y: nothing, *SQUARE)  # noqa: F821
