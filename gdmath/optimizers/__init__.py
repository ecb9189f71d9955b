"""Optimisers: small immutable rules that say which step to take next.

Adding one is one class, which says all facts of the rule, and its place in `_RULES`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gdmath.optimizers.adam import Adam, AdamState, AdamW
from gdmath.optimizers.adaptive import AdaGrad, AdaptiveState, RMSProp
from gdmath.optimizers.gradient_descent import GradientDescent, SteepestDescent
from gdmath.optimizers.line_search import Backtracking, ExactLineSearch, LineSearch
from gdmath.optimizers.minibatch import MiniBatch, MiniBatchState
from gdmath.optimizers.momentum import Momentum, MomentumState, Nesterov
from gdmath.optimizers.newton import Newton
from gdmath.optimizers.protocol import Optimizer, Rule

_RULES: tuple[type[Any], ...] = (
    GradientDescent, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW, Newton, SteepestDescent,
)  # fmt: skip

OPTIMIZERS: Mapping[str, type[Any]] = MappingProxyType({rule.name: rule for rule in _RULES})
"""Every rule's class by its name in settings."""

__all__ = [
    "OPTIMIZERS", "AdaGrad", "Adam", "AdamState", "AdamW", "AdaptiveState", "Backtracking",
    "ExactLineSearch", "GradientDescent", "LineSearch", "MiniBatch", "MiniBatchState", "Momentum",
    "MomentumState", "Nesterov", "Newton", "Optimizer", "RMSProp", "Rule", "SteepestDescent",
]  # fmt: skip
