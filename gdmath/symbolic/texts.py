"""SymPy expressions as text: LaTeX, and Typst by a printer of its own."""

from typing import Any, ClassVar

import sympy as sp
from sympy.printing.printer import Printer

from gdmath import checks, formula
from gdmath.symbolic.arrays import replaced
from gdmath.symbolic.symbolic_cost import entries_of

DIGITS = 6
"""The significant digits of a number that is no short fraction."""

FUNCTIONS = {
    **{name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "sec", "csc", "cot")},
    **formula.FUNCTIONS,
    **{"Abs": "abs", "Max": "max", "Min": "min"},
}
"""The functions that Typst knows by name."""


def latex(expression: Any, digits: int = DIGITS) -> str:
    r"""Return an expression, or a tuple or Matrix of them, as LaTeX mathematics, no delimiters.

    A number that is no short fraction is shown with `digits` significant digits.

    Examples
    --------
    >>> latex(sp.Symbol("theta_0") / 3)
    '\\frac{\\theta_{0}}{3}'
    """
    return str(sp.latex(_rounded(expression, digits)))


def typst(expression: Any, digits: int = DIGITS) -> str:
    """Return it as Typst mathematics, as `latex` does; ValueError for what has no form here.

    Examples
    --------
    >>> a, b = sp.symbols("theta_0 theta_1")
    >>> typst((a - 2 * b) ** 2 / 3)
    '1/3 (theta_0 - 2 theta_1)^2'
    """
    return str(TypstPrinter().doprint(_rounded(expression, digits)))


def _rounded(expression: Any, digits: int) -> Any:
    digits = checks.integer(digits, "digits", least=1)
    entries, shape = entries_of(expression)
    if len(shape) == 1:
        expression = sp.Matrix(entries)
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

    People read and paste the text, so unlike `formula.TYPST` it has parentheses only where Typst
    needs them.
    """

    printmethod: ClassVar[str] = "_typst"

    def emptyPrinter(self, expr: Any) -> str:  # noqa: N802 (SymPy's name)
        """Refuse what has no form here."""
        raise ValueError(f"expression has {checks.shown(expr)}; it has no Typst form here")

    def _print_Symbol(self, expr: Any) -> str:  # noqa: N802
        base, *subscripts = map(_name, str(expr.name).split("_"))
        return f"{base}_{_script(' '.join(subscripts))}" if subscripts else base

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
        coefficient, above, sums, below = sp.Integer(1), [], [], []
        for factor in _flat(expr):
            if factor.is_Rational:
                coefficient *= factor
            elif factor.is_Pow and factor.exp.is_Rational and factor.exp < 0:
                below.append(1 / factor)
            elif factor.has(sp.Add, sp.Sum):
                sums.append(factor)
            else:
                coefficient *= -1 if factor.is_Float and factor < 0 else 1
                above.append(abs(factor) if factor.is_Float else factor)
        above.sort(key=lambda factor: not factor.is_number)
        top, bottom = sp.Integer(abs(coefficient.p)), sp.Integer(coefficient.q)
        if below:
            over = [top, *above] if top != 1 or not above else above
            under = [bottom, *below] if bottom != 1 else below
            beside = [f"{self._side(over)}/{self._side(under)}"]
        else:
            beside = [self._factor(factor) for factor in above]
            if abs(coefficient) != 1 or not (above or sums):
                beside.insert(0, str(abs(coefficient)))
        # A sum over an index takes in all that follows, so it is last, and only there bare.
        sums.sort(key=lambda factor: bool(factor.has(sp.Sum)))
        beside += [self._factor(factor) for factor in sums]
        if sums and isinstance(sums[-1], sp.Sum):
            beside[-1] = self._print(sums[-1])
        return "-" * bool(coefficient < 0) + formula.TYPST.factors(beside)

    def _factor(self, expr: Any) -> str:
        printed = self._print(expr)
        return f"({printed})" if _is_sum(expr) else printed

    def _side(self, factors: list[Any]) -> str:
        """Return one side of a fraction; Typst drops the parentheses that hold it together."""
        text = formula.TYPST.factors(map(self._factor, factors))
        alone = text.replace("_", "").isalnum() or (len(factors) == 1 and _is_sum(factors[0]))
        return text if alone else f"({text})"

    def _print_Pow(self, expr: Any) -> str:  # noqa: N802
        base, exponent = expr.as_base_exp()
        if exponent.is_Rational and exponent < 0:
            return f"1/{self._side([1 / expr])}"
        printed = self._print(base)
        if exponent == sp.Rational(1, 2):
            return f"sqrt({printed})"
        simple = isinstance(base, sp.Symbol | sp.Indexed) or (base.is_Integer and base >= 0)
        return f"{printed if simple else f'({printed})'}^{_script(self._print(exponent))}"

    def _print_exp(self, expr: Any) -> str:
        return f"e^{_script(self._print(expr.args[0]))}"

    def _print_Function(self, expr: Any) -> str:  # noqa: N802
        name = str(expr.func.__name__)
        shown = FUNCTIONS.get(name) or f"op({_quoted(name)})"
        return f"{shown}({', '.join(self._print(argument) for argument in expr.args)})"

    _print_Max = _print_Min = _print_Function  # noqa: N815 (SymPy's names)

    def _print_Sum(self, expr: Any) -> str:  # noqa: N802
        text = ""
        for index, low, high in expr.limits:
            lower = f"{self._print(index)} = {self._print(low)}"
            text += f"sum_({lower})^{_script(self._print(high))} "
        return text + self._factor(expr.function)

    def _print_MatrixBase(self, expr: Any) -> str:  # noqa: N802
        rows = [", ".join(self._print(entry) for entry in row) for row in expr.tolist()]
        return f"vec({', '.join(rows)})" if expr.shape[1] == 1 else f"mat({'; '.join(rows)})"


def _is_sum(expr: Any) -> bool:
    return bool(expr.is_Add or isinstance(expr, sp.Sum))


def _flat(product: Any) -> list[Any]:
    """Return the factors of a product, also of one that was not multiplied out."""
    if not product.is_Mul:
        return [product]
    return [factor for part in product.as_ordered_factors() for factor in _flat(part)]


def _name(name: str) -> str:
    name = "lambda" if name == "lamda" else name
    known = name.lower() in formula.GREEK or name.isdigit() or (len(name) == 1 and name.isalpha())
    return name if known else _quoted(name)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _script(text: str) -> str:
    """Return a sub- or superscript, in parentheses unless it is one letter or number."""
    return text if text.isalnum() and (text.isdigit() or len(text) == 1) else f"({text})"
