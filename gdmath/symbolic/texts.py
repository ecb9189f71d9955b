"""SymPy expressions as text: LaTeX, and Typst by a printer of its own."""

from __future__ import annotations

from typing import Any, ClassVar

import sympy as sp
from sympy.core.alphabets import greeks
from sympy.printing.printer import Printer

from gdmath import checks
from gdmath.symbolic.symbolic_cost import replaced

DIGITS = 6
"""Long numbers are shown with so many significant digits."""

LETTERS = frozenset(greeks) - {"lamda"} | {"lambda"}
"""The names that Typst, like SymPy, knows as Greek letters."""

FUNCTIONS = {
    **{name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "sec", "csc", "cot")},
    **{"asin": "arcsin", "acos": "arccos", "atan": "arctan", "Max": "max", "Min": "min"},
    **{"log": "ln", "Abs": "abs"},
}
"""The functions that Typst knows by name."""


def latex(expression: Any, digits: int = DIGITS) -> str:
    r"""Return an expression, or a tuple or Matrix of them, as LaTeX mathematics, no delimiters.

    Parameters
    ----------
    expression
        What to print.
    digits
        A number that is no short fraction is shown with so many significant digits.

    Raises
    ------
    ValueError
        If `expression` is none of these, or `digits` is not a whole number, at least 1.

    Examples
    --------
    >>> latex(sp.Symbol("theta_0") / 3)
    '\\frac{\\theta_{0}}{3}'
    """
    return str(sp.latex(_rounded(expression, digits)))


def typst(expression: Any, digits: int = DIGITS) -> str:
    """Return an expression, or a tuple or Matrix of them, as Typst mathematics, no delimiters.

    Parameters
    ----------
    expression
        What to print.
    digits
        A number that is no short fraction is shown with so many significant digits.

    Raises
    ------
    ValueError
        If `expression` is none of these or has a part that has no Typst form here, or `digits`
        is not a whole number, at least 1.

    Examples
    --------
    >>> a, b = sp.symbols("theta_0 theta_1")
    >>> typst((a - 2 * b) ** 2 / 3)
    '1/3 (theta_0 - 2 theta_1)^2'
    """
    return str(TypstPrinter().doprint(_rounded(expression, digits)))


def _rounded(expression: Any, digits: int) -> Any:
    digits = checks.integer(digits, "digits", least=1)
    if isinstance(expression, tuple | list | sp.Tuple):
        expression = sp.Matrix(list(expression))
    if not isinstance(expression, sp.Expr | sp.MatrixBase):
        raise ValueError(
            f"expression is {checks.shown(expression)}; "
            "it must be a SymPy expression, a tuple or a Matrix"
        )
    rounded = {
        number: sp.Float(number, digits)
        for number in expression.atoms(sp.Rational, sp.Float)
        if not (number.is_Rational and _is_short(number, digits))
    }
    return replaced(expression, rounded)


def _is_short(number: Any, digits: int) -> bool:
    if number.is_Integer:
        return bool(abs(number) < 10 ** max(digits, 6))
    return bool(number.q <= 12 and abs(number.p) < 100)


