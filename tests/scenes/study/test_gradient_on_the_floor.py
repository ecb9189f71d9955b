"""GradientOnTheFloor: the point visits places where the gradient is another, inside the map."""

import numpy as np
import pytest
from lessons import study_of, told

FILM = "gradient_on_the_floor"


@pytest.fixture(params=told(FILM))
def study(request):
    return study_of(FILM, request.param)


def test_three_places_lie_in_the_map_and_the_map_in_the_window(study):
    points = study.path.points
    assert points.shape == (3, 2)
    assert study.flat.contains(points).all()
    assert study.window.contains(study.flat.low[:2], room=1e-9)
    assert study.window.contains(study.flat.high[:2], room=1e-9)
    apart = np.abs(points[:, None] - points) / study.flat.size[:2]
    assert apart.max(axis=-1)[~np.eye(3, dtype=bool)].min() > 0.1


def test_the_map_can_have_equal_scales(study):
    size = study.flat.size[:2]
    assert size.max() <= 2 * size.min() * (1 + 1e-9)


def test_the_arrow_turns_as_the_point_moves(study):
    lengths = np.linalg.norm(study.path.gradients, axis=1)
    assert lengths.min() > 0
    first, *others = study.path.gradients / lengths[:, None]
    asked = study.problem.settings.window
    own = asked.theta0 is not None or asked.theta1 is not None  # a small one has hardly any turns
    assert min(first @ other for other in others) < (1 - 1e-6 if own else 0.9)


def test_against_the_gradient_j_falls(study):
    bit = 1e-6 * study.flat.size[:2].max()
    for point, gradient in zip(study.path.points, study.path.gradients, strict=True):
        step = bit * gradient / np.linalg.norm(gradient)
        assert study.cost(point - step) < study.cost(point) < study.cost(point + step)
