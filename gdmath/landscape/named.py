"""Well-known landscapes to descend, with their minima."""

from dataclasses import dataclass
from functools import lru_cache

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.hints import closest
from gdmath.landscape.cost import FormulaCost, Point
from gdmath.locked import Locked


@dataclass(frozen=True, slots=True, eq=False)
class Landscape(Locked):
    """A cost worth descending, and where to look at it from.

    `theta0` and `theta1` are the (low, high) ranges that show it well, `start` (2,) is inside
    them where a descent may begin, and `description` says in one line what it teaches.

    Examples
    --------
    >>> named("saddle").start.shape
    (2,)
    """

    name: str
    cost: FormulaCost
    theta0: Point
    theta1: Point
    start: FloatArray
    description: str

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Landscape) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        start = tuple(self.start.tolist())
        return self.name, self.cost, self.theta0, self.theta1, start, self.description


# The formula, its minima, the ranges of θ0 and θ1, the start, and what it teaches.
_ENTRIES: dict[str, tuple[str, tuple[Point, ...], Point, Point, Point, str]] = {
    "rosenbrock": (
        "(1 - θ0)**2 + 100*(θ1 - θ0**2)**2", ((1, 1),), (-2, 2), (-1, 3), (-1.2, 1),
        "a curved valley: quick to enter, slow to follow",
    ),
    "himmelblau": (
        "(θ0**2 + θ1 - 11)**2 + (θ0 + θ1**2 - 7)**2",
        (
            (3, 2),
            (-2.805118086952745, 3.131312518250573),
            (-3.7793102533777469, -3.2831859912861694),
            (3.5844283403304917, -1.8481265269644034),
        ),
        (-5, 5), (-5, 5), (0, -0.5), "four minima: the start decides which is found",
    ),
    "beale": (
        "(1.5 - θ0 + θ0*θ1)**2 + (2.25 - θ0 + θ0*θ1**2)**2 + (2.625 - θ0 + θ0*θ1**3)**2",
        ((3, 0.5),), (-1, 4.5), (-1.5, 1.5), (1, 1), "a flat floor between steep corners",
    ),
    "saddle": (
        "θ0**2 - θ1**2", (), (-2, 2), (-2, 2), (1.5, 0.01),
        "down along one axis, up along the other: no minimum",
    ),
    "monkey_saddle": (
        "θ0**3 - 3*θ0*θ1**2", (), (-1.5, 1.5), (-1.5, 1.5), (1, 0.05),
        "three valleys meet where gradient and Hessian are 0: no minimum",
    ),
    "rastrigin": (
        "20 + θ0**2 + θ1**2 - 10*cos(2*pi*θ0) - 10*cos(2*pi*θ1)", ((0, 0),),
        (-3, 3), (-3, 3), (1.7, -2.2), "a minimum in every hollow, and one that is least",
    ),
    "ackley": (
        "20 + e - 20*exp(-sqrt((θ0**2 + θ1**2)/2)/5) - exp((cos(2*pi*θ0) + cos(2*pi*θ1))/2)",
        ((0, 0),), (-5, 5), (-5, 5), (3.2, 2.4), "ripples on a plain around one deep funnel",
    ),
    "booth": (
        "(θ0 + 2*θ1 - 7)**2 + (2*θ0 + θ1 - 5)**2", ((1, 3),), (-5, 7), (-3, 9), (-4, 8),
        "a tilted quadratic bowl of condition number 9",
    ),
    "long_valley": (
        "θ0**2/2 + 50*θ1**2", ((0, 0),), (-10, 10), (-2, 2), (-9, 1.5),
        "a quadratic bowl of condition number 100: descents zigzag",
    ),
}  # fmt: skip

LANDSCAPES = tuple(_ENTRIES)
"""The names that `named` knows."""


@lru_cache(maxsize=len(LANDSCAPES))
def _landscape(name: str) -> Landscape:
    text, minima, theta0, theta1, start, description = _ENTRIES[name]
    cost = FormulaCost(text, ("θ0", "θ1"), minima)
    return Landscape(name, cost, theta0, theta1, checks.read_only(start), description)


def named(name: str) -> Landscape:
    """Return the well-known landscape of a name in `LANDSCAPES`.

    rosenbrock (Rosenbrock 1960, The Computer Journal 3(3)) is least, 0, at (1, 1); himmelblau
    (Himmelblau 1972, Applied Nonlinear Programming) is 0 at (3, 2) and three more points, roots
    of a cubic; beale (Beale 1958; Moré, Garbow & Hillstrom 1981, ACM TOMS 7(1), problem 5) is 0
    at (3, ½); rastrigin (Rastrigin 1974; Mühlenbein et al. 1991, Parallel Computing 17) is 0 at
    0; ackley (Ackley 1987, A Connectionist Machine for Genetic Hillclimbing) is 0 at 0, where
    it has a kink; booth (Jamil & Yang 2013, Int. J. Math. Modelling and Numerical Optimisation
    4(2), no. 17) is 0 at (1, 3); long_valley is ½ θᵀ diag(1, 100) θ, 0 at 0. saddle and
    monkey_saddle (Hilbert & Cohn-Vossen 1932, Anschauliche Geometrie) have no minimum.

    Examples
    --------
    >>> named("himmelblau").cost.minimizer().tolist()
    [3.0, 2.0]
    """
    if isinstance(name, str) and name in _ENTRIES:
        return _landscape(name)
    near = closest(str(name)[:80], LANDSCAPES)
    remedy = f"did you mean {near!r}?" if near else f"it must be one of {', '.join(LANDSCAPES)}"
    raise ValueError(f"name is {checks.shown(name)}; {remedy}")
