"""The mean squared error, its partials, its Hessian and its tangent plane in SymPy.

With `gdmath.landscape` the only place that imports SymPy; it needs the extra `symbolic`.
"""

try:
    import sympy as _sympy  # noqa: F401
except ImportError:
    raise ImportError(
        "gdmath.symbolic needs SymPy; install gradient-descent-films[symbolic], the extra with it"
    ) from None

from gdmath.symbolic.symbolic_cost import AT, COUNT, INDEX, THETA, SymbolicCost, X, Y
from gdmath.symbolic.texts import latex, typst

__all__ = ["AT", "COUNT", "INDEX", "THETA", "SymbolicCost", "X", "Y", "latex", "typst"]