class TypstPrinter(Printer):  # type: ignore[misc]  # SymPy has no types
    """Prints sums, products, fractions, powers, sums over an index, subscripts and matrices.

    Examples
    --------
    >>> TypstPrinter().doprint(sp.Sum(sp.IndexedBase("x")[sp.Symbol("i")], ("i", 1, "m")))
    'sum_(i = 1)^m x_i'
    """

    printmethod: ClassVar[str] = "_typst"

    def emptyPrinter(self, expr: Any) -> str:  # noqa: N802 (SymPy's name)
        """Refuse what has no form here."""
        raise ValueError(f"expression has {checks.shown(expr)}; it has no Typst form here")

    def _print_Symbol(self, expr: Any) -> str:  # noqa: N802
        base, *subscripts = str(expr.name).split("_")
        names = [_name(base), *(_name(part) for part in subscripts)]
        return names[0] if len(names) == 1 else f"{names[0]}_{_script(' '.join(names[1:]))}"

    def _print_IndexedBase(self, expr: Any) -> str:  # noqa: N802
        return str(self._print(expr.label))

    def _print_Indexed(self, expr: Any) -> str:  # noqa: N802
        indices = " ".join(self._print(index) for index in expr.indices)
        return f"{self._print(expr.base)}_{_script(indices)}"

    def _print_Integer(self, expr: Any) -> str:  # noqa: N802
        return str(expr)

    def _print_Rational(self, expr: Any) -> str:  # noqa: N802
        return f"{expr.p}/{expr.q}"

    def _print_Float(self, expr: Any) -> str:  # noqa: N802
        mantissa, _, exponent = sp.sstr(expr, full_prec=False).partition("e")
        mantissa = mantissa.removesuffix(".0")
        return f"{mantissa} dot 10^{_script(str(int(exponent)))}" if exponent else mantissa

    def _print_Pi(self, expr: Any) -> str:  # noqa: ARG002, N802
        return "pi"

    def _print_Exp1(self, expr: Any) -> str:  # noqa: ARG002, N802
        return "e"

    def _print_Add(self, expr: Any) -> str:  # noqa: N802
        terms = [str(self._print(term)) for term in expr.as_ordered_terms()]
        first = next((term for term in terms if not term.startswith("-")), terms[0])
        terms.remove(first)  # a − b rather than −b + a
        rest = (f" - {term[1:]}" if term.startswith("-") else f" + {term}" for term in terms)
        return first + "".join(rest)

    def _print_Mul(self, expr: Any) -> str:  # noqa: N802
        coefficient, factors = sp.Integer(1), []
        for factor in _flat(expr):
            if factor.is_Rational:
                coefficient *= factor
            else:
                factors.append(factor)
        below = [self._factor(1 / factor) for factor in factors if _is_divisor(factor)]
        sums = sorted(
            (f for f in factors if f.has(sp.Add, sp.Sum) and not _is_divisor(f)),
            key=lambda f: bool(f.has(sp.Sum)),
        )
        plain = [f for f in factors if f not in sums and not _is_divisor(f)]
        above = [self._factor(f) for f in sorted(plain, key=lambda f: not f.is_number)]
        sign = "-" if coefficient < 0 else ""
        if above and above[0].startswith("-"):  # a negative decimal number
            sign, above[0] = "" if sign else "-", above[0][1:]
        top, bottom = str(abs(coefficient.p)), str(coefficient.q)
        if below:
            above = [*([top] if top != "1" else []), *above]
            below = [*([bottom] if bottom != "1" else []), *below]
            above = [f"{_group(above) or '1'}/{_group(below)}"]
        elif coefficient.q != 1:
            above = [f"{top}/{bottom}", *above]
        elif top != "1" or not (above or sums):
            above = [top, *above]
        # A sum over an index takes in all that follows, so only the last stays bare.
        beside = [self._factor(factor) for factor in sums]
        if sums and isinstance(sums[-1], sp.Sum):
            beside[-1] = self._print(sums[-1])
        return sign + _joined([*above, *beside])

    def _factor(self, expr: Any) -> str:
        printed = self._print(expr)
        return f"({printed})" if expr.is_Add or isinstance(expr, sp.Sum) else printed

    def _print_Pow(self, expr: Any) -> str:  # noqa: N802
        base, exponent = expr.as_base_exp()
        if exponent.is_Rational and exponent < 0:
            return f"1/{_group([self._factor(1 / expr)])}"
        if exponent == sp.Rational(1, 2):
            return f"sqrt({self._print(base)})"
        printed = self._print(base)
        simple = isinstance(base, sp.Symbol | sp.Indexed) or (base.is_Integer and base >= 0)
        return f"{printed if simple else f'({printed})'}^{_script(self._print(exponent))}"

    def _print_exp(self, expr: Any) -> str:
        return f"e^{_script(self._print(expr.args[0]))}"

    def _print_Function(self, expr: Any) -> str:  # noqa: N802
        name = str(expr.func.__name__)
        shown = FUNCTIONS.get(name) or f"op({_quoted(name)})"
        return f"{shown}({', '.join(self._print(argument) for argument in expr.args)})"

    def _print_Max(self, expr: Any) -> str:  # noqa: N802
        return self._print_Function(expr)

    def _print_Min(self, expr: Any) -> str:  # noqa: N802
        return self._print_Function(expr)

    def _print_Sum(self, expr: Any) -> str:  # noqa: N802
        text = ""
        for index, low, high in expr.limits:
            lower = f"{self._print(index)} = {self._print(low)}"
            text += f"sum_({lower})^{_script(self._print(high))} "
        return text + self._factor(expr.function)

    def _print_MatrixBase(self, expr: Any) -> str:  # noqa: N802
        rows = [", ".join(self._print(entry) for entry in row) for row in expr.tolist()]
        return f"vec({', '.join(rows)})" if expr.shape[1] == 1 else f"mat({'; '.join(rows)})"


def _flat(product: Any) -> list[Any]:
    """Return the factors of a product, also of one that was not multiplied out."""
    if not product.is_Mul:
        return [product]
    return [factor for part in product.as_ordered_factors() for factor in _flat(part)]


def _is_divisor(factor: Any) -> bool:
    return bool(factor.is_Pow and factor.exp.is_Rational and factor.exp < 0)


def _name(name: str) -> str:
    name = "lambda" if name == "lamda" else name
    known = name.lower() in LETTERS or name.isdigit() or (len(name) == 1 and name.isalpha())
    return name if known else _quoted(name)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _script(text: str) -> str:
    """Return a sub- or superscript, in parentheses unless it is one letter or number."""
    return text if text.isalnum() and (text.isdigit() or len(text) == 1) else f"({text})"


def _joined(factors: list[str]) -> str:
    """Return factors side by side; a number after another factor needs a dot."""
    text = ""
    for factor in factors:
        text += (" dot " if factor[0].isdigit() and text else " " if text else "") + factor
    return text


def _group(factors: list[str]) -> str:
    """Return one side of a fraction; Typst drops the parentheses that hold it together."""
    text = _joined(factors)
    alone = not text or text.replace("_", "").isalnum()
    return text if alone or (len(factors) == 1 and _is_enclosed(text)) else f"({text})"


def _is_enclosed(text: str) -> bool:
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return character == ")" and place == len(text) - 1
    return False
