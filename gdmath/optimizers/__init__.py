"""Optimisers: small immutable rules that say which step to take next."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gdmath.optimizers.adam import Adam, AdamState, AdamW
from gdmath.optimizers.adaptive import AdaGrad, AdaptiveState, RMSProp
from gdmath.optimizers.gradient_descent import GradientDescent
from gdmath.optimizers.line_search import Backtracking, ExactLineSearch, LineSearch
from gdmath.optimizers.minibatch import MiniBatch, MiniBatchState
from gdmath.optimizers.momentum import Momentum, MomentumState, Nesterov
from gdmath.optimizers.newton import Newton
from gdmath.optimizers.protocol import Optimizer
from gdmath.optimizers.steepest_descent import SteepestDescent

OPTIMIZERS: Mapping[str, type[Any]] = MappingProxyType(
    {
        "gradient_descent": GradientDescent,
        "momentum": Momentum,
        "nesterov": Nesterov,
        "adagrad": AdaGrad,
        "rmsprop": RMSProp,
        "adam": Adam,
        "adamw": AdamW,
        "newton": Newton,
        "steepest_descent": SteepestDescent,
    }
)
"""Every rule's class by its name in settings."""

__all__ = [
    "OPTIMIZERS",
    "AdaGrad",
    "Adam",
    "AdamState",
    "AdamW",
    "AdaptiveState",
    "Backtracking",
    "ExactLineSearch",
    "GradientDescent",
    "LineSearch",
    "MiniBatch",
    "MiniBatchState",
    "Momentum",
    "MomentumState",
    "Nesterov",
    "Newton",
    "Optimizer",
    "RMSProp",
    "SteepestDescent",
]
