"""The mathematics of gradient descent for two parameters, with NumPy alone.

`gdmath.landscape` and `gdmath.symbolic` need SymPy, `gdmath.contours` needs contourpy; they are
imported by name. What stands below is imported when it is first asked for, so that
``import gdmath`` costs next to nothing.

Wherever an argument is no number, is out of range or has a wrong shape, a ValueError says in one
line what it is called, what it is and what it must be.
"""
# ruff: noqa: F403, F405 (the names of `__all__` are written once)

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdmath.cost import *
    from gdmath.dataset import *
    from gdmath.descent import *
    from gdmath.formula import *
    from gdmath.optimizers import *
    from gdmath.path import *
    from gdmath.rates import *
    from gdmath.standardizing import *
    from gdmath.tangent_plane import *
    from gdmath.windows import *

__all__ = [
    "AdaGrad", "Adam", "AdamW", "BasisRegression", "Cost", "Dataset", "Descent", "Formula",
    "GradientDescent", "HuberCost", "LassoCost", "LogisticCost", "MeanAbsoluteError",
    "MeanSquaredError", "MiniBatch", "Momentum", "Nesterov", "Newton", "NoMinimumError",
    "Optimizer", "Path", "RMSProp", "Rates", "RidgeCost", "Sample", "Standardizing",
    "SteepestDescent", "TangentPlane", "Window", "descend",
]  # fmt: skip

_HOMES = (
    "cost", "dataset", "descent", "formula", "optimizers", "path", "rates", "standardizing",
    "tangent_plane", "windows",
)  # fmt: skip

if not TYPE_CHECKING:  # which would take every name for one of these

    def __getattr__(name: str) -> object:
        """Import a public name, or one of the modules that have them, when it is asked for."""
        if name in _HOMES:
            return import_module(f"gdmath.{name}")
        if name in __all__:
            for home in _HOMES:
                found = getattr(import_module(f"gdmath.{home}"), name, None)
                if getattr(found, "__module__", "").startswith(f"gdmath.{home}"):
                    return found  # and no namesake, as pathlib's Path
        raise AttributeError(f"module 'gdmath' has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__, *_HOMES})
