"""A copy of a value is as read-only as the value."""

import copy
import pickle

import numpy as np
import pytest

from gdmath import (
    BasisRegression,
    Dataset,
    GradientDescent,
    HuberCost,
    LassoCost,
    LogisticCost,
    MeanAbsoluteError,
    MeanSquaredError,
    Rates,
    RidgeCost,
    Sample,
    TangentPlane,
    descend,
)
from gdmath.contours import Contour
from gdmath.landscape import named

DATA = Dataset([1, 2, 4], [0, 1, 1], "a", "b").standardized()
J = MeanSquaredError(DATA)
VALUES = [
    Sample([1, 2], [3, 4]),
    DATA,
    J,
    RidgeCost(DATA, 1),
    LassoCost(DATA, 1),
    HuberCost(DATA),
    MeanAbsoluteError(DATA),
    LogisticCost(DATA),
    BasisRegression.polynomial(DATA, 2),
    TangentPlane.at(J, (1, 2)),
    descend(J, (1, 2), GradientDescent(0.1), 3),
    Rates.of(J),
    Contour(1, [[(0, 0), (1, 1)]]),
    named("booth"),
]


def arrays(value, depth=4):
    """All arrays among the value's fields, and theirs."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from arrays(part, depth)
    elif depth and hasattr(type(value), "__dataclass_fields__"):
        for name in type(value).__dataclass_fields__:
            yield from arrays(getattr(value, name), depth - 1)


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))])  # noqa: S301 (our own)
@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_copy_is_the_same_and_cannot_be_written_to(value, way):
    found = way(value)
    assert type(found) is type(value)
    assert repr(found) == repr(value)
    before, after = list(arrays(value)), list(arrays(found))
    assert len(before) == len(after) > 0
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)
        assert not other.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            other[...] = 0


def test_a_copied_cost_still_agrees_with_its_data():
    found = copy.deepcopy(J)
    assert float(found((1, 2))) == float(J((1, 2)))
    assert found.data.raw_theta((1, 2)).tolist() == DATA.raw_theta((1, 2)).tolist()
