"""The letters that stand for the parameters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gdmath.formula import GREEK, TYPST

_SYMBOL = re.compile(
    rf"(?P<letter>{'|'.join(GREEK)}|[A-Za-z]|[{''.join(GREEK.values())}])_?(?P<index>[0-9]{{0,3}})"
)

TAKEN = ("J", "x", "y", "z", "i", "r", "H", "α", "δ", "κ", "λ", "μ")
"""Letters that mean something else in the films."""

TAKEN_OVER_LANDSCAPES = ("J", "z", "α", "True", "False")
"""The same for the variables of a formula, and words that mean something else everywhere."""


@dataclass(frozen=True, slots=True)
class SymbolSettings:
    """How the parameters are called: θ0 and θ1, or b and w, or c and m.

    A name is one letter, Latin or Greek (or a Greek letter's name), and up to three digits for an
    index.

    Examples
    --------
    >>> SymbolSettings("b", "w1").typst, SymbolSettings().plain
    (('b', 'w_1'), ('θ0', 'θ1'))
    """

    intercept: str = "θ0"
    slope: str = "θ1"

    @property
    def typst(self) -> tuple[str, str]:
        """Both in Typst's mathematics."""
        return TYPST.symbol(self.intercept), TYPST.symbol(self.slope)

    @property
    def plain(self) -> tuple[str, str]:
        """Both as they stand in a caption."""
        return _plain(self.intercept), _plain(self.slope)

    @property
    def both(self) -> str:
        """One name for the two in a caption: θ, or (b, w).

        Examples
        --------
        >>> SymbolSettings().both, SymbolSettings("b", "w").both
        ('θ', '(b, w)')
        """
        return "θ" if self.plain == ("θ0", "θ1") else f"({', '.join(self.plain)})"

    @property
    def both_typst(self) -> str:
        """The same in Typst's mathematics."""
        return "theta" if self.both == "θ" else f"({', '.join(self.typst)})"

    @property
    def count(self) -> str:
        """The letter for the number of observations: m, unless a parameter is called so."""
        return self._free("m", "N", "M")

    @property
    def some(self) -> str:
        """The letter for the number of some of them: n, unless a parameter is called so."""
        return self._free("n", "k", "q")

    @property
    def touching(self) -> str:
        """The letter for the point where the plane touches: a, unless a parameter is called so."""
        return self._free("a", "p", "q")

    def rename(self, formula: str) -> str:
        """Return a formula of gdmath, in Typst's mathematics, with these letters."""
        intercept, slope = self.typst
        return rename(formula, {"theta_0": intercept, "theta_1": slope, "m": self.count})

    def _free(self, *letters: str) -> str:
        used = {_parts(symbol)[0] for symbol in (self.intercept, self.slope)}
        return next(letter for letter in letters if letter not in used)


def rename(formula: str, names: Mapping[str, str]) -> str:
    """Return a formula in Typst's mathematics with other names, all changed at once."""
    words = "|".join(map(re.escape, names))
    return re.sub(rf"(?<!\w)(?:{words})(?!\w)", lambda match: names[match[0]], formula)


def problem_of(symbol: str) -> str:
    """Return what is wrong with a symbol, nothing if it can be used."""
    match = _SYMBOL.fullmatch(symbol)
    if match is None:
        return "it must be one letter, Latin or Greek, and at most three digits 0 to 9 for an index"
    letter = GREEK.get(match["letter"], match["letter"])
    if letter in TAKEN:
        return f"{', '.join(TAKEN)} mean something else in the films"
    return ""


def problem_of_variables(names: tuple[str, str]) -> str:
    """Return what is wrong with the names of a formula's variables, nothing if they can be used."""
    if not all(name.isidentifier() and any(map(str.isalpha, name)) for name in names):
        return "it must be two different names, of letters, digits and _"
    if any(GREEK.get(name, name) in TAKEN_OVER_LANDSCAPES for name in names):
        return f"{', '.join(TAKEN_OVER_LANDSCAPES)} mean something else"
    if TYPST.symbol(names[0]) == TYPST.symbol(names[1]):
        return "it must be two different names, which are drawn differently"
    return ""


def _parts(symbol: str) -> tuple[str, str]:
    match = _SYMBOL.fullmatch(symbol)
    if match is None:
        raise ValueError(f"symbol is {symbol!r}; {problem_of(symbol)}")
    return match["letter"], match["index"]


def _plain(symbol: str) -> str:
    letter, index = _parts(symbol)
    return GREEK.get(letter, letter) + index
