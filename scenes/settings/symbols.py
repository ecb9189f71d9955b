"""The letters that stand for the parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass

GREEK = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "eta": "η",
    "theta": "θ",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
    "psi": "ψ",
    "omega": "ω",
}
_NAMES = {letter: name for name, letter in GREEK.items()}
_SYMBOL = re.compile(rf"(?P<letter>{'|'.join(GREEK)}|[A-Za-z]|[{''.join(_NAMES)}])_?(?P<index>\d*)")

TAKEN = ("J", "x", "y", "z")
"""Letters that mean something else in the films."""


@dataclass(frozen=True, slots=True)
class SymbolSettings:
    """How the parameters are called: θ0 and θ1, or b and w, or c and m.

    A name is one letter, Latin or Greek (or a Greek letter's name), and digits for an index.

    Examples
    --------
    >>> SymbolSettings("b", "w1").typst
    ('b', 'w_1')
    >>> SymbolSettings().plain
    ('θ0', 'θ1')
    """

    intercept: str = "θ0"
    slope: str = "θ1"

    @property
    def typst(self) -> tuple[str, str]:
        """Both in Typst's mathematics."""
        return _typst(self.intercept), _typst(self.slope)

    @property
    def plain(self) -> tuple[str, str]:
        """Both as they stand in a caption."""
        return _plain(self.intercept), _plain(self.slope)


def problem_of(symbol: str) -> str:
    """Return what is wrong with a symbol, nothing if it can be used."""
    match = _SYMBOL.fullmatch(symbol)
    if match is None:
        return "it must be one letter, Latin or Greek, and digits for an index"
    if symbol in TAKEN:
        return f"{', '.join(TAKEN)} mean something else"
    return ""


def _parts(symbol: str) -> tuple[str, str]:
    match = _SYMBOL.fullmatch(symbol)
    if match is None:
        raise ValueError(f"symbol is {symbol!r}; {problem_of(symbol)}")
    return match["letter"], match["index"]


def _typst(symbol: str) -> str:
    letter, index = _parts(symbol)
    return (
        _NAMES.get(letter, letter)
        + (f"_{index}" if len(index) < 2 and index else "")
        + (f"_({index})" if len(index) > 1 else "")
    )


def _plain(symbol: str) -> str:
    letter, index = _parts(symbol)
    return GREEK.get(letter, letter) + index
