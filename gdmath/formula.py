"""Mathematics as text: Typst for films, LaTeX for papers, and the names of letters for both."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
"""Greek letters by the names that Typst and LaTeX have for them."""

FUNCTIONS = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "log": "ln"}
"""Functions that mathematics calls otherwise than code does."""

_GREEK_NAMES = {letter: name for name, letter in GREEK.items()}
_INDEXED = re.compile(r"([^\W\d_]+)_?([0-9]+)|([^\W\d_]+)_(\w+)")


@dataclass(frozen=True, slots=True)
class Formula:
    r"""A formula as Typst and as LaTeX mathematics, without delimiters.

    Examples
    --------
    >>> Formula(typst="theta_0 + theta_1 x", latex=r"\theta_0 + \theta_1 x").typst
    'theta_0 + theta_1 x'
    """

    typst: str
    latex: str


@dataclass(frozen=True, slots=True)
class Notation:
    """How a language writes mathematics: a template for each construct."""

    fraction: str
    power: str
    brackets: str
    root: str
    magnitude: str
    call: str
    dot: str
    greek: str
    word: str
    index: str
    word_index: str
    underscore: str

    def function(self, name: str, argument: str) -> str:
        """Return a function, by its name in code, of its argument."""
        if name in ("sqrt", "abs"):
            return (self.root if name == "sqrt" else self.magnitude) % argument
        return self.call % (FUNCTIONS.get(name, name), argument)

    def number(self, text: str) -> str:
        """Return a number that is written as in code, such as 2e-3."""
        digits, _, exponent = text.lower().partition("e")
        whole, point, decimals = digits.partition(".")
        digits = (whole.lstrip("0") or "0") + (point + decimals if decimals else "")
        return f"{digits} {self.dot} {self.power % (10, int(exponent))}" if exponent else digits

    def factors(self, factors: Iterable[str]) -> str:
        """Return a product without a sign, but with a dot before a number."""
        first, *rest = factors
        return first + "".join(f" {self.dot} {f}" if f[0].isdigit() else f" {f}" for f in rest)

    def symbol(self, name: str) -> str:
        """Return a variable that is named as in code, such as θ0, theta_0, w12 or k_max."""
        match = _INDEXED.fullmatch(name)
        if match is None:
            return self.letter(name)
        base, index = match[1] or match[3], match[2] or match[4]
        template = self.index if index.isdigit() else self.word_index
        return template % (self.letter(base), index.replace("_", self.underscore))

    def letter(self, name: str) -> str:
        """Return a letter, Greek also by its name, or a word."""
        name = _GREEK_NAMES.get(name, name)
        if name in GREEK:
            return self.greek % name
        alone = len(name) == 1 and name != "_"
        return name if alone else self.word % name.replace("_", self.underscore)


TYPST = Notation(
    fraction="(%s)/(%s)",
    power="%s^(%s)",
    brackets="(%s)",
    root="sqrt(%s)",
    magnitude="abs(%s)",
    call="%s(%s)",
    dot="dot",
    greek="%s",
    word='italic("%s")',
    index="%s_%s",
    word_index='%s_"%s"',
    underscore="_",
)
LATEX = Notation(
    fraction=r"\frac{%s}{%s}",
    power="%s^{%s}",
    brackets=r"\left(%s\right)",
    root=r"\sqrt{%s}",
    magnitude=r"\left|%s\right|",
    call=r"\%s\left(%s\right)",
    dot=r"\cdot",
    greek=r"\%s",
    word=r"\mathit{%s}",
    index="%s_{%s}",
    word_index=r"%s_{\mathrm{%s}}",
    underscore=r"\_",
)
