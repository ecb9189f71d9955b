"""A cost given by a formula instead of data."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray
from gdmath.cost import NoMinimumError
from gdmath.formula import Formula
from gdmath.landscape.minimum import certified_minimizer, objection
from gdmath.landscape.parser import parse
from gdmath.landscape.printing import printed
from gdmath.landscape.program import Program, program_of
from gdmath.landscape.tokens import FormulaError, excerpt, is_name
from gdmath.landscape.tree import CONSTANTS, FUNCTIONS, Node
from gdmath.locked import fill

Point = tuple[float, float]

MAX_NAME = 20
"""The most characters of a variable's name."""


class _Compiled(NamedTuple):
    """What a formula is turned into. `partial`: it has points where J is not defined."""

    formula: Formula
    value: Program
    first: Program
    second: Program
    partial: bool


@dataclass(frozen=True, slots=True)
class FormulaCost:
    """A cost J(a, b) given by a formula, with the derivatives that SymPy finds for it.

    A formula has numbers (``1``, ``.5``, ``2e-3``), the two variables, ``+ - * / ** ^``
    (``**`` and ``^`` both are powers, to the right: ``2**3**2`` is 2⁹, ``-a**2`` is −a²),
    parentheses, the constants ``pi`` and ``e``, and the functions sin, cos, tan, asin, acos,
    atan, sinh, cosh, tanh, exp, log (natural, as ln), sqrt and abs. It may be written as on paper:
    ``2a² + 3(b − 1)``; a product in a row that has two readings, as in ``1/2a``, is refused. It
    is read by this package's own parser, and never run as Python. Limits keep every formula quick:
    see `MAX_LENGTH`, `MAX_TOKENS`, `MAX_DEPTH` and `MAX_EXPONENT` of `parser`, and
    `MAX_DERIVATIVES` of `calculus`.

    Where J is not defined, it and its derivatives are nan or infinite. At a kink the derivative
    of abs is 0, and that of sqrt(u) is 0 where u and its derivative are. `minima` are the points
    (θ0, θ1) at which J is least, if they are known; they are checked.

    Examples
    --------
    >>> J = FormulaCost("(1 - a)**2 + 100*(b - a**2)**2", minima=[(1, 1)])
    >>> float(J((0, 1)))
    101.0
    >>> J.gradient((0, 1)).tolist()
    [-2.0, 200.0]
    >>> J.hessian((1, 1)).tolist()
    [[802.0, -400.0], [-400.0, 200.0]]
    >>> FormulaCost("a * b").formula.latex
    'a b'
    """

    text: str
    variables: tuple[str, str] = ("a", "b")
    minima: tuple[Point, ...] = ()
    _compiled: _Compiled = field(init=False, repr=False, compare=False)

    def __init__(
        self, text: str, variables: Iterable[str] = ("a", "b"), minima: Iterable[ArrayLike] = ()
    ) -> None:
        names = _names(variables)
        try:
            compiled = _compile(parse(text, names), text, names)
        except RecursionError:  # the caller stands too deep already
            raise FormulaError(text, 0, "it is nested too deep to be differentiated") from None
        fill(self, text=text, variables=names, _compiled=compiled)
        fill(self, minima=tuple(self._known(minima)))

    def __call__(self, theta: ArrayLike) -> FloatArray:
        """Return J(θ), of shape (...), for theta of shape (..., 2)."""
        value: FloatArray = self._compiled.value(checks.parameters(theta))[..., 0]
        return value

    def gradient(self, theta: ArrayLike) -> FloatArray:
        """Return the two first derivatives, of shape (..., 2)."""
        return self._derivatives(self._compiled.first, theta)

    def hessian(self, theta: ArrayLike) -> FloatArray:
        """Return the second derivatives, of shape (..., 2, 2)."""
        return self._derivatives(self._compiled.second, theta).take([[0, 1], [1, 2]], axis=-1)

    def minimizer(self) -> FloatArray:
        """Return the first known minimum, or else one found and checked numerically, (2,).

        It is stationary, or a kink that nothing close to it is lower than, and lower than samples
        all round, 1/8 apart near 0 and 1/2 up to 100 from it; farther out J must rise from it in
        every direction. A well narrower than that can be missed; give it as ``minima`` then.
        NoMinimumError if none is known, and none passes.
        """
        if self.minima:
            return np.array(self.minima[0])
        found = _certified_minimizer(self, kinked=self._compiled.value.has_kinks)
        if found is None:
            raise NoMinimumError(
                f"formula {excerpt(self.text)}: no minimum is known and none could be certified; "
                "if it has one, give it as minima=[(θ0, θ1)]"
            )
        return np.array(found)

    @property
    def formula(self) -> Formula:
        """What J equals, as a formula (without "J =")."""
        return self._compiled.formula

    def _derivatives(self, program: Program, theta: ArrayLike) -> FloatArray:
        theta = checks.parameters(theta)
        result = program(theta)
        if self._compiled.partial:
            with np.errstate(invalid="ignore"):
                result += 0 * self._compiled.value(theta)  # nan where J is not finite
        return result

    def _known(self, minima: Iterable[ArrayLike]) -> Iterator[Point]:
        try:
            candidates = list(minima)
        except TypeError:
            raise checks.wrong(minima, "minima", "a list of points") from None
        for place, candidate in enumerate(candidates):
            point = checks.single_parameters(candidate, f"minima[{place}]")
            reason = objection(self, point, kinked=self._compiled.value.has_kinks)
            if reason:
                raise ValueError(
                    f"minima[{place}] is {point.tolist()}; it must be a minimum of "
                    f"{excerpt(self.text)}, but {reason}"
                )
            yield float(point[0]), float(point[1])


_certified_minimizer = lru_cache(maxsize=64)(certified_minimizer)


@lru_cache(maxsize=64)
def _compile(tree: Node, text: str, names: tuple[str, str]) -> _Compiled:
    from gdmath.landscape.calculus import derivatives  # SymPy takes half a second to import

    try:
        first, second = derivatives(tree, names)
    except ValueError as error:
        raise FormulaError(text, 0, str(error)) from None
    value = program_of(tree)
    return _Compiled(printed(tree, names), value, first, second, value.is_partial)


def _names(variables: Iterable[str]) -> tuple[str, str]:
    try:
        names = () if isinstance(variables, str) else tuple(variables)
    except TypeError:
        names = ()
    if len(names) != 2 or not all(isinstance(name, str) for name in names):
        raise checks.wrong(variables, "variables", "two names, such as ('a', 'b')")
    for name in names:
        if not is_name(name) or len(name) > MAX_NAME:
            raise ValueError(
                f"variables has {checks.shown(name)}; a name has letters, digits and _, "
                f"does not begin with a digit, and has at most {MAX_NAME} characters"
            )
        if name in FUNCTIONS or name in CONSTANTS:
            what = "function" if name in FUNCTIONS else "constant"
            raise ValueError(f"variables has {name!r}, which is a {what}; choose another name")
    if names[0] == names[1]:
        raise ValueError(f"variables is {names!r}; the two names must differ")
    return names[0], names[1]
