"""Costs: how badly a model fits, as a function of two parameters θ.

Adding one is one class in a file of its own and one line here.
"""

from gdmath.cost.basis_regression import BasisRegression
from gdmath.cost.logistic import LogisticCost
from gdmath.cost.mean_squared_error import MeanSquaredError
from gdmath.cost.penalized import LassoCost, RidgeCost
from gdmath.cost.protocol import BregmanCost, Cost, DataCost, NoMinimumError, QuadraticCost
from gdmath.cost.robust import HuberCost, MeanAbsoluteError

COSTS = {
    "mean_squared_error": MeanSquaredError,
    "ridge": RidgeCost,
    "lasso": LassoCost,
    "huber": HuberCost,
    "mean_absolute_error": MeanAbsoluteError,
    "logistic": LogisticCost,
}
"""The costs of a line's two parameters, by name."""

__all__ = [
    "COSTS", "BasisRegression", "BregmanCost", "Cost", "DataCost", "HuberCost", "LassoCost",
    "LogisticCost", "MeanAbsoluteError", "MeanSquaredError", "NoMinimumError", "QuadraticCost",
    "RidgeCost",
]  # fmt: skip
