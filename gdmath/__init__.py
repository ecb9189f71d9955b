"""The mathematics of gradient descent for a fitted line, with NumPy alone."""

from gdmath.cost import Cost, MeanSquaredError
from gdmath.dataset import Dataset
from gdmath.descent import Descent, descend
from gdmath.optimizers import GradientDescent, Optimizer
from gdmath.tangent_plane import TangentPlane
from gdmath.window import Window

__all__ = [
    "Cost",
    "Dataset",
    "Descent",
    "GradientDescent",
    "MeanSquaredError",
    "Optimizer",
    "TangentPlane",
    "Window",
    "descend",
]
