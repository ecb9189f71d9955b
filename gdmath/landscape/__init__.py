"""Costs given by a formula instead of data, and well-known ones.

A text goes one way through these modules: `tokens`, `parser` to a `tree`, or to an error with one
of the `suggestions`; from there to text by `printing`, to NumPy by `program`, and by `calculus`
through SymPy's derivatives to NumPy too.
No text is ever evaluated by Python or SymPy.
"""

import importlib.util

if importlib.util.find_spec("sympy") is None:
    raise ImportError(
        "gdmath.landscape needs SymPy: install gradient-descent-films with the extra `symbolic`"
    )

from gdmath.landscape.cost import FormulaCost
from gdmath.landscape.named import LANDSCAPES, Landscape, named
from gdmath.landscape.tokens import FormulaError

__all__ = ["LANDSCAPES", "FormulaCost", "FormulaError", "Landscape", "named"]
