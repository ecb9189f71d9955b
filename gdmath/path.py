"""Path: points over a cost, joined by straight steps, with the cost's heights and gradients."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Self, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import Cost
from gdmath.locked import Locked, fill

OfPoints: TypeAlias = Callable[[FloatArray], FloatArray]
"""A function of points (n, 2) that has a value, or a gradient (2,), for each."""


@dataclass(frozen=True, slots=True, eq=False)
class Path(Locked):
    """A path of n straight steps over a cost: `points` (n+1, 2), with J and ∇J at each; all finite.

    Given as functions of points, as a cost and its `gradient` are, J and ∇J are evaluated when they
    are first asked for.

    Examples
    --------
    >>> from gdmath import Dataset, MeanSquaredError
    >>> J = MeanSquaredError(Dataset([-1, 0, 1], [0, 1, 2]))
    >>> path = Path.through(J, [(1, 1), (2, 1)])
    >>> path.costs, path.point_at(0.25)
    (array([0. , 0.5]), array([1.25, 1.  ]))
    """

    points: Annotated[FloatArray, checks.parameters]
    _costs: FloatArray | OfPoints
    _gradients: FloatArray | OfPoints

    def __init__(
        self, points: ArrayLike, costs: ArrayLike | OfPoints, gradients: ArrayLike | OfPoints
    ) -> None:
        fill(self, points=points)
        Locked.__post_init__(self)
        self._keep("points", self.points, (2,))
        self._keep("costs", costs if callable(costs) else checks.numeric(costs, "costs"), ())
        slopes = gradients if callable(gradients) else checks.parameters(gradients, "gradients")
        self._keep("gradients", slopes, (2,))

    def _keep(self, name: str, given: FloatArray | OfPoints, of_each: tuple[int, ...]) -> None:
        """Keep a function as it is, an array of shape (n+1, ...), all finite, read-only."""
        if not callable(given):
            shape = (len(self.points), *of_each)
            if given.shape != shape or len(given) == 0:
                raise ValueError(f"{name} has shape {given.shape}; it must be {shape}")
            if not np.isfinite(given).all():
                raise ValueError(f"{name} has a value that is not finite; all must be")
            given = checks.read_only(given)
        fill(self, **{name if name == "points" else f"_{name}": given})

    @property
    def costs(self) -> FloatArray:
        """J at each point, of shape (n+1,)."""
        return self._evaluated("_costs")

    @property
    def gradients(self) -> FloatArray:
        """∇J at each point, of shape (n+1, 2)."""
        return self._evaluated("_gradients")

    def _evaluated(self, name: str) -> FloatArray:
        """Return an array that is kept, or is from now on."""
        kept: Any = getattr(self, name)
        if callable(kept):
            with np.errstate(over="ignore", invalid="ignore"):  # far away J is infinite
                kept = checks.read_only(kept(self.points))
            fill(self, **{name: kept})
        return np.asarray(kept)

    @staticmethod
    def through(cost: Cost, points: ArrayLike) -> "Path":
        """Return the path through points (n+1, 2), with the cost's own heights and gradients."""
        points = np.asarray(points, dtype=np.float64)
        return Path(points, cost(points), cost.gradient(points))

    @property
    def steps(self) -> int:
        """The number n of steps."""
        return len(self.points) - 1

    @property
    def predicted_drops(self) -> FloatArray:
        """How far each step goes down on the tangent plane, −∇J(θk)·(θk+1 − θk), of shape (n,).

        For gradient descent that is α |∇J(θk)|².
        """
        with np.errstate(over="ignore", invalid="ignore"):  # a path may end in huge numbers
            steps = np.diff(self.points, axis=0)
            drops = -(self.gradients[:-1] * steps).sum(axis=1)
            if not np.isfinite(drops).all():  # two huge parts may cancel
                size = np.abs(self.gradients[:-1]).max(axis=1, keepdims=True)
                size[size == 0] = 1.0
                smaller = -(self.gradients[:-1] / size * steps).sum(axis=1)
                drops = np.where(np.isfinite(drops), drops, smaller * size[:, 0])
            return checks.read_only(drops)

    @property
    def actual_drops(self) -> FloatArray:
        """How far each step lowers the cost, J(θk) − J(θk+1), of shape (n,)."""
        with np.errstate(over="ignore"):
            return checks.read_only(self.costs[:-1] - self.costs[1:])

    def up_to(self, steps: int) -> Self:
        """Return the path's first `steps` steps, or the path if it is no longer."""
        steps = checks.integer(steps, "steps", least=0)
        return self if steps >= self.steps else self._first(steps)

    def _first(self, steps: int) -> Self:
        return type(self)(*self._parts(steps))

    def _parts(self, steps: int) -> tuple[Any, Any, Any]:
        """Return what the path of the first steps is made with; what is unknown stays so."""
        parts = (self.points, self._costs, self._gradients)
        first, second, third = (p if callable(p) else p[: steps + 1] for p in parts)
        return first, second, third

    def point_at(self, position: ArrayLike) -> FloatArray:
        """Return θ (..., 2) at positions (...): point k at k, and the nearer end outside [0, n]."""
        position = checks.numeric(position, "position")
        if not np.isfinite(position).all():
            raise ValueError(f"position is {position.tolist()}; it must be finite")
        position = np.clip(position, 0, self.steps)
        before = np.minimum(position.astype(int), max(self.steps - 1, 0))
        after = np.minimum(before + 1, self.steps)
        share = (position - before)[..., None]
        # Both products are exact at a point of the path, where the share is 0 or 1.
        return np.asarray((1 - share) * self.points[before] + share * self.points[after])

    def arrival(self, least: float, share: float) -> int | None:
        """Return the step from which the path stays low: J − least ≤ share · (J(θ0) − least).

        `least` is the cost at the minimum. A path that is low once and rises again has not arrived
        before it stays; None if it ends too high.
        """
        above = self.costs - least
        high = np.flatnonzero(above > share * above[0])
        first = int(high[-1]) + 1 if len(high) else 0
        return first if first <= self.steps else None
