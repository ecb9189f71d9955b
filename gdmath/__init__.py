"""The mathematics of gradient descent for two parameters, with NumPy alone."""

from gdmath.cost import (
    BasisRegression,
    Cost,
    HuberCost,
    LassoCost,
    LogisticCost,
    MeanAbsoluteError,
    MeanSquaredError,
    NoMinimumError,
    RidgeCost,
)
from gdmath.dataset import Dataset, Sample
from gdmath.descent import Descent, descend
from gdmath.formula import Formula
from gdmath.optimizers import GradientDescent, Optimizer
from gdmath.tangent_plane import TangentPlane
from gdmath.window import Window

__all__ = [
    "BasisRegression",
    "Cost",
    "Dataset",
    "Descent",
    "Formula",
    "GradientDescent",
    "HuberCost",
    "LassoCost",
    "LogisticCost",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "NoMinimumError",
    "Optimizer",
    "RidgeCost",
    "Sample",
    "TangentPlane",
    "Window",
    "descend",
]
