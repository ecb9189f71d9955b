"""What a lesson's words stand for, and what is chosen where it is silent."""

import dataclasses
import math
from typing import Any, cast

import numpy as np

from gdmath import Cost, Dataset, Descent, MeanSquaredError, MiniBatch, Optimizer, Window
from gdmath.cost import COSTS
from gdmath.optimizers import OPTIMIZERS
from gdmath.path import Path
from gdmath.rates import Rates
from scenes.settings import CostSettings, DescentSettings, RelativeRate, WindowSettings

PENALTY = 0.1
"""The penalty of a cost that needs one, where the lesson names none."""

FAR = math.sqrt(12.0)
"""A far start's line is this many standard deviations of y away from the best one (root mean
square over the data). The cost there is about 12 times that of the level line through ȳ."""

FAR_LOGITS = 6.0
"""The same for a logistic cost, whose line gives logits."""

ROUND = 1.1
"""A bowl whose condition number is less has no principal directions worth the name."""


def cost_of(data: Dataset, asked: CostSettings) -> Any:
    """Return the cost over `data` that is asked for.

    Raises a `ValueError` if it cannot be used with the data.
    """
    given = _given(asked, "half", "penalty", "delta")
    if asked.kind in ("ridge", "lasso"):
        given.setdefault("penalty", PENALTY)
    return COSTS[asked.kind](data, **given)


def _given(settings: object, *keys: str) -> dict[str, Any]:
    """Return the values of those keys that the lesson gives."""
    values = {key: getattr(settings, key) for key in keys}
    return {key: value for key, value in values.items() if value is not None}


def rate_of(asked: float | RelativeRate, rates: Rates | None) -> float:
    """Return the learning rate as a number.

    Raises a `ValueError` if it is relative, and the cost's curvature gives none.
    """
    if not isinstance(asked, RelativeRate):
        return asked
    if rates is None:
        raise ValueError(
            f"is {asked.share:g} {asked.of}, but this cost has no curvature at a "
            "minimum to go by; the rate must be a number"
        )
    return asked.share * (rates.optimal if asked.of == "optimal" else rates.critical)


def optimizer_of(name: str, rate: float, asked: DescentSettings) -> Optimizer[Any]:
    """Return the rule called `name`, with the rate, momentum and batches that it has a use for.

    Raises a `ValueError` if a value is not one for this rule.
    """
    rule = OPTIMIZERS[name]
    given = {"rate": rate} | _given(asked, "momentum")
    known = rule.hyperparameters()
    kept = {key: value for key, value in given.items() if key in known}
    optimizer = cast("Optimizer[Any]", rule(**kept))
    return optimizer if asked.batch is None else MiniBatch(optimizer, asked.batch, asked.seed)


def far_start(data: Dataset, best: np.ndarray, *, logits: bool = False) -> tuple[float, float]:
    """Return a start that fits badly, with both principal directions of the bowl still to go.

    It lies on a level curve of the squared error about `best` (2,); steep and flat direction
    share its height evenly, so that the first steps are long and the path bends. Of the four
    such points it is the one whose line stays nearest to the data, and tilts the other way.
    """
    gram = MeanSquaredError(data).hessian()
    values, vectors = np.linalg.eigh(gram)
    if values[1] < ROUND * values[0]:  # rounding alone would choose the directions
        values, vectors = np.diag(gram), np.eye(2)
    reach = FAR_LOGITS if logits else FAR * (float(data.y.std()) or 1.0)
    lengths = reach / np.sqrt(2 * np.maximum(values, 1e-12 * values[-1]))
    middle = float(data.x.mean())
    best_slope = float(best[1])

    def rank(offset: np.ndarray) -> tuple[float, float]:
        lift = abs(offset[0] + offset[1] * middle) / reach
        return round(float(lift), 6), float(offset[1]) * (1 if best_slope >= 0 else -1)

    offsets = [
        one * lengths[0] * vectors[:, 0] + other * lengths[1] * vectors[:, 1]
        for one in (-1, 1)
        for other in (-1, 1)
    ]
    start = np.asarray(best) + min(offsets, key=rank)
    return _rounded(float(start[0]), reach), _rounded(float(start[1]), reach)


def _rounded(value: float, reach: float) -> float:
    """Return `value` to about two digits of `reach`: a start that can be read out."""
    size = max(min(abs(value), reach), 1e-300)
    return round(value, 1 - math.floor(math.log10(size)))


def window_of(cost: Cost, path: Path, asked: WindowSettings) -> Window:
    """Return the window round the path, with the lesson's own ranges and scale over it.

    Raises a `ValueError` if the ranges cannot be chosen, or the scale does not go with them.
    """
    given = _given(asked, "theta0", "theta1", "height")
    if len(given) == 3:
        return Window(**given, scale="linear" if asked.scale == "auto" else asked.scale)
    around = Window.around(cost, path, scale=asked.scale)
    return dataclasses.replace(around, **given) if given else around


def steps_inside(path: Descent, window: Window, most: int) -> int:
    """Return how many of the first `most` steps stay in the window.

    Raises a `ValueError` if the path starts outside.
    """
    points = np.column_stack([path.points, np.maximum(path.costs, window.low[2])])[: most + 1]
    ranges = zip(window.low, window.high, window.size, strict=True)
    names = ("theta0", "theta1", "height")
    for name, value, (low, high, size) in zip(names, points[0], ranges, strict=True):
        if not low - ROUNDING * size <= value <= high + ROUNDING * size:
            raise ValueError(
                f"{name} is [{low:g}, {high:g}]; the descent starts outside, at {value:.3g}"
            )
    whole = window.contains(points, room=ROUNDING)
    return most if whole.all() else int(np.argmin(whole)) - 1


ROUNDING = 1e-9
"""What lies outside a window by this share of it lies outside by rounding."""
