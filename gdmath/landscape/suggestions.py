"""What somebody may have meant by a piece of a formula that cannot be read; all as text."""

import re
import unicodedata

from gdmath.hints import closest
from gdmath.landscape.tree import CONSTANTS, FUNCTIONS

_ELSEWHERE = {
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "tg": "tan", "arctg": "atan",
    "sh": "sinh", "ch": "cosh", "th": "tanh", "cot": "(1/tan(…))", "ctg": "(1/tan(…))",
    "sec": "(1/cos(…))", "csc": "(1/sin(…))", "lg": "(log(…)/log(10))", "ld": "(log(…)/log(2))",
    "cbrt": "(…)^(1/3)", "sqr": "(…)^2",
}  # fmt: skip
"""Functions that have other names here, or none."""

_SIGNS = {
    "√": "sqrt(...)", "[": "(", "{": "(", "]": ")", "}": ")", "|": "abs(...)", "%": "/100",
    "∛": "(...)^(1/3)", "∞": "a finite number",
} | dict.fromkeys("‐‑‒—―", "-")  # fmt: skip

_OVER = "\N{FRACTION SLASH}"


def for_character(character: str) -> str:
    """Return what stands for a character that no formula has, "" if nothing does.

    Examples
    --------
    >>> for_character("|"), for_character("½")
    ('abs(...)', '(1/2)')
    """
    plain = unicodedata.normalize("NFKC", character)
    if _OVER in plain:
        return f"({plain.replace(_OVER, '/')})"
    return _SIGNS.get(character, "")


def for_name(name: str, variables: tuple[str, str], *, grouped: bool) -> str:
    """Return a question for what an unknown name may mean, or what names there are.

    A product of several names is `grouped` by parentheses, as behind a division.

    Examples
    --------
    >>> for_name("xsiny", ("x", "y"), grouped=False), for_name("xy", ("x", "y"), grouped=True)
    ('did you mean x*sin(y)?', 'did you mean (x*y)?')
    """
    known = [*variables, *FUNCTIONS, *CONSTANTS]
    logarithm = re.fullmatch(r"log_?([0-9]+).*", name)
    if logarithm:
        return f"did you mean (log(…)/log({logarithm[1]}))?"
    near = _ELSEWHERE.get(name) or _product(_parts(name, known), variables, grouped=grouped)
    near = near or closest(name, known) or ""
    if near:
        return f"did you mean {near}?"
    first, second = variables
    return (
        f"the variables are {first} and {second}, the constants {', '.join(CONSTANTS)}, "
        f"the functions {', '.join(FUNCTIONS)}"
    )


def _parts(name: str, known: list[str]) -> list[str]:
    """Return the known names and whole numbers that a name consists of, as x, 2 and y in x2y."""
    name = name.replace("π", "pi").replace("arc", "a")
    words = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    parts = re.findall(f"{words}|[0-9]+", name)
    return parts if "".join(parts) == name else []


def _product(parts: list[str], variables: tuple[str, str], *, grouped: bool) -> str:
    """Return the product of parts; a function takes what follows, up to the next one."""
    match parts:
        case [name, number] if name in variables and number.isdigit():
            return f"{name}^{number} or {number}*{name}"
    factors: list[str] = []
    while parts:
        first, *parts = parts
        if first in FUNCTIONS:
            count = next((k for k, part in enumerate(parts) if part in FUNCTIONS), len(parts))
            first, parts = f"{first}({'*'.join(parts[:count]) or '…'})", parts[count:]
        factors.append(first)
    product = "*".join(factors)
    return f"({product})" if grouped and len(factors) > 1 else product


def for_function(name: str, power: str, argument: str) -> str:
    """Return how a function is written whose argument has no parentheses, or has a power before.

    Examples
    --------
    >>> for_function("sin", "", "a"), for_function("sin", "²", ""), for_function("sin", "⁻¹", "")
    ('sin(a)', 'sin(...)²', 'asin(...) or 1/sin(...)')
    """
    if power.strip("^*")[:1] in ("⁻", "-", "−"):
        inverse = f"a{name}(...) or " if f"a{name}" in FUNCTIONS else ""
        return f"{inverse}1/{name}(...)"
    return f"{name}({argument or '...'}){power}"
