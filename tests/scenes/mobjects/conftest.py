"""What several tests of mobjects share."""

from pathlib import Path

import pytest
from configured import configured

from gdmath import Dataset, GradientDescent, MeanSquaredError, Window, descend
from scenes.mobjects.cost_axes import CostAxes
from scenes.mobjects.path_tracker import PathTracker


@pytest.fixture(autouse=True)
def _media_in_a_temporary_folder(tmp_path: Path):
    with configured({"media_dir": str(tmp_path)}):
        yield


@pytest.fixture
def cost() -> MeanSquaredError:
    return MeanSquaredError(Dataset([-1, 0, 1, 4], [0, 1, 2, 7]))


@pytest.fixture
def path(cost):
    return descend(cost, start=(6, -4), optimizer=GradientDescent(rate=0.2), steps=40)


@pytest.fixture
def tracker(cost, path) -> PathTracker:
    return PathTracker(cost, path)


@pytest.fixture
def axes(cost, path) -> CostAxes:
    return CostAxes(Window.around(cost, path), facing=-1.0)
