"""How fast the mathematics is; run by make bench."""

import numpy as np
import pytest

from gdmath import (
    Dataset,
    GradientDescent,
    MeanSquaredError,
    MiniBatch,
    SteepestDescent,
    descend,
)
from gdmath.cost import COSTS
from gdmath.optimizers import OPTIMIZERS, Backtracking

ROWS = 10_000_000
SLOW = {"newton": {}, "steepest_descent": {}}  # rules without a rate


@pytest.fixture(scope="module")
def large() -> Dataset:
    return Dataset.synthetic(n=ROWS)


@pytest.fixture(scope="module")
def labelled() -> Dataset:
    random = np.random.default_rng(0)
    return Dataset(random.normal(size=10_000), random.integers(0, 2, 10_000))


@pytest.fixture(scope="module")
def grid() -> np.ndarray:
    side = np.linspace(-10, 10, 200)
    return np.stack(np.meshgrid(side, side), axis=-1)


def make(name: str, data: Dataset):
    return COSTS[name](data, 0.5) if name in ("ridge", "lasso") else COSTS[name](data)


def test_construction_over_ten_million_rows(benchmark, large):
    benchmark.pedantic(MeanSquaredError, args=(large,), rounds=3)


@pytest.mark.parametrize("rows", [100, ROWS])
def test_grid_of_200_by_200(benchmark, large, grid, rows):
    cost = MeanSquaredError(large if rows == ROWS else Dataset.synthetic(n=rows))
    assert benchmark(cost, grid).shape == (200, 200)


@pytest.mark.parametrize("name", COSTS)
def test_grid_of_200_by_200_over_ten_thousand_rows(benchmark, labelled, grid, name):
    cost = make(name, labelled)
    assert benchmark.pedantic(cost, args=(grid,), rounds=3).shape == (200, 200)


LOSSES = {  # of residuals r = θ0 + θ1 x − y, or of z = θ0 + θ1 x and labels y
    "huber": lambda z, y: np.minimum(abs(z - y), 1) * (abs(z - y) - np.minimum(abs(z - y), 1) / 2),
    "mean_absolute_error": lambda z, y: np.abs(z - y),
    "logistic": lambda z, y: np.log1p(np.exp(-np.abs(z))) + np.maximum(z, 0) - y * z,
}


@pytest.mark.parametrize("together", [1, 8, 64])
@pytest.mark.parametrize("name", LOSSES)
def test_the_same_grid_in_plain_numpy(benchmark, labelled, grid, name, together):
    """So many θ at a time, as all at once need 3 GB; the best is the figure to compare with."""
    x, y, loss = labelled.x, labelled.y, LOSSES[name]
    blocks = grid.reshape(-1, together, 2)

    def plain():
        return np.array([loss(b[:, :1] + b[:, 1:] * x, y).mean(axis=1) for b in blocks])

    values = benchmark.pedantic(plain, rounds=1)
    assert np.allclose(values.reshape(200, 200), make(name, labelled)(grid))


RULES = {name: OPTIMIZERS[name](**SLOW.get(name, {"rate": 1e-5})) for name in OPTIMIZERS}
RULES["backtracking"] = SteepestDescent(Backtracking())


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("mean", [1, 70])  # of x: a bowl, and a valley of κ = 66 million
def test_ten_thousand_steps(benchmark, name, mean):
    cost = MeanSquaredError(Dataset.synthetic(x_range=(mean - 1, mean + 1)))
    rule = RULES[name]
    path = benchmark.pedantic(
        descend, args=(cost, (0, 12), rule, 10_000), kwargs={"tolerance": 0}, rounds=3
    )
    assert path.steps == 10_000 or path.outcome == "converged"  # Newton may hit it exactly


@pytest.mark.parametrize("size", [1, 8])
def test_ten_thousand_steps_of_batches(benchmark, size):
    cost = MeanSquaredError(Dataset.synthetic())
    rule = MiniBatch(GradientDescent(1e-3), size)
    path = benchmark.pedantic(
        descend, args=(cost, (0, 12), rule, 10_000), kwargs={"tolerance": 0}, rounds=3
    )
    assert path.steps == 10_000 or path.outcome == "converged"  # Newton may hit it exactly
