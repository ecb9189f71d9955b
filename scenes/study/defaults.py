"""What a lesson's words stand for, and what is chosen where it is silent."""

import dataclasses
import math
from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from gdmath import Cost, Dataset, Descent, MeanSquaredError, MiniBatch, Optimizer, Window
from gdmath.checks import FloatArray
from gdmath.cost import COSTS
from gdmath.optimizers import OPTIMIZERS
from gdmath.path import Path
from gdmath.rates import Rates
from gdmath.windows import Range
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

AXES = ("theta0", "theta1", "height")
"""The ranges of a window, as a lesson calls them."""

WIDEST = 1e4
"""In a range this many times as wide as the path is far from 0, it is thinner than a pixel."""

PIXEL = 1e-3
"""The share of a window's side that is about a pixel of a film in 1080 lines."""

ROUNDING = 1e-9
"""What lies outside a window by this share of it lies outside by rounding."""


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

    Raises a `ValueError` if ranges cannot be chosen or used, or the scale does not go with them.
    """
    given = _given(asked, *AXES)
    check_ranges(path, given)
    if len(given) == 3:
        return Window(**given, scale="linear" if asked.scale == "auto" else asked.scale)
    around = Window.around(cost, path, scale=asked.scale)
    return dataclasses.replace(around, **given) if given else around


def check_ranges(path: Path, given: Mapping[str, Range]) -> None:
    """Check ranges that a lesson gives, by the names in `AXES`: the path must be seen in them.

    Raises a `ValueError` if one does not hold the start, or is far too wide or too narrow.
    """
    points = np.column_stack([path.points, path.costs])
    least, most = points.min(axis=0), points.max(axis=0)
    for name, (low, high) in given.items():
        axis, size = AXES.index(name), high - low
        goes = f"goes from {least[axis]:.3g} to {most[axis]:.3g}"
        at, begins, reach = points[0, axis], *_sizes(points, axis)
        if not low - ROUNDING * size <= at <= high + ROUNDING * size:
            problem = f"the descent starts outside, at {at:.3g}, and {goes}"
        elif size > WIDEST * reach:
            problem = f"the descent {goes}: so wide a range cannot show it"
        elif size < ROUNDING * begins:
            problem = f"the descent {goes}: so narrow a range cannot show it"
        else:
            continue
        raise ValueError(f"{name} is [{low:g}, {high:g}]; {problem}")


def _sizes(points: FloatArray, axis: int) -> tuple[float, float]:
    """Return how far from 0, along an axis, a path begins and reaches; of θ at 0, the other one."""
    for along in (axis, 1 - axis) if axis < 2 else (axis,):
        sizes = np.abs(points[:, along])
        if sizes.max() > 0:
            return float(sizes[0]), float(sizes.max())
    return 0.0, 1.0


def stands_still(path: Path, window: Window) -> bool:
    """Whether no step of a path leads as far away from its start as can be seen in the window."""
    with np.errstate(over="ignore"):
        shares = np.column_stack([path.points / window.size[:2], window.height_share(path.costs)])
    return bool((np.abs(shares - shares[0]) <= PIXEL).all())


def steps_inside(path: Descent, window: Window, most: int) -> int:
    """Return how many of the first `most` steps stay in the window, which holds the start."""
    points = np.column_stack([path.points, np.maximum(path.costs, window.low[2])])[: most + 1]
    whole = window.contains(points, room=ROUNDING)
    return most if whole.all() else max(int(np.argmin(whole)) - 1, 0)
