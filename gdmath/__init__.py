"""The mathematics of gradient descent for two parameters, with NumPy alone.

`gdmath.landscape` and `gdmath.symbolic` need SymPy, `gdmath.contours` needs contourpy; they are
imported by name.

What stands below is imported when it is first asked for, so that ``import gdmath`` costs next to
nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    from gdmath.windows import Window

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

_HOMES = (
    "dataset",
    "cost",
    "tangent_plane",
    "optimizers",
    "descent",
    "rates",
    "standardizing",
    "windows",
    "formula",
)

if not TYPE_CHECKING:  # which would take every name for one of these

    def __getattr__(name: str) -> object:
        """Import a public name, or one of the modules that have them, when it is asked for."""
        if name in _HOMES:
            return import_module(f"gdmath.{name}")
        if name in __all__:
            for home in _HOMES:
                module = import_module(f"gdmath.{home}")
                if name in getattr(module, "__all__", vars(module)):
                    globals()[name] = found = getattr(module, name)
                    return found
        raise AttributeError(f"module 'gdmath' has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__, *_HOMES})
