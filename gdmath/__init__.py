"""The mathematics of gradient descent for two parameters, with NumPy alone.

`gdmath.landscape` and `gdmath.symbolic` need SymPy, `gdmath.contours` needs contourpy; they are
imported by name.
"""

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
from gdmath.optimizers import (
    AdaGrad,
    Adam,
    AdamW,
    GradientDescent,
    MiniBatch,
    Momentum,
    Nesterov,
    Newton,
    Optimizer,
    RMSProp,
    SteepestDescent,
)
from gdmath.rates import Rates
from gdmath.standardizing import Standardizing
from gdmath.tangent_plane import TangentPlane
from gdmath.window import Window

__all__ = [
    "AdaGrad",
    "Adam",
    "AdamW",
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
    "MiniBatch",
    "Momentum",
    "Nesterov",
    "Newton",
    "NoMinimumError",
    "Optimizer",
    "RMSProp",
    "Rates",
    "RidgeCost",
    "Sample",
    "Standardizing",
    "SteepestDescent",
    "TangentPlane",
    "Window",
    "descend",
]
