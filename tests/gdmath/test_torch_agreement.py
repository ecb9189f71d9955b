"""Trajectories and rates against PyTorch's; tests/data/torch_reference.py wrote the reference."""

import json
from pathlib import Path

import numpy as np
import pytest

from gdmath import Dataset, MeanSquaredError, descend, schedules
from gdmath.optimizers import OPTIMIZERS

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "data" / "torch_reference.json").read_text(encoding="utf-8")
)


class Rosenbrock:
    def __call__(self, theta):
        x, y = np.moveaxis(np.asarray(theta), -1, 0)
        return (1 - x) ** 2 + 100 * (y - x * x) ** 2

    def gradient(self, theta):
        x, y = np.moveaxis(np.asarray(theta), -1, 0)
        return np.stack([2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)], axis=-1)


COSTS = {
    "mean_squared_error": MeanSquaredError(Dataset(**REFERENCE["data"])),
    "rosenbrock": Rosenbrock(),
}


def named(case) -> str:
    options = ",".join(f"{key}={value}" for key, value in case["arguments"].items())
    return f"{case.get('optimizer', '')}({options})-{case['schedule']}-{case.get('cost', '')}"


@pytest.mark.parametrize("case", REFERENCE["trajectories"], ids=named)
def test_a_hundred_steps_agree_with_pytorch(case):
    arguments = dict(case["arguments"])
    if case["schedule"]:
        name, options = case["schedule"]
        arguments["rate"] = getattr(schedules, name)(**options)
    rule = OPTIMIZERS[case["optimizer"]](**arguments)
    start = REFERENCE["starts"][case["cost"]]
    path = descend(COSTS[case["cost"]], start, rule, 100, tolerance=0, bound=1e300)
    assert path.steps == 100
    np.testing.assert_allclose(
        path.points[:: REFERENCE["every"]], case["points"], rtol=1e-10, atol=1e-10
    )


@pytest.mark.parametrize("case", REFERENCE["schedules"], ids=named)
def test_rates_agree_with_pytorch(case):
    schedule = getattr(schedules, case["schedule"])(**case["arguments"])
    rates = [schedule(step) for step in range(len(case["rates"]))]
    np.testing.assert_allclose(rates, case["rates"], rtol=1e-11, atol=1e-15)


def test_every_rule_of_pytorch_is_compared_with_several_settings():
    rules = [case["optimizer"] for case in REFERENCE["trajectories"]]
    assert set(rules) == {name for name, rule in OPTIMIZERS.items() if rule.needs_rate}
    assert all(rules.count(name) >= 4 for name in rules)
