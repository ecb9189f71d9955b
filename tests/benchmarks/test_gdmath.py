"""How fast the mathematics is; run by make bench."""

import numpy as np
import pytest

from gdmath import Dataset, GradientDescent, MeanSquaredError, descend

ROWS = 10_000_000


@pytest.fixture(scope="module")
def large() -> Dataset:
    return Dataset.synthetic(n=ROWS)


@pytest.fixture(scope="module")
def grid() -> np.ndarray:
    side = np.linspace(-10, 10, 200)
    return np.stack(np.meshgrid(side, side), axis=-1)


def test_construction_over_ten_million_rows(benchmark, large):
    benchmark.pedantic(MeanSquaredError, args=(large,), rounds=3)


@pytest.mark.parametrize("rows", [100, ROWS])
def test_grid_of_200_by_200(benchmark, large, grid, rows):
    cost = MeanSquaredError(large if rows == ROWS else Dataset.synthetic(n=rows))
    assert benchmark(cost, grid).shape == (200, 200)


def test_ten_thousand_steps(benchmark):
    cost = MeanSquaredError(Dataset.synthetic())
    path = benchmark(descend, cost, (0, 12), GradientDescent(1e-5), 10_000)
    assert path.steps == 10_000
